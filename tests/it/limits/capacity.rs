//! A team with so many hours a week: no luck, so equality at every week.

use uptake::measures::Counter;
use uptake::scenario::Scenario;
use uptake::stats::exact::capacity::Capacity;

use super::{limit, of_each};

const PLAIN: &str = include_str!("../../../scenarios/verification/fixed-capacity.toml");
const LEARNING: &str = include_str!("../../../scenarios/verification/fixed-capacity-learning.toml");

const EXACT: Capacity =
    Capacity { organisations: 80, hours: 20.0, weekly: 7.5, progress_ratio: 1.0 };

/// Organisations live at the end of every week, from week 0, in each replicate.
fn live(s: &Scenario) -> Vec<Vec<u32>> {
    let weeks = s.weeks as usize;
    of_each(s, "organisations", |t| {
        (0..=weeks).map(|w| t.get(Counter::OrgLive, 0, w) as u32).collect()
    })
}

/// What is live at the end of every week. In week 1 everybody is persuaded; work on launches
/// begins in week 2, so that `t − 1` weeks of it have been done at the end of week `t`.
fn exact(of: &Capacity, weeks: u32) -> Vec<u32> {
    (0..=weeks).map(|t| of.launched(t.saturating_sub(1))).collect()
}

#[test]
fn without_learning_the_number_live_is_exact_at_every_week() {
    let s = limit(PLAIN, &[]);
    let expected = exact(&EXACT, s.weeks);
    for found in live(&s) {
        assert_eq!(found, expected);
    }
    // N W/H weeks of work, and the week of persuasion.
    let all = EXACT.weeks_to_all();
    assert_eq!(expected.iter().position(|&n| n == 80), Some(1 + all.ceil() as usize));
    // Broken twins: half a per cent fewer hours, and no week of persuasion.
    assert_ne!(expected, exact(&Capacity { weekly: 0.995 * 7.5, ..EXACT }, s.weeks));
    let no_lag: Vec<u32> = (0..=s.weeks).map(|t| EXACT.launched(t)).collect();
    assert_ne!(expected, no_lag);
    let slower = limit(PLAIN, &["team.technician.hours=7.4"]);
    assert!(live(&slower).iter().all(|found| *found != expected));
}

#[test]
fn with_learning_the_number_live_is_exact_at_every_week() {
    let s = limit(LEARNING, &[]);
    let learning = Capacity { progress_ratio: 0.87, ..EXACT };
    // Equality is fair only if no launch is done so near the end of a week that rounding decides.
    let mut hours = 0.0;
    for n in 1..=80 {
        hours += learning.launch(n);
        let weeks = hours / 7.5;
        assert!((weeks - f64::round(weeks)).abs() > 1e-6, "launch {n} is too close to call");
    }
    let expected = exact(&learning, s.weeks);
    assert_eq!(expected[s.weeks as usize], 80, "the horizon is long enough");
    for found in live(&s) {
        assert_eq!(found, expected);
    }
    assert_ne!(expected, exact(&EXACT, s.weeks), "learning matters");
    // Broken twins: a little less learning, and experience that fades.
    assert_ne!(expected, exact(&Capacity { progress_ratio: 0.875, ..EXACT }, s.weeks));
    let fading = limit(LEARNING, &["experience.loss_per_week=0.001"]);
    assert!(live(&fading).iter().all(|found| *found != expected));
}

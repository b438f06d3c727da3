//! Mandate and payment reach everybody in their scope.

use uptake::engine::{self, Options};
use uptake::results::Ensemble;
use uptake::scenario::{EventKind, ScheduledEvent};

use super::{difference, moves, region};
use std::ops::ControlFlow;

/// The built-in region with a mandate of a size from week 10 on.
fn under(keys: &[&str], size: f64, replicates: u32) -> Ensemble {
    let mut s = region(keys);
    s.replicates = replicates;
    let event = EventKind::Mandate;
    s.scheduled.push(ScheduledEvent { event, week: 10, region: None, size });
    engine::ensemble(&s, &Options::of(&s), &|_| ControlFlow::Continue(()))
}

/// No project, no force: a mandate makes organisations take the tool up, at its rate, of those kinds that
/// it is for. Exact to sampling error (α = 0.01).
#[test]
fn a_mandate_makes_those_adopt_whom_nobody_asks() {
    let keys = [
        "weeks=62",
        "forces.*.strength=0",
        "region.*.team_size=0",
        "organisation.exit_per_year=0",
        "organisation.neglect_exit_per_year=0",
        "diffusion.mandate_per_year=1",
        "kind.care_home.mandated=false",
    ];
    let e = under(&keys, 0.5, 6);
    let live = uptake::measures::measure("organisations.live").expect("known");
    let homes = e.group(uptake::measures::GroupKind::Kind, "care_home").expect("a kind");
    let practices = e.group(uptake::measures::GroupKind::Kind, "gp_practice").expect("a kind");
    let of = |group| {
        let all = e.values(live, group, 62);
        all.iter().map(|&x| f64::from(x)).sum::<f64>() / all.len() as f64
    };
    assert_eq!(of(homes), 0.0);
    // Weeks 10 to 62, at half a mandate.
    let exact = 1.0 - (-0.5 * 53.0 / 52.178_571_f64).exp();
    let n = 6.0
        * e.replicates[0].trajectory.get(uptake::measures::Counter::OrgAll, practices, 62) as f64;
    let error = 2.58 * (exact * (1.0 - exact) / n).sqrt();
    assert!((of(practices) - exact).abs() < error, "{} and not {exact} ± {error}", of(practices));
}

/// Use that is mandated is use, everywhere that has the tool; and by the wrong motives of 3.2 it writes
/// records that say less. Without a mandate the parameter moves no digit.
#[test]
fn mandated_use_is_use_of_less_worth() {
    let live = ["weeks=40", "initial.live=1", "initial.competent=0.8", "initial.records=0.3"];
    let with = |more: &[&'static str]| {
        live.iter().copied().chain(more.iter().copied()).collect::<Vec<_>>()
    };
    let plain = under(&with(&[]), 1.0, 6);
    let mandated = under(&with(&["use.mandated=0.3"]), 1.0, 6);
    moves(&plain, &mandated, ("staff.weekly", 40), 0.01);
    let (writes, _) = difference(&plain, &mandated, "records.written", 40);
    assert!(writes > 0.0);
    let honest = under(&with(&["use.mandated=0.3", "forces.recurring.tick_box=0"]), 1.0, 6);
    moves(&mandated, &honest, ("encounters.informed", 40), 0.002);

    let never = under(&with(&["use.mandated=0.3"]), 0.0, 2);
    assert_eq!(never.digest(), under(&with(&[]), 0.0, 2).digest());
}

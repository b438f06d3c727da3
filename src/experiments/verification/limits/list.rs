//! The limits, each with its scenario and its exact answer.

use super::{Exact, Family, NO_SCORE, Score, limit, of_each, samples};
use crate::measures::Counter;
use crate::scenario::Problems;
use crate::stats::exact::capacity::Capacity;
use crate::stats::exact::contagion::Contagion;
use crate::stats::exact::records::Ageing;
use crate::stats::exact::staff::{Colleagues, Induction};
use crate::stats::exact::uses::{Expectation, habit, poisson_of_poisson};
use crate::stats::exact::{Moments, ring, ring_pairs};
use crate::stats::maths;
use crate::world::WEEKS_PER_YEAR;

/// A limit with an exact answer.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// What is left of the model.
    pub name: &'static str,
    pub(super) family: fn() -> Result<Family, Problems>,
}

/// All of them.
pub const LIMITS: &[Limit] = &[
    Limit { name: "contagion, 10 that all see one another", family: || complete(10, 1_200) },
    Limit { name: "contagion, 100 that all see one another", family: || complete(100, 300) },
    Limit { name: "contagion, 1,000 that all see one another", family: || complete(1_000, 40) },
    Limit { name: "contagion, 10 on a ring", family: few_on_a_ring },
    Limit { name: "contagion, 100 on a ring", family: || many_on_a_ring(100, 300) },
    Limit { name: "contagion, 1,000 on a ring", family: || many_on_a_ring(1_000, 40) },
    Limit { name: "1,000 teams that learn from colleagues and forget", family: teams },
    Limit { name: "one team that learns from colleagues and forgets", family: one_team },
    Limit { name: "leaving and induction", family: induction },
    Limit { name: "a fixed number of hours a week", family: || capacity(PLAIN, 1.0) },
    Limit { name: "the same, learning by doing", family: || capacity(LEARNING, 0.87) },
    Limit { name: "records that are written at a rate and age", family: records },
    Limit { name: "expectation, nine look-ups in ten pay off", family: || expectation(0.9) },
    Limit { name: "expectation, half of look-ups pay off", family: || expectation(0.5) },
    Limit { name: "habit that grows with uses", family: habits },
];

const COMPLETE: &str = include_str!("../../../../scenarios/verification/contagion-complete.toml");
const RING: &str = include_str!("../../../../scenarios/verification/contagion-ring.toml");
const MARKOV: &str = include_str!("../../../../scenarios/verification/markov-organisation.toml");
const INDUCTION: &str = include_str!("../../../../scenarios/verification/leave-then-train.toml");
const PLAIN: &str = include_str!("../../../../scenarios/verification/fixed-capacity.toml");
const LEARNING: &str =
    include_str!("../../../../scenarios/verification/fixed-capacity-learning.toml");
const RECORDS: &str = include_str!("../../../../scenarios/verification/record-age.toml");
const EXPECTATION: &str = include_str!("../../../../scenarios/verification/expectation.toml");
const HABIT: &str = include_str!("../../../../scenarios/verification/habit.toml");

/// Five and ten years, for contagion.
const YEARS: [u32; 2] = [260, 520];

fn contagion(organisations: u32) -> Contagion {
    let (spontaneous, contagion) = (0.03 / WEEKS_PER_YEAR, 0.38 / WEEKS_PER_YEAR);
    Contagion { organisations, spontaneous, contagion }
}

fn live(text: &str, organisations: u32, replicates: u32) -> Result<Vec<Vec<f64>>, Problems> {
    let mut s = limit(text, &[&format!("kind.organisation.count={organisations}")])?;
    s.replicates = replicates;
    Ok(samples(&s, "organisations.live", &YEARS))
}

fn both(exact: Vec<Moments>) -> impl Iterator<Item = Exact> {
    exact.into_iter().map(Exact::Both)
}

fn complete(organisations: u32, replicates: u32) -> Result<Family, Problems> {
    let found = live(COMPLETE, organisations, replicates)?;
    Ok(Family::of(&YEARS, &found, both(contagion(organisations).complete(&YEARS))))
}

fn few_on_a_ring() -> Result<Family, Problems> {
    let found = live(RING, 10, 1_200)?;
    Ok(Family::of(&YEARS, &found, both(ring::chain(&contagion(10), &YEARS))))
}

/// The mean is exact for any number; the variance falls as 1/N, so that of a hundred serves.
fn many_on_a_ring(organisations: u32, replicates: u32) -> Result<Family, Problems> {
    let hundred = ring_pairs::moments(&contagion(100), &YEARS);
    let means = ring::mean(&contagion(organisations), &YEARS);
    let exact = means.iter().zip(&hundred).map(|(&mean, m)| {
        Exact::Both(Moments::of_normal(mean, m.variance * 100.0 / f64::from(organisations)))
    });
    Ok(Family::of(&YEARS, &live(RING, organisations, replicates)?, exact))
}

const FIFTY: Colleagues =
    Colleagues { posts: 50, quit: 0.005, alone: 0.002, colleagues: 0.05, lapse: 0.01 };

fn teams() -> Result<Family, Problems> {
    let weeks = [26, 52, 104, 260, 520];
    let mut s = limit(MARKOV, &[])?;
    s.replicates = 2;
    let found = samples(&s, "staff.competent", &weeks);
    let exact = FIFTY.after(&weeks).into_iter().map(|m| Exact::Mean(m.mean_of(1_000.0)));
    Ok(Family::of(&weeks, &found, exact))
}

fn one_team() -> Result<Family, Problems> {
    let weeks = [26, 52, 104, 260];
    let mut s = limit(MARKOV, &["kind.organisation.count=1", "weeks=260"])?;
    s.replicates = 1_000;
    let found = samples(&s, "staff.competent", &weeks);
    Ok(Family::of(&weeks, &found, both(FIFTY.after(&weeks))))
}

fn induction() -> Result<Family, Problems> {
    let weeks = [4, 13, 52, 156];
    let turnover = Induction { leave: 0.007, pass: 0.05 };
    let found = samples(&limit(INDUCTION, &[])?, "staff.competent", &weeks);
    let posts = |week| Moments::of_binomial(200.0, turnover.after(week)).times(1.0 / 200.0);
    Ok(Family::of(&weeks, &found, weeks.map(|w| Exact::Both(posts(w)))))
}

/// No luck, so equality at every week: one score, of the weeks in which it does not hold. Persuasion
/// takes week 1, so that `t − 1` weeks of work have been done at the end of week `t`.
fn capacity(text: &str, progress_ratio: f64) -> Result<Family, Problems> {
    let exact = Capacity { organisations: 80, hours: 20.0, weekly: 7.5, progress_ratio };
    let s = limit(text, &[])?;
    let weeks = s.weeks;
    let found = of_each(&s, "organisations", |t| {
        let live = |w: u32| t.get(Counter::OrgLive, 0, w as usize) as u32;
        (0..=weeks).filter(|&w| live(w) != exact.launched(w.saturating_sub(1))).count()
    });
    let wrong: usize = found.iter().sum();
    Ok(Family(vec![Score {
        what: format!("weeks of {weeks} in which the number live is wrong"),
        simulated: wrong as f64,
        exact: 0.0,
        values: found.len(),
        z: if wrong == 0 { 0.0 } else { NO_SCORE },
    }]))
}

/// The excess of current records over the exact share of those who agreed: its mean is 0, and its
/// variance that of independent Poisson numbers of patients by age.
fn records() -> Result<Family, Problems> {
    let weeks = [13u32, 26, 60, 208];
    let mut s = limit(RECORDS, &["weeks=208"])?;
    s.replicates = 150;
    let exact = Ageing { write: 0.1, stay: 46.0, current: 26 };
    let (arrivals, ask) = (100.0 * 0.645, maths::probability(1.0));
    let at = weeks.map(|week| exact.after(week, ask));
    let rows = of_each(&s, "patients", |t| {
        let get = |c, week: u32| f64::from(t.get(c, 0, week as usize));
        weeks.map(|w| [get(Counter::PatAgreed, w), get(Counter::PatTrue, w)])
    });
    let excess = |i: usize| rows.iter().map(|r| r[i][1] - at[i].fill * r[i][0]).collect();
    let found: Vec<Vec<f64>> = (0..weeks.len()).map(excess).collect();
    let moments = at.map(|a| {
        let variance = arrivals * a.patients * a.fill * (1.0 - a.fill);
        Exact::Both(Moments::of_normal(0.0, variance))
    });
    Ok(Family::of(&weeks, &found, moments))
}

/// Dates, and posts over which the measures are means, for what uses teach.
const USES: [u32; 4] = [1, 3, 8, 26];
const POSTS: f64 = 50.0;

fn uses(
    text: &str,
    overrides: &[&str],
    (replicates, measure): (u32, &str),
    exact: impl Fn(u32) -> Moments,
) -> Result<Family, Problems> {
    let mut s = limit(text, overrides)?;
    s.replicates = replicates;
    let found = samples(&s, measure, &USES);
    Ok(Family::of(&USES, &found, USES.map(|w| Exact::Both(exact(w).mean_of(POSTS)))))
}

fn expectation(hit: f64) -> Result<Family, Problems> {
    let of = Expectation { hit, up: 0.1, down: 0.2 };
    // The scenario's own quality is the chance of a pay-off of nine in ten.
    let quality = format!("tool.quality={hit}");
    let overrides: &[&str] = if hit == 0.9 { &[] } else { &[&quality] };
    uses(EXPECTATION, overrides, (150, "staff.expectation_read"), |week| {
        of.after(0.5, poisson_of_poisson(10.0, 0.3 * f64::from(week)))
    })
}

fn habits() -> Result<Family, Problems> {
    uses(HABIT, &[], (300, "staff.habit"), |week| {
        habit(0.045, poisson_of_poisson(20.0, 0.1 * f64::from(week)))
    })
}

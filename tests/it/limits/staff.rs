//! Staff of an organisation: leaving, learning from colleagues, forgetting; induction.

use uptake::stats::exact::Moments;
use uptake::stats::exact::staff::{Colleagues, Induction};

use super::{Exact, Family, Must as _, limit, samples};

const MARKOV: &str = include_str!("../../../scenarios/verification/markov-organisation.toml");
const INDUCTION: &str = include_str!("../../../scenarios/verification/leave-then-train.toml");

const FIFTY: Colleagues =
    Colleagues { posts: 50, quit: 0.005, alone: 0.002, colleagues: 0.05, lapse: 0.01 };
const MARKOV_WEEKS: [u32; 5] = [26, 52, 104, 260, 520];

fn means_of(organisations: f64, exact: Vec<Moments>) -> impl Iterator<Item = Exact> {
    exact.into_iter().map(move |m| Exact::Mean(m.mean_of(organisations)))
}

#[test]
fn a_thousand_organisations_of_colleagues_meet_the_mean() {
    let mut s = limit(MARKOV, &[]);
    s.replicates = 2;
    let found = samples(&s, "staff.competent", &MARKOV_WEEKS);
    let family = |exact: Colleagues| {
        Family::of(&MARKOV_WEEKS, &found, means_of(1_000.0, exact.after(&MARKOV_WEEKS)))
    };
    family(FIFTY).must_agree();
    // Broken twins, each five standard errors away or more at some date.
    family(Colleagues { quit: 1.1 * FIFTY.quit, ..FIFTY }).must_not_agree();
    family(Colleagues { colleagues: 1.05 * FIFTY.colleagues, ..FIFTY }).must_not_agree();
}

#[test]
fn one_organisation_of_colleagues_meets_the_variance() {
    let weeks = &MARKOV_WEEKS[..4];
    let mut s = limit(MARKOV, &["kind.organisation.count=1", "weeks=260"]);
    s.replicates = 1_000;
    let found = samples(&s, "staff.competent", weeks);
    Family::of(weeks, &found, FIFTY.after(weeks).into_iter().map(Exact::Both)).must_agree();
    // Colleagues who did not learn from one another would be independent.
    let independent = FIFTY.after(weeks).into_iter().map(|m| {
        let alone = Moments::of_binomial(50.0, m.mean).times(0.02);
        Exact::Both(Moments { mean: m.mean, ..alone })
    });
    Family::of(weeks, &found, independent).must_not_agree();
}

const TURNOVER: Induction = Induction { leave: 0.007, pass: 0.05 };
const TURNOVER_WEEKS: [u32; 4] = [4, 13, 52, 156];

/// Scores of the share competent of 200 independent posts, each competent with this chance.
fn induction(found: &[Vec<f64>], exact: impl Fn(u32) -> f64) -> Family {
    let posts = |week| Moments::of_binomial(200.0, exact(week)).times(1.0 / 200.0);
    Family::of(&TURNOVER_WEEKS, found, TURNOVER_WEEKS.map(|w| Exact::Both(posts(w))))
}

#[test]
fn leaving_and_induction_meet_the_whole_approach() {
    let found = samples(&limit(INDUCTION, &[]), "staff.competent", &TURNOVER_WEEKS);
    induction(&found, |week| TURNOVER.after(week)).must_agree();
    // The last date is the limit, to within less than the scores can tell.
    assert!((TURNOVER.after(156) - TURNOVER.settled()).abs() < 2e-4);
    // Broken twins: newcomers counted as trained, and newcomers who wait for the next week.
    let at_once = |week| (0..week).fold(0.0, |c, _| c + (1.0 - c) * (0.007 + 0.993 * 0.05));
    induction(&found, at_once).must_not_agree();
    let later = |week| (0..week).fold(0.0, |c, _| 0.993 * (c + (1.0 - c) * 0.05));
    induction(&found, later).must_not_agree();
}

#[test]
fn places_that_stand_empty_are_not_induction_in_the_same_week() {
    let mut slow = limit(INDUCTION, &["role.anybody.weeks_to_fill=2"]);
    slow.replicates = 200;
    let found = samples(&slow, "staff.competent", &TURNOVER_WEEKS);
    induction(&found, |week| TURNOVER.after(week)).must_not_agree();
}

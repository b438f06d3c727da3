//! What uses teach: expectation and habit.

use uptake::measures::Counter;
use uptake::results::Trajectory;
use uptake::stats::exact::Moments;
use uptake::stats::exact::uses::{Expectation, habit, poisson, poisson_of_poisson};

use super::{Exact, Family, Must as _, limit, of_each, samples};

const EXPECTATION: &str = include_str!("../../../scenarios/verification/expectation.toml");
const HABIT: &str = include_str!("../../../scenarios/verification/habit.toml");
const WEEKS: [u32; 4] = [1, 3, 8, 26];
/// Posts over which the measures are means.
const POSTS: f64 = 50.0;

/// Replicates of a scenario; a mean of each measure over the posts.
fn run(text: &str, overrides: &[&str], replicates: u32, measure: &str) -> Vec<Vec<f64>> {
    let mut s = limit(text, overrides);
    s.replicates = replicates;
    samples(&s, measure, &WEEKS)
}

fn family(found: &[Vec<f64>], exact: impl Fn(u32) -> Moments) -> Family {
    Family::of(&WEEKS, found, WEEKS.map(|w| Exact::Both(exact(w).mean_of(POSTS))))
}

/// Expectation after so many weeks from .5: ten patients a list, on average, each looked up .3
/// times a week (of ten contacts, three make somebody write, and a tenth as many read).
///
/// Until it is first rewritten a record has the age that it had at the start; one in 10,000 is
/// out of date in week 2, which moves no score by a tenth.
fn expectation(of: Expectation) -> impl Fn(u32) -> Moments {
    move |week| of.after(0.5, poisson_of_poisson(10.0, 0.3 * f64::from(week)))
}

const CIRCLE: Expectation = Expectation { hit: 0.9, up: 0.1, down: 0.2 };
const READ: &str = "staff.expectation_read";

#[test]
fn expectation_settles_where_nine_look_ups_in_ten_pay_off() {
    let found = run(EXPECTATION, &[], 250, READ);
    family(&found, expectation(CIRCLE)).must_agree();
    let last = expectation(CIRCLE)(26).mean;
    assert!((last - CIRCLE.settled()).abs() < 2e-3, "the last date is the limit");
    // Broken twins: a fall no faster than the rise, and one per cent fewer pay-offs.
    family(&found, expectation(Expectation { down: 0.1, ..CIRCLE })).must_not_agree();
    family(&found, expectation(Expectation { hit: 0.89, ..CIRCLE })).must_not_agree();
}

#[test]
fn expectation_settles_where_half_of_look_ups_pay_off() {
    let half = Expectation { hit: 0.5, ..CIRCLE };
    let found = run(EXPECTATION, &["tool.quality=0.5"], 150, READ);
    family(&found, expectation(half)).must_agree();
    family(&found, expectation(Expectation { hit: 0.51, ..half })).must_not_agree();
    // Twice as fast both ways, expectation settles at the same mean: only the variance can tell.
    let hasty = expectation(Expectation { up: 0.2, down: 0.4, ..half });
    let right = expectation(half);
    family(&found, |week| Moments { mean: right(week).mean, ..hasty(week) }).must_not_agree();
}

#[test]
fn without_disappointment_expectation_settles_at_the_chance_of_a_pay_off() {
    let even = Expectation { hit: 0.6, up: 0.1, down: 0.1 };
    let off = ["forces.disappointment.strength=0", "tool.quality=0.6"];
    let found = run(EXPECTATION, &off, 150, READ);
    family(&found, expectation(even)).must_agree();
    family(&found, expectation(Expectation { down: 0.11, ..even })).must_not_agree();
}

/// Habit after so many weeks, from none: twenty patients a list, on average, each the cause of
/// a use every ten weeks.
fn exact_habit(gain: f64) -> impl Fn(u32) -> Moments {
    move |week| habit(gain, poisson_of_poisson(20.0, 0.1 * f64::from(week)))
}

#[test]
fn habit_grows_with_uses() {
    let found = run(HABIT, &[], 600, "staff.habit");
    family(&found, exact_habit(0.045)).must_agree();
    // Broken twins: growth five per cent too slow, and the same number of patients on each list
    // (the mean is nearly right, the variance is not).
    family(&found, exact_habit(0.95 * 0.045)).must_not_agree();
    family(&found, |week| habit(0.045, poisson(2.0 * f64::from(week)))).must_not_agree();
}

#[test]
fn habit_that_fades_without_use_is_rejected() {
    let found = run(HABIT, &["use.habit_loss=0.01"], 100, "staff.habit");
    family(&found, exact_habit(0.045)).must_not_agree();
}
/// Openings beyond a share of contacts, in each replicate, where every contact is an opening.
fn excess(contacts_per_patient: u32, share: f64) -> Family {
    let contacts = format!("kind.practice.contacts={contacts_per_patient}");
    let always = ["use.curiosity=1", "use.habitual=1", "weeks=8"];
    let mut s = limit(HABIT, &[&[contacts.as_str()], &always[..]].concat());
    s.replicates = 40;
    let total = |t: &Trajectory, counter| f64::from(t.get(counter, 0, 8));
    let found = of_each(&s, "organisations", |t| {
        total(t, Counter::ViewsCum) - share * total(t, Counter::EncountersCum)
    });
    // Twenty patients a list; openings are Poisson, given the number of patients.
    let mean = POSTS * 20.0 * 8.0 * f64::from(contacts_per_patient);
    Family::of(&[8], &[found], [Exact::Both(Moments::of_normal(0.0, mean))])
}

#[test]
fn openings_are_poisson() {
    excess(1, 1.0).must_agree();
    excess(1, 0.98).must_not_agree();
}

#[test]
fn openings_are_poisson_at_any_rate() {
    excess(6, 1.0).must_agree();
    excess(40, 1.0).must_agree();
}

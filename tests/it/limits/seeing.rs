//! Seeing before looking, looking by routine, and a tool whose act is sending.

use std::ops::ControlFlow;

use uptake::engine::{self, Options};
use uptake::experiments::verification::effects::WHOLE;
use uptake::measures::{Counter, measure};
use uptake::results::{Ensemble, Trajectory};
use uptake::scenario;
use uptake::stats::exact::Moments;
use uptake::stats::exact::uses::{Expectation, poisson_of_poisson};

use super::{Exact, Family, Must as _, limit, of_each, samples};

const EXPECTATION: &str = include_str!("../../../scenarios/verification/expectation.toml");
const HABIT: &str = include_str!("../../../scenarios/verification/habit.toml");
const WEEKS: [u32; 4] = [1, 3, 8, 26];
const POSTS: f64 = 50.0;
/// Pay-offs of nine in ten, misses that take twice as much away.
const CIRCLE: Expectation = Expectation { hit: 0.9, up: 0.1, down: 0.2 };

/// Ten patients a list on average, nobody writes, and so many of them have a record.
fn expectations(keys: &[&str]) -> Vec<Vec<f64>> {
    let keys = [&["role.reader.write=0"], keys].concat();
    let mut s = limit(EXPECTATION, &keys);
    s.replicates = 150;
    samples(&s, "staff.expectation_read", &WEEKS)
}

/// What is learnt from `of` by looking .3 times a week for each of so many patients a list.
fn family(found: &[Vec<f64>], of: Expectation, patients: f64) -> Family {
    let exact = |week: u32| of.after(0.5, poisson_of_poisson(patients, 0.3 * f64::from(week)));
    Family::of(&WEEKS, found, WEEKS.map(|week| Exact::Both(exact(week).mean_of(POSTS))))
}

#[test]
fn who_sees_the_flag_looks_at_half_of_patients_and_finds_what_was_promised() {
    let found = expectations(&["use.flag=1", "initial.records=0.5"]);
    family(&found, CIRCLE, 5.0).must_agree();
    // Broken twins: the same looks, blind; and as many looks as there are contacts.
    family(&found, Expectation { hit: 0.45, ..CIRCLE }, 5.0).must_not_agree();
    family(&found, CIRCLE, 10.0).must_not_agree();
    let blind = expectations(&["initial.records=0.5"]);
    family(&blind, CIRCLE, 5.0).must_not_agree();
}

#[test]
fn sending_hangs_on_the_tool_alone() {
    let found = expectations(&["tool.act=send", "initial.records=0"]);
    family(&found, CIRCLE, 10.0).must_agree();
    let worse = expectations(&["tool.act=send", "initial.records=0", "tool.quality=0.85"]);
    family(&worse, CIRCLE, 10.0).must_not_agree();
    let looked_up = expectations(&["initial.records=0"]);
    family(&looked_up, CIRCLE, 10.0).must_not_agree();
}

/// Openings of eight weeks beyond a share of contacts, where nobody opens it but by routine.
fn by_routine(protocol: &str, share: f64) -> Family {
    let keys = ["use.curiosity=0", "use.habitual=0", "weeks=8", protocol];
    let mut s = limit(HABIT, &keys);
    s.replicates = 40;
    let total = |t: &Trajectory, counter| f64::from(t.get(counter, 0, 8));
    let found = of_each(&s, "organisations", |t| {
        total(t, Counter::ViewsCum) - share * total(t, Counter::EncountersCum)
    });
    // Twenty patients a list, ten contacts a week with each.
    let mean = share * POSTS * 20.0 * 8.0 * 10.0;
    Family::of(&[8], &[found], [Exact::Both(Moments::of_normal(0.0, mean))])
}

#[test]
fn a_routine_check_is_a_share_of_contacts_whatever_is_expected() {
    by_routine("role.reader.protocol=0.4", 0.4).must_agree();
    by_routine("role.reader.protocol=0.4", 0.41).must_not_agree();
}

fn run(keys: &[&str], weeks: u32) -> Ensemble {
    let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
    let mut s = scenario::builtin(&keys).expect("keys of the built-in region").scenario;
    s.end_after(weeks);
    s.replicates = 4;
    let options = Options { record: None, ..Options::of(&s) };
    engine::ensemble(&s, &options, &|_| ControlFlow::Continue(()))
}

/// Forces at their whole effect: look-ups that find nothing discourage.
const LIVE: [&str; 6] = [
    WHOLE,
    "initial.live=1",
    "initial.competent=0.7",
    "initial.habit=0.3",
    "initial.records=0.3",
    "use.flag=0",
];

#[test]
fn a_flag_that_shows_no_record_is_not_followed_by_a_look() {
    let keys = ["use.flag=1", "initial.live=1", "patients.agree=0"];
    let e = run(&keys, 4);
    let views = e.values(measure("encounters.opened").unwrap(), 0, 4);
    assert!(views.iter().all(|&opened| opened == 0.0), "{views:?}");
    // What is left to chance, and all that is sent, is the same with a flag as without.
    let sent = |flag: &str| run(&["tool.act=send", "initial.live=1", flag], 4).digest();
    assert_eq!(sent("use.flag=1"), sent("use.flag=0"));
}

#[test]
fn those_who_see_beforehand_waste_fewer_look_ups_and_are_better_informed() {
    let mean = |keys: &[&str], name: &str| {
        let values = run(keys, 52).values(measure(name).unwrap(), 0, 52);
        values.iter().sum::<f32>() / values.len() as f32
    };
    let flagged = [&LIVE[..5], &["use.flag=1"]].concat();
    let (blind, seeing) = (mean(&LIVE, "encounters.missing"), mean(&flagged, "encounters.missing"));
    assert!(seeing < blind - 0.2, "{blind} {seeing}");
    let name = "encounters.informed";
    let (blind, seeing) = (mean(&LIVE, name), mean(&flagged, name));
    assert!(seeing > 1.1 * blind, "{blind} {seeing}");
    let routine = [&flagged[..], &["role.urgent_clinician.protocol=0.5"]].concat();
    let checked = mean(&routine, name);
    assert!(checked > seeing, "{checked} {seeing}");
}

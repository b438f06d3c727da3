//! What the built-in example must show, from the scenario files as shipped.

use std::fs;
use std::ops::ControlFlow;

use uptake::engine::{self, Options};
use uptake::measures::measure;
use uptake::results::Ensemble;
use uptake::scenario::{self, Files, Scenario, Source};

struct NoFiles;

impl Files for NoFiles {
    fn read(&self, relative: &str) -> Result<String, String> {
        Err(format!("{relative} is not needed here"))
    }
}

fn shipped(name: &str, replicates: u32) -> Scenario {
    let path = format!("{}/scenarios/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(&path).expect("a shipped scenario");
    let mut s = scenario::read(Source { name: &path, text: &text }, &[], &NoFiles)
        .expect("a valid scenario")
        .scenario;
    s.replicates = replicates;
    s
}

fn run(s: &Scenario) -> Ensemble {
    let mut options = Options::of(s);
    options.record = None;
    engine::ensemble(s, &options, &|_| ControlFlow::Continue(()))
}

fn values(e: &Ensemble, name: &str, week: u32) -> Vec<f32> {
    e.values(measure(name).expect("a measure of that name"), 0, week)
}

fn mean(x: &[f32]) -> f32 {
    x.iter().sum::<f32>() / x.len() as f32
}

#[test]
fn access_is_far_from_skill_and_skill_from_use() {
    let mut s = shipped("cambridgeshire", 100);
    s.end_after(156);
    let futures = run(&s);
    let access = values(&futures, "staff.access", 156);
    let competent = values(&futures, "staff.competent", 156);
    let monthly = values(&futures, "staff.monthly", 156);
    // A scandal that pauses the tool in that week takes everybody's access for the time being:
    // about one future in fifteen has one then.
    let (live, paused) = (
        values(&futures, "organisations.live", 156),
        values(&futures, "organisations.paused", 156),
    );
    let running: Vec<usize> = (0..100).filter(|&i| paused[i] < 0.5 * live[i]).collect();
    let holds = |i: usize| access[i] >= 1.3 * competent[i] && competent[i] >= 1.3 * monthly[i];
    let n = running.iter().filter(|&&i| holds(i)).count();
    assert!(running.len() >= 85, "paused in {} of 100", 100 - running.len());
    assert!(20 * n >= 19 * running.len(), "in {n} of {} replicates", running.len());
}

#[test]
fn use_falls_when_the_money_ends() {
    let ends = shipped("funding-ends", 40);
    let funded = shipped("cambridgeshire", 40);
    let week = ends.money.ends_week.expect("money that ends") + 52;
    let cut = |mut s: Scenario| {
        s.end_after(week);
        run(&s)
    };
    let (a, b) = (cut(ends), cut(funded));
    // A project that has ended anyhow has nothing to lose.
    let going = values(&b, "project.survival", week);
    let (a, b) = (values(&a, "staff.weekly", week), values(&b, "staff.weekly", week));
    let pairs: Vec<(&f32, &f32)> = a
        .iter()
        .zip(&b)
        .zip(going)
        .filter(|(_, goes)| *goes == 1.0)
        .map(|(pair, _)| pair)
        .collect();
    let lower = pairs.iter().filter(|(x, y)| x < y).count();
    assert!(pairs.len() >= 30 && 10 * lower >= 9 * pairs.len(), "{lower} of {}", pairs.len());
}

#[test]
fn half_the_team_takes_more_than_twice_as_long_or_stalls() {
    let (half, whole) = (run(&shipped("half-team", 20)), run(&shipped("cambridgeshire", 20)));
    // What the whole team has reached after two years, half of it has not after four and more.
    let whole_after_two = mean(&values(&whole, "organisations.live", 104));
    let half_at_the_end = mean(&values(&half, "organisations.live", 260));
    assert!(half_at_the_end < whole_after_two, "{half_at_the_end} {whole_after_two}");
    let twice = run(&shipped("double-team", 20));
    let double_after_two = mean(&values(&twice, "organisations.live", 104));
    assert!(double_after_two > 1.5 * whole_after_two, "{double_after_two} {whole_after_two}");
}

#[test]
fn critical_mass_keeps_what_is_full_and_leaves_empty_what_is_empty() {
    let end = |name| {
        let futures = run(&shipped(name, 4));
        values(&futures, "patients.fill", 520)
    };
    let (empty, full) =
        (end("verification/critical-mass-empty"), end("verification/critical-mass-full"));
    assert!(mean(&empty) < 0.1 && mean(&full) > 0.7, "{empty:?} {full:?}");
}

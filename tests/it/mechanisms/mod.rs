//! Mechanisms that the built-in region may leave out: each moves what it is about, and nothing where
//! it is absent. Fixed seeds; a claim about a mean is made in 99 of 100 (α = 0.01).

mod adoption;
mod embedding;
mod mandate;
mod own_share;
mod regions;
mod size;
mod survival;

use std::ops::ControlFlow;

use uptake::engine::{self, Options};
use uptake::measures::measure;
use uptake::results::Ensemble;
use uptake::scenario::{Scenario, builtin};
use uptake::stats::paired::Paired;
use uptake::stats::student::student_quantile;

/// The built-in region with some keys changed; `weeks` may lie before its goals.
pub fn region(keys: &[&str]) -> Scenario {
    let (weeks, keys): (Vec<&str>, Vec<&str>) =
        keys.iter().partition(|key| key.starts_with("weeks="));
    let keys: Vec<String> = keys.into_iter().map(str::to_owned).collect();
    let mut scenario = builtin(&keys).expect("sound").scenario;
    scenario.targets.clear();
    if let Some(weeks) = weeks.last() {
        scenario.weeks = weeks["weeks=".len()..].parse().expect("a number of weeks");
    }
    scenario
}

/// So many futures of a scenario.
pub fn futures(keys: &[&str], replicates: u32) -> Ensemble {
    let mut s = region(keys);
    s.replicates = replicates;
    engine::ensemble(&s, &Options::of(&s), &|_| ControlFlow::Continue(()))
}

/// A measure of the whole in every future, at a week.
pub fn values(e: &Ensemble, name: &str, week: u32) -> Vec<f64> {
    let measure = measure(name).expect(name);
    e.values(measure, 0, week).into_iter().map(f64::from).collect()
}

/// Mean over futures.
pub fn mean(e: &Ensemble, name: &str, week: u32) -> f64 {
    let all = values(e, name, week);
    all.iter().sum::<f64>() / all.len() as f64
}

/// Mean difference over matched futures, other less base, and the half-width of its 99 % interval.
pub fn difference(base: &Ensemble, other: &Ensemble, name: &str, week: u32) -> (f64, f64) {
    let found = Paired::of(&values(base, name, week), &values(other, name, week)).expect("futures");
    let n = f64::from(found.replicates);
    let t = student_quantile(0.995, found.replicates - 1).expect("two futures or more");
    (found.mean, t * found.deviation / n.sqrt())
}

/// Asserts that the other has more (or, with a negative margin, less) by at least the margin, in 99 of 100.
#[track_caller]
pub fn moves(base: &Ensemble, other: &Ensemble, (name, week): (&str, u32), margin: f64) {
    let (mean, half) = difference(base, other, name, week);
    let (size, least) = (mean * margin.signum(), margin.abs());
    assert!(size - half >= least, "{name} at week {week}: {mean:+.4} ± {half:.4}, not {margin:+}");
}

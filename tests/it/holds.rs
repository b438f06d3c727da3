//! What must hold of any version of the model: what may not change a digit, what may change luck
//! only, and what must matter, in which direction and by how much.
//!
//! A few of each run with all other tests. All of them, which takes minutes, run with
//! `UPTAKE_TEST_HOLDS=1 cargo test --test it holds`.

mod directions;
mod luck;
mod same;
mod states;

use std::ops::ControlFlow;

use uptake::engine::{self, Options};
use uptake::measures::{GroupKind, measure};
use uptake::results::Ensemble;
use uptake::scenario::{self, Scenario};
use uptake::stats::student::student_quantile;

/// True if the slow ones are asked for.
fn all_asked() -> bool {
    std::env::var_os("UPTAKE_TEST_HOLDS").is_some()
}

/// The built-in region with some keys, up to a week.
fn region(keys: &[&str], weeks: u32) -> Scenario {
    let keys: Vec<String> = keys.iter().map(|&key| key.to_owned()).collect();
    let mut s = match scenario::builtin(&keys) {
        Ok(read) => read.scenario,
        Err(problems) => panic!("{keys:?}: {problems}"),
    };
    s.end_after(weeks);
    s.targets.clear();
    s
}

fn run(s: &Scenario, replicates: u32) -> Ensemble {
    let options = Options { replicates: 0..replicates, record: None, ..Options::of(s) };
    engine::ensemble(s, &options, &|_| ControlFlow::Continue(()))
}

/// A measure of every future in a week; for a group if one is named (`staff.monthly@care_home`).
fn values(e: &Ensemble, name: &str, week: u32) -> Vec<f64> {
    let (name, group) = name.split_once('@').unwrap_or((name, "all"));
    let group = match group {
        "all" => 0,
        id => e.group(GroupKind::Kind, id).or(e.group(GroupKind::Task, id)).expect("a group"),
    };
    let measure = measure(name).unwrap_or_else(|| panic!("no measure {name}"));
    e.values(measure, group, week).into_iter().map(f64::from).collect()
}

fn mean(x: &[f64]) -> f64 {
    x.iter().sum::<f64>() / x.len() as f64
}

/// Mean of the differences of pairs and half of the width of its 99 % interval.
fn difference(base: &[f64], other: &[f64]) -> (f64, f64) {
    let d: Vec<f64> = base.iter().zip(other).map(|(a, b)| b - a).collect();
    let (n, middle) = (d.len() as f64, mean(&d));
    let variance = d.iter().map(|x| (x - middle) * (x - middle)).sum::<f64>() / (n - 1.0);
    let t = student_quantile(0.995, d.len() as u32 - 1).expect("a quantile");
    (middle, t * (variance / n).sqrt())
}

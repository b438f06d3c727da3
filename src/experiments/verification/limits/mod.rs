//! The limits with exact answers: with everything else switched off, what is left of the model
//! must meet its exact answer in mean and in variance, through the same code as any run.
//!
//! Each limit is a scenario in `scenarios/verification`, run in a smaller size where that says the
//! same. A family of scores (all dates, mean and variance) rejects what is true with chance at
//! most [`ALPHA`], two-sided, after Bonferroni; seeds are fixed, so what passes goes on passing.
//! Tests of the same limits have broken twins, in which the exact side or the scenario is wrong in
//! one thing and the same scores reject it; they would be worth nothing otherwise.

mod list;

use std::ops::ControlFlow;

use crate::engine::{self, Options};
use crate::measures::measure;
use crate::observers::OBSERVERS;
use crate::results::{LimitFound, Trajectory};
use crate::scenario::{self, NoFiles, Problems, Scenario, Source};
use crate::stats::exact::{Moments, score};
use crate::stats::moments::moments;

pub use list::{LIMITS, Limit};

/// Chance of rejecting a family of scores of something true.
pub const ALPHA: f64 = 0.001;
/// Replicates that are held in memory at a time.
const BATCH: u32 = 50;
/// The score of what cannot be scored: it never passes.
const NO_SCORE: f64 = 1e9;

/// A verification scenario with some values set otherwise.
///
/// # Errors
/// If a value does not fit.
pub fn limit(text: &str, overrides: &[&str]) -> Result<Scenario, Problems> {
    let overrides: Vec<String> = overrides.iter().map(|&x| x.to_owned()).collect();
    let source = Source { name: "limit.toml", text };
    scenario::read(source, &overrides, &NoFiles).map(|read| read.scenario)
}

/// Run a scenario and keep one thing of each replicate. Only the observer that fills the
/// counters is asked (observers are inert, which a test holds).
pub fn of_each<T>(s: &Scenario, observer: &str, keep: impl Fn(&Trajectory) -> T) -> Vec<T> {
    let mut kept = vec![];
    let mut first = 0;
    while first < s.replicates {
        let options = Options {
            replicates: first..s.replicates.min(first + BATCH),
            record: None,
            without: OBSERVERS.iter().map(|o| o.name).filter(|&o| o != observer).collect(),
            ..Options::of(s)
        };
        let some = engine::ensemble(s, &options, &|_| ControlFlow::Continue(()));
        kept.extend(some.replicates.iter().map(|r| keep(&r.trajectory)));
        first += BATCH;
    }
    kept
}

/// Values of a measure: one sample, over replicates, for each date; those without a value left out.
pub fn samples(s: &Scenario, name: &str, weeks: &[u32]) -> Vec<Vec<f64>> {
    let observer = name.split('.').next().unwrap_or(name);
    let value = |t: &Trajectory, week: u32| t.measure(measure(name)?, 0, week as usize);
    let rows = of_each(s, observer, |t| weeks.iter().map(|&w| value(t, w)).collect::<Vec<_>>());
    let sample = |i: usize| rows.iter().filter_map(|row| row[i]).map(f64::from).collect();
    (0..weeks.len()).map(sample).collect()
}

/// What is tested of a sample, and what the exact answer is.
#[derive(Debug, Clone, Copy)]
pub enum Exact {
    /// The mean, under a known variance, and the variance.
    Both(Moments),
    /// The mean under a known variance.
    Mean(Moments),
}

/// One test.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// What was tested, and when.
    pub what: String,
    /// What was simulated.
    pub simulated: f64,
    /// The exact answer.
    pub exact: f64,
    /// Values that were simulated.
    pub values: usize,
    /// Standard score of the difference.
    pub z: f64,
}

/// Scores of a family of tests.
#[derive(Debug, Clone, PartialEq)]
pub struct Family(pub Vec<Score>);

impl Family {
    /// Score one sample for each date.
    pub fn of(weeks: &[u32], samples: &[Vec<f64>], exact: impl IntoIterator<Item = Exact>) -> Self {
        let mut scores = vec![];
        for ((&week, sample), exact) in weeks.iter().zip(samples).zip(exact) {
            let (mean, variance) = moments(sample).unwrap_or((f64::NAN, f64::NAN));
            let mut add = |what: &str, simulated: f64, exact: f64, z: Option<f64>| {
                let what = format!("{what} at week {week}");
                let z = z.filter(|z| z.is_finite()).unwrap_or(NO_SCORE);
                scores.push(Score { what, simulated, exact, values: sample.len(), z });
            };
            let (Exact::Both(m) | Exact::Mean(m)) = exact;
            add("mean", mean, m.mean, score::mean(sample, &m));
            if matches!(exact, Exact::Both(_)) {
                add("variance", variance, m.variance, score::variance(sample, &m));
            }
        }
        Family(scores)
    }

    /// Largest score that passes.
    pub fn critical(&self) -> f64 {
        score::critical(ALPHA, self.0.len())
    }

    /// True if every score passes.
    pub fn agrees(&self) -> bool {
        !self.0.is_empty() && self.0.iter().all(|score| score.z.abs() < self.critical())
    }

    /// The scores under the name of a limit.
    pub fn found(&self, limit: &str) -> Vec<LimitFound> {
        let critical = self.critical();
        let found = |score: &Score| LimitFound {
            limit: limit.to_owned(),
            what: score.what.clone(),
            simulated: score.simulated,
            exact: score.exact,
            values: score.values as u32,
            z: score.z,
            critical,
            holds: score.z.abs() < critical,
        };
        self.0.iter().map(found).collect()
    }
}

/// Run a limit and score it.
///
/// # Errors
/// If a key or value of it does not fit.
pub fn check(limit: &Limit) -> Result<Vec<LimitFound>, Problems> {
    Ok((limit.family)()?.found(limit.name))
}

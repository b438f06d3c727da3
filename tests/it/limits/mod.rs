//! The limits with exact answers: with everything else switched off, what is left of the model
//! must meet its exact answer in mean and in variance, through the same code as any run.
//!
//! Each limit is a scenario in `scenarios/verification`, run here in a smaller size where that
//! says the same. A family of scores (all dates, mean and variance) rejects what is true with
//! chance at most [`ALPHA`], two-sided, after Bonferroni; seeds are fixed, so a test that passes
//! goes on passing. Each limit also has broken twins, in which the exact side or the scenario is
//! wrong in one thing: the same scores must reject them, or they would be worth nothing.

mod capacity;
mod contagion;
mod records;
mod staff;
mod uses;

use std::fmt::Write as _;
use std::ops::ControlFlow;

use uptake::engine::{self, Options};
use uptake::measures::measure;
use uptake::observers::OBSERVERS;
use uptake::results::Trajectory;
use uptake::scenario::{self, NoFiles, Scenario, Source};
use uptake::stats::exact::{Moments, score};

/// Chance of rejecting a family of scores of something true.
const ALPHA: f64 = 0.001;
/// Replicates that are held in memory at a time.
const BATCH: u32 = 50;

/// A verification scenario with some values set otherwise.
fn limit(text: &str, overrides: &[&str]) -> Scenario {
    let overrides: Vec<String> = overrides.iter().map(|&x| x.to_owned()).collect();
    let read = scenario::read(Source { name: "limit.toml", text }, &overrides, &NoFiles);
    match read {
        Ok(read) => read.scenario,
        Err(problems) => {
            let said: Vec<&str> = problems.0.iter().map(|p| p.message.as_str()).collect();
            panic!("not a scenario: {said:?}")
        }
    }
}

/// Run a scenario and keep one thing of each replicate. Only the observer that fills the
/// counters is asked (observers are inert, which `engine.rs` tests).
fn of_each<T>(s: &Scenario, observer: &str, keep: impl Fn(&Trajectory) -> T) -> Vec<T> {
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

/// Values of a measure: one sample, over replicates, for each date.
fn samples(s: &Scenario, name: &str, weeks: &[u32]) -> Vec<Vec<f64>> {
    let wanted = measure(name).expect("a measure");
    let observer = name.split('.').next().expect("the family of the measure");
    let value = |t: &Trajectory, week: u32| {
        f64::from(t.measure(wanted, 0, week as usize).expect("a value at every date"))
    };
    let rows = of_each(s, observer, |t| weeks.iter().map(|&w| value(t, w)).collect::<Vec<_>>());
    (0..weeks.len()).map(|i| rows.iter().map(|row| row[i]).collect()).collect()
}

/// What is tested of a sample, and what the exact answer is.
enum Exact {
    /// The mean, under a known variance, and the variance.
    Both(Moments),
    /// The mean under a known variance.
    Mean(Moments),
}

/// Scores of a family of tests.
struct Family(Vec<(String, f64)>);

impl Family {
    /// Score one sample for each date.
    fn of(weeks: &[u32], samples: &[Vec<f64>], exact: impl IntoIterator<Item = Exact>) -> Self {
        let mut scores = vec![];
        let mut add = |what: &str, week: u32, score: Option<f64>| {
            scores.push((format!("{what} at week {week}"), score.expect("two values or more")));
        };
        for ((&week, sample), exact) in weeks.iter().zip(samples).zip(exact) {
            match exact {
                Exact::Both(m) => {
                    add("mean", week, score::mean(sample, &m));
                    add("variance", week, score::variance(sample, &m));
                }
                Exact::Mean(m) => add("mean", week, score::mean(sample, &m)),
            }
        }
        Family(scores)
    }

    fn agrees(&self) -> bool {
        let critical = score::critical(ALPHA, self.0.len());
        self.0.iter().all(|&(_, z)| z.abs() < critical)
    }

    fn table(&self) -> String {
        let mut lines = String::new();
        for (what, z) in &self.0 {
            let _ = writeln!(lines, "{z:8.2} {what}");
        }
        let _ = write!(lines, "critical {:.2}", score::critical(ALPHA, self.0.len()));
        lines
    }

    #[track_caller]
    fn must_agree(&self) {
        assert!(self.agrees(), "the exact answer is not met:\n{}", self.table());
    }

    #[track_caller]
    fn must_not_agree(&self) {
        assert!(!self.agrees(), "a broken twin passes:\n{}", self.table());
    }
}

//! Values of measures in simulated futures, each simulated no further than it takes.

use std::ops::{ControlFlow, Range};

use crate::engine::{self, Options};
use crate::results::Ensemble;
use crate::scenario::{Reading, Scenario};

/// The futures that are asked for, up to the last week that is; those that were completed without a gap
/// from the first, where `progress` breaks (see [`engine::ensemble`]).
pub fn look_at(
    scenario: &Scenario,
    readings: &[Reading],
    replicates: Range<u32>,
    jobs: Option<usize>,
    progress: &(dyn Fn(u32) -> ControlFlow<()> + Sync),
) -> Ensemble {
    let mut scenario = scenario.clone();
    // What comes later cannot change what was before.
    scenario.end_after(readings.iter().map(|r| r.week).max().unwrap_or(scenario.weeks));
    let options = Options { replicates, jobs, record: None, ..Options::of(&scenario) };
    engine::ensemble(&scenario, &options, progress)
}

/// Values of a reading, a future each; none where there is nothing to measure.
pub fn values(found: &Ensemble, reading: &Reading) -> Vec<Option<f32>> {
    let group = reading.of.as_ref().map_or(Some(0), |of| found.group(of.kind, &of.id));
    let group = group.unwrap_or(0);
    let week = reading.week as usize;
    found.replicates.iter().map(|r| r.trajectory.measure(reading.measure, group, week)).collect()
}

/// A value as programs are told of it. Values are kept in single precision, and told in the digits that
/// say which one it is.
pub fn told(x: f32) -> Option<f64> {
    x.to_string().parse().ok()
}

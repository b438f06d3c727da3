//! What a study costs: time from a sample of its points, disk from counts.

use std::num::NonZero;
use std::thread;

use uptake::experiments::study::Points;
use uptake::outputs::words::{count, futures};
use uptake::scenario::Read;
use uptake::scenario::study::Study;

use crate::cli::estimate::{duration, estimate, memory};

/// Points of which the time is estimated.
const SAMPLE: usize = 32;
/// Bytes of one value in a shard, and in a row of the two tables; measured on the examples.
const BYTES_IN_SHARD: f64 = 11.0;
const BYTES_IN_TABLES: f64 = 95.0;

/// "200 points of 20 simulated futures each, 4,000 in all: about 3 minutes and about 12 MB of
/// disk."
pub fn size_in_words(
    study: &Study,
    base: &Read,
    points: &Points<'_>,
    jobs: Option<usize>,
) -> String {
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = jobs.map_or(processors, |jobs| jobs.min(processors));
    let step = points.len().div_ceil(SAMPLE);
    let sampled: Vec<f64> = (0..points.len())
        .step_by(step)
        .filter_map(|i| {
            let mut scenario = base.with(&study.overrides(&points.point(i))).ok()?;
            // One future on one thread.
            scenario.replicates = 1;
            Some(estimate(&scenario, 1).seconds)
        })
        .collect();
    let each = sampled.iter().sum::<f64>() / sampled.len().max(1) as f64;
    let all = points.len() as f64 * f64::from(study.replicates);
    let rows = all * (study.measures.len() * study.weeks.len()) as f64;
    let parameters = 1.0 + study.parameters.len() as f64 / 10.0;
    let bytes = rows * (BYTES_IN_SHARD + BYTES_IN_TABLES * parameters);
    format!(
        "{} points of {} each, {} in all: {} on {threads} threads and {} of disk.",
        count(points.len() as f64),
        futures(study.replicates as usize),
        count(all),
        duration(each * all / threads as f64),
        memory(bytes),
    )
}

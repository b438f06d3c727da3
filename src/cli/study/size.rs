//! What a study costs: time from a sample of its points, memory and disk from counts.

use std::path::Path;

use uptake::engine::Size;
use uptake::experiments::study::Points;
use uptake::outputs::words::{self, count, futures};
use uptake::scenario::Read;
use uptake::scenario::study::Study;

use crate::cli::estimate::{PROGRAM, READING, bytes, duration, fits, future, threads};
use crate::cli::exit::Failure;

/// Points of which the time is estimated.
const SAMPLE: usize = 32;
/// Bytes of one value in a shard, and in a row of the two tables; measured on the examples.
const BYTES_IN_SHARD: f64 = 11.0;
const BYTES_IN_TABLES: f64 = 95.0;
/// Bytes of one value of a design while it is known: four of its place in a hypercube.
const BYTES_IN_DESIGN: f64 = 4.0;
/// The scenario of a point is read to check it, and again to run it.
const READ: f64 = 2.0;

/// What a study takes.
pub struct StudySize {
    seconds: f64,
    memory: f64,
    disk: f64,
    points: usize,
    replicates: u32,
    threads: usize,
}

impl StudySize {
    /// Of all points of a study, on so many threads (none: all).
    pub fn of(study: &Study, base: &Read, points: &Points<'_>, jobs: Option<usize>) -> Self {
        let threads = threads(jobs);
        let step = points.len().div_ceil(SAMPLE);
        let sampled: Vec<Size> = (0..points.len())
            .step_by(step)
            .filter_map(|i| Some(Size::of(&base.with(&study.overrides(&points.point(i))).ok()?)))
            .collect();
        let each = sampled.iter().map(future).sum::<f64>() / sampled.len().max(1) as f64;
        let held = |size: &Size| size.shared_bytes() + size.world_bytes() + size.kept_bytes();
        let most = sampled.iter().map(held).fold(0.0, f64::max);
        let all = points.len() as f64 * f64::from(study.replicates);
        let rows = all * (study.measures.len() * study.weeks.len()) as f64;
        let parameters = study.parameters.len() as f64;
        StudySize {
            seconds: (each * all + READ * READING * points.len() as f64) / threads as f64 * 1e-9,
            memory: PROGRAM
                + jobs.unwrap_or(threads) as f64 * most
                + points.len() as f64 * parameters * BYTES_IN_DESIGN,
            disk: rows * (BYTES_IN_SHARD + BYTES_IN_TABLES * (1.0 + parameters / 10.0)),
            points: points.len(),
            replicates: study.replicates,
            threads,
        }
    }

    /// "200 points of 20 simulated futures each, 4,000 in all: about 3 minutes on 2 threads, about
    /// 60 MB of memory and about 12 MB of disk."
    pub fn in_words(&self) -> String {
        format!(
            "{} of {} each, {} in all: {} on {} threads, {} of memory and {} of disk.",
            words::points(self.points as f64),
            futures(self.replicates as usize),
            count(self.points as f64 * f64::from(self.replicates)),
            duration(self.seconds),
            self.threads,
            bytes(self.memory),
            bytes(self.disk),
        )
    }

    /// Refuse what does not fit, as [`crate::cli::estimate::fits`].
    ///
    /// # Errors
    /// In words.
    pub fn fits(&self, folder: &Path) -> Result<(), Failure> {
        fits(self.memory, self.disk, folder)
    }
}

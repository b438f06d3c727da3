//! Reading every point before the first is simulated.

use std::ops::ControlFlow;

use rayon::prelude::*;

use super::Points;
use super::simulate::refused;
use crate::scenario::Read;
use crate::scenario::study::{Refused, Study};

/// Points that are read between two looks at whether to go on.
const TOGETHER: usize = 512;
/// Problems after which no further point is read.
const ENOUGH: usize = 1_000;

/// What is wrong with the points of a study, in their order; none if the user stopped it.
///
/// `progress` is called with how many points have been read.
pub fn check_points(
    study: &Study,
    base: &Read,
    points: &Points<'_>,
    progress: &dyn Fn(usize) -> ControlFlow<()>,
) -> Option<Vec<Refused>> {
    let mut found = Vec::new();
    let mut from = 0;
    while from < points.len() && found.len() < ENOUGH {
        let to = points.len().min(from + TOGETHER);
        let more: Vec<Vec<Refused>> =
            (from..to).into_par_iter().map(|i| refused(study, base, i, &points.point(i))).collect();
        found.extend(more.into_iter().flatten());
        from = to;
        if progress(to).is_break() {
            return None;
        }
    }
    Some(found)
}

/// Run something on so many threads; none for as many as there are cores.
pub fn on_threads<T: Send>(jobs: Option<usize>, run: impl FnOnce() -> T + Send) -> T {
    match jobs.map(|jobs| rayon::ThreadPoolBuilder::new().num_threads(jobs).build()) {
        Some(Ok(pool)) => pool.install(run),
        // A pool that cannot be made (no threads to be had) leaves the shared one.
        _ => run(),
    }
}

/// Threads at hand.
pub fn threads(jobs: Option<usize>) -> usize {
    jobs.unwrap_or_else(rayon::current_num_threads)
}

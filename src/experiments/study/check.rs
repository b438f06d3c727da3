//! Reading every point before the first is simulated.

use std::ops::ControlFlow;

use super::Points;
use super::simulate::refused;
use crate::parallel;
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
        let read = |i| refused(study, base, i, &points.point(i));
        let more: Vec<Vec<Refused>> = parallel::map((from..to).collect(), read);
        found.extend(more.into_iter().flatten());
        from = to;
        if progress(to).is_break() {
            return None;
        }
    }
    Some(found)
}

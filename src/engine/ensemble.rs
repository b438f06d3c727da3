//! Many simulated futures, in parallel over replicates.

use std::ops::{ControlFlow, Range};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use super::replicate::{Cut, replicate, watched};
use crate::observers::Sight;
use crate::parallel;
use crate::results::{Ensemble, Group, Layout, ReplicateResult};
use crate::scenario::Scenario;
use crate::world::Blueprint;
use crate::world::parts::PART;

/// How to run an ensemble. Nothing here changes a digit of a replicate.
#[derive(Debug, Clone)]
pub struct Options {
    /// Which replicates; replicate k is the same among 10 and among 1,000.
    pub replicates: Range<u32>,
    /// Threads; none for as many as there are cores.
    pub jobs: Option<usize>,
    /// The replicate whose events and fingerprints are kept.
    pub record: Option<u32>,
    /// Skip posts that the tool has never reached (exact; off only to test that it is).
    pub skip_never_live: bool,
    /// Organisations that are worked on together within a replicate, at least.
    pub part: usize,
    /// Names of observers to leave out (to test that they are inert).
    pub without: Vec<&'static str>,
}

impl Options {
    /// All replicates of a scenario, the first of them recorded.
    pub fn of(scenario: &Scenario) -> Self {
        Options {
            replicates: 0..scenario.replicates,
            jobs: None,
            record: Some(0),
            skip_never_live: true,
            part: PART,
            without: vec![],
        }
    }
}

/// Run an ensemble.
///
/// `progress` is called after every replicate with how many are done; when it breaks, no
/// further replicate is begun and the ensemble holds those that were completed without a gap
/// from the first.
///
/// # Panics
/// Where a goal lies beyond the end of the plan, as [`Scenario::holds_together`] says. No scenario that
/// was read has one; whoever sets `weeks` in code does so by [`Scenario::end_after`].
///
/// # Examples
/// ```
/// use std::ops::ControlFlow;
/// use uptake::{engine, results::Curves, scenario};
///
/// let mut region = scenario::builtin(&[]).unwrap().scenario;
/// region.end_after(52);
/// region.replicates = 2;
/// let options = engine::Options::of(&region);
/// let futures = engine::ensemble(&region, &options, &|_| ControlFlow::Continue(()));
/// let curves = Curves::of(&futures);
/// let live = curves.get("organisations.live", 0).unwrap();
/// assert_eq!(live.points.len(), 53);
/// assert!(live.points[52].mean > live.points[0].mean);
/// ```
pub fn ensemble(
    scenario: &Scenario,
    options: &Options,
    progress: &(dyn Fn(u32) -> ControlFlow<()> + Sync),
) -> Ensemble {
    ensemble_over(scenario, |_| scenario, options, progress)
}

/// Run an ensemble whose replicates may have scenarios of their own, as [`ensemble`] does where
/// they have not: replicate k simulates `scenario_of(k)`.
///
/// They have to agree with `reference` in the horizon and in the names of regions, kinds and
/// systems, of which the groups of the results are made; the counts of organisations and posts
/// in the results are those of `reference`.
///
/// # Panics
/// As [`ensemble`] does.
pub fn ensemble_over<'a>(
    reference: &'a Scenario,
    scenario_of: impl Fn(u32) -> &'a Scenario + Sync,
    options: &Options,
    progress: &(dyn Fn(u32) -> ControlFlow<()> + Sync),
) -> Ensemble {
    if let Err(beyond) = reference.holds_together() {
        panic!("{beyond}");
    }
    let blueprint = Blueprint::of(reference).in_parts(options.part);
    let groups = Group::all(reference);
    let layout = Arc::new(Layout::new(&groups, reference.weeks as usize + 1));
    let one = |k| {
        let own = scenario_of(k);
        // Who exists costs little beside who does what, but need not be laid out again.
        if std::ptr::eq(own, reference) {
            return replicate(own, &blueprint, &layout, options, k);
        }
        replicate(own, &Blueprint::of(own).in_parts(options.part), &layout, options, k)
    };
    let first = options.replicates.start;
    let nth = |nth: usize| one(first + nth as u32);
    let replicates = in_order(options.replicates.len(), options.jobs, &nth, progress);
    Ensemble {
        scenario: reference.name.clone(),
        start: reference.start,
        weeks: reference.weeks,
        organisations: blueprint.organisations() as u32,
        posts: blueprint.staff_total(),
        posts_in_scope: blueprint.posts_in_scope() as u32,
        replicates,
        groups,
        draws: None,
    }
}

/// One future alone, nothing of it recorded: replicate `number` of the scenario, the same as
/// within an ensemble.
pub fn future(scenario: &Scenario, number: u32) -> ReplicateResult {
    let layout = Arc::new(Layout::new(&Group::all(scenario), scenario.weeks as usize + 1));
    let options = Options { record: None, ..Options::of(scenario) };
    replicate(scenario, &Blueprint::of(scenario), &layout, &options, number)
}

/// One future alone, perhaps with a link that is cut for some weeks, and with somebody who looks on
/// at the end of each week.
pub fn future_watched(
    scenario: &Scenario,
    number: u32,
    cut: Option<&Cut<'_>>,
    look: &mut dyn FnMut(&Sight<'_>),
) -> ReplicateResult {
    let layout = Arc::new(Layout::new(&Group::all(scenario), scenario.weeks as usize + 1));
    let options = Options { record: None, ..Options::of(scenario) };
    watched(scenario, (&Blueprint::of(scenario), &layout), &options, number, cut, look)
}

/// Do so many pieces of work in parallel on so many threads (none: as many as there are cores),
/// handed out in order; `progress` is called after each with how many are done.
///
/// When it breaks, no further piece is begun, and the result holds those that were completed
/// without a gap from the first.
pub fn in_order<T: Send + Sync>(
    many: usize,
    jobs: Option<usize>,
    run: &(dyn Fn(usize) -> T + Sync),
    progress: &(dyn Fn(u32) -> ControlFlow<()> + Sync),
) -> Vec<T> {
    let slots: Vec<OnceLock<T>> = (0..many).map(|_| OnceLock::new()).collect();
    let (next, done, stopped) = (AtomicUsize::new(0), AtomicU32::new(0), AtomicBool::new(false));
    let worker = || {
        while !stopped.load(Ordering::Relaxed) {
            let nth = next.fetch_add(1, Ordering::Relaxed);
            let Some(slot) = slots.get(nth) else { return };
            // Each slot has one worker, so it is still empty.
            let _ = slot.set(run(nth));
            if progress(done.fetch_add(1, Ordering::Relaxed) + 1).is_break() {
                stopped.store(true, Ordering::Relaxed);
            }
        }
    };
    parallel::on_threads(jobs, || parallel::on_every_thread(worker));
    slots.into_iter().map_while(OnceLock::into_inner).collect()
}

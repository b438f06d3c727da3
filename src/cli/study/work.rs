//! Simulates one part of a study, from where it was left.

use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};

use uptake::experiments::study::{Kept, Simulate, Task, simulate};
use uptake::measures::measure;
use uptake::outputs::study::{DesignReader, Plan, shard_line};
use uptake::parallel::{on_threads, threads};
use uptake::results::Group;
use uptake::results::study::Outcome;
use uptake::scenario::Read;
use uptake::scenario::study::{Cell, Luck};
use uptake::store::{Journal, ShardName, StoreError, StudyFolder};

use crate::cli::exit::Failure;
use crate::cli::interrupt;
use crate::cli::progress::Progress;
use crate::cli::terminal::Terminal;

/// Batches of eight futures that each thread has before what is done is seen onto the disk: few,
/// so that a kill costs little, and enough to keep all threads busy.
const BATCHES_PER_THREAD: usize = 6;
/// Futures of such a batch.
const FUTURES_PER_BATCH: usize = 8;

/// How far a part has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// Points of the part.
    pub points: u32,
    /// Of them done.
    pub done: u32,
    /// Futures that ended with an error of the model.
    pub failed: usize,
    /// The user stopped it.
    pub stopped: bool,
}

/// Simulate what is missing of a part, and publish its shard once it is whole.
///
/// # Errors
/// If something cannot be read or written; what was done before is kept.
pub fn work(
    folder: &StudyFolder,
    plan: &Plan,
    base: &Read,
    shard: ShardName,
    jobs: Option<usize>,
    terminal: Terminal,
) -> Result<Done, Failure> {
    interrupt::watch();
    let range = shard.range(plan.points);
    let mut state = Done { points: range.len() as u32, done: 0, failed: 0, stopped: false };
    let own = folder.own_part(shard).map_err(busy)?;
    if own.is_done(plan).map_err(Failure::store)? {
        own.remove_journals().map_err(Failure::store)?;
        state.done = state.points;
        return Ok(state);
    }
    let mut is_done = vec![false; range.len()];
    for outcome in folder.journaled(shard, plan).map_err(Failure::store)? {
        let outcome = outcome.map_err(Failure::store)?;
        if let Some(done) = is_done.get_mut(outcome.point.wrapping_sub(range.start) as usize) {
            *done = true;
            state.done += 1;
            state.failed += outcome.failed();
        }
    }
    if state.done < state.points {
        let journal = own.new_journal(plan).map_err(Failure::store)?;
        let design = folder.design(plan).map_err(Failure::store)?;
        let part = Part { plan, base, range, is_done };
        simulate_missing(&part, &design, journal, &mut state, jobs, terminal)?;
    }
    if !state.stopped {
        own.publish(plan).map_err(Failure::store)?;
    }
    Ok(state)
}

/// Somebody works on it: that is no fault of the study.
fn busy(error: StoreError) -> Failure {
    let is_busy = matches!(error, StoreError::Busy { .. });
    let failure = Failure::store(error);
    match is_busy {
        true => failure
            .with_help("what is done is kept; --shard i/n works on another part at the same time"),
        false => failure,
    }
}

/// A part of a study: its points, and which of them are done.
struct Part<'a> {
    plan: &'a Plan,
    base: &'a Read,
    range: Range<u32>,
    is_done: Vec<bool>,
}

fn simulate_missing(
    part: &Part<'_>,
    design: &DesignReader,
    mut journal: Journal,
    state: &mut Done,
    jobs: Option<usize>,
    terminal: Terminal,
) -> Result<(), Failure> {
    let Part { plan, base, range, is_done } = part;
    let kept = Kept {
        measures: plan.measures.iter().filter_map(|name| measure(name)).collect(),
        groups: groups(plan, base),
        weeks: plan.weeks.clone(),
    };
    let luck = Luck::named(&plan.luck).unwrap_or(Luck::Matched);
    let how = Simulate { base, kept: &kept, replicates: plan.replicates, luck };
    let batches = (plan.replicates as usize).div_ceil(FUTURES_PER_BATCH);
    let together = (threads(jobs) * BATCHES_PER_THREAD).div_ceil(batches).max(1);

    let all = state.points * plan.replicates;
    let progress = Progress::new(terminal, all);
    let done = AtomicU32::new(state.done * plan.replicates);
    progress.start_at(done.load(Ordering::Relaxed));
    let told = |n| progress.set(done.fetch_add(n, Ordering::Relaxed) + n);

    let mut tasks: Vec<Task> = Vec::with_capacity(together);
    let mut run = |tasks: &mut Vec<Task>, state: &mut Done| -> Result<(), Failure> {
        let outcomes = on_threads(jobs, || simulate(how, tasks, &told));
        tasks.clear();
        let lines: String = outcomes.iter().map(shard_line).collect();
        journal.append(&lines).map_err(Failure::store)?;
        state.done += outcomes.len() as u32;
        state.failed += outcomes.iter().map(Outcome::failed).sum::<usize>();
        state.stopped = interrupt::asked();
        Ok(())
    };
    for row in design.points(range.start as usize..range.end as usize) {
        let (point, cells) = row.map_err(Failure::runtime)?;
        if is_done.get(point - range.start as usize).copied().unwrap_or(false) {
            continue;
        }
        tasks.push(Task { point: point as u32, set: overrides(plan, &cells) });
        if tasks.len() == together {
            run(&mut tasks, state)?;
        }
        if state.stopped {
            break;
        }
    }
    if !tasks.is_empty() && !state.stopped {
        run(&mut tasks, state)?;
    }
    // Stopped after the last batch, nothing is missing.
    state.stopped &= state.done < state.points;
    progress.clear();
    Ok(())
}

/// Places of the groups that a plan keeps.
fn groups(plan: &Plan, base: &Read) -> Vec<usize> {
    if plan.groups.is_empty() {
        return vec![0];
    }
    let all = Group::all(&base.scenario);
    plan.groups.iter().filter_map(|id| all.iter().position(|group| group.id == *id)).collect()
}

/// The changes that make a point, by the plan.
fn overrides(plan: &Plan, cells: &[Option<Cell>]) -> Vec<String> {
    let cells = plan.parameters.iter().zip(cells);
    cells.flat_map(|(p, cell)| cell.iter().flat_map(|c| p.set(c)).collect::<Vec<_>>()).collect()
}

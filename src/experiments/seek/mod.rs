//! What it takes: the cheapest plan of some decisions and levers that meets a goal in a wanted share of
//! simulated futures.
//!
//! `search` finds it over futures that all plans share, `verdict` judges it on others. What a plan
//! costs is what its project spends up to the end of the plan, on average; what employers and clinicians
//! give stands beside it. Where no plan meets the goal often enough, what stands in the way of the one
//! that comes closest is found by relaxing one thing after another, in the same futures.

mod bench;
mod binds;
mod search;
#[cfg(test)]
mod tests;
mod verdict;

use std::ops::ControlFlow;

use super::Progress;
use crate::engine::{self, Options};
use crate::results::Ensemble;
use crate::results::seek::{Judged, Sought, Standing, Tried};
use crate::scenario::{Goal, Problems, Read, Vary};

use bench::Bench;
use search::{Settings, levels_of};

/// Futures of a first look of the search.
const FIRST: u32 = 20;
/// Most futures of one plan in the search.
const MOST: u32 = 640;
/// Most futures of one plan in the verdict, of the first look.
const LOOKS: u32 = 5;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Goals, all of which are to be met in a future.
    pub goals: Vec<Goal>,
    /// What may be decided.
    pub decisions: Vec<Vary>,
    /// Share of futures in which they are to be met.
    pub chance: f64,
    /// Most futures of the search.
    pub runs: u32,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The scenario as it stands, in the first of the futures of the verdict.
    pub base: Ensemble,
    /// What was found; none if the user stopped.
    pub sought: Option<Sought>,
}

/// Most runs that a question takes with so many of search: the scenario itself in so many futures, the search, the verdict, and
/// what binds.
pub fn most_runs(search: u32, first: u32) -> u64 {
    let verdict = verdict::most_runs(first, LOOKS * first);
    u64::from(first) + u64::from(search) + u64::from(verdict.max(binds::runs(first)))
}

/// Find the cheapest plan that meets the goals. The scenario itself is looked at in `first` futures, which
/// are also those of a first verdict.
///
/// # Errors
/// If a plan's values make no valid scenario together.
pub fn seek(
    read: &Read,
    question: &Question,
    first: u32,
    jobs: Option<usize>,
    progress: &(dyn Fn(Progress) -> ControlFlow<()> + Sync),
) -> Result<Run, Problems> {
    let of = u32::try_from(most_runs(question.runs, first)).unwrap_or(u32::MAX);
    let scenario = &read.scenario;
    let options = Options { replicates: 0..first, jobs, ..Options::of(scenario) };
    let base = engine::ensemble(scenario, &options, &|done| progress(Progress { done, of }));
    if (base.replicates.len() as u32) < first {
        return Ok(Run { base, sought: None });
    }
    let mut bench = Bench::new(read, question, jobs, progress, (first, of));
    let most = LOOKS * first;
    let settings = Settings {
        chance: question.chance,
        first: FIRST,
        most: MOST,
        runs: question.runs,
        offset: most,
        seed: scenario.seed,
    };
    let found = search::search(&mut bench, settings);
    let searched = bench.done - first;
    let judged =
        found.as_ref().and_then(|found| verdict::judge(&mut bench, found, settings, [first, most]));
    let (Some(found), Some(judged)) = (found, judged) else {
        return bench.refused.map_or(Ok(Run { base, sought: None }), Err);
    };
    // Where the surest plan is not denied nothing is said to stand in the way.
    let is = |standing| judged.first().is_some_and(|j| j.standing == standing);
    let within_reach = found.best.is_some() || is(Standing::Good);
    let denied = is(Standing::Denied);
    let binds = match judged.first().filter(|_| !within_reach || denied) {
        Some(closest) => binds::binds(&mut bench, closest.plan, first),
        None => Some(vec![]),
    };
    let sizes: Vec<usize> = question.decisions.iter().map(|d| d.levels.len()).collect();
    let tried = |judged: Judged| Tried {
        levels: levels_of(judged.plan, &sizes),
        whole: bench.whole(&judged),
        reached: bench.reached(&judged),
        judged,
    };
    let Some(binds) = binds else {
        return bench.refused.map_or(Ok(Run { base, sought: None }), Err);
    };
    let sought = Sought {
        goals: question.goals.clone(),
        decisions: question.decisions.clone(),
        chance: question.chance,
        options: judged.into_iter().map(tried).collect(),
        within_reach,
        as_it_stands: bench.as_it_stands(&base),
        binds,
        plans: found.expected.len(),
        looked: found.looked.len(),
        settled: found.settled,
        searched,
        runs: bench.done,
    };
    Ok(Run { base, sought: Some(sought) })
}

//! Plans in simulated futures. Of each run a few numbers are kept, and no run is made twice.

use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};

use super::Question;
use super::search::{self, Outcome, levels_of};
use crate::engine;
use crate::experiments::Progress;
use crate::measures::Counter;
use crate::results::seek::{Judged, Standing};
use crate::results::{Ensemble, Group, ReplicateResult};
use crate::scenario::{Goal, Problems, Read, Scenario, Vary};
use crate::stats::quantiles::quantile;
use crate::stats::surrogate::Axis;

/// What is kept of one future of a plan.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Kept {
    /// Value of each goal's measure; none where there is nothing to measure.
    pub values: Vec<Option<f32>>,
    /// Pounds of the project up to the end of the plan.
    pub cost: f64,
    /// Whole cost.
    pub whole: f64,
}

/// Runs plans.
pub(super) struct Bench<'a> {
    pub read: &'a Read,
    pub question: &'a Question,
    jobs: Option<usize>,
    progress: &'a (dyn Fn(Progress) -> ControlFlow<()> + Sync),
    /// Runs done.
    pub done: u32,
    of: u32,
    /// A plan whose values make no scenario.
    pub refused: Option<Problems>,
    scenarios: BTreeMap<usize, Scenario>,
    known: BTreeMap<(usize, u32), Kept>,
}

impl<'a> Bench<'a> {
    pub fn new(
        read: &'a Read,
        question: &'a Question,
        jobs: Option<usize>,
        progress: &'a (dyn Fn(Progress) -> ControlFlow<()> + Sync),
        (done, of): (u32, u32),
    ) -> Self {
        let (scenarios, known) = (BTreeMap::new(), BTreeMap::new());
        Bench { read, question, jobs, progress, done, of, refused: None, scenarios, known }
    }

    /// The scenario of a plan; none if its values make none.
    pub fn scenario(&mut self, plan: usize) -> Option<Scenario> {
        if !self.scenarios.contains_key(&plan) {
            let decisions = &self.question.decisions;
            let sizes: Vec<usize> = decisions.iter().map(|d| d.levels.len()).collect();
            match Vary::scenario(decisions, &levels_of(plan, &sizes), self.read) {
                Ok(scenario) => self.scenarios.insert(plan, scenario),
                Err(problems) => {
                    self.refused = Some(problems);
                    return None;
                }
            };
        }
        self.scenarios.get(&plan).cloned()
    }

    /// A scenario in some futures; none if the user stops.
    pub fn run(&mut self, scenario: &Scenario, futures: Range<u32>) -> Option<Vec<Kept>> {
        let goals = &self.question.goals;
        let first = futures.start;
        let groups = Group::all(scenario);
        let one = |nth: usize| {
            kept(&engine::future(scenario, first + nth as u32), goals, &groups, scenario.weeks)
        };
        let (before, of, progress) = (self.done, self.of, self.progress);
        let told = |done: u32| {
            let done = before + done;
            progress(Progress { done, of: of.max(done) })
        };
        let many = futures.len();
        let values = engine::in_order(many, self.jobs, &one, &told);
        self.done += values.len() as u32;
        (values.len() == many).then_some(values)
    }

    /// A plan in some futures; none if the user stops, or its values make no scenario.
    pub fn of_plan(&mut self, plan: usize, futures: Range<u32>) -> Option<Vec<Kept>> {
        let missing = futures.clone().find(|&f| !self.known.contains_key(&(plan, f)));
        if let Some(from) = missing {
            let scenario = self.scenario(plan)?;
            let values = self.run(&scenario, from..futures.end)?;
            let futures = from..futures.end;
            self.known.extend(futures.map(|future| (plan, future)).zip(values));
        }
        futures.map(|future| self.known.get(&(plan, future)).cloned()).collect()
    }

    /// What was kept of a plan that was judged.
    fn of(&self, judged: &Judged) -> impl Iterator<Item = &Kept> {
        let plan = judged.plan;
        (0..judged.futures).filter_map(move |future| self.known.get(&(plan, future)))
    }

    /// Mean whole cost of a plan that was judged.
    pub fn whole(&self, judged: &Judged) -> f64 {
        self.of(judged).map(|kept| kept.whole).sum::<f64>() / f64::from(judged.futures.max(1))
    }

    /// What of each goal's measure the wanted share of its futures reaches, or stays within.
    pub fn reached(&self, judged: &Judged) -> Vec<f64> {
        let kept: Vec<&Kept> = self.of(judged).collect();
        reached(&kept, self.question)
    }

    /// How the scenario itself does.
    pub fn as_it_stands(&self, base: &Ensemble) -> Judged {
        let goals = &self.question.goals;
        let of = |r: &ReplicateResult| {
            let kept = kept(r, goals, &base.groups, base.weeks);
            (margin(&kept, goals) >= 0.0, kept.cost)
        };
        let outcomes: Vec<(bool, f64)> = base.replicates.iter().map(of).collect();
        Judged::of(usize::MAX, &outcomes, Standing::Unjudged)
    }
}

impl search::Problem for Bench<'_> {
    fn decisions(&self) -> Vec<Axis> {
        let axis = |d: &Vary| Axis { levels: d.levels.len(), ordered: d.is_ordered() };
        self.question.decisions.iter().map(axis).collect()
    }

    fn outcomes(&mut self, plan: usize, futures: Range<u32>) -> Option<Vec<Outcome>> {
        let goals = &self.question.goals;
        let kept = self.of_plan(plan, futures)?;
        Some(kept.iter().map(|k| Outcome { margin: margin(k, goals), cost: k.cost }).collect())
    }
}

fn kept(result: &ReplicateResult, goals: &[Goal], groups: &[Group], weeks: u32) -> Kept {
    let t = &result.trajectory;
    let group = |goal: &Goal| match &goal.of {
        None => Some(0),
        Some(of) => groups.iter().position(|g| g.kind == of.kind && g.id == of.id),
    };
    let value = |goal: &Goal| t.measure(goal.measure, group(goal)?, goal.week as usize);
    let pounds = |counter| t.exact(counter, 0, weeks as usize);
    Kept {
        values: goals.iter().map(value).collect(),
        cost: pounds(Counter::SpendCum),
        whole: pounds(Counter::WholeCostCum),
    }
}

/// By how much the goals are met: by as much as the one that is met least, each in shares of its level.
pub(super) fn margin(kept: &Kept, goals: &[Goal]) -> f64 {
    let of = |(value, goal): (&Option<f32>, &Goal)| goal.margin(*value) / goal.level.max(1e-9);
    kept.values.iter().zip(goals).map(of).fold(f64::INFINITY, f64::min)
}

/// What of each goal's measure the wanted share of futures reaches, or stays within; nothing measured
/// counts as nothing reached.
pub(super) fn reached(kept: &[&Kept], question: &Question) -> Vec<f64> {
    let of = |(i, goal): (usize, &Goal)| {
        let value = |k: &&Kept| f64::from(k.values[i].unwrap_or(0.0));
        let mut values: Vec<f64> = kept.iter().map(value).collect();
        values.sort_unstable_by(f64::total_cmp);
        let at = if goal.at_most { question.chance } else { 1.0 - question.chance };
        if values.is_empty() { 0.0 } else { quantile(&values, at) }
    };
    question.goals.iter().enumerate().map(of).collect()
}

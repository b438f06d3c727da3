//! What it takes to meet a goal: plans with how often they meet it and what they cost.

use std::cmp::Ordering;

use crate::measures::Measure;
use crate::scenario::{Goal, Vary};
use crate::stats::quantiles::quantile;

/// Chance of calling a plan good that meets the goal less often than is wanted.
pub const ALPHA: f64 = 0.05;

/// What the futures that the search has not seen say of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It meets the goal as often as is wanted, or oftener; wrong once in twenty at most.
    Good,
    /// It meets the goal too seldom; likewise.
    Denied,
    /// They do not say.
    Open,
    /// It was looked at only, for the picture.
    Unjudged,
}

impl Standing {
    /// Its word in files.
    pub fn id(self) -> &'static str {
        ["good", "denied", "open", "unjudged"][self as usize]
    }
}

/// A plan on fresh futures.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Its number.
    pub plan: usize,
    /// Futures that meet the goal.
    pub met: u32,
    /// Futures in all.
    pub futures: u32,
    /// Pounds: mean, and the ends of the range of 90 of 100 futures.
    pub cost: [f64; 3],
    /// What they say.
    pub standing: Standing,
}

impl Judged {
    /// From whether each future meets the goal, and its pounds.
    pub fn of(plan: usize, outcomes: &[(bool, f64)], standing: Standing) -> Self {
        let mut costs: Vec<f64> = outcomes.iter().map(|(_, cost)| *cost).collect();
        let mean = costs.iter().sum::<f64>() / costs.len().max(1) as f64;
        costs.sort_unstable_by(f64::total_cmp);
        let end = |p: f64| if costs.is_empty() { 0.0 } else { quantile(&costs, p) };
        Judged {
            plan,
            met: outcomes.iter().filter(|(met, _)| *met).count() as u32,
            futures: outcomes.len() as u32,
            cost: [mean, end(0.05), end(0.95)],
            standing,
        }
    }

    /// Share of futures that meet the goal.
    pub fn share(&self) -> f64 {
        f64::from(self.met) / f64::from(self.futures.max(1))
    }
}

/// A plan that was judged, with what else is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Tried {
    /// On fresh futures.
    pub judged: Judged,
    /// Its level of each decision.
    pub levels: Vec<usize>,
    /// Whole cost: what employers and clinicians give as well, mean.
    pub whole: f64,
    /// The value of each goal's measure that the wanted share of futures reaches, or stays within.
    pub reached: Vec<f64>,
}

/// What stands in the way of the plan that comes closest.
#[derive(Debug, Clone, PartialEq)]
pub struct Binds {
    /// True for a decision at the end of its range, false for what the model lacks.
    pub choice: bool,
    /// In words: `team.facilitators.count at 12`, `hours in the middle`.
    pub what: String,
    /// What was changed to see: the level before the end, or `the team's hours at the middle level
    /// doubled, at no cost`.
    pub relaxed: String,
    /// Futures that meet the goal with it changed.
    pub met: u32,
    /// The same futures without.
    pub before: u32,
    /// Futures looked at.
    pub futures: u32,
    /// Value of the first goal's measure that the wanted share of futures reaches then.
    pub reached: f64,
    /// True if what it brings can be told from luck, over all that were tried.
    pub told: bool,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Sought {
    /// The goals, all of which are to be met in a future.
    pub goals: Vec<Goal>,
    /// What may be decided.
    pub decisions: Vec<Vary>,
    /// Share of futures in which the goals are to be met.
    pub chance: f64,
    /// The answer first, then what is in reserve and the rest of the frontier.
    pub options: Vec<Tried>,
    /// True if the search held the first for good enough.
    pub within_reach: bool,
    /// The scenario as it stands, on the same futures.
    pub as_it_stands: Judged,
    /// What binds the plan that comes closest, the most first; empty where the goal is within reach.
    pub binds: Vec<Binds>,
    /// Plans in all.
    pub plans: usize,
    /// Plans that were looked at.
    pub looked: usize,
    /// True if the search ended by itself.
    pub settled: bool,
    /// Simulated futures of the search.
    pub searched: u32,
    /// Simulated futures in all.
    pub runs: u32,
}

impl Sought {
    /// Places of the options that none as cheap outdoes, the cheapest first.
    pub fn frontier(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.options.len()).collect();
        order.sort_by(|&a, &b| {
            let (a, b) = (&self.options[a].judged, &self.options[b].judged);
            let cost = a.cost[0].total_cmp(&b.cost[0]);
            if cost == Ordering::Equal { b.share().total_cmp(&a.share()) } else { cost }
        });
        let mut most = -1.0;
        order.retain(|&i| {
            let share = self.options[i].judged.share();
            let better = share > most;
            most = share.max(most);
            better
        });
        order
    }

    /// The measure of the first goal.
    pub fn measure(&self) -> Option<&'static Measure> {
        self.goals.first().map(|goal| goal.measure)
    }
}

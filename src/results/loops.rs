//! The vicious circles and the loops of use and of repetition, as matched cutting finds them.

use super::Outcome;
use super::explanation::{Effect, Spread, tell};

/// One arrow of a loop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arrow {
    /// What it comes from.
    pub from: &'static str,
    /// What it points to.
    pub to: &'static str,
    /// True if more of one means more of the other, as the model is written.
    pub same_way: bool,
}

/// A loop in one year of the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct LoopYear {
    /// Year of the plan, 1 for the first.
    pub year: u32,
    /// The pressure in the loop, its mean over the weeks of the year.
    pub pressure: Spread,
    /// Of a unit of pressure in this year, what comes back as pressure within the next; none where
    /// there was no pressure.
    pub gain: Option<Effect>,
    /// Strengths of the arrows, in their order; they multiply to the gain. None where what an arrow
    /// comes from did not move.
    pub arrows: Vec<Option<f64>>,
    /// The outcome a year later with the loop cut for this year, less the outcome with it.
    pub cost: Effect,
}

/// A lever that acts on a loop.
#[derive(Debug, Clone, PartialEq)]
pub struct LoopLever {
    /// Its name in scenarios.
    pub name: String,
    /// What the lever does to the outcome at the end.
    pub outcome: Effect,
    /// What the loop takes from the outcome with the lever.
    pub cost: Effect,
    /// What it takes without the lever less what it takes with it: above 0, the lever weakens it.
    pub weakens: Effect,
}

/// A loop.
#[derive(Debug, Clone, PartialEq)]
pub struct LoopFound {
    /// Name.
    pub name: &'static str,
    /// What readers call it.
    pub title: &'static str,
    /// What goes round, in a sentence.
    pub words: &'static str,
    /// What its pressure is.
    pub pressure: &'static str,
    /// Its arrows, the first from the pressure.
    pub arrows: Vec<Arrow>,
    /// The years that have a year after them.
    pub years: Vec<LoopYear>,
    /// The outcome at the end with the loop cut throughout, less the outcome with it.
    pub cost: Effect,
    /// Levers that act on it.
    pub levers: Vec<LoopLever>,
}

impl LoopFound {
    /// True if an increase comes back as an increase.
    pub fn reinforces(&self) -> bool {
        self.arrows.iter().filter(|arrow| !arrow.same_way).count().is_multiple_of(2)
    }

    /// The year in which most comes back, by size.
    pub fn strongest(&self) -> Option<&LoopYear> {
        let size = |year: &&LoopYear| year.gain.map_or(0.0, |gain| gain.mean().abs());
        self.years.iter().max_by(|a, b| size(a).total_cmp(&size(b)))
    }

    /// The lever that weakens it most, among those told from none.
    pub fn best_lever(&self) -> Option<&LoopLever> {
        let told = self.levers.iter().filter(|lever| lever.weakens.told);
        let told = told.filter(|lever| self.cost.mean() * lever.weakens.mean() > 0.0);
        told.max_by(|a, b| a.weakens.mean().abs().total_cmp(&b.weakens.mean().abs()))
    }
}

/// All loops of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Loops {
    /// The outcome.
    pub outcome: Outcome,
    /// Matched futures.
    pub replicates: u32,
    /// The loops.
    pub loops: Vec<LoopFound>,
}

impl Loops {
    /// Say which gains, costs and levers are told from 0: each kind together, by Holm's correction.
    pub fn tell(&mut self) {
        let loops = &mut self.loops;
        tell(loops.iter_mut().flat_map(|l| &mut l.years).filter_map(|y| y.gain.as_mut()));
        tell(loops.iter_mut().flat_map(|l| &mut l.years).map(|y| &mut y.cost));
        tell(loops.iter_mut().map(|l| &mut l.cost));
        tell(loops.iter_mut().flat_map(|l| &mut l.levers).map(|lever| &mut lever.weakens));
        tell(loops.iter_mut().flat_map(|l| &mut l.levers).map(|lever| &mut lever.outcome));
    }

    /// The loop that moves the outcome most in a year, by its place; none if no loop's effect is told
    /// from 0.
    pub fn dominant(&self, year: u32) -> Option<&LoopFound> {
        let cost = |found: &LoopFound| {
            let own = found.years.iter().find(|y| y.year == year)?;
            own.cost.told.then(|| own.cost.mean().abs())
        };
        let moved = self.loops.iter().filter_map(|found| Some((found, cost(found)?)));
        moved.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(found, _)| found)
    }
}

//! How strong the vicious circles are, year by year, by matched cutting.
//!
//! # What is done
//! In a twin with the same luck the link that reads a loop's pressure is cut for one year of the plan.
//! What the pressure of the year after has less in the twin is what the loop had brought back:
//!
//! ```text
//! gain(y) = mean (P_base(y + 1) − P_cut(y + 1)) / mean P_base(y)
//! ```
//!
//! with `P(y)` the mean over the weeks of year `y`, and means over matched futures. A gain above 0 is
//! that of a loop that feeds itself, one below 0 that of a loop that holds itself back. The strength
//! of an arrow is the relative change that follows it over the one before it, over the year of the cut
//! and the next, in the same pairs; strengths multiply to the gain. So a gain is what comes back by all
//! the ways of the model, and arrows share it out along the one that is drawn.
//!
//! # Source
//! Loops are cut one by one to find which one drives behaviour in Ford (1999, System Dynamics Review
//! 15(1)); strengths of arrows that multiply to that of their loop are the idea of link scores
//! (Schoenberg, Davidsen and Eberlein 2020, System Dynamics Review 36(2)), which ask for differentials
//! of equations where this uses pairs of simulated futures.

mod list;

use std::ops::{ControlFlow, Range};

use crate::engine::{self, Cut, Options};
use crate::observers::Sight;
use crate::results::loops::{Arrow, LoopFound, LoopLever, LoopYear, Loops};
use crate::results::{Effect, Ensemble, Outcome, Spread};
use crate::scenario::{Lever, Scenario};

use super::Progress;
use super::ranking::{Choice, Plan};
use list::{LOOPS, Loop};

/// Weeks of a year of the plan.
const YEAR: u32 = 52;
/// Years that are needed: one to cut, one to see what comes back.
pub const LEAST_YEARS: u32 = 2;
/// A relative change below this is none, and an arrow from it has no strength.
const STILL: f64 = 1e-9;

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The futures of the scenario itself that were complete with all their runs.
    pub base: Ensemble,
    /// The loops; none if no future was complete or the outcome has no value in any.
    pub loops: Option<Loops>,
    /// True if it was stopped before it was done.
    pub stopped: bool,
}

/// One run of one future.
#[derive(Clone, Copy)]
enum Piece {
    /// As it is.
    Whole,
    /// A loop cut for a year, by its place.
    Year(usize, u32),
    /// A loop cut throughout.
    Cut(usize),
    /// With a lever of a loop.
    Lever(usize, usize),
    /// With the lever, and the loop cut throughout.
    LeverCut(usize, usize),
}

/// What is kept of a run: the outcome at the end of each year and at the horizon, and for each loop
/// and variable the mean of each year.
struct Kept {
    outcome: Vec<Option<f64>>,
    variables: Vec<Vec<Vec<f64>>>,
}

/// The loops of a scenario, over all its replicates.
///
/// `progress` counts runs; when it breaks, the result is made of the futures that were complete.
/// Nothing depends on `jobs` (threads; none for as many as there are cores).
pub fn loops(
    scenario: &Scenario,
    outcome: &Outcome,
    jobs: Option<usize>,
    progress: &(dyn Fn(Progress) -> ControlFlow<()> + Sync),
) -> Run {
    let each = pieces(scenario);
    let replicates = scenario.replicates;
    let of = replicates + replicates * each.len() as u32;
    let options = Options { replicates: 0..replicates, jobs, ..Options::of(scenario) };
    let mut base = engine::ensemble(scenario, &options, &|done| progress(Progress { done, of }));
    let mut kept = Vec::new();
    if base.replicates.len() as u32 == replicates {
        let run = |nth: usize| {
            let (future, piece) = (nth / each.len(), each[nth % each.len()]);
            simulate(scenario, outcome, future as u32, piece)
        };
        let told = |done| progress(Progress { done: replicates + done, of });
        kept = engine::in_order(each.len() * replicates as usize, jobs, &run, &told);
    }
    let complete = kept.len() / each.len();
    base.replicates.truncate(complete);
    let stopped = complete < replicates as usize;
    let futures: Vec<&[Kept]> = kept.chunks_exact(each.len()).collect();
    let found = Accounts { scenario, each: &each, futures: &futures }.found(outcome);
    Run { base, loops: found, stopped }
}

/// Runs that [`loops`] makes for each future, its own included.
pub fn runs(scenario: &Scenario) -> u64 {
    pieces(scenario).len() as u64 + 1
}

fn years(scenario: &Scenario) -> u32 {
    scenario.weeks / YEAR
}

fn pieces(scenario: &Scenario) -> Vec<Piece> {
    let of_loop = |(l, one): (usize, &Loop)| {
        let by_year = (1..years(scenario)).map(move |year| Piece::Year(l, year));
        let levers =
            (0..one.levers.len()).flat_map(move |k| [Piece::Lever(l, k), Piece::LeverCut(l, k)]);
        by_year.chain([Piece::Cut(l)]).chain(levers)
    };
    std::iter::once(Piece::Whole).chain(LOOPS.iter().enumerate().flat_map(of_loop)).collect()
}

/// The weeks of a year of the plan.
fn weeks_of(year: u32) -> Range<u32> {
    (year - 1) * YEAR + 1..year * YEAR + 1
}

/// A scenario with a lever at its full dose, its hours found by the team.
fn with_lever(scenario: &Scenario, lever: Lever) -> Scenario {
    Plan::one(Choice { lever, level: lever.note().level }, 1.0, false).of(scenario)
}

fn simulate(scenario: &Scenario, outcome: &Outcome, future: u32, piece: Piece) -> Kept {
    let own = match piece {
        Piece::Lever(l, k) | Piece::LeverCut(l, k) => with_lever(scenario, LOOPS[l].levers[k]),
        _ => scenario.clone(),
    };
    let cut = match piece {
        Piece::Whole | Piece::Lever(..) => None,
        Piece::Year(l, year) => Some((l, weeks_of(year))),
        Piece::Cut(l) | Piece::LeverCut(l, _) => Some((l, 0..own.weeks + 1)),
    };
    let without = cut.as_ref().map(|(l, _)| {
        let mut without = own.clone();
        (LOOPS[*l].cut)(&mut without);
        without
    });
    let cut = cut.zip(without.as_ref());
    let cut = cut.map(|((_, weeks), scenario)| Cut { weeks, scenario });
    let whole_years = years(scenario) as usize;
    let zeros = |one: &Loop| vec![vec![0.0; whole_years]; one.variables.len()];
    let mut variables: Vec<Vec<Vec<f64>>> = LOOPS.iter().map(zeros).collect();
    // What is measured of a loop is measured as it is, also while it is cut.
    let mut look = |see: &Sight<'_>| {
        let year = ((see.week - 1) / YEAR) as usize;
        if year < whole_years {
            for (one, sums) in LOOPS.iter().zip(&mut variables) {
                for (variable, sums) in one.variables.iter().zip(sums) {
                    sums[year] += (variable.value)(see) / f64::from(YEAR);
                }
            }
        }
    };
    let result = engine::future_watched(&own, future, cut.as_ref(), &mut look);
    let ends = (1..=years(scenario)).map(|year| year * YEAR).chain([scenario.weeks]);
    let value = |week: u32| outcome.value(&result, week).map(f64::from);
    Kept { outcome: ends.map(value).collect(), variables }
}

/// All runs of all futures.
struct Accounts<'a> {
    scenario: &'a Scenario,
    each: &'a [Piece],
    /// By future, in the order of the pieces.
    futures: &'a [&'a [Kept]],
}

impl Accounts<'_> {
    fn found(&self, outcome: &Outcome) -> Option<Loops> {
        let found = LOOPS.iter().enumerate().map(|(l, one)| self.found_of(l, one));
        let replicates = self.futures.len() as u32;
        let loops = found.collect::<Option<_>>()?;
        let mut loops = Loops { outcome: outcome.clone(), replicates, loops };
        loops.tell();
        Some(loops)
    }

    /// Place of a run among those of a future.
    fn place(&self, is: impl Fn(Piece) -> bool) -> Option<usize> {
        self.each.iter().position(|&piece| is(piece))
    }

    /// Outcome at the end of a year (by its place among those kept) in one run less that in another.
    fn change(&self, run: usize, less: usize, at: usize) -> Option<Vec<f64>> {
        let of = |kept: &&[Kept]| Some(kept[run].outcome[at]? - kept[less].outcome[at]?);
        let all: Vec<f64> = self.futures.iter().filter_map(of).collect();
        (!all.is_empty()).then_some(all)
    }

    fn found_of(&self, l: usize, one: &Loop) -> Option<LoopFound> {
        let last = years(self.scenario) as usize;
        let cut = self.place(|piece| matches!(piece, Piece::Cut(of) if of == l))?;
        let by_year = (1..years(self.scenario)).map(|year| self.year(l, one, year));
        let levers = (0..one.levers.len()).map(|k| self.lever(l, k, cut, last));
        let next = |i: usize| one.variables[(i + 1) % one.variables.len()].label;
        let arrow = |(i, v): (usize, &list::Variable)| Arrow {
            from: v.label,
            to: next(i),
            same_way: v.same_way,
        };
        Some(LoopFound {
            name: one.name,
            title: one.title,
            words: one.words,
            pressure: one.variables[0].label,
            arrows: one.variables.iter().enumerate().map(arrow).collect(),
            years: by_year.collect::<Option<_>>()?,
            cost: Effect::of(&self.change(cut, 0, last)?)?,
            levers: levers.collect::<Option<_>>()?,
        })
    }

    fn year(&self, l: usize, one: &Loop, year: u32) -> Option<LoopYear> {
        let run = self.place(|p| matches!(p, Piece::Year(of, y) if (of, y) == (l, year)))?;
        let (now, next) = (year as usize - 1, year as usize);
        let of = |run: usize, v: usize, year: usize| {
            self.futures.iter().map(move |kept| kept[run].variables[l][v][year])
        };
        let pressure: Vec<f64> = of(0, 0, now).collect();
        let back: Vec<f64> = of(0, 0, next).zip(of(run, 0, next)).map(|(b, c)| b - c).collect();
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let felt = mean(&pressure);
        let gain = (felt.abs() > STILL).then(|| {
            let gain = mean(&back) / felt;
            // Ratio of means; each future's part of its error (delta method).
            let part = |(back, pressure): (&f64, &f64)| gain + (back - gain * pressure) / felt;
            Effect::of(&back.iter().zip(&pressure).map(part).collect::<Vec<_>>())
        });
        // Relative change of each variable over the year of the cut and the next.
        let moved = |v: usize| {
            let sum = |run: usize| (now..=next).flat_map(|y| of(run, v, y)).sum::<f64>();
            let (with, without) = (sum(0), sum(run));
            (with.abs() > STILL).then(|| (with - without) / with)
        };
        let moves: Vec<Option<f64>> = (1..one.variables.len()).map(moved).collect();
        let gain = gain.flatten();
        let came = |i: usize| if i == 0 { Some(1.0) } else { moves[i - 1] };
        let went = |i: usize| match moves.get(i) {
            Some(moved) => *moved,
            None => gain.map(|gain| gain.mean()),
        };
        let arrow = |i: usize| {
            let from = came(i).filter(|from| from.abs() > STILL)?;
            Some(went(i)? / from)
        };
        Some(LoopYear {
            year,
            pressure: Spread::of(&pressure)?,
            gain,
            arrows: (0..one.variables.len()).map(arrow).collect(),
            cost: Effect::of(&self.change(run, 0, next)?)?,
        })
    }

    fn lever(&self, l: usize, k: usize, cut: usize, last: usize) -> Option<LoopLever> {
        let with = self.place(|p| matches!(p, Piece::Lever(of, n) if (of, n) == (l, k)))?;
        let both = self.place(|p| matches!(p, Piece::LeverCut(of, n) if (of, n) == (l, k)))?;
        let without = self.change(cut, 0, last)?;
        let cost = self.change(both, with, last)?;
        let less: Vec<f64> = without.iter().zip(&cost).map(|(a, b)| a - b).collect();
        Some(LoopLever {
            name: LOOPS[l].levers[k].note().id.to_owned(),
            outcome: Effect::of(&self.change(with, 0, last)?)?,
            cost: Effect::of(&cost)?,
            weakens: Effect::of(&less)?,
        })
    }
}

//! Why coverage is where it is, in the model: which constraint binds year by year, and what each
//! force takes from it or gives to it.
//!
//! Every future is run again with the same luck: with each constraint relaxed, with each force and
//! each family off, with every coalition of families, and with forces switched on one by one in an
//! order of its own. A set of forces that is met twice in a future is run once. Of each run only
//! the values of one measure are kept.

mod accounts;
mod constraints;
mod observed;
mod players;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use crate::engine::{self, Options};
use crate::results::{Constraint, Ensemble, Explanation, Outcome, ReplicateResult};
use crate::scenario::Scenario;

use super::Progress;
pub(super) use constraints::RELAXATIONS;
pub use players::FAMILIES;
use players::{Players, Set};

/// Weeks of a year of the plan.
const YEAR: u32 = 52;
/// What is left after the last whole year counts as a period of its own from so many weeks on;
/// fewer are added to the last year.
const LEAST_WEEKS: u32 = 13;

/// What is to be explained.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The measure, and whose.
    pub outcome: Outcome,
    /// The week at whose end it is taken; the whole horizon is simulated.
    pub week: u32,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The futures of the scenario itself: those that were complete with all their runs.
    pub base: Ensemble,
    /// The explanation; none if the measure has no value in every pair of futures, or no pair was
    /// complete.
    pub explanation: Option<Explanation>,
    /// True if it was stopped before it was done.
    pub stopped: bool,
}

/// All that is run in one future beside the scenario itself.
struct Work {
    players: Players,
    relaxed: Vec<(Constraint, Scenario)>,
    not_relaxed: Vec<(Constraint, &'static str)>,
    periods: Vec<(u32, u32)>,
    /// Coalitions of families.
    coalitions: Vec<Set>,
}

/// The values of one run that are kept: at the start and at the end of every period.
type Values = Vec<Option<f64>>;

/// One run of one future.
#[derive(Clone, Copy)]
enum Piece {
    Relaxed(usize),
    Forces(Set),
}

/// The values of a future that are needed: by constraint the gain at the end of each period, and
/// by set of forces the value.
struct Future {
    gains: Vec<Vec<f64>>,
    values: BTreeMap<Set, f64>,
}

/// Explain a measure of a scenario, over all its replicates (in pairs; one left over is not used).
///
/// `progress` counts runs; when it breaks, the result is made of the pairs of futures that were
/// complete. Nothing depends on `jobs` (threads; none for as many as there are cores).
pub fn explain(
    scenario: &Scenario,
    question: &Question,
    jobs: Option<usize>,
    progress: &(dyn Fn(Progress) -> ControlFlow<()> + Sync),
) -> Run {
    let replicates = scenario.replicates / 2 * 2;
    let work = Work::of(scenario, question);
    let pieces: Vec<(u32, Piece)> = (0..replicates)
        .flat_map(|r| work.pieces(scenario.seed, r).into_iter().map(move |piece| (r, piece)))
        .collect();
    let of = replicates + pieces.len() as u32;
    let options = Options { replicates: 0..replicates, jobs, ..Options::of(scenario) };
    let mut base = engine::ensemble(scenario, &options, &|done| progress(Progress { done, of }));
    let mut values = Vec::new();
    if base.replicates.len() as u32 == replicates {
        let run = |nth: usize| {
            let (replicate, piece) = pieces[nth];
            work.run(scenario, question, replicate, piece)
        };
        let told = |done| progress(Progress { done: replicates + done, of });
        values = engine::in_order(pieces.len(), jobs, &run, &told);
    }
    let stopped = values.len() < pieces.len();
    // Runs are handed out future by future, so all runs of the futures before the first that is
    // missing are there.
    let complete = pieces.get(values.len()).map_or(replicates, |(r, _)| *r) / 2 * 2;
    base.replicates.truncate(complete as usize);
    let explanation = work.explanation(scenario, question, &base, &pieces, &values);
    Run { base, explanation, stopped }
}

/// Runs that [`explain`] makes for a scenario, those of its own futures included; orders differ a
/// little in how many sets they share with the others.
pub fn runs(scenario: &Scenario, question: &Question) -> u64 {
    let each = Work::of(scenario, question).pieces(scenario.seed, 0).len() as u64 + 1;
    each * u64::from(scenario.replicates / 2 * 2)
}

/// Years of the plan up to a week, as the ends of weeks between which they lie.
fn periods(weeks: u32) -> Vec<(u32, u32)> {
    let mut ends: Vec<u32> = (1..=weeks / YEAR).map(|year| year * YEAR).collect();
    match ends.last_mut() {
        Some(last) if weeks - *last < LEAST_WEEKS => *last = weeks,
        _ => ends.push(weeks),
    }
    let starts = std::iter::once(0).chain(ends.clone());
    starts.zip(ends).collect()
}

impl Work {
    fn of(scenario: &Scenario, question: &Question) -> Self {
        let (mut relaxed, mut not_relaxed) = (Vec::new(), Vec::new());
        for relaxation in RELAXATIONS {
            match relaxation.of(scenario) {
                Ok(own) => relaxed.push((relaxation.constraint, own)),
                Err(why) => not_relaxed.push((relaxation.constraint, why)),
            }
        }
        let players = Players::of(scenario);
        let coalitions =
            (0..1usize << players.families.len()).map(|c| players.members(c)).collect();
        Work { players, relaxed, not_relaxed, periods: periods(question.week), coalitions }
    }

    /// Everything without one force, in the order of the players.
    fn knock_outs(&self) -> impl Iterator<Item = Set> + '_ {
        (0..self.players.forces.len()).map(|i| self.players.all() & !(1 << i))
    }

    /// The runs of one future, without the scenario itself.
    fn pieces(&self, seed: u64, replicate: u32) -> Vec<Piece> {
        let order = self.players.order(seed, replicate);
        let mut sets: BTreeSet<Set> = self.players.path(&order).into_iter().collect();
        sets.extend(self.coalitions.iter().copied().chain(self.knock_outs()));
        sets.remove(&self.players.all());
        let relaxed = (0..self.relaxed.len()).map(Piece::Relaxed);
        relaxed.chain(sets.into_iter().map(Piece::Forces)).collect()
    }

    fn kept(&self, question: &Question, result: &ReplicateResult) -> Values {
        let value = |week: u32| question.outcome.value(result, week).map(f64::from);
        std::iter::once(0).chain(self.periods.iter().map(|(_, to)| *to)).map(value).collect()
    }

    fn run(
        &self,
        scenario: &Scenario,
        question: &Question,
        r: u32,
        piece: Piece,
    ) -> Vec<Option<f64>> {
        let own = match piece {
            Piece::Relaxed(i) => &self.relaxed[i].1,
            Piece::Forces(set) => &self.players.only(scenario, set),
        };
        self.kept(question, &engine::future(own, r))
    }

    /// The future of a replicate of the base; none if a value is missing in one of its runs.
    fn future(
        &self,
        question: &Question,
        base: &ReplicateResult,
        runs: &[(Piece, &Values)],
    ) -> Option<Future> {
        let own = self.kept(question, base);
        let last = |values: &[Option<f64>]| values.last().copied().flatten();
        let mut future = Future {
            gains: Vec::with_capacity(self.relaxed.len()),
            values: BTreeMap::from([(self.players.all(), last(&own)?)]),
        };
        for (piece, values) in runs {
            match piece {
                Piece::Forces(set) => {
                    future.values.insert(*set, last(values)?);
                }
                Piece::Relaxed(_) => {
                    let gain = |(week, (a, b)): (usize, (&Option<f64>, &Option<f64>))| match (a, b)
                    {
                        (Some(own), Some(relaxed)) => Some(relaxed - own),
                        // A mean over past weeks has no value before the first week.
                        _ if week == 0 => Some(0.0),
                        _ => None,
                    };
                    let gains = own.iter().zip(values.iter()).enumerate().map(gain);
                    future.gains.push(gains.collect::<Option<Vec<f64>>>()?);
                }
            }
        }
        Some(future)
    }
}

#[cfg(test)]
mod tests {
    use super::periods;

    #[test]
    fn years_of_the_plan_and_what_is_left() {
        assert_eq!(periods(260), [(0, 52), (52, 104), (104, 156), (156, 208), (208, 260)]);
        assert_eq!(periods(110), [(0, 52), (52, 110)], "a few weeks belong to the last year");
        assert_eq!(periods(120), [(0, 52), (52, 104), (104, 120)]);
        assert_eq!(periods(30), [(0, 30)]);
        assert_eq!(periods(1), [(0, 1)]);
    }
}

//! Fitting a scenario to what was observed: a bank of simulated futures, history matching wave by
//! wave, and regression-adjusted approximate Bayesian computation in what is left.
//!
//! Every point has a future of its own: with one shared future a single national scandal would
//! spoil a whole wave. All of it is a function of the seed, the rows and the number of points, so it
//! is the same however often it was stopped and whoever simulated which part.

mod joint;
mod posterior;
mod record;
mod region;
mod rolling;
mod scale;
mod score;
mod simple;

use std::cmp::Ordering;
use std::convert::Infallible;

pub use posterior::Posterior;
pub use record::{RECORD, Record};
pub use region::{CUT, Nearest, Region};
pub use rolling::{Origin, PRIOR, Weights, discrepancy, spread, weights};
pub use scale::{Scale, Target, walked};
pub use score::{Ahead, forecasts, score};
pub use simple::{Past, crps};

use crate::measures::Measure;
use crate::results::fit::{Band, Fitted, Implausible, Known, Row, Series, Wave};
use crate::rng::{Draw, Lot, Purpose};
use crate::scenario::study::{Cell, StudyParameter};
use crate::scenario::{Observation, Observed};
use crate::stats::distributions::normal_cumulative;
use crate::stats::maths::normal_quantile;
use joint::{Conflict, conflict};

/// Waves of a fit, and the share of all futures that each has.
pub const WAVES: usize = 3;
const SHARES: [f64; WAVES] = [0.4, 0.3, 0.3];
/// Draws that are kept.
pub const DRAWS: usize = 200;
/// Fewest futures of a fit that tell anything.
pub const FEWEST_FUTURES: u32 = 300;
/// Most futures of a fit.
pub const MOST_FUTURES: u32 = 100_000;
/// Plausible futures below which the nearest ones are taken as well.
const FEWEST_LEFT: usize = 60;
/// Futures between the first ones of two waves, and of a run and the first wave.
const APART: u32 = 10_000_000;
/// What draws are for; part of their address.
const SEEN: u64 = 21;
const WALKS: u64 = 22;
const PICKED: u64 = 23;

/// What is fitted, and to what.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// What is varied.
    pub parameters: Vec<StudyParameter>,
    /// Rows to fit to.
    pub rows: Vec<Observation>,
    /// Rows that are to be foretold, without their values.
    pub ahead: Vec<Observation>,
    /// Measures that are kept of each future.
    pub measures: Vec<&'static Measure>,
    /// Groups for which they are kept.
    pub groups: Vec<String>,
    /// Weeks in which they are kept.
    pub weeks: Vec<u32>,
    /// Master seed.
    pub seed: u64,
    /// Futures in all.
    pub futures: u32,
    /// What a year adds to the discrepancy, as a standard deviation on the scale.
    pub discrepancy: f64,
}

/// Points that are to be simulated, each with a future of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Points {
    /// Which wave, from 0.
    pub wave: usize,
    /// The future of the first point; each further one has the next, so that no two share their luck and
    /// all meet the same organisations.
    pub first: u32,
    /// The values of all parameters, point by point.
    pub cells: Vec<Vec<Cell>>,
}

/// What was kept of a future; none if the model failed.
pub type Simulated = Option<Vec<Option<f32>>>;

/// Why there is no fit.
#[derive(Debug, Clone, PartialEq)]
pub enum NoFit<E> {
    /// What was asked to simulate did not.
    Stopped(E),
    /// No point is plausible.
    Implausible(Implausible),
    /// Too few futures came to their end.
    TooFew,
}

impl Question {
    /// What is asked of a scenario that was observed: measures and groups of all rows, in their weeks and
    /// in those of `calendar`. Of rows that are held back it takes what, whose and when, and no value.
    pub fn of(
        parameters: Vec<StudyParameter>,
        observed: &Observed,
        calendar: &[u32],
        (seed, futures, discrepancy): (u64, u32, f64),
    ) -> Self {
        let all = || observed.fit.iter().chain(&observed.hold);
        let mut measures: Vec<&'static Measure> = Vec::new();
        let mut groups: Vec<String> = Vec::new();
        for row in all() {
            if !measures.contains(&row.measure) {
                measures.push(row.measure);
            }
            if !groups.contains(&row.group) {
                groups.push(row.group.clone());
            }
        }
        let own = all().map(|row| row.week);
        let mut weeks: Vec<u32> = own.chain(calendar.iter().copied().filter(|w| *w > 0)).collect();
        weeks.sort_unstable();
        weeks.dedup();
        let rows = observed.fit.clone();
        let unknown = |row: &Observation| Observation { value: 0.0, ..row.clone() };
        let ahead = observed.hold.iter().map(unknown).collect();
        Question { parameters, rows, ahead, measures, groups, weeks, seed, futures, discrepancy }
    }

    /// Points of each wave.
    pub fn waves(&self) -> [usize; WAVES] {
        SHARES.map(|share| (share * f64::from(self.futures)).round() as usize)
    }

    /// Where a row stands among what is kept of a future.
    pub fn column(&self, row: &Observation) -> Option<usize> {
        let measure = self.measures.iter().position(|m| m.name == row.measure.name)?;
        let group = self.groups.iter().position(|g| *g == row.group)?;
        let week = self.weeks.binary_search(&row.week).ok()?;
        Some((measure * self.groups.len() + group) * self.weeks.len() + week)
    }

    /// The measures and groups that rows to fit to are of.
    pub fn series(&self) -> Vec<(&'static Measure, &str)> {
        let mut series: Vec<(&'static Measure, &str)> = Vec::new();
        for row in &self.rows {
            if !series.iter().any(|(m, g)| m.name == row.measure.name && *g == row.group) {
                series.push((row.measure, &row.group));
            }
        }
        series
    }

    /// The rows on their scales.
    pub fn targets(&self) -> Vec<Target> {
        let series = self.series();
        let target = |row: &Observation| {
            let own = |(m, g): &(&Measure, &str)| m.name == row.measure.name && *g == row.group;
            let which = series.iter().position(own).unwrap_or(0);
            Some(Target::of(row, self.column(row)?, which))
        };
        self.rows.iter().filter_map(target).collect()
    }

    fn lot(&self) -> Lot {
        Lot::of_region(self.seed)
    }

    fn cells(&self, scores: &[f64]) -> Vec<Cell> {
        let place = |(p, u): (&StudyParameter, &f64)| p.at(normal_cumulative(*u));
        self.parameters.iter().zip(scores).map(place).collect()
    }
}

/// Futures that were simulated, with the normal scores of their parameters.
#[derive(Debug, Clone, Default)]
pub struct Bank {
    /// Scores, future by future.
    pub scores: Vec<Vec<f64>>,
    /// What was kept.
    pub values: Vec<Vec<f64>>,
}

impl Bank {
    fn add(&mut self, scores: Vec<Vec<f64>>, simulated: Vec<Simulated>) -> usize {
        let mut failed = 0;
        for (scores, values) in scores.into_iter().zip(simulated) {
            let Some(values) = values else {
                failed += 1;
                continue;
            };
            self.scores.push(scores);
            // What has nothing to be a share of is no use either.
            self.values.push(values.iter().map(|x| x.map_or(0.0, f64::from)).collect());
        }
        failed
    }

    /// What would be observed of each future, row by row on the scale; with the discrepancy as a random
    /// walk of each series.
    fn seen(&self, lot: Lot, targets: &[Target], discrepancy: f64) -> Vec<Vec<f64>> {
        let one = |(i, values): (usize, &Vec<f64>)| {
            let walk = Walk { lot, future: i as u64, discrepancy };
            let seen = |(j, target): (usize, &Target)| {
                let luck = lot.draw3(Purpose::Design, SEEN, i as u64, j as u64);
                target.seen(values[target.column], luck) + walk.at(target.series, target.week)
            };
            targets.iter().enumerate().map(seen).collect()
        };
        self.values.iter().enumerate().map(one).collect()
    }
}

/// What the model is off by in a future: a random walk a series, on the scale.
#[derive(Clone, Copy)]
struct Walk {
    lot: Lot,
    future: u64,
    discrepancy: f64,
}

impl Walk {
    /// Where it is in a week.
    fn at(self, series: usize, week: u32) -> f64 {
        if self.discrepancy == 0.0 {
            return 0.0;
        }
        let step: Draw = self.lot.draw3(Purpose::Design, WALKS, self.future, series as u64);
        let steps: f64 = (1..=week).map(|week| step.then(u64::from(week)).normal()).sum();
        walked(self.discrepancy, 1).sqrt() * steps
    }
}

/// Fit: `run` simulates a wave of points and gives what was kept of the future of each, in order.
///
/// # Errors
/// What `run` says; or that no point is plausible, with the rows that conflict.
pub fn fit<E>(
    question: &Question,
    run: &mut dyn FnMut(&Points) -> Result<Vec<Simulated>, E>,
) -> Result<Fitted, NoFit<E>> {
    let targets = question.targets();
    let observed: Vec<f64> = targets.iter().map(|target| target.observed).collect();
    let (lot, discrepancy) = (question.lot(), question.discrepancy);
    let mut region = Region::new(question.seed, question.parameters.len(), &targets, discrepancy);
    let mut bank = Bank::default();
    let mut waves: Vec<Wave> = Vec::new();
    let mut first = 0;
    for (wave, many) in question.waves().into_iter().enumerate() {
        let scores = match wave {
            0 => (0..many as u32).map(|i| region.bank(i)).collect(),
            // Far beyond what the waves before have taken of the sequence.
            wave => match region.points(wave as u64, many, (wave as u32) << 24) {
                Ok(scores) => scores,
                Err(nearest) => return Err(implausible(&nearest, bank.scores.len())),
            },
        };
        let cells = scores.iter().map(|u: &Vec<f64>| question.cells(u)).collect();
        let points = Points { wave, first: (wave as u32 + 1) * APART, cells };
        let simulated = run(&points).map_err(NoFit::Stopped)?;
        let failed = bank.add(scores, simulated);
        if wave == 0 {
            first = bank.scores.len();
        }
        let inside: Vec<usize> =
            (0..bank.scores.len()).filter(|&i| region.holds(&bank.scores[i])).collect();
        let own: Vec<Vec<f64>> = inside.iter().map(|&i| bank.scores[i].clone()).collect();
        let row = |target: &Target| {
            inside.iter().map(|&i| target.scale.to(bank.values[i][target.column])).collect()
        };
        let rows: Vec<Vec<f64>> = targets.iter().map(row).collect();
        if !region.learn(&own, &rows) {
            return Err(NoFit::TooFew);
        }
        let still = own.iter().filter(|u| region.holds(u)).count();
        waves.push(Wave { points: many, failed, left: still as f64 / own.len() as f64 });
    }
    // What is left, by all emulators.
    let mut ranked: Vec<(f64, usize)> =
        bank.scores.iter().enumerate().map(|(i, u)| (region.implausibility(u), i)).collect();
    ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let left = ranked.iter().filter(|(off, _)| *off <= CUT).count();
    if left == 0
        && let Err(nearest) = region.points(WAVES as u64, 1, (WAVES as u32) << 24)
    {
        return Err(implausible(&nearest, bank.scores.len()));
    }
    let mut inside: Vec<usize> =
        ranked.iter().take(left.max(FEWEST_LEFT)).map(|(_, i)| *i).collect();
    inside.sort_unstable();
    let seen = bank.seen(lot, &targets, discrepancy);
    let near: Vec<Vec<f64>> = inside.iter().map(|&i| seen[i].clone()).collect();
    if let Some(Conflict { named, off }) = conflict(&near, &observed) {
        // Each is met by some future, and no future is anything like all of them.
        return Err(NoFit::Implausible(Implausible {
            alone: Vec::new(),
            met: (0..off.len()).filter(|j| !named.contains(j)).collect(),
            together: named,
            off: off.iter().copied().fold(0.0, f64::max),
            futures: bank.scores.len(),
        }));
    }
    let told = Told {
        question,
        bank: &bank,
        targets: &targets,
        observed: &observed,
        near,
        seen: &seen,
        first,
        inside,
    };
    told.fitted(waves).ok_or(NoFit::TooFew)
}

/// As [`fit`], with what cannot stop.
///
/// # Errors
/// That no point is plausible, or too few futures came to their end.
pub fn fit_all(
    question: &Question,
    run: &mut dyn FnMut(&Points) -> Vec<Simulated>,
) -> Result<Fitted, NoFit<Infallible>> {
    fit(question, &mut |points| Ok(run(points)))
}

fn implausible<E>(nearest: &Nearest, futures: usize) -> NoFit<E> {
    let beyond =
        |rows: &[f64]| -> Vec<usize> { (0..rows.len()).filter(|&j| rows[j] > CUT).collect() };
    let met = (0..nearest.rows.len()).filter(|&j| nearest.rows[j] <= CUT).collect();
    NoFit::Implausible(Implausible {
        alone: beyond(&nearest.least),
        together: beyond(&nearest.rows),
        met,
        off: nearest.rows.iter().copied().fold(0.0, f64::max),
        futures,
    })
}

/// All that a fit is told from.
struct Told<'a> {
    question: &'a Question,
    bank: &'a Bank,
    targets: &'a [Target],
    observed: &'a [f64],
    /// What would be observed of each future.
    seen: &'a [Vec<f64>],
    /// Futures of the first wave, which stand for what is known before.
    first: usize,
    /// Futures that are left.
    inside: Vec<usize>,
    /// What would be observed of these.
    near: Vec<Vec<f64>>,
}

/// Quantities as they would be if what was observed had been seen: the values of each, and their
/// weights.
struct Adjusted {
    posterior: Posterior,
    values: Vec<Vec<f64>>,
}

impl Adjusted {
    fn band(&self, k: usize) -> Band {
        band(&self.values[k], &self.posterior.weights)
    }
}

impl Told<'_> {
    /// Quantities of the futures that are left, adjusted.
    fn adjusted(&self, wanted: &[Vec<f64>]) -> Option<Adjusted> {
        let posterior = Posterior::of(wanted, &self.near, self.observed)?;
        let taken = |values: &Vec<f64>| posterior.taken.iter().map(|&i| values[i]).collect();
        let values: Vec<Vec<f64>> = wanted.iter().map(taken).collect();
        let values = posterior.adjusted(&values);
        Some(Adjusted { posterior, values })
    }

    /// A quantity of the futures that are left.
    fn left(&self, of: impl Fn(usize) -> f64) -> Vec<f64> {
        self.inside.iter().map(|&i| of(i)).collect()
    }

    fn fitted(&self, waves: Vec<Wave>) -> Option<Fitted> {
        let Question { parameters, discrepancy, .. } = self.question;
        let scores: Vec<Vec<f64>> =
            (0..parameters.len()).map(|k| self.left(|i| self.bank.scores[i][k])).collect();
        let found = self.adjusted(&scores)?;
        let first = self.question.lot().draw3(Purpose::Design, PICKED, 0, 0).uniform();
        let picked = found.posterior.resampled(DRAWS, first);
        let draw = |&i: &usize| {
            let at = |k: usize| normal_cumulative(found.values[k][i]);
            let value = |(k, p): (usize, &StudyParameter)| number(&p.at(at(k)));
            parameters.iter().enumerate().map(value).collect()
        };
        let series = self.question.series().into_iter().enumerate();
        Some(Fitted {
            waves,
            parameters: (0..parameters.len()).map(|k| self.known(k, &found)).collect(),
            rows: self.rows()?,
            series: series.filter_map(|(s, (m, group))| self.series(s, m, group)).collect(),
            accepted: (found.posterior.taken.len(), found.posterior.worth()),
            directions: found.posterior.directions,
            draws: picked.iter().map(draw).collect(),
            ahead: self.ahead()?,
            discrepancy: *discrepancy,
        })
    }

    fn known(&self, k: usize, found: &Adjusted) -> Known {
        let parameter = &self.question.parameters[k];
        let (scores, weights) = (&found.values[k], &found.posterior.weights);
        let mean: f64 = scores.iter().zip(weights).map(|(x, w)| x * w).sum();
        let square: f64 =
            scores.iter().zip(weights).map(|(x, w)| w * (x - mean) * (x - mean)).sum();
        let worth = found.posterior.worth();
        let width = (square * worth / (worth - 1.0).max(1.0)).sqrt();
        // Bonferroni's share of an error of 5 in 100, for width and middle of every parameter.
        let tail = 0.05 / (4.0 * self.question.parameters.len() as f64);
        let sure = normal_quantile(1.0 - tail) / worth.sqrt();
        Known {
            key: parameter.key.clone(),
            keys: parameter.keys.clone(),
            own: parameter.base.as_ref().map_or(f64::NAN, number),
            before: [0.05, 0.5, 0.95].map(|p| number(&parameter.at(p))),
            after: found.band(k).map(|u| number(&parameter.at(normal_cumulative(u)))),
            told: width < 1.0 - sure / 2.0f64.sqrt() || mean.abs() > sure,
            width,
            moved: mean,
        }
    }

    /// The rows beside what would be observed before and after.
    fn rows(&self) -> Option<Vec<Row>> {
        let lot = self.question.lot();
        let simulated =
            |target: &Target| self.left(|i| target.scale.to(self.bank.values[i][target.column]));
        let wanted: Vec<Vec<f64>> = self.targets.iter().map(simulated).collect();
        let found = self.adjusted(&wanted)?;
        let row = |(j, target): (usize, &Target)| {
            let before: Vec<f64> = self.seen[..self.first].iter().map(|row| row[j]).collect();
            let even = vec![1.0 / before.len() as f64; before.len()];
            // What another look at the fitted model would give: its own value with errors anew.
            let again = |(i, x): (usize, &f64)| {
                let luck = lot.draw3(Purpose::Design, SEEN, (1 << 40) | i as u64, j as u64);
                target.seen(target.scale.from(*x), luck)
            };
            let after: Vec<f64> = found.values[j].iter().enumerate().map(again).collect();
            let below = |x: &f64| match x.total_cmp(&target.observed) {
                Ordering::Less => 1.0,
                Ordering::Equal => 0.5,
                Ordering::Greater => 0.0,
            };
            let weights = &found.posterior.weights;
            Row {
                row: self.question.rows[j].clone(),
                before: band(&before, &even).map(|x| target.scale.from(x)),
                after: band(&after, weights).map(|x| target.scale.from(x)),
                rank: after.iter().zip(weights).map(|(x, w)| below(x) * w).sum(),
            }
        };
        Some(self.targets.iter().enumerate().map(row).collect())
    }

    /// Samples of what would be observed of the rows that are held back.
    fn ahead(&self) -> Option<Vec<[Vec<f64>; 2]>> {
        let Question { ahead, discrepancy, .. } = self.question;
        if ahead.is_empty() {
            return Some(Vec::new());
        }
        let series = self.question.series();
        let place = |row: &Observation| {
            let own = |(m, g): &(&Measure, &str)| m.name == row.measure.name && *g == row.group;
            series.iter().position(own).unwrap_or(series.len())
        };
        let target =
            |row: &Observation| Some(Target::of(row, self.question.column(row)?, place(row)));
        let targets: Vec<Target> = ahead.iter().map(target).collect::<Option<_>>()?;
        let lot = self.question.lot();
        let sample = |discrepancy: f64| -> Option<Vec<Vec<f64>>> {
            let wanted = targets.iter().map(|target| {
                self.left(|i| {
                    let walk = Walk { lot, future: i as u64, discrepancy };
                    let value = self.bank.values[i][target.column];
                    target.scale.to(value) + walk.at(target.series, target.week)
                })
            });
            let found = self.adjusted(&wanted.collect::<Vec<_>>())?;
            let picked = found.posterior.resampled(DRAWS, 0.5);
            let seen = |(j, target): (usize, &Target)| {
                let one = |(d, &i): (usize, &usize)| {
                    let luck = lot.draw3(Purpose::Design, SEEN, (2 << 40) | d as u64, j as u64);
                    target.scale.from(target.seen(target.scale.from(found.values[j][i]), luck))
                };
                picked.iter().enumerate().map(one).collect()
            };
            Some(targets.iter().enumerate().map(seen).collect())
        };
        let (alone, with) = (sample(0.0)?, sample(*discrepancy)?);
        Some(alone.into_iter().zip(with).map(|(alone, with)| [alone, with]).collect())
    }

    /// The curve of what was observed of a group, before and after.
    fn series(&self, s: usize, measure: &Measure, group: &str) -> Option<Series> {
        let Question { weeks, rows, discrepancy, .. } = self.question;
        let own = |r: &&Observation| r.measure.name == measure.name && r.group == group;
        let first = rows.iter().find(own)?;
        let scale = Target::of(first, 0, 0).scale;
        let column = self.question.column(first)? - weeks.binary_search(&first.week).ok()?;
        let at = |i: usize, w: usize| scale.to(self.bank.values[i][column + w]);
        let even = vec![1.0 / self.first as f64; self.first];
        let before = |w: usize| {
            let values: Vec<f64> = (0..self.first).map(|i| at(i, w)).collect();
            band(&values, &even).map(|x| scale.from(x))
        };
        let alone = |w: usize| self.left(|i| at(i, w));
        let walked = |w: usize| {
            self.left(|i| {
                let lot = self.question.lot();
                let walk = Walk { lot, future: i as u64, discrepancy: *discrepancy };
                at(i, w) + walk.at(s, weeks[w])
            })
        };
        let bands = |wanted: Vec<Vec<f64>>| -> Option<Vec<Band>> {
            let found = self.adjusted(&wanted)?;
            Some((0..weeks.len()).map(|w| found.band(w).map(|x| scale.from(x))).collect())
        };
        let after = bands((0..weeks.len()).map(alone).collect())?;
        Some(Series {
            measure: measure.name,
            group: group.to_owned(),
            weeks: weeks.clone(),
            before: (0..weeks.len()).map(before).collect(),
            with_discrepancy: match *discrepancy {
                0.0 => after.clone(),
                _ => bands((0..weeks.len()).map(walked).collect())?,
            },
            after,
        })
    }
}

fn number(cell: &Cell) -> f64 {
    match cell {
        Cell::Number(x) => *x,
        Cell::Word(_) => f64::NAN,
    }
}

/// The 5th, 50th and 95th percentile of values with weights that sum to one.
fn band(values: &[f64], weights: &[f64]) -> Band {
    let mut sorted: Vec<(f64, f64)> = values.iter().copied().zip(weights.iter().copied()).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    [0.05, 0.5, 0.95].map(|wanted| {
        let mut below = 0.0;
        let reached = sorted.iter().find(|(_, weight)| {
            below += weight;
            below >= wanted - 1e-12
        });
        reached.or(sorted.last()).map_or(f64::NAN, |(value, _)| *value)
    })
}

#[cfg(test)]
mod tests;

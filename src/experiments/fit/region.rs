//! History matching: what is not implausible by any emulator, and points in it.
//!
//! An emulator is a ridge regression of what would be simulated on the normal scores of the
//! parameters and their squares. What it leaves over is its own error and the luck of single futures
//! together, since every point has a seed of its own.

use super::scale::{Target, walked};
use crate::rng::{Lot, Purpose};
use crate::stats::designs::Scrambled;
use crate::stats::linear::Ridge;
use crate::stats::maths;

/// Standard errors beyond which a point is implausible (Pukelsheim's three-sigma rule).
pub const CUT: f64 = 3.0;
/// Least share of candidates that are taken as they are found; below it, points are moved.
const COMMON: f64 = 0.1;
/// Points that stand for all while the cut is lowered to where they are few.
const CROWD: usize = 1_000;
/// Share of a crowd that each lowering keeps, lowerings, and moves after each.
const KEEP: f64 = 0.2;
const LOWERINGS: usize = 16;
const MOVES: u64 = 12;
/// Moves of a point that is to be one of its own.
const OWN_MOVES: u64 = 40;
/// Candidates a point that are looked at where points are common.
const TRIES: usize = 40;
/// What draws are for; part of their address.
const SOBOL: u64 = 11;
const CHAINS: u64 = 12;
const STARTS: u64 = 13;

/// An emulator of the rows.
#[derive(Debug, Clone)]
struct Emulator {
    ridge: Ridge,
    squares: bool,
    /// Standard error of each row: of the emulator and luck, of what was observed, of discrepancy.
    errors: Vec<f64>,
}

/// What is not implausible.
#[derive(Debug, Clone)]
pub struct Region {
    lot: Lot,
    dimensions: usize,
    observed: Vec<f64>,
    /// Errors that no emulator can take away, as variances.
    least: Vec<f64>,
    emulators: Vec<Emulator>,
}

/// A candidate that comes nearest, where none is plausible.
#[derive(Debug, Clone, PartialEq)]
pub struct Nearest {
    /// Its implausibility, row by row.
    pub rows: Vec<f64>,
    /// The least implausibility of each row among the points that stand for all.
    pub least: Vec<f64>,
}

fn inputs(scores: &[f64], squares: bool) -> Vec<f64> {
    let more = scores.iter().filter(|_| squares).map(|u| u * u);
    scores.iter().copied().chain(more).collect()
}

impl Region {
    /// All there is before anything is simulated.
    pub fn new(seed: u64, dimensions: usize, targets: &[Target], discrepancy: f64) -> Self {
        Region {
            lot: Lot::of_region(seed),
            dimensions,
            observed: targets.iter().map(|target| target.observed).collect(),
            least: targets.iter().map(|t| t.variance() + walked(discrepancy, t.week)).collect(),
            emulators: Vec::new(),
        }
    }

    /// Point `index` of the bank, as normal scores.
    pub fn bank(&self, index: u32) -> Vec<f64> {
        let bits = |a, b| self.lot.draw3(Purpose::Design, SOBOL, a, b).bits();
        let uniform = match Scrambled::new(self.dimensions, &bits) {
            Some(sobol) => sobol.point(index),
            // More dimensions than the sequence has: plain draws.
            None => (0..self.dimensions)
                .map(|k| {
                    self.lot.draw3(Purpose::Design, SOBOL, u64::from(index), k as u64).uniform()
                })
                .collect(),
        };
        uniform.into_iter().map(|u| maths::normal_quantile(u.clamp(1e-9, 1.0 - 1e-9))).collect()
    }

    /// Learn from what was simulated: `simulated[j][i]` of row `j` at a point with `scores[i]`.
    /// False if the points are too few to learn from.
    pub fn learn(&mut self, scores: &[Vec<f64>], simulated: &[Vec<f64>]) -> bool {
        let squares = 2 * self.dimensions <= scores.len() / 3;
        let rows: Vec<Vec<f64>> = scores.iter().map(|u| inputs(u, squares)).collect();
        let Some(ridge) = Ridge::of(&rows, simulated, None) else { return false };
        let errors = ridge.errors.iter().zip(&self.least).map(|(own, least)| (own + least).sqrt());
        self.emulators.push(Emulator { errors: errors.collect(), ridge, squares });
        true
    }

    /// How implausible a point is by each row: the most that an emulator says.
    pub fn rows(&self, scores: &[f64]) -> Vec<f64> {
        let mut most = vec![0.0f64; self.observed.len()];
        for emulator in &self.emulators {
            let expected = emulator.ridge.predict(&inputs(scores, emulator.squares));
            for (j, expected) in expected.iter().enumerate() {
                let off = (self.observed[j] - expected).abs() / emulator.errors[j];
                most[j] = most[j].max(off);
            }
        }
        most
    }

    /// How implausible a point is.
    pub fn implausibility(&self, scores: &[f64]) -> f64 {
        self.rows(scores).into_iter().fold(0.0, f64::max)
    }

    /// True if a point is not implausible.
    pub fn holds(&self, scores: &[f64]) -> bool {
        self.implausibility(scores) <= CUT
    }

    /// So many points of the prior that are not implausible, for a wave; the bank's points from
    /// `from` on are not used yet.
    ///
    /// Where a tenth of the bank is plausible its own points are taken. Where they are fewer, the cut
    /// is lowered step by step over a crowd that moves within it (subset simulation), with moves that
    /// keep the prior (preconditioned Crank–Nicolson).
    ///
    /// # Errors
    /// What comes nearest, if there are none.
    pub fn points(&self, wave: u64, many: usize, from: u32) -> Result<Vec<Vec<f64>>, Nearest> {
        let crowd: Vec<Vec<f64>> = (from..).take(CROWD).map(|i| self.bank(i)).collect();
        let found = crowd.iter().filter(|u| self.holds(u)).count();
        if found as f64 >= COMMON * CROWD as f64 {
            let more = (from..).take(many.saturating_mul(TRIES)).map(|i| self.bank(i));
            let own: Vec<Vec<f64>> = more.filter(|u| self.holds(u)).take(many).collect();
            if own.len() == many {
                return Ok(own);
            }
        }
        let crowd = self.gathered(wave, crowd)?;
        let start = |i: usize| &crowd[i % crowd.len()];
        let own = |i: usize| self.moved(start(i), CUT, (wave << 32) | i as u64, STARTS, OWN_MOVES);
        Ok((0..many).map(own).collect())
    }

    /// A crowd of plausible points.
    fn gathered(&self, wave: u64, mut crowd: Vec<Vec<f64>>) -> Result<Vec<Vec<f64>>, Nearest> {
        let alone = |crowd: &[Vec<f64>]| {
            let mut least = vec![f64::INFINITY; self.observed.len()];
            for u in crowd {
                for (least, off) in least.iter_mut().zip(self.rows(u)) {
                    *least = least.min(off);
                }
            }
            least
        };
        let least = alone(&crowd);
        let mut before = f64::INFINITY;
        for lowering in 0..LOWERINGS as u64 {
            let mut ranked: Vec<(f64, usize)> =
                crowd.iter().enumerate().map(|(i, u)| (self.implausibility(u), i)).collect();
            ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let kept = (KEEP * crowd.len() as f64) as usize;
            let cut = ranked[kept].0.max(CUT);
            let within: Vec<usize> =
                ranked.iter().filter(|(off, _)| *off <= cut).map(|(_, i)| *i).collect();
            if cut <= CUT {
                return Ok(within.into_iter().map(|i| crowd[i].clone()).collect());
            }
            if cut >= before * 0.999 {
                break;
            }
            before = cut;
            let stem = (wave << 32) | (lowering << 20);
            let next = |i: usize| {
                self.moved(&crowd[within[i % within.len()]], cut, stem | i as u64, CHAINS, MOVES)
            };
            crowd = (0..CROWD).map(next).collect();
        }
        let plausible: Vec<Vec<f64>> = crowd.iter().filter(|u| self.holds(u)).cloned().collect();
        if !plausible.is_empty() {
            return Ok(plausible);
        }
        let best = crowd
            .iter()
            .map(|u| self.rows(u))
            .min_by(|a, b| {
                let most = |rows: &[f64]| rows.iter().copied().fold(0.0, f64::max);
                most(a).total_cmp(&most(b))
            })
            .unwrap_or_default();
        let least = least.into_iter().zip(alone(&crowd)).map(|(a, b)| a.min(b)).collect();
        Err(Nearest { rows: best, least })
    }

    /// A point moved so often within a cut; the prior within it stays what it is.
    fn moved(&self, start: &[f64], cut: f64, chain: u64, what: u64, moves: u64) -> Vec<f64> {
        let mut at = start.to_vec();
        for step in 0..moves {
            let luck = self.lot.draw3(Purpose::Design, what, chain, step);
            // Long steps and short ones, since nobody knows how narrow it is.
            let far = [0.6, 0.3, 0.15, 0.07][(step % 4) as usize];
            let back = (1.0f64 - far * far).sqrt();
            let next: Vec<f64> = at
                .iter()
                .enumerate()
                .map(|(k, u)| back * u + far * luck.then(k as u64).normal())
                .collect();
            if self.implausibility(&next) <= cut {
                at = next;
            }
        }
        at
    }
}

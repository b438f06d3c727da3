//! Approximate Bayesian computation with a regression adjustment (Beaumont, Zhang & Balding 2002), in
//! the few directions of what was observed that say something of the parameters (Fearnhead & Prangle
//! 2012).

use crate::stats::linear::{Ridge, leading};

/// Directions that are looked at, most; and the share of a direction's variance that has to be
/// foretold in futures that were left out for it to count.
const MOST_DIRECTIONS: usize = 8;
const FORETOLD: f64 = 0.02;
/// Share of the futures that are nearest to what was observed and taken, and fewest of them.
const NEAREST: f64 = 0.4;
const FEWEST: usize = 200;

/// Futures near what was observed.
#[derive(Debug, Clone)]
pub struct Posterior {
    /// Places of the futures that were taken.
    pub taken: Vec<usize>,
    /// Their weights, which sum to one.
    pub weights: Vec<f64>,
    /// Directions that count.
    pub directions: usize,
    /// Where each lies in these directions, what was observed being at nought.
    summaries: Vec<Vec<f64>>,
}

impl Posterior {
    /// The futures nearest to what was observed, in what foretells what is wanted: `wanted[k][i]` is
    /// quantity `k` of future `i`, `seen[i][j]` what would be observed of it in row `j`. None if there
    /// are too few to tell.
    pub fn of(wanted: &[Vec<f64>], seen: &[Vec<f64>], observed: &[f64]) -> Option<Posterior> {
        let quantities = wanted.len();
        let ridge = Ridge::of(seen, wanted, None)?;
        let scale: Vec<f64> = wanted.iter().map(|values| spread_of(values)).collect();
        let foretold: Vec<Vec<f64>> = seen.iter().map(|row| ridge.predict(row)).collect();
        let at = ridge.predict(observed);
        let directions = directions(&foretold, (wanted, &scale), &ridge);
        let summary = |row: &[f64]| -> Vec<f64> {
            let along = |direction: &Vec<f64>| -> f64 {
                (0..quantities).map(|k| direction[k] * (row[k] - at[k]) / scale[k]).sum()
            };
            directions.iter().map(along).collect()
        };
        let summaries: Vec<Vec<f64>> = foretold.iter().map(|row| summary(row)).collect();
        let (taken, weights) = nearest(&summaries);
        Some(Posterior {
            summaries: taken.iter().map(|&i| summaries[i].clone()).collect(),
            taken,
            weights,
            directions: directions.len(),
        })
    }

    /// How many futures of equal weight they are worth.
    pub fn worth(&self) -> f64 {
        1.0 / self.weights.iter().map(|w| w * w).sum::<f64>()
    }

    /// What the futures that were taken would be if what was observed were seen of each:
    /// `values[j][i]` of quantity `j` in future `i` of those taken.
    pub fn adjusted(&self, values: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let unmoved = || values.to_vec();
        if self.directions == 0 {
            return unmoved();
        }
        let Some(ridge) = Ridge::of(&self.summaries, values, Some(&self.weights)) else {
            return unmoved();
        };
        let here = vec![0.0; self.directions];
        let middle = ridge.predict(&here);
        let moved: Vec<Vec<f64>> = self.summaries.iter().map(|s| ridge.moved(s, &here)).collect();
        // What is left over a line of so many directions is less wide than what it is fitted to.
        let worth = self.worth();
        let wider = (worth / (worth - self.directions as f64 - 1.0).max(1.0)).sqrt();
        let adjust = |j: usize| {
            let one = |i: usize| middle[j] + wider * (values[j][i] + moved[i][j] - middle[j]);
            (0..self.taken.len()).map(one).collect()
        };
        (0..values.len()).map(adjust).collect()
    }

    /// Places among those taken of so many draws by weight, from a place between 0 and 1 at which the
    /// first stands (systematic resampling).
    pub fn resampled(&self, many: usize, first: f64) -> Vec<usize> {
        let (mut place, mut below) = (0, 0.0);
        let mut draws = Vec::with_capacity(many);
        for i in 0..many {
            let wanted = (i as f64 + first) / many as f64;
            while place + 1 < self.weights.len() && below + self.weights[place] < wanted {
                below += self.weights[place];
                place += 1;
            }
            draws.push(place);
        }
        draws
    }
}

/// Standard deviation, and something where there is none.
fn spread_of(values: &[f64]) -> f64 {
    let n = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / n;
    let square = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
    square.sqrt().max(1e-12)
}

/// Directions among what is wanted that what was observed foretells, the most first.
fn directions(
    foretold: &[Vec<f64>],
    (wanted, scale): (&[Vec<f64>], &[f64]),
    ridge: &Ridge,
) -> Vec<Vec<f64>> {
    let (n, quantities) = (foretold.len(), wanted.len());
    let column = |k: usize| foretold.iter().map(move |row| row[k]);
    let mean: Vec<f64> = (0..quantities).map(|k| column(k).sum::<f64>() / n as f64).collect();
    let mut spread = vec![vec![0.0; quantities]; quantities];
    for row in foretold {
        let row: Vec<f64> = (0..quantities).map(|k| (row[k] - mean[k]) / scale[k]).collect();
        for (spread, a) in spread.iter_mut().zip(&row) {
            spread.iter_mut().zip(&row).for_each(|(sum, b)| *sum += a * b / n as f64);
        }
    }
    let counts = |direction: &Vec<f64>| {
        let along = |of: &dyn Fn(usize) -> f64| -> f64 {
            (0..quantities).map(|k| direction[k] * of(k) / scale[k]).sum()
        };
        let own: Vec<f64> = (0..n).map(|i| along(&|k| wanted[k][i])).collect();
        let without: Vec<f64> = (0..n).map(|i| along(&|k| ridge.left_out[k][i])).collect();
        let mean = own.iter().sum::<f64>() / n as f64;
        let all: f64 = own.iter().map(|x| (x - mean) * (x - mean)).sum();
        let left: f64 = own.iter().zip(&without).map(|(x, y)| (x - y) * (x - y)).sum();
        left < (1.0 - FORETOLD) * all
    };
    let all = leading(&spread, MOST_DIRECTIONS).into_iter();
    all.map(|(_, direction)| direction).filter(counts).collect()
}

/// The nearest futures and their weights (Epanechnikov's kernel).
fn nearest(summaries: &[Vec<f64>]) -> (Vec<usize>, Vec<f64>) {
    let n = summaries.len();
    let directions = summaries.first().map_or(0, Vec::len);
    if directions == 0 {
        return ((0..n).collect(), vec![1.0 / n as f64; n]);
    }
    let along = |d: usize| summaries.iter().map(|s| s[d]).collect::<Vec<f64>>();
    let scale: Vec<f64> = (0..directions).map(|d| spread_of(&along(d))).collect();
    let far =
        |s: &Vec<f64>| (0..directions).map(|d| (s[d] / scale[d]) * (s[d] / scale[d])).sum::<f64>();
    let mut ranked: Vec<(f64, usize)> =
        summaries.iter().enumerate().map(|(i, s)| (far(s).sqrt(), i)).collect();
    ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let many = ((NEAREST * n as f64) as usize).max(FEWEST).min(n);
    // Just beyond the last that is taken, so that none has no weight.
    let edge = ranked[many - 1].0 * 1.000_001 + 1e-12;
    let mut taken: Vec<(usize, f64)> =
        ranked[..many].iter().map(|&(far, i)| (i, 1.0 - (far / edge) * (far / edge))).collect();
    taken.sort_by_key(|(i, _)| *i);
    let sum: f64 = taken.iter().map(|(_, w)| w).sum();
    taken.into_iter().map(|(i, w)| (i, w / sum)).unzip()
}

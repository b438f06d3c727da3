//! What earlier forecasts say of the next: how far the model itself is off, how much each method counts
//! in the mixture, and how wide the mixture is to be.
//!
//! An origin may learn from all origins of other series (a series is left out as a whole), and of its own
//! series from earlier origins and rows that were there by then. What rows of one origin are off hangs
//! together, so that an origin counts for one, however many rows it has.

use super::scale::Target;
use super::score::{Ahead, mixture};
use super::simple::crps;
use crate::results::forecast::Method;
use crate::stats::maths;
use crate::stats::quantiles::quantile;

/// Before anything was foretold: the middle of what the model is off by in a year, on the scale, and its
/// spread on the logarithm. Assumed: between a tenth and one for 90 of 100.
pub const PRIOR: (f64, f64) = (0.3, 0.7);
/// Before anything was foretold: the middle of the factor by which the mixture's spread is multiplied, and
/// its spread on the logarithm. Assumed: between .44 and 2.3 for 90 of 100.
const SPREAD_PRIOR: (f64, f64) = (1.0, 0.5);
/// Sizes that are looked at: from, to, and how many.
const GRID: (f64, f64, u32) = (0.02, 5.0, 400);
/// Weeks of a year.
const YEAR: f64 = 52.0;

/// What was foretold from an origin.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    /// Name of the series.
    pub series: String,
    /// Week of the last row that was fitted to.
    pub week: u32,
    /// Later rows with what was foretold of each.
    pub rows: Vec<Ahead>,
}

/// What `at` may learn from: of each origin the rows that it may see.
fn seen<'a>(all: &'a [Origin], at: &Origin) -> Vec<(&'a Origin, Vec<&'a Ahead>)> {
    let rows = |origin: &'a Origin| -> Vec<&'a Ahead> {
        let own = origin.series == at.series;
        let may = |row: &&Ahead| !own || (origin.week < at.week && row.row.week <= at.week);
        origin.rows.iter().filter(may).collect()
    };
    all.iter().map(|origin| (origin, rows(origin))).filter(|(_, rows)| !rows.is_empty()).collect()
}

/// What a year adds to what the model is off by, as a standard deviation on the scale: the most likely one,
/// from the errors of the model alone and the prior.
pub fn discrepancy(all: &[Origin], at: &Origin) -> f64 {
    let mut misses: Vec<(f64, f64, f64, f64)> = Vec::new();
    for (origin, rows) in seen(all, at) {
        for ahead in &rows {
            let Some(sample) = ahead.sample(Method::Model) else { continue };
            let scale = Target::of(&ahead.row, 0, 0).scale;
            let values: Vec<f64> = sample.iter().map(|x| scale.to(*x)).collect();
            let n = values.len() as f64;
            let mean = values.iter().sum::<f64>() / n;
            let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
            let years = f64::from(ahead.row.week.saturating_sub(origin.week)) / YEAR;
            misses.push((
                1.0 / rows.len() as f64,
                scale.to(ahead.row.value) - mean,
                variance,
                years,
            ));
        }
    }
    most_likely(PRIOR, |size| {
        let one = |&(counts, off, own, years): &(f64, f64, f64, f64)| {
            let variance = own + size * size * years + 1e-9;
            -0.5 * counts * (off * off / variance + maths::ln(variance))
        };
        misses.iter().map(one).sum::<f64>()
    })
}

/// The likeliest of the sizes that are looked at, under a log-normal prior and a log-likelihood.
fn most_likely(prior: (f64, f64), likely: impl Fn(f64) -> f64) -> f64 {
    let step = (maths::ln(GRID.1) - maths::ln(GRID.0)) / f64::from(GRID.2);
    let sizes = (0..=GRID.2).map(|i| maths::exp(maths::ln(GRID.0) + step * f64::from(i)));
    let posterior = |size: f64| {
        let off = (maths::ln(size) - maths::ln(prior.0)) / prior.1;
        likely(size) - 0.5 * off * off
    };
    let best = sizes.map(|size| (posterior(size), size)).max_by(|a, b| a.0.total_cmp(&b.0));
    best.map_or(prior.0, |(_, size)| size)
}

/// How methods have done: what weighs them in the mixture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// By method of [`Method::MIXED`]: the sum of its scores, each as a part of the mean of all methods'.
    pub scores: [f64; Method::MIXED.len()],
    /// Over how many rows, those of one origin together counting one.
    pub rows: [f64; Method::MIXED.len()],
}

/// One origin at which all did as well.
impl Default for Weights {
    fn default() -> Self {
        Weights { scores: [1.0; Method::MIXED.len()], rows: [1.0; Method::MIXED.len()] }
    }
}

impl Weights {
    /// After another row, which counts for so much.
    pub fn add(&mut self, ahead: &Ahead, counts: f64) {
        let score = |m: Method| ahead.sample(m).map(|sample| crps(sample, ahead.row.value));
        let scores = Method::MIXED.map(score);
        let known: Vec<f64> = scores.iter().flatten().copied().collect();
        let mean = known.iter().sum::<f64>() / known.len().max(1) as f64;
        for (k, score) in scores.into_iter().enumerate() {
            if let Some(score) = score.filter(|_| mean > 0.0) {
                self.scores[k] += score / mean * counts;
                self.rows[k] += counts;
            }
        }
    }

    /// How much a method counts: one over its mean score.
    pub fn of(&self, method: Method) -> f64 {
        let place = Method::MIXED.iter().position(|m| *m == method);
        place.map_or(0.0, |k| self.rows[k] / self.scores[k].max(1e-9))
    }
}

/// How much each method counts in the mixture, by all that `at` may learn from.
pub fn weights(all: &[Origin], at: &Origin) -> Weights {
    let mut weights = Weights::default();
    for (_, rows) in seen(all, at) {
        rows.iter().for_each(|ahead| weights.add(ahead, 1.0 / rows.len() as f64));
    }
    weights
}

/// By what the spread of the mixture about its median is multiplied, on the scale: the likeliest factor, from how
/// far rows lay from the medians of mixtures with these weights, in spreads of them, and a prior. A mixture of
/// methods that are each as wide as they should be is too wide (Gneiting & Ranjan 2013, “Combining predictive
/// distributions”, Electronic Journal of Statistics 7, section 3: the spread-adjusted linear pool).
pub fn spread(all: &[Origin], at: &Origin, weights: &Weights) -> f64 {
    let mut misses: Vec<(f64, f64)> = Vec::new();
    for (_, rows) in seen(all, at) {
        for ahead in &rows {
            let scale = Target::of(&ahead.row, 0, 0).scale;
            let mixed = mixture(&ahead.samples, weights);
            let mut values: Vec<f64> = mixed.iter().map(|x| scale.to(*x)).collect();
            values.sort_by(f64::total_cmp);
            let (n, middle) = (values.len() as f64, quantile(&values, 0.5));
            let mean = values.iter().sum::<f64>() / n;
            let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
            if variance > 0.0 {
                let off = (scale.to(ahead.row.value) - middle) / variance.sqrt();
                misses.push((1.0 / rows.len() as f64, off));
            }
        }
    }
    most_likely(SPREAD_PRIOR, |factor| {
        let one = |&(counts, off): &(f64, f64)| {
            -counts * (0.5 * off * off / (factor * factor) + maths::ln(factor))
        };
        misses.iter().map(one).sum()
    })
}

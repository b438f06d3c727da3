//! What earlier forecasts say of the next: how far the model itself is off, and how much each method counts
//! in the mixture.
//!
//! An origin may learn from all origins of other series (a series is left out as a whole), and of its own
//! series from earlier origins and rows that were there by then. What rows of one origin are off hangs
//! together, so that an origin counts for one, however many rows it has.

use super::scale::Target;
use super::score::Ahead;
use super::simple::crps;
use crate::results::forecast::Method;
use crate::stats::maths;

/// Before anything was foretold: the middle of what the model is off by in a year, on the scale, and its
/// spread on the logarithm. Assumed: between a tenth and one for 90 of 100.
pub const PRIOR: (f64, f64) = (0.3, 0.7);
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
            let Some((_, sample)) = ahead.samples.iter().find(|(m, _)| *m == Method::Model) else {
                continue;
            };
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
    let likely = |size: f64| {
        let off = (maths::ln(size) - maths::ln(PRIOR.0)) / PRIOR.1;
        let one = |&(counts, off, own, years): &(f64, f64, f64, f64)| {
            let variance = own + size * size * years + 1e-9;
            -0.5 * counts * (off * off / variance + maths::ln(variance))
        };
        -0.5 * off * off + misses.iter().map(one).sum::<f64>()
    };
    let step = (maths::ln(GRID.1) - maths::ln(GRID.0)) / f64::from(GRID.2);
    let sizes = (0..=GRID.2).map(|i| maths::exp(maths::ln(GRID.0) + step * f64::from(i)));
    let best = sizes.map(|size| (likely(size), size)).max_by(|a, b| a.0.total_cmp(&b.0));
    best.map_or(PRIOR.0, |(_, size)| size)
}

/// How much each method counts in the mixture: one over its mean score, each row's as a part of the mean of
/// all methods, beside one origin at which all did as well.
pub fn weights(all: &[Origin], at: &Origin) -> Vec<(Method, f64)> {
    let methods: Vec<Method> =
        Method::ALL.into_iter().filter(|m| !matches!(m, Method::Model | Method::Mixture)).collect();
    let mut sums = vec![1.0; methods.len()];
    let mut origins = vec![1.0; methods.len()];
    for (_, rows) in seen(all, at) {
        for ahead in &rows {
            let score = |m: &Method| {
                let sample = ahead.samples.iter().find(|(own, _)| own == m);
                sample.map(|(_, sample)| crps(sample, ahead.row.value))
            };
            let scores: Vec<Option<f64>> = methods.iter().map(score).collect();
            let known: Vec<f64> = scores.iter().flatten().copied().collect();
            let mean = known.iter().sum::<f64>() / known.len().max(1) as f64;
            for (k, score) in scores.iter().enumerate() {
                if let Some(score) = score.filter(|_| mean > 0.0) {
                    sums[k] += score / mean / rows.len() as f64;
                    origins[k] += 1.0 / rows.len() as f64;
                }
            }
        }
    }
    let weight = |k: usize| origins[k] / sums[k].max(1e-9);
    methods.iter().enumerate().map(|(k, method)| (*method, weight(k))).collect()
}

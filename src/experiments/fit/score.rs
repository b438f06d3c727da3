//! What was held back beside the forecasts of it: the model's, and those of simple methods.

use super::record::RECORD;
use super::rolling::Weights;
use super::scale::Target;
use super::simple::{Past, SAMPLE, crps};
use crate::results::fit::Fitted;
use crate::results::forecast::{Foretold, Method, Scored};
use crate::rng::{Lot, Purpose};
use crate::scenario::{Observation, Observed};

/// What draws are for; part of their address.
const SEEN: u64 = 33;

/// A row and what each method but the mixture foretells of it, as samples.
#[derive(Debug, Clone, PartialEq)]
pub struct Ahead {
    /// The row.
    pub row: Observation,
    /// The samples.
    pub samples: Vec<(Method, Vec<f64>)>,
}

/// What is foretold of the rows that were held back. `ahead` was made without their values, and the simple
/// methods see the rows that were fitted to alone. Without `ahead`, where no point was plausible, they
/// stand alone.
pub fn forecasts(ahead: &[[Vec<f64>; 2]], observed: &Observed, seed: u64) -> Vec<Ahead> {
    let one = |(nth, row): (usize, &Observation)| {
        let mut samples = Vec::new();
        if let Some([model, with]) = ahead.get(nth) {
            samples.push((Method::Model, model.clone()));
            samples.push((Method::WithDiscrepancy, with.clone()));
        }
        if let Some(past) = past_of(row, &observed.fit) {
            let target = Target::of(row, 0, 0);
            let lot = Lot::of_region(seed);
            let seen = |sample: Vec<f64>| -> Vec<f64> {
                let luck = |i| lot.draw3(Purpose::Design, SEEN, nth as u64, i);
                let one = |(i, x): (u64, f64)| {
                    target.scale.from(target.seen(past.scale.from(x), luck(i)))
                };
                (0..).zip(sample).map(one).collect()
            };
            let simple = Method::SIMPLE.into_iter();
            samples.extend(simple.filter_map(|m| Some((m, seen(past.ahead(m, seed, row.week)?)))));
        }
        Ahead { row: row.clone(), samples }
    };
    observed.hold.iter().enumerate().map(one).collect()
}

/// Hold the rows that were held back against all forecasts of them. In the mixture each method counts by
/// how well it has done on the record ([`RECORD`]) and in the rows before.
pub fn score(found: &Fitted, observed: &Observed, seed: u64) -> Scored {
    let all = forecasts(&found.ahead, observed, seed);
    let one = |ahead: &Ahead| {
        let row = &ahead.row;
        let before = all.iter().filter(|other| {
            other.row.week < row.week
                && other.row.measure.name == row.measure.name
                && other.row.group == row.group
        });
        let mut weights = RECORD.weights;
        before.for_each(|other| weights.add(other, 1.0));
        ahead.all(&weights, RECORD.spread)
    };
    Scored { rows: all.iter().flat_map(one).collect() }
}

impl Ahead {
    /// The sample of a method.
    pub fn sample(&self, method: Method) -> Option<&[f64]> {
        self.samples.iter().find(|(own, _)| *own == method).map(|(_, sample)| &sample[..])
    }

    /// The row beside all forecasts of it, the mixture by these weights among them, its spread multiplied by a
    /// factor.
    pub fn all(&self, weights: &Weights, spread: f64) -> Vec<Foretold> {
        let mixed = spread_by(mixture(&self.samples, weights), spread, &self.row);
        let mixed = (Method::Mixture, mixed);
        let all = self.samples.iter().cloned().chain([mixed]);
        all.map(|(method, sample)| foretold(&self.row, method, sample)).collect()
    }
}

/// What was fitted to of the same series.
fn past_of(row: &Observation, fit: &[Observation]) -> Option<Past> {
    let own = |r: &&Observation| r.measure.name == row.measure.name && r.group == row.group;
    let rows: Vec<&Observation> = fit.iter().filter(own).collect();
    let targets: Vec<Target> = rows.iter().map(|row| Target::of(row, 0, 0)).collect();
    // Rows may be of other denominators, and so on other scales.
    let scale = targets.first()?.scale;
    Some(Past {
        scale,
        weeks: rows.iter().map(|row| row.week).collect(),
        values: rows.iter().map(|row| scale.to(row.value)).collect(),
        errors: targets.iter().map(Target::variance).collect(),
    })
}

/// Samples of all methods but the model alone as one, each with a share by its weight.
pub(super) fn mixture(samples: &[(Method, Vec<f64>)], weights: &Weights) -> Vec<f64> {
    let own = samples.iter().filter(|(method, _)| *method != Method::Model);
    let weighed: Vec<(f64, &Vec<f64>)> =
        own.map(|(method, sample)| (weights.of(*method), sample)).collect();
    let sum: f64 = weighed.iter().map(|(weight, _)| weight).sum();
    let mut mixed = Vec::new();
    for (weight, sample) in weighed {
        let many = (weight / sum * SAMPLE as f64).round() as usize;
        // Evenly over the sample, which has no order.
        mixed.extend((0..many).map(|i| sample[i * sample.len() / many.max(1)]));
    }
    mixed
}

/// A sample with its distances from the median multiplied, on the scale of the row.
fn spread_by(sample: Vec<f64>, factor: f64, row: &Observation) -> Vec<f64> {
    let scale = Target::of(row, 0, 0).scale;
    let mut values: Vec<f64> = sample.iter().map(|x| scale.to(*x)).collect();
    values.sort_by(f64::total_cmp);
    let middle = crate::stats::quantiles::quantile(&values, 0.5);
    values.into_iter().map(|x| scale.from(middle + factor * (x - middle))).collect()
}

fn foretold(row: &Observation, method: Method, mut sample: Vec<f64>) -> Foretold {
    let crps = crps(&sample, row.value);
    sample.sort_by(f64::total_cmp);
    let band = [0.05, 0.5, 0.95].map(|q| crate::stats::quantiles::quantile(&sample, q));
    let inside = (band[0]..=band[2]).contains(&row.value);
    Foretold { row: row.clone(), method, band, crps, inside }
}

//! Forecasts that know nothing of a scenario: the last value and the trend so far, a logistic curve and a
//! Bass curve. They are what a model has to beat.
//!
//! All work on the scale of the measure. Each gives a sample of what would be observed.

use super::scale::Scale;
use crate::results::forecast::Method;
use crate::rng::{Draw, Lot, Purpose};
use crate::stats::maths;

/// A curve over years.
type Curve = Box<dyn Fn(f64) -> f64>;

/// Size of a sample.
pub const SAMPLE: usize = 400;
/// Curves that are weighed against the past, for a sample.
const TRIED: usize = 4_000;
/// What draws are for; part of their address.
const CURVES: u64 = 31;
const STEPS: u64 = 32;
/// Weeks of a year.
const YEAR: f64 = 52.0;
/// What a series moves by in a year beyond its trend, before anything is known of it, on the scale; and of
/// how many steps that is worth. Assumed.
const STEP: f64 = 0.3;
const WORTH: f64 = 2.0;
/// How far a curve may be off what was observed, on the scale.
const OFF: f64 = 0.15;
/// Growth of a logistic curve a year: median and spread on the logarithm. Assumed, about that of Bass
/// curves with the imitation below.
const GROWTH: (f64, f64) = (0.6, 0.6);
/// Innovation and imitation of a Bass curve a year: median and spread on the logarithm (Sultan, Farley &
/// Lehmann 1990 give means of 0.03 and 0.38 over 213 applications; from memory).
const INNOVATION: (f64, f64) = (0.015, 1.0);
const IMITATION: (f64, f64) = (0.35, 0.5);
/// Years before the first value in which a Bass curve may have begun.
const BEGUN: f64 = 10.0;
/// Least share that a curve ends at.
const LEAST_END: f64 = 0.4;

/// What was observed of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// Weeks, rising.
    pub weeks: Vec<u32>,
    /// Values on the scale.
    pub values: Vec<f64>,
    /// Variances of their errors.
    pub errors: Vec<f64>,
    /// The scale.
    pub scale: Scale,
}

impl Past {
    /// A sample of the series in a week, by a method; none if the method is not for such a series.
    pub fn ahead(&self, method: Method, seed: u64, week: u32) -> Option<Vec<f64>> {
        let lot = Lot::of_region(seed);
        match (method, self.scale) {
            (Method::Trend, _) => self.trend(lot, week),
            (Method::Logistic, Scale::Logit(_)) => self.curve(lot, week, 0, logistic),
            (Method::Bass, Scale::Logit(_)) => self.curve(lot, week, 1, bass),
            _ => None,
        }
    }

    fn years(&self, week: u32) -> f64 {
        (f64::from(week) - f64::from(*self.weeks.last().unwrap_or(&0))) / YEAR
    }

    /// A random walk from the last value, with the mean slope so far.
    fn trend(&self, lot: Lot, week: u32) -> Option<Vec<f64>> {
        let (first, last) = (*self.values.first()?, *self.values.last()?);
        let span = -self.years(*self.weeks.first()?);
        let slope = if span > 0.0 { (last - first) / span } else { 0.0 };
        let (mut square, mut steps) = (WORTH * STEP * STEP, WORTH);
        for i in 1..self.values.len() {
            let years = f64::from(self.weeks[i] - self.weeks[i - 1]) / YEAR;
            let off = self.values[i] - self.values[i - 1] - slope * years;
            (square, steps) = (square + off * off / years.max(1.0 / YEAR), steps + 1.0);
        }
        let own = (square / steps).sqrt();
        let ahead = self.years(week).max(0.0);
        let unsure = if span > 0.0 { own / span.sqrt() } else { own };
        let error = self.errors.last().copied().unwrap_or(0.0).sqrt();
        let one = |i: usize| {
            let luck = lot.draw3(Purpose::Design, STEPS, i as u64, 0);
            let drift = slope + unsure * luck.then(1).normal();
            last + error * luck.then(2).normal()
                + drift * ahead
                + own * ahead.sqrt() * luck.then(3).normal()
        };
        Some((0..SAMPLE).map(one).collect())
    }

    /// Curves, each as often as it comes near to what was observed.
    fn curve(
        &self,
        lot: Lot,
        week: u32,
        which: u64,
        make: fn(Draw, f64) -> Curve,
    ) -> Option<Vec<f64>> {
        let span = -self.years(*self.weeks.first()?);
        let tried: Vec<(f64, f64)> = (0..TRIED)
            .map(|i| {
                let luck = lot.draw3(Purpose::Design, CURVES, which, i as u64);
                let curve = make(luck, span);
                let at = |week: u32| self.scale.to(curve(self.years(week)));
                let off = |(&week, (value, error)): (&u32, (&f64, &f64))| {
                    let off = value - at(week);
                    off * off / (error + OFF * OFF)
                };
                let pairs = self.weeks.iter().zip(self.values.iter().zip(&self.errors));
                let distance: f64 = pairs.map(off).sum();
                (distance, at(week) + OFF * luck.then(99).normal())
            })
            .collect();
        let least = tried.iter().map(|(distance, _)| *distance).fold(f64::INFINITY, f64::min);
        let weights: Vec<f64> =
            tried.iter().map(|(distance, _)| maths::exp(-0.5 * (distance - least))).collect();
        let sum: f64 = weights.iter().sum();
        let (mut place, mut below) = (0, 0.0);
        let mut sample = Vec::with_capacity(SAMPLE);
        for i in 0..SAMPLE {
            let wanted = sum * (i as f64 + 0.5) / SAMPLE as f64;
            while place + 1 < TRIED && below + weights[place] < wanted {
                below += weights[place];
                place += 1;
            }
            sample.push(tried[place].1);
        }
        Some(sample)
    }
}

/// Of years from the last value.
fn logistic(luck: Draw, _: f64) -> Box<dyn Fn(f64) -> f64> {
    let end = LEAST_END + (1.0 - LEAST_END) * luck.then(1).uniform();
    let growth = luck.then(2).log_normal(GROWTH.0, GROWTH.1);
    let here = -3.0 + 2.5 * luck.then(3).normal();
    Box::new(move |years| end * maths::logistic(here + growth * years))
}

fn bass(luck: Draw, span: f64) -> Box<dyn Fn(f64) -> f64> {
    let end = LEAST_END + (1.0 - LEAST_END) * luck.then(1).uniform();
    let p = luck.then(2).log_normal(INNOVATION.0, INNOVATION.1);
    let q = luck.then(3).log_normal(IMITATION.0, IMITATION.1);
    let begun = span + BEGUN * luck.then(4).uniform();
    Box::new(move |years| {
        let fall = maths::exp(-(p + q) * (begun + years).max(0.0));
        end * (1.0 - fall) / (1.0 + q / p * fall)
    })
}

/// Continuous ranked probability score of a sample: how far it is from what came, the less the better.
pub fn crps(sample: &[f64], came: f64) -> f64 {
    let n = sample.len() as f64;
    let mut sorted = sample.to_vec();
    sorted.sort_by(f64::total_cmp);
    let off: f64 = sorted.iter().map(|x| (x - came).abs()).sum::<f64>() / n;
    // Mean distance of two of a sorted sample.
    let apart: f64 = sorted.iter().enumerate().map(|(i, x)| x * (2.0 * i as f64 + 1.0 - n)).sum();
    off - apart / (n * n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_score_is_that_of_its_definition() {
        assert!((crps(&[1.0, 1.0], 3.0) - 2.0).abs() < 1e-12, "a point: the distance");
        // Two points: mean distance 1, less half the mean distance of two draws (2 / 4).
        assert!((crps(&[0.0, 2.0], 1.0) - 0.5).abs() < 1e-12);
        let (near, far): (Vec<f64>, Vec<f64>) =
            (0..100).map(|i| (f64::from(i) / 100.0, f64::from(i) / 10.0)).unzip();
        assert!(
            crps(&near, 0.5) < crps(&far, 0.5),
            "a sharp forecast that is right is the better one"
        );
    }

    #[test]
    fn a_curve_goes_on_where_it_is_and_a_trend_as_it_went() {
        let scale = Scale::Logit(1_000.0);
        let logit: Vec<f64> = (0..6).map(|i| -3.0 + 0.3 * f64::from(i)).collect();
        let weeks: Vec<u32> = (0..6).map(|i| 10 + 26 * i).collect();
        let past = Past { weeks, values: logit, errors: vec![0.001; 6], scale };
        for method in Method::SIMPLE {
            let mut sample = past.ahead(method, 3, 10 + 26 * 7).unwrap();
            sample.sort_by(f64::total_cmp);
            // Twice the step further on: -1.5 + 0.6.
            assert!((sample[SAMPLE / 2] + 0.9).abs() < 0.35, "{method:?} {}", sample[SAMPLE / 2]);
            assert!(sample[20] < -0.9 && sample[SAMPLE - 20] > -0.9, "{method:?}");
        }
        let amounts = Past { scale: Scale::Log, ..past };
        assert!(amounts.ahead(Method::Bass, 3, 200).is_none(), "no share of anything");
    }
}

//! How far a sample lies from an exact answer, in standard normal deviations.

use super::moments::Moments;
use crate::stats::maths;

/// Mean and unbiased variance of a sample; none of fewer than two values.
fn summary(sample: &[f64]) -> Option<(f64, f64, f64)> {
    let n = sample.len() as f64;
    if sample.len() < 2 {
        return None;
    }
    let mean = sample.iter().sum::<f64>() / n;
    let squares: f64 = sample.iter().map(|x| (x - mean) * (x - mean)).sum();
    Some((n, mean, squares / (n - 1.0)))
}

/// Score of the sample's mean under the exact mean and variance.
pub fn mean(sample: &[f64], exact: &Moments) -> Option<f64> {
    let (n, mean, _) = summary(sample)?;
    Some((mean - exact.mean) / (exact.variance / n).sqrt())
}

/// Score of the sample's mean under the exact mean, where no exact variance is known: Student's
/// t with the sample's own, turned into a normal deviate (Wallace 1959, Annals of Mathematical
/// Statistics 30: 1121).
pub fn mean_alone(sample: &[f64], exact_mean: f64) -> Option<f64> {
    let (n, mean, variance) = summary(sample)?;
    let t = (mean - exact_mean) / (variance / n).sqrt();
    let free = n - 1.0;
    let z = (free * libm::log1p(t * t / free)).sqrt() * (8.0 * free + 1.0) / (8.0 * free + 3.0);
    Some(z.copysign(t))
}

/// Score of the sample's variance under the exact moments.
///
/// The variance of a sample's variance follows from the fourth moment, so no normal shape is
/// assumed of the values. Its distribution is taken as a multiple of χ² with the degrees of
/// freedom that give it this variance (Satterthwaite 1946), n − 1 for normal values; the cube
/// root of that is all but normal (Wilson & Hilferty 1931, PNAS 17: 684).
pub fn variance(sample: &[f64], exact: &Moments) -> Option<f64> {
    let (n, _, variance) = summary(sample)?;
    let square = exact.variance * exact.variance;
    let of_variance = (exact.fourth - square * (n - 3.0) / (n - 1.0)) / n;
    let unit = 2.0 / (9.0 * 2.0 * square / of_variance);
    Some((libm::cbrt(variance / exact.variance) - (1.0 - unit)) / unit.sqrt())
}

/// The score beyond which one of `tests` two-sided tests rejects, if all of them together are
/// to reject what is true with chance at most `alpha` (Bonferroni).
pub fn critical(alpha: f64, tests: usize) -> f64 {
    -maths::normal_quantile(alpha / (2.0 * tests.max(1) as f64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Lot, Purpose};

    fn normals(seed: u32, n: u64) -> Vec<f64> {
        let lot = Lot::new(7, seed);
        (0..n).map(|i| 3.0 + 2.0 * lot.draw(Purpose::Effort, 0, i).normal()).collect()
    }

    /// Share of scores beyond the two-sided five per cent point.
    fn beyond(score: impl Fn(&[f64]) -> f64, sample: impl Fn(u32) -> Vec<f64>) -> f64 {
        let far = (0..4_000).filter(|&s| score(&sample(s)).abs() > 1.959_964);
        far.count() as f64 / 4_000.0
    }

    #[test]
    fn scores_of_the_truth_are_standard_normal() {
        let exact = Moments::of_normal(3.0, 4.0);
        // Standard error of the share: .0034.
        for found in [
            beyond(|x| mean(x, &exact).unwrap(), |s| normals(s, 40)),
            beyond(|x| mean_alone(x, 3.0).unwrap(), |s| normals(s, 12)),
            beyond(|x| variance(x, &exact).unwrap(), |s| normals(s, 40)),
        ] {
            assert!((found - 0.05).abs() < 0.012, "{found}");
        }
    }

    #[test]
    fn the_variance_of_skewed_values_is_scored_by_their_fourth_moment() {
        // Exponential: variance 1, fourth central moment 9.
        let exact = Moments { mean: 1.0, variance: 1.0, fourth: 9.0 };
        let sample = |s| -> Vec<f64> {
            let lot = Lot::new(9, s);
            (0..300).map(|i| lot.draw(Purpose::Effort, 0, i).exponential()).collect()
        };
        let found = beyond(|x| variance(x, &exact).unwrap(), sample);
        assert!((found - 0.05).abs() < 0.02, "{found}");
        let normal = Moments::of_normal(1.0, 1.0);
        assert!(beyond(|x| variance(x, &normal).unwrap(), sample) > 0.2);
    }

    #[test]
    fn scores_of_something_else_are_far_out() {
        let x = normals(1, 400);
        assert!(mean(&x, &Moments::of_normal(3.6, 4.0)).unwrap() < -5.0);
        assert!(mean_alone(&x, 2.4).unwrap() > 5.0);
        assert!(variance(&x, &Moments::of_normal(3.0, 6.0)).unwrap() < -4.0);
        assert!((critical(0.05, 1) - 1.959_964).abs() < 1e-6);
        assert!(critical(0.05, 10) > critical(0.05, 1));
        assert_eq!(mean(&[1.0], &Moments::of_normal(0.0, 1.0)), None);
    }
}

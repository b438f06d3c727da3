//! Mean, variance and fourth central moment of a distribution.
//!
//! The fourth says how far a sample's variance may stray from the exact one.

/// Mean and central moments.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moments {
    /// Mean.
    pub mean: f64,
    /// Variance.
    pub variance: f64,
    /// Fourth central moment.
    pub fourth: f64,
}

impl Moments {
    /// Of the values 0, 1, 2 … with these probabilities.
    pub fn of_counts(probabilities: &[f64]) -> Self {
        let sum = |f: &dyn Fn(f64) -> f64| -> f64 {
            probabilities.iter().enumerate().map(|(k, p)| p * f(k as f64)).sum()
        };
        let mean = sum(&|k| k);
        let square = |k: f64| (k - mean) * (k - mean);
        Moments { mean, variance: sum(&square), fourth: sum(&|k| square(k) * square(k)) }
    }

    /// From the first four moments about zero.
    pub fn of_raw([m1, m2, m3, m4]: [f64; 4]) -> Self {
        Moments {
            mean: m1,
            variance: m2 - m1 * m1,
            fourth: m4 - 4.0 * m1 * m3 + 6.0 * m1 * m1 * m2 - 3.0 * m1 * m1 * m1 * m1,
        }
    }

    /// Of the number of successes among `n` independent trials of probability `p`.
    pub fn of_binomial(n: f64, p: f64) -> Self {
        let one = p * (1.0 - p);
        let single = Moments { mean: p, variance: one, fourth: one * (1.0 - 3.0 * one) };
        single.sum_of(n)
    }

    /// Of a normal distribution.
    pub fn of_normal(mean: f64, variance: f64) -> Self {
        Moments { mean, variance, fourth: 3.0 * variance * variance }
    }

    /// Of the sum of `n` independent copies.
    pub fn sum_of(self, n: f64) -> Self {
        let square = self.variance * self.variance;
        Moments {
            mean: n * self.mean,
            variance: n * self.variance,
            // Cumulants add, and the fourth is the fourth moment less three squares.
            fourth: n * (self.fourth - 3.0 * square) + 3.0 * n * n * square,
        }
    }

    /// Of a multiple.
    pub fn times(self, factor: f64) -> Self {
        let square = factor * factor;
        Moments {
            mean: factor * self.mean,
            variance: square * self.variance,
            fourth: square * square * self.fourth,
        }
    }

    /// Of the mean of `n` independent copies.
    pub fn mean_of(self, n: f64) -> Self {
        self.sum_of(n).times(1.0 / n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::exact::binomial::Binomial;
    use crate::stats::maths;

    #[test]
    fn three_ways_to_the_moments_of_a_binomial_agree() {
        let (n, p) = (12_u32, 0.3);
        let b = Binomial::new(n, p);
        let full: Vec<f64> = (0..=n).map(|k| b.probability(k)).collect();
        let raw = [1.0, 2.0, 3.0, 4.0].map(|power| {
            full.iter().enumerate().map(|(k, w)| w * maths::pow(k as f64, power)).sum::<f64>()
        });
        let formula = Moments::of_binomial(f64::from(n), p);
        for other in [Moments::of_counts(&full), Moments::of_raw(raw)] {
            assert!((formula.mean - other.mean).abs() < 1e-12);
            assert!((formula.variance - other.variance).abs() < 1e-12);
            assert!((formula.fourth - other.fourth).abs() < 1e-10);
        }
    }
}

//! Quantiles of the distributions by which a study may draw a parameter.

use super::maths;
use super::student::incomplete_beta;

/// A distribution on an interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape {
    /// All values are as likely.
    Uniform,
    /// Normal with this mean and standard deviation, cut off at the ends of the interval.
    Normal {
        /// Mean before it is cut off.
        mean: f64,
        /// Standard deviation before it is cut off.
        sd: f64,
    },
    /// Triangular with its peak here.
    Triangular {
        /// The most likely value.
        mode: f64,
    },
    /// Beta, stretched over the interval.
    Beta {
        /// First shape.
        alpha: f64,
        /// Second shape.
        beta: f64,
    },
}

impl Shape {
    /// The value in `low..high` below which a share `p` in [0, 1] lies.
    pub fn quantile(self, p: f64, low: f64, high: f64) -> f64 {
        let p = p.clamp(0.0, 1.0);
        let value = match self {
            Shape::Uniform => low + p * (high - low),
            Shape::Normal { mean, sd } => {
                let below = |x: f64| normal_cumulative((x - mean) / sd);
                let p = below(low) + p * (below(high) - below(low));
                // The ends of what the quantile function can take.
                mean + sd * maths::normal_quantile(p.clamp(1e-300, 1.0 - 1e-16))
            }
            Shape::Triangular { mode } => {
                let (width, peak) = (high - low, (mode - low) / (high - low));
                if p < peak {
                    low + width * (p * peak).sqrt()
                } else {
                    high - width * ((1.0 - p) * (1.0 - peak)).sqrt()
                }
            }
            Shape::Beta { alpha, beta } => low + (high - low) * beta_quantile(p, alpha, beta),
        };
        value.clamp(low, high)
    }
}

/// Chance that a standard normal variable lies below `x`.
pub fn normal_cumulative(x: f64) -> f64 {
    0.5 * libm::erfc(-x / std::f64::consts::SQRT_2)
}

/// Quantile of the beta distribution on [0, 1], by bisection of its distribution function.
fn beta_quantile(p: f64, alpha: f64, beta: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if incomplete_beta(alpha, beta, middle) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_closed_forms() {
        let near = |shape: Shape, p: f64, expected: f64| {
            let x = shape.quantile(p, 1.0, 3.0);
            assert!((x - expected).abs() < 1e-7, "{shape:?} at {p}: {x} not {expected}");
        };
        near(Shape::Uniform, 0.25, 1.5);
        near(Shape::Triangular { mode: 2.0 }, 0.5, 2.0);
        near(Shape::Triangular { mode: 1.0 }, 0.75, 2.0);
        // Beta(2, 1) has the distribution function x², beta(1, 2) has 1 − (1 − x)².
        near(Shape::Beta { alpha: 2.0, beta: 1.0 }, 0.25, 2.0);
        near(Shape::Beta { alpha: 1.0, beta: 2.0 }, 0.75, 2.0);
        near(Shape::Normal { mean: 2.0, sd: 0.5 }, 0.5, 2.0);
        // Cut off at two standard deviations either way, a quarter lies below Φ⁻¹ of
        // 0.02275 + 0.9545 / 4 = 0.261375, which is −0.639128.
        let x = Shape::Normal { mean: 2.0, sd: 0.5 }.quantile(0.25, 1.0, 3.0);
        assert!((normal_cumulative((x - 2.0) / 0.5) - 0.261_375).abs() < 1e-5, "{x}");
    }

    #[test]
    fn no_quantile_leaves_the_interval() {
        let shapes = [
            Shape::Uniform,
            Shape::Normal { mean: 9.0, sd: 0.5 },
            Shape::Triangular { mode: 3.0 },
            Shape::Beta { alpha: 0.5, beta: 0.5 },
        ];
        for shape in shapes {
            let all: Vec<f64> =
                (0..=20).map(|i| shape.quantile(f64::from(i) / 20.0, 1.0, 3.0)).collect();
            assert!(all.iter().all(|x| (1.0..=3.0).contains(x)), "{all:?}");
            assert!(all.windows(2).all(|w| w[0] <= w[1]), "{all:?}");
        }
    }
}

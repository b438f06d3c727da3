//! A Gaussian process over plans: what is seen of some says what to expect of the others, and how sure
//! that is (Rasmussen & Williams 2006, ch. 2 and 5).
//!
//! Covariance: a level that all share, a slope in each decision, and a product of Matérn 5/2 terms, one
//! for each decision. Observations have noise of their own. Length scales and size are those of a small
//! grid that make what was seen most likely.

use super::maths;

/// Length scales that are tried, in widths of a decision's range, the usual one in the middle.
const LENGTHS: [f64; 5] = [0.2, 0.4, 0.8, 1.6, 3.2];
/// Sizes that are tried, in variances of what was seen.
const SIZES: [f64; 4] = [0.1, 0.4, 1.5, 6.0];
/// Rounds over all of them.
const ROUNDS: usize = 2;
/// Variance of the common level, in sizes.
const LEVEL: f64 = 10.0;
/// Least noise, in variances of what was seen: keeps the matrix well conditioned.
const NUGGET: f64 = 1e-6;

/// A decision: its levels, and how alike two of them are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Axis {
    /// How many.
    pub levels: usize,
    /// True if they stand in order, a step apart; false for words, which are the same or others.
    pub ordered: bool,
}

/// What was seen of one plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen<'a> {
    /// Its level on each axis.
    pub at: &'a [usize],
    /// A value of it.
    pub value: f64,
    /// Variance of the noise in that value.
    pub noise: f64,
}

/// The sizes of a covariance.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    size: f64,
    /// For each axis its length, and what each pair of levels brings: factor, then slope.
    axes: Vec<Pairs>,
}

/// What pairs of levels of one axis bring.
#[derive(Debug, Clone, PartialEq)]
struct Pairs {
    axis: Axis,
    both: Vec<[f64; 2]>,
}

impl Pairs {
    fn of(axis: Axis, length: f64) -> Self {
        let place = |level: usize| level as f64 / (axis.levels - 1).max(1) as f64;
        let pair = |i: usize| {
            let (a, b) = (place(i / axis.levels), place(i % axis.levels));
            if axis.ordered {
                let r = 5f64.sqrt() * (a - b).abs() / length;
                [(1.0 + r + r * r / 3.0) * maths::exp(-r), (a - 0.5) * (b - 0.5)]
            } else if a == b {
                [1.0, 0.0]
            } else {
                [maths::exp(-1.0 / length), 0.0]
            }
        };
        Pairs { axis, both: (0..axis.levels * axis.levels).map(pair).collect() }
    }
}

/// What is expected of any plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Surrogate {
    shape: Shape,
    at: Vec<Vec<usize>>,
    /// Lower triangle of the Cholesky factor, row by row.
    factor: Vec<Vec<f64>>,
    weights: Vec<f64>,
    middle: f64,
}

impl Shape {
    /// The shape under which what was seen is most likely, from the usual one or from one found before;
    /// `None` of nothing.
    pub fn fit(axes: &[Axis], seen: &[Seen<'_>], from: Option<Shape>) -> Option<Self> {
        let (_, variance) = moments(seen)?;
        let usual = |&axis: &Axis| Pairs::of(axis, LENGTHS[2]);
        let mut best = from
            .unwrap_or_else(|| Shape { size: variance, axes: axes.iter().map(usual).collect() });
        let mut likely = likelihood(&best, seen);
        for _ in 0..ROUNDS {
            for place in 0..=axes.len() {
                let tried: Vec<Shape> = match place.checked_sub(1) {
                    None => {
                        SIZES.iter().map(|s| Shape { size: s * variance, ..best.clone() }).collect()
                    }
                    Some(i) => LENGTHS
                        .iter()
                        .map(|&length| {
                            let mut other = best.clone();
                            other.axes[i] = Pairs::of(axes[i], length);
                            other
                        })
                        .collect(),
                };
                for shape in tried.into_iter().filter(|shape| *shape != best).collect::<Vec<_>>() {
                    let so = likelihood(&shape, seen);
                    if so > likely {
                        (best, likely) = (shape, so);
                    }
                }
            }
        }
        Some(best)
    }

    fn covariance(&self, a: &[usize], b: &[usize]) -> f64 {
        let (mut product, mut slopes) = (1.0, 0.0);
        for ((pairs, &a), &b) in self.axes.iter().zip(a).zip(b) {
            let [factor, slope] = pairs.both[a * pairs.axis.levels + b];
            product *= factor;
            slopes += slope;
        }
        self.size * (LEVEL + slopes + product)
    }
}

fn moments(seen: &[Seen<'_>]) -> Option<(f64, f64)> {
    if seen.is_empty() {
        return None;
    }
    let n = seen.len() as f64;
    let mean = seen.iter().map(|s| s.value).sum::<f64>() / n;
    let variance = seen.iter().map(|s| (s.value - mean) * (s.value - mean)).sum::<f64>() / n;
    Some((mean, variance.max(1e-12)))
}

/// The Cholesky factor of the covariance of what was seen; none where rounding has made it indefinite.
fn factor(shape: &Shape, seen: &[Seen<'_>], nugget: f64) -> Option<Vec<Vec<f64>>> {
    let mut rows: Vec<Vec<f64>> = Vec::with_capacity(seen.len());
    for (i, one) in seen.iter().enumerate() {
        let mut row = Vec::with_capacity(i + 1);
        for (j, other) in seen[..=i].iter().enumerate() {
            let mut rest = shape.covariance(one.at, other.at);
            if i == j {
                rest += one.noise + nugget;
                rest -= row.iter().map(|x: &f64| x * x).sum::<f64>();
                if rest <= 0.0 {
                    return None;
                }
                row.push(rest.sqrt());
            } else {
                rest -= row.iter().zip(&rows[j]).map(|(a, b): (&f64, &f64)| a * b).sum::<f64>();
                row.push(rest / rows[j][j]);
            }
        }
        rows.push(row);
    }
    Some(rows)
}

/// Solve `L x = b`.
fn forward(factor: &[Vec<f64>], b: &[f64]) -> Vec<f64> {
    let mut x = Vec::with_capacity(b.len());
    for (row, &b) in factor.iter().zip(b) {
        let known: f64 = row.iter().zip(&x).map(|(l, x): (&f64, &f64)| l * x).sum();
        x.push((b - known) / row[x.len()]);
    }
    x
}

/// Solve `Lᵀ x = b`.
fn backward(factor: &[Vec<f64>], mut b: Vec<f64>) -> Vec<f64> {
    for i in (0..b.len()).rev() {
        b[i] /= factor[i][i];
        let x = b[i];
        for (rest, l) in b[..i].iter_mut().zip(&factor[i]) {
            *rest -= l * x;
        }
    }
    b
}

/// Logarithm of the likelihood, up to a constant.
fn likelihood(shape: &Shape, seen: &[Seen<'_>]) -> f64 {
    let Some((mean, variance)) = moments(seen) else { return f64::NEG_INFINITY };
    let Some(factor) = factor(shape, seen, NUGGET * variance) else {
        return f64::NEG_INFINITY;
    };
    let centred: Vec<f64> = seen.iter().map(|s| s.value - mean).collect();
    let z = forward(&factor, &centred);
    let fit: f64 = z.iter().map(|z| z * z).sum();
    let volume: f64 = factor.iter().enumerate().map(|(i, row)| maths::ln(row[i])).sum();
    -0.5 * fit - volume
}

impl Surrogate {
    /// From what was seen; `None` of nothing.
    pub fn new(shape: Shape, seen: &[Seen<'_>]) -> Option<Self> {
        let (middle, variance) = moments(seen)?;
        // More noise where rounding has made the matrix indefinite.
        let nuggets = (0..6).map(|i| NUGGET * variance * maths::pow(100.0, f64::from(i)));
        let factor = nuggets.into_iter().find_map(|nugget| factor(&shape, seen, nugget))?;
        let centred: Vec<f64> = seen.iter().map(|s| s.value - middle).collect();
        let weights = backward(&factor, forward(&factor, &centred));
        let at = seen.iter().map(|s| s.at.to_vec()).collect();
        Some(Surrogate { shape, at, factor, weights, middle })
    }

    /// Mean and standard deviation of what is expected at a place.
    pub fn at(&self, place: &[usize]) -> (f64, f64) {
        let with: Vec<f64> = self.at.iter().map(|at| self.shape.covariance(at, place)).collect();
        let mean: f64 = with.iter().zip(&self.weights).map(|(k, w)| k * w).sum();
        let known: f64 = forward(&self.factor, &with).iter().map(|z| z * z).sum();
        let own = self.shape.covariance(place, place);
        (self.middle + mean, (own - known).max(0.0).sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AXES: [Axis; 2] =
        [Axis { levels: 11, ordered: true }, Axis { levels: 2, ordered: false }];

    fn surface(at: &[usize]) -> f64 {
        let x = at[0] as f64 / 10.0;
        3.0 * x * (2.0 - x) + at[1] as f64
    }

    fn of(places: &[[usize; 2]], noise: f64) -> Surrogate {
        let seen: Vec<Seen> =
            places.iter().map(|at| Seen { at, value: surface(at), noise }).collect();
        let shape = Shape::fit(&AXES, &seen, None).unwrap();
        Surrogate::new(shape, &seen).unwrap()
    }

    #[test]
    fn what_was_seen_without_noise_is_expected_there_and_foretold_between() {
        let places: Vec<[usize; 2]> = (0..6).flat_map(|i| [[2 * i, 0], [2 * i, 1]]).collect();
        let exact = of(&places, 0.0);
        let (mean, sd) = exact.at(&[4, 1]);
        assert!((mean - surface(&[4, 1])).abs() < 1e-3 && sd < 0.01, "{mean} ± {sd}");
        let (mean, sd) = exact.at(&[5, 0]);
        assert!((mean - surface(&[5, 0])).abs() < 0.05, "{mean} ± {sd}");
        let (_, near) = of(&places, 0.5).at(&[4, 1]);
        assert!(near > 0.1, "noise leaves doubt: {near}");
    }

    #[test]
    fn doubt_grows_away_from_what_was_seen() {
        let few = of(&[[0, 0], [1, 0], [2, 0]], 0.0);
        assert!(few.at(&[9, 0]).1 > 2.0 * few.at(&[3, 0]).1);
    }

    #[test]
    fn places_seen_twice_break_nothing() {
        let twice = of(&[[3, 0], [3, 0], [7, 1]], 0.0);
        assert!((twice.at(&[3, 0]).0 - surface(&[3, 0])).abs() < 1e-3);
        assert_eq!(Shape::fit(&AXES, &[], None), None);
    }
}

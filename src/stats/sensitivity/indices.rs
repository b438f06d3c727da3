//! Sobol indices: shares of the variance of an expected output that its inputs explain.
//!
//! With points A and B, and A with input i from B (Saltelli et al. 2010, Comput. Phys. Commun.
//! 181(2)), N of each, so that k inputs cost N(k + 2) points. The numerator of the first order is that of
//! Saltelli et al., mean(y_B (y_ABi − y_A)), that of the total order Jansen's (1999, Comput. Phys.
//! Commun. 117), mean((y_A − y_ABi)²) / 2. All values are centred first, since the estimators of the
//! first order lose digits to the mean.
//!
//! The output is a mean over some futures, and the index is that of its expectation over luck. All
//! points of a row but B meet the same luck, so that most of it cancels in y_ABi − y_A; B and other rows
//! have luck of their own. Then
//!
//! - the first order needs no correction: the luck of y_B is independent of that of the difference;
//! - a square of means is too high by the variance of its noise. So squares are products of *different*
//!   futures, mean over r ≠ s of d_r d_s, which have no noise in common. This is unbiased for the total
//!   order, with the matched difference d = y_A − y_ABi of each future, as for the variance, with
//!   d = y_A and y_B less the mean, however the noise depends on the point.
//!
//! An index is a ratio of two sums over independent scrambles, never a mean of ratios, of which one with
//! a small variance below would outweigh all others. Its interval is that of a ratio of means
//! ([`Ratio`]), the scramble being the unit: rows of one quasi-random sample are no independent draws, so
//! that a bootstrap of them says nothing. Where the variance cannot be told from 0 there is none.

use crate::stats::ratio::Ratio;

/// Where the points of one scramble stand: A, then B, then for each input A with that input
/// from B, row by row of the sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saltelli {
    /// Inputs.
    pub inputs: usize,
    /// Rows.
    pub rows: usize,
}

impl Saltelli {
    /// Which point of a row is B.
    pub const B: usize = 1;

    /// Points of a row.
    pub fn row(&self) -> usize {
        self.inputs + 2
    }

    /// Points.
    pub fn len(&self) -> usize {
        self.rows * self.row()
    }

    /// True if there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Point `index`, given a row of the sample in twice as many dimensions as inputs.
    pub fn point(&self, index: usize, row: impl Fn(usize) -> Vec<f64>) -> Vec<f64> {
        let (row, which) = (row(index / self.row()), index % self.row());
        let (a, b) = row.split_at(self.inputs);
        match which {
            0 => a.to_vec(),
            Self::B => b.to_vec(),
            i => {
                let mut point = a.to_vec();
                point[i - 2] = b[i - 2];
                point
            }
        }
    }
}

/// What one scramble gives: the numerators of the indices of each input, and what they are divided by.
#[derive(Debug, Clone, PartialEq)]
pub struct Indices {
    /// Variance that the input explains alone.
    pub first: Vec<f64>,
    /// Variance that is gone once the input is known and nothing else is unknown.
    pub total: Vec<f64>,
    /// Variance of the expected output over the inputs; by chance it may come out negative.
    pub variance: f64,
}

/// Mean of all A and B over all scrambles, by which values are centred; none if one is missing.
pub fn grand_mean(design: Saltelli, scrambles: &[&[Vec<f64>]]) -> Option<f64> {
    let own = |which: usize| move |row: usize| row * design.row() + which;
    let (mut sum, mut n) = (0.0, 0.0);
    for scramble in scrambles {
        for at in (0..design.rows).flat_map(|row| [own(0)(row), own(Saltelli::B)(row)]) {
            let futures = scramble.get(at).filter(|futures| !futures.is_empty())?;
            sum += mean(futures);
            n += 1.0;
        }
    }
    (n > 0.0).then(|| sum / n)
}

/// The sums of one scramble: `values[point]` are the futures of a point, in the order of
/// [`Saltelli`], `centre` the mean over all scrambles. None unless each point has two futures or more,
/// the same number in all points of a row.
pub fn indices(design: Saltelli, values: &[Vec<f64>], centre: f64) -> Option<Indices> {
    let (k, n) = (design.inputs, design.rows);
    if values.len() != design.len() || n < 2 {
        return None;
    }
    let mut sums = Indices { first: vec![0.0; k], total: vec![0.0; k], variance: 0.0 };
    for row in values.chunks(design.row()) {
        let futures = row[0].len();
        if futures < 2 || row.iter().any(|point| point.len() != futures) {
            return None;
        }
        let centred = |which: usize| row[which].iter().map(move |y| y - centre);
        let (a, b): (Vec<f64>, Vec<f64>) = (centred(0).collect(), centred(Saltelli::B).collect());
        sums.variance += 0.5 * (square(&a) + square(&b)) / n as f64;
        for i in 0..k {
            let d: Vec<f64> = centred(i + 2).zip(&a).map(|(moved, a)| moved - a).collect();
            sums.first[i] += mean(&b) * mean(&d) / n as f64;
            sums.total[i] += 0.5 * square(&d) / n as f64;
        }
    }
    Some(sums)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Square of an expectation from independent values with it: the mean product of two different ones.
fn square(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let (sum, squares) = values.iter().fold((0.0, 0.0), |(s, q), x| (s + x, q + x * x));
    (sum * sum - squares) / (n * (n - 1.0))
}

/// An index over independent scrambles.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Index {
    /// Ratio of the sums over the scrambles; by chance it may come out negative, or above 1.
    pub value: f64,
    /// Its 95 % interval; none from one scramble, or where the variance cannot be told from 0.
    pub interval: Option<(f64, f64)>,
}

impl Index {
    /// True if the interval holds 0, or there is none.
    pub fn cannot_be_told_from_zero(&self) -> bool {
        self.interval.is_none_or(|(low, _)| low <= 0.0)
    }

    /// True if all that can be said is that it is a share.
    pub fn cannot_be_told(&self) -> bool {
        self.interval.is_none_or(|(low, high)| low <= 0.0 && high >= 1.0)
    }
}

/// The first-order and total indices of each input over scrambles; none if nothing varies beyond
/// luck.
pub fn across_scrambles(scrambles: &[Indices]) -> Option<Vec<(Index, Index)>> {
    let inputs = scrambles.iter().map(|s| s.first.len()).min()?;
    let below: Vec<f64> = scrambles.iter().map(|s| s.variance).collect();
    let index = |value: &dyn Fn(&Indices) -> f64| {
        let above: Vec<f64> = scrambles.iter().map(value).collect();
        Ratio::of(&above, &below).map(|r| Index { value: r.value, interval: r.interval })
    };
    (0..inputs).map(|i| Some((index(&|s| s.first[i])?, index(&|s| s.total[i])?))).collect()
}

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use super::*;
    use crate::stats::designs::{Bits, Scrambled, test_bits, unit};
    use crate::stats::maths::{normal_quantile, sin};

    const SCRAMBLES: u64 = 16;

    /// Indices over scrambles of a function on the unit cube.
    fn of(f: &dyn Fn(&[f64]) -> f64, inputs: usize, rows: usize) -> Vec<(Index, Index)> {
        noisy(f, inputs, rows, 0.0).0
    }

    /// The same with two futures a point and normal noise of that standard deviation in each, nine
    /// tenths of whose variance all points of a row but B have in common; and the variance.
    fn noisy(
        f: &dyn Fn(&[f64]) -> f64,
        inputs: usize,
        rows: usize,
        sd: f64,
    ) -> (Vec<(Index, Index)>, f64) {
        let design = Saltelli { inputs, rows };
        let one = |seed| {
            let bits = test_bits(seed);
            let bits: Bits = &bits;
            let sample = Scrambled::new(2 * inputs, bits).unwrap();
            let normal = |a: u64, b: usize| normal_quantile(unit(bits(a, b as u64)));
            let noise = |i: usize, r: u64| match sd {
                0.0 => 0.0,
                sd => {
                    let is_b = u64::from(i % design.row() == Saltelli::B);
                    let shared = normal(1 << 41 | is_b << 8 | r, i / design.row());
                    sd * (f64::sqrt(0.9) * shared + f64::sqrt(0.1) * normal(1 << 40 | r, i))
                }
            };
            let point = |i| design.point(i, |row| sample.point(row as u32));
            let futures = |i| vec![f(&point(i)) + noise(i, 0), f(&point(i)) + noise(i, 1)];
            (0..design.len()).map(futures).collect::<Vec<_>>()
        };
        let values: Vec<Vec<Vec<f64>>> = (0..SCRAMBLES).map(one).collect();
        let all: Vec<&[Vec<f64>]> = values.iter().map(Vec::as_slice).collect();
        let centre = grand_mean(design, &all).unwrap();
        let all: Vec<Indices> =
            all.iter().map(|values| indices(design, values, centre).unwrap()).collect();
        let variance = all.iter().map(|i| i.variance).sum::<f64>() / SCRAMBLES as f64;
        (across_scrambles(&all).unwrap(), variance)
    }

    fn ishigami(x: &[f64]) -> f64 {
        let z: Vec<f64> = x.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
        sin(z[0]) + 7.0 * sin(z[1]) * sin(z[1]) + 0.1 * z[2] * z[2] * z[2] * z[2] * sin(z[0])
    }

    const ISHIGAMI: [(f64, f64); 3] =
        [(0.3139051911, 0.5575888552), (0.4424111448, 0.4424111448), (0.0, 0.2436836641)];

    /// Each index within its own interval widened to 99.9 % (t of 15 degrees, 4.07 against 2.13),
    /// and within the error stated. With six to sixteen indices a sound estimator fails this for
    /// one seed in sixty or more; the seeds are fixed.
    fn assert_exact(found: &[(Index, Index)], exact: &[(f64, f64)], error: f64) {
        for (i, ((first, total), exact)) in found.iter().zip(exact).enumerate() {
            for (index, exact) in [(first, exact.0), (total, exact.1)] {
                let off = (index.value - exact).abs();
                let (low, high) = index.interval.unwrap();
                let wide = 0.5 * (high - low) * 4.07 / 2.13;
                assert!(off <= wide.max(1e-9), "input {i}: {index:?} not {exact}");
                assert!(off < error, "input {i}: {index:?} not {exact}");
            }
        }
    }

    #[test]
    fn ishigami_has_its_exact_indices() {
        let found = of(&ishigami, 3, 4096);
        assert_exact(&found, &ISHIGAMI, 0.004);
        assert!(found[2].0.cannot_be_told_from_zero() && !found[2].1.cannot_be_told_from_zero());
        let variance = noisy(&ishigami, 3, 4096, 0.0).1;
        assert!((variance - 13.8445879407).abs() < 0.02, "{variance}");
    }

    #[test]
    fn the_g_function_has_its_exact_indices() {
        let a = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];
        let g = |x: &[f64]| {
            x.iter().zip(a).map(|(x, a)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a)).product()
        };
        let mut exact = vec![
            (0.71619217, 0.78714413),
            (0.17904804, 0.24219819),
            (0.02367577, 0.03431691),
            (0.00716192, 0.01046039),
        ];
        exact.extend([(0.00007162, 0.00010495); 4]);
        assert_exact(&of(&g, 8, 1024), &exact, 0.004);
    }

    #[test]
    fn noise_is_taken_off_of_matched_futures() {
        // A noise of one future with all the variance of the function.
        let sd = 13.8445879407f64.sqrt();
        let (found, variance) = noisy(&ishigami, 3, 1024, sd);
        for ((first, total), exact) in found.iter().zip(ISHIGAMI) {
            assert!((first.value - exact.0).abs() < 0.04, "{first:?}");
            assert!((total.value - exact.1).abs() < 0.04, "{total:?}");
        }
        assert!((variance - 13.8445879407).abs() < 0.3, "{variance}");
    }

    #[test]
    fn squares_are_of_expectations_and_not_of_noise() {
        assert_eq!(square(&[1.0, -1.0]), -1.0, "noise of mean 0 may come out negative");
        assert_eq!(square(&[3.0, 3.0, 3.0]), 9.0);
        assert!((square(&[2.0, 4.0, 6.0]) - (8.0 + 12.0 + 24.0) / 3.0).abs() < 1e-12);
    }

    /// Kind of fault: a ratio whose divisor may be nothing, told as a number.
    #[test]
    fn what_does_not_vary_beyond_luck_has_no_indices() {
        let sums = |variance| Indices { first: vec![1.0], total: vec![1.0], variance };
        assert_eq!(across_scrambles(&[sums(-1.0), sums(0.5)]), None);
        let unsure = across_scrambles(&[sums(4.0), sums(-1.0), sums(0.5)]).unwrap();
        assert!(unsure[0].0.cannot_be_told_from_zero() && unsure[0].0.cannot_be_told());
        assert_eq!(across_scrambles(&[]), None);
    }

    #[test]
    fn nothing_is_made_of_missing_values() {
        let design = Saltelli { inputs: 2, rows: 4 };
        let whole = vec![vec![1.0; 2]; 16];
        assert_eq!(indices(design, &whole, 1.0).unwrap().variance, 0.0);
        assert_eq!(indices(design, &whole[..15], 1.0), None);
        let mut less = whole.clone();
        less[5] = vec![1.0];
        assert_eq!(indices(design, &less, 1.0), None);
        assert_eq!(grand_mean(design, &[&whole[..15]]), Some(1.0));
        less[5].clear();
        assert_eq!(grand_mean(design, &[&less]), None, "a B without a value");
    }
}

//! Sobol indices: shares of the variance of an output that its inputs explain.
//!
//! With points A and B, and A with input i from B (Saltelli et al. 2010, Comput. Phys. Commun.
//! 181(2)), N of each, so that k inputs cost N(k + 2) runs. All values are centred first, since
//! the estimators of the first order lose digits to the mean. The first order is that of Saltelli
//! et al., mean(y_B (y_ABi − y_A)) / V; the total order is Jansen's (1999, Comput. Phys. Commun.
//! 117), mean((y_A − y_ABi)²) / 2V.
//!
//! The output of a stochastic model is a mean over some replicates; the index is that of its
//! expectation. With independent luck in every point the noise of a mean adds its variance to V
//! and to Jansen's numerator and nothing on average to the first order's, so it is taken off both.
//!
//! Intervals come from independent scrambles: rows of one quasi-random sample are no independent
//! draws, so that a bootstrap of them says nothing.

use super::mean_and_half_width;

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
    /// Runs.
    pub fn len(&self) -> usize {
        self.rows * (self.inputs + 2)
    }

    /// True if there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Point `index`, given a row of the sample in twice as many dimensions as inputs.
    pub fn point(&self, index: usize, row: impl Fn(usize) -> Vec<f64>) -> Vec<f64> {
        let (row, which) = (row(index / (self.inputs + 2)), index % (self.inputs + 2));
        let (a, b) = row.split_at(self.inputs);
        match which {
            0 => a.to_vec(),
            1 => b.to_vec(),
            i => {
                let mut point = a.to_vec();
                point[i - 2] = b[i - 2];
                point
            }
        }
    }
}

/// The outputs of one scramble, in the order of [`Saltelli`].
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Outputs.
    pub values: Vec<f64>,
    /// Variance of an output's noise: that of one replicate over the number of replicates; 0 for
    /// a model without luck.
    pub noise: f64,
}

/// First-order and total index of each input, from one scramble.
#[derive(Debug, Clone, PartialEq)]
pub struct Indices {
    /// Share that the input explains alone.
    pub first: Vec<f64>,
    /// Share that is gone once the input is known and nothing else is unknown.
    pub total: Vec<f64>,
    /// Variance of the expected output over the inputs.
    pub variance: f64,
}

/// The indices of one scramble; none where nothing varies beyond the noise, or values are
/// missing.
pub fn indices(design: Saltelli, sample: &Sample) -> Option<Indices> {
    let (k, n) = (design.inputs, design.rows);
    if sample.values.len() != design.len() || n < 2 {
        return None;
    }
    let at = |row: usize, which: usize| sample.values[row * (k + 2) + which];
    // A and B are two samples of the same distribution.
    let both = || (0..n).flat_map(|r| [at(r, 0), at(r, 1)]);
    let mean = both().sum::<f64>() / (2 * n) as f64;
    let squares: f64 = both().map(|y| (y - mean) * (y - mean)).sum();
    let variance = squares / (2 * n) as f64 - sample.noise;
    if variance.partial_cmp(&0.0) != Some(std::cmp::Ordering::Greater) {
        return None;
    }
    let average = |term: &dyn Fn(usize) -> f64| (0..n).map(term).sum::<f64>() / n as f64;
    let first = |i: usize| average(&|r| (at(r, 1) - mean) * (at(r, i + 2) - at(r, 0))) / variance;
    let total = |i: usize| {
        let jansen = average(&|r| (at(r, 0) - at(r, i + 2)) * (at(r, 0) - at(r, i + 2))) / 2.0;
        (jansen - sample.noise) / variance
    };
    Some(Indices {
        first: (0..k).map(first).collect(),
        total: (0..k).map(total).collect(),
        variance,
    })
}

/// An index over independent scrambles.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Index {
    /// Mean over the scrambles.
    pub value: f64,
    /// Half-width of its 95 % interval by Student's t; none from one scramble.
    pub half_width: Option<f64>,
}

impl Index {
    /// True if the interval holds 0, or there is none.
    pub fn cannot_be_told_from_zero(&self) -> bool {
        self.half_width.is_none_or(|half| self.value - half <= 0.0)
    }
}

/// The first-order and total indices of each input over scrambles.
pub fn across_scrambles(scrambles: &[Indices]) -> Vec<(Index, Index)> {
    let inputs = scrambles.iter().map(|s| s.first.len()).min().unwrap_or(0);
    let index = |value: &dyn Fn(&Indices) -> f64| {
        let values: Vec<f64> = scrambles.iter().map(value).collect();
        let (value, half_width) = mean_and_half_width(&values).unwrap_or((0.0, None));
        Index { value, half_width }
    };
    (0..inputs).map(|i| (index(&|s| s.first[i]), index(&|s| s.total[i]))).collect()
}

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use super::*;
    use crate::stats::designs::{Bits, Scrambled, test_bits, unit};
    use crate::stats::maths::{normal_quantile, sin};

    const SCRAMBLES: u64 = 16;

    /// Indices over scrambles of a function on the unit cube.
    fn of(f: &(dyn Fn(&[f64]) -> f64 + Sync), inputs: usize, rows: usize) -> Vec<(Index, Index)> {
        noisy(f, inputs, rows, 0.0, 0.0).0
    }

    /// The same with normal noise of that standard deviation, of which `known` is taken off.
    fn noisy(
        f: &dyn Fn(&[f64]) -> f64,
        inputs: usize,
        rows: usize,
        sd: f64,
        known: f64,
    ) -> (Vec<(Index, Index)>, f64) {
        let design = Saltelli { inputs, rows };
        let one = |seed| {
            let bits = test_bits(seed);
            let bits: Bits = &bits;
            let sample = Scrambled::new(2 * inputs, bits).unwrap();
            let noise = |i: usize| match sd {
                0.0 => 0.0,
                sd => sd * normal_quantile(unit(bits(1 << 40, i as u64))),
            };
            let point = |i| design.point(i, |row| sample.point(row as u32));
            let values = (0..design.len()).map(|i| f(&point(i)) + noise(i)).collect();
            indices(design, &Sample { values, noise: known }).unwrap()
        };
        let all: Vec<Indices> = (0..SCRAMBLES).map(one).collect();
        let variance = all.iter().map(|i| i.variance).sum::<f64>() / SCRAMBLES as f64;
        (across_scrambles(&all), variance)
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
                let wide = index.half_width.unwrap() * 4.07 / 2.13;
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
        let variance = noisy(&ishigami, 3, 4096, 0.0, 0.0).1;
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
    fn noise_is_taken_off_and_would_bias_the_indices_if_it_were_not() {
        // A noise with half the variance of the function.
        let sd = (13.8445879407f64 / 2.0).sqrt();
        let (found, variance) = noisy(&ishigami, 3, 1024, sd, sd * sd);
        for ((first, total), exact) in found.iter().zip(ISHIGAMI) {
            assert!((first.value - exact.0).abs() < 0.04, "{first:?}");
            assert!((total.value - exact.1).abs() < 0.04, "{total:?}");
        }
        assert!((variance - 13.8445879407).abs() < 0.3, "{variance}");
        let (biased, _) = noisy(&ishigami, 3, 1024, sd, 0.0);
        assert!(biased[2].1.value > 0.4, "noise left in looks like an interaction: {biased:?}");
    }

    #[test]
    fn nothing_is_made_of_a_constant_or_of_missing_values() {
        let design = Saltelli { inputs: 2, rows: 4 };
        assert_eq!(indices(design, &Sample { values: vec![1.0; 16], noise: 0.0 }), None);
        assert_eq!(indices(design, &Sample { values: vec![1.0; 15], noise: 0.0 }), None);
        let one = Index { value: 0.3, half_width: None };
        assert!(one.cannot_be_told_from_zero());
    }
}

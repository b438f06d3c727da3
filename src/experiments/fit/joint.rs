//! Rows that no future meets together, though each by itself is met.
//!
//! History matching looks at a row at a time. What was observed is held here against the futures that are
//! left as a whole, by Mahalanobis' distance with correlations that are shrunk towards none (Ledoit & Wolf
//! 2004 give the reason: a matrix from few futures is too sure of what never happened).

use crate::stats::linear::cholesky;
use crate::stats::maths::normal_quantile;

/// Rows beyond which it is not looked at: the matrix would be made of too few futures.
const MOST_ROWS: usize = 200;
/// The level of the check: what was observed has to lie where one in a thousand futures would be by luck, by
/// the chi-squared distribution, and, since counts are not normal, beyond the farthest future.
const LEVEL: f64 = 0.001;
/// Rows are named from half of what the worst is off; two of them at least, since a row conflicts with others.
const NAMED: f64 = 0.5;
/// Least share of correlations that is taken away, and least spread of a row, on its scale.
const LEAST_SHRINKAGE: f64 = 0.05;
const LEAST_SPREAD: f64 = 1e-3;

/// Rows that conflict, and how far each row is from what the others let expect, in standard deviations.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// Those that conflict.
    pub named: Vec<usize>,
    /// How far each row is off.
    pub off: Vec<f64>,
}

/// A predictive check: whether what was observed lies beyond what the futures that are left would be seen as,
/// with the errors of what is observed.
pub fn conflict(futures: &[Vec<f64>], observed: &[f64]) -> Option<Conflict> {
    let (n, p) = (futures.len() as f64, observed.len());
    if !(2..=MOST_ROWS).contains(&p) || futures.len() < 2 {
        return None;
    }
    let mean: Vec<f64> = (0..p).map(|j| futures.iter().map(|f| f[j]).sum::<f64>() / n).collect();
    let off = |row: &[f64], j: usize| row[j] - mean[j];
    let square = |j: usize| futures.iter().map(|f| off(f, j) * off(f, j)).sum::<f64>();
    let spread: Vec<f64> =
        (0..p).map(|j| (square(j) / (n - 1.0)).sqrt().max(LEAST_SPREAD)).collect();
    let standard =
        |row: &[f64]| -> Vec<f64> { (0..p).map(|j| (row[j] - mean[j]) / spread[j]).collect() };
    let all: Vec<Vec<f64>> = futures.iter().map(|row| standard(row)).collect();
    let shrinkage = (p as f64 / (n + p as f64)).max(LEAST_SHRINKAGE);
    let entry = |i: usize, j: usize| match i == j {
        true => 1.0,
        false => (1.0 - shrinkage) * all.iter().map(|row| row[i] * row[j]).sum::<f64>() / (n - 1.0),
    };
    let matrix = (0..p).map(|i| (0..p).map(|j| entry(i, j)).collect()).collect();
    let lower = cholesky(matrix)?;
    let distance = |row: &[f64]| -> f64 { solved(&lower, row).iter().map(|x| x * x).sum() };
    let farthest = all.iter().map(|row| distance(row)).fold(0.0, f64::max);
    let here = standard(observed);
    if distance(&here) <= farthest.max(limit(p, n)) {
        return None;
    }
    // Entries of the inverse: what a row is off, and how far it may be, given all the others.
    let half = solved(&lower, &here);
    let one = |j: usize| {
        let unit: Vec<f64> = (0..p).map(|i| f64::from(u8::from(i == j))).collect();
        let column = solved(&lower, &unit);
        let off: f64 = column.iter().zip(&half).map(|(a, b)| a * b).sum();
        off.abs() / column.iter().map(|x| x * x).sum::<f64>().sqrt()
    };
    let off: Vec<f64> = (0..p).map(one).collect();
    let mut worst: Vec<usize> = (0..p).collect();
    worst.sort_by(|a, b| off[*b].total_cmp(&off[*a]).then(a.cmp(b)));
    let far = NAMED * off[worst[0]];
    let many = worst.iter().filter(|&&j| off[j] >= far).count().max(2);
    let mut named = worst[..many].to_vec();
    named.sort_unstable();
    Some(Conflict { named, off })
}

/// The squared distance beyond which one in a thousand lies: chi-squared with as many degrees of freedom as
/// rows (Wilson and Hilferty's cube root), wider by what a matrix of so few futures leaves open.
fn limit(rows: usize, futures: f64) -> f64 {
    let p = rows as f64;
    let part = 2.0 / (9.0 * p);
    let root = 1.0 - part + normal_quantile(1.0 - LEVEL) * part.sqrt();
    p * root * root * root * futures / (futures - p).max(1.0)
}

/// What a lower triangle makes of `row`.
fn solved(lower: &[Vec<f64>], row: &[f64]) -> Vec<f64> {
    let mut x: Vec<f64> = Vec::with_capacity(row.len());
    for (i, value) in row.iter().enumerate() {
        let before: f64 = x.iter().zip(&lower[i]).map(|(a, b)| a * b).sum();
        x.push((value - before) / lower[i][i]);
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Lot, Purpose};

    /// Futures that rise from row to row, each by its own slope.
    fn rising() -> Vec<Vec<f64>> {
        let lot = Lot::of_region(3);
        let one = |i: u64| {
            let luck = lot.draw3(Purpose::Design, 1, i, 0);
            let slope = 1.0 + 0.4 * luck.then(1).normal();
            (0..4).map(|j| slope * f64::from(j) + 0.1 * luck.then(2 + j as u64).normal()).collect()
        };
        (0..200).map(one).collect()
    }

    /// Kind of fault: every row is met by some future, and no future is anything like all of them.
    #[test]
    fn what_goes_up_and_down_is_beyond_what_rises() {
        let futures = rising();
        assert_eq!(conflict(&futures, &[0.0, 1.2, 2.1, 3.4]), None);
        // A fast one, which lies at the edge of each row: no conflict.
        assert_eq!(conflict(&futures, &[0.0, 1.9, 3.8, 5.7]), None);
        let off = conflict(&futures, &[0.0, 1.9, 0.4, 4.0]).expect("up and down");
        assert!(off.named.contains(&1) && off.named.contains(&2) && off.off[2] > 3.0, "{off:?}");
        // What the futures themselves are is no conflict.
        assert!(futures.iter().take(40).all(|own| conflict(&futures, own).is_none()));
    }
}

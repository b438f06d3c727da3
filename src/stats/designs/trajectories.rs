//! Trajectories for elementary effects (Morris 1991, Technometrics 33(2)).
//!
//! They are drawn independently. A choice of those that lie far apart (Campolongo, Cariboni &
//! Saltelli 2007, Environ. Model. Softw. 22(10)) spreads them better, but what is chosen is no sample
//! any more, and an interval from it would not be one of the mean over all trajectories.

use super::{Bits, below};

/// A walk from corner to corner of a grid with p levels in which each dimension moves once, by
/// Δ = p / (2(p − 1)).
#[derive(Debug, Clone, PartialEq)]
pub struct Trajectory {
    /// Its points, one more than there are dimensions.
    pub points: Vec<Vec<f64>>,
    /// The dimension that moves in each step.
    pub moves: Vec<usize>,
}

/// `count` independent random trajectories in `dimensions` on a grid of `levels` (even, at least 2).
pub fn trajectories(
    count: usize,
    dimensions: usize,
    levels: usize,
    bits: Bits<'_>,
) -> Vec<Trajectory> {
    (0..count).map(|t| random(t as u64, dimensions, levels, bits)).collect()
}

fn random(which: u64, dimensions: usize, levels: usize, bits: Bits<'_>) -> Trajectory {
    let half = (levels / 2).max(1);
    let step = 1.0 / (levels.max(2) - 1) as f64;
    let delta = half as f64 * step;
    let draw = |what: u64, j: usize| bits(which, what << 32 | j as u64);
    // A lower end from which Δ leads up to another level; the walk begins there or at its end.
    let mut ups = Vec::with_capacity(dimensions);
    let mut at: Vec<f64> = (0..dimensions)
        .map(|j| {
            let low = below(draw(0, j), half) as f64 * step;
            let up = draw(1, j) >> 63 == 1;
            ups.push(up);
            if up { low } else { low + delta }
        })
        .collect();
    let mut moves: Vec<usize> = (0..dimensions).collect();
    for i in (1..dimensions).rev() {
        moves.swap(i, below(draw(2, i), i + 1));
    }
    let mut points = vec![at.clone()];
    for &j in &moves {
        at[j] += if ups[j] { delta } else { -delta };
        points.push(at.clone());
    }
    Trajectory { points, moves }
}

#[cfg(test)]
mod tests {
    use super::super::test_bits;
    use super::*;

    #[test]
    fn each_dimension_moves_once_by_delta_within_the_cube() {
        let bits = test_bits(5);
        for levels in [2, 4, 6] {
            let delta = levels as f64 / (2.0 * (levels - 1) as f64);
            for t in trajectories(6, 7, levels, &bits) {
                assert_eq!(t.points.len(), 8);
                let mut moved = t.moves.clone();
                moved.sort_unstable();
                assert_eq!(moved, (0..7).collect::<Vec<_>>());
                for (pair, &j) in t.points.windows(2).zip(&t.moves) {
                    for (d, (from, to)) in pair[0].iter().zip(&pair[1]).enumerate() {
                        let expected = if d == j { delta } else { 0.0 };
                        assert!(((to - from).abs() - expected).abs() < 1e-12);
                        assert!((-1e-12..=1.0 + 1e-12).contains(to));
                    }
                }
            }
        }
    }

    #[test]
    fn a_trajectory_does_not_depend_on_how_many_there_are() {
        let bits = test_bits(9);
        let (few, many) = (trajectories(3, 5, 4, &bits), trajectories(8, 5, 4, &bits));
        assert_eq!(few[..], many[..3]);
        assert_ne!(many[0], many[1]);
    }
}

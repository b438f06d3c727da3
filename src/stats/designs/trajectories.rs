//! Trajectories for elementary effects (Morris 1991, Technometrics 33(2)), chosen so that they
//! lie far apart (Campolongo, Cariboni & Saltelli 2007, Environ. Model. Softw. 22(10)).

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

/// `count` trajectories in `dimensions` on a grid of `levels` (even, at least 2), chosen among
/// `candidates` random ones.
///
/// The choice begins with the pair that lies farthest apart and adds, one by one, the candidate
/// whose squared distances to those chosen have the greatest sum. Campolongo et al. look for the
/// best set of all, whose number grows beyond reach; the greedy choice is that of Ruano et al.
/// (2012, Environ. Model. Softw. 37). With no more candidates than are wanted all are taken.
pub fn trajectories(
    count: usize,
    dimensions: usize,
    levels: usize,
    candidates: usize,
    bits: Bits<'_>,
) -> Vec<Trajectory> {
    let all: Vec<Trajectory> =
        (0..candidates.max(count)).map(|t| random(t as u64, dimensions, levels, bits)).collect();
    if all.len() <= count {
        return all;
    }
    chosen(&all, count).into_iter().map(|i| all[i].clone()).collect()
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

fn chosen(all: &[Trajectory], count: usize) -> Vec<usize> {
    let n = all.len();
    let distance = |a: usize, b: usize| apart(&all[a], &all[b]);
    let mut squares = vec![0.0; n * n];
    for a in 0..n {
        for b in 0..a {
            let d = distance(a, b);
            squares[a * n + b] = d * d;
            squares[b * n + a] = d * d;
        }
    }
    // Ties go to the first, so that the choice is the same on every machine.
    let greatest = |score: &dyn Fn(usize) -> f64, taken: &[usize]| {
        let free = (0..n).filter(|i| !taken.contains(i));
        free.fold(None, |best: Option<(usize, f64)>, i| match (best, score(i)) {
            (Some((_, most)), s) if s <= most => best,
            (_, s) => Some((i, s)),
        })
    };
    let farthest = |i: usize| squares[i * n..(i + 1) * n].iter().copied().fold(0.0, f64::max);
    let mut taken: Vec<usize> = Vec::new();
    while taken.len() < count {
        let score = |i: usize| match taken.len() {
            0 => farthest(i),
            _ => taken.iter().map(|&t| squares[i * n + t]).sum(),
        };
        let Some((next, _)) = greatest(&score, &taken) else { break };
        taken.push(next);
    }
    taken.sort_unstable();
    taken
}

/// Sum of the distances between all points of the one and all of the other. Along the other one
/// coordinate changes from point to point, and so does one term of the squared distance.
fn apart(one: &Trajectory, other: &Trajectory) -> f64 {
    let mut sum = 0.0;
    let Some(start) = other.points.first() else { return sum };
    for x in &one.points {
        let mut squared: f64 = x.iter().zip(start).map(|(x, y)| (x - y) * (x - y)).sum();
        sum += squared.max(0.0).sqrt();
        for (pair, &j) in other.points.windows(2).zip(&other.moves) {
            let (was, is) = (x[j] - pair[0][j], x[j] - pair[1][j]);
            squared += is * is - was * was;
            sum += squared.max(0.0).sqrt();
        }
    }
    sum
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
            for t in trajectories(6, 7, levels, 6, &bits) {
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
    fn the_chosen_lie_farther_apart_than_the_first_ones() {
        let bits = test_bits(9);
        let spread = |all: &[Trajectory]| -> f64 {
            let pairs = (0..all.len()).flat_map(|i| (0..i).map(move |j| (i, j)));
            pairs.map(|(i, j)| apart(&all[i], &all[j])).sum()
        };
        let (far, plain) = (trajectories(4, 5, 4, 60, &bits), trajectories(4, 5, 4, 4, &bits));
        assert_eq!(far.len(), 4);
        assert!(spread(&far) > 1.05 * spread(&plain), "{} {}", spread(&far), spread(&plain));
    }

    #[test]
    fn distances_are_those_between_all_pairs_of_points() {
        let bits = test_bits(4);
        let two = trajectories(2, 3, 4, 2, &bits);
        let distance = |x: &[f64], y: &[f64]| -> f64 {
            x.iter().zip(y).map(|(x, y)| (x - y) * (x - y)).sum::<f64>().sqrt()
        };
        let pairs = two[0].points.iter().flat_map(|x| two[1].points.iter().map(move |y| (x, y)));
        let plain: f64 = pairs.map(|(x, y)| distance(x, y)).sum();
        assert!((apart(&two[0], &two[1]) - plain).abs() < 1e-9);
    }
}

//! The Sobol sequence, and its scrambling by Owen.
//!
//! Scrambling keeps what makes the sequence even (every dyadic bin of width 2⁻ᵐ in one dimension
//! holds exactly one of the first 2ᵐ points) and makes the points random, so that independent
//! scrambles say how far an estimate may be off (Owen 1995, "Randomly permuted (t,m,s)-nets",
//! in Monte Carlo and Quasi-Monte Carlo Methods in Scientific Computing). The first point is
//! kept: without it the net is no net (Owen 2020, arXiv:2008.08051).

use super::Bits;
use super::joe_kuo::JOE_KUO;

/// Dimensions for which there are direction numbers.
pub const MOST_DIMENSIONS: usize = JOE_KUO.len() + 1;
/// Bits of a coordinate that follow the sequence; the points are 2³² at most.
const DIGITS: u32 = 32;
/// Further bits of a scrambled coordinate, which are random.
const BELOW: u32 = 53 - DIGITS;

/// The direction numbers of one dimension, the first in the highest bit.
fn directions(dimension: usize) -> [u32; DIGITS as usize] {
    let mut v = [0u32; DIGITS as usize];
    let Some(&(polynomial, first)) = dimension.checked_sub(1).and_then(|d| JOE_KUO.get(d)) else {
        // The first dimension: the van der Corput sequence.
        for (k, v) in v.iter_mut().enumerate() {
            *v = 1 << (DIGITS - 1 - k as u32);
        }
        return v;
    };
    let degree = first.len();
    for k in 0..DIGITS as usize {
        v[k] = match first.get(k) {
            Some(m) => m << (DIGITS - 1 - k as u32),
            None => {
                let mut next = v[k - degree] ^ (v[k - degree] >> degree);
                for j in 1..degree {
                    if polynomial >> (degree - j) & 1 == 1 {
                        next ^= v[k - j];
                    }
                }
                next
            }
        };
    }
    v
}

/// Point `index` of the sequence in its usual order (by Gray code), in one dimension: the
/// coordinate times 2³².
pub fn sobol_bits(index: u32, dimension: usize) -> u32 {
    at(&directions(dimension), index)
}

fn at(directions: &[u32; DIGITS as usize], index: u32) -> u32 {
    let gray = index ^ (index >> 1);
    let set = (0..DIGITS).filter(|k| gray >> k & 1 == 1);
    set.fold(0, |x, k| x ^ directions[k as usize])
}

/// An Owen-scrambled Sobol sequence in so many dimensions, by nested uniform scrambling: each
/// digit is flipped or not as a function of all digits above it.
pub struct Scrambled<'a> {
    directions: Vec<[u32; DIGITS as usize]>,
    bits: Bits<'a>,
}

impl<'a> Scrambled<'a> {
    /// The sequence; none in more than [`MOST_DIMENSIONS`] dimensions. Dimension j takes bits
    /// at addresses that begin with j.
    pub fn new(dimensions: usize, bits: Bits<'a>) -> Option<Self> {
        (dimensions <= MOST_DIMENSIONS)
            .then(|| Scrambled { directions: (0..dimensions).map(directions).collect(), bits })
    }

    /// A point, each coordinate in the open interval (0, 1).
    pub fn point(&self, index: u32) -> Vec<f64> {
        let scrambled = |(j, directions): (usize, &[u32; DIGITS as usize])| {
            self.scramble(j as u64, at(directions, index))
        };
        self.directions.iter().enumerate().map(scrambled).collect()
    }

    fn scramble(&self, dimension: u64, x: u32) -> f64 {
        let mut flips = 0u32;
        for digit in 0..DIGITS {
            // A node of the tree of digits: the digits above, after a one that marks how many.
            let node = 1u64 << digit | u64::from(x.checked_shr(DIGITS - digit).unwrap_or(0));
            let flip = ((self.bits)(dimension, node) >> 63) as u32;
            flips |= flip << (DIGITS - 1 - digit);
        }
        let rest = (self.bits)(dimension, 1 << DIGITS | u64::from(x)) >> (64 - BELOW);
        let all = u64::from(x ^ flips) << BELOW | rest;
        (all as f64 + 0.5) * (1.0 / (1u64 << 53) as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_bits;
    use super::*;

    #[test]
    fn the_first_points_are_those_of_joe_and_kuo() {
        let point = |i| (0..3).map(|d| f64::from(sobol_bits(i, d)) / (1u64 << 32) as f64).collect();
        let points: Vec<Vec<f64>> = (0..8).map(point).collect();
        let first = [[0.0, 0.0, 0.0], [0.5, 0.5, 0.5], [0.75, 0.25, 0.25], [0.25, 0.75, 0.75]];
        assert_eq!(points[..4], first);
        let next = [[0.375, 0.375, 0.625], [0.875, 0.875, 0.125]];
        assert_eq!(points[4..6], next);
    }

    /// Each dyadic bin of width 2⁻ᵐ holds one of the first 2ᵐ points.
    fn is_a_net(points: &[f64]) -> bool {
        let n = points.len();
        let mut bins: Vec<usize> = points.iter().map(|x| (x * n as f64) as usize).collect();
        bins.sort_unstable();
        bins == (0..n).collect::<Vec<_>>()
    }

    #[test]
    fn every_dimension_is_a_net_with_and_without_scrambling() {
        let bits = test_bits(3);
        let scrambled = Scrambled::new(MOST_DIMENSIONS, &bits).unwrap();
        for m in [0, 1, 4, 9] {
            let points: Vec<Vec<f64>> = (0..1 << m).map(|i| scrambled.point(i)).collect();
            for d in 0..MOST_DIMENSIONS {
                let plain: Vec<f64> = (0..1 << m)
                    .map(|i| f64::from(sobol_bits(i, d)) / (1u64 << 32) as f64)
                    .collect();
                assert!(is_a_net(&plain), "plain, dimension {d}, 2^{m}");
                let one: Vec<f64> = points.iter().map(|p| p[d]).collect();
                assert!(is_a_net(&one), "scrambled, dimension {d}, 2^{m}");
            }
        }
        let skipped: Vec<f64> = (1..513).map(|i| scrambled.point(i)[0]).collect();
        assert!(!is_a_net(&skipped), "without its first point a net is none");
    }

    #[test]
    fn pairs_of_dimensions_fill_their_squares() {
        // A (0, m, 2)-net in the first two dimensions: every elementary interval of area 2⁻⁴.
        let bits = test_bits(11);
        let scrambled = Scrambled::new(2, &bits).unwrap();
        let points: Vec<Vec<f64>> = (0..16).map(|i| scrambled.point(i)).collect();
        for a in 0..=4 {
            let (columns, rows) = (f64::from(1u32 << a), f64::from(16u32 >> a));
            let cell = |p: &Vec<f64>| ((p[0] * columns) as u32, (p[1] * rows) as u32);
            let mut cells: Vec<_> = points.iter().map(cell).collect();
            cells.sort_unstable();
            cells.dedup();
            assert_eq!(cells.len(), 16, "2^{a} columns");
        }
    }

    #[test]
    fn scrambles_differ_and_are_uniform() {
        let (one, other) = (test_bits(1), test_bits(2));
        let (one, other) = (Scrambled::new(1, &one).unwrap(), Scrambled::new(1, &other).unwrap());
        assert_ne!(one.point(0), other.point(0));
        // The first point over 4,000 scrambles is uniform: its mean lies within four standard
        // errors, 1 / √(12 · 4000), of a half. Unscrambled it is 0.
        let first = |seed| Scrambled::new(1, &test_bits(seed)).unwrap().point(0)[0];
        let mean = (0..4_000).map(first).sum::<f64>() / 4e3;
        assert!((mean - 0.5).abs() < 4.0 / (12.0 * 4e3f64).sqrt(), "{mean}");
        assert!(Scrambled::new(MOST_DIMENSIONS + 1, &test_bits(0)).is_none());
    }
}

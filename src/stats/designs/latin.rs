//! Latin hypercube samples: each dimension is cut into as many bins as there are points, and
//! each bin holds one point.

use super::{Bits, below, unit};

/// A Latin hypercube of n points: x_ij = (π_j(i) + u_ij) / n with a permutation π_j of 0..n for
/// each dimension j (McKay, Beckman & Conover 1979, Technometrics 21(2)). It holds 4 bytes for
/// each point and dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Latin {
    permutations: Vec<Vec<u32>>,
}

impl Latin {
    /// A sample of so many points in so many dimensions. Dimension j takes bits at
    /// (2j, i) and (2j + 1, i): one more changes none of the others.
    pub fn new(points: usize, dimensions: usize, bits: Bits<'_>) -> Self {
        let permutation = |j: usize| {
            let mut order: Vec<u32> = (0..points as u32).collect();
            // Fisher & Yates, from the end.
            for i in (1..points).rev() {
                order.swap(i, below(bits(2 * j as u64, i as u64), i + 1));
            }
            order
        };
        Latin { permutations: (0..dimensions).map(permutation).collect() }
    }

    /// A point, each coordinate in the open interval (0, 1), from the bits that the sample was
    /// made with.
    pub fn point(&self, i: usize, bits: Bits<'_>) -> Vec<f64> {
        let coordinate = |(j, order): (usize, &Vec<u32>)| {
            let within = unit(bits(2 * j as u64 + 1, i as u64));
            (f64::from(order[i]) + within) / order.len() as f64
        };
        self.permutations.iter().enumerate().map(coordinate).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_bits;
    use super::*;

    #[test]
    fn each_bin_of_each_dimension_holds_one_point() {
        let bits = test_bits(7);
        let sample = Latin::new(37, 5, &bits);
        for j in 0..5 {
            let mut bins: Vec<usize> =
                (0..37).map(|i| (sample.point(i, &bits)[j] * 37.0) as usize).collect();
            assert_ne!(bins, (0..37).collect::<Vec<_>>(), "dimension {j} is not shuffled");
            bins.sort_unstable();
            assert_eq!(bins, (0..37).collect::<Vec<_>>());
        }
    }

    #[test]
    fn another_dimension_changes_none_of_the_others() {
        let bits = test_bits(7);
        let (few, many) = (Latin::new(9, 2, &bits), Latin::new(9, 3, &bits));
        for i in 0..9 {
            assert_eq!(few.point(i, &bits), many.point(i, &bits)[..2]);
        }
    }
}

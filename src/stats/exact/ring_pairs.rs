//! Spread of contagion on a ring: the variance of the share of adopters, from pairs of sites.

use super::contagion::Contagion;
use super::moments::Moments;
use super::ring::Rows;
use crate::stats::maths;

/// Mean and variance of the share of adopters after each of these numbers of steps (ascending);
/// the fourth moment is that of a normal distribution.
///
/// Let `U(a, c, b, d)` be the probability that two rows of `a` and `b` sites, with gaps of `c` and
/// `d` sites between them around the ring, are all without it. They stay so if none adopts by
/// itself, and each outer neighbour spares its end with `s = e^(−q/2)` if it has it, surely if not:
/// `s + (1 − s) · [it has not]`. Expanding the product over the (up to four) outer neighbours
/// lengthens the rows, so the recursion is closed; a gap of one site has a single neighbour of both
/// rows, `s² + (1 − s²) · [it has not]`, and rows that meet become one. The variance is the sum over
/// pairs of single sites. Work grows as N³ a step: for a hundred or so.
pub fn moments(of: &Contagion, steps: &[u32]) -> Vec<Moments> {
    let n = of.organisations as usize;
    let alone: Vec<f64> = (0..=n).map(|m| maths::exp(-(m as f64) * of.spontaneous)).collect();
    let ways = Ways::new(maths::exp(-of.contagion / 2.0));
    let mut pairs = Pairs { n, values: vec![1.0; (n + 1) * (n + 1) * (n + 1)] };
    let (mut rows, mut results, mut done) = (Rows::new(of), vec![], 0);
    for &wanted in steps {
        while done < wanted {
            pairs.advance(rows.after(done), &alone, &ways);
            done += 1;
        }
        results.push(pairs.moments(rows.after(wanted)));
    }
    results
}

/// How the neighbours in one gap may be found: how far they lengthen the row before and the row
/// after the gap, and with which weight.
struct Ways {
    one: [(usize, usize, f64); 2],
    more: [(usize, usize, f64); 4],
}

impl Ways {
    fn new(s: f64) -> Self {
        let rest = 1.0 - s;
        Ways {
            one: [(0, 0, s * s), (1, 0, 1.0 - s * s)],
            more: [(0, 0, s * s), (1, 0, s * rest), (0, 1, s * rest), (1, 1, rest * rest)],
        }
    }

    fn of(&self, gap: usize) -> &[(usize, usize, f64)] {
        if gap == 1 { &self.one } else { &self.more }
    }
}

struct Pairs {
    n: usize,
    values: Vec<f64>,
}

impl Pairs {
    fn at(&self, c: usize, d: usize, a: usize) -> usize {
        (c * (self.n + 1) + d) * (self.n + 1) + a
    }

    /// `U` for gaps `c` and `d` and first row `a`; `rows` serves where the rows have met.
    fn get(&self, rows: &[f64], c: usize, d: usize, a: usize) -> f64 {
        if c == 0 || d == 0 { rows[self.n - c - d] } else { self.values[self.at(c, d, a)] }
    }

    fn advance(&mut self, rows: &[f64], alone: &[f64], ways: &Ways) {
        // Only smaller gaps are read, so that large ones first can be done in place.
        for c in (1..self.n - 2).rev() {
            for d in (1..self.n - 1 - c).rev() {
                for a in 1..self.n - c - d {
                    let mut quiet = 0.0;
                    for &(a_right, b_left, in_c) in ways.of(c) {
                        for &(b_right, a_left, in_d) in ways.of(d) {
                            let (c, d) = (c - a_right - b_left, d - b_right - a_left);
                            quiet += in_c * in_d * self.get(rows, c, d, a + a_right + a_left);
                        }
                    }
                    let at = self.at(c, d, a);
                    self.values[at] = alone[self.n - c - d] * quiet;
                }
            }
        }
    }

    fn moments(&self, rows: &[f64]) -> Moments {
        let n = self.n;
        // Pairs of single sites: neighbours on either side, and those with gaps c and n − 2 − c.
        let apart: f64 = (1..n - 2).map(|c| self.get(rows, c, n - 2 - c, 1)).sum();
        let pairs = 2.0 * rows[2] + apart;
        let size = n as f64;
        let variance = (rows[1] + pairs) / size - rows[1] * rows[1];
        Moments::of_normal(1.0 - rows[1], variance)
    }
}

#[cfg(test)]
mod tests {
    use super::super::ring;
    use super::*;

    #[test]
    fn pairs_agree_with_the_chain_on_all_patterns() {
        let of = Contagion { organisations: 9, spontaneous: 0.02, contagion: 0.3 };
        let steps = [1, 7, 20];
        for (a, b) in moments(&of, &steps).iter().zip(ring::chain(&of, &steps)) {
            assert!((a.mean - b.mean).abs() < 1e-12, "{} {}", a.mean, b.mean);
            assert!((a.variance - b.variance).abs() < 1e-12, "{} {}", a.variance, b.variance);
        }
    }

    #[test]
    fn far_apart_is_unrelated_so_that_the_variance_falls_as_one_over_n() {
        let of = |organisations| Contagion { organisations, spontaneous: 0.0006, contagion: 0.007 };
        let spread = |n| moments(&of(n), &[300])[0].variance * f64::from(n);
        let (small, large) = (spread(30), spread(45));
        assert!((small / large - 1.0).abs() < 1e-6, "{small} {large}");
    }
}

//! Contagion on a ring: everybody sees two neighbours, each with half the weight.

use super::chain::Chain;
use super::contagion::Contagion;
use super::moments::Moments;
use crate::stats::maths;

/// Mean share of adopters after each of these numbers of steps (ascending).
///
/// Let `P_m` be the probability that `m` sites in a row are all without it. They stay so if
/// none adopts by itself, `e^(−m p)`, and if neither end is infected by an outer neighbour
/// that has it, `c = e^(−q/2)` each:
///
/// `P_m' = e^(−m p) [P_(m+2) + 2 c (P_(m+1) − P_(m+2)) + c² (P_m − 2 P_(m+1) + P_(m+2))]`.
///
/// So the recursion is closed in `m`, the discrete counterpart of the method of empty
/// intervals (random sequential adsorption, e.g. Evans 1993, Reviews of Modern Physics 65:
/// 1281). On `N` sites it ends with `m = N − 1`, where one outer site sees both ends, and
/// `m = N`, where there is none.
pub fn mean(of: &Contagion, steps: &[u32]) -> Vec<f64> {
    let mut rows = Rows::new(of);
    steps.iter().map(|&wanted| 1.0 - rows.after(wanted)[1]).collect()
}

/// The probabilities `P_m` that `m` sites in a row are all without it, step by step; the entry at
/// index 0 is never read.
pub(super) struct Rows {
    alone: Vec<f64>,
    spared: f64,
    empty: Vec<f64>,
    done: u32,
}

impl Rows {
    /// Before the first step.
    pub(super) fn new(of: &Contagion) -> Self {
        let n = of.organisations as usize;
        Rows {
            alone: (0..=n).map(|m| maths::exp(-(m as f64) * of.spontaneous)).collect(),
            spared: maths::exp(-of.contagion / 2.0),
            empty: vec![1.0; n + 1],
            done: 0,
        }
    }

    /// After so many steps in all, not fewer than at the last call.
    pub(super) fn after(&mut self, wanted: u32) -> &[f64] {
        let (n, spared) = (self.empty.len() - 1, self.spared);
        while self.done < wanted {
            for m in 1..=n {
                let this = self.empty[m];
                let quiet = if m == n {
                    this
                } else if m + 1 == n {
                    let all = self.empty[n];
                    all + spared * spared * (this - all)
                } else {
                    let (one, two) = (self.empty[m + 1], self.empty[m + 2]);
                    two + 2.0 * spared * (one - two) + spared * spared * (this - 2.0 * one + two)
                };
                // Only greater m are read, so this can be done in place.
                self.empty[m] = self.alone[m] * quiet;
            }
            self.done += 1;
        }
        &self.empty
    }
}

/// Share of adopters after each of these numbers of steps (ascending), from the chain on all
/// 2^N patterns: for a dozen organisations at most.
pub fn chain(of: &Contagion, steps: &[u32]) -> Vec<Moments> {
    let n = of.organisations;
    debug_assert!(n <= 12, "3^N transitions");
    let alone = maths::exp(-of.spontaneous);
    let spared = maths::exp(-of.contagion / 2.0);
    let chain = Chain::new(1 << n, |pattern| {
        let mut next = vec![(pattern, 1.0)];
        for site in (0..n).filter(|site| pattern >> site & 1 == 0) {
            let neighbours = [(site + n - 1) % n, (site + 1) % n];
            let with = neighbours.iter().filter(|&&s| pattern >> s & 1 == 1).count();
            let stay = alone * maths::pow(spared, with as f64);
            let adopting: Vec<_> =
                next.iter().map(|&(p, weight)| (p | 1 << site, weight * (1.0 - stay))).collect();
            next.iter_mut().for_each(|(_, weight)| *weight *= stay);
            next.extend(adopting);
        }
        next
    });
    let counts = |patterns: &Vec<f64>| {
        let mut counts = vec![0.0; n as usize + 1];
        for (pattern, p) in patterns.iter().enumerate() {
            counts[pattern.count_ones() as usize] += p;
        }
        Moments::of_counts(&counts).times(1.0 / f64::from(n))
    };
    chain.after(0, steps).iter().map(counts).collect()
}

/// Mean share of adopters on a ring without end, after a time in units of the rates:
/// `1 − exp(−(p + q) t + q (1 − e^(−p t))/p)`.
pub fn endless(p: f64, q: f64, time: f64) -> f64 {
    1.0 - maths::exp(-(p + q) * time + q * maths::probability(p * time) / p)
}

#[cfg(test)]
mod tests {
    use super::super::contagion::tests::{P, Q, romberg};
    use super::*;

    fn weekly(organisations: u32) -> Contagion {
        Contagion { organisations, spontaneous: P / 52.0, contagion: Q / 52.0 }
    }

    #[test]
    fn the_recursion_and_the_chain_of_all_patterns_agree() {
        for n in [2, 3, 4, 5, 8, 10] {
            let steps = [1, 26, 260, 520];
            let (recursion, chain) = (mean(&weekly(n), &steps), chain(&weekly(n), &steps));
            for (a, b) in recursion.iter().zip(&chain) {
                assert!((a - b.mean).abs() < 1e-12, "{n}: {a} {}", b.mean);
            }
        }
    }

    #[test]
    fn a_ring_of_three_is_complete() {
        let ring = chain(&weekly(3), &[260]);
        let complete = weekly(3).complete(&[260]);
        assert!((ring[0].mean - complete[0].mean).abs() < 1e-12);
        assert!((ring[0].variance - complete[0].variance).abs() < 1e-12);
    }

    #[test]
    fn meets_the_published_shares_as_the_step_shrinks() {
        for (years, published) in [(5, 0.248_462_648_2), (10, 0.558_258_670_4)] {
            assert!((endless(P, Q, f64::from(years)) - published).abs() < 1e-10);
            // Beyond about fifty sites the ring cannot know that it is one.
            let yearly = Contagion { organisations: 60, spontaneous: P, contagion: Q };
            let found = romberg(8, 5, |parts| mean(&yearly.finer(parts), &[years * parts])[0]);
            assert!((found - published).abs() < 1e-10, "{found}");
        }
    }
}

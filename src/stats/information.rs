//! What it is worth to know: expected value of perfect information, about everything or about one
//! parameter, and regret.
//!
//! A table has one row for each state of the world (a draw of what is not known) and one column
//! for each option; its entries are what the option brings there, more being better. States are
//! equally likely.

use super::designs::{Bits, below};
use super::quantiles::quantile;

/// Shuffles that show what a parameter without meaning would seem to be worth.
const SHUFFLES: u64 = 200;
/// Share of them below the bound that a real worth has to exceed.
const BOUND: f64 = 0.95;

/// The option with the greatest mean, the first of equals; none from an empty table.
pub fn best_on_average(table: &[Vec<f64>]) -> Option<usize> {
    greatest(&means(table, &mut (0..table.len())))
}

/// Expected value of perfect information, `E[max_d] − max_d E` (Raiffa & Schlaifer 1961): what
/// knowing the state before choosing would bring. It is never negative; none from an empty table.
pub fn evpi(table: &[Vec<f64>]) -> Option<f64> {
    let best = means(table, &mut (0..table.len())).into_iter().reduce(f64::max)?;
    let known: f64 = table.iter().filter_map(|row| row.iter().copied().reduce(f64::max)).sum();
    Some((known / table.len() as f64 - best).max(0.0))
}

/// The same from entries that are means over luck: a bracket.
///
/// The best of noisy means looks better than it is, so the plain value is too high. Choosing by
/// one half of the luck and taking the worth from the other is right on average for a choice that
/// is not always the best, so it is too low. `halves` hold the table by either half.
pub fn evpi_bracket(table: &[Vec<f64>], halves: [&[Vec<f64>]; 2]) -> Option<(f64, f64)> {
    let high = evpi(table)?;
    let best = best_on_average(table)?;
    let chosen = |by: &[Vec<f64>], worth: &[Vec<f64>]| {
        let gain = |(by, worth): (&Vec<f64>, &Vec<f64>)| {
            greatest(by).map_or(0.0, |option| worth[option] - worth[best])
        };
        by.iter().zip(worth).map(gain).sum::<f64>() / table.len() as f64
    };
    let low = 0.5 * (chosen(halves[0], halves[1]) + chosen(halves[1], halves[0]));
    Some((low.clamp(0.0, high), high))
}

/// What it is worth to know one parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Partial {
    /// Expected value of partial perfect information, as it comes out.
    pub raw: f64,
    /// Mean of what a parameter without meaning seems to be worth in a table of this size.
    pub by_chance: f64,
    /// What 95 of 100 such parameters stay below.
    pub bound: f64,
}

impl Partial {
    /// The worth with what chance gives taken off.
    pub fn value(&self) -> f64 {
        (self.raw - self.by_chance).max(0.0)
    }

    /// True if a parameter without meaning would do as well.
    pub fn cannot_be_told_from_zero(&self) -> bool {
        self.raw <= self.bound
    }
}

/// Expected value of knowing one parameter alone, `E_x[max_d E[·|x]] − max_d E`, with `E[·|x]` from
/// `bins` groups of states with neighbouring values (Strong & Oakley 2013, Med. Decis. Making
/// 33(6)). A parameter with no more distinct values than bins has one group for each.
///
/// The best of the groups' noisy means looks better than it is; shuffling the parameter over the
/// states shows by how much.
pub fn evppi(
    parameter: &[f64],
    table: &[Vec<f64>],
    bins: usize,
    bits: Bits<'_>,
) -> Option<Partial> {
    if parameter.len() != table.len() || table.is_empty() {
        return None;
    }
    let mut order: Vec<usize> = (0..parameter.len()).collect();
    order.sort_by(|&a, &b| parameter[a].total_cmp(&parameter[b]));
    let groups = groups(&order, parameter, bins.max(1));
    let overall = means(table, &mut (0..table.len())).into_iter().reduce(f64::max)?;
    let worth = |order: &[usize]| {
        let mut start = 0;
        let mut sum = 0.0;
        for &size in &groups {
            let group = order[start..start + size].iter().copied();
            let best = means(table, &mut group.clone()).into_iter().reduce(f64::max);
            sum += best.unwrap_or(0.0) * size as f64;
            start += size;
        }
        sum / table.len() as f64 - overall
    };
    let shuffled = |shuffle: u64| {
        let mut order = order.clone();
        for i in (1..order.len()).rev() {
            order.swap(i, below(bits(shuffle, i as u64), i + 1));
        }
        worth(&order)
    };
    let mut chance: Vec<f64> = (0..SHUFFLES).map(shuffled).collect();
    chance.sort_unstable_by(f64::total_cmp);
    Some(Partial {
        raw: worth(&order).max(0.0),
        by_chance: (chance.iter().sum::<f64>() / chance.len() as f64).max(0.0),
        bound: quantile(&chance, BOUND).max(0.0),
    })
}

/// Sizes of groups of neighbouring values.
fn groups(order: &[usize], parameter: &[f64], bins: usize) -> Vec<usize> {
    let mut distinct: Vec<usize> = Vec::new();
    let mut last = None;
    for &i in order {
        match (last, distinct.last_mut()) {
            (Some(x), Some(size)) if x == parameter[i] => *size += 1,
            _ => distinct.push(1),
        }
        last = Some(parameter[i]);
    }
    if distinct.len() <= bins {
        return distinct;
    }
    let n = order.len();
    (0..bins).map(|b| n * (b + 1) / bins - n * b / bins).filter(|&size| size > 0).collect()
}

/// How an option fares when it is held against the best of each state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Regret {
    /// Mean of what it brings.
    pub mean: f64,
    /// The least that it brings.
    pub worst: f64,
    /// Mean of what is forgone against the best of each state.
    pub mean_regret: f64,
    /// What is forgone in no more than 5 of 100 states.
    pub p95_regret: f64,
    /// The most that is forgone.
    pub greatest_regret: f64,
    /// Share of the states in which it is the best, or one of the best.
    pub share_best: f64,
}

/// The regret of each option (Savage 1951, J. Am. Stat. Assoc. 46).
pub fn regret(table: &[Vec<f64>]) -> Vec<Regret> {
    let best: Vec<f64> =
        table.iter().map(|row| row.iter().copied().fold(f64::NEG_INFINITY, f64::max)).collect();
    let n = table.len() as f64;
    let of = |option: usize| {
        let values = || table.iter().map(move |row| row[option]);
        let mut regrets: Vec<f64> = values().zip(&best).map(|(x, best)| best - x).collect();
        regrets.sort_unstable_by(f64::total_cmp);
        Regret {
            mean: values().sum::<f64>() / n,
            worst: values().fold(f64::INFINITY, f64::min),
            mean_regret: regrets.iter().sum::<f64>() / n,
            p95_regret: quantile(&regrets, 0.95),
            greatest_regret: regrets.last().copied().unwrap_or(0.0),
            share_best: regrets.iter().filter(|r| **r <= 0.0).count() as f64 / n,
        }
    };
    (0..table.first().map_or(0, Vec::len)).map(of).collect()
}

fn means(table: &[Vec<f64>], rows: &mut dyn Iterator<Item = usize>) -> Vec<f64> {
    let mut sums = vec![0.0; table.first().map_or(0, Vec::len)];
    let mut n = 0.0;
    for row in rows {
        n += 1.0;
        for (sum, x) in sums.iter_mut().zip(&table[row]) {
            *sum += x;
        }
    }
    sums.into_iter().map(|sum| sum / f64::max(n, 1.0)).collect()
}

fn greatest(values: &[f64]) -> Option<usize> {
    let better = |best: Option<usize>, i: usize| match best {
        Some(b) if values[b] >= values[i] => Some(b),
        _ => Some(i),
    };
    (0..values.len()).fold(None, better)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::designs::{Latin, test_bits};
    use crate::stats::maths::normal_quantile;

    /// E[max(0, X)] − max(0, 1) of X normal with mean 1 and standard deviation 2.
    const EXACT: f64 = 0.3955931148;

    #[test]
    fn evpi_of_a_normal_net_benefit_is_the_exact_one() {
        // The midpoint rule over the quantiles errs by less than 1/n of the range of 11 sd.
        let n = 200_000;
        let x = |i: usize| 1.0 + 2.0 * normal_quantile((i as f64 + 0.5) / n as f64);
        let table: Vec<Vec<f64>> = (0..n).map(|i| vec![0.0, x(i)]).collect();
        let found = evpi(&table).unwrap();
        assert!((found - EXACT).abs() < 1e-5, "{found}");
        assert_eq!(best_on_average(&table), Some(1));
        assert_eq!(evpi(&[]), None);
        assert_eq!(evpi(&[vec![1.0, 0.0], vec![3.0, 2.0]]), Some(0.0));
    }

    #[test]
    fn noise_makes_the_plain_value_too_high_and_the_bracket_holds_the_exact_one() {
        let n = 20_000;
        let bits = test_bits(8);
        let latin = Latin::new(n, 5, &bits);
        let mut tables = [Vec::new(), Vec::new(), Vec::new()];
        for i in 0..n {
            let z: Vec<f64> = latin.point(i, &bits).into_iter().map(normal_quantile).collect();
            let row = |a: f64, b: f64| vec![a, 1.0 + 2.0 * z[0] + b];
            let (one, other) = (row(2.0 * z[1], 2.0 * z[2]), row(2.0 * z[3], 2.0 * z[4]));
            tables[0].push(one.iter().zip(&other).map(|(a, b)| 0.5 * (a + b)).collect());
            tables[1].push(one);
            tables[2].push(other);
        }
        let [both, one, other] = &tables;
        let (low, high) = evpi_bracket(both, [one, other]).unwrap();
        assert!(low < EXACT && EXACT < high, "{low} {high}");
        assert!(high > EXACT + 0.1, "the plain value is biased: {high}");
        let (low, high) = evpi_bracket(both, [both, both]).unwrap();
        assert!((low - high).abs() < 1e-12, "without noise the bracket is a point");
    }

    #[test]
    fn the_worth_of_one_parameter_is_found_and_that_of_a_meaningless_one_is_not() {
        // Net benefit {0, 1 + 2 (a z1 + b z2)} with a² + b² = 1: knowing z1 alone is worth
        // E[max(0, 1 + 2 a z1)] − 1, which for a = 0.8 is 0.252245 (μΦ(μ/s) + sφ(μ/s) − μ
        // with μ = 1, s = 1.6).
        let n = 8_192;
        let bits = test_bits(3);
        let latin = Latin::new(n, 3, &bits);
        let z: Vec<Vec<f64>> = (0..n)
            .map(|i| latin.point(i, &bits).into_iter().map(normal_quantile).collect())
            .collect();
        let table: Vec<Vec<f64>> =
            z.iter().map(|z| vec![0.0, 1.0 + 2.0 * (0.8 * z[0] + 0.6 * z[1])]).collect();
        let of = |j: usize| {
            let parameter: Vec<f64> = z.iter().map(|z| z[j]).collect();
            evppi(&parameter, &table, 32, &bits).unwrap()
        };
        let (first, second, none) = (of(0), of(1), of(2));
        let exact = {
            let (mu, s) = (1.0f64, 1.6f64);
            let (d, root) = (mu / s, (2.0 * std::f64::consts::PI).sqrt());
            let cumulative = 0.5 * libm::erfc(-d / std::f64::consts::SQRT_2);
            mu * cumulative + s * libm::exp(-0.5 * d * d) / root - mu
        };
        assert!((first.value() - exact).abs() < 0.02, "{first:?} not {exact}");
        assert!(!first.cannot_be_told_from_zero() && !second.cannot_be_told_from_zero());
        assert!(none.cannot_be_told_from_zero(), "{none:?}");
        assert!(first.raw < evpi(&table).unwrap());
    }

    #[test]
    fn few_values_make_a_group_each() {
        assert_eq!(groups(&[2, 0, 1], &[1.0, 1.0, 0.0], 5), [1, 2]);
        assert_eq!(groups(&[0, 1, 2, 3, 4], &[0.0, 1.0, 2.0, 3.0, 4.0], 2), [2, 3]);
    }

    #[test]
    fn regret_is_what_is_forgone_against_the_best_of_each_state() {
        let found = regret(&[vec![3.0, 1.0], vec![0.0, 4.0]]);
        assert_eq!((found[0].mean, found[0].worst, found[0].greatest_regret), (1.5, 0.0, 4.0));
        assert_eq!((found[1].mean_regret, found[1].share_best), (1.0, 0.5));
        assert_eq!(regret(&[]), []);
    }
}

//! What it is worth to know: expected value of perfect information, about everything or about one
//! parameter, and regret.
//!
//! There is a state of the world for each draw of what is not known, and what each option brings there
//! is simulated in some futures, more being better. States are equally likely.
//!
//! Whoever chooses by noisy means and judges by the same means finds too much; whoever judges by other
//! values finds no more than there is, on average, since the choice is not always the best. So every
//! worth has a lower and an upper estimate, neither of which is clamped: a lower one that comes out
//! negative says that what was chosen did worse than the best option would have. The interval goes from
//! the lower estimate less what its error leaves open to the upper one and what its own leaves (95 in
//! 100, Student's t). What was drawn independently makes the error: the states and, where futures of the
//! same number meet the same luck in every state, also these lucks, whose variances add up (Owen 2007,
//! Ann. Appl. Stat. 1(2); counting twice what states and lucks share errs on the wide side).

use std::collections::BTreeMap;

use super::holm::holm;
use super::moments::moments;
use super::paired::FEWEST_FOR_VERDICT;
use super::quantiles::quantile;
use super::student::{student_quantile, upper_tail};

/// Probability beyond each end of an interval.
const TAIL: f64 = 0.025;
/// Chance that an option is told from the best although it is as good (Holm).
const ALPHA: f64 = 0.05;

/// What the options bring in one state: the number of a future, and a value for each option.
pub type State = Vec<(usize, Vec<f64>)>;

/// States of the world, and how their futures hang together.
#[derive(Debug, Clone, PartialEq)]
pub struct States {
    /// The states, none of which is empty.
    pub states: Vec<State>,
    /// True if a future of the same number meets the same luck in every state.
    pub shared: bool,
}

/// What it is worth to know something.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worth {
    /// The lower estimate, as it comes out; none from single futures.
    pub low: Option<f64>,
    /// The upper estimate.
    pub high: f64,
    /// The 95 % interval; none where the error of one of them is not known.
    pub interval: Option<(f64, f64)>,
    /// States.
    pub states: usize,
}

impl Worth {
    /// True if the interval holds 0, there is none, or there are too few states for a verdict.
    pub fn cannot_be_told_from_zero(&self) -> bool {
        self.states < FEWEST_FOR_VERDICT as usize || self.interval.is_none_or(|(low, _)| low <= 0.0)
    }

    fn of(low: Option<Estimate>, high: Estimate, states: usize) -> Self {
        let interval = low.and_then(|low| Some((low.end(-1.0)?, high.end(1.0)?)));
        Worth { low: low.map(|low| low.value), high: high.value, interval, states }
    }
}

/// The option with the greatest mean, the first of equals; none from an empty table.
pub fn best_on_average(table: &[Vec<f64>]) -> Option<usize> {
    greatest(&mean_of(table.iter()))
}

/// A mean over states with its variance.
#[derive(Clone, Copy)]
struct Estimate {
    value: f64,
    /// Variance of the value and its degrees of freedom; none from one state, or one shared luck.
    error: Option<(f64, u32)>,
}

impl Estimate {
    fn end(self, sign: f64) -> Option<f64> {
        let (variance, freedom) = self.error?;
        Some(self.value + sign * student_quantile(1.0 - TAIL, freedom)? * variance.sqrt())
    }

    /// Two-sided p-value of 0.
    fn p_value(self) -> f64 {
        match self.error {
            None => 1.0,
            Some((variance, _)) if variance <= 0.0 => f64::from(u8::from(self.value == 0.0)),
            Some((variance, freedom)) => {
                2.0 * upper_tail(self.value.abs() / variance.sqrt(), f64::from(freedom))
            }
        }
    }
}

impl States {
    /// Mean of each option in each state.
    pub fn means(&self) -> Vec<Vec<f64>> {
        let of = |state: &State| mean_of(state.iter().map(|(_, values)| values));
        self.states.iter().map(of).collect()
    }

    /// Mean gain of what is chosen over one option: `choice(s, i)` is the option in future i of state s.
    fn gain(&self, best: usize, choice: &dyn Fn(usize, usize) -> usize) -> Estimate {
        let mut by_state = Vec::with_capacity(self.states.len());
        let mut by_luck: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
        for (s, state) in self.states.iter().enumerate() {
            let mut sum = 0.0;
            for (i, (luck, values)) in state.iter().enumerate() {
                let gain = values[choice(s, i)] - values[best];
                sum += gain;
                by_luck.entry(*luck).or_default().push(gain);
            }
            by_state.push(sum / state.len() as f64);
        }
        let of_luck = |own: &Vec<f64>| own.iter().sum::<f64>() / own.len() as f64;
        let by_luck: Vec<f64> = by_luck.values().map(of_luck).collect();
        let value = by_state.iter().sum::<f64>() / by_state.len() as f64;
        let states = variance_of_mean(&by_state);
        let error = match (states, variance_of_mean(&by_luck)) {
            (Some(states), _) if !self.shared => Some((states, by_state.len() as u32 - 1)),
            (Some(states), Some(lucks)) => {
                let (a, b) = (by_state.len() as f64 - 1.0, by_luck.len() as f64 - 1.0);
                let both = states + lucks;
                // Satterthwaite (1946, Biometrics Bull. 2(6)).
                let freedom = both * both / (states * states / a + lucks * lucks / b);
                let freedom = if freedom.is_finite() { freedom } else { a.min(b) };
                Some((both, freedom.floor().max(1.0) as u32))
            }
            _ => None,
        };
        Estimate { value, error }
    }

    /// Expected value of perfect information, `E[max_d] − max_d E` (Raiffa & Schlaifer 1961): what
    /// knowing the state before choosing would bring. None without states.
    pub fn evpi(&self) -> Option<Worth> {
        let means = self.means();
        let best = best_on_average(&means)?;
        let by_all: Vec<usize> =
            means.iter().map(|values| greatest(values).unwrap_or(best)).collect();
        let high = self.gain(best, &|s, _| by_all[s]);
        // Each future is judged by a choice that the others of its state make.
        let others = |s: usize, i: usize| {
            let all = self.states[s].iter().enumerate();
            mean_of(all.filter(|(j, _)| *j != i).map(|(_, (_, values))| values))
        };
        let several = self.states.iter().all(|state| state.len() > 1);
        let low = several.then(|| self.gain(best, &|s, i| greatest(&others(s, i)).unwrap_or(best)));
        Some(Worth::of(low, high, self.states.len()))
    }

    /// Expected value of knowing one parameter alone, `E_x[max_d E[·|x]] − max_d E`, with `E[·|x]`
    /// from `bins` groups of states with neighbouring values (Strong & Oakley 2013, Med. Decis.
    /// Making 33(6)): the worth of knowing in which group it lies. A parameter with no more distinct
    /// values than bins has one group for each. None without a value for each state.
    ///
    /// The upper estimate chooses by all states of a group, the lower one for each state by the
    /// others.
    pub fn evppi(&self, parameter: &[f64], bins: usize) -> Option<Worth> {
        let means = self.means();
        let best = best_on_average(&means)?;
        if parameter.len() != means.len() {
            return None;
        }
        let mut order: Vec<usize> = (0..parameter.len()).collect();
        order.sort_by(|&a, &b| parameter[a].total_cmp(&parameter[b]));
        let (mut by_group, mut by_others) = (vec![best; order.len()], vec![best; order.len()]);
        let mut start = 0;
        for size in groups(&order, parameter, bins.max(1)) {
            let group = &order[start..start + size];
            let sums: Vec<f64> = mean_of(group.iter().map(|&s| &means[s]))
                .iter()
                .map(|mean| mean * size as f64)
                .collect();
            for &s in group {
                by_group[s] = greatest(&sums).unwrap_or(best);
                let left: Vec<f64> = sums.iter().zip(&means[s]).map(|(sum, x)| sum - x).collect();
                by_others[s] = greatest(&left).filter(|_| size > 1).unwrap_or(best);
            }
            start += size;
        }
        let low = self.gain(best, &|s, _| by_others[s]);
        Some(Worth::of(Some(low), self.gain(best, &|s, _| by_group[s]), means.len()))
    }

    /// Options whose mean over the states cannot be told from that of this one: paired t tests, all at
    /// once by Holm's correction. All of them where there are too few states for a verdict.
    pub fn as_good(&self, best: usize) -> Vec<usize> {
        let options = self.means().first().map_or(0, Vec::len);
        let others: Vec<usize> = (0..options).filter(|&o| o != best).collect();
        let p: Vec<f64> = others.iter().map(|&o| self.gain(best, &|_, _| o).p_value()).collect();
        let few = self.states.len() < FEWEST_FOR_VERDICT as usize;
        let told = holm(&p, ALPHA);
        others.into_iter().zip(told).filter(|(_, told)| few || !told).map(|(o, _)| o).collect()
    }
}

fn variance_of_mean(values: &[f64]) -> Option<f64> {
    let (_, variance) = moments(values).filter(|_| values.len() > 1)?;
    Some(variance / values.len() as f64)
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

fn mean_of<'a>(rows: impl Iterator<Item = &'a Vec<f64>>) -> Vec<f64> {
    let (mut sums, mut n) = (Vec::new(), 0.0);
    for row in rows {
        sums.resize(row.len(), 0.0);
        n += 1.0;
        for (sum, x) in sums.iter_mut().zip(row) {
            *sum += x;
        }
    }
    sums.into_iter().map(|sum: f64| sum / n).collect()
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

    /// Two futures of each row that are the same.
    fn sure(table: &[Vec<f64>]) -> States {
        let state = |row: &Vec<f64>| vec![(0, row.clone()), (1, row.clone())];
        States { states: table.iter().map(state).collect(), shared: false }
    }

    #[test]
    fn evpi_of_a_normal_net_benefit_is_the_exact_one() {
        // The midpoint rule over the quantiles errs by less than 1/n of the range of 11 sd.
        let n = 200_000;
        let x = |i: usize| 1.0 + 2.0 * normal_quantile((i as f64 + 0.5) / n as f64);
        let table: Vec<Vec<f64>> = (0..n).map(|i| vec![0.0, x(i)]).collect();
        let found = sure(&table).evpi().unwrap();
        assert!((found.high - EXACT).abs() < 1e-5, "{found:?}");
        assert!((found.low.unwrap() - found.high).abs() < 1e-12, "without noise they are one");
        assert_eq!(best_on_average(&table), Some(1));
        assert_eq!(sure(&[]).evpi(), None);
        let same = sure(&[vec![1.0, 0.0], vec![3.0, 2.0]]).evpi().unwrap();
        assert_eq!((same.low, same.high, same.interval), (Some(0.0), 0.0, Some((0.0, 0.0))));
        assert!(same.cannot_be_told_from_zero());
    }

    #[test]
    fn noise_makes_the_plain_value_too_high_and_the_estimates_hold_the_exact_one() {
        let n = 20_000;
        let bits = test_bits(8);
        let latin = Latin::new(n, 5, &bits);
        let state = |i: usize| -> State {
            let z: Vec<f64> = latin.point(i, &bits).into_iter().map(normal_quantile).collect();
            let row = |a: f64, b: f64| vec![2.0 * a, 1.0 + 2.0 * z[0] + 2.0 * b];
            vec![(0, row(z[1], z[2])), (1, row(z[3], z[4]))]
        };
        let states = States { states: (0..n).map(state).collect(), shared: false };
        let found = states.evpi().unwrap();
        assert!(found.low.unwrap() < EXACT && EXACT < found.high, "{found:?}");
        assert!(found.high > EXACT + 0.1, "the plain value is biased: {found:?}");
        assert!(!found.cannot_be_told_from_zero());
    }

    /// Kind of fault: a bound that is clamped, so that noise looks like certainty.
    #[test]
    fn a_lower_estimate_below_nothing_is_told_as_it_is() {
        // The means of both futures favour the first option everywhere, single ones do not.
        let state = |s: usize| -> State {
            let swing = if s.is_multiple_of(2) { 4.0 } else { -4.0 };
            vec![(0, vec![1.0, swing]), (1, vec![1.0, -swing])]
        };
        let states = States { states: (0..24).map(state).collect(), shared: false };
        let found = states.evpi().unwrap();
        assert_eq!(found.high, 0.0);
        assert!(found.low.unwrap() < -1.0 && found.cannot_be_told_from_zero(), "{found:?}");
        let single = States { states: vec![vec![(0, vec![1.0, 2.0])]; 24], shared: false };
        assert_eq!((single.evpi().unwrap().low, single.evpi().unwrap().interval), (None, None));
    }

    /// Kind of fault: what all states have in common taken as independent.
    #[test]
    fn luck_that_all_states_share_makes_the_error_larger() {
        // Option 1 is as good as option 0, but for the luck of the future.
        let state = |s: usize| -> State {
            let of = |luck: usize| {
                let noise = [3.0, -2.0, 1.5][luck] + 0.1 * (s % 5) as f64;
                (luck, vec![0.0, noise])
            };
            (0..3).map(of).collect()
        };
        let mut states = States { states: (0..40).map(state).collect(), shared: true };
        assert_eq!(states.as_good(1), [0]);
        states.shared = false;
        assert!(states.as_good(1).is_empty(), "taken as independent it would be told apart");
        states.states.truncate(19);
        assert_eq!(states.as_good(1), [0], "nineteen states make no verdict");
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
        let states = sure(&table);
        let of = |j: usize| {
            let parameter: Vec<f64> = z.iter().map(|z| z[j]).collect();
            states.evppi(&parameter, 32).unwrap()
        };
        let (first, second, none) = (of(0), of(1), of(2));
        let exact = {
            let (mu, s) = (1.0f64, 1.6f64);
            let (d, root) = (mu / s, (2.0 * std::f64::consts::PI).sqrt());
            let cumulative = 0.5 * libm::erfc(-d / std::f64::consts::SQRT_2);
            mu * cumulative + s * libm::exp(-0.5 * d * d) / root - mu
        };
        for end in [first.low.unwrap(), first.high] {
            assert!((end - exact).abs() < 0.02, "{first:?} not {exact}");
        }
        assert!(!first.cannot_be_told_from_zero() && !second.cannot_be_told_from_zero());
        assert!(none.cannot_be_told_from_zero(), "{none:?}");
        assert!(first.high < states.evpi().unwrap().high);
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

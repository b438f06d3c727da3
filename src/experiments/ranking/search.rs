//! The best mix, by steps to the best neighbour, each step decided by ranking and selection.
//!
//! A mix gives each candidate nothing, half or all of its full dose. Its neighbours have one
//! candidate at another dose, or the dose of one candidate moved to another. In each step the mix
//! and all neighbours that can be paid for meet the same draws of the parameters (an output is the
//! mean over the futures of a draw, which are not independent of each other), and the procedure of Kim & Nelson
//! (2001) with paired variances ([`crate::stats::selection`]) leaves out those that fall behind until
//! one is left; the search ends where that is the mix itself. Levers act on each other, so the end
//! is a mix that no neighbour betters, not surely the best of all.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::stats::selection::{Guarantee, KimNelson};

/// Doses of each candidate, in halves: 0, 1 or 2.
pub(super) type Mix = Vec<u8>;

/// Most steps; each raises, lowers or moves a dose.
const MOST_STEPS: usize = 12;
/// Draws before the first screening.
const FIRST: u32 = 12;
/// Draws that are run together between looks.
const TOGETHER: u32 = 4;
/// Chance of a wrong choice in a step, if its outputs are normal.
const ALPHA: f64 = 0.05;

/// What a search asks of its problem.
pub(super) trait Problem {
    /// Candidates.
    fn candidates(&self) -> usize;
    /// True if a mix can be paid for.
    fn affordable(&self, mix: &Mix) -> bool;
    /// Outputs of some mixes in some draws, more being better; none if the user stops.
    fn outputs(&mut self, mixes: &[Mix], draws: Range<u32>) -> Option<Vec<Vec<f64>>>;
}

/// One step: the mix that was kept, and whether one alone was left before the draws ran out.
pub(super) type Step = (Mix, bool);

/// Search among the mixes of a problem with so many draws; none if the user stops.
pub(super) fn search(problem: &mut dyn Problem, draws: u32, difference: f64) -> Option<Vec<Step>> {
    let mut now: Mix = vec![0; problem.candidates()];
    let (mut steps, mut seen) = (vec![], BTreeSet::from([now.clone()]));
    while steps.len() < MOST_STEPS {
        let mut mixes = vec![now.clone()];
        let neighbours = neighbours(&now).into_iter();
        mixes.extend(neighbours.filter(|mix| problem.affordable(mix) && !seen.contains(mix)));
        if mixes.len() < 2 {
            break;
        }
        let (chosen, settled) = select(problem, &mixes, draws, difference)?;
        if chosen == 0 {
            break;
        }
        now.clone_from(&mixes[chosen]);
        seen.insert(now.clone());
        steps.push((now.clone(), settled));
    }
    Some(steps)
}

/// Place of the best of some mixes, the first being the one at hand, and whether one alone was left.
fn select(
    problem: &mut dyn Problem,
    mixes: &[Mix],
    draws: u32,
    difference: f64,
) -> Option<(usize, bool)> {
    let guarantee = Guarantee { alpha: ALPHA, difference };
    let mut values = problem.outputs(mixes, 0..FIRST.min(draws))?;
    let Some(mut selection) = KimNelson::new(&values, guarantee) else { return Some((0, false)) };
    while selection.selected().is_none() && (selection.outputs() as u32) < draws {
        let from = selection.outputs() as u32;
        let left = selection.survivors().to_vec();
        let of: Vec<Mix> = left.iter().map(|&i| mixes[i].clone()).collect();
        let next = problem.outputs(&of, from..draws.min(from + TOGETHER))?;
        for (&i, next) in left.iter().zip(next) {
            values[i].extend(next);
        }
        for r in from..draws.min(from + TOGETHER) {
            let survivors = selection.survivors().iter();
            let outputs: Vec<f64> = survivors.map(|&i| values[i][r as usize]).collect();
            selection.advance(&outputs);
            if selection.selected().is_some() {
                break;
            }
        }
    }
    // Where the draws have run out, the largest mean is kept.
    let mean = |i: usize| values[i].iter().sum::<f64>() / values[i].len() as f64;
    let survivors = selection.survivors().iter().copied();
    let best = survivors.max_by(|&a, &b| mean(a).total_cmp(&mean(b)).then(b.cmp(&a)))?;
    // A step is worth it if it brings half of what matters, over the draws that both have met.
    let both = values[best].iter().zip(&values[0]).map(|(new, old)| new - old);
    let brings = both.sum::<f64>() / values[best].len().min(values[0].len()) as f64;
    let moves = best != 0 && brings >= difference / 2.0;
    Some((if moves { best } else { 0 }, selection.selected().is_some()))
}

fn neighbours(mix: &Mix) -> Vec<Mix> {
    let with = |changes: &[(usize, u8)]| {
        let mut other = mix.clone();
        changes.iter().for_each(|&(i, dose)| other[i] = dose);
        other
    };
    let mut all = Vec::new();
    for i in 0..mix.len() {
        all.extend((0..=2).filter(|&dose| dose != mix[i]).map(|dose| with(&[(i, dose)])));
        let empty = (0..mix.len()).filter(|&j| mix[i] > 0 && mix[j] == 0);
        all.extend(empty.map(|j| with(&[(i, 0), (j, mix[i])])));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Lot, Purpose};

    /// Four candidates that cost 3, 2, 2 and 1 and bring 5, 4, 1 and 1; the second and the third
    /// together bring 4 more. Noise that all mixes share, and a little of their own.
    struct Planted {
        together: f64,
        runs: usize,
    }

    const COST: [f64; 4] = [3.0, 2.0, 2.0, 1.0];
    const WORTH: [f64; 4] = [5.0, 4.0, 1.0, 1.0];

    impl Planted {
        fn worth(&self, mix: &Mix) -> f64 {
            let dose = |i: usize| f64::from(mix[i]) / 2.0;
            let alone: f64 = (0..4).map(|i| WORTH[i] * dose(i)).sum();
            alone + self.together * dose(1) * dose(2)
        }
    }

    impl Problem for Planted {
        fn candidates(&self) -> usize {
            4
        }
        fn affordable(&self, mix: &Mix) -> bool {
            (0..4).map(|i| COST[i] * f64::from(mix[i]) / 2.0).sum::<f64>() <= 4.0
        }
        fn outputs(&mut self, mixes: &[Mix], draws: Range<u32>) -> Option<Vec<Vec<f64>>> {
            self.runs += mixes.len() * draws.len();
            let noise = |address: u64, r: u32| {
                Lot::of_region(7).draw(Purpose::Design, address, u64::from(r)).normal()
            };
            let own = |mix: &Mix| mix.iter().fold(1, |a, &b| 3 * a + u64::from(b));
            let of = |mix: &Mix| {
                let value = |r: u32| self.worth(mix) + 5.0 * noise(0, r) + 0.3 * noise(own(mix), r);
                draws.clone().map(value).collect()
            };
            Some(mixes.iter().map(of).collect())
        }
    }

    fn best(together: f64, difference: f64) -> (Mix, f64) {
        let mut problem = Planted { together, runs: 0 };
        let steps = search(&mut problem, 64, difference).unwrap();
        let mix = steps.last().map_or(vec![0; 4], |(mix, _)| mix.clone());
        let worth = problem.worth(&mix);
        (mix, worth)
    }

    /// The most that can be had for the money, by trying all 81 mixes.
    fn exact(together: f64) -> f64 {
        let problem = Planted { together, runs: 0 };
        let mix = |n: u32| (0..4).map(|i| (n / 3u32.pow(i) % 3) as u8).collect::<Mix>();
        let all = (0..81).map(mix).filter(|mix| problem.affordable(mix));
        all.map(|mix| problem.worth(&mix)).fold(0.0, f64::max)
    }

    #[test]
    fn the_best_mix_of_a_planted_problem_is_found() {
        let (mix, worth) = best(0.0, 0.3);
        assert!(exact(0.0) - worth <= 0.3, "{mix:?} brings {worth}");
        let (first_ones, cheap) = (vec![0, 2, 2, 0], vec![0, 0, 0, 2]);
        let problem = Planted { together: 0.0, runs: 0 };
        assert!(worth > problem.worth(&first_ones) && worth > problem.worth(&cheap));
    }

    #[test]
    fn where_levers_act_together_the_end_is_a_mix_that_no_neighbour_betters() {
        let (mix, worth) = best(4.0, 0.3);
        let problem = Planted { together: 4.0, runs: 0 };
        let around = neighbours(&mix).into_iter().filter(|mix| problem.affordable(mix));
        let most = around.map(|mix| problem.worth(&mix)).fold(0.0, f64::max);
        assert!(most <= worth + 0.3, "{mix:?} brings {worth}, a neighbour {most}");
    }

    #[test]
    fn where_nothing_matters_enough_nothing_is_bought() {
        assert_eq!(best(0.0, 100.0).0, vec![0; 4]);
    }

    #[test]
    fn neighbours_change_one_dose_or_move_one() {
        let all = neighbours(&vec![2, 0, 0]);
        assert_eq!(all.len(), 2 + 2 + 2 + 2);
        assert!(all.contains(&vec![0, 2, 0]) && !all.contains(&vec![2, 0, 0]));
    }
}

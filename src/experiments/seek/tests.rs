//! The search and the verdict over problems of which the best plan is known.

use std::ops::Range;

use super::search::{Found, Outcome, Problem, Settings, levels_of, search};
use super::verdict::judge;
use crate::parallel;
use crate::results::seek::{Judged, Standing};
use crate::rng::{Lot, Purpose};
use crate::stats::distributions::normal_cumulative;
use crate::stats::surrogate::Axis;

/// Share of futures that is wanted.
const CHANCE: f64 = 0.8;
/// No plan cheaper than the best lies within so much of it, and the best lies above by as much.
const APART: f64 = 0.05;
/// Problems.
const PROBLEMS: u64 = 100;
/// Futures by which a verdict is denied.
const FRESH: u32 = 1_000;
/// Where these futures begin: no search or verdict comes near.
const FAR: u32 = 1_000_000;

/// Three decisions with diminishing returns that help each other, and luck of which a half is shared by
/// all plans.
struct Synthetic {
    number: u64,
    sizes: Vec<usize>,
    gains: Vec<f64>,
    prices: Vec<f64>,
    together: f64,
    base: f64,
}

impl Synthetic {
    /// A problem by its number, whatever its best plan.
    fn any(number: u64) -> Self {
        let draw = |i: u64| Lot::of_region(11).draw(Purpose::Design, number, i).uniform();
        let between = |i: u64, low: f64, high: f64| low + (high - low) * draw(i);
        let sizes: Vec<usize> = (0..3).map(|i| 4 + (4.0 * draw(i)) as usize).collect();
        Synthetic {
            number,
            sizes,
            gains: (3..6).map(|i| between(i, 1.0, 4.0)).collect(),
            prices: (6..9).map(|i| between(i, 20.0, 100.0)).collect(),
            together: between(9, 0.0, 2.0),
            base: between(10, -6.0, -2.0),
        }
    }

    fn plans(&self) -> usize {
        self.sizes.iter().product()
    }

    /// Share of each decision's range.
    fn shares(&self, plan: usize) -> Vec<f64> {
        let levels = levels_of(plan, &self.sizes).into_iter().zip(&self.sizes);
        levels.map(|(level, &size)| level as f64 / (size - 1) as f64).collect()
    }

    /// How far the middle future is above the goal, in standard deviations of luck.
    fn score(&self, plan: usize) -> f64 {
        let x = self.shares(plan);
        let alone = x.iter().zip(&self.gains).map(|(x, gain)| gain * x * (2.0 - x));
        self.base + alone.sum::<f64>() + self.together * x[0] * x[1]
    }

    fn chance(&self, plan: usize) -> f64 {
        normal_cumulative(self.score(plan))
    }

    fn cost(&self, plan: usize) -> f64 {
        30.0 + self.shares(plan).iter().zip(&self.prices).map(|(x, price)| x * price).sum::<f64>()
    }

    /// The cheapest plan that is good enough.
    fn best(&self) -> Option<usize> {
        let good = (0..self.plans()).filter(|&plan| self.chance(plan) >= CHANCE);
        good.min_by(|&a, &b| self.cost(a).total_cmp(&self.cost(b)))
    }

    /// True if the best is told from what is cheaper by as much as a search can tell.
    fn is_plain(&self) -> bool {
        let Some(best) = self.best() else { return false };
        let cost = self.cost(best);
        let near = |plan: usize| {
            let cheap = self.cost(plan) < cost && self.chance(plan) > CHANCE - APART;
            let as_cheap = plan != best && (self.cost(plan) - cost).abs() < 0.01 * cost;
            cheap || as_cheap
        };
        self.chance(best) >= CHANCE + APART && best != 0 && !(0..self.plans()).any(near)
    }

    fn outcome(&self, plan: usize, future: u32) -> Outcome {
        let lot = Lot::of_region(self.number);
        let noise = |address: u64| lot.draw(Purpose::Order, address, future.into()).normal();
        let luck = (noise(1_000_000) + noise(plan as u64)) / 2f64.sqrt();
        let margin = self.score(plan) + luck;
        Outcome { margin, cost: self.cost(plan) * (1.0 + 0.05 * noise(2_000_000 + plan as u64)) }
    }

    /// Futures of fresh ones in which a plan meets the goal.
    fn fresh(&self, plan: usize) -> u32 {
        (FAR..FAR + FRESH).filter(|&f| self.outcome(plan, f).met()).count() as u32
    }
}

impl Problem for Synthetic {
    fn decisions(&self) -> Vec<Axis> {
        self.sizes.iter().map(|&levels| Axis { levels, ordered: true }).collect()
    }

    fn outcomes(&mut self, plan: usize, futures: Range<u32>) -> Option<Vec<Outcome>> {
        Some(futures.map(|future| self.outcome(plan, future)).collect())
    }
}

fn settings(offset: u32) -> Settings {
    Settings { chance: CHANCE, first: 20, most: 640, runs: 5_000, offset, seed: 5 }
}

fn sought(problem: &mut Synthetic, settings: Settings) -> (Found, Vec<Judged>) {
    let found = search(problem, settings).unwrap();
    let judged = judge(problem, &found, settings, [200, 1_000]).unwrap();
    (found, judged)
}

/// The first problems whose best is plain.
fn plain() -> Vec<Synthetic> {
    (0..).map(Synthetic::any).filter(Synthetic::is_plain).take(PROBLEMS as usize).collect()
}

/// The best plan is found in 95 of 100 problems or more. Were the chance 0.9, so many would come in 6 of
/// 100 sets; the figure itself is asked for.
#[test]
fn the_known_best_is_found_in_95_of_100_problems() {
    let found = parallel::map(plain(), |mut problem| {
        let best = problem.best();
        let (_, judged) = sought(&mut problem, settings(1_000));
        (Some(judged[0].plan) == best, judged[0].standing)
    });
    let right = found.iter().filter(|(right, _)| *right).count();
    assert!(right >= 95, "{right} of {PROBLEMS}");
    // Where the best is good by a margin, most are also called so.
    let good = found.iter().filter(|(_, standing)| *standing == Standing::Good).count();
    assert!(good >= 80, "{good} of {PROBLEMS} are called good");
}

/// Problems in which several plans meet the goal a little too seldom, the hardest for a verdict.
fn close() -> Vec<Synthetic> {
    let near = |p: &Synthetic| {
        let close = |plan: usize| (CHANCE - 0.04..CHANCE).contains(&p.chance(plan));
        p.best().is_some_and(|best| best != 0)
            && (0..p.plans()).filter(|&plan| close(plan)).count() >= 4
    };
    (1_000..).map(Synthetic::any).filter(near).take(PROBLEMS as usize).collect()
}

/// A verdict calls a plan good that fresh futures deny in 5 of 100 problems at most, though as many or
/// more of the plans that the search alone holds for the best are denied by them.
#[test]
fn hardly_any_plan_is_called_good_that_fresh_futures_deny() {
    let called = parallel::map(close(), |mut problem| {
        let (found, judged) = sought(&mut problem, settings(1_000));
        let of = |j: &&Judged| j.standing == Standing::Good;
        let good: Vec<usize> = judged.iter().filter(of).map(|j| j.plan).collect();
        let denied = |plan: usize| f64::from(problem.fresh(plan)) < CHANCE * f64::from(FRESH);
        let best = found.best.map(|place| found.looked[place].plan);
        [!good.is_empty(), good.into_iter().any(denied), best.is_some_and(denied)]
    });
    let [good, wrong, wrong_without] = [0, 1, 2].map(|i| called.iter().filter(|c| c[i]).count());
    assert!(wrong <= 5, "{wrong} of {good} that were called good");
    assert!(good >= 50, "{good} of {PROBLEMS} end with a plan that is called good");
    // The twin that takes the search at its word does not pass that bar.
    assert!(wrong_without > 5, "the search's own word would be wrong in {wrong_without}");
}

/// A goal that no plan meets often enough is said to be out of reach, and the plan that comes closest is
/// that which does.
#[test]
fn what_is_out_of_reach_is_said_to_be() {
    for base in [-12.0, -9.2, -7.0] {
        let mut problem = Synthetic {
            number: 3,
            sizes: vec![5, 6, 7],
            gains: vec![2.0, 2.0, 2.0],
            prices: vec![50.0, 70.0, 90.0],
            together: 0.5,
            base,
        };
        let (found, judged) = sought(&mut problem, settings(1_000));
        let last = problem.plans() - 1;
        assert_eq!((found.best, judged[0].plan), (None, last), "at {base}");
        assert_eq!(judged[0].standing, Standing::Denied);
        assert!(found.settled, "it ends by itself");
    }
}

/// Words are not ordered: a best word in the middle of a list is found.
#[test]
fn a_choice_of_words_is_searched_too() {
    struct Words;
    impl Problem for Words {
        fn decisions(&self) -> Vec<Axis> {
            vec![Axis { levels: 5, ordered: false }, Axis { levels: 6, ordered: true }]
        }
        fn outcomes(&mut self, plan: usize, futures: Range<u32>) -> Option<Vec<Outcome>> {
            let levels = levels_of(plan, &[5, 6]);
            let word = [0.0, -1.0, 2.5, 0.5, -2.0][levels[0]];
            let lot = Lot::of_region(1);
            let outcome = |future: u32| {
                let luck = lot.draw(Purpose::Order, plan as u64, future.into()).normal();
                Outcome {
                    margin: word + 0.8 * levels[1] as f64 - 3.1 + luck,
                    cost: 10.0 + levels[1] as f64,
                }
            };
            Some(futures.map(outcome).collect())
        }
    }
    let found = search(&mut Words, settings(1_000)).unwrap();
    let best = &found.looked[found.best.unwrap()];
    // 2.5 + 0.8 · 2 − 3.1 = 1: met in 84 of 100; a level less in 58.
    assert_eq!(levels_of(best.plan, &[5, 6]), [2, 2]);
}

#[test]
fn a_search_that_is_stopped_says_nothing() {
    struct Stopped;
    impl Problem for Stopped {
        fn decisions(&self) -> Vec<Axis> {
            vec![Axis { levels: 30, ordered: true }]
        }
        fn outcomes(&mut self, _: usize, _: Range<u32>) -> Option<Vec<Outcome>> {
            None
        }
    }
    assert_eq!(search(&mut Stopped, settings(0)), None);
}

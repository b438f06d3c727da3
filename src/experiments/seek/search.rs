//! The search: which plan is the cheapest that meets a goal often enough, where every look at a plan is
//! a noisy one.
//!
//! Plans stand on a grid of decisions. A few that fill it are looked at in some futures, the same for all
//! (common random numbers). Two Gaussian processes say what to expect of every other plan: how often it
//! meets the goal (probits of the shares seen, each with the noise of its number of futures) and what it
//! costs. The next look goes to the plan that may save most, its saving times its chance of being good
//! enough (constrained expected improvement: Gardner et al. 2014); a plan that is looked at again gets
//! twice as many futures, so that doubtful ones alone take many. It ends when no cheaper plan has a fair
//! chance of being good enough and the best itself is settled, its cheaper neighbours all looked at, or
//! when its runs are used up.

use std::ops::Range;

use crate::rng::{Lot, Purpose};
use crate::stats::designs::Scrambled;
use crate::stats::distributions::normal_cumulative;
use crate::stats::maths;
use crate::stats::student::incomplete_beta;
use crate::stats::surrogate::{Axis, Seen, Shape, Surrogate};

/// Chance of being good enough below which a cheaper plan is let go, and above one less which the best is
/// settled.
const DOUBT: f64 = 0.02;
/// Share of the best plan's cost below which a saving is none.
const SAVING: f64 = 0.005;
/// Plans looked at first, beside the cheapest and the largest: so many and so many more a decision.
const FIRST_PLANS: [usize; 2] = [4, 4];
/// Least futures in which a plan next to the best is looked at before it is passed over.
const NEIGHBOUR: u32 = 40;
/// Looks between two fits of the covariances.
const FIT_EVERY: usize = 6;
/// Share of futures up to which a share tells little of which plan is better.
const BLIND: f64 = 0.25;

/// What is kept of one future of one plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// By how much the goal is met, or missed (below 0), in any unit.
    pub margin: f64,
    /// Pounds.
    pub cost: f64,
}

impl Outcome {
    /// True if the goal is met.
    pub fn met(&self) -> bool {
        self.margin >= 0.0
    }
}

/// What is searched. Plans are numbered with the last decision changing first.
pub trait Problem {
    /// Levels of each decision.
    fn decisions(&self) -> Vec<Axis>;
    /// What comes of a plan in some futures; none if the user stops.
    fn outcomes(&mut self, plan: usize, futures: Range<u32>) -> Option<Vec<Outcome>>;
}

/// How the search is made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Share of futures in which the goal is to be met.
    pub chance: f64,
    /// Futures of a first look at a plan.
    pub first: u32,
    /// Most futures of one plan.
    pub most: u32,
    /// Most futures in all.
    pub runs: u32,
    /// Number of the search's first future; those before it are the verdict's.
    pub offset: u32,
    /// Seed of the plans looked at first.
    pub seed: u64,
}

/// What was seen of one plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Looked {
    /// Its number.
    pub plan: usize,
    /// What came of it, future by future.
    pub outcomes: Vec<Outcome>,
    /// Expected share of futures that meet the goal, from all that was seen.
    pub share: f64,
    /// Chance that it is good enough.
    pub good: f64,
    /// Expected cost.
    pub cost: f64,
}

impl Looked {
    fn met(&self) -> u32 {
        self.outcomes.iter().filter(|o| o.met()).count() as u32
    }

    fn futures(&self) -> u32 {
        self.outcomes.len() as u32
    }

    /// Chance that it is good enough, by its own futures alone (Jeffreys' prior).
    fn good_alone(&self, chance: f64) -> f64 {
        let (met, all) = (f64::from(self.met()), f64::from(self.futures()));
        1.0 - incomplete_beta(met + 0.5, all - met + 0.5, chance)
    }

    /// Middle of the margins that so great a share of futures reaches, and how far it may be off.
    fn reached(&self, chance: f64) -> (f64, f64) {
        let mut margins: Vec<f64> = self.outcomes.iter().map(|o| o.margin).collect();
        margins.sort_unstable_by(f64::total_cmp);
        let n = margins.len() as f64;
        let spread = (n * chance * (1.0 - chance)).sqrt();
        let rank = |r: f64| margins[(r.max(0.0) as usize).min(margins.len() - 1)];
        let middle = n * (1.0 - chance);
        (rank(middle), 0.5 * (rank(middle + spread) - rank(middle - spread)))
    }
}

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Plans that were looked at.
    pub looked: Vec<Looked>,
    /// Place among them of the cheapest plan that is likelier good enough than not.
    pub best: Option<usize>,
    /// Place of the plan that meets the goal most often, as far as was seen.
    pub most: usize,
    /// True if it ended by itself, before its runs were used up.
    pub settled: bool,
    /// What is expected of every plan: share of futures that meet the goal, chance of being good enough,
    /// cost.
    pub expected: Vec<Expected>,
}

/// What is expected of a plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// Share of futures that meet the goal.
    pub share: f64,
    /// Chance that it is good enough.
    pub good: f64,
    /// Cost.
    pub cost: f64,
}

/// A plan's levels.
pub fn levels_of(mut plan: usize, sizes: &[usize]) -> Vec<usize> {
    let mut levels = vec![0; sizes.len()];
    for (level, size) in levels.iter_mut().zip(sizes).rev() {
        *level = plan % size;
        plan /= size;
    }
    levels
}

/// A plan's number.
pub fn number_of(levels: &[usize], sizes: &[usize]) -> usize {
    levels.iter().zip(sizes).fold(0, |number, (level, size)| number * size + level)
}

/// Search a problem; none if the user stops.
pub fn search(problem: &mut dyn Problem, settings: Settings) -> Option<Found> {
    Search::new(problem, settings).run()
}

struct Search<'a> {
    problem: &'a mut dyn Problem,
    settings: Settings,
    axes: Vec<Axis>,
    sizes: Vec<usize>,
    /// Levels of each plan.
    places: Vec<Vec<usize>>,
    looked: Vec<Looked>,
    runs: u32,
    shapes: [Option<Shape>; 3],
}

impl<'a> Search<'a> {
    fn new(problem: &'a mut dyn Problem, settings: Settings) -> Self {
        let axes = problem.decisions();
        let sizes: Vec<usize> = axes.iter().map(|axis| axis.levels).collect();
        let places = (0..sizes.iter().product()).map(|plan| levels_of(plan, &sizes)).collect();
        Search {
            problem,
            settings,
            axes,
            sizes,
            places,
            looked: vec![],
            runs: 0,
            shapes: [None, None, None],
        }
    }

    fn run(mut self) -> Option<Found> {
        for plan in self.first_plans() {
            self.look(plan, self.settings.first)?;
        }
        let mut settled = false;
        for step in 0.. {
            let (expected, reached) = self.expect(step % FIT_EVERY == 0);
            let left = self.settings.runs.saturating_sub(self.runs);
            let next = self.next(&expected, &reached, step);
            settled = next.is_none();
            match next {
                Some((plan, to)) if left > 0 => {
                    let has = self.find(plan).map_or(0, |i| self.looked[i].futures());
                    self.look(plan, to.min(has + left))?;
                }
                _ => break,
            }
        }
        let (expected, _) = self.expect(true);
        for looked in &mut self.looked {
            let Expected { share, good, cost } = expected[looked.plan];
            (looked.share, looked.good, looked.cost) = (share, good, cost);
        }
        let best = self.best(&expected).and_then(|plan| self.find(plan));
        let most = self.most(&expected);
        Some(Found { best, most, settled, looked: self.looked, expected })
    }

    fn find(&self, plan: usize) -> Option<usize> {
        self.looked.iter().position(|l| l.plan == plan)
    }

    /// Look at a plan until it has so many futures.
    fn look(&mut self, plan: usize, to: u32) -> Option<()> {
        let place = self.find(plan).unwrap_or_else(|| {
            let nothing = Looked { plan, outcomes: vec![], share: 0.0, good: 0.0, cost: 0.0 };
            self.looked.push(nothing);
            self.looked.len() - 1
        });
        let has = self.looked[place].futures();
        if to > has {
            let offset = self.settings.offset;
            let outcomes = self.problem.outcomes(plan, offset + has..offset + to)?;
            self.runs += outcomes.len() as u32;
            self.looked[place].outcomes.extend(outcomes);
        }
        Some(())
    }

    /// Plans that fill the grid: both ends of everything, and points of a scrambled Sobol sequence.
    fn first_plans(&self) -> Vec<usize> {
        let all = self.places.len();
        let many = FIRST_PLANS[0] + FIRST_PLANS[1] * self.sizes.len();
        if all <= many {
            return (0..all).collect();
        }
        let mut plans = vec![0, all - 1];
        let lot = Lot::of_region(self.settings.seed);
        let bits = move |a: u64, b: u64| lot.draw3(Purpose::Design, SEEK, a, b).bits();
        for index in 0..many as u32 {
            let at = Scrambled::new(self.sizes.len(), &bits).map(|s| s.point(index));
            let level = |(u, &size): (f64, &usize)| ((u * size as f64) as usize).min(size - 1);
            let levels: Vec<usize> =
                at.unwrap_or_default().into_iter().zip(&self.sizes).map(level).collect();
            if levels.len() == self.sizes.len() {
                plans.push(number_of(&levels, &self.sizes));
            }
        }
        plans.sort_unstable();
        plans.dedup();
        plans
    }

    /// What is expected of every plan, and what margin the wanted share of its futures reaches, with how
    /// far that may be off.
    fn expect(&mut self, fit: bool) -> (Vec<Expected>, Vec<(f64, f64)>) {
        let chance = self.settings.chance;
        let wanted = maths::normal_quantile(chance);
        let share = |looked: &Looked| {
            let n = f64::from(looked.futures());
            let p = (f64::from(looked.met()) + 0.5) / (n + 1.0);
            let y = maths::normal_quantile(p);
            let density = maths::exp(-0.5 * y * y) / (2.0 * std::f64::consts::PI).sqrt();
            (y, p * (1.0 - p) / (n * density * density))
        };
        let cost = |looked: &Looked| {
            let n = f64::from(looked.futures());
            let mean = looked.outcomes.iter().map(|o| o.cost).sum::<f64>() / n;
            let of = |o: &Outcome| (o.cost - mean) * (o.cost - mean);
            let variance = looked.outcomes.iter().map(of).sum::<f64>() / (n - 1.0).max(1.0) / n;
            (mean, variance)
        };
        let reached = |looked: &Looked| {
            let (value, off) = looked.reached(chance);
            (value, off * off)
        };
        let shares = self.surrogate(0, fit, &share);
        let costs = self.surrogate(1, fit, &cost);
        // Margins are asked where no plan is good.
        let any_good =
            self.looked.iter().any(|l| f64::from(l.met()) >= chance * f64::from(l.futures()));
        let reached = if any_good { None } else { self.surrogate(2, fit, &reached) };
        let expected = self.places.iter().map(|place| {
            let (mean, sd) = of(shares.as_ref(), place);
            Expected {
                share: normal_cumulative(mean),
                good: normal_cumulative((mean - wanted) / sd.max(1e-9)),
                cost: of(costs.as_ref(), place).0,
            }
        });
        let mut expected: Vec<Expected> = expected.collect();
        // A surface that is smooth where plans are not denies what was seen: a plan's own futures stand.
        for looked in &self.looked {
            let own = looked.good_alone(chance);
            expected[looked.plan].good = expected[looked.plan].good.max(own);
        }
        let reached = self.places.iter().map(|place| of(reached.as_ref(), place));
        (expected, reached.collect())
    }

    fn surrogate(
        &mut self,
        which: usize,
        fit: bool,
        value: &dyn Fn(&Looked) -> (f64, f64),
    ) -> Option<Surrogate> {
        let seen: Vec<Seen> = self
            .looked
            .iter()
            .map(|looked| {
                let (value, noise) = value(looked);
                Seen { at: &self.places[looked.plan], value, noise }
            })
            .collect();
        if fit || self.shapes[which].is_none() {
            self.shapes[which] = Shape::fit(&self.axes, &seen, self.shapes[which].take());
        }
        Surrogate::new(self.shapes[which].clone()?, &seen)
    }

    /// The cheapest plan that was looked at and is likelier good enough than not.
    fn best(&self, expected: &[Expected]) -> Option<usize> {
        let good = self.looked.iter().map(|l| l.plan).filter(|&plan| expected[plan].good >= 0.5);
        good.min_by(|&a, &b| expected[a].cost.total_cmp(&expected[b].cost).then(a.cmp(&b)))
    }

    /// Place of the plan that meets the goal most often; where hardly any does, of that of which the
    /// wanted share of futures reaches most.
    fn most(&self, expected: &[Expected]) -> usize {
        let share = |i: usize| expected[self.looked[i].plan].share;
        let blind = (0..self.looked.len()).all(|i| share(i) < BLIND * self.settings.chance);
        let key = |i: usize| {
            if blind { self.looked[i].reached(self.settings.chance).0 } else { share(i) }
        };
        let all = 0..self.looked.len();
        all.max_by(|&a, &b| key(a).total_cmp(&key(b)).then(b.cmp(&a))).unwrap_or(0)
    }

    /// The next plan to look at, and until how many futures; none if there is nothing left to learn.
    fn next(
        &self,
        expected: &[Expected],
        reached: &[(f64, f64)],
        step: usize,
    ) -> Option<(usize, u32)> {
        let Some(best) = self.best(expected) else { return self.towards(expected, reached, step) };
        let has = |plan: usize| self.find(plan).map_or(0, |i| self.looked[i].futures());
        let more = |plan: usize| match has(plan) {
            0 => self.settings.first,
            n => (2 * n).min(self.settings.most),
        };
        let open = |plan: usize| has(plan) < self.settings.most;
        let cost = expected[best].cost;
        let saving = |plan: usize| cost - expected[plan].cost;
        let worth = |&plan: &usize| {
            saving(plan) > SAVING * cost.abs() && open(plan) && expected[plan].good > DOUBT
        };
        let rival = (0..expected.len()).filter(worth).max_by(|&a, &b| {
            let gain = |plan: usize| saving(plan) * expected[plan].good;
            gain(a).total_cmp(&gain(b)).then(b.cmp(&a))
        });
        let unsure = open(best) && expected[best].good < 1.0 - DOUBT;
        let turn = step.is_multiple_of(2) || rival.is_none();
        if unsure && turn {
            return Some((best, more(best)));
        }
        if let Some(rival) = rival {
            return Some((rival, more(rival)));
        }
        // What the surfaces say is not taken for granted next to the best.
        let near = self.neighbours(best).into_iter().filter(|&plan| {
            saving(plan) > SAVING * cost.abs() && has(plan) < NEIGHBOUR.min(self.settings.most)
        });
        near.max_by(|&a, &b| expected[a].good.total_cmp(&expected[b].good).then(b.cmp(&a)))
            .map(|plan| (plan, NEIGHBOUR.min(self.settings.most)))
    }

    /// Where no plan is likelier good enough than not: the plan that most likely is. Where shares are too
    /// small to tell, every other time that of which the wanted share of futures may reach most.
    fn towards(
        &self,
        expected: &[Expected],
        reached: &[(f64, f64)],
        step: usize,
    ) -> Option<(usize, u32)> {
        let has = |plan: usize| self.find(plan).map_or(0, |i| self.looked[i].futures());
        let open = |&plan: &usize| has(plan) < self.settings.most;
        let more = |plan: usize| match has(plan) {
            0 => self.settings.first,
            n => (2 * n).min(self.settings.most),
        };
        let all = || (0..expected.len()).filter(open);
        let may = |plan: usize| reached[plan].0 + reached[plan].1;
        let blind =
            self.looked.iter().all(|l| expected[l.plan].share < BLIND * self.settings.chance);
        if blind && step % 2 == 1 {
            let seen = self.looked.iter().map(|l| l.reached(self.settings.chance).0);
            let most = seen.fold(f64::NEG_INFINITY, f64::max);
            let next = all()
                .filter(|&plan| has(plan) == 0 && may(plan) > most)
                .max_by(|&a, &b| may(a).total_cmp(&may(b)).then(b.cmp(&a)));
            return next.or_else(|| self.likeliest(all(), expected)).map(|plan| (plan, more(plan)));
        }
        self.likeliest(all(), expected).map(|plan| (plan, more(plan)))
    }

    fn likeliest(
        &self,
        plans: impl Iterator<Item = usize>,
        expected: &[Expected],
    ) -> Option<usize> {
        let fair = plans.filter(|&plan| expected[plan].good > DOUBT);
        fair.max_by(|&a, &b| {
            let key = |plan: usize| (expected[plan].good, expected[plan].share);
            key(a).0.total_cmp(&key(b).0).then(key(a).1.total_cmp(&key(b).1)).then(b.cmp(&a))
        })
    }

    /// Plans that differ in one decision by one level, or in two by one level each.
    fn neighbours(&self, plan: usize) -> Vec<usize> {
        let here = levels_of(plan, &self.sizes);
        let moved = |from: &[usize], i: usize, by: i64| -> Option<Vec<usize>> {
            let level = from[i] as i64 + by;
            (0..self.sizes[i] as i64).contains(&level).then(|| {
                let mut other = from.to_vec();
                other[i] = level as usize;
                other
            })
        };
        let mut all = Vec::new();
        for i in 0..here.len() {
            let level = here[i] as i64;
            let others: Vec<i64> = match self.axes[i].ordered {
                true => vec![-1, 1],
                false => (-level..self.sizes[i] as i64 - level).filter(|&by| by != 0).collect(),
            };
            for by in others {
                let Some(one) = moved(&here, i, by) else { continue };
                for j in i + 1..here.len() {
                    all.extend([-1, 1].into_iter().filter_map(|by| moved(&one, j, by)));
                }
                all.push(one);
            }
        }
        all.iter().map(|levels| number_of(levels, &self.sizes)).collect()
    }
}

/// What bits of the first plans are for; part of their address.
const SEEK: u64 = 4;

fn of(surrogate: Option<&Surrogate>, place: &[usize]) -> (f64, f64) {
    surrogate.map_or((0.0, 1.0), |s| s.at(place))
}

//! Why coverage is where it is, in the model: what limits it year by year, and what the forces
//! take from it or give to it. All differences are of matched futures.

use super::Outcome;
use crate::measures::Unit;
use crate::stats::holm::{holm, p_of_mean};
use crate::stats::moments::{half_width, moments};
use crate::stats::paired::FEWEST_FOR_VERDICT;
use crate::stats::quantiles::quantile;

/// Chance that any of several contributions is told from 0 although it is 0 (Holm).
pub const TOLD_ALPHA: f64 = 0.05;
/// Chance that a constraint is named although another binds as much (Holm).
pub const BINDING_ALPHA: f64 = 0.01;
/// Probability beyond each end of the interval of a mean.
const TAIL: f64 = 0.025;

/// A figure over futures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Futures with a value.
    pub replicates: u32,
    /// Mean.
    pub mean: f64,
    /// Least.
    pub least: f64,
    /// 5th percentile.
    pub p05: f64,
    /// Median.
    pub p50: f64,
    /// 95th percentile.
    pub p95: f64,
    /// Greatest.
    pub greatest: f64,
}

impl Spread {
    /// Of these values; none of no value.
    pub fn of(values: &[f64]) -> Option<Self> {
        let mut sorted = values.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let (&least, &greatest) = (sorted.first()?, sorted.last()?);
        Some(Spread {
            replicates: sorted.len() as u32,
            mean: values.iter().sum::<f64>() / sorted.len() as f64,
            least,
            p05: quantile(&sorted, 0.05),
            p50: quantile(&sorted, 0.5),
            p95: quantile(&sorted, 0.95),
            greatest,
        })
    }
}

/// A difference over matched futures, with how well its mean is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// The differences.
    pub spread: Spread,
    /// Half-width of the 95 % interval of the mean (Student's t); none where there are fewer than
    /// two independent values.
    pub half_width: Option<f64>,
    /// Futures with a difference above 0.
    pub more: u32,
    /// Futures with none.
    pub same: u32,
    /// Two-sided p-value of a mean of 0.
    pub p_value: f64,
    /// True if the mean is told from 0 among all effects of its kind ([`tell`]).
    pub told: bool,
}

impl Effect {
    /// Of one difference a future, the futures being independent; none of none.
    pub fn of(differences: &[f64]) -> Option<Self> {
        Effect::of_units(differences, differences)
    }

    /// Of one difference a future, futures `2k` and `2k + 1` being a pair that is not independent:
    /// how well the mean is known follows from the means of the pairs.
    pub fn of_pairs(differences: &[f64]) -> Option<Self> {
        let pairs = differences.chunks(2).map(|pair| pair.iter().sum::<f64>() / pair.len() as f64);
        Effect::of_units(differences, &pairs.collect::<Vec<_>>())
    }

    fn of_units(differences: &[f64], units: &[f64]) -> Option<Self> {
        let spread = Spread::of(differences)?;
        let (_, variance) = moments(units)?;
        // Equal values do not vary, whatever the rounding of their mean leaves.
        let variance = if units.iter().all(|&x| x == units[0]) { 0.0 } else { variance };
        Some(Effect {
            spread,
            half_width: half_width(variance, units.len(), TAIL),
            more: differences.iter().filter(|&&d| d > 0.0).count() as u32,
            same: differences.iter().filter(|&&d| d == 0.0).count() as u32,
            p_value: p_of_mean(units),
            told: false,
        })
    }

    /// Futures with a difference below 0.
    pub fn fewer(&self) -> u32 {
        self.spread.replicates - self.more - self.same
    }

    /// Mean.
    pub fn mean(&self) -> f64 {
        self.spread.mean
    }
}

/// Say which effects of one kind are told from 0: all tests at once, by Holm's correction; none of
/// fewer futures than a verdict takes.
pub fn tell<'a>(effects: impl IntoIterator<Item = &'a mut Effect>) {
    let mut effects: Vec<&mut Effect> = effects.into_iter().collect();
    let p_values: Vec<f64> = effects.iter().map(|e| e.p_value).collect();
    for (effect, told) in effects.iter_mut().zip(holm(&p_values, TOLD_ALPHA)) {
        effect.told = told && effect.spread.replicates >= FEWEST_FOR_VERDICT;
    }
}

/// Something that limits coverage, and how it is relaxed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Constraint {
    /// Its name in files.
    pub name: &'static str,
    /// What it is, in words.
    pub label: &'static str,
    /// What is done to relax it, in words.
    pub relaxed: &'static str,
}

/// What was seen of one thing in one period, without any change.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// Its name in files.
    pub name: &'static str,
    /// What it is, in words.
    pub label: &'static str,
    /// Unit.
    pub unit: Unit,
    /// Over futures.
    pub spread: Spread,
}

/// What relaxing one constraint from the start gains: the relaxed scenario's value less the
/// scenario's, in the measure's unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Relaxed {
    /// At the end of the period.
    pub by_end: Effect,
    /// Made within the period: gain at its end less gain at its start.
    pub within: Effect,
}

/// Which constraint binds in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Binding {
    /// This one (position in [`Explanation::constraints`]): its mean gain within the period is the
    /// largest, and is told from that of every other and from 0 by paired tests
    /// ([`BINDING_ALPHA`], Holm).
    One(usize),
    /// The first has the largest mean gain, but these others are not told from it.
    Several(Vec<usize>),
    /// No relaxation has a mean gain that is told from 0.
    Nothing,
}

impl Binding {
    /// Positions of those that bind, the one with the largest mean gain first.
    pub fn all(&self) -> &[usize] {
        match self {
            Binding::One(one) => std::slice::from_ref(one),
            Binding::Several(several) => several,
            Binding::Nothing => &[],
        }
    }
}

/// A year of the plan, or what the last one leaves.
#[derive(Debug, Clone, PartialEq)]
pub struct Period {
    /// Week at whose end it starts.
    pub from: u32,
    /// Week at whose end it ends.
    pub to: u32,
    /// What was seen.
    pub observed: Vec<Observed>,
    /// What each relaxation gains, in the order of [`Explanation::constraints`].
    pub relaxed: Vec<Relaxed>,
    /// Which constraint binds.
    pub binding: Binding,
}

/// What a force adds.
#[derive(Debug, Clone, PartialEq)]
pub struct ForceShare {
    /// Name in scenarios.
    pub name: &'static str,
    /// What readers call it.
    pub title: &'static str,
    /// Number in the framework.
    pub section: &'static str,
    /// Position of its family in [`Attribution::families`].
    pub family: usize,
    /// All forces less all but this.
    pub knock_out: Effect,
    /// What it adds when forces are switched on one by one in random order (Owen value).
    pub sampled: Effect,
}

/// What a family of forces adds.
#[derive(Debug, Clone, PartialEq)]
pub struct FamilyShare {
    /// Its name in files.
    pub name: &'static str,
    /// What readers call it, with its numbers in the framework.
    pub title: &'static str,
    /// Forces in it that act.
    pub forces: usize,
    /// All forces less all but this family's.
    pub knock_out: Effect,
    /// Sum of what its forces add when they are switched on one by one in random order.
    pub sampled: Effect,
    /// Shapley value in the game of families, of all their coalitions.
    pub exact: Effect,
}

/// What the forces take from the measure, or give to it.
///
/// In every future three accounts of the same total are kept, each with the luck of that future:
/// `value(all on) − value(all off)`.
///
/// - `steps[r][i]` is what force `i` changed when forces were switched on one by one in the order of
///   future `r`: over the forces of a future they add up to the total.
/// - `exact[r][f]` is the Shapley value of family `f` in the game whose value for a set of families
///   is the measure with these on and the others off: over families they add up to the total.
/// - A knock-out is the total less what is left without one force (or family): these do *not* add
///   up, since forces act on each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// The measure with all forces that act.
    pub all_on: Spread,
    /// The measure with none of them: the core processes alone.
    pub all_off: Spread,
    /// The difference of the two.
    pub total: Effect,
    /// Forces that act, in the order of the framework.
    pub forces: Vec<ForceShare>,
    /// Families with a force that acts, in the order of the framework.
    pub families: Vec<FamilyShare>,
    /// What each force added, by future and force.
    pub steps: Vec<Vec<f64>>,
    /// Shapley value of each family, by future and family.
    pub exact: Vec<Vec<f64>>,
    /// The total, by future.
    pub totals: Vec<f64>,
}

/// Why a measure is where it is at the end of a week, in the model.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The measure, and whose.
    pub outcome: Outcome,
    /// The week.
    pub week: u32,
    /// Matched futures of which this is made; each has a value wherever one is needed.
    pub replicates: u32,
    /// Futures left out because the measure had no value in one of their runs.
    pub without_value: u32,
    /// Simulated runs behind it, beside the futures of the scenario itself.
    pub runs: u64,
    /// The constraints that were relaxed.
    pub constraints: Vec<Constraint>,
    /// Those that cannot be relaxed here, with why.
    pub not_relaxed: Vec<(Constraint, &'static str)>,
    /// Years of the plan up to the week.
    pub periods: Vec<Period>,
    /// What the forces add; none where no force acts.
    pub attribution: Option<Attribution>,
    /// Names of the forces whose strength is 0 in the scenario: they are left out.
    pub absent: Vec<&'static str>,
}

/// Which constraint binds, of the gains that each made within a period, by constraint and future;
/// none of fewer futures than a verdict takes.
pub fn binding(gains: &[Vec<f64>]) -> Binding {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let means: Vec<f64> = gains.iter().map(|g| mean(g)).collect();
    let best = (0..gains.len()).max_by(|&a, &b| means[a].total_cmp(&means[b]).then(b.cmp(&a)));
    let Some(best) = best else { return Binding::Nothing };
    let others: Vec<usize> = (0..gains.len()).filter(|&i| i != best).collect();
    let ahead = |other: &usize| -> Vec<f64> {
        gains[best].iter().zip(&gains[*other]).map(|(best, other)| best - other).collect()
    };
    let tests = others.iter().map(ahead).map(|ahead| p_of_mean(&ahead));
    let p_values: Vec<f64> = std::iter::once(p_of_mean(&gains[best])).chain(tests).collect();
    let rejected = holm(&p_values, BINDING_ALPHA);
    let few = gains[best].len() < FEWEST_FOR_VERDICT as usize;
    if few || means[best] <= 0.0 || !rejected[0] {
        return Binding::Nothing;
    }
    let mut level: Vec<usize> = others
        .into_iter()
        .zip(&rejected[1..])
        .filter(|(_, told)| !**told)
        .map(|(i, _)| i)
        .collect();
    if level.is_empty() {
        return Binding::One(best);
    }
    level.sort_by(|&a, &b| means[b].total_cmp(&means[a]).then(a.cmp(&b)));
    level.insert(0, best);
    Binding::Several(level)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constraint_is_named_only_if_it_beats_every_other() {
        let steady =
            |mean: f64| -> Vec<f64> { (0..20).map(|i| mean + 0.1 * f64::from(i % 3)).collect() };
        let noisy =
            |mean: f64| -> Vec<f64> { (0..20).map(|i| mean + 9.0 * f64::from(i % 2)).collect() };
        assert_eq!(binding(&[steady(1.0), steady(5.0), steady(2.0)]), Binding::One(1));
        let few = |values: Vec<f64>| values[..19].to_vec();
        assert_eq!(binding(&[few(steady(1.0)), few(steady(5.0))]), Binding::Nothing);
        // The second is behind by less than its own swing.
        assert_eq!(binding(&[steady(5.0), noisy(0.0), steady(1.0)]), Binding::Several(vec![0, 1]));
        assert_eq!(binding(&[noisy(-4.5), steady(-1.0)]), Binding::Nothing);
        assert_eq!(binding(&[vec![0.0; 20], vec![0.0; 20]]), Binding::Nothing);
        assert_eq!(binding(&[]), Binding::Nothing);
    }

    #[test]
    fn pairs_that_cancel_say_that_the_mean_is_known() {
        let cancelling = [1.0, -1.0, 2.0, -2.0, 0.5, -0.5];
        assert_eq!(Effect::of_pairs(&cancelling).unwrap().half_width, Some(0.0));
        let alone = Effect::of(&cancelling).unwrap();
        assert!(alone.half_width.unwrap() > 1.0);
        assert_eq!((alone.more, alone.same, alone.fewer()), (3, 0, 3));
        assert_eq!(Effect::of(&[]), None);
        assert_eq!(Effect::of(&[2.0]).unwrap().half_width, None);
    }
}

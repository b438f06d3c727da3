//! Differences between two ensembles whose replicates met the same luck.

use jiff::civil::Date;

use super::pence::mean_pence;
use super::trajectory::{Ensemble, ReplicateResult};
use crate::measures::{Counter, Measure, Unit};
use crate::parallel;
use crate::stats::maths;
use crate::stats::paired::Paired;
use crate::stats::ratio::Ratio;

/// Days of a year, for discounting.
const DAYS_PER_YEAR: f64 = 365.25;

/// One measure for everything together: other − base, week by week.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The measure.
    pub measure: &'static Measure,
    /// One entry a week, from week 0; `None` where no pair has a value.
    pub points: Vec<Option<Paired>>,
}

/// What the other scenario reaches beyond the base at the horizon, and what one more costs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gain {
    /// Other − base, a number of things.
    pub difference: Paired,
    /// Mean difference of cost over mean difference of effect, pounds, the incremental
    /// cost-effectiveness ratio; `None` where the mean effect is not above zero. Negative where
    /// more is reached for less money.
    pub cost_per_extra: Option<Ratio>,
}

/// What a scenario spends up to the horizon, over replicates.
#[derive(Debug, Clone, PartialEq)]
pub struct Spend {
    /// Pounds, discounted, by replicate.
    pub values: Vec<f64>,
}

/// A scenario beside the base that it is held against.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Name of the base.
    pub base: String,
    /// Name of the other scenario.
    pub scenario: String,
    /// The day on which each week starts.
    pub dates: Vec<Date>,
    /// Kind, system or region whose organisations `real_use` and `in_use` count; none for all.
    pub of: Option<String>,
    /// Measures, in the order asked for.
    pub differences: Vec<Difference>,
    /// Organisations in real use at the horizon.
    pub real_use: Gain,
    /// The same at the end of each week, from week 0.
    pub in_use: Vec<Option<Paired>>,
    /// Patients with a truly current record at the horizon.
    pub true_current: Gain,
    /// Pounds up to the horizon, discounted.
    pub cost: Paired,
}

impl Comparison {
    /// Compare two ensembles of the same replicates; `None` if there are none.
    ///
    /// Organisations in real use are those of a kind, system or region if `of` is its name.
    /// `discount_per_year` is the share by which a pound a year later counts for less.
    pub fn of(
        base: &Ensemble,
        other: &Ensemble,
        (measures, of): (&[&'static Measure], Option<&str>),
        discount_per_year: f64,
    ) -> Option<Self> {
        let weeks = base.weeks.min(other.weeks);
        let spend = |e: &Ensemble| Spend::of(e, weeks, discount_per_year).values;
        let (spent, spends) = (spend(base), spend(other));
        let unit = |pair: usize| base.unit(base.replicates[pair].replicate);
        let mut cost = Paired::in_units(&spent, &spends, unit)?;
        if discount_per_year == 0.0 {
            cost.mean = pounds_apart(base, other, Counter::SpendCum, weeks);
        }
        let count = |e: &Ensemble, counter: Counter, of: Option<&str>, week: u32| -> Vec<f64> {
            let one = |r: &ReplicateResult| {
                let group = r.trajectory.layout().index_of(of);
                f64::from(r.trajectory.get(counter, group, week as usize))
            };
            e.replicates.iter().map(one).collect()
        };
        let gain = |counter: Counter, of: Option<&str>| {
            let count = |e: &Ensemble| count(e, counter, of, weeks);
            let (had, has) = (count(base), count(other));
            let less = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).collect();
            let (pounds, extra): (Vec<f64>, Vec<f64>) = (less(&spends, &spent), less(&has, &had));
            Some(Gain {
                difference: Paired::in_units(&had, &has, unit)?,
                cost_per_extra: Ratio::in_units(&pounds, &extra, unit),
            })
        };
        let in_use = |week: u32| {
            let count = |e: &Ensemble| count(e, Counter::OrgRealUse, of, week);
            Paired::in_units(&count(base), &count(other), unit)
        };
        let difference = |measure: &'static Measure| Difference {
            measure,
            points: (0..=weeks).map(|week| paired(base, other, measure, week)).collect(),
        };
        Some(Comparison {
            base: base.scenario.clone(),
            scenario: other.scenario.clone(),
            dates: (0..=weeks).map(|week| base.date(week)).collect(),
            of: of.map(str::to_owned),
            differences: parallel::map(measures.to_vec(), difference),
            real_use: gain(Counter::OrgRealUse, of)?,
            in_use: parallel::map((0..=weeks).collect(), in_use),
            true_current: gain(Counter::PatTrue, None)?,
            cost,
        })
    }

    /// The differences of a measure.
    pub fn get(&self, measure: &str) -> Option<&Difference> {
        self.differences.iter().find(|d| d.measure.name == measure)
    }
}

/// The difference other − base of a measure in a week, for everything together, over the
/// replicates in which both have a value; `None` if there are none.
pub fn paired(base: &Ensemble, other: &Ensemble, measure: &Measure, week: u32) -> Option<Paired> {
    let pounds = measure.unit == Unit::Pounds;
    let value = |r: &ReplicateResult| match pounds {
        true => Some(r.trajectory.exact(measure.top, 0, week as usize)),
        false => r.trajectory.measure(measure, 0, week as usize).map(f64::from),
    };
    let mut units = Vec::new();
    let pairs = base.replicates.iter().zip(&other.replicates);
    let (before, after): (Vec<f64>, Vec<f64>) = pairs
        .filter_map(|(a, b)| {
            debug_assert_eq!(a.replicate, b.replicate);
            let pair = (value(a)?, value(b)?);
            units.push(base.unit(a.replicate));
            Some(pair)
        })
        .unzip();
    let mut paired = Paired::in_units(&before, &after, |pair| units[pair])?;
    if pounds {
        paired.mean = pounds_apart(base, other, measure.top, week);
    }
    Some(paired)
}

/// What one mean is above another, to the penny of both.
fn pounds_apart(base: &Ensemble, other: &Ensemble, counter: Counter, week: u32) -> f64 {
    let pence = |ensemble| mean_pence(ensemble, counter, 0, week);
    (pence(other) - pence(base)) as f64 / 100.0
}

impl Spend {
    /// Pounds spent by an ensemble up to a week; what is spent in a later week counts for less.
    pub fn of(ensemble: &Ensemble, weeks: u32, discount_per_year: f64) -> Self {
        let factor = |week: usize| {
            let years = week as f64 * 7.0 / DAYS_PER_YEAR;
            maths::pow(1.0 + discount_per_year, -years)
        };
        let factors: Vec<f64> = (0..=weeks as usize).map(factor).collect();
        let spend = |r: &ReplicateResult| {
            let total = |week| r.trajectory.exact(Counter::SpendCum, 0, week);
            if discount_per_year == 0.0 {
                return total(weeks as usize);
            }
            (1..=weeks as usize).map(|w| (total(w) - total(w - 1)) * factors[w]).sum()
        };
        Spend { values: ensemble.replicates.iter().map(spend).collect() }
    }
}

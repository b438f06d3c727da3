//! Curves: for every measure, group and week, the mean and percentiles over replicates.

use jiff::civil::Date;

use super::pence::mean_pence;
use super::trajectory::{Ensemble, Group};
use crate::measures::{MEASURES, Measure, Unit};
use crate::parallel;
use crate::stats::quantiles::quantile;

/// Mean and percentiles over the replicates that have a value.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// Mean denominator over replicates (of a share); 0 where there is none.
    pub denominator: f64,
    /// Replicates with a value; where 0, the rest is meaningless.
    pub replicates: u32,
    /// Mean.
    pub mean: f64,
    /// 5th percentile.
    pub p05: f64,
    /// 25th percentile.
    pub p25: f64,
    /// Median.
    pub p50: f64,
    /// 75th percentile.
    pub p75: f64,
    /// 95th percentile.
    pub p95: f64,
}

/// One measure of one group, week by week.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// The measure.
    pub measure: &'static Measure,
    /// Index into [`Curves::groups`].
    pub group: usize,
    /// One point a week, from week 0.
    pub points: Vec<Point>,
}

/// All curves of an ensemble.
#[derive(Debug, Clone, PartialEq)]
pub struct Curves {
    /// The scenario's name.
    pub scenario: String,
    /// The day on which each week starts.
    pub dates: Vec<Date>,
    /// Groups, the first being everything.
    pub groups: Vec<Group>,
    /// Curves by measure (in the order of [`MEASURES`]), then group.
    pub curves: Vec<Curve>,
}

impl Curves {
    /// The mean over futures of a measure over everything at the horizon, and its mean denominator;
    /// none where no future has a value.
    pub fn mean_at_end(&self, measure: &str) -> Option<(f64, f64)> {
        let point = self.get(measure, 0)?.points.last()?;
        (point.replicates > 0).then_some((point.mean, point.denominator))
    }

    /// Summarise an ensemble. Percentiles are exact (all values are kept).
    pub fn of(ensemble: &Ensemble) -> Self {
        Self::only(ensemble, |_| true)
    }

    /// The same of some measures.
    pub fn only(ensemble: &Ensemble, which: impl Fn(&Measure) -> bool) -> Self {
        let wanted: Vec<(&'static Measure, usize)> = MEASURES
            .iter()
            .filter(|m| which(m))
            .flat_map(|m| {
                let groups = ensemble.groups.iter().enumerate();
                groups.filter(|(_, g)| m.family.covers(g.kind)).map(move |(i, _)| (m, i))
            })
            .collect();
        let curves = parallel::map(wanted, |(measure, group)| Curve {
            measure,
            group,
            points: (0..=ensemble.weeks).map(|w| point(ensemble, measure, group, w)).collect(),
        });
        Curves {
            scenario: ensemble.scenario.clone(),
            dates: (0..=ensemble.weeks).map(|w| ensemble.date(w)).collect(),
            groups: ensemble.groups.clone(),
            curves,
        }
    }

    /// The curve of a measure for a group; group 0 is everything.
    pub fn get(&self, measure: &str, group: usize) -> Option<&Curve> {
        self.curves.iter().find(|c| c.measure.name == measure && c.group == group)
    }
}

fn point(ensemble: &Ensemble, m: &Measure, group: usize, week: u32) -> Point {
    if m.unit == Unit::Pounds {
        return pounds(ensemble, m, group, week);
    }
    let mut values = ensemble.values(m, group, week);
    if values.is_empty() {
        return Point::default();
    }
    values.sort_unstable_by(f32::total_cmp);
    let n = values.len();
    let denominators = ensemble
        .replicates
        .iter()
        .filter_map(|r| r.trajectory.denominator(m, group, week as usize));
    Point {
        denominator: denominators.sum::<f64>() / n as f64,
        replicates: n as u32,
        mean: values.iter().map(|&v| f64::from(v)).sum::<f64>() / n as f64,
        p05: quantile(&values, 0.05),
        p25: quantile(&values, 0.25),
        p50: quantile(&values, 0.5),
        p75: quantile(&values, 0.75),
        p95: quantile(&values, 0.95),
    }
}

/// The same of pounds, to the penny.
fn pounds(ensemble: &Ensemble, m: &Measure, group: usize, week: u32) -> Point {
    let each = ensemble.replicates.iter();
    let mut values: Vec<f64> =
        each.map(|r| r.trajectory.exact(m.top, group, week as usize)).collect();
    values.sort_unstable_by(f64::total_cmp);
    if values.is_empty() {
        return Point::default();
    }
    let at = |q| quantile(&values, q);
    Point {
        denominator: 0.0,
        replicates: values.len() as u32,
        mean: mean_pence(ensemble, m.top, group, week) as f64 / 100.0,
        p05: at(0.05),
        p25: at(0.25),
        p50: at(0.5),
        p75: at(0.75),
        p95: at(0.95),
    }
}

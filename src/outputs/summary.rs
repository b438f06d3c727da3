//! `summary.json`: the answer in numbers that programs read.

use serde::Serialize;

use super::OutputError;
use super::calendar::year_ends;
use super::money::{MoneySummary, Spending};
use super::numbers::{DENOMINATOR_DECIMALS, decimals, rounded};
use super::targets::{TargetSummary, target_summaries};
use super::uncertainty::Uncertainty;
use crate::measures::{HEADLINES, Unit};
use crate::results::{Curve, Curves, Ensemble, WorkCounts};
use crate::scenario::Scenario;

/// Version of the format of `summary.json`.
pub const SUMMARY_SCHEMA: u32 = 1;

/// The summary of a run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// Version of this format, [`SUMMARY_SCHEMA`].
    pub schema_version: u32,
    /// Name of the scenario.
    pub scenario: String,
    /// Its title.
    pub title: String,
    /// Its question.
    pub question: String,
    /// First day of week 0.
    pub start: String,
    /// First day of the last week.
    pub horizon: String,
    /// Horizon in weeks.
    pub weeks: u32,
    /// Simulated futures.
    pub replicates: u32,
    /// Master seed.
    pub seed: u64,
    /// Sizes.
    pub counts: Counts,
    /// How much work the run was.
    pub work: WorkCounts,
    /// Digest over all replicates, 16 hexadecimal digits.
    pub digest: String,
    /// What the percentiles are over, and what the variance is due to.
    pub uncertainty: Uncertainty,
    /// The project's money, and the whole cost.
    pub money: MoneySummary,
    /// Goals.
    pub targets: Vec<TargetSummary>,
    /// Measures at the end of each calendar year and at the horizon, for everything together.
    pub measures: Vec<Headline>,
}

/// Sizes of the simulated world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Organisations.
    pub organisations: u32,
    /// People in posts, in scope or not.
    pub posts: u32,
    /// Posts in scope.
    pub posts_in_scope: u32,
}

/// A measure over the years.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Headline {
    /// Name in `coverage.csv`.
    pub measure: &'static str,
    /// What it is, in words.
    pub label: &'static str,
    /// Unit.
    pub unit: Unit,
    /// What it is a share of, in words; empty where it is not a share.
    pub of: &'static str,
    /// Its values.
    pub values: Vec<HeadlineValue>,
}

/// A measure in one week.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeadlineValue {
    /// Week.
    pub week: u32,
    /// Its first day.
    pub date: String,
    /// Replicates with a value; where 0, the rest is null.
    pub replicates: u32,
    /// Mean denominator of a share.
    pub denominator: Option<f64>,
    /// Mean.
    pub mean: Option<f64>,
    /// 5th percentile.
    pub p05: Option<f64>,
    /// Median.
    pub p50: Option<f64>,
    /// 95th percentile.
    pub p95: Option<f64>,
}

impl Summary {
    /// Summarise a run.
    pub fn of(scenario: &Scenario, ensemble: &Ensemble, curves: &Curves) -> Self {
        let headline = |name: &&str| Some(Headline::of(curves.get(name, 0)?, curves));
        Summary {
            schema_version: SUMMARY_SCHEMA,
            scenario: scenario.name.clone(),
            title: scenario.title.clone(),
            question: scenario.question.clone(),
            start: ensemble.start.to_string(),
            horizon: ensemble.date(ensemble.weeks).to_string(),
            weeks: ensemble.weeks,
            replicates: ensemble.replicates.len() as u32,
            seed: scenario.seed,
            counts: Counts {
                organisations: ensemble.organisations,
                posts: ensemble.posts,
                posts_in_scope: ensemble.posts_in_scope,
            },
            work: ensemble.work(),
            digest: format!("{:016x}", ensemble.digest()),
            uncertainty: Uncertainty::of(ensemble, curves),
            money: Spending::of(scenario, ensemble).summary(),
            targets: target_summaries(scenario, ensemble),
            measures: HEADLINES.iter().filter_map(headline).collect(),
        }
    }
}

impl Headline {
    fn of(curve: &Curve, curves: &Curves) -> Self {
        let measure = curve.measure;
        let value = |week: usize| {
            let point = &curve.points[week];
            let known = |value: f64, decimals: u32| {
                (point.replicates > 0).then(|| rounded(value, decimals))
            };
            let share = measure.unit == Unit::Share;
            let places = decimals(measure.unit);
            HeadlineValue {
                week: week as u32,
                date: curves.dates[week].to_string(),
                replicates: point.replicates,
                denominator: known(point.denominator, DENOMINATOR_DECIMALS).filter(|_| share),
                mean: known(point.mean, places),
                p05: known(point.p05, places),
                p50: known(point.p50, places),
                p95: known(point.p95, places),
            }
        };
        Headline {
            measure: measure.name,
            label: measure.label,
            unit: measure.unit,
            of: measure.of,
            values: year_ends(&curves.dates).into_iter().map(value).collect(),
        }
    }
}

/// The summary as indented JSON with a final newline.
///
/// # Errors
/// If it cannot be encoded, which memory alone can cause.
pub fn summary_json(
    scenario: &Scenario,
    ensemble: &Ensemble,
    curves: &Curves,
) -> Result<Vec<u8>, OutputError> {
    let mut bytes = serde_json::to_vec_pretty(&Summary::of(scenario, ensemble, curves))?;
    bytes.push(b'\n');
    Ok(bytes)
}

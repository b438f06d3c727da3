//! `comparison.json`: scenarios that met the same luck, side by side.

use serde::Serialize;

use super::OutputError;
use super::calendar::year_ends;
use super::differences::{NUMBER_DECIMALS, SHARE_DECIMALS, Verdict, share_better};
use super::money::{MoneySummary, Spending};
use super::numbers::{decimals, rounded};
use super::targets::{TargetSummary, target_summary};
use crate::measures::{Counter, Measure, Unit, measure};
use crate::results::{Comparison, Difference, Ensemble, Gain, ReplicateResult, Spend};
use crate::scenario::Scenario;
use crate::stats::paired::Paired;
use crate::stats::quantiles::quantile;
use crate::stats::ratio::Ratio;

/// Version of the format of `comparison.json`.
pub const COMPARISON_SCHEMA: u32 = 2;

/// Decimals of pounds.
const POUND_DECIMALS: u32 = 2;

/// All that a comparison is written from. Scenarios and ensembles are in the same order, the
/// base first; comparisons are those of the others.
#[derive(Debug, Clone, Copy)]
pub struct Compared<'a> {
    /// The matched scenarios.
    pub scenarios: &'a [Scenario],
    /// What was changed to match them, in words.
    pub notes: &'a [String],
    /// Their ensembles.
    pub ensembles: &'a [Ensemble],
    /// The differences from the base.
    pub comparisons: &'a [Comparison],
    /// The measure whose mean difference at the horizon is to be known precisely.
    pub precise: &'static Measure,
    /// To within what, in its unit.
    pub half_width: f64,
    /// By what share a pound counts less a year later.
    pub discount_per_year: f64,
}

/// A comparison in numbers that programs read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComparisonSummary {
    /// Version of this format, [`COMPARISON_SCHEMA`].
    pub schema_version: u32,
    /// Name of the base.
    pub base: String,
    /// First day of week 0.
    pub start: String,
    /// First day of the last week.
    pub horizon: String,
    /// Horizon in weeks.
    pub weeks: u32,
    /// Matched futures.
    pub replicates: u32,
    /// Master seed.
    pub seed: u64,
    /// Organisations, the same in every scenario.
    pub organisations: u32,
    /// Kind, system or region whose organisations in real use are compared; absent for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Year in whose prices costs are given.
    pub price_year: u32,
    /// Share by which a pound counts less a year later.
    pub discount_per_year: f64,
    /// What was changed to match the scenarios, in words.
    pub notes: Vec<String>,
    /// Every scenario by itself, the base first.
    pub scenarios: Vec<Alone>,
    /// Every other scenario beside the base.
    pub differences: Vec<Beside>,
}

/// A scenario by itself.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alone {
    /// Name.
    pub scenario: String,
    /// Title.
    pub title: String,
    /// Digest over all replicates, 16 hexadecimal digits.
    pub digest: String,
    /// Organisations in real use at the horizon, those of `of` if there is one.
    pub real_use: Range,
    /// Pounds up to the horizon, discounted.
    pub cost: Range,
    /// The project's money by heading and year, and the whole cost, not discounted.
    pub money: MoneySummary,
    /// The base's goals, and how often this scenario meets them; those after the common
    /// horizon are left out.
    pub targets: Vec<TargetSummary>,
}

/// Percentiles over replicates.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Range {
    /// 5th percentile.
    pub p05: f64,
    /// Median.
    pub p50: f64,
    /// 95th percentile.
    pub p95: f64,
}

/// A scenario beside the base: differences are the scenario's value less the base's.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Beside {
    /// Name.
    pub scenario: String,
    /// Organisations in real use at the horizon, those of `of` if there is one.
    pub real_use: Figures,
    /// Pounds for each extra one; null where there is no extra on average.
    pub cost_per_extra_organisation: Option<CostPerExtra>,
    /// Patients with a truly current record at the horizon.
    pub true_current: Figures,
    /// Pounds for each extra one; null where there is no extra on average.
    pub cost_per_extra_patient: Option<CostPerExtra>,
    /// Pounds up to the horizon, discounted.
    pub cost: Figures,
    /// How precisely the mean difference of a measure at the horizon is known.
    pub precision: PrecisionSummary,
    /// Measures at the end of each calendar year and at the horizon.
    pub measures: Vec<MeasureDifference>,
}

/// Mean extra cost over mean extra effect.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CostPerExtra {
    /// Pounds.
    pub pounds: f64,
    /// Lower end of the 95 % interval (Fieller); null where the effect cannot be told from none.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

impl CostPerExtra {
    fn of(ratio: Ratio) -> Self {
        let pounds = |x| rounded(x, POUND_DECIMALS);
        CostPerExtra {
            pounds: pounds(ratio.value),
            low: ratio.interval.map(|(low, _)| pounds(low)),
            high: ratio.interval.map(|(_, high)| pounds(high)),
        }
    }
}

/// How precisely a mean difference is known.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PrecisionSummary {
    /// The measure.
    pub measure: &'static str,
    /// Half-width of the 95 % interval of the mean that is wanted.
    pub wanted: f64,
    /// The half-width reached.
    pub reached: Option<f64>,
    /// Replicates that would reach the one wanted; null where that cannot be said.
    pub replicates_needed: Option<u32>,
}

/// Differences of a measure over the years.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MeasureDifference {
    /// Name in `differences.csv`.
    pub measure: &'static str,
    /// What it is, in words.
    pub label: &'static str,
    /// Unit.
    pub unit: Unit,
    /// What it is a share of, in words; empty where it is not a share.
    pub of: &'static str,
    /// Its values.
    pub values: Vec<DifferenceValue>,
}

/// The difference of a measure in one week.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DifferenceValue {
    /// Week.
    pub week: u32,
    /// Its first day.
    pub date: String,
    /// The figures; null where no pair has a value.
    pub difference: Option<Figures>,
}

/// A difference over matched futures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Figures {
    /// Pairs.
    pub replicates: u32,
    /// Whether the mean is told from 0: `more`, `fewer`, `alike`, or `too_few` to say.
    pub verdict: Verdict,
    /// Mean.
    pub mean: f64,
    /// Lower end of the 95 % interval of the mean.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// 5th percentile.
    pub p05: f64,
    /// Median.
    pub p50: f64,
    /// 95th percentile.
    pub p95: f64,
    /// Share of pairs in which the scenario does better, ties counting half.
    pub p_better: f64,
    /// How many times the replicates would be needed unmatched; null where the differences do
    /// not vary.
    pub efficiency: Option<f64>,
}

impl Figures {
    fn of(paired: &Paired, places: u32, p_better: f64) -> Self {
        let end = |sign: f64| Some(rounded(paired.mean + sign * paired.half_width?, places));
        Figures {
            replicates: paired.replicates,
            verdict: Verdict::of(paired),
            mean: rounded(paired.mean, places),
            low: end(-1.0),
            high: end(1.0),
            p05: rounded(paired.p05, places),
            p50: rounded(paired.p50, places),
            p95: rounded(paired.p95, places),
            p_better: rounded(p_better, SHARE_DECIMALS),
            efficiency: paired.efficiency.map(|e| rounded(e, NUMBER_DECIMALS)),
        }
    }
}

impl Range {
    fn of(mut values: Vec<f64>, places: u32) -> Self {
        values.sort_unstable_by(f64::total_cmp);
        let at = |q| if values.is_empty() { 0.0 } else { rounded(quantile(&values, q), places) };
        Range { p05: at(0.05), p50: at(0.5), p95: at(0.95) }
    }
}

impl ComparisonSummary {
    /// Summarise a comparison; `None` without a base.
    pub fn of(compared: &Compared) -> Option<Self> {
        let (scenario, base) = (compared.scenarios.first()?, compared.ensembles.first()?);
        let alone = compared.scenarios.iter().zip(compared.ensembles);
        Some(ComparisonSummary {
            schema_version: COMPARISON_SCHEMA,
            base: scenario.name.clone(),
            start: base.start.to_string(),
            horizon: base.date(base.weeks).to_string(),
            weeks: base.weeks,
            replicates: base.replicates.len() as u32,
            seed: scenario.seed,
            organisations: base.organisations,
            price_year: scenario.money.price_year,
            of: compared.comparisons.first().and_then(|c| c.of.clone()),
            discount_per_year: compared.discount_per_year,
            notes: compared.notes.to_vec(),
            scenarios: alone.map(|(s, e)| Alone::of(scenario, s, e, compared)).collect(),
            differences: compared.comparisons.iter().map(|c| Beside::of(c, compared)).collect(),
        })
    }
}

impl Alone {
    fn of(base: &Scenario, scenario: &Scenario, ensemble: &Ensemble, compared: &Compared) -> Self {
        let in_use = |r: &ReplicateResult| {
            let of = compared.comparisons.first().and_then(|c| c.of.as_deref());
            let group = r.trajectory.layout().index_of(of);
            f64::from(r.trajectory.get(Counter::OrgRealUse, group, ensemble.weeks as usize))
        };
        let spend = Spend::of(ensemble, ensemble.weeks, compared.discount_per_year);
        let targets = base.targets.iter().filter(|target| target.week <= ensemble.weeks);
        Alone {
            scenario: scenario.name.clone(),
            title: scenario.title.clone(),
            digest: format!("{:016x}", ensemble.digest()),
            real_use: Range::of(ensemble.replicates.iter().map(in_use).collect(), NUMBER_DECIMALS),
            cost: Range::of(spend.values, POUND_DECIMALS),
            money: Spending::of(scenario, ensemble).summary(),
            targets: targets
                .filter_map(|t| Some(target_summary(measure(&t.measure)?, t, ensemble)))
                .collect(),
        }
    }
}

impl Beside {
    fn of(comparison: &Comparison, compared: &Compared) -> Self {
        let gain = |gain: &Gain| {
            let difference = gain.difference;
            let figures = Figures::of(&difference, NUMBER_DECIMALS, difference.share_more());
            (figures, gain.cost_per_extra.map(CostPerExtra::of))
        };
        let (real_use, cost_per_extra_organisation) = gain(&comparison.real_use);
        let (true_current, cost_per_extra_patient) = gain(&comparison.true_current);
        let cost = &comparison.cost;
        let precise = compared.precise;
        let known = comparison.get(precise.name).and_then(|d| d.points.last()?.as_ref());
        let half_width = known.and_then(|paired| paired.half_width);
        Beside {
            scenario: comparison.scenario.clone(),
            real_use,
            cost_per_extra_organisation,
            true_current,
            cost_per_extra_patient,
            cost: Figures::of(cost, POUND_DECIMALS, cost.share_fewer()),
            precision: PrecisionSummary {
                measure: precise.name,
                wanted: compared.half_width,
                reached: half_width.map(|half| rounded(half, decimals(precise.unit))),
                replicates_needed: known.and_then(|p| p.replicates_needed(compared.half_width)),
            },
            measures: comparison.differences.iter().map(|d| yearly(comparison, d)).collect(),
        }
    }
}

/// A measure at the end of each year.
fn yearly(comparison: &Comparison, difference: &Difference) -> MeasureDifference {
    let measure = difference.measure;
    let figures = |p: &Paired| Figures::of(p, decimals(measure.unit), share_better(measure, p));
    let value = |week: usize| DifferenceValue {
        week: week as u32,
        date: comparison.dates[week].to_string(),
        difference: difference.points[week].as_ref().map(figures),
    };
    MeasureDifference {
        measure: measure.name,
        label: measure.label,
        unit: measure.unit,
        of: measure.of,
        values: year_ends(&comparison.dates).into_iter().map(value).collect(),
    }
}

/// The comparison as indented JSON with a final newline.
///
/// # Errors
/// If it cannot be encoded, which memory alone can cause.
pub fn comparison_json(compared: &Compared) -> Result<Vec<u8>, OutputError> {
    let mut bytes = serde_json::to_vec_pretty(&ComparisonSummary::of(compared))?;
    bytes.push(b'\n');
    Ok(bytes)
}

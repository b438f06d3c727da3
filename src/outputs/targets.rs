//! Goals: in how many simulated futures they are met, and when.

use serde::Serialize;

use super::numbers::rounded;
use crate::measures::{Measure, measure};
use crate::results::{Ensemble, ReplicateResult};
use crate::scenario::{Scenario, Target};

/// Decimals of shares of replicates.
const SHARE_DECIMALS: u32 = 5;

/// A goal and how often it is met.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TargetSummary {
    /// Measure.
    pub measure: &'static str,
    /// The kind, system or region that it is about; missing for everything together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// What it is called.
    #[serde(skip)]
    pub label: Option<String>,
    /// Share or number to reach.
    pub at_least: f64,
    /// Week by which.
    pub week: u32,
    /// That week's date.
    pub date: String,
    /// Replicates that meet it in that week.
    pub met: u32,
    /// Replicates in all.
    pub replicates: u32,
    /// Replicates without a value in that week, which do not meet it: nothing was there to measure.
    #[serde(skip_serializing_if = "is_none")]
    pub without_value: u32,
    /// The first over the second.
    pub met_share: f64,
    /// When it is first met, be it only for a week.
    pub time_to_target: TimeToTarget,
}

/// When a goal is first met. A percentile is the earliest week by which so many of the
/// replicates have met it, and is missing where that many never do.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimeToTarget {
    /// 5th percentile.
    pub p05: Option<When>,
    /// 25th percentile.
    pub p25: Option<When>,
    /// Median.
    pub p50: Option<When>,
    /// 75th percentile.
    pub p75: Option<When>,
    /// 95th percentile.
    pub p95: Option<When>,
    /// Share of replicates that do not meet it within the horizon.
    pub not_within_horizon: f64,
}

/// A week and its date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct When {
    /// Week.
    pub week: u32,
    /// Its date.
    pub date: String,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
fn is_none(without: &u32) -> bool {
    *without == 0
}

/// Every goal of a scenario, in its order.
pub(super) fn target_summaries(scenario: &Scenario, ensemble: &Ensemble) -> Vec<TargetSummary> {
    let targets = scenario.targets.iter();
    targets
        .filter_map(|target| Some(target_summary(measure(&target.measure)?, target, ensemble)))
        .collect()
}

/// The first week in which each replicate meets a goal, in their order.
pub(super) fn first_met(
    ensemble: &Ensemble,
    measure: &Measure,
    target: &Target,
) -> Vec<Option<u32>> {
    let group = group_of(ensemble, target);
    let met_in = |r: &ReplicateResult, week: u32| is_met(r, (measure, group), target, week);
    let first = |r: &ReplicateResult| (0..=ensemble.weeks).find(|&week| met_in(r, week));
    ensemble.replicates.iter().map(first).collect()
}

/// How often one goal is met.
pub(super) fn target_summary(
    measure: &'static Measure,
    target: &Target,
    ensemble: &Ensemble,
) -> TargetSummary {
    let replicates = ensemble.replicates.len() as u32;
    let group = group_of(ensemble, target);
    let met_in = |r: &ReplicateResult, week: u32| is_met(r, (measure, group), target, week);
    let week = target.week.min(ensemble.weeks);
    let has_none =
        |r: &&ReplicateResult| r.trajectory.measure(measure, group, week as usize).is_none();
    let met = ensemble.replicates.iter().filter(|r| met_in(r, week)).count() as u32;
    let mut first: Vec<u32> = first_met(ensemble, measure, target).into_iter().flatten().collect();
    first.sort_unstable();
    let percentile = |percent: usize| {
        // The inverse of the empirical distribution: no interpolation with "never".
        let rank = (percent * replicates as usize).div_ceil(100).max(1);
        let week = *first.get(rank - 1)?;
        Some(When { week, date: ensemble.date(week).to_string() })
    };
    let share =
        |count: u32| rounded(f64::from(count) / f64::from(replicates.max(1)), SHARE_DECIMALS);
    TargetSummary {
        measure: measure.name,
        of: target.of.as_ref().map(|of| of.id.clone()),
        label: target.of.as_ref().map(|of| of.label.clone()),
        at_least: target.at_least,
        week: target.week,
        date: ensemble.date(target.week).to_string(),
        met,
        replicates,
        without_value: ensemble.replicates.iter().filter(has_none).count() as u32,
        met_share: share(met),
        time_to_target: TimeToTarget {
            p05: percentile(5),
            p25: percentile(25),
            p50: percentile(50),
            p75: percentile(75),
            p95: percentile(95),
            not_within_horizon: share(replicates - first.len() as u32),
        },
    }
}

/// True if the replicate has reached the goal in that week. Values are kept as `f32`, so
/// the goal is compared as one: 0.7 is met by 7 of 10.
fn is_met(
    replicate: &ReplicateResult,
    (measure, group): (&Measure, usize),
    target: &Target,
    week: u32,
) -> bool {
    let value = replicate.trajectory.measure(measure, group, week as usize);
    value.is_some_and(|value| value >= target.at_least as f32)
}

/// The group that a goal is about. Scenarios that are compared agree in their kinds and systems.
fn group_of(ensemble: &Ensemble, target: &Target) -> usize {
    target.of.as_ref().and_then(|of| ensemble.group(of.kind, &of.id)).unwrap_or(0)
}

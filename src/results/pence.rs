//! Means of pounds in whole pence that add up: a sum is the sum of its parts, and all regions are the sum of
//! each, so that every output tells the same pennies.

use super::trajectory::Ensemble;
use crate::measures::{Counter, GroupKind};

impl Counter {
    /// True of one of pounds.
    pub fn is_pounds(self) -> bool {
        use Counter::*;
        let within = |first: Counter, last: Counter| {
            (first as usize..=last as usize).contains(&(self as usize))
        };
        within(SpendCum, TakenCum) || within(SpendTeamCum, SpendIdleCum)
    }

    /// What a sum of pounds is the sum of; nothing of one that is not a sum.
    pub fn parts(self) -> &'static [Counter] {
        use Counter::*;
        match self {
            SpendCum => &[SpendTeamCum, SpendLeversCum, SpendCoverCum, SpendOtherCum],
            WholeCostCum => &[SpendCum, EmployersCum, CliniciansCum],
            _ => &[],
        }
    }
}

/// Pence since the start up to a week, the mean of all futures: rounded for each region and heading, and
/// added up from there.
pub fn mean_pence(ensemble: &Ensemble, counter: Counter, group: usize, week: u32) -> i64 {
    let parts = counter.parts();
    if !parts.is_empty() {
        return parts.iter().map(|&part| mean_pence(ensemble, part, group, week)).sum();
    }
    let regions = regions(ensemble, group);
    if !regions.is_empty() {
        return regions.into_iter().map(|region| mean_pence(ensemble, counter, region, week)).sum();
    }
    let each = ensemble.replicates.iter();
    let sum: f64 = each.map(|r| r.trajectory.exact(counter, group, week as usize)).sum();
    (100.0 * sum / ensemble.replicates.len().max(1) as f64).round() as i64
}

/// The regions that everything together is made of; none of another group, or of a single region.
pub(super) fn regions(ensemble: &Ensemble, group: usize) -> Vec<usize> {
    let of = |kind| move |&i: &usize| ensemble.groups.get(i).is_some_and(|g| g.kind == kind);
    match of(GroupKind::All)(&group) {
        true => (0..ensemble.groups.len()).filter(of(GroupKind::Region)).collect(),
        false => Vec::new(),
    }
}

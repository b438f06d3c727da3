//! Whether a row counts everybody, some of them, or somebody else.

use super::super::model::Scenario;
use super::{ALL, Observation};
use crate::measures::{Counter, Measure};

/// Organisations that a scenario has of a group, if the measure is a share of them. How many use a system is
/// drawn where the scenario has no list of organisations, and is not said then.
pub(super) fn population(scenario: &Scenario, measure: &Measure, group: &str) -> Option<f64> {
    if measure.bottom != Some(Counter::OrgAll) {
        return None;
    }
    let kind = scenario.kinds.iter().position(|kind| kind.id == group);
    let system = scenario.systems.iter().position(|system| system.id == group);
    let region = scenario.regions.iter().position(|region| region.id == group);
    let all = group == ALL;
    let many = match &scenario.organisations {
        Some(list) => list
            .iter()
            .filter(|o| {
                all || kind == Some(o.kind) || system == Some(o.system) || region == Some(o.region)
            })
            .count() as f64,
        None if system.is_some() => return None,
        None => {
            let of = |(r, counts): (usize, &Vec<u32>)| -> f64 {
                let whole = all || region == Some(r);
                let own = |(k, n): (usize, &u32)| {
                    if whole || kind == Some(k) { f64::from(*n) } else { 0.0 }
                };
                counts.iter().enumerate().map(own).sum()
            };
            scenario.regions.iter().map(|r| &r.counts).enumerate().map(of).sum()
        }
    };
    (many > 0.0).then_some(many)
}

impl Observation {
    /// The part of the variance of drawing by lot that is left (the finite population correction): nothing
    /// of a census, which counts as many as the scenario has; all of it of a larger place, whose share is
    /// known as well as so many draws tell it; something in between of a sample.
    pub fn left_to_sampling(&self) -> f64 {
        match (self.denominator, self.population) {
            (Some(all), Some(whole)) if all <= whole => (whole - all) / (whole - 1.0).max(1.0),
            _ => 1.0,
        }
    }

    /// True if everybody was counted.
    pub fn is_census(&self) -> bool {
        self.denominator.is_some() && self.denominator == self.population
    }
}

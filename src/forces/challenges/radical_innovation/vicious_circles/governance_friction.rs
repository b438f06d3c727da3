//! 1.1.3, second circle: emergent work against fixed plans.
//!
//! # What it does
//! Innovation is emergent; project management wants objectives, timelines and accountability.
//! When the books fall behind the plan, more reporting is asked for. Reporting takes hours, so
//! the project falls further behind.
//!
//! # Equation
//! `RegionCoef::HoursLost ← min(1, reporting · slippage)`, with `slippage` the share of all
//! organisations by which the books lag behind the plan.
//!
//! # Parameters
//! `forces.governance_friction.reporting`; the plan is `plan.weeks_to_all`.
//!
//! # Writes
//! [`RegionCoef::HoursLost`].
//!
//! # Limits
//! No slippage, no loss. With a plan that nobody can keep, a share `reporting` of all hours.
//!
//! # Test
//! Fewer organisations live at the same date than without it.

use crate::forces::effects::AnyCoefficient as Any;
use crate::forces::effects::{RegionCoef, Writer};
use crate::forces::{Force, Meta, View};
use crate::scenario::Forces;

/// The force.
pub struct GovernanceFriction;

static META: Meta = Meta {
    name: "governance_friction",
    section: "1.1.3",
    title: "Vicious circle: governance friction",
    writes: &[Any::RegionCoef(RegionCoef::HoursLost)],
};

impl Force for GovernanceFriction {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn strength(&self, forces: &Forces) -> f64 {
        forces.governance_friction.strength
    }

    fn write(&self, see: &View<'_>, out: &mut Writer<'_>) {
        let own = &see.scenario.forces.governance_friction;
        for (r, region) in see.world.regions.iter().enumerate() {
            let lost = own.reporting * region.flows.slippage;
            out.region(RegionCoef::HoursLost, r, lost.min(1.0));
        }
    }
}

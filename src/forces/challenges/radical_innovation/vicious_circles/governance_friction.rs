//! 1.1.3, second circle: emergent work against fixed plans.
//!
//! # What it does
//! Innovation is emergent; project management wants objectives, timelines and accountability.
//! When the books fall behind the plan, more reporting is asked for. Reporting takes hours, so
//! the project falls further behind. A programme is held to less of this.
//!
//! # Equation
//! `RegionCoef::HoursLost ← min(1, reporting · slippage · (1 − p))`, with `slippage` the share of all
//! organisations by which the books lag behind the plan, and `p` the lever `programme_funding`.
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

use crate::forces::coefficients::RegionCoef;
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::Lever;
use crate::scenario::forces::GovernanceFriction as Own;

force!(
    GovernanceFriction,
    governance_friction,
    "1.1.3",
    "Vicious circle: governance friction",
    "governance_friction.rs",
    [RegionCoef::HoursLost],
    &[Shows {
        keys: &[
            "region.cambridgeshire.team_size=2",
            "plan.weeks_to_all=52",
            "events.takeover_per_year=0",
            "funder.review_weeks=0"
        ],
        outcome: "organisations.live",
        week: 208,
        raises: false,
        event: None,
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    for (r, region) in see.regions() {
        let as_project = 1.0 - see.lever(r, Lever::ProgrammeFunding);
        let lost = own.reporting * region.flows.slippage * as_project;
        out.add(RegionCoef::HoursLost, r, lost.min(1.0));
    }
}

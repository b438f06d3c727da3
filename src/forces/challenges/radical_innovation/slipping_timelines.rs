//! 1.1.8 Slipping timelines.
//!
//! # What it does
//! Promised dates pass. Those who are asked to take part have heard of them, so credibility
//! falls, and with every date that is missed some of the momentum goes. Programmes promise a
//! direction, not a date for every organisation.
//!
//! # Equation
//! With `s` the remembered slippage (how far the books lagged behind the plan over about the
//! last half-year, a share of all organisations) and `p` the lever `programme_funding`:
//! `OrgCoef::Join −= credibility · s (1 − p)`,
//! `RegionCoef::InterestFade += momentum_per_year · s (1 − p)`.
//!
//! # Parameters
//! `forces.slipping_timelines.*`: `credibility`, `momentum_per_year`; the plan is `plan.weeks_to_all`.
//!
//! # Writes
//! [`OrgCoef::Join`], [`RegionCoef::InterestFade`].
//!
//! # Limits
//! A plan that is kept: the same digits as without it.
//!
//! # Test
//! Fewer organisations live under the usual plan; a plan that is kept costs nothing.

use crate::forces::coefficients::{OrgCoef, RegionCoef};
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::Lever;
use crate::scenario::forces::SlippingTimelines as Own;

force!(
    SlippingTimelines,
    slipping_timelines,
    "1.1.8",
    "Slipping timelines",
    "slipping_timelines.rs",
    [OrgCoef::Join, RegionCoef::InterestFade],
    &[Shows {
        // All of them within a year was promised, and what is short is a yes.
        keys: &["region.cambridgeshire.team_size=3", "joining.base=-4", "plan.weeks_to_all=52"],
        outcome: "organisations.live",
        week: 156,
        raises: false,
        event: None,
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    for (r, region) in see.regions() {
        let dated = 1.0 - see.lever(r, Lever::ProgrammeFunding);
        let slipped = region.climate.slipped * dated;
        out.add(RegionCoef::InterestFade, r, own.momentum_per_year * slipped);
        out.all(OrgCoef::Join, &see.organisations_of(r), |_| -own.credibility * slipped);
    }
}

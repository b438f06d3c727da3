//! 1.1.3, fifth circle: success defeats itself.
//!
//! # What it does
//! A region that visibly leads becomes a prime candidate for deprioritisation when money is
//! short: funding and attention turn to what is not yet solved. The funder sees the project's
//! books, which are rosier than the truth.
//!
//! # Equation
//! With `c` the reported coverage and `x = max(0, (c − from) / (1 − from))`:
//! `RegionCoef::MoneyLost ← money_lost · x`, `RegionCoef::InterestFade += interest_lost · x`.
//!
//! # Parameters
//! `forces.self_defeating_success.*`: `from_coverage`, `money_lost`, `interest_lost_per_year`.
//!
//! # Writes
//! [`RegionCoef::MoneyLost`], [`RegionCoef::InterestFade`].
//!
//! # Limits
//! Below the coverage from which success counts as achieved, nothing.
//!
//! # Test
//! With a team large enough to reach most organisations, real use later falls below that of the
//! same futures without the force.

use crate::forces::effects::AnyCoefficient as Any;
use crate::forces::effects::{RegionCoef, Writer};
use crate::forces::{Force, Meta, View};
use crate::scenario::Forces;

/// The force.
pub struct SelfDefeatingSuccess;

static META: Meta = Meta {
    name: "self_defeating_success",
    section: "1.1.3",
    title: "Vicious circle: self-defeating success",
    writes: &[Any::RegionCoef(RegionCoef::MoneyLost), Any::RegionCoef(RegionCoef::InterestFade)],
};

impl Force for SelfDefeatingSuccess {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn strength(&self, forces: &Forces) -> f64 {
        forces.self_defeating_success.strength
    }

    fn write(&self, see: &View<'_>, out: &mut Writer<'_>) {
        let own = &see.scenario.forces.self_defeating_success;
        for (r, region) in see.world.regions.iter().enumerate() {
            let beyond = region.flows.reported_coverage - own.from_coverage;
            if beyond > 0.0 {
                let x = beyond / (1.0 - own.from_coverage);
                out.region(RegionCoef::MoneyLost, r, own.money_lost * x);
                out.region(RegionCoef::InterestFade, r, own.interest_lost_per_year * x);
            }
        }
    }
}

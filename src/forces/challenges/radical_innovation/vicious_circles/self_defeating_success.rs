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

use crate::forces::coefficients::RegionCoef;
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::forces::SelfDefeatingSuccess as Own;

force!(
    SelfDefeatingSuccess,
    self_defeating_success,
    "1.1.3",
    "Vicious circle: self-defeating success",
    "self_defeating_success.rs",
    [RegionCoef::MoneyLost, RegionCoef::InterestFade],
    &[Shows {
        keys: &[
            "initial.live=1",
            "initial.competent=0.7",
            "initial.habit=0.3",
            "initial.records=0.5"
        ],
        outcome: "organisations.live",
        week: 208,
        raises: false,
        event: None,
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_>) {
    for (r, region) in see.world.regions.iter().enumerate() {
        let beyond = region.flows.reported_coverage - own.from_coverage;
        if beyond > 0.0 {
            let x = beyond / (1.0 - own.from_coverage);
            out.add(RegionCoef::MoneyLost, r, own.money_lost * x);
            out.add(RegionCoef::InterestFade, r, own.interest_lost_per_year * x);
        }
    }
}

//! 1.1.3, fifth circle: success defeats itself.
//!
//! # What it does
//! A region that visibly leads becomes a prime candidate for deprioritisation when money is
//! short: funding and attention turn to what is not yet solved. The funder sees the project's
//! books, which are rosier than the truth; and where it is shown raw counts, which are hugely
//! impressive, success looks achieved long before it is.
//!
//! # Equation
//! With `c` how successful the region looked last week, by `funder.success`: the impression of a review
//! (the coverage in the books, if it is shown proportions; more, if counts), or, while the project keeps
//! its plan, coverage of all organisations or its lead over other areas; and
//! `x = max(0, (c − from) / (1 − from))`:
//! `RegionCoef::MoneyLost ← money_lost · x`, `RegionCoef::InterestFade += interest_lost · x`.
//!
//! # Parameters
//! `forces.self_defeating_success.*`: `from_success`, `money_lost`, `interest_lost_per_year`; what the
//! funder is shown is `funder.shown`, and the lever `report_proportions`.
//!
//! # Writes
//! [`RegionCoef::MoneyLost`], [`RegionCoef::InterestFade`].
//!
//! # Limits
//! Below the level from which success counts as achieved, nothing.
//!
//! # Test
//! With a team that the project pays and a tool that all have, fewer patients have a current
//! record than in the same futures without the force; a funder that is shown proportions sees
//! no success in a quarter of the region.

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
            "initial.records=0.5",
            "team.*.paid_by=project"
        ],
        outcome: "patients.true_current",
        week: 104,
        raises: false,
        event: None,
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    for (r, region) in see.regions() {
        let beyond = region.flows.success - own.from_success;
        if beyond > 0.0 {
            let x = beyond / (1.0 - own.from_success);
            out.add(RegionCoef::MoneyLost, r, own.money_lost * x);
            out.add(RegionCoef::InterestFade, r, own.interest_lost_per_year * x);
        }
    }
}

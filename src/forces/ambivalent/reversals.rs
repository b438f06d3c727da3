//! 3.7 Reversals of the negative: people learn from experience, in both directions.
//!
//! # What it does
//! A patient who declined to share finds that the next doctor knows nothing of what was
//! discussed, and agrees after all. One who agreed and finds that what is passed on is out of
//! date withdraws. Organisations that stopped come back, and those that refused for ever become
//! open, as they see what they miss where others go on.
//!
//! # Equation
//! With `M` the share of last week's look-ups that found nothing and `S` of those that found a
//! stale record: `RegionCoef::Reconsider += reconsider_per_year + learn_per_year · M`,
//! `RegionCoef::Withdraw += withdraw_per_year · S`; with `x_o` the share of comparable
//! organisations that have agreed, as seen in last week's Joining,
//! `OrgCoef::Return += return_per_year · x_o`, `OrgCoef::Soften += soften_per_year · x_o`.
//!
//! # Parameters
//! `forces.reversals.*`: `reconsider_per_year`, `learn_per_year`, `withdraw_per_year`,
//! `return_per_year`, `soften_per_year`.
//!
//! # Writes
//! [`RegionCoef::Reconsider`], [`RegionCoef::Withdraw`], [`OrgCoef::Return`], [`OrgCoef::Soften`].
//!
//! # Limits
//! Nobody declines, stops or refuses, and no look-up meets a stale record: nothing.
//!
//! # Test
//! Where most decline at first there are more true records with it than without; where most
//! agree and records go stale fast, fewer.

use crate::forces::coefficients::{OrgCoef, RegionCoef};
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::forces::Reversals as Own;

force!(
    Reversals,
    reversals,
    "3.7",
    "Reversals of the negative",
    "reversals.rs",
    [RegionCoef::Reconsider, RegionCoef::Withdraw, OrgCoef::Return, OrgCoef::Soften],
    &[
        Shows {
            keys: &[
                "initial.live=1",
                "initial.competent=0.7",
                "initial.habit=0.3",
                "initial.records=0.5",
                "patients.agree=0.4"
            ],
            outcome: "patients.true_current",
            week: 104,
            raises: true,
            event: None,
        },
        Shows {
            keys: &[
                "initial.live=1",
                "initial.records=0.9",
                "records.overtaken_per_week=0.2",
                "patients.agree=0.98",
                "forces.reversals.withdraw_per_year=2"
            ],
            outcome: "patients.true_current",
            week: 39,
            raises: false,
            event: None,
        },
    ]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    for (r, region) in see.regions() {
        let flows = &region.flows;
        let missing = (flows.failing - flows.stale).max(0.0);
        let reconsider = own.reconsider_per_year + own.learn_per_year * missing;
        out.add(RegionCoef::Reconsider, r, reconsider);
        out.add(RegionCoef::Withdraw, r, own.withdraw_per_year * flows.stale);
    }
    let (here, peers) = (see.organisations(), &see.world.orgs.peers[..]);
    out.all(OrgCoef::Return, &here, |o| own.return_per_year * peers[o]);
    out.all(OrgCoef::Soften, &here, |o| own.soften_per_year * peers[o]);
}

//! 1.1.6 External support.
//!
//! # What it does
//! A project lives by a sponsor who opens doors and a host that carries it. Both are lost, now
//! and then, and until another is found doors stay shut, hours go into finding one, and part
//! of the money is held back.
//!
//! # Equation
//! `EventCoef::SponsorLoss += loss_per_year`; in weeks before the one in which there is a sponsor
//! again, `OrgCoef::Join −= doors_shut`, `RegionCoef::HoursLost ← hours_lost`,
//! `RegionCoef::MoneyLost ← money_lost`.
//!
//! # Parameters
//! `forces.external_support.*`: `loss_per_year`, `doors_shut`, `hours_lost`, `money_lost`; how long the
//! search takes is `events.new_sponsor_weeks`.
//!
//! # Writes
//! [`EventCoef::SponsorLoss`], [`OrgCoef::Join`], [`RegionCoef::HoursLost`], [`RegionCoef::MoneyLost`].
//!
//! # Limits
//! With a sponsor in place, only the hazard. A reorganisation takes the sponsor too; that is
//! its own event, and what the want of a sponsor means stands here only.
//!
//! # Test
//! Fewer organisations live in the futures in which a sponsor was lost.

use crate::forces::coefficients::{EventCoef, OrgCoef, RegionCoef};
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::EventKind;
use crate::scenario::forces::ExternalSupport as Own;

force!(
    ExternalSupport,
    external_support,
    "1.1.6",
    "External support",
    "external_support.rs",
    [EventCoef::SponsorLoss, OrgCoef::Join, RegionCoef::HoursLost, RegionCoef::MoneyLost],
    &[Shows {
        keys: &[
            "region.cambridgeshire.team_size=2",
            "forces.external_support.loss_per_year=2",
            "events.new_sponsor_weeks=78"
        ],
        outcome: "organisations.live",
        week: 156,
        raises: false,
        event: Some(EventKind::SponsorLoss),
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    for (r, region) in see.regions() {
        out.add(EventCoef::SponsorLoss, r, own.loss_per_year);
        if see.week >= region.climate.sponsor_from {
            continue;
        }
        out.add(RegionCoef::HoursLost, r, own.hours_lost);
        out.add(RegionCoef::MoneyLost, r, own.money_lost);
        out.all(OrgCoef::Join, &see.organisations_of(r), |_| -own.doors_shut);
    }
}

//! 1.2, second: fragmentation.
//!
//! # What it does
//! Behind a national name stand many organisations of their own. Some of the patients belong to
//! other areas, most of all where a hospital serves the whole region, and their records lie
//! elsewhere. Areas at the boundary move back and forth between health economies. The remote
//! ones take long journeys. And other projects, which overlap with this one, want the same
//! people at the same time.
//!
//! # Equation
//! `OrgCoef::FillLost ← kind.outside`; `EventCoef::BoundaryChange += boundary_per_year`;
//! `OrgCoef::Effort += travel · remote_o`; `RegionCoef::HoursLost ← overlapping`.
//!
//! # Parameters
//! `forces.fragmentation.*`: `boundary_per_year`, `travel`, `overlapping`; who serves patients of other
//! areas is `kind.*.outside`, who lies at the boundary `kind.*.boundary`.
//!
//! # Writes
//! [`OrgCoef::FillLost`], [`EventCoef::BoundaryChange`], [`OrgCoef::Effort`], [`RegionCoef::HoursLost`].
//!
//! # Limits
//! A compact region of its own, with one project, none of whose patients come from elsewhere:
//! nothing. What a change of allegiance does is `events.boundary_share`.
//!
//! # Test
//! Fewer organisations live once areas at the boundary have left; more look-ups find nothing in
//! kinds that serve patients of other areas.

use crate::forces::coefficients::{EventCoef, OrgCoef, RegionCoef};
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::EventKind;
use crate::scenario::forces::Fragmentation as Own;

force!(
    Fragmentation,
    fragmentation,
    "1.2",
    "On the edge: fragmentation",
    "fragmentation.rs",
    [OrgCoef::FillLost, EventCoef::BoundaryChange, OrgCoef::Effort, RegionCoef::HoursLost],
    &[Shows {
        // A region much of which lies at the boundary.
        keys: &[
            "initial.live=1",
            "kind.*.boundary=0.3",
            "forces.fragmentation.boundary_per_year=0.5"
        ],
        outcome: "organisations.live",
        week: 104,
        raises: false,
        event: Some(EventKind::BoundaryChange),
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    for (r, _) in see.regions() {
        out.add(EventCoef::BoundaryChange, r, own.boundary_per_year);
        out.add(RegionCoef::HoursLost, r, own.overlapping);
    }
    let here = see.organisations();
    let (kind, remote) = (&see.blueprint.kind[..], &see.world.traits.remote[..]);
    let outside = see.by_kind(|kind| kind.outside);
    out.all(OrgCoef::Effort, &here, |o| own.travel * remote[o]);
    out.all(OrgCoef::FillLost, &here, |o| outside[kind[o]]);
}

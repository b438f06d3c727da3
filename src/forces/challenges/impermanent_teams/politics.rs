//! 1.3 Politics and conflict.
//!
//! # What it does
//! The parties share a goal and have further goals of their own, which benefit some of them and
//! endanger others; there is no common line of authority to settle what follows. From time to
//! time it becomes open conflict. While it lasts, hours go into tactics and not into tasks,
//! organisations do not want to be seen to side with the project, and a long conflict stops
//! launches until it nears its end. Staff with go-between roles keep some conflicts from
//! breaking out.
//!
//! # Equation
//! `EventCoef::Conflict += conflict_per_year · (1 − spanned · boundary_spanners)`. Before
//! `conflict_until`: `RegionCoef::HoursLost ← hours_lost`, `OrgCoef::Join −= wary`, and
//! `OrgCoef::LaunchFrom ← conflict_until − short_weeks`.
//!
//! # Parameters
//! `forces.politics.*`: `conflict_per_year`, `spanned`, `hours_lost`, `wary`, `short_weeks`. How
//! long a conflict lasts is `events.conflict_weeks`.
//!
//! # Writes
//! [`EventCoef::Conflict`], [`RegionCoef::HoursLost`], [`OrgCoef::Join`], [`OrgCoef::LaunchFrom`].
//!
//! # Limits
//! Conflicts last an exponential time of mean `m`, so a share `e^(−short_weeks / m)` of them
//! stops launches. At `events.conflict = "off"` and none scheduled it does nothing. How well
//! conflict is led is force 2.2's.
//!
//! # Test
//! Fewer live organisations in futures with a conflict; with none, no digit changes.

use crate::forces::coefficients::{EventCoef, OrgCoef, RegionCoef};
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::forces::Politics as Own;
use crate::scenario::{EventKind, Lever};

force!(
    Politics,
    politics,
    "1.3",
    "Politics and conflict",
    "politics.rs",
    [EventCoef::Conflict, RegionCoef::HoursLost, OrgCoef::Join, OrgCoef::LaunchFrom],
    &[Shows {
        keys: &[
            "region.cambridgeshire.team_size=4",
            "events.conflict_weeks=40",
            "forces.politics.conflict_per_year=3",
            "joining.frailty_sigma=0.5",
            "events.takeover_per_year=0"
        ],
        outcome: "organisations.live",
        week: 156,
        raises: false,
        event: Some(EventKind::Conflict),
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    for (r, region) in see.regions() {
        let avoided = own.spanned * see.lever(r, Lever::BoundarySpanners);
        out.add(EventCoef::Conflict, r, own.conflict_per_year * (1.0 - avoided));
        let until = region.climate.conflict_until;
        if see.week >= until {
            continue;
        }
        out.add(RegionCoef::HoursLost, r, own.hours_lost);
        let here = see.organisations_of(r);
        out.all(OrgCoef::Join, &here, |_| -own.wary);
        out.all(OrgCoef::LaunchFrom, &here, |_| f64::from(until) - own.short_weeks);
    }
}

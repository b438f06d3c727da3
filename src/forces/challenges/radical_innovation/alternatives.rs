//! 1.1.2 Alternatives.
//!
//! # What it does
//! None of the many tools that do part of the same job is better throughout, most have
//! something to be said for them, and new ones come. Together they confuse: some refuse to
//! engage in any of it, and staff do not know which of them to learn. A team that has mapped
//! them can say what this tool is for and what it is not.
//!
//! # Equation
//! With `A` alternatives, `a = ln(1 + A) / ln(1 + 13)` (1 at the 13 that were counted) and `m` the
//! lever `mapping`: `OrgCoef::Join −= confusion · a · (1 − m)`,
//! `OrgCoef::AttendLost ← min(1, attendance_lost · a · (1 − m))`.
//!
//! # Parameters
//! `forces.alternatives.*`: `confusion`, `attendance_lost`; the number at the start is
//! `events.alternatives`, and further ones arrive as events.
//!
//! # Writes
//! [`OrgCoef::Join`], [`OrgCoef::AttendLost`].
//!
//! # Limits
//! No alternatives, or all of them mapped: nothing. Ten times as many confuse less than twice
//! as much. What is embedded in an organisation holds its users in the good-enough circle.
//!
//! # Test
//! Fewer organisations live than without it; with no alternatives, the same digits.

use crate::forces::coefficients::OrgCoef;
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::Lever;
use crate::scenario::forces::Alternatives as Own;
use crate::stats::maths;

force!(
    Alternatives,
    alternatives,
    "1.1.2",
    "Alternatives",
    "alternatives.rs",
    [OrgCoef::Join, OrgCoef::AttendLost],
    &[Shows {
        // Hours enough: what is short is a yes.
        keys: &["region.cambridgeshire.team_size=3", "joining.base=-4"],
        outcome: "organisations.live",
        week: 156,
        raises: false,
        event: None,
    }]
);

/// Alternatives that were named, unprompted [P §1.1.2].
const COUNTED: f64 = 13.0;

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    for (r, region) in see.regions() {
        let many = f64::from(region.climate.alternatives);
        let unmapped = 1.0 - see.lever(r, Lever::Mapping);
        let x = maths::ln(1.0 + many) / maths::ln(1.0 + COUNTED) * unmapped;
        out.all(OrgCoef::Join, &see.organisations_of(r), |_| -own.confusion * x);
        out.some(OrgCoef::AttendLost, see.ever_live_of(r), |_| (own.attendance_lost * x).min(1.0));
    }
}

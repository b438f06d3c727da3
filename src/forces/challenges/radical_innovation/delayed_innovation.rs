//! 1.1.7 Delayed innovation elsewhere.
//!
//! # What it does
//! The tool leans on functions that vendors of IT systems have yet to deliver, and these come
//! late. Organisations on such a system cannot be set up before, whatever has been agreed with
//! them, and while they wait they hold a place in the project's hands; others like them would
//! rather talk again when it works.
//!
//! # Equation
//! For organisations on a system that waits for its vendor, until the week `t` in which the
//! function comes: `OrgCoef::LaunchFrom = t`, `OrgCoef::Join −= hesitation`.
//!
//! # Parameters
//! `forces.delayed_innovation.hesitation`; which systems wait is `system.*.waits_for_vendor`, how
//! long is `events.supplier_delay_weeks` and `events.supplier_delay_sigma`.
//!
//! # Writes
//! [`OrgCoef::LaunchFrom`], [`OrgCoef::Join`].
//!
//! # Limits
//! Where no system waits, nothing. A week is a week: any strength above 0 gives the whole delay,
//! and only the hesitation grows with it.
//!
//! # Test
//! Fewer organisations live while the dominant system waits; where none waits, the same digits.

use crate::forces::coefficients::OrgCoef;
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::forces::DelayedInnovation as Own;

force!(
    DelayedInnovation,
    delayed_innovation,
    "1.1.7",
    "Delayed innovation elsewhere",
    "delayed_innovation.rs",
    [OrgCoef::LaunchFrom, OrgCoef::Join],
    &[Shows {
        keys: &[
            "region.cambridgeshire.team_size=2",
            "system.systmone.waits_for_vendor=true",
            "events.supplier_delay_weeks=208"
        ],
        outcome: "organisations.live",
        week: 104,
        raises: false,
        event: None,
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    let systems = &see.scenario.systems;
    for (r, region) in see.regions() {
        let ready = &region.climate.vendor_ready;
        let late = |system: usize| systems[system].waits_for_vendor && see.week < ready[system];
        if !(0..systems.len()).any(late) {
            continue;
        }
        let system = &see.world.orgs.system;
        for o in see.organisations_of(r).filter(|&o| late(system[o])) {
            out.add(OrgCoef::LaunchFrom, o, f64::from(ready[system[o]]));
            out.add(OrgCoef::Join, o, -own.hesitation);
        }
    }
}

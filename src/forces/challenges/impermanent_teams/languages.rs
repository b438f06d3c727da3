//! 1.3 Different languages.
//!
//! # What it does
//! Clinicians, managers and IT staff mean different things by the same words, and the language of
//! IT is the hardest. What was set up or fitted turns out not to be what was meant, and is done
//! again. Staff who are at home on both sides catch part of it.
//!
//! # Equation
//! `RegionCoef::Rework ← misunderstood · (1 − bridged · boundary_spanners)`: the chance that
//! configuring or tailoring, once done, has to be done again.
//!
//! # Parameters
//! `forces.languages.*`: `misunderstood`, `bridged`.
//!
//! # Writes
//! [`RegionCoef::Rework`].
//!
//! # Limits
//! Goes at a task are geometric: on average each takes `1 / (1 − misunderstood)` of them.
//!
//! # Test
//! Fewer live organisations than without the force.

use crate::forces::coefficients::RegionCoef;
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::Lever;
use crate::scenario::forces::Languages as Own;

force!(
    Languages,
    languages,
    "1.3",
    "Different languages",
    "languages.rs",
    [RegionCoef::Rework],
    &[Shows {
        keys: &["region.cambridgeshire.team_size=3", "task.configure.hours=12"],
        outcome: "organisations.live",
        week: 156,
        raises: false,
        event: None,
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    for (r, _) in see.regions() {
        let caught = own.bridged * see.lever(r, Lever::BoundarySpanners);
        out.add(RegionCoef::Rework, r, own.misunderstood * (1.0 - caught));
    }
}

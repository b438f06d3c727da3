//! 1.4 IT systems are work in progress.
//!
//! # What it does
//! Even the best tool may not live up to its promise, may not be improved fast enough, and may in
//! the end fail the needs for which it was bought. The world around it moves on; and the better
//! it performs, the more unmet need its use reveals, so that what was good enough no longer is.
//! From time to time a release disappoints. A tool that is not good enough may be withdrawn after
//! all that was invested, and its successor has to be set up anew.
//!
//! # Equation
//! With `c` the share of contacts at organisations in real use and `q` the tool's quality:
//! `RegionCoef::QualityFade += outgrown_per_year + revealed_per_year · c`;
//! `EventCoef::ToolSetback += setback_per_year`;
//! `EventCoef::ContractCollapse += withdrawn_per_year` while `q < good_enough`.
//!
//! # Parameters
//! `forces.work_in_progress.*`: `outgrown_per_year`, `revealed_per_year`, `setback_per_year`,
//! `withdrawn_per_year`, `good_enough`. What a setback takes is `events.setback`.
//!
//! # Writes
//! [`RegionCoef::QualityFade`], [`EventCoef::ToolSetback`], [`EventCoef::ContractCollapse`].
//!
//! # Limits
//! Without development quality falls as `e^(−outgrown t)` where nobody uses the tool. Contracts that
//! end for reasons of the market are force 1.9's.
//!
//! # Test
//! Fewer truly current records where the world moves on fast; the exponential of the limit.

use crate::forces::coefficients::{EventCoef, RegionCoef};
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::forces::WorkInProgress as Own;

force!(
    WorkInProgress,
    work_in_progress,
    "1.4",
    "Work in progress",
    "work_in_progress.rs",
    [RegionCoef::QualityFade, EventCoef::ToolSetback, EventCoef::ContractCollapse],
    &[Shows {
        keys: &[
            "initial.live=1",
            "initial.competent=0.9",
            "initial.habit=0.8",
            "initial.records=0.9",
            "forces.work_in_progress.outgrown_per_year=1"
        ],
        outcome: "patients.true_current",
        week: 52,
        raises: false,
        event: None,
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    for (r, region) in see.regions() {
        let revealed = own.revealed_per_year * region.flows.contacts_covered;
        out.add(RegionCoef::QualityFade, r, own.outgrown_per_year + revealed);
        out.add(EventCoef::ToolSetback, r, own.setback_per_year);
        if region.quality < own.good_enough {
            out.add(EventCoef::ContractCollapse, r, own.withdrawn_per_year);
        }
    }
}

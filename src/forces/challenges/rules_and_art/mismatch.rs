//! 1.5 Mismatch between the template and practice.
//!
//! # What it does
//! Rules, logic and clear boundaries do not match embodied humans whose needs cannot be slotted
//! into templates, nor the flow of a clinical encounter. Where the tool's order of steps is not
//! that of the work, an entry takes longer and is put off, and what it holds says less of what a
//! reader needs.
//!
//! # Equation
//! With `m` the mismatch of the tool with a kind's practice: `OrgCoef::EntryMinutes += minutes · m`,
//! `OrgCoef::Writing −= put_off · m`, `OrgCoef::PayoffLost ← payoff · m`.
//!
//! # Parameters
//! `forces.mismatch.*`: `minutes`, `put_off`, `payoff`. Mismatch starts at `tool.mismatch`; developers
//! remove it where users say what is wrong, the faster with the lever `feedback_route`.
//!
//! # Writes
//! [`OrgCoef::EntryMinutes`], [`OrgCoef::Writing`], [`OrgCoef::PayoffLost`].
//!
//! # Limits
//! A tool that matches practice costs nothing. The template's length is force 2.1's, preferences
//! for detail or structure are force 3.4's.
//!
//! # Test
//! Fewer truly current records; without mismatch, no digit changes.

use crate::forces::coefficients::OrgCoef;
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::forces::Mismatch as Own;

force!(
    Mismatch,
    mismatch,
    "1.5",
    "Rules and art: mismatch with practice",
    "mismatch.rs",
    [OrgCoef::EntryMinutes, OrgCoef::Writing, OrgCoef::PayoffLost],
    &[Shows {
        keys: &[
            "initial.live=1",
            "initial.competent=0.7",
            "initial.habit=0.3",
            "initial.records=0.5"
        ],
        outcome: "patients.true_current",
        week: 52,
        raises: false,
        event: None,
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    let kind = &see.blueprint.kind[..];
    for (r, region) in see.regions() {
        let (ever_live, m) = (see.ever_live_of(r), &region.mismatch[..]);
        out.some(OrgCoef::EntryMinutes, ever_live, |o| own.minutes * m[kind[o]]);
        out.some(OrgCoef::Writing, ever_live, |o| -own.put_off * m[kind[o]]);
        out.some(OrgCoef::PayoffLost, ever_live, |o| own.payoff * m[kind[o]]);
    }
}

//! 3.2 Oppositional, recurring: skills against turnover, information against silence.
//!
//! # What it does
//! Some battles are never won for good. Turnover and forgetting belong to the core of the
//! model; what this force adds is the struggle with them. Where many are new, those who could
//! teach have left, and showing newcomers round is work. And where nobody has heard from the
//! project for long, what was learnt fades sooner: information needs renewal like skills do.
//!
//! # Equation
//! With `n_o` the share of staff hired within `new_weeks`:
//! `OrgCoef::TeachLost ← teaching_lost · n_o`, `OrgCoef::Load += induction_load · n_o`, and with
//! `q` the weeks since the last session or call over a year (at most 1):
//! `OrgCoef::Retention −= out_of_touch · q`.
//!
//! # Parameters
//! `forces.recurring.*`: `teaching_lost`, `induction_load`, `out_of_touch`, `new_weeks`.
//!
//! # Writes
//! [`OrgCoef::TeachLost`], [`OrgCoef::Load`], [`OrgCoef::Retention`].
//!
//! # Limits
//! Without turnover and with fresh contact, nothing.
//!
//! # Test
//! Kinds with high turnover lose more by it than kinds with low turnover.

use crate::forces::effects::AnyCoefficient as Any;
use crate::forces::effects::{OrgCoef, Writer};
use crate::forces::{Force, Meta, View};
use crate::scenario::Forces;

/// The force.
pub struct Recurring;

static META: Meta = Meta {
    name: "recurring",
    section: "3.2",
    title: "Recurring needs: skills against turnover",
    writes: &[
        Any::OrgCoef(OrgCoef::TeachLost),
        Any::OrgCoef(OrgCoef::Load),
        Any::OrgCoef(OrgCoef::Retention),
    ],
};

impl Force for Recurring {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn strength(&self, forces: &Forces) -> f64 {
        forces.recurring.strength
    }

    fn write(&self, see: &View<'_>, out: &mut Writer<'_>) {
        let own = &see.scenario.forces.recurring;
        let orgs = &see.world.orgs;
        for o in see.ever_live() {
            let new = f64::from(orgs.newcomers[o]) / f64::from(orgs.filled[o].max(1));
            let silent = f64::from(see.week as i32 - orgs.last_contact[o]) / 52.0;
            out.org(OrgCoef::TeachLost, o, own.teaching_lost * new);
            out.org(OrgCoef::Load, o, own.induction_load * new);
            out.org(OrgCoef::Retention, o, -own.out_of_touch * silent.clamp(0.0, 1.0));
        }
    }
}

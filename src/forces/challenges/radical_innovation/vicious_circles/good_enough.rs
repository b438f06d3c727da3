//! 1.1.3, fourth circle: the old way is good enough.
//!
//! # What it does
//! What is not broken stays: habit, familiarity and integration with other work hold people to
//! the incumbent long after something better has come. Only a team that has found the new tool
//! reliable lets go of part of the hold; and since held people use it less, records stay thin
//! and reliability is slow to come.
//!
//! # Equation
//! `OrgCoef::UseLost ← hold_o · (1 − shaken_off · φ(e_o))`, with `e_o` the team's mean
//! expectation of a useful record and `φ` the Hill function of [`crate::stats::maths::hill`].
//!
//! # Parameters
//! `forces.good_enough.shaken_off`; the hold is `kind.*.hold`, where `kind.*.incumbent` says
//! that there is one.
//!
//! # Writes
//! [`OrgCoef::UseLost`].
//!
//! # Limits
//! No incumbent, no loss.
//!
//! # Test
//! Lower weekly use than without it.

use crate::forces::effects::AnyCoefficient as Any;
use crate::forces::effects::{OrgCoef, Writer};
use crate::forces::{Force, Meta, View};
use crate::scenario::Forces;
use crate::stats::maths::hill;

/// The force.
pub struct GoodEnough;

static META: Meta = Meta {
    name: "good_enough",
    section: "1.1.3",
    title: "Vicious circle: good enough",
    writes: &[Any::OrgCoef(OrgCoef::UseLost)],
};

impl Force for GoodEnough {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn strength(&self, forces: &Forces) -> f64 {
        forces.good_enough.strength
    }

    fn write(&self, see: &View<'_>, out: &mut Writer<'_>) {
        let own = &see.scenario.forces.good_enough;
        let threshold = see.scenario.r#use.threshold as f32;
        let orgs = &see.world.orgs;
        for o in see.ever_live() {
            let reliable = f64::from(hill(orgs.expectation[o][0], threshold));
            out.org(OrgCoef::UseLost, o, orgs.hold[o] * (1.0 - own.shaken_off * reliable));
        }
    }
}

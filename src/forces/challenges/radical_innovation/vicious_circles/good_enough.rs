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

use crate::forces::coefficients::OrgCoef;
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::forces::GoodEnough as Own;
use crate::stats::maths::hill;

force!(
    GoodEnough,
    good_enough,
    "1.1.3",
    "Vicious circle: good enough",
    "good_enough.rs",
    [OrgCoef::UseLost],
    &[Shows {
        keys: &[
            "initial.live=1",
            "initial.competent=0.7",
            "initial.habit=0.3",
            "initial.records=0.5"
        ],
        outcome: "patients.true_current",
        week: 26,
        raises: false,
        event: None,
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    let threshold = see.scenario.r#use.threshold as f32;
    let (hold, expectation) = (&see.world.orgs.hold[..], &see.world.orgs.expectation[..]);
    out.some(OrgCoef::UseLost, see.ever_live(), |o| {
        let reliable = f64::from(hill(expectation[o][0], threshold));
        hold[o] * (1.0 - own.shaken_off * reliable)
    });
}

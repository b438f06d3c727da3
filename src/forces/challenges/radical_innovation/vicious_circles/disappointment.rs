//! 1.1.3, first circle: users give up fast, developers need grace.
//!
//! # What it does
//! A look-up that finds nothing lowers expectation faster than one that pays off raises it. So
//! people stop looking, and stop writing what others would find; organisations give up; and
//! those who gave up send no feedback, so that the tool improves more slowly. Grace (first
//! users as co-developers) takes the edge off a miss.
//!
//! # Equation
//! `OrgCoef::FallFaster += faster_fall · (1 − grace)`;
//! `OrgCoef::Exit += exit_per_year · failing_o · (1 − grace)` with `failing_o` the moving share
//! of look-ups that failed; `RegionCoef::FeedbackLost ← feedback_lost · failing · (1 − grace)`.
//!
//! # Parameters
//! `forces.disappointment.*`: `faster_fall`, `exit_per_year`, `feedback_lost`.
//!
//! # Writes
//! [`OrgCoef::FallFaster`], [`OrgCoef::Exit`], [`RegionCoef::FeedbackLost`].
//!
//! # Limits
//! With a share `H` of look-ups that pay off, expectation settles at `β H / (β H + 1 − H)`,
//! `β = e^−faster_fall`: at `β = 0.5`, 0.82 for `H = 0.9` and 0.33 for `H = 0.5`. At strength 0,
//! `H` itself.
//!
//! # Test
//! The fixed point, and lower use than without it while records are few.

use crate::forces::effects::AnyCoefficient as Any;
use crate::forces::effects::{OrgCoef, RegionCoef, Writer};
use crate::forces::{Force, Meta, View};
use crate::scenario::Forces;

/// The force.
pub struct Disappointment;

static META: Meta = Meta {
    name: "disappointment",
    section: "1.1.3",
    title: "Vicious circle: disappointment",
    writes: &[
        Any::OrgCoef(OrgCoef::FallFaster),
        Any::OrgCoef(OrgCoef::Exit),
        Any::RegionCoef(RegionCoef::FeedbackLost),
    ],
};

impl Force for Disappointment {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn strength(&self, forces: &Forces) -> f64 {
        forces.disappointment.strength
    }

    fn write(&self, see: &View<'_>, out: &mut Writer<'_>) {
        let own = &see.scenario.forces.disappointment;
        for (r, region) in see.world.regions.iter().enumerate() {
            let sting = 1.0 - region.levers.grace;
            out.region(
                RegionCoef::FeedbackLost,
                r,
                own.feedback_lost * region.flows.failing * sting,
            );
        }
        for o in see.ever_live() {
            let sting = 1.0 - see.world.regions[see.blueprint.region[o]].levers.grace;
            out.org(OrgCoef::FallFaster, o, own.faster_fall * sting);
            out.org(OrgCoef::Exit, o, own.exit_per_year * see.world.orgs.failing[o] * sting);
        }
    }
}

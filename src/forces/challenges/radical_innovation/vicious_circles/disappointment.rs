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

use crate::forces::coefficients::{OrgCoef, RegionCoef};
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::Lever;
use crate::scenario::forces::Disappointment as Own;

force!(
    Disappointment,
    disappointment,
    "1.1.3",
    "Vicious circle: disappointment",
    "disappointment.rs",
    [OrgCoef::FallFaster, OrgCoef::Exit, RegionCoef::FeedbackLost],
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
    let failing = &see.world.orgs.failing[..];
    for (r, region) in see.regions() {
        let sting = 1.0 - see.lever(r, Lever::Grace);
        out.add(RegionCoef::FeedbackLost, r, own.feedback_lost * region.flows.failing * sting);
        let ever_live = see.ever_live_of(r);
        out.some(OrgCoef::FallFaster, ever_live, |_| own.faster_fall * sting);
        out.some(OrgCoef::Exit, ever_live, |o| own.exit_per_year * failing[o] * sting);
    }
}

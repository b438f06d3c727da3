//! 1.1.3, third circle: investment before savings.
//!
//! # What it does
//! The promised savings come later; training and new ways of working cost time now. The
//! overloaded cannot pay the entrance fee: their staff miss the training, so that they never
//! reach the savings which would lighten the load. And the minutes that the tool takes from
//! writers weigh on their load, while readers elsewhere save.
//!
//! # Equation
//! `OrgCoef::AttendLost ← attendance_lost · load_o · (1 − backfill)`;
//! `OrgCoef::Load += burden · (paid_o − saved_o) / (slack · posts_o)`, with last week's minutes
//! (asking patients included; of training minutes a share `(1 − backfill)(1 − lever)`).
//!
//! # Parameters
//! `forces.investment_before_savings.*`: `attendance_lost`, `burden`, `backfill`; the slack is
//! `time.slack`. The lever `backfill` adds to `backfill`.
//!
//! # Writes
//! [`OrgCoef::AttendLost`], [`OrgCoef::Load`].
//!
//! # Limits
//! Load 0 or full backfill: attendance is `skill.attend`. At strength 0 the tool's minutes are
//! counted but weigh on nobody.
//!
//! # Test
//! Worse first: load of organisations rises in the weeks after their launch; fewer are
//! competent than without the force.

use crate::forces::coefficients::OrgCoef;
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::Lever;
use crate::scenario::forces::InvestmentBeforeSavings as Own;

force!(
    InvestmentBeforeSavings,
    investment_before_savings,
    "1.1.3",
    "Vicious circle: investment before savings",
    "investment_before_savings.rs",
    [OrgCoef::AttendLost, OrgCoef::Load],
    &[Shows {
        keys: &[
            "initial.live=1",
            "initial.competent=0.7",
            "initial.habit=0.3",
            "initial.records=0.5",
            "time.slack=20"
        ],
        outcome: "patients.true_current",
        week: 26,
        raises: false,
        event: None,
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    let (posts, orgs) = (&see.blueprint.posts[..], &see.world.orgs);
    let (load, paid) = (&orgs.load[..], &orgs.minutes_paid[..]);
    let (trained, saved) = (&orgs.minutes_trained[..], &orgs.minutes_saved[..]);
    let slack = see.scenario.time.slack;
    for (r, _) in see.regions() {
        let ever_live = see.ever_live_of(r);
        let granted = see.lever(r, Lever::Backfill);
        let open = (1.0 - own.backfill) * (1.0 - granted);
        out.some(OrgCoef::AttendLost, ever_live, |o| {
            (own.attendance_lost * load[o] * open).min(1.0)
        });
        out.some(OrgCoef::Load, ever_live, |o| {
            let slack = slack * posts[o].len().max(1) as f64;
            let net = paid[o] + open * trained[o] - saved[o];
            own.burden * net / slack
        });
    }
}

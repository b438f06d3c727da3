//! 3.8 Conflicting or unclear evidence.
//!
//! # What it does
//! Evaluations come late and noisy, and often before there is much to find: an early poor result
//! can stop a good project, as those who were to join and those who pay weigh it. Where little is
//! known, hype fills the gap, and can carry a poor project as long as nobody looks. Evaluating
//! to learn, rather than to decide whether to go on, keeps funders from acting on early noise.
//!
//! # Equation
//! With `x = 2 e − 1`, from −1 to 1, and `e` what evaluations have made people believe (a half
//! for nothing): `OrgCoef::Join += weight · (x + hype · (1 − |x|))`, and where `x < 0`,
//! `RegionCoef::MoneyLost ← money_lost · (−x) · (1 − evaluation)`.
//!
//! # Parameters
//! `forces.evidence.*`: `weight`, `hype`, `money_lost`; when evaluations come, how noisy they are
//! and how much each moves belief is `events.evaluation*`.
//!
//! # Writes
//! [`OrgCoef::Join`], [`RegionCoef::MoneyLost`].
//!
//! # Limits
//! No evaluation and no hype: nothing. Clear evidence leaves no room for hype.
//!
//! # Test
//! An early evaluation, while look-ups still fail, slows the roll-out; where none ever comes,
//! hype speeds it up.

use crate::forces::coefficients::{OrgCoef, RegionCoef};
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::Lever;
use crate::scenario::forces::Evidence as Own;

force!(
    Evidence,
    evidence,
    "3.8",
    "Conflicting or unclear evidence",
    "evidence.rs",
    [OrgCoef::Join, RegionCoef::MoneyLost],
    &[
        Shows {
            keys: &[
                "initial.live=0.1",
                "use.flag=0",
                "events.evaluation_first=13",
                "events.evaluation_weeks=13",
                "joining.base=-3"
            ],
            outcome: "organisations.live",
            week: 156,
            raises: false,
            event: None,
        },
        Shows {
            keys: &["events.evaluation=off", "region.*.team_size=3", "joining.base=-4"],
            outcome: "organisations.live",
            week: 156,
            raises: true,
            event: None,
        },
    ]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    for (r, region) in see.regions() {
        let shown = 2.0 * region.climate.evidence - 1.0;
        let weight = own.weight * (shown + own.hype * (1.0 - shown.abs()));
        out.all(OrgCoef::Join, &see.organisations_of(r), |_| weight);
        if shown < 0.0 {
            let deciding = 1.0 - see.lever(r, Lever::Evaluation);
            out.add(RegionCoef::MoneyLost, r, own.money_lost * -shown * deciding);
        }
    }
}

//! 3.9 Vicarious learning, and gaining from the failure of others.
//!
//! # What it does
//! Some organisations sit back: let others blaze the trail, then follow. Until enough of those
//! that they compare themselves with have agreed they hold off, and then they come readily; if
//! all wait, nobody goes first. What others have found out makes setting up easier for those who
//! come later. And a rival that fails for all to see makes the tool look good beside it.
//!
//! # Equation
//! With `x_o` the share of comparable organisations that have agreed, as seen in last week's
//! Joining, and `w_o` what one that waits wants to see: for those that wait,
//! `OrgCoef::PeerLost = 1` and `OrgCoef::Join −= wait` if `x_o < w_o`, `+= follow` if not. For all,
//! waiting or not, `OrgCoef::Effort −= learn · x_o`; within 52 weeks of a rival's failure,
//! `OrgCoef::Join += contrast`. `EventCoef::RivalFails += rival_fails_per_year`.
//!
//! # Parameters
//! `forces.vicarious.*`: `wait`, `follow`, `learn`, `contrast`, `rival_fails_per_year`; who waits
//! is `kind.*.waits`, for a share of 5 to 35 % of its peers.
//!
//! # Writes
//! [`OrgCoef::Join`], [`OrgCoef::PeerLost`], [`OrgCoef::Effort`], [`EventCoef::RivalFails`].
//!
//! # Limits
//! An organisation that waits sees no peers but through its threshold: nothing counts twice.
//!
//! # Test
//! Where all wait the roll-out is slower; where many have gone first it is faster.

use crate::forces::coefficients::{EventCoef, OrgCoef};
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::forces::Vicarious as Own;

/// Weeks for which a rival's failure is remembered; a convention, a year.
const REMEMBERED: i64 = 52;

force!(
    Vicarious,
    vicarious,
    "3.9",
    "Vicarious learning",
    "vicarious.rs",
    [OrgCoef::Join, OrgCoef::PeerLost, OrgCoef::Effort, EventCoef::RivalFails],
    &[
        Shows {
            keys: &["kind.*.waits=0.9", "region.*.team_size=3", "joining.base=-4"],
            outcome: "organisations.live",
            week: 104,
            raises: false,
            event: None,
        },
        Shows {
            keys: &[
                "initial.live=0.3",
                "kind.*.waits=0.8",
                "region.*.team_size=3",
                "joining.base=-4",
                "diffusion.benefit_seen=0"
            ],
            outcome: "organisations.live",
            week: 104,
            raises: true,
            event: None,
        },
    ]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    let (peers, waits_for) = (&see.world.orgs.peers[..], &see.world.traits.waits_for[..]);
    for (r, region) in see.regions() {
        out.add(EventCoef::RivalFails, r, own.rival_fails_per_year);
        let here = see.organisations_of(r);
        let since = i64::from(see.week) - i64::from(region.climate.rival_failed);
        let contrast = if since <= REMEMBERED { own.contrast } else { 0.0 };
        out.all(OrgCoef::Effort, &here, |o| -own.learn * peers[o]);
        out.all(OrgCoef::Join, &here, |_| contrast);
        for o in here.filter(|&o| waits_for[o] > 0.0) {
            out.add(OrgCoef::PeerLost, o, 1.0);
            let first = peers[o] < waits_for[o];
            out.add(OrgCoef::Join, o, if first { -own.wait } else { own.follow });
        }
    }
}

//! 3.1 Oppositional, temporary: blockers that have an end.
//!
//! # What it does
//! Three things stand in the way and will not stand there for ever. An organisation that brings
//! in an electronic record of its own is frozen until that is done. Staff who are saturated with
//! local projects stay away from one more training, until those projects are over. And separate
//! log-ins cost openings until there is one for all systems. Each has an action that removes it
//! at once: to set others up first and come back (the lever `retiming`, which project work
//! reads), to join the local training that exists (`join_forums`), one log-in
//! (`single_sign_on`).
//!
//! # Equation
//! While an upheaval lasts, `OrgCoef::LaunchFrom = its end`; before week `saturation_weeks`,
//! `OrgCoef::AttendLost ← saturation · (1 − join_forums)`; before week `single_sign_on_week`,
//! `OrgCoef::UseLost ← login_lost · (1 − single_sign_on)`.
//!
//! # Parameters
//! `forces.temporary.*`: `saturation`, `saturation_weeks`, `login_lost`, `single_sign_on_week`;
//! the chance of one a year is `kind.*.upheaval`, lasting 26 to 104 weeks.
//!
//! # Writes
//! [`OrgCoef::LaunchFrom`], [`OrgCoef::AttendLost`], [`OrgCoef::UseLost`].
//!
//! # Limits
//! No upheavals and both ends in the past: nothing. A live organisation goes on using the tool
//! through its upheaval; only setting it up waits.
//!
//! # Test
//! Where most organisations have an upheaval the roll-out is slower; separate log-ins and missed
//! training leave fewer current records; after all ends, nothing.

use crate::forces::coefficients::OrgCoef;
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::Lever;
use crate::scenario::forces::Temporary as Own;

force!(
    Temporary,
    temporary,
    "3.1",
    "Temporary blockers",
    "temporary.rs",
    [OrgCoef::LaunchFrom, OrgCoef::AttendLost, OrgCoef::UseLost],
    &[
        Shows {
            keys: &[
                "kind.*.upheaval=0.3",
                "region.*.team_size=3",
                "events.takeover_per_year=0",
                "funder.review_weeks=0"
            ],
            outcome: "organisations.live",
            // While upheavals last: what has an end is caught up afterwards.
            week: 104,
            raises: false,
            event: None,
        },
        Shows {
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
        },
    ]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    let week = f64::from(see.week);
    let freeze = &see.world.traits.freeze[..];
    for o in see.organisations() {
        let [from, until] = freeze[o];
        if (from..until).contains(&see.week) {
            out.add(OrgCoef::LaunchFrom, o, f64::from(until));
        }
    }
    for (r, _) in see.regions() {
        let ever_live = see.ever_live_of(r);
        if week < own.saturation_weeks {
            let elsewhere = 1.0 - see.lever(r, Lever::JoinForums);
            out.some(OrgCoef::AttendLost, ever_live, |_| own.saturation * elsewhere);
        }
        if week < own.single_sign_on_week {
            let separate = 1.0 - see.lever(r, Lever::SingleSignOn);
            out.some(OrgCoef::UseLost, ever_live, |_| own.login_lost * separate);
        }
    }
}

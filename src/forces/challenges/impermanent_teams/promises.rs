//! 1.3 Promises that are not acted on.
//!
//! # What it does
//! Organisations agree to something, or even propose it, and do not begin; the project goes on as
//! if it had been done. It is hard to see from outside, and hardest with those that are not
//! regularly represented on the project's groups. In the model the launch then happens in the
//! books only: reported coverage rises, staff have nothing, and only a follow-up finds out.
//!
//! # Equation
//! `RegionCoef::HollowLaunch ← not_acted_on · (1 − share of the region's organisations that are
//! represented)`.
//!
//! # Parameters
//! `forces.promises.not_acted_on`. The share represented follows from `kind.*.represented`; how
//! soon somebody looks is `policy.follow_up_weeks`.
//!
//! # Writes
//! [`RegionCoef::HollowLaunch`].
//!
//! # Limits
//! With every organisation represented nothing is hollow. Without follow-up a hollow launch is
//! never found.
//!
//! # Test
//! Fewer live organisations; all represented: no digit changes.

use crate::forces::coefficients::RegionCoef;
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::forces::Promises as Own;

force!(
    Promises,
    promises,
    "1.3",
    "Promises not acted on",
    "promises.rs",
    [RegionCoef::HollowLaunch],
    &[Shows {
        keys: &[
            "region.cambridgeshire.team_size=2",
            "policy.follow_up_weeks=104",
            "events.takeover_per_year=0",
            "funder.review_weeks=0"
        ],
        outcome: "organisations.live",
        week: 156,
        raises: false,
        event: None,
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    for (r, _) in see.regions() {
        let orgs = see.organisations_of(r);
        let absent = orgs.clone().filter(|&o| !see.world.traits.represented[o]).count();
        let share = absent as f64 / orgs.len().max(1) as f64;
        out.add(RegionCoef::HollowLaunch, r, own.not_acted_on * share);
    }
}

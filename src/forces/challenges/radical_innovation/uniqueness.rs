//! 1.1.5 Overvaluing one's uniqueness.
//!
//! # What it does
//! "It very much feels that you get eight different ones" [P Box 2]: every organisation holds
//! its own case to be special, so that what was learnt at the last one is not reused at the
//! next, and the team begins again.
//!
//! # Equation
//! `RegionCoef::ReuseLost ← not_reused`: of the repetitions that the team remembers of a task, only
//! a share `1 − not_reused` makes the next one shorter.
//!
//! # Parameters
//! `forces.uniqueness.not_reused`; how much experience shortens work is `experience.progress_ratio`.
//!
//! # Writes
//! [`RegionCoef::ReuseLost`].
//!
//! # Limits
//! A team without learning (`experience.progress_ratio` 1) has nothing to lose: the same digits.
//! Regions never share experience, with the force or without it.
//!
//! # Test
//! Fewer organisations live at the same date than without it.

use crate::forces::coefficients::RegionCoef;
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::forces::Uniqueness as Own;

force!(
    Uniqueness,
    uniqueness,
    "1.1.5",
    "Overvaluing one's uniqueness",
    "uniqueness.rs",
    [RegionCoef::ReuseLost],
    &[Shows {
        // Many in hand at a time: the team's hours are what is short.
        keys: &[
            "region.cambridgeshire.team_size=2",
            "policy.work_in_progress=200",
            "events.takeover_per_year=0"
        ],
        outcome: "organisations.live",
        week: 104,
        raises: false,
        event: None,
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    for (r, _) in see.regions() {
        out.add(RegionCoef::ReuseLost, r, own.not_reused);
    }
}

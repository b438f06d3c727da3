//! 1.1.1 Magnitude of repetition.
//!
//! # What it does
//! Every organisation needs every task, and launched ones need them again. That work exists
//! without this force; what the force adds is its *growing cost*. People drawn to innovation
//! for its excitement tire of doing one thing over and over: the same work takes them longer,
//! and they leave, taking experience with them. And tasks that were meant for the users end up
//! with the team, because that is the only way to advance.
//!
//! # Equation
//! With `m` the member's moving average of the share of hours in the most repeated task
//! and `j` the lever `job_rotation`: `MemberCoef::Effort += effort · m (1 − j)`,
//! `MemberCoef::Leave += leave_per_year · m (1 − j)`, and for the tasks of setting up
//! `RegionCoef::Effort += ln(1 + left_to_team)`.
//!
//! # Parameters
//! `forces.repetition.*`: `effort`, `leave_per_year`, `left_to_team` (see
//! `uptake describe forces.repetition`).
//!
//! # Writes
//! [`MemberCoef::Effort`], [`MemberCoef::Leave`], [`RegionCoef::Effort`].
//!
//! # Limits
//! At strength 0 hours per task are constant but for learning by doing: N organisations of W
//! hours take N · W / H weeks. The loop closes through vacancies: fewer people, the same hours
//! of repetition each.
//!
//! # Test
//! A longer way to the same number of live organisations, and more departures, than without it.

use crate::forces::coefficients::{MemberCoef, RegionCoef};
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::Lever;
use crate::scenario::forces::Repetition as Own;
use crate::stats::maths;

force!(
    Repetition,
    repetition,
    "1.1.1",
    "Magnitude of repetition",
    "repetition.rs",
    [MemberCoef::Effort, MemberCoef::Leave, RegionCoef::Effort],
    &[Shows { keys: &[], outcome: "organisations.live", week: 156, raises: false, event: None }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    let team = see.scenario.team.len();
    for (r, region) in see.regions() {
        out.add(RegionCoef::Effort, r, maths::ln(1.0 + own.left_to_team));
        let same = 1.0 - see.lever(r, Lever::JobRotation);
        for (m, member) in region.members.iter().enumerate() {
            let tired = member.repetition * same;
            out.add(MemberCoef::Effort, r * team + m, own.effort * tired);
            out.add(MemberCoef::Leave, r * team + m, own.leave_per_year * tired);
        }
    }
}

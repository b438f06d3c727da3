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
//! With `m` the member's moving average of the share of hours in the most repeated task:
//! `MemberCoef::Effort += effort · m`, `MemberCoef::Leave += leave_per_year · m`, and for the
//! tasks of setting up `RegionCoef::Effort += ln(1 + left_to_team)`.
//!
//! # Parameters
//! `forces.repetition.*`: `effort`, `leave_per_year`, `memory_weeks`, `left_to_team` (see
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

use crate::forces::effects::AnyCoefficient as Any;
use crate::forces::effects::{MemberCoef, RegionCoef, Writer};
use crate::forces::{Force, Meta, View};
use crate::scenario::Forces;
use crate::stats::maths;

/// The force.
pub struct Repetition;

static META: Meta = Meta {
    name: "repetition",
    section: "1.1.1",
    title: "Magnitude of repetition",
    writes: &[
        Any::MemberCoef(MemberCoef::Effort),
        Any::MemberCoef(MemberCoef::Leave),
        Any::RegionCoef(RegionCoef::Effort),
    ],
};

impl Force for Repetition {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn strength(&self, forces: &Forces) -> f64 {
        forces.repetition.strength
    }

    fn write(&self, see: &View<'_>, out: &mut Writer<'_>) {
        let own = &see.scenario.forces.repetition;
        let team = see.scenario.team.len();
        for (r, region) in see.world.regions.iter().enumerate() {
            out.region(RegionCoef::Effort, r, maths::ln(1.0 + own.left_to_team));
            for (m, member) in region.members.iter().enumerate() {
                out.member(MemberCoef::Effort, r * team + m, own.effort * member.repetition);
                out.member(MemberCoef::Leave, r * team + m, own.leave_per_year * member.repetition);
            }
        }
    }
}

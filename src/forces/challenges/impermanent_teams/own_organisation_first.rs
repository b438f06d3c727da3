//! 1.3 The interests of one's own team and organisation first.
//!
//! # What it does
//! Everyone watches out for the interests of their own team and organisation. A record is written
//! in one organisation and read in others; until staff hear that it comes back to them, what
//! benefits others only is put off. And members of the team whom their employer pays do the
//! employer's work first. A voice for weaker partners, with a way to decide, counters the first.
//!
//! # Equation
//! With `R` the useful reads a record and week that people hear of and `ρ = use.heard_reads`:
//! `OrgCoef::Writing −= own_first · (1 − min(1, R / ρ)) · (1 − weaker_voice)`. For members paid by
//! their employer: `MemberCoef::Effort −= ln(1 − diverted)`.
//!
//! # Parameters
//! `forces.own_organisation_first.*`: `own_first`, `diverted`.
//!
//! # Writes
//! [`OrgCoef::Writing`], [`MemberCoef::Effort`].
//!
//! # Limits
//! Where every record is read often, writing is as without the force; a team that the project
//! pays diverts nothing. What writers expect from experience is the core's (`staff.expectation_write`);
//! this is what they do at a given expectation.
//!
//! # Test
//! Fewer patients with a truly current record than without the force.

use crate::forces::coefficients::{MemberCoef, OrgCoef};
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::Lever;
use crate::scenario::forces::OwnOrganisationFirst as Own;
use crate::stats::maths;

force!(
    OwnOrganisationFirst,
    own_organisation_first,
    "1.3",
    "Own organisation first",
    "own_organisation_first.rs",
    [OrgCoef::Writing, MemberCoef::Effort],
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
    let team = &see.scenario.team;
    for (r, region) in see.regions() {
        for (m, _) in team.iter().enumerate().filter(|(_, member)| !member.paid_by_project) {
            out.add(MemberCoef::Effort, r * team.len() + m, -maths::ln(1.0 - own.diverted));
        }
        let reads = region.flows.reads_per_record;
        let heard = (reads / see.scenario.r#use.heard_reads).min(1.0);
        let unheard_of = 1.0 - see.lever(r, Lever::WeakerVoice);
        let lost = own.own_first * (1.0 - heard) * unheard_of;
        out.some(OrgCoef::Writing, see.ever_live_of(r), |_| -lost);
    }
}

//! 1.3 Precarious involvement.
//!
//! # What it does
//! Most of those on whom the project depends belong to other organisations and are not paid by
//! it. Any of them may disengage in any week. Because that is feared, conflict and performance
//! below expectations are not confronted, and the work takes longer. Organisations that are not
//! represented disengage without anybody noticing. Those whom the project does pay are on
//! contracts that end.
//!
//! # Equation
//! Members paid by their employer: `MemberCoef::Leave += leave_per_year`,
//! `MemberCoef::Effort += not_confronted`; members paid by the project:
//! `MemberCoef::Leave += contract_per_year`. Organisations that are not represented:
//! `OrgCoef::Exit += exit_per_year`.
//!
//! # Parameters
//! `forces.precarious_involvement.*`: `leave_per_year`, `contract_per_year`, `not_confronted`,
//! `exit_per_year`.
//!
//! # Writes
//! [`MemberCoef::Leave`], [`MemberCoef::Effort`], [`OrgCoef::Exit`].
//!
//! # Limits
//! Adds to the turnover of the core (`team.*.leave_per_year`); repetition's weariness is force
//! 1.1.1's.
//!
//! # Test
//! Fewer live organisations than without the force.

use crate::forces::coefficients::{MemberCoef, OrgCoef};
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::forces::PrecariousInvolvement as Own;

force!(
    PrecariousInvolvement,
    precarious_involvement,
    "1.3",
    "Precarious involvement",
    "precarious_involvement.rs",
    [MemberCoef::Leave, MemberCoef::Effort, OrgCoef::Exit],
    &[Shows {
        keys: &[
            "region.cambridgeshire.team_size=2",
            "joining.frailty_sigma=0.5",
            "events.takeover_per_year=0",
            "funder.review_weeks=0"
        ],
        outcome: "organisations.live",
        week: 208,
        raises: false,
        event: None,
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    let team = &see.scenario.team;
    for (r, _) in see.regions() {
        for (m, member) in team.iter().enumerate() {
            let place = r * team.len() + m;
            if member.paid_by_project {
                out.add(MemberCoef::Leave, place, own.contract_per_year);
            } else {
                out.add(MemberCoef::Leave, place, own.leave_per_year);
                out.add(MemberCoef::Effort, place, own.not_confronted);
            }
        }
    }
    let represented = &see.world.traits.represented[..];
    for &o in see.ever_live().iter().filter(|&&o| !represented[o]) {
        out.add(OrgCoef::Exit, o, own.exit_per_year);
    }
}

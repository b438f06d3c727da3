//! 1.4 IT skills, of users and of the team itself.
//!
//! # What it does
//! Some staff groups lack skill with computers in general: of those who are taught the tool some
//! do not learn it, and it is forgotten sooner. And no team can be put together in which all have
//! high IT skills beside their own expertise: a demonstration by people who know little of the
//! system is laughed off by those who know it well.
//!
//! # Equation
//! With `s` a role's IT skill: `RoleCoef::LearnLost ← not_learnt · (1 − s)`,
//! `RoleCoef::Retention −= forgotten · (1 − s)`. With `s_k` the mean skill of a kind's roles, by
//! their shares of its posts, and `t` the share of the hours (as stated) of the team in post that
//! are technical, 0 if nobody is in post:
//! `OrgCoef::Join −= laughed_off · s_k · (1 − t)`.
//!
//! # Parameters
//! `forces.it_skills.*`: `not_learnt`, `forgotten`, `laughed_off`; `role.*.it_skill`.
//!
//! # Writes
//! [`RoleCoef::LearnLost`], [`RoleCoef::Retention`], [`OrgCoef::Join`].
//!
//! # Limits
//! Users of full skill learn and retain as in the trial on which retention rests; a technical
//! team persuades as well as any.
//!
//! # Test
//! Fewer truly current records where those who write them lack skill, and fewer competent staff.

use crate::forces::coefficients::{OrgCoef, RoleCoef};
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::Level;
use crate::scenario::forces::ItSkills as Own;
use crate::world::RegionState;

force!(
    ItSkills,
    it_skills,
    "1.4",
    "IT skills",
    "it_skills.rs",
    [RoleCoef::LearnLost, RoleCoef::Retention, OrgCoef::Join],
    &[Shows {
        keys: &[
            "initial.live=1",
            "initial.competent=0.9",
            "initial.habit=0.8",
            "initial.records=0.9",
            "role.community_nurse.it_skill=0"
        ],
        outcome: "patients.true_current",
        week: 52,
        raises: false,
        event: None,
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    for (role, spec) in see.scenario.roles.iter().enumerate() {
        let lacking = 1.0 - spec.it_skill;
        out.add(RoleCoef::LearnLost, role, own.not_learnt * lacking);
        out.add(RoleCoef::Retention, role, -own.forgotten * lacking);
    }
    let skill = see.by_kind(|kind| see.by_role(kind, |role| role.it_skill));
    let kind = &see.blueprint.kind[..];
    for (r, region) in see.regions() {
        let lay = 1.0 - technical(see, region);
        out.all(OrgCoef::Join, &see.organisations_of(r), |o| {
            -own.laughed_off * skill[kind[o]] * lay
        });
    }
}

/// Share of the hours of the team in post that are technical; 0 if nobody is in post.
fn technical(see: &View<'_>, region: &RegionState) -> f64 {
    let in_post = see.scenario.team.iter().zip(&region.members);
    let (mut all, mut technical) = (0.0, 0.0);
    for (member, _) in in_post.filter(|(_, state)| see.week >= state.from_week) {
        all += member.hours;
        if member.level == Level::Technical {
            technical += member.hours;
        }
    }
    if all > 0.0 { technical / all } else { 0.0 }
}

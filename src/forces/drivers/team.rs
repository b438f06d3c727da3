//! 2.2 The team: leadership, composition, working style.
//!
//! # What it does
//! A lead who takes thorny issues head-on and values everybody's part wins organisations, keeps
//! people and calms conflict. A team in which every level of authority is filled, and which
//! looks for solutions, needs fewer hours for the same work. Calm has to grow: tensions show
//! early, and again when colleagues from outside are brought in for a time.
//!
//! # Equation
//! With `L` = 1 while whoever leads is in post (anybody at the top level, where nobody is said to), `k` the share of the levels of authority
//! that the team has at which somebody is in post, `t` the coming week less the region's `begins`,
//! and `x` the seconded
//! share of all hours:
//! `OrgCoef::Join += lead_weight · L`, `MemberCoef::LeaveLess ← retains · L`,
//! `MemberCoef::Effort −= style · k`,
//! `RegionCoef::ConflictLess ← calm · L · min(1, t / settle_weeks)`,
//! `RegionCoef::ConflictLess ← bridged · boundary_spanners`,
//! `EventCoef::Conflict += extended_per_year · x`.
//!
//! # Parameters
//! `forces.leadership.*`: `lead_weight`, `retains`, `style`, `calm`, `settle_weeks`, `bridged`,
//! `extended_per_year`; who leads is `team.*.leads`.
//!
//! # Writes
//! [`OrgCoef::Join`], [`MemberCoef::LeaveLess`], [`MemberCoef::Effort`],
//! [`RegionCoef::ConflictLess`], [`EventCoef::Conflict`].
//!
//! # Limits
//! While nobody leads, only the style of those who are left; a new team is as quarrelsome as one
//! without a lead. How often conflict comes to an ordinary team, and what it does, is 1.3's.
//!
//! # Test
//! More organisations live than without it; calm grows from nothing, and secondment adds
//! conflict.

use crate::forces::coefficients::{EventCoef, MemberCoef, OrgCoef, RegionCoef};
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::forces::Leadership as Own;
use crate::scenario::{Level, Lever, Member};

force!(
    Leadership,
    leadership,
    "2.2",
    "The team: leadership, composition, working style",
    "team.rs",
    [
        OrgCoef::Join,
        MemberCoef::LeaveLess,
        MemberCoef::Effort,
        RegionCoef::ConflictLess,
        EventCoef::Conflict,
    ],
    &[Shows {
        keys: &["region.cambridgeshire.team_size=3", "joining.base=-4"],
        outcome: "organisations.live",
        week: 156,
        raises: true,
        event: None,
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    let team = &see.scenario.team;
    let nobody_named = !team.iter().any(|member| member.leads);
    for (r, region) in see.regions() {
        let (mut wanted, mut filled, mut hours) = ([false; 3], [false; 3], 0.0);
        for (member, state) in team.iter().zip(&region.members) {
            let here = state.from_week <= see.week;
            wanted[member.level as usize] = true;
            filled[member.level as usize] |= here;
            hours += if here { member.hours * region.own.team_size } else { 0.0 };
        }
        let count = |levels: [bool; 3]| levels.iter().filter(|&&x| x).count() as f64;
        let complete = count(filled) / count(wanted).max(1.0);
        let leads = |m: &Member| m.leads || (nobody_named && m.level == Level::Top);
        let mut people = team.iter().zip(&region.members);
        let led = people.any(|(m, state)| leads(m) && state.from_week <= see.week);
        let lead = if led { 1.0 } else { 0.0 };

        for m in 0..team.len() {
            out.add(MemberCoef::LeaveLess, r * team.len() + m, own.retains * lead);
            out.add(MemberCoef::Effort, r * team.len() + m, -own.style * complete);
        }
        let together = f64::from(see.week.saturating_sub(region.own.begins));
        let settled = (together / own.settle_weeks).min(1.0);
        out.add(RegionCoef::ConflictLess, r, own.calm * lead * settled);
        out.add(RegionCoef::ConflictLess, r, own.bridged * see.lever(r, Lever::BoundarySpanners));
        let seconded = see.lever(r, Lever::Secondment);
        if seconded > 0.0 {
            let share = seconded / (seconded + hours);
            out.add(EventCoef::Conflict, r, own.extended_per_year * share);
        }
        out.all(OrgCoef::Join, &see.organisations_of(r), |_| own.lead_weight * lead);
    }
}

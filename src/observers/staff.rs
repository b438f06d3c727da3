//! Staff: access, skill, levels of use, how concentrated use is, and the gaps between groups.

use super::{Row, Sight};
use crate::measures::Counter as C;
use crate::world::LATELY;

/// Count staff by what they can do and do.
pub fn observe(see: &Sight<'_>, row: &mut Row<'_>) {
    let (b, orgs, posts) = (see.blueprint, &see.world.orgs, &see.world.posts);
    let recent = see.week as i32 - LATELY;
    let mut uses = vec![];
    let mut kinds = vec![(0.0, 0.0); see.scenario.kinds.len()];
    let mut systems = vec![(0.0, 0.0); see.scenario.systems.len()];
    for o in 0..b.organisations() {
        let in_scope = b.posts[o].len() as f64;
        let active = f64::from(orgs.active[o]);
        for (used, all) in [&mut kinds[b.kind[o]], &mut systems[b.system[o]]] {
            *used += active;
            *all += in_scope;
        }
        let c = row.organisation(o);
        c[C::StaffInScope as usize] += in_scope;
        if !orgs.ever_live[o] {
            continue;
        }
        let usable = orgs.usable(o);
        if usable {
            c[C::StaffAccess as usize] += f64::from(orgs.filled[o]);
        }
        c[C::StaffCompetent as usize] += f64::from(orgs.competent[o]);
        c[C::StaffEver as usize] += f64::from(orgs.users_ever[o]);
        c[C::StaffMonth as usize] += active;
        c[C::StaffWeek as usize] += f64::from(orgs.users_week[o]);
        c[C::StaffDay as usize] += f64::from(orgs.users_day[o]);
        let in_post = f64::from(orgs.filled[o]);
        c[C::StaffReached as usize] += in_post;
        c[C::ExpectReadSum as usize] += in_post * f64::from(orgs.expectation[o][0]);
        c[C::ExpectWriteSum as usize] += in_post * f64::from(orgs.expectation[o][1]);
        c[C::HabitSum as usize] += in_post * f64::from(orgs.habit[o]);
        let monthly = LATELY as f32 * orgs.contacts[o] as f32;
        for post in b.posts[o].clone().filter(|&p| !posts.vacant[p]) {
            if posts.uses[post] > 0 {
                uses.push(posts.uses[post]);
            }
            if usable && monthly * posts.contact_share[post] >= 1.0 {
                c[C::StaffOpportunity as usize] += 1.0;
                let used = posts.last_use[post] > recent;
                c[C::StaffMonthOpportunity as usize] += f64::from(u8::from(used));
            }
        }
    }
    concentration(&mut uses, row);
    row.whole(C::GapKinds, gap(&kinds));
    row.whole(C::GapSystems, gap(&systems));
    row.whole(C::One, 1.0);
}

/// Uses by the tenth of users who used it most, and by all.
fn concentration(uses: &mut [u32], row: &mut Row<'_>) {
    let total: f64 = uses.iter().map(|&u| f64::from(u)).sum();
    let tenth = uses.len().div_ceil(10);
    if tenth > 0 {
        uses.select_nth_unstable_by(tenth - 1, |a, b| b.cmp(a));
        let top: f64 = uses[..tenth].iter().map(|&u| f64::from(u)).sum();
        row.whole(C::TopTenthUses, top);
        row.whole(C::AllUses, total);
    }
}

/// Largest difference of a share between groups that have anybody.
fn gap(groups: &[(f64, f64)]) -> f64 {
    let shares = groups.iter().filter(|g| g.1 > 0.0).map(|g| g.0 / g.1);
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for share in shares {
        low = low.min(share);
        high = high.max(share);
    }
    if high > low { high - low } else { 0.0 }
}

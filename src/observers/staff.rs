//! Staff: access, skill, levels of use, how concentrated use is, and the gaps between groups.

use super::{Row, Sight};
use crate::measures::{Counter as C, GroupKind};
use crate::world::LATELY;

/// Count staff by what they can do and do.
pub fn observe(see: &Sight<'_>, row: &mut Row<'_>) {
    let (b, orgs, posts) = (see.blueprint, &see.world.orgs, &see.world.posts);
    let recent = see.week as i32 - LATELY;
    let mut uses = Uses::default();
    // Cut to one length, columns are looked up without a question.
    let n = b.organisations();
    let (scope, ever_live) = (&b.posts[..n], &orgs.ever_live[..n]);
    let [filled, competent, active] =
        [&orgs.filled, &orgs.competent, &orgs.active].map(|column| &column[..n]);
    let [users_ever, users_week, users_day] =
        [&orgs.users_ever, &orgs.users_week, &orgs.users_day].map(|column| &column[..n]);
    let (expectation, habit) = (&orgs.expectation[..n], &orgs.habit[..n]);
    for o in 0..n {
        let c = row.organisation(o);
        let mut add = |counter: C, x: f64| c[counter as usize] += x;
        let range = scope[o].clone();
        add(C::StaffInScope, range.len() as f64);
        if !ever_live[o] {
            continue;
        }
        let usable = orgs.usable(o);
        let in_post = f64::from(filled[o]);
        if usable {
            add(C::StaffAccess, in_post);
        }
        add(C::StaffReached, in_post);
        add(C::StaffCompetent, f64::from(competent[o]));
        add(C::StaffEver, f64::from(users_ever[o]));
        add(C::StaffMonth, f64::from(active[o]));
        add(C::StaffWeek, f64::from(users_week[o]));
        add(C::StaffDay, f64::from(users_day[o]));
        add(C::ExpectReadSum, in_post * f64::from(expectation[o][0]));
        add(C::ExpectWriteSum, in_post * f64::from(expectation[o][1]));
        add(C::HabitSum, in_post * f64::from(habit[o]));
        let vacant = &posts.vacant[range.clone()];
        if users_ever[o] > 0 {
            uses.add(&posts.uses[range.clone()], vacant);
        }
        let monthly = LATELY as f32 * orgs.contacts[o] as f32;
        if usable && monthly > 0.0 {
            let (mut opportunity, mut used) = (0, 0);
            let shares = &posts.contact_share[range.clone()];
            for ((&vacant, &share), &last) in vacant.iter().zip(shares).zip(&posts.last_use[range])
            {
                let has = !vacant & (monthly * share >= 1.0);
                opportunity += u32::from(has);
                used += u32::from(has & (last > recent));
            }
            add(C::StaffOpportunity, f64::from(opportunity));
            add(C::StaffMonthOpportunity, f64::from(used));
        }
    }
    if let Some((top, all)) = uses.concentration() {
        row.whole(C::TopTenthUses, top as f64);
        row.whole(C::AllUses, all as f64);
    }
    for (counter, kind) in [(C::GapKinds, GroupKind::Kind), (C::GapSystems, GroupKind::System)] {
        row.whole(counter, gap(&row.by(kind, [C::StaffMonth, C::StaffInScope])));
    }
    row.whole(C::One, 1.0);
}

/// Numbers of uses that are counted; whoever has more is kept one by one.
const COUNTED: usize = 512;

/// How often each number of uses occurs among those in post who have used it.
struct Uses {
    times: [u32; COUNTED],
    more: Vec<u32>,
}

impl Default for Uses {
    fn default() -> Self {
        Uses { times: [0; COUNTED], more: vec![] }
    }
}

impl Uses {
    fn add(&mut self, uses: &[u32], vacant: &[bool]) {
        for (&n, &vacant) in uses.iter().zip(vacant) {
            if n > 0 && !vacant {
                match self.times.get_mut(n as usize) {
                    Some(times) => *times += 1,
                    None => self.more.push(n),
                }
            }
        }
    }

    /// Uses by the tenth of users who used it most, and by all.
    fn concentration(&mut self) -> Option<(u64, u64)> {
        let users = self.times.iter().map(|&n| n as usize).sum::<usize>() + self.more.len();
        let mut left = users.div_ceil(10);
        if left == 0 {
            return None;
        }
        let sum = |uses: &[u32]| uses.iter().map(|&n| u64::from(n)).sum::<u64>();
        let mut all = sum(&self.more);
        let most = left.min(self.more.len());
        if most > 0 {
            self.more.select_nth_unstable_by(most - 1, |a, b| b.cmp(a));
        }
        let mut top = sum(&self.more[..most]);
        left -= most;
        for (uses, &times) in self.times.iter().enumerate().rev() {
            let taken = left.min(times as usize);
            left -= taken;
            top += uses as u64 * taken as u64;
            all += uses as u64 * u64::from(times);
        }
        Some((top, all))
    }
}

/// Largest difference of a share between groups that have anybody.
fn gap(groups: &[[f64; 2]]) -> f64 {
    let shares = groups.iter().filter(|g| g[1] > 0.0).map(|g| g[0] / g[1]);
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for share in shares {
        low = low.min(share);
        high = high.max(share);
    }
    if high > low { high - low } else { 0.0 }
}

//! Organisations by stage, what the books say, use, load and minutes.

use super::{Row, Sight};
use crate::measures::Counter as C;
use crate::scenario::{Role, Task};
use crate::world::Stage;

/// Openings in a week of an organisation that uses it daily: one on each working day.
const DAILY: u32 = 5;

/// Share of contacts in which a role would look, by routine or of its own accord.
fn looks(role: &Role) -> f64 {
    role.protocol + (1.0 - role.protocol) * role.read
}

/// Count organisations and what flows through them.
pub fn observe(see: &Sight<'_>, row: &mut Row<'_>) {
    let (b, orgs) = (see.blueprint, &see.world.orgs);
    let kinds = &see.scenario.kinds;
    let reading: Vec<f64> = kinds
        .iter()
        .map(|k| k.role_shares.iter().zip(&see.scenario.roles).map(|(w, r)| w * looks(r)).sum())
        .collect();
    let least = see.scenario.organisation.real_use;
    for o in 0..b.organisations() {
        let c = row.organisation(o);
        let mut count = |counter: C, x: f64| c[counter as usize] += x;
        let yes = |is: bool| f64::from(u8::from(is));
        let stage = orgs.stage[o];
        count(C::OrgAll, 1.0);
        count(C::OrgMapped, yes(stage != Stage::Unmapped));
        // One that is being asked for the first time has not answered yet.
        let asked = orgs.attempts[o][Task::Persuade as usize];
        let answered = asked > u16::from(orgs.task[o] == Some(Task::Persuade));
        count(C::OrgAnswered, yes(stage > Stage::Mapped || stage == Stage::Mapped && answered));
        count(C::OrgAgreed, yes(matches!(stage, Stage::Agreed | Stage::Live)));
        count(C::OrgLive, yes(stage == Stage::Live));
        count(C::OrgReported, yes(orgs.reported_live[o]));
        count(C::OrgRealUse, yes(orgs.in_real_use(o, b.posts[o].len(), least)));
        count(C::OrgLapsed, yes(stage == Stage::Lapsed));
        count(C::OrgPaused, yes(stage == Stage::Live && !orgs.usable(o)));
        count(C::OrgEmbedded, yes(stage == Stage::Live && orgs.embedded[o]));
        if orgs.usable(o) {
            count(C::OrgAccess, 1.0);
            count(C::OrgEver, yes(orgs.used[o]));
            count(C::OrgMonth, yes(orgs.used[o] && orgs.active[o] > 0));
            count(C::OrgWeek, yes(orgs.active[o] > 0 && orgs.openings[o] > 0));
            count(C::OrgDay, yes(orgs.active[o] > 0 && orgs.openings[o] >= DAILY));
        }
        count(C::LoadSum, orgs.load[o]);
        if see.week > 0 {
            count(C::EncountersCum, orgs.contacts[o] * reading[b.kind[o]]);
        }
        if !orgs.ever_live[o] {
            continue;
        }
        let [useful, stale, nothing] = orgs.views[o].map(f64::from);
        count(C::ViewsCum, useful + stale + nothing);
        count(C::InformedCum, useful);
        count(C::StaleCum, stale);
        count(C::MissingCum, nothing);
        count(C::WritesCum, f64::from(orgs.writes[o][0] + orgs.writes[o][1]));
        count(C::MinutesPaidCum, orgs.minutes_paid[o] + orgs.minutes_trained[o]);
        count(C::MinutesSavedCum, orgs.minutes_saved[o]);
        count(C::LeaversCum, f64::from(orgs.leavers[o]));
    }
}

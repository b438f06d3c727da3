//! Organisations by stage, what the books say, use, load and minutes.

use super::{Row, Sight};
use crate::measures::Counter as C;
use crate::scenario::{Role, Task};
use crate::world::{Organisations, Stage};

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
    // Cut to one length, columns are looked up without a question.
    let n = b.organisations();
    let (stages, views, writes) = (&orgs.stage[..n], &orgs.views[..n], &orgs.writes[..n]);
    let [active, openings, leavers] =
        [&orgs.active, &orgs.openings, &orgs.leavers].map(|column| &column[..n]);
    let [reported, used, ever_live] =
        [&orgs.reported_live, &orgs.used, &orgs.ever_live].map(|column| &column[..n]);
    let [load, contacts, paid, trained, saved] = [
        &orgs.load,
        &orgs.contacts,
        &orgs.minutes_paid,
        &orgs.minutes_trained,
        &orgs.minutes_saved,
    ]
    .map(|column| &column[..n]);
    let kind = &b.kind[..n];
    for o in 0..n {
        let c = row.organisation(o);
        let mut add = |counter: C, x: f64| c[counter as usize] += x;
        let mut count = |counter: C, is: bool| {
            if is {
                add(counter, 1.0);
            }
        };
        count(C::OrgAll, true);
        count(C::OrgReported, reported[o]);
        if stages[o] != Stage::Unmapped {
            count(C::OrgMapped, true);
            count(C::OrgAnswered, stages[o] > Stage::Mapped || has_answered(orgs, o));
        }
        count(C::OrgAgreed, matches!(stages[o], Stage::Agreed | Stage::Live));
        count(C::OrgLapsed, stages[o] == Stage::Lapsed);
        if stages[o] == Stage::Live {
            count(C::OrgLive, true);
            count(C::OrgRealUse, orgs.in_real_use(o, b.posts[o].len(), least));
            count(C::OrgEmbedded, orgs.embedded[o]);
            let usable = orgs.usable(o);
            count(C::OrgPaused, !usable);
            if usable {
                let active = active[o] > 0;
                count(C::OrgAccess, true);
                count(C::OrgEver, used[o]);
                count(C::OrgMonth, active && used[o]);
                count(C::OrgWeek, active && openings[o] > 0);
                count(C::OrgDay, active && openings[o] >= DAILY);
            }
        }
        add(C::LoadSum, load[o]);
        if see.week > 0 {
            add(C::EncountersCum, contacts[o] * reading[kind[o]]);
        }
        if !ever_live[o] {
            continue;
        }
        let [useful, stale, nothing] = views[o];
        let [skilled, unskilled] = writes[o];
        let mut sum = |counter: C, n: u32| {
            if n > 0 {
                add(counter, f64::from(n));
            }
        };
        sum(C::ViewsCum, useful + stale + nothing);
        sum(C::InformedCum, useful);
        sum(C::StaleCum, stale);
        sum(C::MissingCum, nothing);
        sum(C::WritesCum, skilled + unskilled);
        sum(C::LeaversCum, leavers[o]);
        add(C::MinutesPaidCum, paid[o] + trained[o]);
        add(C::MinutesSavedCum, saved[o]);
    }
}

/// True unless a known one is being asked for the first time: it has not answered yet.
fn has_answered(orgs: &Organisations, o: usize) -> bool {
    let asked = orgs.attempts[o][Task::Persuade as usize];
    asked > u16::from(orgs.task[o] == Some(Task::Persuade))
}

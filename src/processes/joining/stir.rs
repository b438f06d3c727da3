//! Whom a week stirs. Most organisations stand still in most weeks, and nothing changes at them: there is
//! nothing to settle, and their draws lie above every rate. That is told from a few columns.

use super::{Common, exit_rate, wish};
use crate::forces::coefficients::OrgCoef;
use crate::processes::Step;
use crate::rng::{Draw, Purpose, address, name_hash};
use crate::scenario::System;
use crate::world::{Due, Stage, WEEKS_PER_YEAR, World};

/// Organisations at which anything may change this week, in their order: whatever a visit may do in
/// [`joining`](super) has its condition here, or a weaker one. Without skipping it is all of them, and a test holds
/// both to the same digits.
pub(super) fn stirred(world: &World, step: &Step<'_>, common: &Common) -> Vec<usize> {
    if step.visit_never_live {
        return (0..step.blueprint.organisations()).collect();
    }
    let (orgs, b, own) = (&world.orgs, step.blueprint, &step.scenario.organisation);
    let (n, switches) = (b.organisations(), switches(step, common));
    // Cut to one length, these are looked up without a check of bounds.
    let coefficient = |c| &step.effects.org.column(c)[..n];
    let (merger, system_change) =
        (coefficient(OrgCoef::Merger), coefficient(OrgCoef::SystemChange));
    let (soften, exit) = (coefficient(OrgCoef::Soften), coefficient(OrgCoef::Exit));
    let (comeback, use_from) = (coefficient(OrgCoef::Return), coefficient(OrgCoef::UseFrom));
    let (luck, stage, refuser) = (&orgs.luck[..n], &orgs.stage[..n], &orgs.refuser[..n]);
    let (completed, due, done) = (&orgs.completed[..n], &orgs.due[..n], &orgs.due_done[..n]);
    let (held, paused, neglect) = (&orgs.held[..n], &orgs.paused[..n], &orgs.neglect[..n]);
    let (kind, region, system) = (&b.kind[..n], &b.region[..n], &orgs.system[..n]);

    let may = |luck: Draw, week: u64, yearly: f64| {
        yearly > 0.0 && luck.then_at(week).may_come(yearly / WEEKS_PER_YEAR)
    };
    let lead = |o: usize| {
        let leaves = common.lead_leaves.as_ref().map(|leaves| leaves[kind[o]]);
        leaves.is_some_and(|weekly| luck[o].lead.then_at(common.week).may_come(weekly))
    };
    let pauses = |o: usize| {
        let due = due[o][Due::Renegotiate as usize];
        held[o] != (f64::from(step.week) < use_from[o])
            || (!paused[o] && step.week > due.saturating_add(own.agreement_grace_weeks))
    };
    let adopts = |o: usize| {
        let seen = common.live.as_ref().map_or(0.0, |live| live[o]);
        let asked = common.asked(region[o], step.scenario.kinds.len(), kind[o]);
        may(luck[o].spontaneous, common.week, wish(&step.scenario.diffusion, seen, asked))
            || match switches[system[o]] {
                Switch::Alone(yearly) => may(luck[o].switch_on, common.week, yearly),
                Switch::Together(comes) => comes,
            }
    };
    let stirs = |o: usize| {
        let event = |week: Option<u64>, yearly| week.is_some_and(|w| may(luck[o].event, w, yearly));
        completed[o].is_some()
            || done[o] != [false; Due::COUNT]
            || event(common.merger, merger[o])
            || event(common.system_change, system_change[o])
            || (refuser[o] && may(luck[o].soften, common.week, soften[o]))
            || match stage[o] {
                Stage::Live => {
                    let rate = exit_rate(own, neglect[o], exit[o]);
                    lead(o) || pauses(o) || may(luck[o].exit, common.week, rate)
                }
                Stage::Lapsed => {
                    may(luck[o].comeback, common.week, own.return_per_year + comeback[o])
                }
                _ => adopts(o),
            }
    };
    let mut stirred = vec![];
    for o in 0..n {
        if stirs(o) {
            stirred.push(o);
        }
    }
    stirred
}

/// How the vendor of a system may switch the tool on this week.
enum Switch {
    /// At each organisation by itself, at a yearly rate.
    Alone(f64),
    /// At all of them or at none, by one draw.
    Together(bool),
}

fn switches(step: &Step<'_>, common: &Common) -> Vec<Switch> {
    let of = |system: &System| {
        let yearly = system.switch_on_per_year;
        if !system.switch_on_together {
            return Switch::Alone(yearly);
        }
        let luck = step.lot.half(Purpose::SwitchOn, address(name_hash(&system.id)));
        let may = luck.then_at(common.week).may_come(yearly / WEEKS_PER_YEAR);
        Switch::Together(yearly > 0.0 && may)
    };
    step.scenario.systems.iter().map(of).collect()
}

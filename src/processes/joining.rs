//! Step 4: organisations agree, proceed, go live, pause, stop silently and return.
//!
//! A persuasion contact succeeds with `logistic(β0 + β_vision V + β_lead L + β_peer x +
//! β_interest w − β_load load − β_independence v + u + Join)`, with `x` the share of comparable
//! organisations that have agreed, `w` the interest, and `u ~ N(0, σ²)` fixed for the
//! organisation: independent contacts without it would persuade everybody in the end. After a
//! no it is left alone for a while. A share never agrees.
//!
//! Live organisations stop silently at a rate `exit + neglect · exit_neglected + Exit`; the
//! books keep them until somebody follows up, so in a steady state
//! `reported − true = exit rate · live / follow-up rate`. Without the project, an organisation
//! takes the tool up at rate `p + q x`.

use super::Step;
use super::network::Seen;
use super::project_work::begin;
use crate::forces::effects::OrgCoef;
use crate::rng::Purpose;
use crate::scenario::{Level, Task};
use crate::stats::maths;
use crate::world::build::WEEKS_PER_YEAR;
use crate::world::{Due, NEVER, Stage, World};

/// Let every organisation take its steps.
pub fn run(world: &mut World, step: &mut Step<'_>) {
    let (s, b) = (step.scenario, step.blueprint);
    let network = s.diffusion.network;
    let stages = &world.orgs.stage;
    let agreed = stages.iter().map(|&x| matches!(x, Stage::Agreed | Stage::Live)).collect();
    let live = stages.iter().map(|&x| x == Stage::Live).collect();
    let agreed = Seen::of(network, b, s.kinds.len(), agreed);
    let live = Seen::of(network, b, s.kinds.len(), live);
    for o in 0..b.organisations() {
        settle_tasks(world, step, o, &agreed);
        settle_due(world, step, o);
        match world.orgs.stage[o] {
            Stage::Live => {
                pause_or_not(world, step, o);
                stop_or_not(world, step, o);
            }
            stage => adopt_or_not(world, step, o, stage, &live),
        }
    }
}

/// What follows from a task that was completed this week.
fn settle_tasks(world: &mut World, step: &mut Step<'_>, o: usize, agreed: &Seen<'_>) {
    let Some(done) = world.orgs.completed[o] else { return };
    let next = match done {
        Task::Map => {
            world.orgs.stage[o] = Stage::Mapped;
            Some(Task::Persuade)
        }
        Task::Persuade => persuaded(world, step, o, agreed.share(o)).then(|| {
            let known = world.orgs.ever_live[o];
            world.orgs.stage[o] = Stage::Agreed;
            if known { Task::Launch } else { Task::Negotiate }
        }),
        Task::Negotiate => Some(Task::Govern),
        Task::Govern => Some(Task::Configure),
        Task::Configure => Some(Task::Tailor),
        Task::Tailor => Some(Task::Launch),
        Task::Launch => {
            go_live(world, step, o, "launched by the project");
            Some(Task::Train)
        }
        _ => None,
    };
    match next {
        Some(task) => begin(world, step, o, after_nothing(step, task)),
        None => world.orgs.task[o] = None,
    }
}

/// The next task that takes any time; steps of setting up that a scenario has set to nothing are
/// passed over.
fn after_nothing(step: &Step<'_>, task: Task) -> Task {
    let spec = &step.scenario.tasks[task as usize];
    let nothing = spec.hours == 0.0 && spec.hours_per_post == 0.0 && spec.least_weeks == 0;
    match task {
        Task::Negotiate if nothing => after_nothing(step, Task::Govern),
        Task::Govern if nothing => after_nothing(step, Task::Configure),
        Task::Configure if nothing => after_nothing(step, Task::Tailor),
        Task::Tailor if nothing => Task::Launch,
        _ => task,
    }
}

/// The outcome of a persuasion contact.
fn persuaded(world: &mut World, step: &mut Step<'_>, o: usize, peers: f64) -> bool {
    let (s, b) = (step.scenario, step.blueprint);
    let j = &s.joining;
    let region = &world.regions[b.region[o]];
    let mut leads = s.team.iter().zip(&region.members).filter(|(m, _)| m.level == Level::Top);
    let lead = if leads.any(|(_, state)| step.week >= state.from_week) { 1.0 } else { 0.0 };
    let log_odds = j.base
        + j.vision_weight * j.vision
        + j.lead_weight * lead
        + j.peer_weight * peers
        + j.interest_weight * region.interest
        - j.load_weight * world.orgs.load[o]
        - j.independence_weight * s.kinds[b.kind[o]].independence
        + world.orgs.frailty[o]
        + step.effects.org.get(OrgCoef::Join, o);
    let contact = u64::from(world.orgs.attempts[o][Task::Persuade as usize]);
    let draw = step.lot.draw(Purpose::Contact, b.key[o], contact);
    if !world.orgs.refuser[o] && draw.chance(maths::logistic(log_odds)) {
        step.note_organisation(o, "agreed", || format!("at contact {contact}"));
        return true;
    }
    world.orgs.cool_until[o] = step.week + j.cool_off_weeks;
    step.note_organisation(o, "declined", || {
        format!("at contact {contact}; left alone for {} weeks", j.cool_off_weeks)
    });
    false
}

/// The organisation has the tool from now on.
fn go_live(world: &mut World, step: &mut Step<'_>, o: usize, how: &str) {
    if !world.orgs.ever_live[o] {
        world.open_posts(step.blueprint, step.scenario, step.lot, o, step.week);
    }
    let orgs = &mut world.orgs;
    orgs.stage[o] = Stage::Live;
    orgs.reported_live[o] = true;
    orgs.paused[o] = false;
    orgs.neglect[o] = 0.0;
    orgs.live_since[o] = step.week as i32;
    orgs.last_contact[o] = step.week as i32;
    for due in Due::ALL {
        schedule(world, step, o, due);
    }
    step.note_organisation(o, "went_live", || how.to_string());
}

/// Set the week in which something that recurs is due next.
fn schedule(world: &mut World, step: &Step<'_>, o: usize, due: Due) {
    let policy = &step.scenario.policy;
    let lever = world.regions[step.blueprint.region[o]].levers.refresher_weeks;
    let interval = match due {
        Due::Refresh if lever > 0 => lever,
        Due::Refresh => policy.refresher_weeks,
        Due::Renegotiate => policy.renegotiate_weeks,
        Due::FollowUp => policy.follow_up_weeks,
    };
    world.orgs.due[o][due as usize] = if interval == 0 { u32::MAX } else { step.week + interval };
}

/// What follows from maintenance that was done this week.
fn settle_due(world: &mut World, step: &mut Step<'_>, o: usize) {
    for due in Due::ALL {
        if !world.orgs.due_done[o][due as usize] {
            continue;
        }
        if world.orgs.stage[o] == Stage::Lapsed {
            // Whoever calls finds that nobody uses it: the books are put right.
            world.orgs.reported_live[o] = false;
            world.orgs.due[o] = [u32::MAX; 3];
            world.orgs.cool_until[o] = step.week;
            step.note_organisation(o, "found_lapsed", || {
                "a visit or call found that it had stopped".to_string()
            });
            return;
        }
        schedule(world, step, o, due);
        world.orgs.last_contact[o] = step.week as i32;
        if due == Due::Renegotiate {
            world.orgs.paused[o] = false;
        }
    }
}

/// An agreement that has run out, and past its grace, pauses use.
fn pause_or_not(world: &mut World, step: &mut Step<'_>, o: usize) {
    let due = world.orgs.due[o][Due::Renegotiate as usize];
    let grace = step.scenario.organisation.agreement_grace_weeks;
    if !world.orgs.paused[o] && step.week > due.saturating_add(grace) {
        world.orgs.paused[o] = true;
        step.note_organisation(o, "paused", || "its agreement has run out".to_string());
    }
}

fn stop_or_not(world: &mut World, step: &mut Step<'_>, o: usize) {
    let own = &step.scenario.organisation;
    let rate = own.exit_per_year
        + own.neglect_exit_per_year * world.orgs.neglect[o]
        + step.effects.org.get(OrgCoef::Exit, o);
    let draw = step.lot.draw(Purpose::Exit, step.blueprint.key[o], u64::from(step.week));
    if draw.chance(maths::probability(rate / WEEKS_PER_YEAR)) {
        world.orgs.stage[o] = Stage::Lapsed;
        world.orgs.task[o] = None;
        world.orgs.live_since[o] = NEVER;
        step.note_organisation(o, "stopped", || "silently; the books still show it".to_string());
    }
}

/// Taking the tool up without the project: for the first time, or again.
fn adopt_or_not(world: &mut World, step: &mut Step<'_>, o: usize, stage: Stage, live: &Seen<'_>) {
    let s = step.scenario;
    let (purpose, rate, how) = if stage == Stage::Lapsed {
        (Purpose::Return, s.organisation.return_per_year, "came back by itself")
    } else {
        let d = &s.diffusion;
        let seen = if d.contagion_per_year > 0.0 { live.share(o) } else { 0.0 };
        let rate = d.spontaneous_per_year + d.contagion_per_year * seen;
        (Purpose::Spontaneous, rate, "took it up by itself")
    };
    if rate <= 0.0 {
        return;
    }
    let draw = step.lot.draw(purpose, step.blueprint.key[o], u64::from(step.week));
    if draw.chance(maths::probability(rate / WEEKS_PER_YEAR)) {
        world.orgs.task[o] = None;
        go_live(world, step, o, how);
    }
}

//! Step 4: organisations agree, proceed, go live, pause, stop silently and return.
//!
//! A persuasion contact succeeds with `logistic(β0 + β_peer x (1 − PeerLost) + β_interest w −
//! β_load load + u + Join)`, with `x` the share of comparable organisations that have agreed (and what
//! those who have the tool get from it, as far as that counts), `w`
//! the interest, and `u ~ N(0, σ²)` fixed for the organisation: independent contacts without it
//! would persuade everybody in the end. After a no it is left alone for a while. A share never
//! agrees, unless it softens.
//!
//! A launch may happen in the books only, and configuring or tailoring may have to be done again.
//! Live organisations stop silently at a rate `exit + neglect · exit_neglected + Exit`; the
//! books keep them until somebody follows up, so in a steady state
//! `reported − true = exit rate · live / follow-up rate`. Without the project, an organisation that
//! never had the tool takes it up at rate `(p + q x + μ m)(1 − gated)`, without the last factor once its
//! vendor is ready (`m` a mandate or payment, where it is for its kind), and its vendor, once ready,
//! switches it on at rate `v`: a contagion gated by vendors, as in the core of Bass (1969).

mod stir;

use super::Step;
use super::events;
use super::network::{GoneBy, Seen};
use super::project_work::begin;
use crate::forces::coefficients::{OrgCoef, RegionCoef};
use crate::rng::{Draw, Purpose, address, name_hash};
use crate::scenario::{Chance, Diffusion, Kind, Lever, OrganisationDynamics, Scenario, Task};
use crate::stats::maths;
use crate::world::WEEKS_PER_YEAR;
use crate::world::{Due, NEVER, RegionState, Stage, World};

/// Let every organisation take its steps.
pub fn run(world: &mut World, step: &mut Step<'_>) {
    let (s, b) = (step.scenario, step.blueprint);
    let stages = &world.orgs.stage;
    let yes = |is: bool| f64::from(u8::from(is));
    let agreed = stages.iter().map(|&x| yes(matches!(x, Stage::Agreed | Stage::Live))).collect();
    let seen = |has| Seen::of(&s.diffusion, &b.blocks, has);
    let gets = (s.diffusion.benefit_seen > 0.0).then(|| seen(world.orgs.gets.clone()));
    let agreed = GoneBy::of(seen(agreed), gets.as_ref());
    let live = (s.diffusion.contagion_per_year > 0.0).then(|| {
        let live = stages.iter().map(|&x| yes(x == Stage::Live)).collect();
        let mut shares = vec![0.0; stages.len()];
        GoneBy::of(seen(live), gets.as_ref()).write(&mut shares);
        shares
    });
    agreed.write(&mut world.orgs.peers);
    let common = Common::of(world, step, live);
    for o in stir::stirred(world, step, &common) {
        change(world, step, &common, o);
        settle_tasks(world, step, o);
        settle_due(world, step, o);
        match world.orgs.stage[o] {
            Stage::Live => {
                lead_or_not(world, step, &common, o);
                pause_or_not(world, step, o);
                stop_or_not(world, step, &common, o);
            }
            stage => adopt_or_not(world, step, &common, o, stage),
        }
    }
}

/// What many organisations have in common this week.
struct Common {
    /// [`address`] of the week, for what is drawn once a week.
    week: u64,
    /// The same for mergers, and for changes of IT system, where they come by chance.
    merger: Option<u64>,
    system_change: Option<u64>,
    /// Chance that the local lead leaves, as a rate a week, by kind; nothing where none does.
    lead_leaves: Option<Vec<f64>>,
    /// What each organisation goes by of those that have the tool, where that counts.
    live: Option<Vec<f64>>,
    /// What makes it worth while from outside, by region and kind, where that counts: a mandate or a
    /// payment, where it is for the kind.
    asked: Vec<f64>,
}

impl Common {
    fn of(world: &World, step: &Step<'_>, live: Option<Vec<f64>>) -> Self {
        let (s, week) = (step.scenario, u64::from(step.week));
        let nth = |nth: u64, chance| (chance == Chance::Random).then(|| address(nth << 16 | week));
        let often = s.organisation.lead_leaves;
        let leave = |kind: &Kind| {
            let roles = kind.role_shares.iter().zip(&s.roles);
            let leave: f64 = roles.map(|(share, role)| share * role.leave_per_year).sum();
            often * leave / WEEKS_PER_YEAR
        };
        Common {
            week: address(week),
            merger: nth(100, s.events.merger),
            system_change: nth(101, s.events.system_change),
            lead_leaves: (often > 0.0).then(|| s.kinds.iter().map(leave).collect()),
            live,
            asked: if s.diffusion.mandate_per_year > 0.0 { asked(world, s) } else { vec![] },
        }
    }

    /// What makes it worth while from outside for the organisations of a kind.
    #[inline]
    fn asked(&self, region: usize, kinds: usize, kind: usize) -> f64 {
        if self.asked.is_empty() { 0.0 } else { self.asked[region * kinds + kind] }
    }
}

fn asked(world: &World, s: &Scenario) -> Vec<f64> {
    let by_kind = |region: &RegionState| {
        let incentive = region.incentive(s.events.full_payment);
        s.kinds.iter().map(move |kind| if kind.mandated { incentive } else { 0.0 })
    };
    world.regions.iter().flat_map(by_kind).collect()
}

/// What comes over an organisation by chance: a merger, another IT system, a change of heart.
fn change(world: &mut World, step: &mut Step<'_>, common: &Common, o: usize) {
    let comes = |own: Draw, week: u64, coef| {
        let rate = step.effects.org.get(coef, o);
        rate > 0.0 && own.then_at(week).comes(rate / WEEKS_PER_YEAR)
    };
    let own = &world.orgs.luck[o];
    let event = |week: Option<u64>, coef| week.is_some_and(|week| comes(own.event, week, coef));
    let merges = event(common.merger, OrgCoef::Merger);
    let changes = event(common.system_change, OrgCoef::SystemChange);
    let softens = world.orgs.refuser[o] && comes(own.soften, common.week, OrgCoef::Soften);
    if merges {
        events::merge(world, step, o);
    }
    if changes {
        events::change_system(world, step, o);
    }
    if softens {
        world.orgs.refuser[o] = false;
        step.note_organisation(o, "softened", || "it no longer refuses".to_string());
    }
}

/// What follows from a task that was completed this week.
fn settle_tasks(world: &mut World, step: &mut Step<'_>, o: usize) {
    let Some(done) = world.orgs.completed[o] else { return };
    let next = match done {
        Task::Map => {
            world.orgs.stage[o] = Stage::Mapped;
            Some(Task::Persuade)
        }
        Task::Configure | Task::Tailor if again(world, step, o, done) => Some(done),
        // Set up anew, after another system or contract.
        Task::Configure if world.orgs.stage[o] == Stage::Live => {
            world.orgs.to_configure[o] = false;
            None
        }
        Task::Persuade => persuaded(world, step, o).then(|| {
            let known = world.orgs.ever_live[o];
            world.orgs.stage[o] = Stage::Agreed;
            if known { Task::Launch } else { Task::Negotiate }
        }),
        Task::Negotiate => Some(Task::Govern),
        Task::Govern => Some(Task::Configure),
        Task::Configure => Some(Task::Tailor),
        Task::Tailor => Some(Task::Launch),
        Task::Launch if hollow(world, step, o) => None,
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

/// True if a task that was done has to be done again: it was misunderstood.
fn again(world: &World, step: &Step<'_>, o: usize, task: Task) -> bool {
    let chance = step.effects.region.get(RegionCoef::Rework, step.blueprint.region[o]);
    let address = (task as u64) << 16 | u64::from(world.orgs.attempts[o][task as usize]);
    chance > 0.0 && step.lot.draw(Purpose::Rework, step.blueprint.key[o], address).chance(chance)
}

/// True if a launch was promised and booked, and does not happen. Whoever follows it up finds out.
fn hollow(world: &mut World, step: &mut Step<'_>, o: usize) -> bool {
    let chance = step.effects.region.get(RegionCoef::HollowLaunch, step.blueprint.region[o]);
    let attempt = u64::from(world.orgs.attempts[o][Task::Launch as usize]);
    if chance <= 0.0
        || !step.lot.draw(Purpose::Promise, step.blueprint.key[o], attempt).chance(chance)
    {
        return false;
    }
    world.orgs.hollow[o] = true;
    world.orgs.reported_live[o] = true;
    schedule(world, step, o, Due::FollowUp);
    step.note_organisation(o, "booked_as_live", || "promised, and not done".to_string());
    true
}

/// The outcome of a persuasion contact.
fn persuaded(world: &mut World, step: &mut Step<'_>, o: usize) -> bool {
    let (s, b) = (step.scenario, step.blueprint);
    let j = &s.joining;
    let region = &world.regions[b.region[o]];
    let peers = world.orgs.peers[o] * step.effects.org.left(OrgCoef::PeerLost, o);
    let log_odds = j.base
        + region.own.joining
        + j.peer_weight * peers
        + j.interest_weight * region.climate.interest
        - j.load_weight * world.orgs.load[o]
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
        let hope = step.effects.org.get(OrgCoef::Hope, o);
        world.open_posts(step.blueprint, step.scenario, step.lot, o, (step.week, hope));
    }
    let orgs = &mut world.orgs;
    orgs.stage[o] = Stage::Live;
    orgs.reported_live[o] = true;
    orgs.paused[o] = false;
    orgs.to_configure[o] = false;
    orgs.hollow[o] = false;
    orgs.neglect[o] = 0.0;
    orgs.by_itself[o] = false;
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
    let granted = &world.regions[step.blueprint.region[o]].granted;
    let lever = granted[Lever::Refresher as usize] as u32;
    let interval = match due {
        // A rival keeps it going, with agreements of its own.
        _ if world.regions[step.blueprint.region[o]].taken_over => 0,
        Due::Refresh if lever > 0 => lever,
        Due::Refresh => policy.refresher_weeks,
        Due::Renegotiate => policy.renegotiate_weeks,
        Due::FollowUp => policy.follow_up_weeks,
        // Held when enough wait for it.
        Due::Newcomers => 0,
    };
    world.orgs.due[o][due as usize] = if interval == 0 { u32::MAX } else { step.week + interval };
}

/// What follows from maintenance that was done this week.
fn settle_due(world: &mut World, step: &mut Step<'_>, o: usize) {
    let done = world.orgs.due_done[o];
    if done == [false; Due::COUNT] {
        return;
    }
    for due in Due::ALL.into_iter().filter(|&due| done[due as usize]) {
        if world.orgs.stage[o] == Stage::Lapsed {
            // Whoever calls finds that nobody uses it: the books are put right.
            world.orgs.reported_live[o] = false;
            world.orgs.due[o] = [u32::MAX; Due::COUNT];
            world.orgs.cool_until[o] = step.week;
            step.note_organisation(o, "found_lapsed", || {
                "a visit or call found that it had stopped".to_string()
            });
            return;
        }
        if world.orgs.hollow[o] {
            world.orgs.hollow[o] = false;
            world.orgs.reported_live[o] = false;
            world.orgs.due[o] = [u32::MAX; Due::COUNT];
            begin(world, step, o, Task::Launch);
            step.note_organisation(o, "found_hollow", || {
                "a visit or call found that nothing had happened".to_string()
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

/// An agreement that has run out, and past its grace, pauses use; so may the world outside.
fn pause_or_not(world: &mut World, step: &mut Step<'_>, o: usize) {
    world.orgs.held[o] = f64::from(step.week) < step.effects.org.get(OrgCoef::UseFrom, o);
    let due = world.orgs.due[o][Due::Renegotiate as usize];
    let grace = step.scenario.organisation.agreement_grace_weeks;
    if !world.orgs.paused[o] && step.week > due.saturating_add(grace) {
        world.orgs.paused[o] = true;
        step.note_organisation(o, "paused", || "its agreement has run out".to_string());
    }
}

/// The person at an organisation who carries it may leave, as staff do there; whoever follows has
/// to be won and agreed with anew.
fn lead_or_not(world: &mut World, step: &mut Step<'_>, common: &Common, o: usize) {
    let Some(leaves) = &common.lead_leaves else { return };
    let luck = world.orgs.luck[o].lead.then_at(common.week);
    if luck.comes(leaves[step.blueprint.kind[o]]) {
        events::reopen(world, step, o);
        step.note_organisation(o, "lead_left", || "its own lead has left".to_string());
    }
}

/// Rate a year at which a neglected organisation stops.
#[inline]
fn exit_rate(own: &OrganisationDynamics, neglect: f64, added: f64) -> f64 {
    own.exit_per_year + own.neglect_exit_per_year * neglect + added
}

fn stop_or_not(world: &mut World, step: &mut Step<'_>, common: &Common, o: usize) {
    let added = step.effects.org.get(OrgCoef::Exit, o);
    let rate = exit_rate(&step.scenario.organisation, world.orgs.neglect[o], added);
    if world.orgs.luck[o].exit.then_at(common.week).comes(rate / WEEKS_PER_YEAR) {
        world.orgs.stage[o] = Stage::Lapsed;
        world.orgs.task[o] = None;
        world.orgs.live_since[o] = NEVER;
        step.note_organisation(o, "stopped", || "silently; the books still show it".to_string());
    }
}

/// Taking the tool up without the project: for the first time, or again.
fn adopt_or_not(world: &mut World, step: &mut Step<'_>, common: &Common, o: usize, stage: Stage) {
    let s = step.scenario;
    let luck = &world.orgs.luck[o];
    let (own, rate, how) = if stage == Stage::Lapsed {
        let added = step.effects.org.get(OrgCoef::Return, o);
        (luck.comeback, s.organisation.return_per_year + added, "came back by itself")
    } else {
        let (region, kind) = (step.blueprint.region[o], step.blueprint.kind[o]);
        let seen = common.live.as_ref().map_or(0.0, |live| live[o]);
        let wish = wish(&s.diffusion, seen, common.asked(region, s.kinds.len(), kind));
        (luck.spontaneous, wish, "took it up by itself")
    };
    // The tool may have gone since.
    if world.regions[step.blueprint.region[o]].gone {
        return;
    }
    let own = own.then_at(common.week);
    // Few get so far that it matters whether a gate makes it rarer.
    let comes = rate > 0.0 && own.may_come(rate / WEEKS_PER_YEAR) && {
        let gated = step.scenario.diffusion.gated;
        let shut = stage != Stage::Lapsed && gated > 0.0 && !ready(world, step, o);
        own.comes(if shut { (1.0 - gated) * rate } else { rate } / WEEKS_PER_YEAR)
    };
    let how = match comes {
        true => how,
        false if stage != Stage::Lapsed && switched_on(world, step, common, o) => {
            "its vendor switched it on"
        }
        false => return,
    };
    world.orgs.task[o] = None;
    let before = world.orgs.by_itself[o];
    go_live(world, step, o, how);
    world.orgs.by_itself[o] = before || stage != Stage::Lapsed;
    if stage != Stage::Lapsed {
        world.orgs.taught[o] = s.diffusion.trained;
    }
}

/// Rate a year at which an organisation would take the tool up that sees such a share of others with it
/// and is asked to so much from outside.
#[inline]
fn wish(d: &Diffusion, seen: f64, asked: f64) -> f64 {
    d.spontaneous_per_year + d.contagion_per_year * seen + d.mandate_per_year * asked
}

/// True if its vendor has what is needed and nothing else keeps it from being launched.
fn ready(world: &World, step: &Step<'_>, o: usize) -> bool {
    let vendor = world.regions[step.blueprint.region[o]].climate.vendor_ready[world.orgs.system[o]];
    step.week >= vendor && f64::from(step.week) >= step.effects.org.get(OrgCoef::LaunchFrom, o)
}

/// True if its vendor switches the tool on this week: at each organisation by itself, or at all of the
/// system by one draw.
fn switched_on(world: &World, step: &Step<'_>, common: &Common, o: usize) -> bool {
    let system = &step.scenario.systems[world.orgs.system[o]];
    if system.switch_on_per_year <= 0.0 || !ready(world, step, o) {
        return false;
    }
    let luck = match system.switch_on_together {
        true => step.lot.half(Purpose::SwitchOn, address(name_hash(&system.id))),
        false => world.orgs.luck[o].switch_on,
    };
    luck.then_at(common.week).comes(system.switch_on_per_year / WEEKS_PER_YEAR)
}

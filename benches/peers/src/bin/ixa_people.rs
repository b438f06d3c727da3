//! ixa, event by event: everybody has one plan, and nobody is visited in a week in which nothing can
//! happen to them. Weeks until the next event are geometric, so the law is that of the weekly chain.

use ixa::ExecutionPhase;
use ixa::prelude::*;
use ixa::rand::RngExt;
use peers::{LAPSE, ORGANISATIONS, QUIT, STAFF, WEEKS, learn};

define_entity!(Person);
define_property!(struct Trained(bool), Person, default_const = Trained(false));
define_rng!(StaffRng);

#[derive(Clone, Default)]
struct Organisation {
    /// Last week in which somebody had an event, and how many were trained when it began: all who
    /// have their event in one week learn from the same colleagues.
    week: f64,
    before: u32,
    trained: u32,
}

struct Region {
    organisations: Vec<Organisation>,
    trained: u32,
    curve: Vec<f64>,
}

define_data_plugin!(
    RegionPlugin,
    Region,
    Region { organisations: vec![Organisation::default(); ORGANISATIONS], trained: 0, curve: vec![] }
);

/// Weeks until something of chance `p` a week happens, at the soonest next week.
fn wait(u: f64, p: f64) -> f64 {
    1.0 + ((1.0 - u).ln() / (1.0 - p).ln()).floor()
}

/// Nobody learns faster than where all the others are trained.
fn fastest() -> f64 {
    learn((STAFF - 1) as f64 / STAFF as f64)
}

/// Tries come as if all the others were trained, and some are turned away when they come: the share
/// of an organisation changes far more often than one of its people learns, so that planning anew at
/// each change would cost more. That an untrained person quits changes nothing, and is not planned.
fn plan_try(context: &mut Context, person: PersonId, organisation: u32, u: f64) {
    let due = context.get_current_time() + wait(u, (1.0 - QUIT) * fastest());
    context.add_plan(due, move |context| attempt(context, person, organisation));
}

fn attempt(context: &mut Context, person: PersonId, organisation: u32) {
    let (luck, u): (f64, f64) = context.sample(StaffRng, |rng| rng.random());
    if luck * fastest() < learn(f64::from(enter(context, organisation).before) / STAFF as f64) {
        context.set_property(person, Trained(true));
        enter(context, organisation).trained += 1;
        context.get_data_mut(RegionPlugin).trained += 1;
        // Who is trained quits, or else forgets: whichever it is, who sits there then is untrained.
        let due = context.get_current_time() + wait(u, 1.0 - (1.0 - QUIT) * (1.0 - LAPSE));
        context.add_plan(due, move |context| lose(context, person, organisation));
    } else {
        plan_try(context, person, organisation, u);
    }
}

fn lose(context: &mut Context, person: PersonId, organisation: u32) {
    context.set_property(person, Trained(false));
    enter(context, organisation).trained -= 1;
    context.get_data_mut(RegionPlugin).trained -= 1;
    let u = context.sample(StaffRng, |rng| rng.random());
    plan_try(context, person, organisation, u);
}

/// The organisation, with the week begun if this is its first event in it.
fn enter(context: &mut Context, organisation: u32) -> &mut Organisation {
    let week = context.get_current_time();
    let found = &mut context.get_data_mut(RegionPlugin).organisations[organisation as usize];
    if found.week < week {
        found.week = week;
        found.before = found.trained;
    }
    found
}

fn count(context: &mut Context) {
    // The first call is at time 0, before the first week.
    if context.get_current_time() > 0.0 {
        let region = context.get_data_mut(RegionPlugin);
        region.curve.push(f64::from(region.trained) / (ORGANISATIONS * STAFF) as f64);
    }
}

fn run(seed: u64) -> Vec<f64> {
    let mut context = Context::new();
    context.init_random(seed);
    for organisation in 0..ORGANISATIONS as u32 {
        for _ in 0..STAFF {
            let person = context.add_entity(Person).expect("a person");
            let u = context.sample(StaffRng, |rng| rng.random());
            plan_try(&mut context, person, organisation, u);
        }
    }
    context.add_periodic_plan_with_phase(1.0, count, ExecutionPhase::Last);
    context.schedule_shutdown(WEEKS as f64);
    context.execute();
    std::mem::take(&mut context.get_data_mut(RegionPlugin).curve)
}

fn main() {
    peers::report("ixa_people", run);
}

//! ixa, event by event: everybody has a week in which something may happen to them next, and an
//! organisation has one plan, for the earliest of these. Weeks until the next event are geometric, so
//! the law is that of the weekly chain.

use ixa::ExecutionPhase;
use ixa::prelude::*;
use ixa::rand::RngExt;
use peers::{LAPSE, ORGANISATIONS, QUIT, STAFF, WEEKS, learn};

define_entity!(Person);
define_property!(struct Trained(bool), Person, default_const = Trained(false));
define_rng!(StaffRng);

struct Organisation {
    people: Vec<PersonId>,
    /// The week of everybody's next event.
    due: [u16; STAFF],
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
    Region { organisations: vec![], trained: 0, curve: vec![] }
);

/// Nobody learns faster than where all the others are trained.
fn fastest() -> f64 {
    learn((STAFF - 1) as f64 / STAFF as f64)
}

/// Weeks until the next event, at the soonest next week. Who is trained quits, or else forgets:
/// whichever it is, who sits there then is untrained. The untrained try to learn as if all the others
/// were trained, and are turned away when they come, where fewer are: the share of an organisation
/// changes far more often than one of its people learns, so that to draw anew at each change would
/// cost more. That an untrained person quits changes nothing, and is no event.
fn wait(u: f64, trained: bool) -> u16 {
    let stay = if trained { (1.0 - QUIT) * (1.0 - LAPSE) } else { 1.0 - (1.0 - QUIT) * fastest() };
    1 + ((1.0 - u).ln() / stay.ln()) as u16
}

fn plan(context: &mut Context, organisation: usize, due: &[u16; STAFF]) {
    let next = due.iter().min().expect("people");
    context.add_plan(f64::from(*next), move |context| events(context, organisation));
}

fn events(context: &mut Context, organisation: usize) {
    let week = context.get_current_time() as u16;
    // Lent out, so that people can be changed while it is read.
    let mut all = std::mem::take(&mut context.get_data_mut(RegionPlugin).organisations);
    let Organisation { people, due, trained } = &mut all[organisation];
    let before = *trained;
    let chance = learn(f64::from(before) / STAFF as f64) / fastest();
    for (&person, due) in people.iter().zip(&mut *due).filter(|(_, due)| **due == week) {
        let (luck, u): (f64, f64) = context.sample(StaffRng, |rng| rng.random());
        let Trained(was) = context.get_property(person);
        let is = !was && luck < chance;
        if is != was {
            context.set_property(person, Trained(is));
            *trained = *trained + u32::from(is) - u32::from(was);
        }
        *due = week + wait(u, is);
    }
    plan(context, organisation, due);
    let after = *trained;
    let region = context.get_data_mut(RegionPlugin);
    region.organisations = all;
    region.trained = region.trained + after - before;
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
    for organisation in 0..ORGANISATIONS {
        let people = (0..STAFF).map(|_| context.add_entity(Person).expect("a person")).collect();
        let luck: [f64; STAFF] = context.sample(StaffRng, |rng| rng.random());
        let due = luck.map(|u| wait(u, false));
        plan(&mut context, organisation, &due);
        let organisations = &mut context.get_data_mut(RegionPlugin).organisations;
        organisations.push(Organisation { people, due, trained: 0 });
    }
    context.add_periodic_plan_with_phase(1.0, count, ExecutionPhase::Last);
    context.schedule_shutdown(WEEKS as f64);
    context.execute();
    std::mem::take(&mut context.get_data_mut(RegionPlugin).curve)
}

fn main() {
    peers::report("ixa", run);
}

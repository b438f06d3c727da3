//! What levers ask and get: pounds first, then hours at their level of authority. Nothing granted,
//! no effect; forces and processes read what was granted last week. What works through people builds up
//! and fades: `effect ← effect + (granted − effect) / policy.lever_weeks` (at once for 0 or 1).

use super::Step;
use crate::rng::Lot;
use crate::scenario::{Intervention, LEVERS, Level, Lever, LeverPrice, Order, Scenario};
use crate::world::WEEKS_PER_YEAR;
use crate::world::World;
use crate::world::build::approach_order;

/// Hourly price of extra hours at a level at which the team has nobody: a mid-grade salary
/// with on-costs (`uptake describe team.salary`).
const SALARY_IF_NONE: f64 = 53_000.0;
/// Hours in a full-time week of the pay tables.
pub(super) const FULL_TIME: f64 = 37.5;
/// Organisations of the region for which hours and pounds of levers are stated [P §1.1.4].
const PRICED_FOR: f64 = 330.0;
/// Minutes in an hour.
const MINUTES: f64 = 60.0;

/// Interventions that act in a week.
pub(super) fn acting<'a>(step: &Step<'a>) -> impl Iterator<Item = &'a Intervention> + use<'a> {
    let week = step.week;
    step.scenario.interventions.iter().filter(move |i| (i.start + 1..=i.end).contains(&week))
}

/// Pounds that an intervention costs a region this week, beside hours of the team.
pub(super) fn price(world: &World, step: &Step<'_>, r: usize, i: &Intervention) -> f64 {
    let note = i.lever.note();
    let orgs = step.blueprint.region_orgs[r].clone();
    let own = match i.lever {
        Lever::ExtraHours => i.intensity * hourly(step.scenario, i.level),
        Lever::Backfill => {
            let minutes: f64 = orgs.map(|o| world.orgs.minutes_trained[o]).sum();
            i.intensity * minutes / MINUTES * step.scenario.money.backfill_per_hour
        }
        Lever::Payment => {
            let paid = |o: usize| step.scenario.kinds[step.blueprint.kind[o]].mandated;
            let live = orgs.filter(|&o| world.orgs.reported_live[o] && paid(o)).count();
            i.intensity / WEEKS_PER_YEAR * live as f64
        }
        _ => i.intensity * note.pounds_per_week * size(step, r, i.lever),
    };
    own + i.cost_per_week
}

/// What a lever asks of a region, over what it asks of one as large as the built-in one.
fn size(step: &Step<'_>, r: usize, lever: Lever) -> f64 {
    match step.scenario.policy.lever_price {
        LeverPrice::Organisation if lever.by_organisation() => {
            step.blueprint.region_orgs[r].len() as f64 / PRICED_FOR
        }
        _ => 1.0,
    }
}

/// Hours a week that an intervention wants of the team. Hours that a scenario states are what they are.
fn wanted(step: &Step<'_>, r: usize, i: &Intervention) -> f64 {
    let stated = i.hours_per_week != i.lever.note().hours;
    let hours = i.hours_per_week * if stated { 1.0 } else { size(step, r, i.lever) };
    if i.lever.is_share() { hours * i.intensity } else { hours }
}

/// Grant the region's levers: `lend` hands out hours of a level, as many as there are.
pub(super) fn grant(
    world: &mut World,
    step: &mut Step<'_>,
    r: usize,
    lend: &mut dyn FnMut(usize, f64) -> f64,
) {
    let mut granted = [0.0; Lever::COUNT];
    let affordable = world.regions[r].affordable;
    for i in acting(step) {
        let wanted = wanted(step, r, i);
        let found = if wanted > 0.0 { lend(i.level as usize, wanted) / wanted } else { 1.0 };
        let costs = i.cost_per_week > 0.0 || i.lever.note().pounds_per_week > 0.0;
        let paid = if costs { affordable } else { 1.0 };
        let x = i.intensity * found * paid;
        if i.lever == Lever::Mapping {
            world.regions[r].mapping_hours += wanted * found;
        }
        let all = &mut granted[i.lever as usize];
        *all = match i.lever {
            Lever::RingFence => x.max(*all),
            // An interval, not a quantity: it holds if anything of it was granted.
            Lever::Refresher => i.intensity,
            lever if lever.is_share() => 1.0 - (1.0 - *all) * (1.0 - x),
            _ => *all + x,
        };
        if i.lever == Lever::Sequencing && x > 0.0 && step.week == i.start + 1 {
            reorder(world, step, r, i.order);
        }
    }
    let pace = 1.0 / step.scenario.policy.lever_weeks.max(1.0);
    for note in LEVERS.iter().filter(|note| pace < 1.0 && !note.lever.at_once()) {
        let (i, last) = (note.lever as usize, world.regions[r].granted[note.lever as usize]);
        granted[i] = last + pace * (granted[i] - last);
    }
    world.regions[r].granted = granted;
}

/// Another order of approach from now on.
fn reorder(world: &mut World, step: &mut Step<'_>, r: usize, by: Order) {
    let lot: Lot = step.lot;
    let order = approach_order((step.blueprint, step.scenario, lot), by, r, &world.orgs);
    for (rank, &o) in order.iter().enumerate() {
        world.orgs.rank[o] = rank as u32 + 1;
    }
    world.regions[r].order = order;
    step.note_region(r, "reordered", "", "organisations are approached in another order");
}

/// Price of an hour at a level: the mean salary of the team's members at it.
fn hourly(s: &Scenario, level: Level) -> f64 {
    let at: Vec<f64> = s.team.iter().filter(|m| m.level == level).map(|m| m.salary).collect();
    let salary =
        if at.is_empty() { SALARY_IF_NONE } else { at.iter().sum::<f64>() / at.len() as f64 };
    salary / WEEKS_PER_YEAR / FULL_TIME
}

//! What levers ask and get: pounds first, then hours at their level of authority. Nothing granted,
//! no effect and no bill; forces and processes read what was granted last week. What works through
//! people builds up and fades: `effect ← effect + (granted − effect) / policy.lever_weeks` (at once for
//! 0 or 1).

use super::Step;
use crate::rng::Lot;
use crate::scenario::{Intervention, LEVERS, Level, Lever, LeverPrice, Order, Scenario, Task};
use crate::world::WEEKS_PER_YEAR;
use crate::world::build::approach_order;
use crate::world::{Due, Heading, World};

/// Hourly price of extra hours at a level at which the team has nobody: a mid-grade salary
/// with on-costs (`uptake describe team.salary`).
const SALARY_IF_NONE: f64 = 53_000.0;
/// Hours in a full-time week of the pay tables.
pub(super) const FULL_TIME: f64 = 37.5;
/// Organisations of the region for which hours and pounds of levers are stated [P §1.1.4].
const PRICED_FOR: f64 = 330.0;
/// Minutes in an hour.
const MINUTES: f64 = 60.0;

/// Interventions that act in a week. What costs pounds ends with the project's money.
pub(super) fn acting<'a>(
    world: &World,
    step: &Step<'a>,
    r: usize,
) -> impl Iterator<Item = &'a Intervention> + use<'a> {
    let week = step.week;
    let ended = world.regions[r].has_ended(week, step.scenario.money.ends_week);
    let acts = move |i: &&Intervention| (i.start + 1..=i.end).contains(&week);
    step.scenario.interventions.iter().filter(move |i| acts(i) && !(ended && i.ends_with_money()))
}

/// What is said when the money ends: what ends with it.
pub(super) fn words_at_the_end(step: &Step<'_>) -> String {
    let goes_on = |i: &&Intervention| i.start < step.week && i.end >= step.week;
    let all = step.scenario.interventions.iter().filter(goes_on);
    let ending: Vec<&str> =
        all.filter(|i| i.ends_with_money()).map(|i| i.lever.note().id).collect();
    let with_it = match ending.len() {
        0 => String::new(),
        _ => format!("; neither paid for nor given from now on: {}", ending.join(", ")),
    };
    format!("the project's money has ended{with_it}")
}

/// Pounds that an intervention may cost a region this week, beside hours of the team and beside
/// cover of training, for which money is set aside ([`cover`]). A payment for each live
/// organisation is promised to one at least: to whoever comes first.
pub(super) fn most(world: &World, step: &Step<'_>, r: usize, i: &Intervention) -> f64 {
    let own = match i.lever {
        Lever::Payment => i.intensity / WEEKS_PER_YEAR * live(world, step, r).max(1.0),
        _ => own_price(world, step, r, i),
    };
    own + i.cost_per_week
}

/// What a full grant costs by itself.
fn own_price(world: &World, step: &Step<'_>, r: usize, i: &Intervention) -> f64 {
    match i.lever {
        Lever::ExtraHours => i.intensity * hourly(step.scenario, i.level),
        Lever::Backfill => 0.0,
        Lever::Payment => i.intensity / WEEKS_PER_YEAR * live(world, step, r),
        _ => i.intensity * i.lever.note().pounds_per_week * size(step, r, i.lever),
    }
}

/// Organisations that the books show as live, of the kinds that are paid.
fn live(world: &World, step: &Step<'_>, r: usize) -> f64 {
    let paid = |o: usize| step.scenario.kinds[step.blueprint.kind[o]].mandated;
    let orgs = step.blueprint.region_orgs[r].clone();
    orgs.filter(|&o| world.orgs.reported_live[o] && paid(o)).count() as f64
}

/// Pounds that have to be set aside before cover of training can be promised for this week's and the
/// next week's sessions: for everybody who might come.
pub(super) fn cover(world: &World, step: &Step<'_>, r: usize) -> f64 {
    let promised: f64 =
        acting(world, step, r).filter(|i| i.lever == Lever::Backfill).map(|i| i.intensity).sum();
    if promised == 0.0 {
        return 0.0;
    }
    let orgs = &world.orgs;
    let soon = |o: usize| {
        let first = matches!(orgs.task[o], Some(Task::Launch | Task::Train));
        let again = [Due::Refresh, Due::Newcomers].map(|due| orgs.due[o][due as usize]);
        let held = orgs.taught[o] > 0.0 || again.iter().any(|&due| due <= step.week + 1);
        first || orgs.reported_live[o] && held
    };
    let at = step.blueprint.region_orgs[r].clone().filter(|&o| soon(o));
    let people: usize = at.map(|o| step.blueprint.posts[o].len()).sum();
    promised.min(1.0) * hour_of_cover(step) * people as f64 * step.scenario.time.train / MINUTES
}

fn hour_of_cover(step: &Step<'_>) -> f64 {
    step.scenario.money.backfill_per_hour
}

/// Bill the cover of the training that was held this week.
pub(super) fn bill_cover(world: &mut World, step: &Step<'_>) {
    for r in 0..world.regions.len() {
        let covered = world.regions[r].granted[Lever::Backfill as usize];
        if covered > 0.0 {
            let orgs = step.blueprint.region_orgs[r].clone();
            let minutes: f64 = orgs.map(|o| world.orgs.minutes_trained[o]).sum();
            let bill = covered * minutes / MINUTES * hour_of_cover(step);
            let region = &mut world.regions[r];
            region.spend(Heading::Cover, bill);
            region.set_aside = (region.set_aside - bill).max(0.0);
        }
    }
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

/// Grant the region's levers, and bill them for what of them was granted: `lend` hands out hours of
/// a level, as many as there are. Nothing is granted before the region begins.
pub(super) fn grant(
    world: &mut World,
    step: &mut Step<'_>,
    r: usize,
    lend: &mut dyn FnMut(usize, f64) -> f64,
) {
    let mut granted = [0.0; Lever::COUNT];
    if step.week <= world.regions[r].own.begins {
        world.regions[r].granted = granted;
        return;
    }
    let (affordable, cover_paid) = (world.regions[r].affordable, world.regions[r].cover_paid);
    for i in acting(world, step, r) {
        // What is not paid for takes no hours either.
        let paid = if i.costs() { affordable } else { 1.0 };
        let wanted = wanted(step, r, i) * paid;
        let found = if wanted > 0.0 { lend(i.level as usize, wanted) / wanted } else { 1.0 };
        let bill = (own_price(world, step, r, i) + i.cost_per_week) * found * affordable;
        world.regions[r].spend(Heading::Levers, bill);
        let own_money = i.lever != Lever::Backfill || i.cost_per_week > 0.0;
        let aside = if i.lever == Lever::Backfill { cover_paid } else { 1.0 };
        let x = i.intensity * found * aside * if own_money { paid } else { 1.0 };
        if i.lever == Lever::Mapping {
            world.regions[r].mapping_hours += wanted * found;
        }
        let all = &mut granted[i.lever as usize];
        *all = match i.lever {
            Lever::RingFence => x.max(*all),
            // An interval, not a quantity: it holds if anything of it was granted.
            Lever::Refresher if found * paid > 0.0 => i.intensity,
            Lever::Refresher => *all,
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

//! Step 2: money and people. The funder reviews, members of the team leave and are replaced, and
//! what is left is handed on as productive hours by level of authority.
//!
//! Productive hours of a member: `hours · team size · paid · e^−Effort · (1 − HoursLost)`, where
//! `paid` is 1 for those whom their employer pays, and for those whom the project pays
//! `(1 − MoneyLost) · funded · min(1, budget / (salaries + levers + other))`. After the project's
//! money has ended a share `max(kept_for_maintenance, ring-fence)` of all hours is kept, for
//! maintenance only, and no lever that costs pounds is paid or granted.
//!
//! `money.total` limits what is paid over the whole plan: the last week's pay is what is left, and then
//! the money has ended, for maintenance too. `money.by_year` does the same within each year; the next
//! one has its own.
//!
//! A lever is billed for what of it was granted, when it is granted (`processes::levers`): what a
//! budget does not pay for has no effect.

use super::{Step, funder, levers};
use crate::forces::coefficients::{MemberCoef, RegionCoef};
use crate::rng::Purpose;
use crate::scenario::{Lever, Money, Scenario};
use crate::world::WEEKS_PER_YEAR;
use crate::world::{Heading, RegionState, World};

/// Less than this is nothing.
const A_POUND: f64 = 1.0;

/// Turn people and money into hours.
pub fn run(world: &mut World, step: &mut Step<'_>) {
    for r in 0..world.regions.len() {
        if step.week <= world.regions[r].own.begins {
            world.regions[r].hours = [0.0; 3];
            continue;
        }
        turnover(world, step, r);
        funder::review(world, step, r);
        hours(world, step, r);
    }
}

/// What the week's money buys.
fn hours(world: &mut World, step: &mut Step<'_>, r: usize) {
    let s = step.scenario;
    let left = left(world, step, r);
    let ended = world.regions[r].has_ended(step.week, s.money.ends_week);
    if ended && !world.regions[r].only_maintenance {
        step.note_region(r, "money_ended", "", &levers::words_at_the_end(step));
    }
    let size = world.regions[r].own.team_size;
    let wanted = pay(s, &world.regions[r], step.week, true) * size / WEEKS_PER_YEAR;
    let price: f64 = levers::acting(world, step, r).map(|i| levers::most(world, step, r, i)).sum();
    let other = if ended { 0.0 } else { s.money.other_per_year / WEEKS_PER_YEAR };
    let cover = levers::cover(world, step, r);
    let aside = (cover - world.regions[r].set_aside).max(0.0);
    let all = wanted + price + other + aside;
    let affordable = match s.regions[r].budget_per_year.or(s.money.budget_per_year) {
        Some(budget) if all > 0.0 => (budget / WEEKS_PER_YEAR / all).min(1.0),
        _ => 1.0,
    };
    let affordable = match left {
        Some(left) if all > 0.0 => affordable.min(left / all),
        _ => affordable,
    };
    let acting = levers::acting(world, step, r);
    let region = &mut world.regions[r];
    let ring_fence = region.granted[Lever::RingFence as usize];
    let kept = if ended { s.money.kept_for_maintenance.max(ring_fence) } else { 1.0 };
    let money_left = step.effects.region.left(RegionCoef::MoneyLost, r) * region.review.funded;
    let paid = affordable * money_left * kept;

    let mut hours = [0.0; 3];
    region.hours_had[0] += s.team.iter().map(|m| m.hours).sum::<f64>() * size;
    for (m, member) in s.team.iter().enumerate() {
        if step.week < region.members[m].from_week {
            continue;
        }
        region.hours_had[1] += member.hours * size;
        let effort = step.effects.member.factor(MemberCoef::Effort, r * s.team.len() + m);
        let share = if member.paid_by_project { paid } else { kept };
        hours[member.level as usize] += member.hours * size * share / effort;
    }
    for i in acting {
        if matches!(i.lever, Lever::ExtraHours | Lever::Secondment) {
            hours[i.level as usize] += i.intensity * if i.costs() { affordable } else { 1.0 };
        }
    }
    let left = step.effects.region.left(RegionCoef::HoursLost, r);
    region.hours = hours.map(|h| h * left);
    region.hours_had[2] += region.hours.iter().sum::<f64>();
    region.employers += pay(s, region, step.week, false) * size * kept / WEEKS_PER_YEAR;
    // One sum, so that its last digit is that of a plan without headings.
    region.spent += wanted * paid + other * affordable;
    region.spent_on[Heading::Team as usize] += wanted * paid;
    region.spent_on[Heading::Other as usize] += other * affordable;
    region.salaries = wanted * paid;
    region.taken += wanted * affordable * kept * (1.0 - money_left);
    region.only_maintenance = ended;
    region.affordable = affordable;
    region.set_aside += aside * affordable;
    region.cover_paid = if cover > 0.0 { (region.set_aside / cover).min(1.0) } else { 1.0 };
}

/// What of the money for the whole plan is there, if it is limited; what was committed goes first.
fn left(world: &mut World, step: &Step<'_>, r: usize) -> Option<f64> {
    let money = &step.scenario.money;
    let region = &mut world.regions[r];
    let years = by_year(money, region, step.week);
    if step.week == region.own.begins + 1 && money.committed > 0.0 {
        region.spend(Heading::Other, money.committed);
    }
    let limit = match (money.total, years) {
        (Some(total), Some(years)) => total.min(years),
        (total, years) => total.or(years)?,
    };
    let unspent = limit - region.spent;
    if unspent - region.set_aside < A_POUND {
        // Nothing else is left: what was set aside for cover pays for the last of the work.
        region.set_aside = 0.0;
    }
    let left = (unspent - region.set_aside).max(0.0);
    region.run_out = left < A_POUND;
    Some(if region.run_out { 0.0 } else { left })
}

/// What `money.by_year` lets be spent by the end of this year, since the start.
fn by_year(money: &Money, region: &mut RegionState, week: u32) -> Option<f64> {
    if money.by_year.is_empty() {
        return None;
    }
    while region.years_begun <= Money::year_of(week).min(money.by_year.len()) {
        if !money.carry_over {
            // What was set aside and not spent is lost with the rest, and set aside anew.
            region.granted_pounds = region.spent;
            region.set_aside = 0.0;
        }
        region.granted_pounds += money.by_year.get(region.years_begun).copied().unwrap_or(0.0);
        region.years_begun += 1;
    }
    Some(region.granted_pounds)
}

/// Members leave; empty places are filled after a time drawn once for each departure.
fn turnover(world: &mut World, step: &mut Step<'_>, r: usize) {
    let s = step.scenario;
    let team: f64 = s.team.iter().map(|m| m.hours).sum();
    for (m, member) in s.team.iter().enumerate() {
        let state = &mut world.regions[r].members[m];
        if step.week < state.from_week {
            continue;
        }
        if step.week == state.from_week {
            step.note_region(r, "member_joined", &member.id, "the place is filled again");
        }
        let place = r * s.team.len() + m;
        let added = step.effects.member.get(MemberCoef::Leave, place);
        let stays = step.effects.member.left(MemberCoef::LeaveLess, place);
        let rate = (member.leave_per_year + added) * stays / WEEKS_PER_YEAR;
        let key = step.blueprint.member_key[place];
        let draw = step.lot.draw(Purpose::MemberLeaves, key, u64::from(step.week));
        if !draw.comes(rate) {
            continue;
        }
        let again = step.lot.draw(Purpose::Recruitment, key, u64::from(state.departures));
        let wait = (again.exponential() * member.weeks_to_recruit).ceil().min(10_000.0);
        state.departures += 1;
        state.from_week = step.week + (wait as u32).max(1);
        state.repetition = 0.0;
        let share = if team > 0.0 { member.hours / team } else { 0.0 };
        let handed = world.regions[r].granted[Lever::Handover as usize];
        let kept = 1.0 - share * (1.0 - s.experience.handover) * (1.0 - handed);
        for x in world.regions[r].experience.iter_mut().flatten() {
            *x *= kept;
        }
        step.note_region(r, "member_left", &member.id, "the place is empty until someone is found");
    }
}

/// Yearly salaries of those in post whom the project pays, or whom their employers pay.
fn pay(s: &Scenario, region: &RegionState, week: u32, by_project: bool) -> f64 {
    let in_post = s.team.iter().zip(&region.members).filter(|(_, state)| week >= state.from_week);
    let paid = in_post.filter(|(member, _)| member.paid_by_project == by_project);
    paid.map(|(member, _)| member.salary * member.hours / levers::FULL_TIME).sum()
}

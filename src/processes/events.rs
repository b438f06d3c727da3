//! Events: what is scheduled, what comes by chance at the rate that forces give it, and what each
//! does. Events change stocks and weeks only; what these mean is for the forces that read them.

use super::{Step, survival};
use crate::forces::coefficients::{EventCoef, RegionCoef};
use crate::rng::{Draw, Purpose, join, name_hash};
use crate::scenario::{Chance, EventKind, Lever};
use crate::world::WEEKS_PER_YEAR;
use crate::world::{Due, Stage, World};

/// Events of regions that come by chance: kind, coefficient of their rate.
const BY_CHANCE: [(EventKind, EventCoef); 10] = [
    (EventKind::Reorganisation, EventCoef::Reorganisation),
    (EventKind::BoundaryChange, EventCoef::BoundaryChange),
    (EventKind::SponsorLoss, EventCoef::SponsorLoss),
    (EventKind::Conflict, EventCoef::Conflict),
    (EventKind::LocalScandal, EventCoef::LocalScandal),
    (EventKind::NationalScandal, EventCoef::NationalScandal),
    (EventKind::ContractCollapse, EventCoef::ContractCollapse),
    (EventKind::ToolSetback, EventCoef::ToolSetback),
    (EventKind::NewAlternative, EventCoef::NewAlternative),
    (EventKind::RivalFails, EventCoef::RivalFails),
];

/// Let events come.
pub fn run(world: &mut World, step: &mut Step<'_>) {
    let (s, week) = (step.scenario, step.week);
    for event in s.scheduled.iter().filter(|event| event.week == week) {
        match event.region {
            _ if event.event == EventKind::NationalScandal => {
                national_scandal(world, step, event.size);
            }
            Some(r) => happen(world, step, r, event.event, event.size),
            None => (0..world.regions.len())
                .for_each(|r| happen(world, step, r, event.event, event.size)),
        }
    }
    for (kind, rate) in BY_CHANCE {
        if !by_chance(step, kind) {
            continue;
        }
        if kind == EventKind::NationalScandal {
            let rates = (0..world.regions.len()).map(|r| step.effects.event.get(rate, r));
            let largest = rates.fold(0.0, f64::max);
            if comes(step, name_hash("everywhere"), kind, largest) {
                national_scandal(world, step, 1.0);
            }
            continue;
        }
        for r in 0..world.regions.len() {
            let mut rate = step.effects.event.get(rate, r);
            if kind == EventKind::Conflict {
                rate *= step.effects.region.left(RegionCoef::ConflictLess, r);
            }
            if comes(step, step.blueprint.region_key[r], kind, rate) {
                happen(world, step, r, kind, 1.0);
            }
        }
    }
    survival::by_chance(world, step);
    evaluate(world, step);
}

fn by_chance(step: &Step<'_>, kind: EventKind) -> bool {
    let e = &step.scenario.events;
    let chance = match kind {
        EventKind::Reorganisation => e.reorganisation,
        EventKind::BoundaryChange => e.boundary_change,
        EventKind::SponsorLoss => e.sponsor_loss,
        EventKind::Conflict => e.conflict,
        EventKind::LocalScandal => e.local_scandal,
        EventKind::NationalScandal => e.national_scandal,
        EventKind::ContractCollapse => e.contract_collapse,
        EventKind::ToolSetback => e.tool_setback,
        EventKind::NewAlternative => e.new_alternative,
        EventKind::RivalFails => e.rival_fails,
        EventKind::Merger => e.merger,
        EventKind::SystemChange => e.system_change,
        EventKind::SupplierDelay => e.supplier_delay,
        EventKind::Evaluation => e.evaluation,
        EventKind::Mandate | EventKind::Closure | EventKind::Takeover => Chance::Off,
    };
    chance == Chance::Random
}

/// The luck of a kind of event at a place, in one week.
fn luck(step: &Step<'_>, place: u64, kind: EventKind) -> Draw {
    step.lot.draw(Purpose::Event, join(place, kind as u64), u64::from(step.week))
}

fn comes(step: &Step<'_>, place: u64, kind: EventKind, rate: f64) -> bool {
    rate > 0.0 && luck(step, place, kind).comes(rate / WEEKS_PER_YEAR)
}

fn national_scandal(world: &mut World, step: &mut Step<'_>, size: f64) {
    world.happened[EventKind::NationalScandal as usize] += 1;
    for r in 0..world.regions.len() {
        scandal(world, step, r, size);
        step.note_region(r, EventKind::NationalScandal.id(), "", "scandal everywhere");
    }
}

/// A scandal pauses the tool and takes trust; preparedness softens both.
fn scandal(world: &mut World, step: &mut Step<'_>, r: usize, size: f64) {
    let e = &step.scenario.events;
    let size = size * (1.0 - world.regions[r].granted[Lever::ScandalPreparedness as usize]);
    let climate = &mut world.regions[r].climate;
    climate.trust *= 1.0 - e.scandal_trust * size;
    let until = step.week + (e.scandal_pause_weeks * size).round() as u32;
    climate.scandal_until = climate.scandal_until.max(until);
    survival::after_scandal(world, step, r, size);
}

/// What an event does in a region.
fn happen(world: &mut World, step: &mut Step<'_>, r: usize, kind: EventKind, size: f64) {
    world.happened[kind as usize] += 1;
    let (e, week) = (&step.scenario.events, step.week);
    let draw = luck(step, step.blueprint.region_key[r], kind).then(1);
    let wait =
        |mean: f64, draw: Draw| (draw.exponential() * mean).ceil().clamp(1.0, 10_000.0) as u32;
    let note = match kind {
        EventKind::Reorganisation => {
            reorganise(world, step, r, size);
            world.regions[r].climate.sponsor_from = week + wait(e.new_sponsor_weeks * size, draw);
            "sponsors change, agreements are reopened"
        }
        EventKind::BoundaryChange => {
            leave_for_another_region(world, step, r, size);
            "organisations at the boundary belong elsewhere now"
        }
        EventKind::SponsorLoss => {
            world.regions[r].climate.sponsor_from = week + wait(e.new_sponsor_weeks * size, draw);
            "the sponsor or host is lost"
        }
        EventKind::Conflict => {
            world.regions[r].climate.conflict_until = week + wait(e.conflict_weeks * size, draw);
            "open conflict among the parties"
        }
        EventKind::LocalScandal | EventKind::NationalScandal => {
            scandal(world, step, r, size);
            for other in (0..world.regions.len()).filter(|&other| other != r) {
                world.regions[other].climate.trust *=
                    1.0 - e.scandal_trust * e.scandal_spill * size;
            }
            "use is paused, trust falls"
        }
        EventKind::ContractCollapse => {
            collapse(world, step, r, size);
            "the contract for the tool ends; systems have to be set up anew"
        }
        EventKind::ToolSetback => {
            world.regions[r].quality *= 1.0 - e.setback * size;
            "a release of the tool disappoints"
        }
        EventKind::NewAlternative => {
            world.regions[r].climate.alternatives += 1;
            embed_alternative(world, step, r, size);
            "a further alternative has arrived"
        }
        EventKind::RivalFails => {
            world.regions[r].climate.rival_failed = week as i32;
            "a rival project has failed for all to see"
        }
        EventKind::Merger | EventKind::SystemChange => {
            for o in step.blueprint.region_orgs[r].clone() {
                if one(step, o, kind).chance(size) {
                    if kind == EventKind::Merger {
                        merge(world, step, o);
                    } else {
                        change_system(world, step, o);
                    }
                }
            }
            "in several organisations"
        }
        EventKind::SupplierDelay => {
            for (ready, system) in
                world.regions[r].climate.vendor_ready.iter_mut().zip(&step.scenario.systems)
            {
                if system.waits_for_vendor {
                    *ready = (*ready).max(week) + size as u32;
                }
            }
            "a vendor's function is late"
        }
        EventKind::Mandate => {
            let climate = &mut world.regions[r].climate;
            climate.mandate = size;
            climate.mandate_until = week + e.mandate_weeks;
            "a mandate comes into force"
        }
        EventKind::Evaluation => {
            publish(world, step, r, size);
            return;
        }
        EventKind::Closure => {
            survival::close(world, step, r, "stopped for good");
            return;
        }
        EventKind::Takeover => {
            survival::take_over(world, step, r);
            return;
        }
    };
    step.note_region(r, kind.id(), "", note);
}

/// The luck of one organisation in an event of this week.
fn one(step: &Step<'_>, o: usize, kind: EventKind) -> Draw {
    let address = (kind as u64) << 16 | u64::from(step.week);
    step.lot.draw(Purpose::Event, step.blueprint.key[o], address)
}

fn reorganise(world: &mut World, step: &mut Step<'_>, r: usize, size: f64) {
    let e = &step.scenario.events;
    world.regions[r].climate.interest *= 1.0 - e.interest_lost * size;
    for o in step.blueprint.region_orgs[r].clone() {
        let draw = one(step, o, EventKind::Reorganisation);
        match world.orgs.stage[o] {
            Stage::Agreed if draw.chance(e.agreements_lost * size) => {
                world.orgs.stage[o] = Stage::Mapped;
                world.orgs.task[o] = None;
                world.orgs.hollow[o] = false;
                world.orgs.reported_live[o] = false;
                step.note_organisation(o, "agreement_lost", || "in a reorganisation".to_string());
            }
            Stage::Live if draw.chance(e.agreements_reopened * size) => reopen(world, step, o),
            _ => {}
        }
    }
}

/// The agreement has to be negotiated anew, now.
pub(super) fn reopen(world: &mut World, step: &Step<'_>, o: usize) {
    if step.scenario.policy.renegotiate_weeks > 0 {
        let due = &mut world.orgs.due[o][Due::Renegotiate as usize];
        *due = (*due).min(step.week);
    }
}

fn leave_for_another_region(world: &mut World, step: &mut Step<'_>, r: usize, size: f64) {
    let e = &step.scenario.events;
    for o in step.blueprint.region_orgs[r].clone() {
        let draw = one(step, o, EventKind::BoundaryChange);
        if !world.traits.boundary[o] || !draw.chance(e.boundary_share * size) {
            continue;
        }
        let orgs = &mut world.orgs;
        orgs.task[o] = None;
        orgs.hollow[o] = false;
        orgs.reported_live[o] = false;
        orgs.due[o] = [u32::MAX; Due::COUNT];
        orgs.cool_until[o] = step.week + e.boundary_weeks;
        match orgs.stage[o] {
            Stage::Agreed => orgs.stage[o] = Stage::Mapped,
            Stage::Live => {
                orgs.stage[o] = Stage::Lapsed;
                step.note_organisation(o, "stopped", || "it belongs elsewhere now".to_string());
            }
            _ => {}
        }
    }
}

/// Those that are not migrated have to be set up anew; the tool starts again from its first
/// version, by the same share.
fn collapse(world: &mut World, step: &Step<'_>, r: usize, size: f64) {
    let lost = (1.0 - step.scenario.events.contract_migrated) * size;
    let first = step.scenario.tool.quality;
    let quality = &mut world.regions[r].quality;
    *quality -= lost * (*quality - first).max(0.0);
    for o in step.blueprint.region_orgs[r].clone() {
        if world.orgs.stage[o] == Stage::Live
            && one(step, o, EventKind::ContractCollapse).chance(lost)
        {
            set_up_anew(world, step, o, EventKind::ContractCollapse);
        }
    }
}

/// It has to be set up anew: by the project, unless it took the tool up without it and its vendor, which
/// supports it, does so.
fn set_up_anew(world: &mut World, step: &Step<'_>, o: usize, event: EventKind) {
    let vendor = world.orgs.by_itself[o]
        && one(step, o, event).then(2).chance(step.scenario.diffusion.supported);
    world.orgs.to_configure[o] |= !vendor;
}

fn embed_alternative(world: &mut World, step: &Step<'_>, r: usize, size: f64) {
    let reach = step.scenario.events.alternative_reach * size;
    for o in step.blueprint.region_orgs[r].clone() {
        if one(step, o, EventKind::NewAlternative).chance(reach) {
            let hold = step.scenario.kinds[step.blueprint.kind[o]].hold;
            world.orgs.hold[o] = 1.0 - (1.0 - world.orgs.hold[o]) * (1.0 - hold);
        }
    }
}

/// A merger or change of owner: disruption, and the agreement is open again.
pub(super) fn merge(world: &mut World, step: &mut Step<'_>, o: usize) {
    world.happened[EventKind::Merger as usize] += 1;
    let until = step.week + step.scenario.events.merger_weeks;
    world.orgs.disrupted_until[o] = world.orgs.disrupted_until[o].max(until);
    let reopened =
        one(step, o, EventKind::Merger).then(1).chance(step.scenario.events.agreements_reopened);
    if world.orgs.stage[o] == Stage::Live && reopened {
        reopen(world, step, o);
    }
    step.note_organisation(o, EventKind::Merger.id(), || "a new owner or a merger".to_string());
}

/// Another IT system: disruption, and the tool has to be set up anew.
pub(super) fn change_system(world: &mut World, step: &mut Step<'_>, o: usize) {
    let (b, s) = (step.blueprint, step.scenario);
    let shares = &s.regions[b.region[o]].system_shares[b.kind[o]];
    let now = world.orgs.system[o];
    let rest: f64 = 1.0 - shares[now];
    if rest <= 1e-9 {
        return; // There is no other system.
    }
    let mut target = one(step, o, EventKind::SystemChange).then(1).uniform() * rest;
    let others = shares.iter().enumerate().filter(|&(system, &share)| system != now && share > 0.0);
    let mut next = now;
    for (system, &share) in others {
        next = system;
        target -= share;
        if target <= 0.0 {
            break;
        }
    }
    world.orgs.system[o] = next;
    world.happened[EventKind::SystemChange as usize] += 1;
    let until = step.week + s.events.system_change_weeks;
    world.orgs.disrupted_until[o] = world.orgs.disrupted_until[o].max(until);
    if world.orgs.stage[o] == Stage::Live {
        set_up_anew(world, step, o, EventKind::SystemChange);
    }
    step.note_organisation(o, EventKind::SystemChange.id(), || {
        format!("from {} to {}", s.systems[now].id, s.systems[next].id)
    });
}

/// Evaluations at their intervals: what is found is the share of look-ups that helped, with error.
fn evaluate(world: &mut World, step: &mut Step<'_>) {
    let e = &step.scenario.events;
    if !by_chance(step, EventKind::Evaluation) {
        return;
    }
    for r in 0..world.regions.len() {
        let since = step.week.checked_sub(world.regions[r].own.begins + e.evaluation_first);
        if since.is_some_and(|weeks| weeks % e.evaluation_weeks == 0)
            && world.regions[r].flows.looked > 0.0
        {
            let true_share = 1.0 - world.regions[r].flows.failing;
            let careful = world.regions[r].granted[Lever::Evaluation as usize];
            let noise = e.evaluation_noise * (1.0 - careful);
            let key = step.blueprint.region_key[r];
            let z = step.lot.draw(Purpose::Evaluation, key, u64::from(step.week)).normal();
            publish(world, step, r, (true_share + noise * z).clamp(0.0, 1.0));
        }
    }
}

/// An evaluation is published: belief moves towards what it found.
fn publish(world: &mut World, step: &mut Step<'_>, r: usize, found: f64) {
    let evidence = &mut world.regions[r].climate.evidence;
    *evidence += step.scenario.events.evaluation_weight * (found - *evidence);
    let per_cent = (100.0 * found).round();
    step.note_region(
        r,
        EventKind::Evaluation.id(),
        "",
        &format!("helped in {per_cent} of 100 look-ups"),
    );
}

//! Part of step 1: life and death of projects. A funder that has cut too often, a scandal, a closure or
//! a rival ends a project for good [P Box 1, §1.9].
//!
//! What has been closed has the hours that it would have after the end of its money. In a scandal of
//! size `z` (after preparedness) the project ends with chance `scandal_ends · z`, the sponsor steps
//! back with `scandal_sponsor · z`, and each live organisation leaves with `scandal_leave · z`. A rival
//! takes over at `takeover_per_year`: with chance `takeover_kept` it keeps the organisations going, with
//! support and agreements of its own; otherwise the tool is gone, and the records with it.

use super::Step;
use crate::rng::{Draw, Purpose};
use crate::scenario::EventKind;
use crate::world::WEEKS_PER_YEAR;
use crate::world::{Due, NEVER, Stage, World};

/// The luck of a region in one week.
fn luck(step: &Step<'_>, r: usize, what: EventKind) -> Draw {
    let address = u64::from(step.week) << 8 | what as u64;
    step.lot.draw(Purpose::Survival, step.blueprint.region_key[r], address)
}

/// Let a rival take projects over.
pub(super) fn by_chance(world: &mut World, step: &mut Step<'_>) {
    let rate = step.scenario.events.takeover_per_year / WEEKS_PER_YEAR;
    for r in 0..world.regions.len() {
        let begun = step.week > world.regions[r].own.begins && !world.regions[r].closed;
        if rate > 0.0 && begun && luck(step, r, EventKind::Takeover).comes(rate) {
            world.happened[EventKind::Takeover as usize] += 1;
            take_over(world, step, r);
        }
    }
}

/// What a scandal does to the project itself.
pub(super) fn after_scandal(world: &mut World, step: &mut Step<'_>, r: usize, size: f64) {
    let e = &step.scenario.events;
    let draw = luck(step, r, EventKind::LocalScandal);
    if e.scandal_sponsor > 0.0 && draw.then(1).chance(e.scandal_sponsor * size) {
        let wait = (draw.then(2).exponential() * e.new_sponsor_weeks).ceil().clamp(1.0, 10_000.0);
        let climate = &mut world.regions[r].climate;
        climate.sponsor_from = climate.sponsor_from.max(step.week + wait as u32);
        step.note_region(r, "sponsor_stepped_back", "", "after the scandal");
    }
    if e.scandal_leave > 0.0 {
        for o in step.blueprint.region_orgs[r].clone() {
            let key = step.blueprint.key[o];
            let draw = step.lot.draw(Purpose::Survival, key, u64::from(step.week));
            if world.orgs.stage[o] == Stage::Live && draw.chance(e.scandal_leave * size) {
                leave(world, o, Stage::Lapsed);
                step.note_organisation(o, "stopped", || "it left after the scandal".to_string());
            }
        }
    }
    if e.scandal_ends > 0.0 && draw.chance(e.scandal_ends * size) {
        world.happened[EventKind::Closure as usize] += 1;
        close(world, step, r, "a scandal ends the project");
    }
}

/// The project of a region is over.
pub(super) fn close(world: &mut World, step: &mut Step<'_>, r: usize, why: &str) {
    if !world.regions[r].closed {
        world.regions[r].closed = true;
        step.note_region(r, EventKind::Closure.id(), "", why);
    }
}

/// A rival takes the project over.
pub(super) fn take_over(world: &mut World, step: &mut Step<'_>, r: usize) {
    if world.regions[r].closed {
        return;
    }
    let kept = step.scenario.events.takeover_kept;
    let kept = luck(step, r, EventKind::Takeover).then(1).chance(kept);
    let orgs = step.blueprint.region_orgs[r].clone();
    world.regions[r].closed = true;
    world.regions[r].taken_over = kept;
    world.regions[r].gone = !kept;
    let words =
        if kept { "records and organisations are kept" } else { "tool and records are gone" };
    step.note_region(r, EventKind::Takeover.id(), "", words);
    for o in orgs {
        match world.orgs.stage[o] {
            // Nobody else renews anything from here on.
            _ if kept => world.orgs.due[o] = [u32::MAX; Due::COUNT],
            Stage::Live => {
                leave(world, o, Stage::Lapsed);
                step.note_organisation(o, "stopped", || "a rival took its place".to_string());
            }
            Stage::Agreed => leave(world, o, Stage::Mapped),
            _ => {}
        }
    }
    if !kept {
        for panel in &mut world.panels[step.blueprint.region_panels[r].clone()] {
            for patient in &mut panel.patients {
                patient.written = NEVER;
                (patient.good, patient.overtaken) = (false, false);
            }
            panel.uncounted = true;
        }
    }
}

/// An organisation leaves, and the books know.
fn leave(world: &mut World, o: usize, stage: Stage) {
    let orgs = &mut world.orgs;
    orgs.stage[o] = stage;
    orgs.task[o] = None;
    orgs.hollow[o] = false;
    orgs.reported_live[o] = false;
    orgs.due[o] = [u32::MAX; Due::COUNT];
    orgs.live_since[o] = NEVER;
}

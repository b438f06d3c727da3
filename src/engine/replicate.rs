//! One simulated future.

use std::ops::Range;
use std::sync::Arc;

use crate::forces::effects::{Effects, Widths};
use crate::forces::{self, View};
use crate::observers::{Cells, OBSERVERS, Row, Sight};
use crate::parallel::side_by_side;
use crate::processes::{Journal, PLAN, Step, survey};
use crate::results::{
    Course, Fingerprint, Layout, ReplicateResult, Standing, Standings, Trajectory, WorkCounts,
    month_ends,
};
use crate::rng::{Lot, StaffWords};
use crate::scenario::{Scenario, Task};
use crate::world::digest::Fingerprinter;
use crate::world::{Blueprint, Stage, World};

use super::Options;

/// Weeks in which another scenario holds, so that a link of the model can be cut for a time. It may
/// differ in what is read week by week, not in who exists.
pub struct Cut<'a> {
    /// The weeks.
    pub weeks: Range<u32>,
    /// What holds in them.
    pub scenario: &'a Scenario,
}

/// Run one replicate to the horizon.
pub fn replicate(
    s: &Scenario,
    b: &Blueprint,
    layout: &Arc<Layout>,
    options: &Options,
    number: u32,
) -> ReplicateResult {
    watched(s, (b, layout), options, number, None, &mut |_| ())
}

/// The same, perhaps with a cut, and with somebody who looks on at the end of each week. Looking
/// changes nothing.
pub fn watched(
    s: &Scenario,
    (b, layout): (&Blueprint, &Arc<Layout>),
    options: &Options,
    number: u32,
    cut: Option<&Cut<'_>>,
    look: &mut dyn FnMut(&Sight<'_>),
) -> ReplicateResult {
    let lot = Lot::new(s.seed, number);
    let mut world = World::new(b, s, lot);
    let mut words = StaffWords::new(lot, b.posts.iter().map(|p| p.len()));
    let acting = forces::acting(s);
    let cut_acting = cut.map(|cut| forces::acting(cut.scenario));
    let mut effects = Effects::neutral(Widths {
        regions: s.regions.len(),
        team: s.team.len(),
        organisations: b.organisations(),
        roles: s.roles.len(),
        kinds: s.kinds.len(),
        systems: s.systems.len(),
        tasks: Task::COUNT,
    });
    // The first survey sees what the forces make of the start.
    forces::write_all(&acting, &View::new(0, s, b, &world), &mut effects);
    survey::run(&mut world, b, s, &effects, 0);
    let recorded = options.record == Some(number);
    let mut journal = if recorded { Journal::listening() } else { Journal::default() };
    let mut fingerprints = vec![];
    let mut standings = if recorded { nowhere(s, b) } else { Standings::default() };
    let mut trajectory = Trajectory::new(Arc::clone(layout));
    let mut cells = Cells::new(b, layout.groups());
    let mut work = WorkCounts::default();
    let mut digest = Fingerprinter::default();

    observe(s, b, &world, 0, options, &mut cells, &mut trajectory);
    note_standings(s, b, &world, 0, &mut standings);
    for week in 1..=s.weeks {
        let (now, acting) = match (cut, &cut_acting) {
            (Some(cut), Some(own)) if cut.weeks.contains(&week) => (cut.scenario, own),
            _ => (s, &acting),
        };
        let view = View::new(week, now, b, &world);
        forces::write_all(acting, &view, &mut effects);
        let mut step = Step {
            week,
            scenario: now,
            blueprint: b,
            lot,
            words: &mut words,
            effects: &effects,
            journal: &mut journal,
            visit_never_live: !options.skip_never_live,
        };
        for process in &PLAN {
            (process.run)(&mut world, &mut step);
            if recorded {
                fingerprints.extend(fingerprints_of(s, b, &world, week, process.name));
            }
        }
        observe(s, b, &world, week, options, &mut cells, &mut trajectory);
        note_standings(s, b, &world, week, &mut standings);
        count_work(&world, b, &mut work, &mut digest);
        look(&Sight { week, scenario: s, blueprint: b, world: &world });
    }
    work.words_drawn = words.drawn();
    digest.add(world.fingerprint_all(b));
    ReplicateResult {
        replicate: number,
        trajectory,
        digest: digest.finish(),
        work,
        happened: world.happened,
        events: journal.into_events(),
        fingerprints,
        standings,
    }
}

/// The state of each region after a process.
fn fingerprints_of(
    s: &Scenario,
    b: &Blueprint,
    world: &World,
    week: u32,
    process: &'static str,
) -> Vec<Fingerprint> {
    let fingerprint = |r: usize| Fingerprint {
        week,
        region: s.regions[r].id.clone(),
        process,
        hash: world.fingerprint(b, r),
    };
    let of_part = |part: &Range<usize>| part.clone().map(fingerprint).collect::<Vec<_>>();
    side_by_side(b.parts.regions.iter().collect(), of_part).concat()
}

/// The organisations, before they have been seen.
fn nowhere(s: &Scenario, b: &Blueprint) -> Standings {
    let weeks = month_ends(s.start, s.weeks);
    let named = b.name.iter().zip(&b.kind);
    let course = |(name, &kind): (&String, &usize)| Course {
        name: name.clone(),
        kind,
        standings: Vec::with_capacity(weeks.len()),
    };
    Standings { courses: named.map(course).collect(), weeks }
}

/// Note where each organisation stands, if it was asked for and a month ends.
fn note_standings(s: &Scenario, b: &Blueprint, world: &World, week: u32, into: &mut Standings) {
    if !into.weeks.contains(&week) {
        return;
    }
    let least = s.organisation.real_use;
    for (o, course) in into.courses.iter_mut().enumerate() {
        course.standings.push(match world.orgs.stage[o] {
            Stage::Live if world.orgs.in_real_use(o, b.posts[o].len(), least) => Standing::RealUse,
            Stage::Live => Standing::Live,
            Stage::Lapsed => Standing::Lapsed,
            Stage::Agreed => Standing::Agreed,
            Stage::Mapped => Standing::Known,
            Stage::Unmapped => Standing::Unknown,
        });
    }
}

fn observe(
    scenario: &Scenario,
    blueprint: &Blueprint,
    world: &World,
    week: u32,
    options: &Options,
    cells: &mut Cells,
    out: &mut Trajectory,
) {
    let sight = Sight { week, scenario, blueprint, world };
    let mut row = Row::new(cells);
    for observer in OBSERVERS.iter().filter(|o| !options.without.contains(&o.name)) {
        (observer.observe)(&sight, &mut row);
    }
    row.close(week, out);
}

/// Add the week's work, and let the week's use into the digest, so that two runs that part and
/// meet again differ.
fn count_work(world: &World, b: &Blueprint, work: &mut WorkCounts, digest: &mut Fingerprinter) {
    work.staff_weeks += b.posts_in_scope() as u64;
    let (mut openings, mut leavers, mut live) = (0, 0, 0);
    for o in (0..b.organisations()).filter(|&o| world.orgs.ever_live[o]) {
        live += b.posts[o].len() as u64;
        openings += u64::from(world.orgs.views[o].iter().sum::<u32>())
            + u64::from(world.orgs.writes[o].iter().sum::<u32>());
        leavers += u64::from(world.orgs.leavers[o]);
    }
    work.staff_weeks_live += live;
    work.openings += openings;
    work.leavers += leavers;
    // A word each: fields of one word would meet in large regions.
    digest.all(&[openings, leavers, live]);
}

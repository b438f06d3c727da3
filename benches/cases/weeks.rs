//! One replicate with a clock beside every part of the week.
//!
//! The parts are called as the engine calls them, in its order; only the digest is left out.

use std::sync::Arc;
use std::time::{Duration, Instant};

use uptake::forces::effects::{Effects, Widths};
use uptake::forces::{self, View};
use uptake::observers::{Cells, OBSERVERS, Row, Sight};
use uptake::processes::{Journal, PLAN, Step, survey};
use uptake::results::{Group, Layout, Trajectory};
use uptake::rng::{Lot, StaffWords};
use uptake::scenario::{Scenario, Task};
use uptake::world::{Blueprint, World};

/// Names of the parts, in the order of [`Clock::spent`].
pub fn parts() -> Vec<&'static str> {
    let processes = PLAN.iter().map(|p| p.name);
    let observers = OBSERVERS.iter().map(|o| o.name);
    let mut names = vec!["(start)", "forces"];
    names.extend(processes);
    names.extend(observers.map(|name| match name {
        "organisations" => "observe: organisations",
        "staff" => "observe: staff",
        "patients" => "observe: patients",
        _ => "observe: project",
    }));
    names.push("observe: rows");
    names
}

/// Time by part, and the staff-weeks that it was for.
pub struct Clock {
    pub spent: Vec<Duration>,
    pub staff_weeks: u64,
}

/// Run one replicate.
pub fn replicate(s: &Scenario, number: u32) -> Clock {
    let blueprint = Blueprint::of(s);
    let b = &blueprint;
    let groups = Group::all(s);
    let layout = Arc::new(Layout::new(&groups, s.weeks as usize + 1));
    let mut spent = vec![Duration::ZERO; parts().len()];
    let mut last = Instant::now();
    let mut lap = |part: usize, spent: &mut Vec<Duration>| {
        let now = Instant::now();
        spent[part] += now - last;
        last = now;
    };

    let lot = Lot::new(s.seed, number);
    let mut world = World::new(b, s, lot);
    let mut words = StaffWords::new(lot, b.posts.iter().map(|p| p.len()));
    let acting = forces::acting(s);
    let mut effects = Effects::neutral(Widths {
        regions: s.regions.len(),
        team: s.team.len(),
        organisations: b.organisations(),
        roles: s.roles.len(),
        kinds: s.kinds.len(),
        systems: s.systems.len(),
        tasks: Task::COUNT,
    });
    let view = View::new(0, s, b, &world);
    forces::write_all(&acting, &view, &mut effects);
    survey::run(&mut world, b, s, &effects, 0);
    let mut journal = Journal::default();
    let mut trajectory = Trajectory::new(Arc::clone(&layout));
    let mut cells = Cells::new(b, layout.groups());
    lap(0, &mut spent);
    for week in 1..=s.weeks {
        let view = View::new(week, s, b, &world);
        forces::write_all(&acting, &view, &mut effects);
        lap(1, &mut spent);
        let mut step = Step {
            week,
            scenario: s,
            blueprint: b,
            lot,
            words: &mut words,
            effects: &effects,
            journal: &mut journal,
            visit_never_live: false,
        };
        for (i, process) in PLAN.iter().enumerate() {
            (process.run)(&mut world, &mut step);
            lap(2 + i, &mut spent);
        }
        let first = 2 + PLAN.len();
        let sight = Sight { week, scenario: s, blueprint: b, world: &world };
        let mut row = Row::new(&mut cells);
        for (i, observer) in OBSERVERS.iter().enumerate() {
            (observer.observe)(&sight, &mut row);
            lap(first + i, &mut spent);
        }
        row.close(week, &mut trajectory);
        lap(first + OBSERVERS.len(), &mut spent);
    }
    std::hint::black_box((&world, &trajectory));
    Clock { spent, staff_weeks: b.posts_in_scope() as u64 * u64::from(s.weeks) }
}

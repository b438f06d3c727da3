//! The weekly cycle: the only code that changes state. One file a step.
//!
//! The order is part of the model and written once, as data, in [`PLAN`]. A process reads the
//! state, the coefficients that forces wrote at the start of the week, and draws at addresses;
//! it knows no force by name. Whatever an organisation sees of others is last week's end state,
//! so that the order in which organisations are visited carries no meaning.

pub mod champions;
pub mod climate;
pub mod events;
pub mod funder;
pub mod joining;
pub mod levers;
pub mod load;
pub mod money;
pub mod network;
pub mod project_work;
pub mod records;
pub mod survey;
pub mod survival;
pub mod usage;
pub mod workforce;

use std::ops::Range;

use crate::forces::effects::Effects;
use crate::parallel::side_by_side;
use crate::results::Event;
use crate::rng::{Lot, PartWords, StaffWords};
use crate::scenario::Scenario;
use crate::world::{Blueprint, PartPosts, World};

/// What a process works with in one week.
pub struct Step<'a> {
    /// The week, 1 for the first.
    pub week: u32,
    /// Parameters.
    pub scenario: &'a Scenario,
    /// Who exists.
    pub blueprint: &'a Blueprint,
    /// Luck.
    pub lot: Lot,
    /// Luck of each post and week.
    pub words: &'a mut StaffWords,
    /// What the forces wrote.
    pub effects: &'a Effects,
    /// Where events are noted, if anybody asked.
    pub journal: &'a mut Journal,
    /// True to simulate also posts that the tool has never reached (for tests: it changes nothing).
    pub visit_never_live: bool,
}

/// A step of the weekly cycle.
pub struct Process {
    /// Name in fingerprints and documentation.
    pub name: &'static str,
    /// What it does.
    pub run: fn(&mut World, &mut Step<'_>),
}

/// The weekly cycle, in order. Observation follows.
pub static PLAN: [Process; 8] = [
    Process { name: "climate", run: climate::run },
    Process { name: "money", run: money::run },
    Process { name: "project_work", run: project_work::run },
    Process { name: "joining", run: joining::run },
    Process { name: "workforce", run: workforce::run },
    Process { name: "use", run: usage::run },
    Process { name: "records", run: records::run },
    Process { name: "load", run: load::run },
];

/// Events of one replicate; silent unless asked for.
#[derive(Debug, Default)]
pub struct Journal {
    listening: bool,
    events: Vec<Event>,
}

impl Journal {
    /// One that notes everything.
    pub fn listening() -> Self {
        Journal { listening: true, events: vec![] }
    }

    /// Note an event; the words are made only if somebody listens.
    pub fn note(&mut self, make: impl FnOnce() -> Event) {
        if self.listening {
            self.events.push(make());
        }
    }

    /// What was noted.
    pub fn into_events(self) -> Vec<Event> {
        self.events
    }
}

/// What organisations go by that are simulated side by side: everything in a step that nobody
/// changes.
#[derive(Debug, Clone, Copy)]
pub struct Week<'a> {
    /// The week, 1 for the first.
    pub week: u32,
    /// Parameters.
    pub scenario: &'a Scenario,
    /// Who exists.
    pub blueprint: &'a Blueprint,
    /// Luck.
    pub lot: Lot,
    /// What the forces wrote.
    pub effects: &'a Effects,
    /// True to simulate also posts that the tool has never reached.
    pub visit_never_live: bool,
}

impl<'a> Step<'a> {
    /// What nobody changes.
    fn now(&self) -> Week<'a> {
        Week {
            week: self.week,
            scenario: self.scenario,
            blueprint: self.blueprint,
            lot: self.lot,
            effects: self.effects,
            visit_never_live: self.visit_never_live,
        }
    }
}

/// Posts of neighbouring organisations with their luck, and what is the same for all of them.
struct Staff<'a> {
    /// The organisations.
    organisations: Range<usize>,
    /// Their posts.
    posts: PartPosts<'a>,
    /// Their luck.
    words: PartWords<'a>,
}

/// Do a piece of work for the posts of all organisations, part by part, side by side where a
/// replicate is large. The world is there to be read, without its posts; results come in the
/// order of the organisations.
fn for_staff<T: Send>(
    world: &mut World,
    step: &mut Step<'_>,
    work: impl Fn(&World, Week<'_>, Staff<'_>) -> T + Send + Sync,
) -> Vec<T> {
    let (now, parts) = (step.now(), &step.blueprint.parts.organisations);
    let mut all = std::mem::take(&mut world.posts);
    let posts_of = |part: &Range<usize>| match part.is_empty() {
        true => 0..0,
        false => now.blueprint.posts[part.start].start..now.blueprint.posts[part.end - 1].end,
    };
    let posts = all.parts(parts.iter().map(posts_of));
    let words = step.words.parts(parts.iter().cloned());
    let staff = parts.iter().zip(posts).zip(words);
    let staff =
        staff.map(|((part, posts), words)| Staff { organisations: part.clone(), posts, words });
    let done = side_by_side(staff.collect(), |staff| work(world, now, staff));
    world.posts = all;
    done
}

impl Step<'_> {
    /// Note an event about an organisation.
    fn note_organisation(&mut self, o: usize, event: &'static str, note: impl FnOnce() -> String) {
        let (b, s, week) = (self.blueprint, self.scenario, self.week);
        self.journal.note(|| Event {
            week,
            region: s.regions[b.region[o]].label.clone(),
            event,
            subject: b.name[o].clone(),
            note: note(),
        });
    }

    /// Note an event about a region or its team.
    fn note_region(&mut self, r: usize, event: &'static str, subject: &str, note: &str) {
        let (s, week) = (self.scenario, self.week);
        self.journal.note(|| Event {
            week,
            region: s.regions[r].label.clone(),
            event,
            subject: subject.into(),
            note: note.into(),
        });
    }
}

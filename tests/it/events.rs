//! Every kind of event can be scheduled, comes by chance or is off, and is told in the events.

use std::ops::ControlFlow;

use uptake::engine::{self, Options};
use uptake::results::Ensemble;
use uptake::scenario::{self, EventKind, Scenario, ScheduledEvent};

const ALL: [EventKind; EventKind::COUNT] = [
    EventKind::Reorganisation,
    EventKind::BoundaryChange,
    EventKind::SponsorLoss,
    EventKind::Conflict,
    EventKind::LocalScandal,
    EventKind::NationalScandal,
    EventKind::ContractCollapse,
    EventKind::ToolSetback,
    EventKind::NewAlternative,
    EventKind::RivalFails,
    EventKind::Merger,
    EventKind::SystemChange,
    EventKind::SupplierDelay,
    EventKind::Mandate,
    EventKind::Evaluation,
    EventKind::Closure,
    EventKind::Takeover,
];
/// Those that have no switch for chance: they come as scheduled, or at a rate of their own.
const NO_SWITCH: [EventKind; 3] = [EventKind::Mandate, EventKind::Closure, EventKind::Takeover];

/// Keys that switch every event by chance off.
fn off() -> Vec<String> {
    let by_chance = ALL.iter().filter(|kind| !NO_SWITCH.contains(kind));
    let rates = ["events.takeover_per_year=0", "funder.stops_below=0"].map(String::from);
    by_chance.map(|kind| format!("events.{}=off", kind.id())).chain(rates).collect()
}

fn region(keys: &[String], weeks: u32) -> Scenario {
    let mut s = scenario::builtin(keys).unwrap().scenario;
    s.end_after(weeks);
    s.replicates = 1;
    s.targets.clear();
    s
}

fn run(s: &Scenario) -> Ensemble {
    engine::ensemble(s, &Options::of(s), &|_| ControlFlow::Continue(()))
}

fn told(e: &Ensemble, event: &str) -> usize {
    e.replicates[0].events.iter().filter(|told| told.event == event).count()
}

#[test]
fn without_chance_and_schedule_nothing_happens() {
    let e = run(&region(&off(), 120));
    assert_eq!(e.replicates[0].happened, [0; EventKind::COUNT]);
    assert!(ALL.iter().all(|kind| told(&e, kind.id()) == 0));
}

#[test]
fn every_kind_of_event_can_be_scheduled_and_is_told() {
    let mut keys = off();
    // Enough people that many are asked in the weeks after it.
    let many = ["initial.live=0.5", "initial.records=0.5", "region.cambridgeshire.team_size=4"];
    keys.extend(many.map(String::from));
    let plain = region(&keys, 60);
    let digest = run(&plain).digest();
    for event in ALL {
        let mut with = plain.clone();
        let size = if event == EventKind::SupplierDelay { 20.0 } else { 1.0 };
        with.scheduled.push(ScheduledEvent { event, week: 30, region: None, size });
        let e = run(&with);
        assert!(e.replicates[0].happened[event as usize] > 0, "{event:?}");
        let when = e.replicates[0].events.iter().find(|told| told.event == event.id());
        assert_eq!(when.map(|told| told.week), Some(30), "{event:?}");
        assert_ne!(e.digest(), digest, "{event:?} does nothing");
    }
}

#[test]
fn events_come_by_chance_at_their_rate() {
    // A hundred futures of a year: a rate of 2 a year comes in 1 − e^−2 of them.
    let keys = [
        "forces.own_share=1",
        "forces.politics.conflict_per_year=2",
        "forces.leadership.strength=0",
    ];
    let mut s = region(&keys.map(String::from), 52);
    s.replicates = 200;
    let futures = run(&s).replicates;
    let came = futures.iter().filter(|r| r.happened[EventKind::Conflict as usize] > 0);
    let share = came.count() as f64 / 200.0;
    let expected = 1.0 - (-2.0 * 52.0 / 52.178_571_f64).exp();
    // α = 0.001, two-sided: 3.29 standard errors.
    let error = (expected * (1.0 - expected) / 200.0).sqrt();
    assert!((share - expected).abs() < 3.29 * error, "{share} {expected}");
    assert!((share - expected / 2.0).abs() > 3.29 * error, "half the rate would be found out");
}

#[test]
fn a_scandal_in_one_region_spills_over_to_the_others() {
    let mut s = region(&off(), 12);
    let mut other = s.regions[0].clone();
    other.id = "other".to_owned();
    s.regions.push(other);
    let event = EventKind::LocalScandal;
    s.scheduled.push(ScheduledEvent { event, week: 10, region: Some(0), size: 1.0 });
    let e = run(&s);
    let scandals = e.replicates[0].events.iter().filter(|told| told.event == event.id());
    let where_: Vec<&str> = scandals.map(|told| told.region.as_str()).collect();
    assert_eq!(where_, [s.regions[0].id.as_str()]);
}

#[test]
fn an_organisation_on_another_system_waits_to_be_set_up_anew() {
    let mut keys = off();
    keys.extend(["initial.live=1", "policy.work_in_progress=400"].map(String::from));
    let mut s = region(&keys, 60);
    let event = EventKind::SystemChange;
    s.scheduled.push(ScheduledEvent { event, week: 10, region: None, size: 1.0 });
    let e = run(&s);
    let paused = uptake::measures::measure("organisations.paused").unwrap();
    let at = |week| e.values(paused, 0, week)[0];
    assert!(at(9) < 0.01 && at(12) > 0.3, "{} {}", at(9), at(12));
    assert!(at(60) < at(12), "some have been set up anew: {} {}", at(60), at(12));
}

/// When the first person of an entry of the team leaves and is replaced, and the second.
fn courses(people: u32, seed: u64) -> [Vec<(u32, &'static str)>; 2] {
    let mut keys = off();
    keys.extend(
        ["forces.*.strength=0", "team.project_manager.leave_per_year=0.9"].map(String::from),
    );
    keys.push(format!("team.project_manager.count={people}"));
    let mut s = region(&keys, 260);
    s.seed = seed;
    let e = run(&s);
    let of = |ids: &[&str]| {
        let told = e.replicates[0].events.iter().filter(|told| ids.contains(&&*told.subject));
        told.map(|told| (told.week, told.event)).collect()
    };
    [of(&["project_manager", "project_manager.1"]), of(&["project_manager.2"])]
}

/// Kind of fault: luck whose address says how many others there are, so that a change of one thing
/// changes the luck of another. The broken twin is luck by the number within the team: the second.
#[test]
fn a_second_person_changes_nothing_of_what_happens_to_the_first() {
    let mut told = 0;
    for seed in 1..=8 {
        let [alone, nobody] = courses(1, seed);
        let [first, second] = courses(2, seed);
        assert_eq!(alone, first, "seed {seed}");
        assert_ne!(first, second, "seed {seed}: both have the same luck");
        assert_eq!(nobody, []);
        told += alone.len();
    }
    assert!(told >= 16, "{told} departures and returns");
}

//! Life and death of projects.

use uptake::engine::{self, Options};
use uptake::results::Ensemble;
use uptake::scenario::{EventKind, Scenario, ScheduledEvent};

use super::{mean, moves, region};
use std::ops::ControlFlow;

fn run(s: &Scenario) -> Ensemble {
    engine::ensemble(s, &Options::of(s), &|_| ControlFlow::Continue(()))
}

/// A region in use, with one event in week 20.
fn with(event: Option<EventKind>, keys: &[&str]) -> Ensemble {
    let usual = ["weeks=78", "replicates=8", "initial.live=0.5", "initial.records=0.5"];
    let mut s = region(&usual.iter().chain(keys).copied().collect::<Vec<_>>());
    s.scheduled.extend(event.map(|event| ScheduledEvent {
        event,
        week: 20,
        region: None,
        size: 1.0,
    }));
    run(&s)
}

/// A project that was closed works no more; one that was taken over loses organisations and records, or
/// keeps them without a project.
#[test]
fn what_is_closed_works_no_more_and_what_is_taken_over_is_lost_or_kept() {
    let plain = with(None, &[]);
    let closed = with(Some(EventKind::Closure), &[]);
    assert_eq!(mean(&plain, "project.survival", 78), 1.0);
    assert_eq!(mean(&closed, "project.survival", 78), 0.0);
    assert!(mean(&plain, "project.hours", 78) > 10.0 && mean(&closed, "project.hours", 78) == 0.0);
    moves(&plain, &closed, ("organisations.live", 78), -0.02);

    let lost = with(Some(EventKind::Takeover), &["events.takeover_kept=0"]);
    assert_eq!(mean(&lost, "organisations.live", 78), 0.0);
    assert_eq!(mean(&lost, "patients.recorded", 20), 0.0);
    assert!(mean(&plain, "patients.recorded", 20) > 0.02);
    let kept = with(Some(EventKind::Takeover), &["events.takeover_kept=1"]);
    moves(&closed, &kept, ("organisations.live", 78), 0.02);
    assert_eq!(mean(&kept, "project.survival", 78), 0.0);
}

/// A scandal can end a project, take its sponsor and its organisations; preparedness is in its size.
#[test]
fn a_scandal_can_end_it() {
    let plain = with(Some(EventKind::LocalScandal), &[]);
    let left = with(Some(EventKind::LocalScandal), &["events.scandal_leave=0.4"]);
    let before = mean(&plain, "organisations.live", 20);
    let exact = before * 0.6;
    let found = mean(&left, "organisations.live", 20);
    // 330 x 8 organisations, half of them live: three standard errors are 0.015.
    assert!((found - exact).abs() < 0.015, "{found} and not {exact}");
    let ended = with(Some(EventKind::LocalScandal), &["events.scandal_ends=1"]);
    assert_eq!(mean(&ended, "project.survival", 78), 0.0);
    let sponsor = with(Some(EventKind::LocalScandal), &["events.scandal_sponsor=1"]);
    for (told, e) in [(0, &plain), (1, &sponsor)] {
        let events = &e.replicates[0].events;
        assert_eq!(events.iter().filter(|x| x.event == "sponsor_stepped_back").count(), told);
    }
}

/// The funder stops what it has cut too often. Two failed reviews in a row, the second with a cut of three fifths.
#[test]
fn a_funder_that_has_cut_too_often_stops() {
    let keys = [
        "weeks=120",
        "funder.cut=0.6",
        "replicates=2",
        "region.*.team_size=0",
        "funder.shown=proportions",
    ];
    let run = |more: &[&str]| run(&region(&keys.iter().chain(more).copied().collect::<Vec<_>>()));
    let goes_on = run(&[]);
    let stops = run(&["funder.stops_below=0.5"]);
    assert_eq!(mean(&goes_on, "project.survival", 120), 1.0);
    assert_eq!(mean(&stops, "project.survival", 60), 1.0, "one bad year is forgiven");
    assert_eq!(mean(&stops, "project.survival", 120), 0.0);
}

/// By chance a rival comes at its rate: α = 0.01 over 100 futures of a year.
#[test]
fn takeovers_come_at_their_rate() {
    let s =
        region(&["weeks=52", "replicates=100", "region.*.size=0.02", "events.takeover_per_year=1"]);
    let survive = mean(&run(&s), "project.survival", 52);
    let exact = (-52.0 / 52.178_571_f64).exp();
    let error = 2.58 * (exact * (1.0 - exact) / 100.0).sqrt();
    assert!((survive - exact).abs() < error, "{survive} and not {exact} ± {error}");
}

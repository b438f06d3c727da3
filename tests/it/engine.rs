//! The engine is deterministic, and nothing that only watches or schedules changes a digit.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use uptake::engine::{self, Options};
use uptake::measures::{Counter, MEASURES};
use uptake::observers::OBSERVERS;
use uptake::results::Ensemble;
use uptake::rng::{Lot, StaffWords};
use uptake::scenario::{self, Intervention, Kind, LEVERS, Level, Lever, Order, Region, Scenario};
use uptake::world::{Blueprint, Currency, World};

/// The built-in region, short: the same code paths in a fraction of the time.
fn region(weeks: u32, replicates: u32) -> Scenario {
    let mut s = scenario::builtin(&[]).expect("the built-in region is valid").scenario;
    s.end_after(weeks);
    s.replicates = replicates;
    s
}

fn run(s: &Scenario, change: impl FnOnce(&mut Options)) -> Ensemble {
    let mut options = Options::of(s);
    change(&mut options);
    engine::ensemble(s, &options, &|_| ControlFlow::Continue(()))
}

#[test]
fn threads_do_not_change_a_digit() {
    let s = region(80, 9);
    let one = run(&s, |o| o.jobs = Some(1));
    for jobs in [2, 8] {
        assert_eq!(one, run(&s, |o| o.jobs = Some(jobs)));
    }
}

#[test]
fn working_on_parts_of_a_replicate_side_by_side_does_not_change_a_digit() {
    // One region, whose organisations and lists alone can be divided; then many regions.
    for s in [region(80, 2), regions(40)] {
        let whole = run(&s, |o| o.part = usize::MAX);
        for part in [1, 5, 50] {
            assert_eq!(whole, run(&s, |o| o.part = part), "parts of {part}");
        }
    }
}

#[test]
fn lists_that_are_counted_as_they_change_hold_what_a_count_finds() {
    // Much is written, overtaken and forgotten; records stop being recent, patients withdraw; in one a
    // rival takes the records away.
    let sets = [
        "initial.live=0.6",
        "initial.records=0.5",
        "records.current_weeks=20",
        "records.overtaken_per_week=0.05",
        "events.takeover_per_year=1",
        "events.takeover_kept=0",
    ];
    let s = scenario::builtin(&sets.map(String::from)).unwrap().scenario;
    let (mut recorded, mut wiped) = (vec![], 0);
    engine::future_watched(&s, 0, None, &mut |see| {
        let by = Currency::of(&see.scenario.records, see.week as i32);
        for panel in &see.world.panels {
            let mut again = panel.clone();
            again.count(by);
            again.counts.recognised = panel.counts.recognised;
            assert_eq!(again.counts, panel.counts, "week {}", see.week);
            assert_eq!(again.patients, panel.patients, "week {}", see.week);
        }
        let now: u32 = see.world.panels.iter().map(|panel| panel.counts.recorded).sum();
        wiped += u32::from(now == 0 && recorded.last().is_some_and(|&last| last > 20));
        recorded.push(now);
    });
    assert!(recorded.iter().any(|&n| n > 100) && wiped > 0, "{wiped} {recorded:?}");
}

/// Seven regions that see each other.
fn regions(weeks: u32) -> Scenario {
    let mut s = region(weeks, 1);
    let first = s.regions[0].clone();
    for nth in 1..7 {
        let mut other: Region = first.clone();
        other.id = format!("region-{nth}");
        other.counts.iter_mut().for_each(|count| *count = count.div_ceil(nth + 1));
        s.regions.push(other);
    }
    s.initial.live = 0.2;
    s
}

#[test]
fn another_seed_changes_digits() {
    let s = region(30, 2);
    let mut other = s.clone();
    other.seed += 1;
    assert_ne!(run(&s, |_| {}).digest(), run(&other, |_| {}).digest());
}

#[test]
fn observers_are_inert() {
    let s = region(60, 2);
    let all = run(&s, |_| {});
    for observer in &OBSERVERS {
        let without = run(&s, |o| o.without = vec![observer.name]);
        assert_eq!(all.digest(), without.digest(), "{}", observer.name);
        assert_ne!(all, without, "{} fills no counter", observer.name);
    }
    let unrecorded = run(&s, |o| o.record = None);
    assert_eq!(all.digest(), unrecorded.digest());
}

#[test]
fn skipping_posts_that_the_tool_never_reached_is_exact() {
    let s = region(120, 3);
    let (skipped, visited) = (run(&s, |_| {}), run(&s, |o| o.skip_never_live = false));
    assert_eq!(skipped.digest(), visited.digest());
    assert!(skipped.work().words_drawn < visited.work().words_drawn / 2);
    for (a, b) in skipped.replicates.iter().zip(&visited.replicates) {
        assert_eq!(a.trajectory, b.trajectory);
        assert_eq!(a.fingerprints, b.fingerprints);
    }
}

/// Everything happens here that may come over an organisation in a week.
#[test]
fn passing_over_organisations_at_which_nothing_may_change_is_exact() {
    let often = [
        "system.*.switch_on_per_year=0.3",
        "system.emis.switch_on_together=true",
        "diffusion.spontaneous_per_year=0.2",
        "diffusion.contagion_per_year=0.5",
        "diffusion.mandate_per_year=0.5",
        "diffusion.gated=0.5",
        "organisation.lead_leaves=5",
        "organisation.exit_per_year=0.5",
        "organisation.return_per_year=1",
        "policy.renegotiate_weeks=20",
        "organisation.agreement_grace_weeks=1",
        "forces.reversals.soften_per_year=2",
    ];
    let mut s = scenario::builtin(&often.map(str::to_owned)).expect("sound").scenario;
    s.end_after(160);
    s.replicates = 4;
    let (passed, visited) = (run(&s, |_| {}), run(&s, |o| o.skip_never_live = false));
    assert_eq!(passed.replicates[0].events, visited.replicates[0].events);
    assert_eq!(passed.digest(), visited.digest());
    let told: BTreeSet<&str> = passed.replicates[0].events.iter().map(|e| e.event).collect();
    for event in ["went_live", "stopped", "lead_left", "merger", "system_change", "softened"] {
        assert!(told.contains(event), "{event} is not among {told:?}");
    }
}

#[test]
fn a_replicate_is_the_same_alone_and_among_many() {
    let s = region(60, 6);
    let many = run(&s, |_| {});
    let alone = run(&s, |o| o.replicates = 4..5);
    assert_eq!(alone.replicates.len(), 1);
    assert_eq!(alone.replicates[0], many.replicates[4]);
}

#[test]
fn an_interrupted_ensemble_holds_complete_replicates_only() {
    let s = region(20, 12);
    let all = run(&s, |_| {});
    let mut options = Options::of(&s);
    options.jobs = Some(2);
    let part = engine::ensemble(&s, &options, &|done| {
        if done >= 4 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(!part.replicates.is_empty() && part.replicates.len() < 12);
    assert_eq!(part.replicates[..], all.replicates[..part.replicates.len()]);
}

/// What luck an organisation meets, as far as it can be read off.
#[derive(Debug, PartialEq)]
struct Luck {
    name: String,
    key: u64,
    frailty: f64,
    refuser: bool,
    system: usize,
    staff: u32,
    word: (u32, u32),
}

fn luck(s: &Scenario) -> Vec<Luck> {
    let b = Blueprint::of(s);
    let lot = Lot::new(s.seed, 0);
    let world = World::new(&b, s, lot);
    let mut words = StaffWords::new(lot, b.posts.iter().map(|p| p.len()));
    (0..b.organisations())
        .map(|o| {
            let name = b.name[o].rsplit('/').next().unwrap_or_default().to_string();
            let word = words.whole().week(o, b.key[o], 9).of(0);
            let (frailty, refuser) = (world.orgs.frailty[o], world.orgs.refuser[o]);
            let (key, system, staff) = (b.key[o], b.system[o], b.staff[o]);
            Luck { name, key, frailty, refuser, system, staff, word }
        })
        .collect()
}

#[test]
fn adding_a_kind_or_a_region_changes_nobody_elses_luck() {
    let s = region(10, 1);
    let before = luck(&s);

    let mut more = s.clone();
    more.kinds.insert(0, Kind { id: "hospice".into(), keeps_list: false, ..more.kinds[1].clone() });
    more.regions[0].counts.insert(0, 5);
    let shares = more.regions[0].system_shares[1].clone();
    more.regions[0].system_shares.insert(0, shares);
    more.policy.kind_rank.insert(0, 0);
    let after = luck(&more);
    assert_eq!(after.len(), before.len() + 5);
    assert!(before.iter().all(|x| after.contains(x)));

    let mut wider = s.clone();
    wider.regions.insert(0, Region { id: "norfolk".into(), ..s.regions[0].clone() });
    let after = luck(&wider);
    assert_eq!(after.len(), 2 * before.len());
    assert!(before.iter().all(|x| after.contains(x)));
}

#[test]
fn an_inert_intervention_changes_no_digit() {
    let s = region(90, 2);
    let plain = run(&s, |_| {});
    for lever in LEVERS
        .iter()
        .map(|note| note.lever)
        .filter(|lever| lever.is_share() || *lever == Lever::ExtraHours)
    {
        for (start, intensity) in [(10, 0.0), (90, 0.5)] {
            let mut with = s.clone();
            with.interventions.push(Intervention {
                lever,
                start,
                end: s.weeks,
                intensity,
                level: Level::Middle,
                hours_per_week: lever.note().hours,
                order: Order::Random,
                cost_per_week: 0.0,
            });
            assert!(plain == run(&with, |_| {}), "{lever:?} from {start}");
        }
    }
    let mut with = s.clone();
    with.interventions.push(Intervention {
        lever: Lever::ExtraHours,
        start: 10,
        end: s.weeks,
        intensity: 20.0,
        level: Level::Middle,
        hours_per_week: 0.0,
        order: Order::Random,
        cost_per_week: 0.0,
    });
    assert_ne!(plain.digest(), run(&with, |_| {}).digest());
}

#[test]
fn counts_stay_within_bounds_and_nest() {
    let s = region(200, 3);
    let futures = run(&s, |_| {});
    use Counter::*;
    for r in &futures.replicates {
        for (g, _) in futures.groups.iter().enumerate() {
            for week in 0..=200 {
                let at = |c| r.trajectory.get(c, g, week);
                assert!(at(OrgLive) <= at(OrgAgreed) && at(OrgAgreed) <= at(OrgMapped));
                assert!(at(OrgMapped) <= at(OrgAll) && at(OrgRealUse) <= at(OrgLive));
                assert!(at(StaffWeek) <= at(StaffMonth) && at(StaffDay) <= at(StaffWeek));
                assert!(at(StaffMonth) <= at(StaffEver) && at(StaffEver) <= at(StaffInScope));
                assert!(at(StaffCompetent) <= at(StaffInScope));
                assert!(at(PatTrue) <= at(PatApparent) && at(PatApparent) <= at(PatRecorded));
                assert!(at(PatRecorded) <= at(PatAgreed) && at(PatAgreed) <= at(PatApproached));
                assert!(at(PatApproached) <= at(PatRecognised));
                assert_eq!(at(StaffInScope), r.trajectory.get(StaffInScope, g, 0));
                for m in MEASURES.iter().filter(|m| m.unit.id() == "share") {
                    if let Some(x) = r.trajectory.measure(m, g, week) {
                        assert!((0.0..=1.0 + 1e-5).contains(&x), "{} = {x}", m.name);
                    }
                }
            }
        }
        for week in 1..=200 {
            let at = |c, w| f64::from(r.trajectory.get(c, 0, w));
            let worked = at(HoursCum, week) - at(HoursCum, week - 1);
            let hired: f64 = s.team.iter().map(|m| m.hours).sum();
            assert!(worked >= -1e-3 && worked <= hired + 0.01, "{worked} of {hired} hours");
            assert!(at(SpendCum, week) >= at(SpendCum, week - 1));
        }
    }
}

/// Kind of fault: what the command line refuses, the library simulates.
#[test]
#[should_panic(expected = "lies beyond the horizon of 52 weeks")]
fn a_goal_beyond_the_end_is_refused_by_the_library_too() {
    let mut s =
        scenario::builtin(&["region.cambridgeshire.size=0.01".to_owned()]).unwrap().scenario;
    s.weeks = 52;
    run(&s, |options| options.replicates = 0..1);
}

//! Oppositional and ambivalent forces: subtypes and limits that no `Shows` covers.

use uptake::scenario::{EventKind, Forces, Intervention, Level, Lever, Order, ScheduledEvent};

use uptake::forces::coefficients::{OrgCoef, RoleCoef};

use super::*;

/// The same futures with and without a force, in a scenario in which it has nothing to say.
fn says_nothing(name: &str, mut s: Scenario) {
    let with = run(&s).digest();
    *s.forces.strength_mut(name).expect("a force of that name") = 0.0;
    assert_eq!(with, run(&s).digest(), "{name}");
}

fn short(mut s: Scenario) -> Scenario {
    s.replicates = 2;
    s
}

fn few(mut s: Scenario) -> Scenario {
    s.replicates = 6;
    s
}

/// Mean effect of a force on a measure in the last week, and the share of pairs in which it raises it.
fn effect(name: &str, s: &Scenario, outcome: &str) -> (f64, f64) {
    let mut without = s.clone();
    *without.forces.strength_mut(name).expect("a force of that name") = 0.0;
    paired(&run(s), &run(&without), outcome, 0, s.weeks)
}

fn lever(lever: Lever) -> Intervention {
    Intervention {
        lever,
        start: 0,
        end: 1040,
        intensity: 1.0,
        level: Level::Technical,
        hours_per_week: 0.0,
        order: Order::Random,
        cost_per_week: 0.0,
    }
}

#[test]
fn temporary_blockers_end() {
    let mut s = short(region(60));
    s.initial.live = 0.5;
    (s.forces.temporary.saturation_weeks, s.forces.temporary.single_sign_on_week) = (0.0, 0.0);
    s.kinds.iter_mut().for_each(|kind| kind.upheaval = 0.0);
    says_nothing("temporary", s);
}

#[test]
fn one_log_in_for_all_systems_removes_its_blocker() {
    let mut s = few(all_live(40));
    s.forces.temporary.login_lost = 0.3;
    s.forces.temporary.saturation = 0.0;
    let separate = effect("temporary", &s, "staff.weekly").0;
    s.interventions.push(lever(Lever::SingleSignOn));
    let one = effect("temporary", &s, "staff.weekly").0;
    assert!(separate < -0.008 && one.abs() < 0.25 * separate.abs(), "{separate} {one}");
}

#[test]
fn wrong_motives_spoil_records_under_a_mandate_or_payment_and_only_then() {
    let mut s = few(all_live(40));
    let loss = |s: &Scenario| {
        let mut without = s.clone();
        without.forces.recurring.tick_box = 0.0;
        paired(&run(s), &run(&without), "encounters.missing", 0, 40)
    };
    assert_eq!(loss(&s).0, 0.0);
    let mut paid = s.clone();
    paid.interventions.push(Intervention { intensity: 2000.0, ..lever(Lever::Payment) });
    s.scheduled.push(ScheduledEvent {
        event: EventKind::Mandate,
        week: 1,
        region: None,
        size: 1.0,
    });
    for incentive in [s, paid] {
        let (loss, above) = loss(&incentive);
        assert!(loss > 0.02 && above == 1.0, "{loss} {above}");
    }
}

#[test]
fn a_template_half_populated_costs_what_it_gains() {
    let mut s = short(all_live(30));
    let own = &mut s.forces.contexts;
    (own.irrelevant, own.withheld, own.foreign_content) = (0.0, 0.0, 0.0);
    own.cross_population = 0.5;
    s.kinds.iter_mut().for_each(|kind| kind.own_template = 1.0);
    says_nothing("contexts", s);
}

#[test]
fn versions_for_contexts_serve_those_whom_one_version_does_not_suit() {
    let mut s = few(all_live(40));
    (s.forces.values.tool_detail, s.forces.values.tool_structure) = (1.0, 0.0);
    s.kinds.iter_mut().for_each(|kind| kind.detail = 0.0);
    let mut versions = s.clone();
    versions.interventions.push(lever(Lever::ContextVersions));
    let effect = |s| effect("values", s, "patients.true_current").0;
    let (one, many) = (effect(&s), effect(&versions));
    assert!(one < -0.002 && many > 0.01, "{one} {many}");
}

#[test]
fn with_one_system_and_equal_chances_nobody_is_worse_off() {
    let mut s = short(region(60));
    s.initial.live = 0.5;
    (s.forces.inequality.designed_for, s.forces.inequality.remote_load) = (0.0, 0.0);
    for row in &mut s.regions[0].system_shares {
        row.fill(0.0);
        row[0] = 1.0;
    }
    says_nothing("inequality", s);
}

#[test]
fn a_voice_for_weaker_partners_takes_part_of_their_disadvantage_away() {
    // Practices divided among systems, and records good enough for the difference to tell.
    let mut s = few(all_live(8));
    (s.initial.competent, s.initial.habit, s.initial.records) = (0.9, 0.8, 0.9);
    let place = |id: &str| s.systems.iter().position(|system| system.id == id).unwrap();
    let (systmone, emis, paper) = (place("systmone"), place("emis"), place("paper"));
    let practice = s.kinds.iter().position(|kind| kind.keeps_list).unwrap();
    let shares = &mut s.regions[0].system_shares[practice];
    (shares[systmone], shares[emis], shares[paper]) = (0.4, 0.4, 0.2);
    s.policy.lever_weeks = 0.0;
    let mut heard = s.clone();
    heard.interventions.push(lever(Lever::WeakerVoice));
    let effect = |s| effect("inequality", s, "encounters.informed").0;
    let (unheard, heard) = (effect(&s), effect(&heard));
    assert!(unheard < -0.01 && heard > 0.5 * unheard, "{unheard} {heard}");
}

#[test]
fn a_watch_softens_unintended_consequences() {
    let mut s = few(all_live(52));
    s.records.overtaken_per_week = 0.2;
    let mut watched = s.clone();
    watched.interventions.push(lever(Lever::UnintendedWatch));
    let effect = |s| effect("unintended", s, "patients.true_current").0;
    let (unwatched, watched) = (effect(&s), effect(&watched));
    assert!(unwatched < -0.01 && watched > 0.5 * unwatched, "{unwatched} {watched}");
}

#[test]
fn where_nobody_declines_stops_or_finds_a_stale_record_nothing_is_reversed() {
    // Alone: other forces have organisations stop and patients decline.
    let mut s = short(all_live(60));
    for name in Forces::NAMES.iter().filter(|name| **name != "reversals") {
        *s.forces.strength_mut(name).expect("a force of that name") = 0.0;
    }
    (s.patients.agree, s.records.overtaken_per_week) = (1.0, 0.0);
    (s.organisation.exit_per_year, s.joining.refusers) = (0.0, 0.0);
    s.organisation.neglect_exit_per_year = 0.0;
    says_nothing("reversals", s);
}

#[test]
fn without_evaluation_and_hype_there_is_no_evidence() {
    let mut s = short(region(60));
    s.forces.evidence.hype = 0.0;
    says_nothing("evidence", s);
}

#[test]
fn a_poor_evaluation_costs_money_unless_it_is_held_to_learn() {
    let mut s = few(all_live(60));
    s.scheduled.push(ScheduledEvent {
        event: EventKind::Evaluation,
        week: 2,
        region: None,
        size: 0.0,
    });
    let mut learning = s.clone();
    learning.interventions.push(lever(Lever::Evaluation));
    let effect = |s: &Scenario| {
        let mut without = s.clone();
        without.forces.evidence.money_lost = 0.0;
        paired(&run(s), &run(&without), "project.hours", 0, 60).0
    };
    let (deciding, learning) = (effect(&s), effect(&learning));
    assert!(deciding < -1.5 && learning.abs() < 0.1 * deciding.abs(), "{deciding} {learning}");
}

#[test]
fn where_nobody_waits_learns_or_sees_a_rival_fail_nothing_is_vicarious() {
    let mut s = short(region(60));
    (s.forces.vicarious.learn, s.forces.vicarious.rival_fails_per_year) = (0.0, 0.0);
    s.kinds.iter_mut().for_each(|kind| kind.waits = 0.0);
    says_nothing("vicarious", s);
}

#[test]
fn a_rival_that_fails_makes_the_tool_look_good() {
    // Where organisations are hard to win, so that what makes the tool look good tells.
    let mut s = region(78);
    (s.regions[0].team_size, s.joining.base) = (3.0, -4.0);
    s.scheduled =
        vec![ScheduledEvent { event: EventKind::RivalFails, week: 10, region: None, size: 1.0 }];
    let mut without = s.clone();
    without.forces.vicarious.contrast = 0.0;
    let (agreed, above) = paired(&run(&s), &run(&without), "organisations.agreed", 0, 78);
    assert!(agreed > 0.005 && above > 0.75, "{agreed} {above}");
}

#[test]
fn the_over_confident_decide_what_an_expert_should() {
    let mut alone = Alone::of("unintended", &["initial.live=1", "forces.unintended.misled=0.01"]);
    let kind = |alone: &Alone, id: &str| {
        let kind = alone.s.kinds.iter().position(|k| k.id == id).unwrap();
        alone.b.kind.iter().position(|&k| k == kind).unwrap()
    };
    let (homes, specialists) = (kind(&alone, "care_home"), kind(&alone, "specialist"));
    let incidents = |alone: &Alone, o: usize| alone.written(1).org.get(OrgCoef::Incidents, o);
    for o in [homes, specialists] {
        alone.world.orgs.views[o] = [3, 0, 1];
        assert!(same(incidents(&alone, o), 0.0), "thin records make nobody confident");
        alone.world.orgs.fill[o] = 0.8;
    }
    // A quarter care-home nurses, the rest care workers.
    let peripheral = 0.25 * 0.7 + 0.75 * 0.9;
    let expected = 0.01 * peripheral * 0.8 * 4.0 * 52.178_571_428_571_43;
    assert!((incidents(&alone, homes) - expected).abs() < 1e-6, "{}", incidents(&alone, homes));
    assert!(incidents(&alone, specialists) < 0.2 * incidents(&alone, homes));
}

#[test]
fn specialists_support_as_many_as_they_can() {
    let key = "forces.core_and_peripheral.unsupported=0.4";
    let mut alone = Alone::of("core_and_peripheral", &["initial.live=1", key]);
    let role = |alone: &Alone, id: &str| alone.s.roles.iter().position(|r| r.id == id).unwrap();
    let (worker, gp) = (role(&alone, "care_worker"), role(&alone, "gp"));
    let specialist = role(&alone, "palliative_specialist");
    let lost = |alone: &Alone, role: usize| alone.written(1).role.get(RoleCoef::LearnLost, role);
    // Nobody is competent yet: nobody can be asked.
    assert!(same(lost(&alone, worker), 0.4 * 0.9) && same(lost(&alone, gp), 0.4 * 0.75));
    assert!(same(lost(&alone, specialist), 0.0));
    let kind = alone.s.kinds.iter().position(|k| k.id == "specialist").unwrap();
    for o in (0..alone.b.organisations()).filter(|&o| alone.b.kind[o] == kind) {
        alone.world.orgs.competent[o] = alone.world.orgs.filled[o];
    }
    // 240 specialists or fewer for some 5,000 others, whom twenty each do not quite serve.
    let some = lost(&alone, worker);
    assert!(some < 0.36 && some > 0.0, "{some}");
    alone.s.forces.core_and_peripheral.supports = 1000.0;
    assert!(same(lost(&alone, worker), 0.0));
}

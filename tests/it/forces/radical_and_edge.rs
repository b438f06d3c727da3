//! Forces 1.1 and 1.2: exact neutral limits, levers, and subtypes that their claims on the
//! built-in region do not show. Each limit has a twin in which the force must be felt.

use uptake::forces::coefficients::{EventCoef, KindCoef, MemberCoef, OrgCoef, RegionCoef};
use uptake::forces::effects::{Effects, Widths};
use uptake::forces::{View, acting, write_all};
use uptake::rng::Lot;
use uptake::scenario::{self, Chance, Lever, Scenario, Shown, Task};
use uptake::world::{Blueprint, Stage, World};

use super::{WHOLE, kind, run};

/// The core with one force.
fn alone(force: &str, keys: &[&str]) -> Scenario {
    let strength = format!("forces.{force}.strength=1");
    let all = ["core_only=true", WHOLE].iter().chain(keys).map(|&key| key.to_owned());
    let all: Vec<String> = all.chain([strength]).collect();
    let mut s = scenario::builtin(&all).expect("a valid scenario").scenario;
    s.end_after(40);
    s.replicates = 2;
    s
}

/// True if leaving a force out changes no digit.
fn is_neutral(s: &Scenario, force: &str) -> bool {
    let mut without = s.clone();
    *without.forces.strength_mut(force).expect("a force of that name") = 0.0;
    run(s).digest() == run(&without).digest()
}

#[track_caller]
fn neutral_only_if(force: &str, keys: &[&str], change: impl Fn(&mut Scenario)) {
    let mut s = alone(force, keys);
    assert!(!is_neutral(&s, force), "{force} should be felt where it has a cause");
    change(&mut s);
    assert!(is_neutral(&s, force), "{force} should be exactly neutral");
}

/// What the forces of a scenario write in week 1 of a world that has been changed first.
fn effects(s: &Scenario, change: impl Fn(&mut World)) -> (Blueprint, World, Effects) {
    let b = Blueprint::of(s);
    let mut world = World::new(&b, s, Lot::new(s.seed, 0));
    change(&mut world);
    let mut effects = Effects::neutral(Widths {
        regions: s.regions.len(),
        team: s.team.len(),
        organisations: b.organisations(),
        roles: s.roles.len(),
        kinds: s.kinds.len(),
        systems: s.systems.len(),
        tasks: Task::COUNT,
    });
    let view = View::new(1, s, &b, &world);
    write_all(&acting(s), &view, &mut effects);
    (b, world, effects)
}

/// A lever granted in full.
fn grant(lever: Lever) -> impl Fn(&mut World) {
    move |world| world.regions[0].granted[lever as usize] = 1.0
}

#[test]
fn without_a_cause_these_forces_change_no_digit() {
    neutral_only_if("alternatives", &[], |s| s.events.alternatives = 0);
    neutral_only_if("uniqueness", &[], |s| s.experience.progress_ratio = 1.0);
    neutral_only_if("external_support", &["forces.external_support.loss_per_year=2"], |s| {
        s.events.sponsor_loss = Chance::Off;
    });
    neutral_only_if("delayed_innovation", &["system.systmone.waits_for_vendor=true"], |s| {
        s.systems.iter_mut().for_each(|system| system.waits_for_vendor = false);
    });
    neutral_only_if("slipping_timelines", &["initial.live=0.5", "plan.weeks_to_all=20"], |s| {
        s.plan.weeks_to_all = 1040;
    });
    neutral_only_if("resource_limits", &["forces.resource_limits.pressure=0"], |s| {
        s.roles.iter_mut().for_each(|role| role.weeks_to_fill = 0.0);
    });
    neutral_only_if("fragmentation", &["initial.live=0.5"], |s| {
        s.kinds.iter_mut().for_each(|k| k.outside = 0.0);
        let own = &mut s.forces.fragmentation;
        (own.boundary_per_year, own.travel, own.overlapping) = (0.0, 0.0, 0.0);
    });
}

#[test]
fn mapping_ends_confusion_over_alternatives() {
    let s = alone("alternatives", &["initial.live=1"]);
    let (.., with) = effects(&s, |_| ());
    assert!(with.org.get(OrgCoef::Join, 0) < 0.0 && with.org.get(OrgCoef::AttendLost, 0) > 0.0);
    let (.., more) = effects(&s, |w| w.regions[0].climate.alternatives = 130);
    let ratio = more.org.get(OrgCoef::Join, 0) / with.org.get(OrgCoef::Join, 0);
    assert!(ratio > 1.0 && ratio < 2.0, "{ratio}");
    let (.., mapped) = effects(&s, grant(Lever::Mapping));
    assert_eq!(mapped.org.get(OrgCoef::Join, 0), 0.0);
    assert_eq!(mapped.org.get(OrgCoef::AttendLost, 0), 0.0);
}

#[test]
fn who_is_not_represented_is_told_less_heard_less_and_may_never_be_found() {
    let s =
        alone("uneven_involvement", &["initial.live=0.3", "forces.uneven_involvement.excluded=1"]);
    let (_, world, with) = effects(&s, |_| ());
    let represented = &world.traits.represented;
    let inside = represented.iter().position(|&x| x).expect("one that is represented");
    let outside = represented.iter().position(|&x| !x).expect("one that is not");
    let delay = |o| with.org.get(OrgCoef::Delay, o);
    assert!(0.0 < delay(inside) && delay(inside) < delay(outside), "a seat is no voice either");
    assert_eq!(with.org.get(OrgCoef::MapFrom, inside), 0.0);
    assert_eq!(with.org.get(OrgCoef::MapFrom, outside), f64::INFINITY);
    assert!(with.region.get(RegionCoef::FeedbackLost, 0) > 0.0);

    let (.., mapped) = effects(&s, grant(Lever::Mapping));
    assert_eq!(mapped.org.get(OrgCoef::MapFrom, outside), 0.0);
    let (.., voice) = effects(&s, grant(Lever::WeakerVoice));
    assert_eq!(voice.region.get(RegionCoef::FeedbackLost, 0), 0.0);
    assert_eq!(voice.org.get(OrgCoef::Delay, outside), 0.0);
    let (.., planned) = effects(&s, grant(Lever::PlanLeftOut));
    assert!(with.kind.get(KindCoef::Drift, 0) > 0.0);
    assert_eq!(planned.kind.get(KindCoef::Drift, 0), 0.0);
}

#[test]
fn the_tool_drifts_away_from_kinds_left_for_later_and_not_from_those_all_live() {
    let s = alone("uneven_involvement", &[]);
    let practices = |world: &mut World| {
        let b = Blueprint::of(&s);
        for o in (0..b.organisations()).filter(|&o| b.kind[o] == 0) {
            world.orgs.stage[o] = Stage::Live;
        }
    };
    let (.., nobody) = effects(&s, |_| ());
    let (.., some) = effects(&s, practices);
    let drift = |e: &Effects, kind| e.kind.get(KindCoef::Drift, kind);
    assert_eq!(drift(&nobody, 1), 0.0, "nobody shapes the tool yet");
    assert_eq!(
        (drift(&some, 0), drift(&some, 1)),
        (0.0, s.forces.uneven_involvement.drift_per_year)
    );
}

#[test]
fn those_whom_nobody_knows_of_are_never_mapped() {
    let mut s = alone("uneven_involvement", &["forces.uneven_involvement.excluded=1"]);
    s.end_after(104);
    s.policy.work_in_progress = 400;
    s.scale.in_hand_per_person = 0.0;
    s.kinds.iter_mut().for_each(|k| k.represented = 0.5);
    s.joining.refusers = 1.0; // Hours go nowhere else but into mapping and asking.
    let mut without = s.clone();
    without.forces.uneven_involvement.strength = 0.0;
    let (with, without) = (run(&s), run(&without));
    let m = uptake::measures::measure("organisations.mapped").expect("a measure");
    let most = with.values(m, 0, 104).into_iter().fold(0.0, f32::max);
    // Known at the start, or represented: 1 − (1 − 0.3)(1 − 0.5) = 0.65 of 330, and four standard
    // deviations, √(0.65 · 0.35 / 330) each.
    assert!(most < 0.65 + 4.0 * 0.0263, "{most}");
    let least = without.values(m, 0, 104).into_iter().fold(1.0, f32::min);
    assert!(least > 0.95, "{least}");
}

#[test]
fn without_a_sponsor_doors_hours_and_money_are_shut() {
    let s = alone("external_support", &[]);
    let (.., with) = effects(&s, |_| ());
    let (.., without) = effects(&s, |w| w.regions[0].climate.sponsor_from = 2);
    for e in [&with, &without] {
        assert_eq!(e.event.get(EventCoef::SponsorLoss, 0), s.forces.external_support.loss_per_year);
    }
    assert_eq!(with.org.get(OrgCoef::Join, 0), 0.0);
    assert_eq!(with.region.get(RegionCoef::HoursLost, 0), 0.0);
    assert!(without.org.get(OrgCoef::Join, 0) < 0.0);
    assert!(without.region.get(RegionCoef::HoursLost, 0) > 0.0);
    assert!(without.region.get(RegionCoef::MoneyLost, 0) > 0.0);
}

#[test]
fn an_organisation_is_itself_again_once_disruption_is_over() {
    let s = alone("transformation", &["initial.live=1"]);
    let (.., e) = effects(&s, |w| (w.orgs.disrupted_until[0], w.orgs.disrupted_until[1]) = (2, 1));
    let own = &s.forces.transformation;
    assert_eq!(e.org.get(OrgCoef::UseLost, 0), own.use_lost);
    assert_eq!(e.org.get(OrgCoef::Load, 0), own.load);
    assert_eq!((e.org.get(OrgCoef::UseLost, 1), e.org.get(OrgCoef::Load, 1)), (0.0, 0.0));
    assert_eq!(e.org.get(OrgCoef::Merger, 1), own.merger_per_year);
}

#[test]
fn patients_of_other_areas_have_their_records_elsewhere() {
    let staff = ["initial.live=1", "initial.competent=0.7", "initial.habit=0.3"];
    let blind = ["initial.records=0.5", "use.flag=0"];
    let mut s = alone("fragmentation", &[&staff[..], &blind[..]].concat());
    s.end_after(20);
    s.replicates = 12;
    s.kinds.iter_mut().for_each(|k| k.outside = if k.id == "ward" { 0.8 } else { 0.0 });
    let mut without = s.clone();
    without.forces.fragmentation.strength = 0.0;
    let (with, without) = (run(&s), run(&without));
    // Of records that wards would find, a fifth is left.
    let m = uptake::measures::measure("encounters.missing").expect("a measure");
    let found = |e: &uptake::results::Ensemble| -> f64 {
        let missing = e.values(m, kind(e, "ward"), 20);
        1.0 - missing.iter().map(|&x| f64::from(x)).sum::<f64>() / missing.len() as f64
    };
    let left = found(&with) / found(&without);
    assert!(left > 0.1 && left < 0.3, "{left}");
}

#[test]
fn the_more_is_on_the_later_the_answer_and_the_less_is_written() {
    let s = alone("deprioritised_extras", &["initial.live=1"]);
    let (.., e) = effects(&s, |w| (w.orgs.load[0], w.orgs.load[1]) = (0.0, 0.9));
    assert_eq!((e.org.get(OrgCoef::Delay, 0), e.org.get(OrgCoef::Writing, 0)), (0.0, 0.0));
    assert!(e.org.get(OrgCoef::Delay, 1) > 0.0 && e.org.get(OrgCoef::Writing, 1) < 0.0);
}

#[test]
fn programmes_report_less_and_their_dates_do_not_slip() {
    let late = |w: &mut World| {
        w.regions[0].flows.slippage = 0.5;
        w.regions[0].climate.slipped = 0.5;
    };
    let as_programme = |w: &mut World| {
        late(w);
        grant(Lever::ProgrammeFunding)(w);
    };
    let s = alone("slipping_timelines", &[]);
    let (.., project) = effects(&s, late);
    let (.., programme) = effects(&s, as_programme);
    assert!(project.org.get(OrgCoef::Join, 0) < 0.0);
    assert!(project.region.get(RegionCoef::InterestFade, 0) > 0.0);
    assert_eq!(programme.org.get(OrgCoef::Join, 0), 0.0);
    assert_eq!(programme.region.get(RegionCoef::InterestFade, 0), 0.0);

    let s = alone("governance_friction", &[]);
    let (.., project) = effects(&s, late);
    let (.., programme) = effects(&s, as_programme);
    assert!(project.region.get(RegionCoef::HoursLost, 0) > 0.0);
    assert_eq!(programme.region.get(RegionCoef::HoursLost, 0), 0.0);
}

#[test]
fn rotation_keeps_people_fresh() {
    let s = alone("repetition", &[]);
    let tired = |w: &mut World| w.regions[0].members[0].repetition = 0.8;
    let (.., same) = effects(&s, tired);
    let (.., rotated) = effects(&s, |w| {
        tired(w);
        grant(Lever::JobRotation)(w);
    });
    let own = &s.forces.repetition;
    assert_eq!(same.member.get(MemberCoef::Leave, 0), own.leave_per_year * 0.8);
    assert_eq!(rotated.member.get(MemberCoef::Leave, 0), 0.0);
    assert_eq!(rotated.member.get(MemberCoef::Effort, 0), 0.0);
    assert!(rotated.region.get(RegionCoef::Effort, 0) > 0.0, "the work itself is still there");
}

#[test]
fn raw_counts_look_like_success_long_before_it_is_achieved() {
    let seen = "funder.success=impression";
    let s = alone("self_defeating_success", &["initial.live=0.25", seen]);
    assert!(!is_neutral(&s, "self_defeating_success"));
    let mut honest = s.clone();
    honest.funder.shown = Shown::Proportions;
    assert!(is_neutral(&honest, "self_defeating_success"));
}

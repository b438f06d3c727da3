//! Every force does what its file says: against the same futures without it, in the direction
//! named under "Test", and nothing at strength 0. Fixed seed; a sign is asserted of the mean
//! paired difference and of at least the stated share of pairs.

mod ambivalent;
mod drivers;
mod radical_and_edge;
mod sensitive_and_markets;
mod teams_and_it;

use std::ops::ControlFlow;

use uptake::engine::{self, Options};
use uptake::experiments::verification::effects::WHOLE;
use uptake::forces::effects::{Effects, Widths};
use uptake::forces::{View, acting, registry, write_all};
use uptake::measures::{GroupKind, measure};
use uptake::results::Ensemble;
use uptake::rng::Lot;
use uptake::scenario::{self, Scenario, Task};
use uptake::world::{Blueprint, World};

const REPLICATES: u32 = 12;

fn region(weeks: u32) -> Scenario {
    let mut s = scenario::builtin(&[WHOLE.to_owned()]).expect("the built-in region").scenario;
    s.end_after(weeks);
    s.replicates = REPLICATES;
    s
}

/// Everybody has the tool and it works: what happens inside organisations shows at once.
fn all_live(weeks: u32) -> Scenario {
    let mut s = region(weeks);
    s.initial.live = 1.0;
    s.initial.competent = 0.7;
    s.initial.habit = 0.3;
    s.initial.records = 0.5;
    s
}

/// What a force alone writes, for a start that a test has changed.
struct Alone {
    s: Scenario,
    b: Blueprint,
    world: World,
}

impl Alone {
    /// The built-in region with `keys` laid over it, and all other forces absent.
    fn of(force: &str, keys: &[&str]) -> Self {
        let mut keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        keys.extend(["core_only=true", WHOLE].map(str::to_owned));
        keys.push(format!("forces.{force}.strength=1"));
        Alone::at_the_start(scenario::builtin(&keys).expect("keys of the built-in region").scenario)
    }

    fn at_the_start(s: Scenario) -> Self {
        let b = Blueprint::of(&s);
        let world = World::new(&b, &s, Lot::new(1, 0));
        Alone { s, b, world }
    }

    /// The coefficients for a week.
    fn written(&self, week: u32) -> Effects {
        let mut effects = Effects::neutral(Widths {
            regions: self.s.regions.len(),
            team: self.s.team.len(),
            organisations: self.b.organisations(),
            roles: self.s.roles.len(),
            kinds: self.s.kinds.len(),
            systems: self.s.systems.len(),
            tasks: Task::COUNT,
        });
        let see = View::new(week, &self.s, &self.b, &self.world);
        write_all(&acting(&self.s), &see, &mut effects);
        effects
    }
}

fn same(x: f64, y: f64) -> bool {
    (x - y).abs() < 1e-12
}

fn run(s: &Scenario) -> Ensemble {
    let mut options = Options::of(s);
    options.record = None;
    engine::ensemble(s, &options, &|_| ControlFlow::Continue(()))
}

/// Mean difference (with − without) of a measure at a week, and the share of pairs in which it
/// is above zero.
fn paired(with: &Ensemble, without: &Ensemble, name: &str, group: usize, week: u32) -> (f64, f64) {
    let m = measure(name).expect("a measure of that name");
    let (a, b) = (with.values(m, group, week), without.values(m, group, week));
    assert_eq!(a.len(), b.len());
    let d: Vec<f64> = a.iter().zip(&b).map(|(x, y)| f64::from(x - y)).collect();
    let above = d.iter().filter(|&&x| x > 0.0).count() as f64 / d.len() as f64;
    (d.iter().sum::<f64>() / d.len() as f64, above)
}

fn kind(e: &Ensemble, id: &str) -> usize {
    e.group(GroupKind::Kind, id).expect("a kind of that name")
}

#[test]
fn a_force_of_strength_zero_is_not_called() {
    let mut s = region(30);
    assert_eq!(acting(&s).len(), registry().count());
    s.forces.repetition.strength = 0.0;
    s.forces.recurring.strength = 0.0;
    let names: Vec<_> = acting(&s).iter().map(|(f, _)| f.meta().name).collect();
    assert_eq!(names.len(), registry().count() - 2);
    assert!(!names.contains(&"repetition") && !names.contains(&"recurring"));
}

#[test]
fn names_in_the_registry_are_unique_and_forces_name_what_they_write() {
    let mut names: Vec<_> = registry().map(|f| f.meta().name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), registry().count());
    assert!(registry().all(|f| !f.meta().writes.is_empty()));
}

#[test]
fn repetition_slows_the_roll_out_and_costs_people() {
    let s = region(156);
    let mut without = s.clone();
    without.forces.repetition.strength = 0.0;
    let (with, without) = (run(&s), run(&without));
    let (live, above) = paired(&with, &without, "organisations.live", 0, 156);
    assert!(live < -0.02 && above < 0.1, "{live} {above}");
    let (filled, _) = paired(&with, &without, "project.filled", 0, 156);
    assert!(filled <= 0.0, "{filled}");
}

#[test]
fn disappointment_lowers_use_while_records_are_few() {
    // Where a record is flagged, hardly anybody looks in vain.
    let mut s = region(156);
    s.r#use.flag = 0.0;
    let mut without = s.clone();
    without.forces.disappointment.strength = 0.0;
    let (with, without) = (run(&s), run(&without));
    let (expectation, above) = paired(&with, &without, "staff.expectation_read", 0, 156);
    assert!(expectation < -0.005 && above < 0.1, "{expectation} {above}");
}

#[test]
fn governance_friction_slows_the_roll_out() {
    let s = region(208);
    let mut without = s.clone();
    without.forces.governance_friction.strength = 0.0;
    let (live, above) = paired(&run(&s), &run(&without), "organisations.live", 0, 208);
    assert!(live < -0.01 && above < 0.1, "{live} {above}");
}

#[test]
fn a_plan_that_is_kept_needs_no_reporting() {
    let mut s = region(60);
    s.plan.weeks_to_all = 1040;
    s.initial.live = 0.5;
    let mut without = s.clone();
    without.forces.governance_friction.strength = 0.0;
    assert_eq!(run(&s).digest(), run(&without).digest());
}

#[test]
fn the_overloaded_cannot_pay_the_entrance_fee() {
    let s = region(156);
    let mut without = s.clone();
    without.forces.investment_before_savings.strength = 0.0;
    let (with, without) = (run(&s), run(&without));
    let (competent, above) = paired(&with, &without, "staff.competent", 0, 156);
    let values = without.values(measure("staff.competent").expect("a measure"), 0, 156);
    let all = f64::from(values.iter().sum::<f32>()) / values.len() as f64;
    assert!(competent < -0.1 * all && above < 0.1, "{competent} of {all}, {above}");
    let (load, above) = paired(&with, &without, "load.mean", 0, 156);
    assert!(load > 0.0 && above > 0.9, "{load} {above}");
}

#[test]
fn what_is_good_enough_holds_people() {
    let s = all_live(52);
    let mut without = s.clone();
    without.forces.good_enough.strength = 0.0;
    let (weekly, above) = paired(&run(&s), &run(&without), "staff.weekly", 0, 52);
    assert!(weekly < -0.005 && above < 0.1, "{weekly} {above}");
}

#[test]
fn success_turns_money_elsewhere() {
    let mut s = all_live(208);
    // Money moves only those whom it pays.
    s.team.iter_mut().for_each(|m| m.paid_by_project = true);
    let mut without = s.clone();
    without.forces.self_defeating_success.strength = 0.0;
    let (with, without) = (run(&s), run(&without));
    let (access, above) = paired(&with, &without, "staff.access", 0, 156);
    assert!(access < -0.01 && above < 0.25, "{access} {above}");
    let (interest, above) = paired(&with, &without, "climate.interest", 0, 104);
    assert!(interest < 0.0 && above == 0.0, "{interest} {above}");
}

#[test]
fn peripheral_tasks_are_forgotten_and_core_ones_are_not() {
    let mut s = all_live(40);
    for (role, spec) in s.roles.iter_mut().enumerate() {
        spec.core = if role % 2 == 0 { 0.0 } else { 1.0 };
    }
    let mut without = s.clone();
    without.forces.core_and_peripheral.strength = 0.0;
    let (with, without) = (run(&s), run(&without));
    let (competent, above) = paired(&with, &without, "staff.competent", 0, 40);
    assert!(competent < -0.02 && above < 0.1, "{competent} {above}");
    let mut core = s.clone();
    core.roles.iter_mut().for_each(|r| r.core = 1.0);
    let mut off = core.clone();
    off.forces.core_and_peripheral.strength = 0.0;
    assert_eq!(run(&core).digest(), run(&off).digest());
}

#[test]
fn recurring_needs_weigh_most_where_turnover_is_high() {
    let s = all_live(104);
    let mut without = s.clone();
    without.forces.recurring.strength = 0.0;
    let (with, without) = (run(&s), run(&without));
    let (competent, above) = paired(&with, &without, "staff.competent", 0, 104);
    assert!(competent < -0.002 && above < 0.25, "{competent} {above}");
    let (homes, _) = paired(&with, &without, "load.mean", kind(&with, "care_home"), 104);
    let (practices, _) = paired(&with, &without, "load.mean", kind(&with, "gp_practice"), 104);
    assert!(homes > practices, "{homes} {practices}");
}

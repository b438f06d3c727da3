//! Forces 1.3 to 1.5: exact neutral limits, and what their claims on the built-in region do not
//! show. Each limit has a twin, the scenario as it stands, in which the force must be felt.

use uptake::engine::{self, Options};
use uptake::scenario::{self, Chance, Scenario};

use super::{WHOLE, all_live, kind, paired, run};

/// The core with one force; everybody has the tool.
fn alone(force: &str, keys: &[&str]) -> Scenario {
    let strength = format!("forces.{force}.strength=1");
    let base = ["core_only=true", "initial.live=0.6", "initial.competent=0.7"];
    let staff = ["initial.habit=0.3", "initial.records=0.5"];
    let all = base.iter().chain(&staff).chain(keys).copied();
    region_of((40, 2), &all.chain([strength.as_str()]).collect::<Vec<_>>())
}

/// The built-in region with some keys changed, for so many weeks and futures.
fn region_of((weeks, replicates): (u32, u32), keys: &[&str]) -> Scenario {
    let keys: Vec<String> = [WHOLE].iter().chain(keys).map(|&key| key.to_owned()).collect();
    let mut s = scenario::builtin(&keys).expect("a valid scenario").scenario;
    s.end_after(weeks);
    s.replicates = replicates;
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

fn one_system(s: &mut Scenario) {
    for shares in &mut s.regions[0].system_shares {
        shares.fill(0.0);
        shares[0] = 1.0;
    }
}

#[test]
fn without_a_cause_these_forces_change_no_digit() {
    neutral_only_if("politics", &["forces.politics.conflict_per_year=5"], |s| {
        s.events.conflict = Chance::Off;
    });
    neutral_only_if("promises", &[], |s| s.kinds.iter_mut().for_each(|k| k.represented = 1.0));
    neutral_only_if("interoperability", &[], one_system);
    neutral_only_if("immaturity", &["forces.immaturity.sticky=0"], |s| {
        one_system(s);
        s.kinds.iter_mut().for_each(|k| k.mobile = 0.0);
    });
    neutral_only_if("it_skills", &["forces.it_skills.laughed_off=0"], |s| {
        s.roles.iter_mut().for_each(|role| role.it_skill = 1.0);
    });
    neutral_only_if("precarious_involvement", &[], |s| {
        s.kinds.iter_mut().for_each(|k| k.represented = 1.0);
        s.team.iter_mut().for_each(|m| m.paid_by_project = true);
        s.forces.precarious_involvement.contract_per_year = 0.0;
    });
    for force in ["mismatch", "workarounds"] {
        neutral_only_if(force, &[], |s| s.tool.mismatch = 0.0);
    }
}

#[test]
fn a_tool_that_nobody_improves_is_outgrown_exponentially() {
    let keys = [
        "core_only=true",
        "region.cambridgeshire.team_size=0",
        "forces.work_in_progress.strength=1",
        "forces.work_in_progress.setback_per_year=0",
        "forces.work_in_progress.withdrawn_per_year=0",
    ];
    let s = region_of((104, 1), &keys);
    let quality = run(&s).values(uptake::measures::measure("tool.quality").unwrap(), 0, 104)[0];
    let years = 104.0 * 7.0 / 365.25;
    let exact = s.tool.quality * (-s.forces.work_in_progress.outgrown_per_year * years).exp();
    assert!((f64::from(quality) - exact).abs() < 1e-5, "{quality} {exact}");
}

#[test]
fn promises_show_in_the_books_and_not_on_the_ground() {
    let s = region_of((104, 12), &["region.cambridgeshire.team_size=2"]);
    let mut without = s.clone();
    without.forces.promises.strength = 0.0;
    let (with, without) = (run(&s), run(&without));
    let (live, _) = paired(&with, &without, "organisations.live", 0, 104);
    let (booked, _) = paired(&with, &without, "organisations.reported_live", 0, 104);
    assert!(booked > live + 0.005, "{booked} {live}");
}

#[test]
fn those_who_lack_it_skills_learn_less_and_forget_sooner() {
    let s = all_live(52);
    let mut without = s.clone();
    without.forces.it_skills.strength = 0.0;
    let (with, without) = (run(&s), run(&without));
    let competent = |id| paired(&with, &without, "staff.competent", kind(&with, id), 52);
    let (homes, above) = competent("care_home");
    assert!(homes < -0.01 && above == 0.0, "{homes} {above}");
    let (practices, _) = competent("gp_practice");
    assert!(homes < practices, "{homes} {practices}");
}

#[test]
fn mobile_teams_lose_most_in_an_immature_environment() {
    let s = all_live(26);
    let mut without = s.clone();
    without.forces.immaturity.strength = 0.0;
    let (with, without) = (run(&s), run(&without));
    let weekly = |id| paired(&with, &without, "staff.weekly", kind(&with, id), 26);
    let ((teams, above), (practices, _)) = (weekly("community_team"), weekly("gp_practice"));
    assert!(teams < practices && teams < 0.0 && above < 0.1, "{teams} {above} {practices}");
}

#[test]
fn some_workarounds_become_incidents() {
    let incidents = |s: &Scenario| {
        let futures =
            engine::ensemble(s, &Options::of(s), &|_| std::ops::ControlFlow::Continue(()));
        futures.replicates[0].events.iter().filter(|e| e.event == "incident").count()
    };
    let mut s = alone("workarounds", &["tool.mismatch=0.8", "forces.workarounds.harm=0.05"]);
    assert!(incidents(&s) > 0);
    s.forces.workarounds.harm = 0.0;
    assert_eq!(incidents(&s), 0);
}

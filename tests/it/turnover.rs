//! Work that staff turnover makes for the team: sessions for those who came since the last, and
//! agreements that end with the person who made them.

use std::ops::ControlFlow;

use uptake::engine::{self, Options};
use uptake::measures::{GroupKind, measure};
use uptake::results::Ensemble;
use uptake::scenario::{self, Task};

fn run(keys: &[&str], weeks: u32, replicates: u32) -> Ensemble {
    let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
    let mut s = scenario::builtin(&keys).expect("keys of the built-in region").scenario;
    s.end_after(weeks);
    s.replicates = replicates;
    let options = Options { record: None, ..Options::of(&s) };
    engine::ensemble(&s, &options, &|_| ControlFlow::Continue(()))
}

/// Mean of the measure over replicates at the last week.
fn mean(e: &Ensemble, name: &str, group: usize) -> f64 {
    let values = e.values(measure(name).expect("a measure of that name"), group, e.weeks);
    values.iter().map(|&x| f64::from(x)).sum::<f64>() / values.len() as f64
}

/// Hours of tasks so far, mean over replicates; a total, put together from means of four weeks.
fn hours(e: &Ensemble, tasks: &[Task]) -> f64 {
    let m = measure("project.hours").expect("a measure");
    let groups = tasks.iter().map(|task| e.group(GroupKind::Task, task.id()).expect("a task"));
    groups
        .flat_map(|group| (1..=e.weeks / 4).map(move |month| (group, month)))
        .map(|(group, month)| {
            let values = e.values(m, group, 4 * month);
            4.0 * values.iter().map(|&x| f64::from(x)).sum::<f64>() / values.len() as f64
        })
        .sum()
}

const KEPT_GOING: [Task; 5] =
    [Task::Train, Task::Refresh, Task::Renegotiate, Task::Support, Task::FollowUp];

/// Twenty-eight care homes beside one practice, all live, kept going by the team for two years.
fn care_homes(turnover: &str, refresh: &str) -> f64 {
    let few = ["gp_practice=1", "community_team=0", "ward=0", "specialist=0", "urgent_care=0"];
    let mut keys: Vec<String> = few
        .iter()
        .chain(&["other=0", "care_home=28"])
        .map(|count| format!("kind.{}", count.replace('=', ".count=")))
        .collect();
    keys.extend(["care_nurse", "care_worker"].map(|role| format!("role.{role}.{turnover}")));
    keys.extend(
        ["forces.own_share=0.3", "initial.live=1", "organisation.lead_leaves=1", refresh]
            .map(str::to_owned),
    );
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    hours(&run(&keys, 104, 4), &KEPT_GOING)
}

#[test]
fn homes_that_lose_a_third_of_their_staff_a_year_cost_the_team_a_third_more() {
    let cost = |refresh| {
        let often = care_homes("leave_per_year=0.35", refresh);
        (often, often / care_homes("leave_per_year=0.10", refresh))
    };
    let (hours, more) = cost("policy.refresh=need");
    assert!(more > 4.0 / 3.0, "{hours} hours, {more} times");
    // Broken twin: where sessions follow the calendar alone, turnover makes next to no work.
    let (_, more) = cost("policy.refresh=calendar");
    assert!(more < 1.15, "{more}");
}

#[test]
fn turnover_makes_training_and_takes_skill() {
    let of = |leave: &str, refresh: &str| {
        let leave = format!("role.*.leave_per_year={leave}");
        run(&[&leave, refresh, "initial.live=0.2", "organisation.lead_leaves=1"], 208, 4)
    };
    let sessions = |e: &Ensemble| hours(e, &[Task::Train, Task::Refresh]);
    let (stays, leaves) = (of("0", "policy.refresh=need"), of("1", "policy.refresh=need"));
    let more = sessions(&leaves) / sessions(&stays);
    assert!(more > 1.5, "{more}");
    let competent = |e: &Ensemble| mean(e, "staff.competent", 0);
    assert!(competent(&leaves) < competent(&stays), "{} {}", competent(&leaves), competent(&stays));
    // The same work over and over: more of the team's hours go into it.
    let same = |e: &Ensemble| sessions(e) / hours(e, &Task::ALL);
    assert!(same(&leaves) > 1.3 * same(&stays), "{} {}", same(&leaves), same(&stays));
    // Broken twin: by the calendar.
    let more = sessions(&of("1", "policy.refresh=calendar")) / sessions(&stays);
    assert!(more < 1.25, "{more}");
}

#[test]
fn where_nobody_comes_or_goes_need_is_the_calendar() {
    let still =
        |key: &str| run(&["role.*.leave_per_year=0", "initial.live=0.5", key], 60, 2).digest();
    assert_eq!(still("policy.refresh=need"), still("policy.refresh=calendar"));
    assert_eq!(still("organisation.lead_leaves=5"), still("organisation.lead_leaves=0"));
    let moving = |key: &str| run(&["initial.live=0.5", key], 60, 2).digest();
    assert_ne!(moving("policy.refresh=need"), moving("policy.refresh=calendar"));
}

#[test]
fn who_loses_a_lead_has_to_be_agreed_with_anew() {
    let renegotiated = |key: &str| {
        hours(&run(&["initial.live=0.5", "core_only=true", key], 52, 4), &[Task::Renegotiate])
    };
    let (kept, lost) =
        (renegotiated("organisation.lead_leaves=0"), renegotiated("organisation.lead_leaves=3"));
    assert!(lost > 1.3 * kept, "{lost} {kept}");
}

//! No free lunch: a lever takes hours and pounds from the same team and budget that do everything
//! else, and what is not granted has no effect.

use std::ops::ControlFlow;

use uptake::engine::{self, Options};
use uptake::measures::{GroupKind, measure};
use uptake::results::Ensemble;
use uptake::scenario::{
    self, Intervention, LEVERS, Level, Lever, LeverNote, Money, Order, Scenario, Task,
};

fn region(keys: &[&str], weeks: u32, replicates: u32) -> Scenario {
    let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
    let mut s = scenario::builtin(&keys).unwrap().scenario;
    s.end_after(weeks);
    s.replicates = replicates;
    s.targets.clear();
    s
}

fn with(s: &Scenario, note: &LeverNote, intensity: f64) -> Scenario {
    let mut s = s.clone();
    s.interventions.push(Intervention {
        lever: note.lever,
        start: 0,
        end: s.weeks,
        intensity,
        level: note.level,
        hours_per_week: note.hours,
        order: Order::LargestFirst,
        cost_per_week: 0.0,
    });
    s
}

fn run(s: &Scenario) -> Ensemble {
    let options = Options { record: None, ..Options::of(s) };
    engine::ensemble(s, &options, &|_| ControlFlow::Continue(()))
}

/// A full dose of each lever, in its own unit.
fn full(lever: Lever) -> f64 {
    match lever {
        Lever::ExtraHours | Lever::Secondment => 20.0,
        Lever::Refresher => 8.0,
        Lever::Payment => 800.0,
        _ => 1.0,
    }
}

fn hours(e: &Ensemble, task: Task, week: u32) -> f64 {
    let group = e.group(GroupKind::Task, task.id()).unwrap();
    f64::from(e.values(measure("project.hours").unwrap(), group, week)[0])
}

#[test]
fn every_lever_does_something_where_the_tool_is_in_use() {
    let keys = ["initial.live=0.5", "initial.competent=0.7", "initial.records=0.5"];
    let mut s = region(&keys, 120, 2);
    // The levers of money act where money ends, and the one against upheavals where there are many.
    s.money.ends_week = Some(100);
    s.kinds.iter_mut().for_each(|kind| kind.upheaval = 0.5);
    s.scheduled.push(scenario::ScheduledEvent {
        event: scenario::EventKind::LocalScandal,
        week: 20,
        region: None,
        size: 1.0,
    });
    let plain = run(&s).digest();
    for note in LEVERS {
        assert_ne!(run(&with(&s, note, full(note.lever))).digest(), plain, "{}", note.id);
    }
}

#[test]
fn a_lever_takes_its_hours_from_the_team() {
    let s = region(&[], 12, 1);
    let plain = run(&s);
    assert_eq!(hours(&plain, Task::Levers, 12), 0.0);
    for note in LEVERS.iter().filter(|note| note.hours > 0.0 && note.lever.is_share()) {
        let e = run(&with(&s, note, 1.0));
        let taken = hours(&e, Task::Levers, 12);
        assert!((taken - note.hours).abs() < 0.01, "{}: {taken}", note.id);
    }
    // A lever that wants more than there is leaves nothing for what its level does.
    let mut greedy = with(&s, Lever::Mapping.note(), 1.0);
    greedy.interventions[0].hours_per_week = 1000.0;
    let e = run(&greedy);
    assert!(hours(&plain, Task::Govern, 12) > 0.0);
    assert_eq!(hours(&e, Task::Govern, 12), 0.0);
}

#[test]
fn without_hours_at_its_level_a_lever_has_no_effect() {
    // Nobody at the technical level, so nothing goes live; feedback finds no hours.
    let mut s = region(&["initial.live=0.5"], 40, 1);
    s.team.retain(|member| member.level != Level::Technical);
    let plain = run(&s).digest();
    let levers = LEVERS.iter().filter(|n| n.level == Level::Technical && n.lever.is_share());
    for note in levers.filter(|note| note.pounds_per_week == 0.0) {
        assert_eq!(run(&with(&s, note, 1.0)).digest(), plain, "{}", note.id);
    }
}

#[test]
fn levers_are_paid_from_the_same_budget() {
    let mut s = region(&[], 60, 1);
    s.money.budget_per_year = Some(150_000.0);
    let spend = measure("project.spend").unwrap();
    let at_end = |s: &Scenario| f64::from(run(s).values(spend, 0, 60)[0]);
    let most = 150_000.0 * 60.0 / 52.0;
    let dear = with(&s, Lever::Evaluation.note(), 1.0);
    assert!(at_end(&s) <= most && at_end(&dear) <= most);
    // Without a limit it costs what it says.
    s.money.budget_per_year = None;
    s.team.retain(|member| !member.paid_by_project);
    let note = Lever::ProgrammeFunding.note();
    let more = at_end(&with(&s, note, 1.0)) - at_end(&s);
    assert!((more - 60.0 * note.pounds_per_week).abs() < 1.0, "{more}");
}

/// Twenty organisations, half of them with the tool, so that every lever has something to act on.
fn small(keys: &[&str]) -> Scenario {
    let own = ["region.cambridgeshire.size=0.06", "initial.live=0.5", "initial.competent=0.3"];
    region(&[&own[..], keys].concat(), 60, 2)
}

fn at_end(s: &Scenario, name: &str) -> Vec<f64> {
    run(s).values(measure(name).unwrap(), 0, s.weeks).into_iter().map(f64::from).collect()
}

/// A budget that is spent on something else pays for no lever: for each that costs pounds, ten pounds a
/// year buy next to nothing, and twice as much as is asked buys all of it.
#[test]
fn what_a_budget_does_not_pay_for_is_not_granted() {
    let dear: Vec<&LeverNote> =
        LEVERS.iter().filter(|n| with(&small(&[]), n, 1.0).interventions[0].costs()).collect();
    assert!(dear.len() >= 7, "{dear:?}");
    // Nobody is paid by the project, so that nothing but the lever wants its money.
    let mut s = small(&["money.other_per_year=0"]);
    s.team.iter_mut().for_each(|m| m.paid_by_project = false);
    let record = |s: &Scenario| run(s).digest();
    for note in dear {
        let full = with(&s, note, full(note.lever));
        let (nothing, all) = (record(&s), record(&full));
        assert_ne!(nothing, all, "{}", note.id);
        let limited = |pounds: f64| {
            let mut s = full.clone();
            s.money.budget_per_year = Some(pounds);
            s
        };
        assert_eq!(record(&limited(1e9)), all, "{}: money enough is no limit", note.id);
        // Not a pound: nothing, to the last digit of every measure.
        let none = limited(0.0);
        for name in ["organisations.live", "staff.monthly", "patients.true_current", "load.mean"] {
            assert_eq!(at_end(&none, name), at_end(&s, name), "{}: {name}", note.id);
        }
        assert_eq!(at_end(&none, "project.spend"), [0.0, 0.0], "{}", note.id);
        // Something: never more than there is, in no week.
        for pounds in [10.0, 2_000.0] {
            let e = run(&limited(pounds));
            for week in 0..=60 {
                let most = pounds / 52.0 * f64::from(week) * 1.01 + 0.01;
                let spent = e.values(measure("project.spend").unwrap(), 0, week);
                assert!(
                    spent.iter().all(|&x| f64::from(x) <= most),
                    "{} {week}: {spent:?}",
                    note.id
                );
            }
        }
    }
}

/// The sum that a lever asks a week is the sum that it is billed, no more and no less, while it is
/// granted; nothing before its region begins.
#[test]
fn a_lever_is_billed_while_it_is_granted() {
    let steady = ["money.other_per_year=0", "core_only=true", "team.*.leave_per_year=0"];
    let mut s = small(&steady);
    s.team.iter_mut().for_each(|m| m.paid_by_project = false);
    let price = |s: &Scenario| at_end(&with(s, Lever::SingleSignOn.note(), 1.0), "project.spend");
    let week = Lever::SingleSignOn.note().pounds_per_week;
    assert!(price(&s).iter().all(|p| (p - 60.0 * week).abs() < 1.0), "{:?}", price(&s));
    // Without the hours that it takes it has no effect, and no bill.
    let mut nobody = s.clone();
    nobody.team.retain(|m| m.level != Level::Technical);
    assert_eq!(price(&nobody), [0.0, 0.0]);
    s.regions[0].begins = 40;
    assert!(price(&s).iter().all(|p| (p - 20.0 * week).abs() < 1.0), "{:?}", price(&s));
    let mut s = small(&[]);
    let live = |s: &Scenario| {
        let e = run(s);
        e.values(measure("staff.monthly").unwrap(), 0, 40)
    };
    let paid = |s: &Scenario| live(&with(s, Lever::Payment.note(), 1_000.0));
    assert_ne!(paid(&s), live(&s));
    s.regions[0].begins = 40;
    assert_eq!(paid(&s), live(&s), "nothing is given before the region begins");
}

/// After the end of the money no lever that costs pounds is billed or given.
#[test]
fn what_costs_pounds_ends_with_the_money() {
    let mut s = small(&["money.kept_for_maintenance=0.5"]);
    s.money.ends_week = Some(20);
    let after = |s: &Scenario| -> Vec<f64> {
        let e = run(s);
        let at = |week| e.values(measure("project.spend").unwrap(), 0, week);
        at(60).iter().zip(at(20)).map(|(end, then)| f64::from(end - then)).collect()
    };
    for note in LEVERS.iter().filter(|n| with(&s, n, 1.0).interventions[0].ends_with_money()) {
        let mut late = with(&s, note, full(note.lever));
        late.interventions[0].start = 20;
        assert_eq!(run(&late).digest(), run(&s).digest(), "{}: it changes nothing", note.id);
        let long = with(&s, note, full(note.lever));
        let mut short = long.clone();
        short.interventions[0].end = 20;
        assert_eq!(run(&long).digest(), run(&short).digest(), "{}: it ends", note.id);
        if note.lever != Lever::Backfill {
            let (own, plain) = (after(&long), after(&s));
            let more = own.iter().zip(&plain).any(|(own, plain)| *own > plain * 1.05 + 1.0);
            assert!(!more, "{} {own:?} {plain:?}", note.id);
        }
    }
}

/// Kind of fault: what is neither paid for nor given is not said.
#[test]
fn a_lever_that_outlasts_the_money_is_said() {
    let text = |end: &str, start: u32| {
        format!(
            "weeks = 60\nstart = 2026-01-05\n[money]\nends = 2026-05-25\n[[intervention]]\n\
             lever = \"extra_hours\"\nintensity = 10\nstart = {start}\n{end}"
        )
    };
    let said = |text: &str| {
        let source = scenario::Source { name: "s.toml", text };
        let read = scenario::read(source, &[], &scenario::NoFiles).unwrap();
        let all = read.warnings.iter().map(ToString::to_string);
        all.filter(|w| w.contains("extra_hours")).collect::<Vec<String>>()
    };
    assert!(said(&text("end = 20", 0)).is_empty());
    assert!(said(&text("end = 40", 0))[0].contains("week 20"));
    assert!(said(&text("", 0))[0].contains("week 20"));
    assert!(said(&text("end = 40", 30))[0].contains("never"));
    let free = text("end = 40", 30).replace("extra_hours", "secondment").replace("= 60", "= 15");
    assert!(said(&free).is_empty());
}

/// Hours for which there is nothing to do, and money that turns elsewhere, are counted.
#[test]
fn idle_hours_and_money_that_is_taken_away_are_counted() {
    let idle = |count: u32| {
        let mut s = small(&[&format!("team.facilitators.count={count}")]);
        s.end_after(30);
        let e = run(&s);
        let of = |name: &str| f64::from(e.values(measure(name).unwrap(), 0, 30)[0]);
        (of("project.idle"), of("project.hours"))
    };
    let ((few, few_worked), (many, many_worked)) = (idle(10), idle(100));
    let team = small(&["team.facilitators.count=1"]);
    let hours = team.team.iter().find(|m| m.id.starts_with("facilitators")).unwrap().hours;
    assert!(many - few > 80.0 * hours * 0.5, "{few} {many}");
    assert!((many_worked - few_worked).abs() < 0.2 * 90.0 * hours, "{few_worked} {many_worked}");

    let taken = |keys: &[&str]| at_end(&small(keys), "project.taken");
    assert_eq!(taken(&["core_only=true", "funder.cut=0"]), [0.0, 0.0]);
    // A funder that cuts and does not stop.
    let cut = ["core_only=true", "funder.cut=0.5", "funder.review_weeks=4", "funder.patience=0"];
    let cut = [&cut[..], &["funder.stops_below=0"]].concat();
    let never = ["funder.tolerance=1", "plan.weeks_to_all=1", "initial.live=0"];
    let all = [&cut[..], &never[..]].concat();
    let (spent, lost) = (at_end(&small(&all), "project.spend"), taken(&all));
    let plain =
        at_end(&small(&["core_only=true", "funder.cut=0", "initial.live=0"]), "project.spend");
    for ((spent, lost), plain) in spent.iter().zip(&lost).zip(&plain) {
        assert!(
            *lost > 0.3 * plain && (spent + lost - plain).abs() < 0.01 * plain,
            "{spent} {lost} {plain}"
        );
    }
}

#[test]
fn a_list_of_levers_has_every_lever_once() {
    for (place, note) in LEVERS.iter().enumerate() {
        assert_eq!(note.lever as usize, place);
        let json = serde_json::to_string(&note.lever).unwrap();
        assert_eq!(json, format!("\"{}\"", note.id));
        assert!(!note.what.is_empty() && !note.source.is_empty() && !note.acts.is_empty());
    }
}

/// The region's last week of a measure, mean over futures.
fn last(s: &Scenario, name: &str) -> f64 {
    let values = run(s).values(measure(name).unwrap(), 0, s.weeks);
    values.iter().map(|&x| f64::from(x)).sum::<f64>() / values.len() as f64
}

#[test]
fn work_at_every_organisation_is_priced_by_their_number() {
    let taken = |keys: &[&str], lever: Lever| {
        let s = region(keys, 8, 1);
        hours(&run(&with(&s, lever.note(), 1.0)), Task::Levers, 8)
    };
    let (small, each) = ("region.cambridgeshire.size=0.1", "policy.lever_price=organisation");
    let note = Lever::Mapping.note();
    assert!((taken(&[each], Lever::Mapping) - note.hours).abs() < 1e-3, "330 of them");
    let tenth = taken(&[each, small], Lever::Mapping);
    assert!((tenth / note.hours - 0.1).abs() < 0.01, "{tenth}");
    let region = taken(&["policy.lever_price=region", small], Lever::Mapping);
    assert!((region - note.hours).abs() < 1e-3, "{region}");
    // Work that is done once for a region costs what it costs.
    let bridges = taken(&[each, small], Lever::VisionBridges);
    assert!((bridges - Lever::VisionBridges.note().hours).abs() < 1e-3, "{bridges}");
}

#[test]
fn what_works_through_people_builds_up() {
    let keys = ["region.cambridgeshire.team_size=3", "joining.base=-4"];
    let agreed = |intensity: f64, weeks: f64| {
        let mut s = region(&keys, 78, 8);
        s.policy.lever_weeks = weeks;
        last(&with(&s, Lever::JoinForums.note(), intensity), "organisations.agreed")
    };
    let (none, slowly, at_once) = (agreed(0.0, 0.0), agreed(1.0, 104.0), agreed(1.0, 0.0));
    assert!(none < slowly && slowly < at_once, "{none} {slowly} {at_once}");
    let digest = |weeks: f64| {
        let mut s = region(&keys, 26, 2);
        s.policy.lever_weeks = weeks;
        let grace = run(&with(&s, Lever::Grace.note(), 1.0)).digest();
        let hours = run(&with(&s, Lever::ExtraHours.note(), 20.0)).digest();
        (grace, hours)
    };
    assert_eq!(digest(1.0), digest(0.0));
    assert_eq!(digest(52.0).1, digest(0.0).1, "hours are there at once");
}

#[test]
fn a_programme_is_not_held_to_milestones() {
    let mut s = region(&["plan.weeks_to_all=26"], 208, 4);
    s.team.iter_mut().for_each(|member| member.paid_by_project = true);
    (s.funder.review_weeks, s.funder.patience, s.funder.tolerance) = (13, 0, 1.0);
    let spend = |programme: f64, intensity: f64| {
        let mut s = s.clone();
        s.funder.programme = programme;
        last(&with(&s, Lever::ProgrammeFunding.note(), intensity), "project.spend")
    };
    let (project, programme) = (spend(1.0, 0.0), spend(1.0, 1.0));
    assert!(programme > 1.3 * project, "{programme} {project}");
    let in_name = spend(0.0, 1.0);
    assert!(in_name < 0.9 * programme, "{in_name} {programme}");
}

#[test]
fn mapping_maps() {
    let mapped = |maps: bool, intensity: f64| {
        let mut s = region(&["initial.mapped=0"], 52, 2);
        s.policy.mapping_maps = maps;
        last(&with(&s, Lever::Mapping.note(), intensity), "organisations.mapped")
    };
    let (known, mapping) = (mapped(true, 0.0), mapped(true, 1.0));
    // Four hours a week, one for each.
    assert!(mapping > known + 0.25, "{mapping} {known}");
    assert!((mapped(false, 1.0) - known).abs() < 0.1);
}

/// Levers that may harm what they are for; `docs/LEVERS.md` says why.
const MAY_HARM: [Lever; 0] = [];

/// How often a lever lowers what it is for, with its hours and pounds paid: futures in which it does,
/// and the mean difference.
fn lowers(s: &Scenario, plain: &Ensemble, note: &LeverNote) -> (u32, f64) {
    let mut s = with(s, note, full(note.lever));
    // In a tenth of a region, work at every organisation is a tenth.
    let size = if note.lever.by_organisation() { 0.1 } else { 1.0 };
    let hours = size * note.hours * if note.lever.is_share() { full(note.lever) } else { 1.0 };
    let paid = Intervention {
        lever: Lever::ExtraHours,
        intensity: hours,
        hours_per_week: 0.0,
        ..s.interventions[0].clone()
    };
    s.interventions.insert(0, paid);
    let aim = measure(note.lever.aim()).unwrap();
    let (a, b) = (run(&s).values(aim, 0, s.weeks), plain.values(aim, 0, s.weeks));
    let differences: Vec<f64> = a.iter().zip(&b).map(|(a, b)| f64::from(a - b)).collect();
    let lower = differences.iter().filter(|&&d| d < 0.0).count() as u32;
    (lower, differences.iter().sum::<f64>() / differences.len() as f64)
}

/// For the fault that a recommendation of the paper, at its documented dose and with its cost paid, harms
/// what it is for in nine of ten matched futures. `UPTAKE_TEST_LEVERS=100` takes so many.
#[test]
fn no_recommendation_harms_what_it_is_for() {
    let futures =
        std::env::var("UPTAKE_TEST_LEVERS").map_or(8, |n| n.parse().expect("a number of futures"));
    let keys = [
        "region.cambridgeshire.size=0.1",
        "region.cambridgeshire.team_size=0.3",
        "initial.live=0.3",
        "initial.competent=0.5",
        "initial.records=0.4",
    ];
    let mut s = region(&keys, 104, futures);
    s.scheduled.push(scenario::ScheduledEvent {
        event: scenario::EventKind::LocalScandal,
        week: 30,
        region: None,
        size: 1.0,
    });
    // What is kept after the money ends shows when it has ended.
    let ends = Scenario { money: Money { ends_week: Some(52), ..s.money.clone() }, ..s.clone() };
    let (plain, ended) = (run(&s), run(&ends));
    let mut harm = vec![];
    for note in LEVERS {
        let (s, plain) = match note.lever {
            Lever::RingFence => (&ends, &ended),
            _ => (&s, &plain),
        };
        let (lower, mean) = lowers(s, plain, note);
        eprintln!("{:22} {lower} of {futures} {mean:.4}", note.id);
        if 10 * lower >= 9 * futures && !MAY_HARM.contains(&note.lever) {
            harm.push(format!("{} lowers {} in {lower}: {mean}", note.id, note.lever.aim()));
        }
    }
    assert!(harm.is_empty(), "{harm:#?}");
}

//! What each lever buys: what has to be nothing, what has to be the same, a lever that has to be
//! first, and the command.
//!
//! Fixed seeds; a planted best is ranked first, and its twin, in which nothing is missing, is not.

use std::ops::ControlFlow;

use uptake::experiments::ranking::{Choice, Plan, Question, Run, rank};
use uptake::experiments::uncertainty::{Design, prepare};
use uptake::experiments::{self, Batches, Matched};
use uptake::measures::measure;
use uptake::outputs::document::Document;
use uptake::outputs::ranking::Ranked;
use uptake::results::ranking::Ranking;
use uptake::results::{Comparison, Ensemble, Outcome};
use uptake::scenario::{Level, Lever, NoFiles, Read, Source, read};

use super::cli::{Desk, widest_line};

/// Twenty organisations over a year and a half; a little team that has all but one kind of hours.
const SMALL: &str = "name = \"small\"\nweeks = 80\nreplicates = 1\n[initial]\nmapped = 0.8\n\
                     [region.here]\nsize = 0.06\nsystems = { systmone = 0.6, paper = 0.4 }\n";

fn small(set: &[&str]) -> Read {
    let set: Vec<String> = set.iter().map(|text| (*text).to_owned()).collect();
    read(Source { name: "small.toml", text: SMALL }, &set, &NoFiles).unwrap()
}

fn choices(levers: &[Lever]) -> Vec<Choice> {
    Choice::all().into_iter().filter(|c| levers.contains(&c.lever)).collect()
}

fn question(measure_name: &str, budget: f64, levers: &[Lever]) -> Question {
    Question {
        less: false,
        outcome: measure(measure_name).unwrap().into(),
        week: 80,
        budget: Some(budget),
        indifference: 0.01,
        choices: choices(levers),
    }
}

fn run(read: &Read, question: &Question, draws: u32, jobs: Option<usize>) -> Run {
    let prepared = prepare(read, &Design::of(read, 2 * draws)).unwrap();
    rank(&prepared, question, jobs, &|_| ControlFlow::Continue(()))
}

fn found(set: &[&str], question: &Question, draws: u32) -> Ranking {
    run(&small(set), question, draws, None).ranking.unwrap().unwrap()
}

/// Nobody has hours for the technical tasks: nothing can be configured.
const NO_TECHNICIANS: [&str; 1] = ["team.it_analysts.hours=0.2"];
/// Everybody has plenty.
const PLENTY: [&str; 2] = ["team.it_analysts.hours=37", "region.here.team_size=4"];

#[test]
fn the_hours_that_are_missing_are_ranked_first_and_plenty_of_them_are_not() {
    let asked = question(
        "organisations.live",
        30_000.0,
        &[Lever::ExtraHours, Lever::UnintendedWatch, Lever::ReportProportions],
    );
    let missing = found(&NO_TECHNICIANS, &asked, 20);
    let first = &missing.equal.rated[0];
    assert_eq!(first.bought[0].name, "extra_hours (technical)");
    assert!(missing.equal.told[0] && missing.equal.group[1] == 2, "{:?}", missing.equal.group);
    let best = &missing.mixes[missing.best.mix];
    assert!(best.bought.iter().any(|b| b.name == "extra_hours (technical)"), "{}", best.name());

    let plenty = found(&PLENTY, &asked, 20);
    let at = |name: &str| {
        plenty.equal.rated.iter().position(|r| r.bought.iter().any(|b| b.name == name)).unwrap()
    };
    let technical = at("extra_hours (technical)");
    assert!(technical > 0 || !plenty.equal.told[0], "nothing is missing");
}

#[test]
fn nothing_bought_is_exactly_nothing_and_money_that_can_be_spent_is_spent() {
    let asked = question(
        "organisations.real_use",
        4_000.0,
        &[Lever::ExtraHours, Lever::Grace, Lever::Payment, Lever::Backfill],
    );
    let found = found(&[], &asked, 6);
    let nothing = &found.mixes[0];
    assert_eq!(nothing.name(), "nothing");
    assert!(nothing.gains.iter().all(|&gain| gain == 0.0));
    assert_eq!(
        (nothing.cost.mean, nothing.real_use.mean, nothing.true_current.mean),
        (0.0, 0.0, 0.0)
    );
    for rated in &found.equal.rated {
        let off = rated.cost.mean / found.money - 1.0;
        assert!(off.abs() <= 0.02, "{} costs {:.0}", rated.name(), rated.cost.mean);
    }
    assert_eq!(found.money, 4_000.0);
    // Twice the money for hours costs twice as much.
    let (one, two) = (found.mixes[2].cost.mean, found.mixes[3].cost.mean);
    assert!((two / one - 2.0).abs() < 0.1, "{one} {two}");
}

/// Kind of fault: two figures for one thing. What one more costs is the same of `compare` and `rank`.
#[test]
fn comparison_and_ranking_agree_on_what_one_more_costs() {
    let scenario = small(&NO_TECHNICIANS);
    let choice = choices(&[Lever::ExtraHours]).pop().unwrap();
    let asked = Question {
        choices: vec![choice],
        ..question("organisations.live", 30_000.0, &[Lever::ExtraHours])
    };
    let own = &scenario.scenario;
    // No parameter is drawn, so that futures are those of the scenario.
    let design = Design { parameters: vec![], ..Design::of(&scenario, 16) };
    let prepared = prepare(&scenario, &design).unwrap();
    let ranking = rank(&prepared, &asked, None, &|_| ControlFlow::Continue(())).ranking.unwrap();
    let ranking = ranking.unwrap();
    let mut other = Plan::one(choice, 1.0, false).of(own);
    other.name = "other".to_owned();
    let matched = Matched::new(vec![own.clone(), other]).unwrap();
    let go_on = |_| ControlFlow::Continue(());
    let run = experiments::run(&matched, Batches::Fixed(8), None, &go_on);
    let compared = Comparison::of(&run.ensembles[0], &run.ensembles[1], (&[], None), 0.0).unwrap();
    let alone = &ranking.alone.rated[0];
    // A comparison tells the mean of each of four headings of both plans in whole pence.
    let halves = (alone.cost.mean - compared.cost.mean).abs() / 0.005;
    assert!(halves <= 8.0, "{halves} half pence");
    assert_eq!(alone.per_organisation, compared.real_use.cost_per_extra);
    assert_eq!(alone.per_patient, compared.true_current.cost_per_extra);
    assert!(alone.cost.mean > 0.0);
}

/// Kind of fault: futures of one draw taken as independent, in tables and in the search.
#[test]
fn the_draw_is_the_unit_of_tables_and_search() {
    let asked = question("organisations.live", 30_000.0, &[Lever::ExtraHours]);
    let scenario = small(&["replicates=6", NO_TECHNICIANS[0]]);
    let ranking = run(&scenario, &asked, 4, None).ranking.unwrap().unwrap();
    for rated in ranking.alone.rated.iter().chain(&ranking.equal.rated).chain(&ranking.mixes) {
        assert_eq!((rated.gain.units, rated.gain.replicates), (4, 24));
        assert_eq!((rated.by_draw.len(), rated.gains.len()), (4, 24));
    }
    assert!(ranking.alone.told.iter().chain(&ranking.equal.told).all(|told| !told));
    assert_eq!(ranking.equal.group, [1, 1, 1]);
}

#[test]
fn threads_change_nothing() {
    let asked = question("organisations.live", 3_000.0, &[Lever::Grace, Lever::Mapping]);
    let scenario = small(&[]);
    let (one, two) = (run(&scenario, &asked, 4, Some(1)), run(&scenario, &asked, 4, Some(2)));
    assert_eq!(one, two);
    assert!(one.ranking.is_some());
}

#[test]
fn a_ranking_that_is_stopped_is_none() {
    let asked = question("organisations.live", 3_000.0, &[Lever::Grace]);
    let scenario = small(&[]);
    let prepared = prepare(&scenario, &Design::of(&scenario, 8)).unwrap();
    for stop_at in [3, 12] {
        let stop = |step: experiments::Progress| match step.done >= stop_at {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        };
        assert_eq!(rank(&prepared, &asked, Some(1), &stop).ranking, None);
    }
}

fn document(read: &Read, base: &Ensemble, found: &Ranking) -> Document {
    Ranked { scenario: &read.scenario, base, found }.document().unwrap()
}

#[test]
fn what_is_said_is_what_the_tables_hold() {
    let asked = question("organisations.live", 30_000.0, &[Lever::ExtraHours, Lever::Handover]);
    let scenario = small(&NO_TECHNICIANS);
    let run = run(&scenario, &asked, 20, None);
    let ranking = run.ranking.unwrap().unwrap();
    let document = document(&scenario, &run.base, &ranking);
    let csv = String::from_utf8(document.frames[0].csv().unwrap()).unwrap();
    let rows: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
    let column = |name: &str| rows[0].iter().position(|head| *head == name).unwrap();
    let first = rows.iter().find(|row| row[0] == "equal_money" && row[1] == "1").unwrap();
    let (gain, more) = (first[column("gain")].parse::<f64>().unwrap(), first[column("more")]);
    let organisations = f64::from(run.base.organisations);
    let [use_of_money, mix, alone] = &document.answer[..] else { unreachable!() };
    // One decimal where it is small.
    let decimals = usize::from(gain * organisations < 9.95);
    let said = format!("+{:.decimals$}", gain * organisations);
    let said = said.strip_suffix(".0").unwrap_or(&said);
    assert!(use_of_money.contains(said), "{said}: {use_of_money}");
    assert!(use_of_money.contains(&format!("in {more} of 20 matched futures")), "{use_of_money}");
    assert!(
        use_of_money.contains("£30,000")
            && alone.contains("All sizes of their effects are assumed")
    );
    let mixes = String::from_utf8(document.frames[1].csv().unwrap()).unwrap();
    let best = mixes.lines().find(|line| line.split(',').nth(1) == Some("yes")).unwrap();
    assert!(
        mix.contains(best.split([',', '×', '+']).next().unwrap().trim())
            || ranking.best.steps.is_empty(),
        "{mix}"
    );
    let json: serde_json::Value = serde_json::from_slice(&document.json().unwrap()).unwrap();
    assert_eq!(json["equal_money"][0]["bought"], ranking.equal.rated[0].name());
    assert_eq!(json["schema_version"], 2);
}

#[test]
fn the_command_writes_a_ranking_that_can_be_reproduced() {
    let desk = Desk::new();
    desk.write("small.toml", SMALL);
    let ranked = desk.ok(&[
        "rank",
        "small.toml",
        "--draws",
        "4",
        "--levers",
        "grace,mapping",
        "--budget",
        "£3,000",
        "-o",
        "out",
    ]);
    assert!(ranked.out.contains("£3,000"), "{}", ranked.out);
    let flat = ranked.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("4 draws of the parameters are too few to tell levers apart"), "{flat}");
    assert!(widest_line(&ranked.out) <= 80, "{}", ranked.out);
    for file in [
        "ranking.csv",
        "mixes.csv",
        "ranking.json",
        "equal_money.svg",
        "frontier.png",
        "report.html",
    ] {
        assert!(desk.has(&format!("out/{file}")), "{file}");
    }
    desk.ok(&["reproduce", "out/manifest.json"]);
    desk.ok(&["report", "out"]);
    let wrong = desk.run(&["rank", "small.toml", "--levers", "grase"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("grace"), "{}", wrong.err);
    let late = desk.run(&["rank", "small.toml", "--at", "2040-01"]);
    assert_eq!(late.code, 3, "{}", late.err);
    assert!(!desk.has("output"), "nothing is half written");
}

/// Kind of fault: a mix "for" a sum that costs more than the sum. Payment and backfill cost as much as
/// they bring, and together more than alone.
#[test]
fn what_is_bought_for_a_sum_stays_within_it_or_the_futures_that_do_not_are_said() {
    let asked = question(
        "organisations.real_use",
        30_000.0,
        &[Lever::Payment, Lever::Backfill, Lever::SingleSignOn, Lever::Evaluation],
    );
    let scenario = small(&["initial.live=0.3"]);
    let run = run(&scenario, &asked, 8, None);
    let ranking = run.ranking.unwrap().unwrap();
    let best = &ranking.mixes[ranking.best.mix];
    // On the futures of the search the mean is held to the sum; on fresh ones luck may pass it, but no
    // further than its interval reaches.
    let least = best.cost.mean - best.cost.half_width.unwrap();
    assert!(least <= 30_000.0, "{} costs {least} or more", best.name());
    let document = document(&scenario, &run.base, &ranking);
    let mix = &document.answer[1];
    let (over, most) = best.over(ranking.money);
    assert_eq!(over, best.costs.iter().filter(|&&cost| cost > 30_001.03).count() as u32);
    assert_eq!(most, best.costs.iter().copied().fold(f64::MIN, f64::max));
    let said = if over == 0 { "in every one of 8".to_owned() } else { format!("in {over} of 8") };
    assert!(ranking.best.steps.is_empty() || mix.contains(&said), "{mix}");
    let csv = String::from_utf8(document.frames[1].csv().unwrap()).unwrap();
    let column = csv.lines().next().unwrap().split(',').position(|c| c == "over_money").unwrap();
    let row = csv.lines().find(|line| line.split(',').nth(1) == Some("yes")).unwrap();
    assert_eq!(row.split(',').nth(column).unwrap(), over.to_string());
}

/// Kind of fault: a division by a price of nothing, printed as "inf h/week" and "£NaN".
#[test]
fn where_the_budget_leaves_nothing_a_ranking_says_so_in_words() {
    let desk = Desk::new();
    let text = |budget: &str| format!("{SMALL}[money]\nbudget_per_year = {budget}\n");
    desk.write("none.toml", &text("0"));
    desk.write("little.toml", &text("180000"));
    let rank = |file: &str, budget: &[&str]| {
        let args = ["rank", file, "--draws", "4", "--levers", "grace,backfill", "-o", "out"];
        desk.run(&[&args[..], budget].concat())
    };
    for budget in [&[][..], &["--budget", "480000"]] {
        let told = rank("none.toml", budget);
        assert_eq!(told.code, 3, "{}", told.err);
        assert!(told.err.contains("budget_per_year"), "{}", told.err);
        assert!(!(told.err + &told.out).contains("NaN"));
    }
    let told = rank("little.toml", &["--budget", "480000"]);
    assert_eq!(told.code, 3, "{}{}", told.out, told.err);
    assert!(!desk.has("out"), "nothing is half written");
}

#[test]
fn every_level_is_a_choice_of_its_own() {
    let levels: Vec<Level> = choices(&[Lever::ExtraHours]).iter().map(|c| c.level).collect();
    assert_eq!(levels, [Level::Top, Level::Middle, Level::Technical]);
}

/// Kind of fault: an answer for everything where one kind was asked for. A payment to practices brings
/// practices, and is worth nothing to care homes.
#[test]
fn a_kind_can_be_asked_for() {
    let of = |kind: &str| {
        let asked = question("organisations.live", 30_000.0, &[Lever::ExtraHours]);
        let own = small(&NO_TECHNICIANS);
        let outcome = Outcome { of: Some(kind.to_owned()), ..asked.outcome };
        let asked = Question { outcome, ..asked };
        let run = run(&own, &asked, 8, None);
        let ranking = run.ranking.unwrap().unwrap();
        let group = run.base.replicates[0].trajectory.layout().index_of(Some(kind));
        assert!(group > 0);
        let measured = |r: &uptake::results::ReplicateResult| {
            f64::from(r.trajectory.measure(asked.outcome.measure, group, 80).unwrap())
        };
        let (base, futures) = (&run.base.replicates[..8], &ranking.alone.rated[0].gain);
        assert_eq!(futures.replicates, 8);
        (base.iter().map(measured).sum::<f64>() / 8.0, futures.mean, ranking.outcome.name())
    };
    let (practices, homes) = (of("gp_practice"), of("care_home"));
    assert_eq!(practices.2, "organisations.live of gp_practice");
    assert_ne!((practices.0, practices.1), (homes.0, homes.1));
}

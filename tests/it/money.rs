//! Money as planners have it: it runs out when it is spent, and pounds add up to the penny, by heading,
//! year and option, in every output.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use serde_json::Value;
use uptake::engine::{Options, ensemble};
use uptake::measures::Counter;
use uptake::outputs::money::Spending;
use uptake::results::Ensemble;
use uptake::scenario::{NoFiles, Source, read};

use super::cli::Desk;

/// Twenty organisations over two years; a lever, cover of training, a little committed.
const PLAN: &str = "name = \"plan\"\nweeks = 110\nreplicates = 6\n[initial]\nmapped = 0.8\n[region.here]\n\
                    size = 0.06\n[money]\ntotal = 120000\ncommitted = 4321.09\nother_per_year = 9876.54\n\
                    [[intervention]]\nlever = \"backfill\"\nintensity = 0.5\n\
                    [[intervention]]\nlever = \"extra_hours\"\nintensity = 7.5\n";

fn futures(set: &[&str]) -> (uptake::scenario::Scenario, Ensemble) {
    let set: Vec<String> = set.iter().map(|&text| text.to_owned()).collect();
    let scenario = read(Source { name: "plan.toml", text: PLAN }, &set, &NoFiles).unwrap().scenario;
    let options = Options::of(&scenario);
    let futures = ensemble(&scenario, &options, &|_| ControlFlow::Continue(()));
    (scenario, futures)
}

fn at(futures: &Ensemble, counter: Counter, week: usize) -> Vec<f64> {
    let of = |r: &uptake::results::ReplicateResult| f64::from(r.trajectory.get(counter, 0, week));
    futures.replicates.iter().map(of).collect()
}

#[test]
fn no_more_is_spent_than_there_is_and_then_nobody_works() {
    let (scenario, limited) = futures(&[]);
    let (_, open) = futures(&["money.total=100000000"]);
    let weeks = limited.weeks as usize;
    for (spent, without) in
        at(&limited, Counter::SpendCum, weeks).iter().zip(at(&open, Counter::SpendCum, weeks))
    {
        assert!(*spent <= 120_001.0 && *spent >= 119_000.0, "{spent} of 120,000");
        assert!(without > 130_000.0, "without the limit {without}");
    }
    let out = Spending::of(&scenario, &limited).runs_out;
    assert_eq!((out.futures, out.of), (6, 6));
    assert!(out.early <= out.middle && out.middle <= out.late && out.early.is_some());
    // Those whom the project pays work until then and no longer.
    let hours = at(&limited, Counter::HoursGivenCum, weeks);
    let before = at(&limited, Counter::HoursGivenCum, weeks - 10);
    let open_hours = at(&open, Counter::HoursGivenCum, weeks);
    let open_before = at(&open, Counter::HoursGivenCum, weeks - 10);
    let worked = |now: &[f64], then: &[f64]| now.iter().zip(then).map(|(n, t)| n - t).sum::<f64>();
    assert!(worked(&hours, &before) < 0.5 * worked(&open_hours, &open_before));
    // A limit that is not reached changes nothing.
    let (_, none) = futures(&["money.total=99000000"]);
    assert_eq!(none.digest(), open.digest());
}

#[test]
fn headings_are_all_that_is_spent() {
    use Counter::{SpendCoverCum, SpendCum, SpendLeversCum, SpendOtherCum, SpendTeamCum};
    let (_, futures) = futures(&[]);
    for week in [0, 1, 30, 110] {
        let parts = [SpendTeamCum, SpendLeversCum, SpendCoverCum, SpendOtherCum];
        let parts = parts.map(|counter| at(&futures, counter, week));
        for (i, all) in at(&futures, SpendCum, week).into_iter().enumerate() {
            let sum: f64 = parts.iter().map(|part| part[i]).sum();
            assert!((sum - all).abs() < 0.05, "week {week}: {sum} and {all}");
        }
    }
    let committed = at(&futures, SpendOtherCum, 1);
    assert!(committed.iter().all(|&pounds| pounds > 4_321.0), "{committed:?}");
}

/// Pence of a table, by option, year and heading.
fn pence(csv: &str) -> BTreeMap<(String, String, String), i64> {
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    let row = |row: csv::StringRecord| {
        let pounds: f64 = row[3].parse().unwrap();
        let pence = (100.0 * pounds).round();
        assert!((100.0 * pounds - pence).abs() < 1e-4, "whole pence: {pounds}");
        ((row[0].to_owned(), row[1].to_owned(), row[2].to_owned()), pence as i64)
    };
    rows.records().map(|record| row(record.unwrap())).collect()
}

const HEADINGS: [&str; 4] = ["team", "levers", "cover", "other"];

/// Sums of a table, each made of its parts.
fn adds_up(table: &BTreeMap<(String, String, String), i64>, option: &str, years: &[&str]) {
    let get = |year: &str, heading: &str| {
        table[&(option.to_owned(), year.to_owned(), heading.to_owned())]
    };
    for year in years.iter().chain(&["all"]) {
        let sum: i64 = HEADINGS.iter().map(|heading| get(year, heading)).sum();
        assert_eq!(sum, get(year, "project"), "{option} {year}");
        let whole = sum + get(year, "employers") + get(year, "clinicians");
        assert_eq!(whole, get(year, "whole"), "{option} {year}");
    }
    for heading in HEADINGS.iter().chain(&["project", "whole", "idle", "taken", "employers"]) {
        let sum: i64 = years.iter().map(|year| get(year, heading)).sum();
        assert_eq!(sum, get("all", heading), "{option} {heading}");
    }
}

fn in_pence(pounds: &Value) -> i64 {
    (100.0 * pounds.as_f64().unwrap()).round() as i64
}

#[test]
fn pounds_add_up_to_the_penny_in_every_output() {
    let desk = Desk::new();
    desk.write("plan.toml", PLAN);
    desk.write(
        "more.toml",
        &PLAN.replace("intensity = 7.5", "intensity = 15").replace("\"plan\"", "\"more\""),
    );
    assert_eq!(desk.run(&["run", "plan.toml", "-o", "run"]).code, 0);
    assert_eq!(desk.run(&["compare", "plan.toml", "more.toml", "-o", "both"]).code, 0);
    let years = ["2026", "2027", "2028"];
    let run = pence(&desk.text("run/money.csv"));
    adds_up(&run, "plan", &years);
    let both = pence(&desk.text("both/money.csv"));
    adds_up(&both, "plan", &years);
    adds_up(&both, "more", &years);
    let all = |table: &BTreeMap<_, _>, option: &str, heading: &str| -> i64 {
        table[&(option.to_owned(), "all".to_owned(), heading.to_owned())]
    };
    assert_eq!(all(&run, "plan", "project"), all(&both, "plan", "project"), "the same option");
    // What the summary says of it, and of the measure.
    let summary: Value = serde_json::from_str(&desk.text("run/summary.json")).unwrap();
    let money = &summary["money"];
    assert_eq!(in_pence(&money["spent"]), all(&run, "plan", "project"));
    assert_eq!(in_pence(&money["whole"]), all(&run, "plan", "whole"));
    assert_eq!(in_pence(&money["unspent"]), 12_000_000 - all(&run, "plan", "project"));
    for (line, heading) in money["project"].as_array().unwrap().iter().zip(HEADINGS) {
        assert_eq!(in_pence(&line["total"]), all(&run, "plan", heading));
        let by_year: i64 = line["by_year"].as_array().unwrap().iter().map(in_pence).sum();
        assert_eq!(by_year, all(&run, "plan", heading));
    }
    let measures = summary["measures"].as_array().unwrap();
    let spend = measures.iter().find(|m| m["measure"] == "project.spend").unwrap();
    let last = spend["values"].as_array().unwrap().last().unwrap();
    assert_eq!(in_pence(&last["mean"]), all(&run, "plan", "project"));
    let compared: Value = serde_json::from_str(&desk.text("both/comparison.json")).unwrap();
    for (alone, option) in compared["scenarios"].as_array().unwrap().iter().zip(["plan", "more"]) {
        assert_eq!(in_pence(&alone["money"]["spent"]), all(&both, option, "project"));
    }
    // The sentence and the report say the same sum.
    let said = uptake::outputs::money::to_the_penny(all(&run, "plan", "project"));
    let answer = desk.run(&["run", "plan.toml", "-o", "again", "-q"]).out.replace('\n', " ");
    assert!(answer.contains(&said), "{said} in {answer}");
    assert!(desk.text("run/report.html").contains(&said), "{said} in the report");
}

#[test]
fn more_that_is_committed_than_there_is_is_refused() {
    let desk = Desk::new();
    desk.write("plan.toml", PLAN);
    let told = desk.run(&["check", "plan.toml", "--set", "money.committed=120001"]);
    assert_eq!(told.code, 3);
    assert!(told.err.contains("£120001 of £120000 are committed"), "{}", told.err);
}

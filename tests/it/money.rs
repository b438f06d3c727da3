//! Money as planners have it: it runs out when it is spent, and pounds add up to the penny, by heading,
//! year and option, in every output.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use calamine::{Data, DataType, Reader, Xlsx};
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
    let of = |r: &uptake::results::ReplicateResult| r.trajectory.exact(counter, 0, week);
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
    desk.ok(&["run", "plan.toml", "--xlsx", "-o", "run"]);
    desk.ok(&["compare", "plan.toml", "more.toml", "--xlsx", "-o", "both"]);
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
    // Each curve says it in the last week of each year, and the difference of two plans is that of both.
    let measures = HEADINGS.map(|heading| (format!("spend.{heading}"), heading));
    let others = [("cost.employers", "employers"), ("cost.clinicians", "clinicians")];
    let sums = [("project.spend", "project"), ("cost.whole", "whole"), ("spend.idle", "idle")];
    for (file, table, option) in [
        ("run/coverage.csv", &run, "plan"),
        ("both/plan.coverage.csv", &both, "plan"),
        ("both/more.coverage.csv", &both, "more"),
    ] {
        let named = measures.iter().map(|(measure, heading)| (measure.as_str(), *heading));
        for (measure, heading) in named.chain(others).chain(sums) {
            let mut before = 0;
            for (year, week) in years.iter().zip(["51", "103", "110"]) {
                let found = curve(&desk.text(file), measure, week);
                let key = (option.to_owned(), (*year).to_owned(), heading.to_owned());
                assert_eq!(found - before, table[&key], "{file} {measure} {year}");
                before = found;
            }
        }
    }
    let apart = curve(&desk.text("both/differences.csv"), "project.spend", "110");
    assert_eq!(apart, all(&both, "more", "project") - all(&both, "plan", "project"));
    // The sentence and the report say the same sums.
    let said = |pence: &i64| uptake::outputs::money::to_the_penny(*pence);
    let answer = desk.run(&["run", "plan.toml", "-o", "again", "-q"]).out.replace('\n', " ");
    assert!(answer.contains(&said(&all(&run, "plan", "project"))), "{answer}");
    for (folder, table) in [("run", &run), ("both", &both)] {
        let report = desk.text(&format!("{folder}/report.html"));
        assert!(table.values().all(|pence| report.contains(&said(pence))), "{folder}");
        assert_eq!(&sheet(&desk, folder), table, "{folder}: the workbook");
    }
    // What is marked as a part is all that there is, once.
    let csv = desk.text("run/money.csv");
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    let parts = rows.records().map(Result::unwrap).filter(|row| &row[4] == "part");
    let sum: f64 = parts.map(|row| row[3].parse::<f64>().unwrap()).sum();
    assert_eq!((100.0 * sum).round() as i64, all(&run, "plan", "whole"));
}

/// Pence of the mean of a measure over everything in a week.
fn curve(csv: &str, measure: &str, week: &str) -> i64 {
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    let head = rows.headers().unwrap().clone();
    let of = |row: &csv::StringRecord, name: &str| {
        head.iter().position(|head| head == name).map(|at| row[at].to_owned())
    };
    let is = |row: &csv::StringRecord| {
        of(row, "measure").unwrap() == measure
            && of(row, "week").unwrap() == week
            && of(row, "group").is_none_or(|group| group == "all")
    };
    let row = rows.records().map(Result::unwrap).find(is).unwrap();
    let mean = of(&row, "mean").or_else(|| of(&row, "mean_difference")).unwrap();
    (100.0 * mean.parse::<f64>().unwrap()).round() as i64
}

/// The one sheet of money of a workbook.
fn sheet(desk: &Desk, folder: &str) -> BTreeMap<(String, String, String), i64> {
    let path = desk.path().join(folder).join("results.xlsx");
    let mut book: Xlsx<_> = calamine::open_workbook(path).unwrap();
    let named = |name: &String| name.starts_with("Money") || name.ends_with(" 2");
    assert_eq!(book.sheet_names().into_iter().filter(named).collect::<Vec<_>>(), ["Money"]);
    let rows = book.worksheet_range("Money").unwrap();
    let row = |row: &[Data]| {
        let pounds = row[3].get_float().unwrap();
        let text = |i: usize| row[i].to_string();
        ((text(0), text(1), text(2)), (100.0 * pounds).round() as i64)
    };
    rows.rows().skip(1).map(row).collect()
}

#[test]
fn more_that_is_committed_than_there_is_is_refused() {
    let desk = Desk::new();
    desk.write("plan.toml", PLAN);
    let told = desk.run(&["check", "plan.toml", "--set", "money.committed=120001"]);
    assert_eq!(told.code, 3);
    assert!(told.err.contains("£120001 of £120000 are committed"), "{}", told.err);
}

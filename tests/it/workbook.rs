//! Results as a workbook, read back: the answer, typed tables, assumptions, provenance, and no formula.

use std::fs;

use calamine::{Data, Reader, Xlsx, open_workbook};

use super::cli::Desk;

type Book = Xlsx<std::io::BufReader<fs::File>>;

fn open(desk: &Desk, folder: &str) -> Book {
    open_workbook(desk.path().join(folder).join("results.xlsx")).unwrap()
}

/// All cells of a sheet.
fn cells(book: &mut Book, sheet: &str) -> Vec<Vec<Data>> {
    book.worksheet_range(sheet).unwrap().rows().map(<[Data]>::to_vec).collect()
}

fn text(rows: &[Vec<Data>]) -> String {
    rows.iter().flatten().map(|cell| format!("{cell}\n")).collect()
}

const PLAN: &str = "name = \"plan\"\ntitle = \"=HYPERLINK(1)\"\nweeks = 26\nreplicates = 3\n\
                    [team.facilitators]\ncount = 4\n\
                    [[assumption]]\nparameter = \"team.facilitators\"\nwhy = \"+cmd\"\nsource = \"@board\"\n";

#[test]
fn a_workbook_holds_the_answer_tables_assumptions_and_provenance() {
    let desk = Desk::new();
    desk.write("plan.toml", PLAN);
    let told = desk.ok(&["run", "plan.toml", "--xlsx", "-o", "run"]);
    desk.ok(&["run", "plan.toml", "--xlsx", "--jobs", "1", "-o", "again"]);
    let bytes = |folder: &str| fs::read(desk.path().join(folder).join("results.xlsx")).unwrap();
    assert_eq!(bytes("run"), bytes("again"), "the same analysis gives the same bytes");
    let mut book = open(&desk, "run");
    let names = book.sheet_names();
    assert_eq!(names[0], "Answer");
    for sheet in &names {
        let formulas = book.worksheet_formula(sheet).unwrap();
        assert_eq!(formulas.used_cells().count(), 0, "{sheet}");
        assert!(sheet.chars().count() <= 31);
    }
    // The answer is the one on the screen.
    let answer = text(&cells(&mut book, "Answer")).replace('\n', " ");
    let first = told.out.split_whitespace().take(12).collect::<Vec<_>>().join(" ");
    assert!(answer.contains(&first), "{first} in {answer}");
    assert!(answer.starts_with("=HYPERLINK(1)"), "text is text: {answer}");
    let assumptions = text(&cells(&mut book, "Assumptions"));
    for word in ["team.facilitators.count", "+cmd", "@board"] {
        assert!(assumptions.contains(word), "{word} in {assumptions}");
    }
    let provenance = text(&cells(&mut book, "Provenance"));
    let manifest = desk.text("run/manifest.json");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    for key in ["/scenario/sha256", "/ensemble_digest"] {
        let digest = manifest.pointer(key).unwrap().as_str().unwrap();
        assert!(provenance.contains(digest), "{key} {digest} in {provenance}");
    }
    // Coverage is there to the last digit, as numbers.
    let csv = desk.text("run/coverage.csv");
    let coverage = cells(&mut book, "coverage.csv");
    let rows: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(coverage.len(), rows.len());
    let mean = rows[0].iter().position(|name| *name == "mean").unwrap();
    for (cells, row) in coverage.iter().zip(&rows).skip(1) {
        let found = match cells[mean] {
            Data::Float(found) => Some(found),
            Data::Empty => None,
            ref other => panic!("{other:?} is no number"),
        };
        assert_eq!(found, row[mean].parse::<f64>().ok());
    }
    // Behind each chart stands a table with numbers.
    let states = cells(&mut book, "Organisation states");
    assert!(
        states.iter().flatten().filter(|cell| matches!(cell, Data::Float(_))).count() > 4,
        "{states:?}"
    );
    // What is made again is the same.
    let told = desk.ok(&["reproduce", "run/manifest.json"]);
    assert!(told.out.contains("the same"), "{}", told.out);
}

#[test]
fn every_analysis_of_a_scenario_has_a_workbook() {
    let desk = Desk::new();
    desk.write(
        "other.toml",
        "name = \"other\"\nweeks = 26\nreplicates = 3\n[team.facilitators]\ncount = 4\n",
    );
    for (folder, args) in [
        ("compare", &["compare", "small.toml", "other.toml"][..]),
        ("explain", &["explain", "small.toml", "--replicates", "2"]),
    ] {
        desk.ok(&[args, &["--xlsx", "-o", folder]].concat());
        let mut book = open(&desk, folder);
        let mut numbers = 0;
        for name in book.sheet_names() {
            let cells = cells(&mut book, &name);
            numbers += cells.iter().flatten().filter(|cell| matches!(cell, Data::Float(_))).count();
        }
        assert!(numbers > 50, "{folder}: {numbers}");
        desk.ok(&["reproduce", &format!("{folder}/manifest.json")]);
    }
}

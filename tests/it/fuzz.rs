//! Inputs that were changed at random: nothing panics, aborts or goes on for ever, no output holds
//! what is no number, what is refused leaves no trace, and memory stays within twice of what was
//! said.
//!
//! A few hundred inputs each time, the same ones; more with
//!
//! ```text
//! UPTAKE_TEST_FUZZ=100000 cargo test --profile ci --test it fuzz -- --nocapture
//! ```
//!
//! which prints how many of each kind were refused, accepted, too large to be run here, and run. One
//! input alone is run again with `UPTAKE_TEST_FUZZ_ONLY=KIND:NUMBER`, as a failure says.

mod commands;
mod library;
mod mutate;
mod spreadsheets;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind};

use uptake::outputs::Manifest;
use uptake::outputs::study::{MergeReport, Plan, PlannedParameter};

use commands::Bases;
use mutate::Luck;

/// Inputs of all kinds together, when nobody says how many.
const FEW: usize = 360;
/// One in so many goes through the program rather than the library.
const PROGRAM: usize = 20;

/// What came of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// In words.
    Refused,
    /// Read; there is nothing to run.
    Accepted,
    /// Read, and too much to be run here.
    TooLarge,
    /// Read and run.
    Ran,
}

/// No word of a text is what a number that is none is written as. What a user wrote may be: a message
/// that quotes it says "found NaN".
pub fn assert_numbers(text: &str) {
    let is_none = |word: &str| matches!(word, "NaN" | "inf" | "infinity");
    let words = |line: &str| line.split(|c: char| !c.is_alphanumeric()).any(is_none);
    let quoted = |line: &str| line.trim_start().starts_with("\"message\": ");
    if let Some(line) = text.lines().find(|line| words(line) && !quoted(line)) {
        panic!("an output holds a number that is none: {line}");
    }
}

fn wanted() -> usize {
    env::var("UPTAKE_TEST_FUZZ").ok().and_then(|n| n.parse().ok()).unwrap_or(FEW)
}

/// Give so many inputs of a kind to a check; panics with all that failed, by their numbers.
fn try_all(kind: &str, many: usize, check: &dyn Fn(&mut Luck) -> Outcome) {
    let only = env::var("UPTAKE_TEST_FUZZ_ONLY").ok();
    let only = only.as_deref().map(|only| only.split_once(':').expect("KIND:NUMBER"));
    let mut counts: BTreeMap<Outcome, usize> = BTreeMap::new();
    let mut failed = Vec::new();
    let at = Cell::new(0);
    let numbers = match only {
        Some((own, number)) if own == kind => {
            let number: usize = number.parse().expect("a number");
            number..number + 1
        }
        Some(_) => 0..0,
        None => 0..many,
    };
    for number in numbers {
        at.set(number);
        let seed = kind.bytes().fold(number as u64, |h, b| h.wrapping_mul(31) + u64::from(b));
        match catch_unwind(AssertUnwindSafe(|| check(&mut Luck::new(seed)))) {
            Ok(came) => *counts.entry(came).or_default() += 1,
            Err(_) => failed.push(format!("{kind}:{number}")),
        }
    }
    eprintln!("{kind}: {counts:?}, {} failed", failed.len());
    assert!(
        failed.is_empty(),
        "{} inputs fail: {:?}",
        failed.len(),
        &failed[..failed.len().min(20)]
    );
}

#[test]
fn what_is_changed_is_sound_before() {
    library::assert_sound();
}

#[test]
fn changed_scenarios_are_refused_or_run() {
    try_all("scenario", wanted() * 4 / 9, &library::scenario);
}

#[test]
fn changed_lists_of_organisations_are_refused_or_run() {
    try_all("list", wanted() / 9, &library::list);
}

#[test]
fn changed_spreadsheets_are_imported_asked_about_or_refused() {
    try_all("sheet-text", wanted() / 4, &spreadsheets::text);
    try_all("sheet-book", wanted() / 4, &spreadsheets::book);
}

#[test]
fn changed_studies_are_refused_or_laid_out() {
    try_all("study", wanted() / 9, &library::study);
    try_all("shard", wanted() / 9, &library::shard);
}

#[test]
fn changed_files_of_runs_and_studies_are_refused_or_read() {
    let bases = Bases::new();
    // What is changed is sound before.
    Manifest::from_json(&library::resealed(bases.manifest.clone())).unwrap();
    Plan::from_json(&library::resealed(bases.plan.clone())).unwrap();
    MergeReport::from_json(&library::resealed(bases.merge.clone())).unwrap();
    let parameters: Vec<PlannedParameter> =
        serde_json::from_value(bases.plan["parameters"].clone()).unwrap();
    let (design, many) = (bases.design(), wanted() / 18);
    try_all("design", many, &|luck| library::design(luck, (&design, &parameters)));
    try_all("manifest", many, &|luck| library::manifest(luck, &bases.manifest));
    try_all("plan", many, &|luck| library::plan(luck, &bases.plan));
    try_all("merge", many, &|luck| library::merge(luck, &bases.merge));
}

#[test]
fn the_program_refuses_or_works_on_changed_files() {
    let bases = Bases::new();
    let many = wanted() / PROGRAM / 4;
    try_all("program-scenario", many, &commands::scenario);
    try_all("program-study", many, &|luck| commands::study(luck, &bases));
    try_all("program-manifest", many, &|luck| commands::manifest(luck, &bases));
    try_all("program-study-text", many, &commands::study_text);
}

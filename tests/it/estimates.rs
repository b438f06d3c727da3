//! What `check` says of memory and disk is within a factor of two of what a run takes, and what
//! does not fit is not begun. A few small scenarios each time; with
//!
//! ```text
//! UPTAKE_TEST_ESTIMATES=1 cargo test --profile ci --test it estimates -- --nocapture
//! ```
//!
//! the gallery, a thousand regions, long lists of patients and many futures, with the seconds that
//! were said and taken.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use serde_json::Value;

use super::cli::Desk;
use super::memory::watched;

/// The largest factor between what is said and what is taken.
const FACTOR: f64 = 2.0;

fn regions(many: u32, size: f64) -> String {
    (0..many).map(|n| format!("[region.r{n}]\nsize = {size}\n")).collect()
}

/// Scenarios that take a moment, each large in another way.
fn cases() -> Vec<(String, String)> {
    let case = |name: &str, text: String| (name.to_owned(), format!("name = \"{name}\"\n{text}"));
    vec![
        case("default", "weeks = 20\nreplicates = 2\n".to_owned()),
        case("regions", format!("weeks = 40\nreplicates = 1\n{}", regions(150, 0.02))),
        case(
            "patients",
            "weeks = 4\nreplicates = 2\n[region.county]\nsize = 0.3\n[patients]\n\
             recognised_per_week = 100.0\nstay_weeks = 600.0\n"
                .to_owned(),
        ),
        case("futures", "weeks = 250\nreplicates = 500\n[region.county]\nsize = 0.02\n".to_owned()),
    ]
}

/// Those that take minutes.
fn long_cases() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut all: Vec<(String, String)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).unwrap();
            (name, text)
        })
        .collect();
    all.sort();
    let case = |name: &str, text: String| (name.to_owned(), format!("name = \"{name}\"\n{text}"));
    all.extend([
        case("regions-1000", format!("weeks = 260\nreplicates = 2\n{}", regions(1_000, 0.02))),
        case("regions-1000-20-years", format!("weeks = 1040\nreplicates = 2\n{}", regions(1_000, 0.02))),
        case("futures-100000", "weeks = 52\nreplicates = 100000\n[region.c]\nsize = 0.01\n".to_owned()),
        case(
            "patients-2-million",
            "weeks = 52\nreplicates = 2\n[patients]\nrecognised_per_week = 100.0\nstay_weeks = 200.0\n"
                .to_owned(),
        ),
    ]);
    all
}

#[cfg(target_os = "linux")]
#[test]
fn memory_and_disk_are_within_a_factor_of_two_of_what_check_says() {
    let long = env::var_os("UPTAKE_TEST_ESTIMATES").is_some();
    let mut wrong = Vec::new();
    for (name, text) in cases().into_iter().chain(if long { long_cases() } else { vec![] }) {
        let desk = Desk::new();
        desk.write("my.toml", &text);
        // England with all its futures takes hours.
        let few: &[&str] = if name == "england" { &["--set", "replicates=4"] } else { &[] };
        let check = [&["check", "my.toml", "--format", "json"][..], few].concat();
        let said: Value = serde_json::from_str(&desk.ok(&check).out).unwrap();
        let said = |key: &str| said["estimate"][key].as_f64().expect("a number");
        let mut run = Command::new(assert_cmd::cargo::cargo_bin("uptake"));
        run.current_dir(desk.path()).args(["-q", "run", "my.toml", "-o", "out"]).args(few);
        let begun = Instant::now();
        let (status, memory) = watched(run);
        assert!(status.success(), "{name}: {status}");
        let seconds = begun.elapsed().as_secs_f64();
        let files = fs::read_dir(desk.path().join("out")).unwrap();
        let disk: u64 = files.map(|entry| entry.unwrap().metadata().unwrap().len()).sum();
        let taken = [("bytes", memory), ("disk_bytes", disk as f64)];
        let part = |(key, taken): (&str, f64)| format!("{key} {taken:.3e}, said {:.3e}", said(key));
        eprintln!(
            "{name}: {}; {}; {seconds:.1} s, said {:.1}",
            part(taken[0]),
            part(taken[1]),
            said("seconds")
        );
        for (key, taken) in taken {
            let ratio = taken / said(key);
            if !(1.0 / FACTOR..=FACTOR).contains(&ratio) {
                wrong.push(format!("{name}: {key} is {ratio:.2} of what was said"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Nothing is begun that no machine could hold, whichever command is asked, and it is said why.
#[test]
fn what_does_not_fit_is_refused_in_words_before_anything_is_written() {
    let desk = Desk::new();
    desk.write("huge.toml", &format!("name = \"huge\"\nweeks = 1040\n{}", regions(1_000, 0.05)));
    let million = ["--replicates", "1000000"];
    for args in [
        &["run", "huge.toml"][..],
        &["run", "huge.toml", "-n"],
        &["run", "huge.toml", "-o", "here"],
        &["compare", "huge.toml", "huge.toml"],
    ] {
        let outcome = desk.run(&[args, &million].concat());
        assert_eq!(outcome.code, 1, "{args:?}: {}", outcome.err);
        assert!(
            outcome.err.contains("of memory") || outcome.err.contains("of disk"),
            "{}",
            outcome.err
        );
        assert!(outcome.err.contains("--replicates"), "what to do: {}", outcome.err);
        assert!(!desk.has("output") && !desk.has("here"), "{args:?}");
    }
}

/// Lists so long that they were an abort: as many patients as no machine holds are no scenario.
#[test]
fn more_patients_than_a_machine_holds_are_no_valid_scenario() {
    let desk = Desk::new();
    desk.write("long.toml", "[patients]\nrecognised_per_week = 1000.0\nstay_weeks = 1e7\n");
    let outcome = desk.run(&["check", "long.toml"]);
    assert_eq!(outcome.code, 3, "{}", outcome.err);
    assert!(outcome.err.contains("patients at a time"), "{}", outcome.err);
    assert!(
        outcome.err.contains("long.toml:2") || outcome.err.contains("long.toml:3"),
        "{}",
        outcome.err
    );
}

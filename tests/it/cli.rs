//! The command line as a user or a script meets it.

use std::fs;
use std::io::Read;
use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;
use uptake::outputs::Manifest;

use super::started::start;

/// A small scenario: half a year, three futures of the built-in region.
const SMALL: &str = "schema = 1\nname = \"small\"\nweeks = 26\nreplicates = 3\n";
const WRONG: &str = "schema = 1\nname = \"wrong\"\nweeks = -1\nreplicats = 3\n";

pub(super) struct Outcome {
    pub(super) code: i32,
    pub(super) out: String,
    pub(super) err: String,
}

/// A folder of its own to run commands in.
pub(super) struct Desk(TempDir);

impl Desk {
    pub(super) fn new() -> Self {
        let desk = Desk(TempDir::new().unwrap());
        desk.write("small.toml", SMALL);
        desk.write("wrong.toml", WRONG);
        desk
    }

    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        fs::write(self.path().join(name), text).unwrap();
    }

    pub(super) fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.path().join(name).exists()
    }

    pub(super) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::cargo_bin("uptake").unwrap();
        command.current_dir(self.path()).args(args);
        for name in ["COLUMNS", "NO_COLOR", "TERM", "RAYON_NUM_THREADS"] {
            command.env_remove(name);
        }
        command
    }

    pub(super) fn run(&self, args: &[&str]) -> Outcome {
        outcome(&mut self.command(args))
    }

    /// Run, expect success, give what was printed.
    pub(super) fn ok(&self, args: &[&str]) -> Outcome {
        let outcome = self.run(args);
        assert_eq!(outcome.code, 0, "{args:?}: {}", outcome.err);
        outcome
    }
}

pub(super) fn outcome(command: &mut Command) -> Outcome {
    let output = command.output().unwrap();
    Outcome {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The result files of a run: the same bytes for the same scenario and seed. The manifest and the
/// report tell of times.
fn results(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !["manifest.json", "report.html"].iter().any(|own| path.ends_with(own)) {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                files.push((name, fs::read(path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

pub(super) fn widest_line(text: &str) -> usize {
    text.lines().map(|line| line.chars().count()).max().unwrap_or(0)
}

#[test]
fn exit_codes_are_those_of_the_table() {
    let desk = Desk::new();
    desk.ok(&["run", "small.toml", "-o", "run"]);
    let manifest = desk.text("run/manifest.json");
    desk.write("run/manifest.json", &manifest.replacen("\"coverage.csv\"", "\"coverage2.csv\"", 1));
    for (code, args) in [
        (0, vec!["check", "small.toml"]),
        (1, vec!["check", "nowhere.toml"]),
        (2, vec!["check", "--no-such-flag"]),
        (2, vec!["run", "small.toml", "--replicates", "0"]),
        (3, vec!["check", "wrong.toml"]),
        (3, vec!["run", "wrong.toml"]),
        (3, vec!["run", "small.toml", "--set", "weeks=lots"]),
        (4, vec!["reproduce", "run/manifest.json"]),
    ] {
        let outcome = desk.run(&args);
        assert_eq!(outcome.code, code, "{args:?}: {}{}", outcome.out, outcome.err);
    }
}

#[test]
fn help_lists_every_exit_code() {
    let help = Desk::new().ok(&["--help"]).out;
    for code in ["0", "1", "2", "3", "4", "5", "130"] {
        assert!(help.lines().any(|l| l.trim_start().starts_with(&format!("{code}  "))), "{code}");
    }
}

#[test]
fn data_go_to_standard_output_and_words_to_standard_error() {
    let desk = Desk::new();
    let run = desk.ok(&["run", "small.toml", "--format", "json"]);
    let summary: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert!(summary.is_object());
    assert!(run.err.contains("output/small"), "{}", run.err);

    let wrong = desk.run(&["check", "wrong.toml"]);
    assert_eq!(wrong.out, "");
    assert!(wrong.err.contains("wrong.toml:3"), "{}", wrong.err);
}

#[test]
fn quiet_leaves_nothing_but_the_answer() {
    let desk = Desk::new();
    let run = desk.ok(&["run", "small.toml", "-q"]);
    assert_eq!(run.err, "");
    assert!(run.out.contains("of 330 organisations"), "{}", run.out);
}

#[test]
fn every_problem_is_reported_at_once_with_its_place_and_a_suggestion() {
    let desk = Desk::new();
    let wrong = desk.run(&["check", "wrong.toml"]);
    for part in ["wrong.toml:3:", "wrong.toml:4:", "replicates", "1040"] {
        assert!(wrong.err.contains(part), "no {part} in:\n{}", wrong.err);
    }
    let json = desk.run(&["check", "wrong.toml", "--format", "json"]);
    assert_eq!(json.code, 3);
    let report: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(report["valid"], false);
    assert_eq!(report["problems"].as_array().unwrap().len(), 2);
    assert_eq!(report["problems"][0]["line"], 3);
}

#[test]
fn a_scenario_that_is_no_text_file_is_refused_in_words() {
    let desk = Desk::new();
    fs::create_dir(desk.path().join("folder.toml")).unwrap();
    fs::write(desk.path().join("binary.toml"), [0xff, 0xfe, 0x00]).unwrap();
    let huge = fs::File::create(desk.path().join("huge.toml")).unwrap();
    huge.set_len(100 << 20).unwrap();
    for name in ["folder.toml", "binary.toml", "huge.toml", "missing.toml"] {
        let outcome = desk.run(&["run", name]);
        assert!(outcome.code == 1 || outcome.code == 3, "{name}: {}", outcome.code);
        assert!(outcome.err.contains(name), "{name}: {}", outcome.err);
        assert!(!outcome.err.contains("panicked"), "{}", outcome.err);
    }
    assert!(!desk.has("output"));
}

#[test]
fn nothing_is_written_unless_the_scenario_is_valid() {
    let desk = Desk::new();
    desk.run(&["run", "wrong.toml"]);
    desk.run(&["run", "wrong.toml", "-o", "here"]);
    desk.run(&["run", "small.toml", "--set", "weaks=3"]);
    desk.ok(&["run", "small.toml", "--dry-run"]);
    assert!(!desk.has("output") && !desk.has("here"));
}

#[test]
fn a_second_run_gets_its_own_folder() {
    let desk = Desk::new();
    desk.ok(&["run", "small.toml"]);
    desk.ok(&["run", "small.toml", "--seed", "2"]);
    assert!(desk.has("output/small/manifest.json") && desk.has("output/small-2/manifest.json"));
}

#[test]
fn a_folder_that_exists_is_overwritten_only_by_force() {
    let desk = Desk::new();
    desk.ok(&["run", "small.toml", "-o", "here"]);
    let before = desk.text("here/manifest.json");
    let refused = desk.run(&["run", "small.toml", "-o", "here"]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("--force"), "{}", refused.err);
    assert_eq!(desk.text("here/manifest.json"), before);
    desk.ok(&["run", "small.toml", "-o", "here", "--force"]);
}

#[test]
fn the_answer_is_a_few_sentences_and_fits_a_narrow_terminal() {
    let desk = Desk::new();
    for width in ["40", "80"] {
        let run = outcome(desk.command(&["run", "small.toml"]).env("COLUMNS", width));
        let limit = width.parse().unwrap();
        assert!(widest_line(&run.out) <= limit, "{width}:\n{}", run.out);
        let flat = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains("3 simulated futures"), "{flat}");
        assert!(flat.contains("The middle result is"), "{flat}");
    }
}

#[test]
fn what_is_no_terminal_gets_no_bar_and_no_colour() {
    let desk = Desk::new();
    let run = desk.ok(&["run", "small.toml"]);
    let wrong = desk.run(&["check", "wrong.toml"]);
    let plain = outcome(desk.command(&["check", "wrong.toml"]).env("NO_COLOR", "1"));
    for text in [&run.err, &run.out, &wrong.err, &plain.err] {
        assert!(!text.contains('\u{1b}') && !text.contains('\r'), "{text:?}");
    }
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let desk = Desk::new();
    desk.ok(&["run", "small.toml", "-o", "one", "--jobs", "1", "--parquet"]);
    desk.ok(&["run", "small.toml", "-o", "two", "--jobs", "2", "--parquet"]);
    let (one, two) = (results(&desk.path().join("one")), results(&desk.path().join("two")));
    assert!(one.len() > 5);
    assert!(one == two, "results differ");
}

#[test]
fn a_run_is_reproduced_and_a_tampered_one_is_not() {
    let desk = Desk::new();
    desk.ok(&["run", "small.toml", "-o", "run", "--seed", "5", "--set", "tool.quality=0.8"]);
    let again = desk.ok(&["reproduce", "run/manifest.json", "--jobs", "1"]);
    assert!(again.out.contains("same"), "{}", again.out);

    let manifest = desk.text("run/manifest.json");
    let mut tampered = Manifest::from_json(&manifest).unwrap();
    tampered.outputs[0].sha256 = "0".repeat(64);
    desk.write("run/manifest.json", &tampered.to_json().unwrap());
    let other = desk.run(&["reproduce", "run/manifest.json"]);
    assert_eq!(other.code, 4, "{}", other.err);
    assert!(other.err.contains("coverage.csv"), "{}", other.err);

    assert!(manifest.contains("quality = 0.8"), "{manifest}");
    desk.write("run/manifest.json", &manifest.replace("quality = 0.8", "quality = 0.7"));
    let other = desk.run(&["reproduce", "run/manifest.json"]);
    assert_eq!(other.code, 4, "{}", other.err);
    assert!(other.err.contains("digest"), "{}", other.err);
}

#[test]
fn the_report_of_a_run_is_made_again_from_its_folder_and_not_from_another_run_s() {
    let desk = Desk::new();
    let run = desk.ok(&["run", "small.toml", "-o", "run"]);
    assert!(run.err.contains("run/report.html"), "{}", run.err);
    let report = desk.text("run/report.html");
    assert!(report.starts_with("<!DOCTYPE html>") && report.ends_with("</html>\n"));
    desk.write("run/report.html", "lost");
    let again = desk.ok(&["report", "run", "--jobs", "1"]);
    assert_eq!(again.out, "run/report.html\n");
    assert!(desk.text("run/report.html") == report, "another report of the same run");
    // It holds times, so it is none of the files that are compared.
    let manifest = desk.text("run/manifest.json");
    assert!(!manifest.contains("report.html"));
    assert!(desk.ok(&["reproduce", "run/manifest.json"]).out.contains("same"));

    let digest = manifest.split("\"ensemble_digest\": \"").nth(1).unwrap();
    let digest = digest.split('"').next().unwrap();
    desk.write("run/manifest.json", &manifest.replace(digest, &"0".repeat(16)));
    let other = desk.run(&["report", "run"]);
    assert_eq!(other.code, 4, "{}", other.err);
    assert_eq!(desk.run(&["report", "nowhere"]).code, 1);
}

#[test]
fn diff_names_the_first_place_where_two_runs_part() {
    let desk = Desk::new();
    desk.ok(&["run", "small.toml", "-o", "a"]);
    desk.ok(&["run", "small.toml", "-o", "b"]);
    desk.ok(&["run", "small.toml", "-o", "c", "--seed", "2"]);
    assert!(desk.ok(&["diff", "a", "b"]).out.contains("no difference"));
    let parted = desk.run(&["diff", "a", "c"]);
    assert_eq!(parted.code, 1);
    assert!(parted.out.contains("week") && parted.out.contains("cambridgeshire"), "{}", parted.out);
}

#[test]
fn trace_tells_one_organisations_story() {
    let desk = Desk::new();
    desk.ok(&["run", "small.toml", "-o", "run"]);
    let events = desk.text("run/events.csv");
    let subject = events
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').find(|field| field.contains("gp_practice")))
        .next()
        .expect("something happens to a practice in half a year");
    let story = desk.ok(&["trace", "small.toml", "--organisation", subject]);
    assert!(story.out.contains(subject), "{}", story.out);
    let unknown = desk.run(&["trace", "small.toml", "--organisation", "nobody"]);
    assert_ne!(unknown.code, 0);
    assert!(unknown.err.contains("nobody"), "{}", unknown.err);
}

#[test]
fn new_scenarios_are_valid_and_replace_nothing() {
    let desk = Desk::new();
    for template in ["minimal", "region", "national"] {
        let file = format!("{template}.toml");
        desk.ok(&["new", &file, "--template", template]);
        desk.ok(&["check", &file]);
    }
    let before = desk.text("minimal.toml");
    assert_eq!(desk.run(&["new", "minimal.toml", "--template", "region"]).code, 1);
    assert_eq!(desk.text("minimal.toml"), before);
}

#[test]
fn describe_knows_parameters_and_suggests_what_was_meant() {
    let desk = Desk::new();
    let known = desk.ok(&["describe", "tool.quality"]);
    for part in ["0.9", "share", "0", "1", "assumed"] {
        assert!(known.out.contains(part), "no {part} in:\n{}", known.out);
    }
    let unknown = desk.run(&["describe", "tool.qualty"]);
    assert_eq!(unknown.code, 3);
    assert!(unknown.err.contains("tool.quality"), "{}", unknown.err);
}

#[test]
fn schema_completions_and_manual_are_printed() {
    let desk = Desk::new();
    let schema: serde_json::Value = serde_json::from_str(&desk.ok(&["schema"]).out).unwrap();
    assert!(schema["$schema"].is_string());
    assert!(desk.ok(&["completions", "bash"]).out.contains("uptake"));
    assert!(desk.ok(&["man"]).out.starts_with(".ie"));
    desk.ok(&["man", "-o", "pages"]);
    assert!(desk.text("pages/uptake-run.1").contains("replicates"));
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_is_no_error() {
    let desk = Desk::new();
    let program = assert_cmd::cargo::cargo_bin("uptake");
    let script = format!("set -o pipefail; '{}' schema | true", program.display());
    let outcome = outcome(Command::new("bash").current_dir(desk.path()).args(["-c", &script]));
    assert_eq!((outcome.code, outcome.err.as_str()), (0, ""));
}

#[cfg(target_os = "linux")]
#[test]
fn an_interrupted_run_keeps_what_is_complete_and_says_how_to_run_it_again() {
    let desk = Desk::new();
    let many = ["run", "small.toml", "--replicates", "100000", "--jobs", "1"];
    let mut child = start(&desk, &many);
    // Processor time for some futures, far too little for all of them, whatever else the machine does.
    let stat = format!("/proc/{}/stat", child.0.id());
    let ticks = || {
        let stat = fs::read_to_string(&stat).unwrap_or_default();
        let after_name = stat.rsplit(") ").next().unwrap_or_default();
        after_name.split(' ').nth(11).and_then(|t| t.parse::<u64>().ok()).unwrap_or(0)
    };
    assert!(child.until(|| ticks() >= 100), "it ended too soon");
    child.signal("INT");
    let mut err = String::new();
    child.0.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!(child.0.wait().unwrap().code(), Some(130), "{err}");
    assert!(err.contains("uptake run small.toml"), "{err}");
    assert!(desk.text("output/small/manifest.json").contains("interrupted"));
    assert!(desk.has("output/small/coverage.csv"));
}

//! Every example of every `--help` is a command that works: it runs here as it is written, in a
//! folder that holds what its words name, small enough to be quick.

use std::collections::BTreeSet;

use super::cli::Desk;

/// A plan of half a year around March 2029, with a handful of organisations and no forces, so that
/// what examples ask for lies in it and a thousand futures take seconds.
const PLAN: &str = "start = 2029-01-01\nweeks = 16\nreplicates = 4\ncore_only = true\n\
                    [region.cambridgeshire]\nsize = 0.02\n\
                    [initial]\nmapped = 1.0\nlive = 0.5\ncompetent = 0.5\n";
/// A study of two decisions in some states of the world, with the measures that examples name.
const STUDY: &str = "scenario = \"my.toml\"\nreplicates = 4\n\
                     measures = [\"organisations.real_use\", \"staff.weekly\", \"project.spend\"]\n\
                     [design]\nkind = \"sobol\"\npoints = 8\n\
                     [parameters.\"team.facilitators.count\"]\nvalues = [1, 2]\ndecision = true\n\
                     [parameters.\"skill.attend\"]\n[parameters.\"use.curiosity\"]\n\
                     [threshold]\nmeasure = \"organisations.real_use\"\nat_least = 0.3\n";

/// What was observed of the plan.
const OBSERVED: &str = "date,measure,group,value,denominator,sd,role\n\
                        2029-01,organisations.live,all,4,8,,fit\n\
                        2029-02,organisations.live,all,5,8,,fit\n\
                        2029-03,staff.monthly,all,0.02,,0.05,fit\n\
                        2029-04,organisations.live,all,5,8,,hold\n";

/// Commands as `uptake --help` lists them, and nothing for the program without one.
fn commands(desk: &Desk) -> Vec<String> {
    // Wide enough that no description goes on in a line of its own.
    let mut program = desk.command(&["--help"]);
    let help = super::cli::outcome(program.env("COLUMNS", "1000")).out;
    let list = help.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next());
    let named = list.unwrap_or_default().lines().filter_map(|line| line.split_whitespace().next());
    let named = named.filter(|name| *name != "help").map(str::to_owned);
    std::iter::once(String::new()).chain(named).collect()
}

/// The examples in the help of a command.
fn examples(desk: &Desk, command: &str) -> Vec<String> {
    let args: Vec<&str> = [command, "--help"].into_iter().filter(|word| !word.is_empty()).collect();
    // Wide enough that no example is broken.
    let mut program = desk.command(&args);
    let help = super::cli::outcome(program.env("COLUMNS", "1000")).out;
    let lines = help.lines().map(str::trim);
    lines
        .filter(|line| *line == "uptake" || line.starts_with("uptake "))
        .map(str::to_owned)
        .collect()
}

/// A folder with everything under the names that examples use.
fn desk() -> Desk {
    let desk = Desk::new();
    for name in ["my", "more-people", "a", "b", "c"] {
        let more = if name == "more-people" { "[team.facilitators]\ncount = 3\n" } else { "" };
        desk.write(&format!("{name}.toml"), &format!("name = \"{name}\"\n{PLAN}{more}"));
    }
    desk.write("study.toml", STUDY);
    desk.write("requests.jsonl", "{}\n");
    desk.write("observed.csv", OBSERVED);
    desk
}

/// What examples of a command find there, made by other commands.
fn prepare(desk: &Desk, example: &str) {
    if example.contains("output/my") && !example.starts_with("uptake run") {
        desk.ok(&["run", "my.toml"]);
    }
    if example.contains("output/my-2") {
        desk.ok(&["run", "my.toml", "-o", "output/my-2"]);
    }
    let begun = ["--resume", "merge", "status", "discover", "value"];
    if example.contains("output/study") && begun.iter().any(|word| example.contains(word)) {
        desk.ok(&["sweep", "study.toml", "-o", "output/study"]);
    }
    if example.starts_with("uptake loops ") {
        // A loop is cut in one year and seen in the next.
        desk.write("my.toml", &PLAN.replace("weeks = 16", "weeks = 104"));
    }
    if example.starts_with("uptake new ") {
        std::fs::remove_file(desk.path().join("my.toml")).unwrap();
    }
}

/// Run an example as a shell does, in a folder of its own. `uptake diff` of two runs that do not
/// part says so.
fn hold(example: &str) {
    let desk = desk();
    prepare(&desk, example);
    // What a shell would write elsewhere than here, or hand to a program that may not be there.
    let here = example.replace("~/.local/share/bash-completion/completions/", "");
    let here = here.replace("man -l -", "cat > page");
    let program = assert_cmd::cargo::cargo_bin("uptake");
    let folder = program.parent().unwrap().display().to_string();
    let path = format!("{folder}:{}", std::env::var("PATH").unwrap_or_default());
    let script = format!("set -o pipefail; {here}");
    let mut shell = assert_cmd::Command::new("bash");
    shell.current_dir(desk.path()).args(["-c", &script]).env("PATH", path);
    let outcome = super::cli::outcome(&mut shell);
    assert_eq!(outcome.code, 0, "{example}\n{}{}", outcome.out, outcome.err);
}

/// Hold all examples of these commands.
fn hold_all(commands: &[&str]) {
    let desk = Desk::new();
    for command in commands {
        let examples = examples(&desk, command);
        assert!(!examples.is_empty(), "{command} shows no example");
        examples.iter().for_each(|example| hold(example));
    }
}

/// What takes longest has a test of its own, so that threads can share it.
const GROUPS: [&[&str]; 8] = [
    &["run", "eval", "compare", "report", "trace", "diff", "reproduce"],
    &["explain", "loops"],
    &["rank", "seek"],
    &["sensitivity"],
    &["sweep", "merge", "status", "discover", "value"],
    &["new", "check", "describe", "levers", "schema", "completions", "man"],
    // The built-in region, and parts of what is claimed of the model: no file makes them smaller.
    &["", "verify"],
    &["fit"],
];

#[test]
fn examples_are_held_for_every_command() {
    let mut all: BTreeSet<String> = commands(&Desk::new()).into_iter().collect();
    assert!(all.remove("serve"), "it ends with Ctrl-C alone, and has tests of its own");
    assert!(all.remove("import"), "it needs a spreadsheet, and has tests of its own");
    let held = GROUPS.iter().copied().flatten().map(|name| (*name).to_owned());
    assert_eq!(all, held.collect());
}

#[test]
fn examples_of_running_and_comparing_work() {
    hold_all(GROUPS[0]);
}

#[test]
fn examples_of_explaining_work() {
    hold_all(GROUPS[1]);
}

#[test]
fn examples_of_ranking_work() {
    hold_all(GROUPS[2]);
}

#[test]
fn examples_of_sensitivity_work() {
    hold_all(GROUPS[3]);
}

#[test]
fn examples_of_studies_work() {
    hold_all(GROUPS[4]);
}

#[test]
fn examples_of_small_commands_work() {
    hold_all(GROUPS[5]);
}

#[test]
fn examples_of_the_built_in_region_and_of_verifying_work() {
    hold_all(GROUPS[6]);
}

#[test]
fn examples_of_fitting_work() {
    hold_all(GROUPS[7]);
}

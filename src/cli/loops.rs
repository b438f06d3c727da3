//! How loops are asked for: by the command line, and again from a manifest.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use uptake::experiments::loops::{LEAST_YEARS, Run, loops, runs};
use uptake::measures::{Measure, measure};
use uptake::scenario::Scenario;

use super::estimate::{Estimate, Task};
use super::exit::{Exit, Failure};
use super::interrupt;
use super::progress::Progress;
use super::terminal::Terminal;

/// Name of the entry in the manifest's options.
const MEASURE: &str = "loops_measure";

/// As entries of a manifest.
pub fn to_options(measure: &Measure) -> BTreeMap<String, String> {
    BTreeMap::from([(MEASURE.to_owned(), measure.name.to_owned())])
}

/// From the entries of a manifest; `None` if it is not that of loops.
pub fn of_options(options: &BTreeMap<String, String>) -> Option<&'static Measure> {
    measure(options.get(MEASURE)?)
}

/// Refuse a plan in which nothing can come back.
///
/// # Errors
/// Exit 3 if it is shorter than two years.
pub fn long_enough(scenario: &Scenario) -> Result<(), Failure> {
    if scenario.weeks >= LEAST_YEARS * 52 {
        return Ok(());
    }
    Err(Failure::runtime(format!(
        "{}: its plan has {} weeks; a loop is cut in one year and seen in the next",
        scenario.name, scenario.weeks
    ))
    .with_exit(Exit::Invalid)
    .with_help("let `weeks` be 104 or more"))
}

/// What that takes.
pub fn estimated(scenario: &Scenario, jobs: Option<usize>) -> Estimate {
    let run = Task::run(scenario.replicates);
    let looked_at = run.kept * (runs(scenario) as f64 - 1.0);
    Estimate::of(scenario, Task { looked_at, tables: false, ..run }, jobs)
}

/// Run all that loops need, with a bar and an ear for Ctrl-C.
pub fn simulate(
    scenario: &Scenario,
    measure: &'static Measure,
    jobs: Option<usize>,
    terminal: Terminal,
) -> Run {
    interrupt::watch();
    let progress = Progress::of(terminal, 0, "runs");
    let run = loops(scenario, measure, jobs, &|step| {
        progress.set_length(step.of);
        progress.set(step.done);
        if interrupt::asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    progress.clear();
    run
}

/// The outcome has no value where one is needed.
pub fn nothing(measure: &Measure) -> Failure {
    Failure::runtime(format!(
        "{} has no value at the end of some year in every future",
        measure.name
    ))
    .with_exit(Exit::Partial)
    .with_help("choose another --measure")
}

//! One path for every analysis of one scenario: from what is asked, by the command line or by a
//! manifest, to a folder with results and a report.

use std::ops::ControlFlow;
use std::path::Path;

use uptake::outputs::document::Document;
use uptake::outputs::words::{count, matched_futures};
use uptake::outputs::{Origin, REPORT_FILE};
use uptake::results::{Curves, Ensemble};
use uptake::scenario::{Read, Scenario};

use super::args::Asked;
use super::ask::{Ask, Found};
use super::estimate::{Estimate, Task, duration};
use super::exit::Failure;
use super::interrupt;
use super::load::{self, Loaded};
use super::progress::Progress;
use super::record::{Ending, Place, Record};
use super::results::{Told, report};
use super::tables::show_document;
use super::terminal::Terminal;

/// What it takes.
fn estimated(ask: &dyn Ask, scenario: &Scenario, jobs: Option<usize>) -> Estimate {
    let futures = ask.futures(scenario);
    let run = Task { tables: false, ..Task::run(futures) };
    let looked_at = ask.runs(scenario) - run.kept;
    let draws = if ask.draws() { f64::from(futures / scenario.replicates) } else { run.draws };
    let recorded = run.recorded && !ask.draws();
    Estimate::of(scenario, Task { looked_at, draws, recorded, ..run }, jobs)
}

/// Find what is asked, with a bar and an ear for Ctrl-C.
///
/// # Errors
/// As [`Ask::find`].
pub fn find(
    ask: &dyn Ask,
    read: &Read,
    jobs: Option<usize>,
    terminal: Terminal,
) -> Result<Found, Failure> {
    interrupt::watch();
    let progress = Progress::of(terminal, 0, "runs");
    let found = ask.find(read, jobs, &|step| {
        progress.set_length(step.of);
        progress.set(step.done);
        if interrupt::asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    progress.clear();
    found
}

/// Read the scenario, find what is asked of it, write and show it.
///
/// # Errors
/// If the scenario is not valid, nothing can be said, something cannot be written, or the user
/// stops.
pub fn run<A: Ask>(
    asked: &Asked,
    replicates: u32,
    ask: impl FnOnce(&Scenario) -> Result<A, Failure>,
    terminal: Terminal,
) -> Result<(), Failure> {
    let loaded = load::scenario(&asked.scenario, Some(&asked.futures(replicates)), terminal)?;
    let scenario = &loaded.read.scenario;
    let ask = ask(scenario)?;
    ask.check(scenario)?;
    let place = Place { output: asked.output.clone(), force: asked.force };
    let size = estimated(&ask, scenario, asked.jobs);
    size.fits(place.folder())?;
    let name = format!("{}-{}", ask.name(), scenario.name);
    let record = Record::open(&place, &name, (&loaded, &[]), ask.options(), asked.jobs)?;
    let all = ask.futures(scenario);
    terminal.say(&format!(
        "{} {}: {}, {} runs, {} …",
        ask.doing(),
        scenario.name,
        matched_futures(all as usize),
        count(ask.runs(scenario)),
        duration(size.seconds)
    ));
    let found = match find(&ask, &loaded.read, asked.jobs, terminal) {
        Ok(found) => found,
        Err(failure) => {
            record.discard()?;
            return Err(failure);
        }
    };
    let Found { base, document, stopped, next } = found;
    let Some(document) = document else {
        record.discard()?;
        let is_stopped = stopped || base.replicates.is_empty();
        return Err(if is_stopped { place.stopped(0, all) } else { ask.nothing() });
    };
    let complete = base.replicates.len() as u32;
    let ending = Ending { asked: replicates, complete, stopped, digest: base.digest() };
    let folder = record.close(&ending, document.files(), |manifest| {
        let all = [(&loaded.read, &base, &Curves::of(&base))];
        report(Origin::Run(manifest), &all, Told::Document(&document))
    })?;
    show_document(&document, &scenario.question, asked.format, terminal)?;
    terminal.say(&format!("Results: {}", folder.display()));
    if stopped {
        return Err(place.stopped(complete, all));
    }
    let report = folder.join(REPORT_FILE);
    terminal.say(&format!("Next: open {} in a browser; {next}.", report.display()));
    Ok(())
}

/// The same again: of a scenario that a manifest holds, with so many futures.
///
/// # Errors
/// If it does not fit here, nothing can be said, or the user stops.
pub fn again(
    ask: &dyn Ask,
    loaded: &Loaded,
    jobs: Option<usize>,
    terminal: Terminal,
) -> Result<(Ensemble, Document), Failure> {
    ask.check(&loaded.read.scenario)?;
    estimated(ask, &loaded.read.scenario, jobs).fits(Path::new("."))?;
    let found = find(ask, &loaded.read, jobs, terminal)?;
    if found.stopped {
        return Err(Failure::Told(super::exit::Exit::Interrupted));
    }
    Ok((found.base, found.document.ok_or_else(|| ask.nothing())?))
}

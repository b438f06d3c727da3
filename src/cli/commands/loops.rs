//! `uptake loops FILE`: how strongly each vicious circle turns, and what weakens it.

use uptake::experiments::loops::{Run, runs};
use uptake::measures::measure;
use uptake::outputs;
use uptake::outputs::loops::Looped;
use uptake::outputs::words::{count, matched_futures};
use uptake::results::Curves;
use uptake::scenario::Scenario;

use crate::cli::args::{Format, Futures, Loops};
use crate::cli::estimate::{Estimate, duration};
use crate::cli::exit::Failure;
use crate::cli::load;
use crate::cli::loops::{estimated, long_enough, nothing, simulate, to_options};
use crate::cli::record::{Ending, Place, Record};
use crate::cli::results::{document_report, document_results};
use crate::cli::tables::show_document;
use crate::cli::terminal::Terminal;

/// Find the loops and write what was found.
pub fn run(args: &Loops, terminal: Terminal) -> Result<(), Failure> {
    let futures = Futures { replicates: Some(args.replicates), seed: args.seed, jobs: args.jobs };
    let loaded = load::scenario(&args.scenario, Some(&futures), terminal)?;
    let scenario = &loaded.read.scenario;
    long_enough(scenario)?;
    // The command line admits no other name.
    let measure = measure(&args.measure)
        .ok_or_else(|| Failure::runtime(format!("there is no measure {}", args.measure)))?;
    let place = Place { output: args.output.clone(), force: args.force };
    let name = format!("loops-{}", scenario.name);
    let size = estimated(scenario, args.jobs);
    size.fits(place.folder())?;
    let record = Record::open(&place, &name, (&loaded, &[]), to_options(measure), args.jobs)?;
    terminal.say(&begins(scenario, size));
    let Run { base, loops, stopped } = simulate(scenario, measure, args.jobs, terminal);
    let complete = base.replicates.len() as u32;
    if complete == 0 {
        record.discard()?;
        return Err(place.stopped(0, args.replicates));
    }
    let Some(found) = loops else {
        record.discard()?;
        return Err(nothing(measure));
    };
    let looped = Looped { scenario, base: &base, found: &found };
    let document = looped.document().map_err(Failure::runtime)?;
    let curves = Curves::of(&base);
    let ending = Ending { asked: args.replicates, complete, stopped, digest: base.digest() };
    let folder = record.close(&ending, document_results(&document), |manifest| {
        document_report(manifest, &loaded.read, &document, (&base, &curves))
    })?;
    match args.format {
        Format::Json => {
            let json = document.json().map_err(Failure::runtime)?;
            terminal.data(&String::from_utf8_lossy(&json))?;
        }
        Format::Text => show_document(&document, terminal)?,
    }
    terminal.say(&format!("Results: {}", folder.display()));
    if stopped {
        return Err(place.stopped(complete, args.replicates));
    }
    terminal.say(&format!(
        "Next: open {} in a browser; uptake explain says what each force takes; uptake describe \
         forces.NAME what it does.",
        folder.join(outputs::REPORT_FILE).display()
    ));
    Ok(())
}

/// What is done, how many runs that is, and how long they take.
fn begins(scenario: &Scenario, size: Estimate) -> String {
    format!(
        "Cutting the loops of {}: {}, {} runs, {} …",
        scenario.name,
        matched_futures(scenario.replicates as usize),
        count(runs(scenario) as f64 * f64::from(scenario.replicates)),
        duration(size.seconds)
    )
}

//! `uptake compare A B …`: scenarios that meet the same luck, side by side.

use std::path::Path;

use uptake::experiments::{Batches, Matched, Precision, Run};
use uptake::measures::measure;
use uptake::outputs::{self, ComparisonSummary, Origin};
use uptake::results::Curves;
use uptake::scenario::Scenario;
use uptake::store::MANIFEST_FILE;

use crate::cli::args::{Compare, Format, Futures, ScenarioArguments};
use crate::cli::comparison::show_compared;
use crate::cli::estimate::{Estimate, Task, duration};
use crate::cli::exit::{Exit, Failure};
use crate::cli::load::{self, Loaded};
use crate::cli::record::{BASE, Ending, Place, Record};
use crate::cli::results::{Told, comparison_results, report};
use crate::cli::settings::{Settings, USUAL_MEASURE, USUAL_PRECISION};
use crate::cli::simulate::{estimated_matched, simulate_matched};
use crate::cli::study::analysis;
use crate::cli::terminal::Terminal;

/// Futures before the first look at the precision.
const FIRST_LOOK: u32 = 50;
/// Most futures that a precision may take.
const MOST_FUTURES: u32 = 5_000;
/// Longest name of a folder that is made of the scenarios' names: file systems allow 255.
const LONGEST_NAME: usize = 200;

/// Compare scenarios and write the differences.
pub fn run(args: &Compare, terminal: Terminal) -> Result<(), Failure> {
    let (base, others) = scenarios(args, terminal)?;
    // Who exists is laid out to match the scenarios: one future of the base has to fit before.
    let one = Estimate::of(&base.read.scenario, Task::run(1), args.futures.jobs);
    one.fits(Path::new(BASE))?;
    let matched = matched(&base, &others)?;
    for note in matched.notes() {
        terminal.say(&format!("note: {note}"));
    }
    let settings = settings(args)?;
    let place = Place { output: args.output.clone(), force: args.force };
    let name = folder_name(matched.scenarios());
    let batches = batches(args, matched.base(), settings.precision);
    let (first, most) = match batches {
        Batches::Fixed(n) => (n, n),
        Batches::Until { first, most, .. } => (first, most),
    };
    estimated_matched(&matched, most, args.futures.jobs).fits(place.folder())?;
    let record =
        Record::open(&place, &name, (&base, &others), settings.to_options(), args.futures.jobs)?;
    let size = estimated_matched(&matched, first, args.futures.jobs);
    terminal.say(&begins(&matched, batches, size));
    let Run { ensembles, stopped } =
        simulate_matched(&matched, batches, args.futures.jobs, terminal);
    let complete = ensembles.first().map_or(0, |e| e.replicates.len() as u32);
    if complete == 0 {
        record.discard()?;
        return Err(place.stopped(0, most));
    }
    let comparisons = settings.comparisons(&ensembles);
    let compared = settings.compared(&matched, &ensembles, &comparisons);
    let asked = if stopped { most } else { complete };
    let ending = Ending { asked, complete, stopped, digest: ensembles[0].digest() };
    let curves: Vec<Curves> = ensembles.iter().map(Curves::of).collect();
    let loaded = std::iter::once(&base).chain(&others).zip(&ensembles).zip(&curves);
    let all: Vec<_> = loaded.map(|((l, e), c)| (&l.read, e, c)).collect();
    let folder = record.close(&ending, comparison_results(&compared, &curves), |manifest| {
        report(Origin::Run(manifest), &all, Told::Comparison(&compared))
    })?;

    match args.format {
        Format::Json => {
            let json = outputs::comparison_json(&compared).map_err(Failure::runtime)?;
            terminal.data(&String::from_utf8_lossy(&json))?;
        }
        Format::Text => {
            for (i, paragraph) in outputs::answer::comparison_answer(&compared).iter().enumerate() {
                if i > 0 {
                    terminal.data("\n")?;
                }
                terminal.prose(paragraph)?;
            }
            if let Some(summary) = ComparisonSummary::of(&compared) {
                show_compared(&compared, &summary, terminal)?;
            }
        }
    }
    terminal.say(&format!("Results: {}", folder.display()));
    if stopped {
        return Err(place.stopped(complete, most));
    }
    if args.precision.is_some() && !settings.precision.is_reached(&ensembles) {
        terminal.warn(&format!(
            "the precision asked for is not reached with {MOST_FUTURES} futures, the most that \
             are run for it"
        ));
    }
    terminal.say(&format!(
        "Next: open {} in a browser; uptake reproduce {} shows that the same comes out again.",
        folder.join(outputs::REPORT_FILE).display(),
        folder.join(MANIFEST_FILE).display()
    ));
    Ok(())
}

/// Read the base, and the others with its seed and number of futures.
fn scenarios(args: &Compare, terminal: Terminal) -> Result<(Loaded, Vec<Loaded>), Failure> {
    let read = |file: &std::path::PathBuf, futures: &Futures| {
        let scenario = ScenarioArguments { file: file.clone(), set: Vec::new() };
        load::scenario(&scenario, Some(futures), terminal)
    };
    let base = read(&args.base, &args.futures)?;
    let as_base = Futures {
        replicates: Some(base.read.scenario.replicates),
        seed: Some(base.read.scenario.seed),
        jobs: None,
    };
    let others = args.others.iter().map(|file| read(file, &as_base)).collect::<Result<_, _>>()?;
    Ok((base, others))
}

/// Match scenarios that were read.
pub fn matched(base: &Loaded, others: &[Loaded]) -> Result<Matched, Failure> {
    let all = std::iter::once(base).chain(others);
    Matched::new(all.map(|loaded| loaded.read.scenario.clone()).collect())
        .map_err(|mismatch| Failure::runtime(mismatch).with_exit(Exit::Invalid))
}

fn settings(args: &Compare) -> Result<Settings, Failure> {
    let name = args.measure.as_deref().unwrap_or(USUAL_MEASURE);
    // The command line admits no other name.
    let measure =
        measure(name).ok_or_else(|| Failure::runtime(format!("there is no measure {name}")))?;
    if let Some(x) = args.precision {
        analysis::check_level("--precision", measure, x)?;
    }
    let half_width = args.precision.unwrap_or(USUAL_PRECISION);
    let precision = Precision { measure, half_width };
    Ok(Settings { precision, discount_per_year: args.discount })
}

fn batches(args: &Compare, base: &Scenario, precision: Precision) -> Batches {
    match args.precision {
        None => Batches::Fixed(base.replicates),
        Some(_) => {
            let first = args.futures.replicates.unwrap_or(FIRST_LOOK);
            Batches::Until { first, most: MOST_FUTURES, precision }
        }
    }
}

fn begins(matched: &Matched, batches: Batches, size: Estimate) -> String {
    let others = matched.scenarios().iter().skip(1).map(|s| s.name.as_str());
    let others = others.collect::<Vec<_>>().join(", ");
    let futures = match batches {
        Batches::Fixed(n) => outputs::words::matched_futures(n as usize),
        Batches::Until { first, .. } => {
            format!("{} first", outputs::words::matched_futures(first as usize))
        }
    };
    format!(
        "Comparing {} with {others}: {futures}, {} …",
        matched.base().name,
        duration(size.seconds)
    )
}

/// `compare-A-B`.
fn folder_name(scenarios: &[Scenario]) -> String {
    let names = scenarios.iter().map(|s| s.name.as_str());
    let name = std::iter::once("compare").chain(names).collect::<Vec<_>>().join("-");
    name.chars().take(LONGEST_NAME).collect()
}

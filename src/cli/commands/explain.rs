//! `uptake explain FILE`: why coverage is where it is, in the model.

use uptake::experiments::explanation::{Question, Run, runs};
use uptake::measures::measure;
use uptake::outputs;
use uptake::outputs::explanation::{
    Explained, explained_answer, explanation_json, families_shown, forces_shown, funnel_shown,
    gains_shown, not_attributed, periods_shown, why_they_differ,
};
use uptake::outputs::words::{FEWEST_FOR_PERCENTILES, count, matched_futures};
use uptake::results::Curves;
use uptake::scenario::Scenario;
use uptake::store::MANIFEST_FILE;

use crate::cli::args::{Explain, Format, Futures};
use crate::cli::estimate::{Estimate, duration};
use crate::cli::exit::Failure;
use crate::cli::explanation::{estimated, nothing, simulate, to_options, week_of};
use crate::cli::load;
use crate::cli::record::{Ending, Place, Record};
use crate::cli::results::{explanation_report, explanation_results};
use crate::cli::tables::show;
use crate::cli::terminal::Terminal;

/// Constraints in the table on the terminal.
const RELAXED: usize = 6;
/// Forces in the table on the terminal.
const SHOWN: usize = 10;

/// Explain a measure and write what was found.
pub fn run(args: &Explain, terminal: Terminal) -> Result<(), Failure> {
    let futures = Futures { replicates: Some(args.replicates), seed: args.seed, jobs: args.jobs };
    let loaded = load::scenario(&args.scenario, Some(&futures), terminal)?;
    let scenario = &loaded.read.scenario;
    let week = match &args.at {
        Some(at) => week_of(at, scenario)?,
        None => scenario.weeks,
    };
    // The command line admits no other name.
    let measure = measure(&args.measure)
        .ok_or_else(|| Failure::runtime(format!("there is no measure {}", args.measure)))?;
    let question = Question { measure, week };
    let place = Place { output: args.output.clone(), force: args.force };
    let name = format!("explain-{}", scenario.name);
    let size = estimated(scenario, question, args.jobs);
    size.fits(place.folder())?;
    let record = Record::open(&place, &name, (&loaded, &[]), to_options(question), args.jobs)?;
    terminal.say(&begins(scenario, question, size));
    let Run { base, explanation, stopped } = simulate(scenario, question, args.jobs, terminal);
    let complete = base.replicates.len() as u32;
    if complete == 0 {
        record.discard()?;
        return Err(place.stopped(0, args.replicates));
    }
    let Some(found) = explanation else {
        record.discard()?;
        return Err(nothing(question));
    };
    let explained = Explained { scenario, base: &base, found: &found };
    let curves = Curves::of(&base);
    let ending = Ending { asked: args.replicates, complete, stopped, digest: base.digest() };
    let folder = record.close(&ending, explanation_results(&explained), |manifest| {
        explanation_report(manifest, &loaded.read, &explained, &curves)
    })?;
    match args.format {
        Format::Json => {
            let json = explanation_json(&explained).map_err(Failure::runtime)?;
            terminal.data(&String::from_utf8_lossy(&json))?;
        }
        Format::Text => print(&explained, terminal)?,
    }
    terminal.say(&format!("Results: {}", folder.display()));
    if stopped {
        return Err(place.stopped(complete, args.replicates));
    }
    let first = found.attribution.as_ref().and_then(|a| {
        a.forces.iter().max_by(|a, b| a.sampled.mean().abs().total_cmp(&b.sampled.mean().abs()))
    });
    let describe = first.map_or(String::new(), |force| {
        format!("uptake describe forces.{} says what that force does; ", force.name)
    });
    terminal.say(&format!(
        "Next: open {} in a browser; {describe}uptake reproduce {} shows that the same comes out \
         again.",
        folder.join(outputs::REPORT_FILE).display(),
        folder.join(MANIFEST_FILE).display()
    ));
    Ok(())
}

/// What is done, how many runs that is, and how long they take.
fn begins(scenario: &Scenario, question: Question, size: Estimate) -> String {
    format!(
        "Explaining {} in {}: {}, {} runs, {} …",
        question.measure.name,
        scenario.name,
        matched_futures(scenario.replicates as usize),
        count(runs(scenario, question) as f64),
        duration(size.seconds)
    )
}

fn print(explained: &Explained, terminal: Terminal) -> Result<(), Failure> {
    if !explained.scenario.question.is_empty() {
        terminal.prose(&format!("Question: {}\n", explained.scenario.question))?;
    }
    let [level, bound, forces] = explained_answer(explained);
    let found = explained.found;
    let range = if (found.replicates as usize) < FEWEST_FOR_PERCENTILES {
        "range: all futures".to_owned()
    } else {
        "range: 90 of 100 futures".to_owned()
    };
    let unit = explained.unit_in_words();
    terminal.prose(&level)?;
    show(&funnel_shown(explained), terminal)?;
    terminal.data("\n")?;
    terminal.prose(&bound)?;
    show(&periods_shown(explained), terminal)?;
    show(&gains_shown(explained, RELAXED), terminal)?;
    terminal.data("\n")?;
    terminal.prose(&forces)?;
    terminal.data("\n")?;
    terminal.prose(&format!(
        "In {unit} ({range}; ±: what luck leaves open of the mean, 95 in 100). What families add adds \
         up; “alone off” is what is lost or won when only that one is switched off, and does not."
    ))?;
    show(&families_shown(explained), terminal)?;
    show(&forces_shown(explained, SHOWN), terminal)?;
    terminal.data("\n")?;
    if let Some(words) = why_they_differ(explained) {
        terminal.prose(&words)?;
        terminal.data("\n")?;
    }
    terminal.prose(&not_attributed(explained))
}

//! The result files of a run: the same bytes for the same scenario and seed.

use uptake::outputs::charts;
use uptake::outputs::document::{Document, ResultFile, pictures};
use uptake::outputs::{self, Compared, Origin, OutputError, Report, Subject};
use uptake::parallel;
use uptake::results::{Curves, Ensemble};
use uptake::scenario::{Problem, Read, Scenario};

/// Name of the file with every value of every future.
pub const EVERY_VALUE: &str = "replicates.parquet";

/// All result files; `every_value` adds the large one.
///
/// # Errors
/// If a table or a chart cannot be encoded.
pub fn results(
    scenario: &Scenario,
    ensemble: &Ensemble,
    curves: &Curves,
    every_value: bool,
) -> Result<Vec<ResultFile>, OutputError> {
    let recorded = ensemble.replicates.first();
    let events = recorded.map_or(&[][..], |r| &r.events);
    let fingerprints = recorded.map_or(&[][..], |r| &r.fingerprints);
    let mut files = vec![
        file("coverage.csv", outputs::coverage_csv(curves)?),
        file("summary.json", outputs::summary_json(scenario, ensemble, curves)?),
        file("events.csv", outputs::events_csv(events)?),
        file("fingerprints.csv", outputs::fingerprints_csv(fingerprints)?),
    ];
    if let Some(draws) = &ensemble.draws {
        files.push(file("parameter_draws.csv", outputs::parameter_draws_csv(draws)?));
    }
    if every_value {
        files.push(file(EVERY_VALUE, outputs::replicates_parquet(scenario, ensemble)?));
    }
    let drawn = parallel::side_by_side(charts::charts(scenario, ensemble, curves)?, pictures);
    for pictures in drawn {
        files.extend(pictures?);
    }
    Ok(files)
}

/// All result files of a comparison; `curves` are those of its scenarios.
///
/// # Errors
/// If a table or a chart cannot be encoded.
pub fn comparison_results(
    compared: &Compared,
    curves: &[Curves],
) -> Result<Vec<ResultFile>, OutputError> {
    let mut files = vec![
        file("differences.csv", outputs::differences_csv(compared.comparisons)?),
        file("comparison.json", outputs::comparison_json(compared)?),
    ];
    for chart in charts::comparison_charts(compared, curves)? {
        files.extend(pictures(chart)?);
    }
    for curves in curves {
        let name = format!("{}.coverage.csv", curves.scenario);
        files.push(file(&name, outputs::coverage_csv(curves)?));
    }
    Ok(files)
}

/// What a report tells beside its scenarios.
#[derive(Clone, Copy)]
pub enum Told<'a> {
    /// Nothing: it is that of one run.
    Run,
    /// How they compare.
    Comparison(&'a Compared<'a>),
    /// What was found of the first.
    Document(&'a Document),
}

/// The report. Its warnings are those of the text that the manifest keeps, so that it is the same
/// when it is made again.
///
/// # Errors
/// If a table or a chart cannot be encoded.
pub fn report(
    origin: Origin,
    scenarios: &[(&Read, &Ensemble, &Curves)],
    told: Told,
) -> Result<Vec<u8>, OutputError> {
    let warnings: Vec<Vec<Problem>> = scenarios.iter().map(|s| s.0.resolved_warnings()).collect();
    let compared = if let Told::Comparison(compared) = told { Some(compared) } else { None };
    let mut subjects: Vec<Subject> = Vec::new();
    for (i, (&(read, ensemble, curves), warnings)) in scenarios.iter().zip(&warnings).enumerate() {
        // Those of a comparison were changed to match each other.
        let scenario = compared.and_then(|c| c.scenarios.get(i)).unwrap_or(&read.scenario);
        subjects.push(Subject { scenario, changed: &read.changed, warnings, ensemble, curves });
    }
    outputs::report_html(&Report {
        origin,
        subjects: &subjects,
        compared,
        document: if let Told::Document(found) = told { Some(found) } else { None },
    })
}

fn file(name: &str, bytes: Vec<u8>) -> ResultFile {
    ResultFile { name: name.to_owned(), bytes }
}

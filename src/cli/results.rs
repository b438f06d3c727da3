//! The result files of a run: the same bytes for the same scenario and seed.

use uptake::outputs::charts::{self, Chart};
use uptake::outputs::{self, Compared, OutputError};
use uptake::results::{Curves, Ensemble};
use uptake::scenario::Scenario;

/// Name of the file with every value of every future.
pub const EVERY_VALUE: &str = "replicates.parquet";

/// A file with results.
pub struct ResultFile {
    /// Name within the folder.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

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
        files.push(file(EVERY_VALUE, outputs::replicates_parquet(ensemble)?));
    }
    for chart in charts::charts(scenario, ensemble, curves)? {
        files.extend(pictures(chart)?);
    }
    Ok(files)
}

/// All result files of a comparison.
///
/// # Errors
/// If a table or the chart cannot be encoded.
pub fn comparison_results(compared: &Compared) -> Result<Vec<ResultFile>, OutputError> {
    let mut files = vec![
        file("differences.csv", outputs::differences_csv(compared.comparisons)?),
        file("comparison.json", outputs::comparison_json(compared)?),
    ];
    files.extend(pictures(charts::difference(compared)?)?);
    for ensemble in compared.ensembles {
        let name = format!("{}.coverage.csv", ensemble.scenario);
        files.push(file(&name, outputs::coverage_csv(&Curves::of(ensemble))?));
    }
    Ok(files)
}

/// A chart as PNG and as SVG.
///
/// # Errors
/// If it cannot be encoded.
pub fn pictures(chart: Chart) -> Result<[ResultFile; 2], OutputError> {
    Ok([
        file(&format!("{}.png", chart.name), charts::png(&chart.svg)?),
        file(&format!("{}.svg", chart.name), chart.svg.into_bytes()),
    ])
}

fn file(name: &str, bytes: Vec<u8>) -> ResultFile {
    ResultFile { name: name.to_owned(), bytes }
}

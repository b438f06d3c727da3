//! The result files of a run: the same bytes for the same scenario and seed.

use uptake::outputs::charts::{self, Chart};
use uptake::outputs::document::Document;
use uptake::outputs::explanation::{self, Explained};
use uptake::outputs::ranking::{self, Ranked};
use uptake::outputs::{self, Compared, Manifest, Origin, OutputError, Report, Subject};
use uptake::parallel;
use uptake::results::{Curves, Ensemble};
use uptake::scenario::{Problem, Read, Scenario};

use super::again::Again;

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

/// All result files of an explanation.
///
/// # Errors
/// If a table or a chart cannot be encoded.
pub fn explanation_results(explained: &Explained) -> Result<Vec<ResultFile>, OutputError> {
    let mut files = vec![
        file("funnel.csv", explanation::funnel_csv(explained)?),
        file("constraints.csv", explanation::constraints_csv(explained)?),
        file("attribution.csv", explanation::attribution_csv(explained)?),
        file("summary.json", explanation::explanation_json(explained)?),
    ];
    if let Some(chart) = explanation::contributions(explained)? {
        files.extend(pictures(chart)?);
    }
    Ok(files)
}

/// The report of an explanation.
///
/// # Errors
/// If a table or a chart cannot be encoded.
pub fn explanation_report(
    manifest: &Manifest,
    read: &Read,
    explained: &Explained,
    curves: &Curves,
) -> Result<Vec<u8>, OutputError> {
    let warnings = read.resolved_warnings();
    let subject = subject(explained.scenario, (read, &warnings), explained.base, curves);
    outputs::report_html(&Report {
        origin: Origin::Run(manifest),
        subjects: &[subject],
        compared: None,
        explained: Some(explained),
        ranked: None,
        analysed: None,
        document: None,
    })
}

/// All result files of an analysis that is a document.
///
/// # Errors
/// If a table or a chart cannot be encoded.
pub fn document_results(document: &Document) -> Result<Vec<ResultFile>, OutputError> {
    let mut files = Vec::new();
    for frame in &document.frames {
        files.push(file(&format!("{}.csv", frame.name), frame.csv()?));
    }
    files.push(file(&format!("{}.json", document.name), document.json()?));
    for chart in document.charts.iter().cloned() {
        files.extend(pictures(chart)?);
    }
    Ok(files)
}

/// The report of an analysis that is a document.
///
/// # Errors
/// If a table or a chart cannot be encoded.
pub fn document_report(
    manifest: &Manifest,
    read: &Read,
    document: &Document,
    (base, curves): (&Ensemble, &Curves),
) -> Result<Vec<u8>, OutputError> {
    let warnings = read.resolved_warnings();
    let subject = subject(&read.scenario, (read, &warnings), base, curves);
    outputs::report_html(&Report {
        origin: Origin::Run(manifest),
        subjects: &[subject],
        compared: None,
        explained: None,
        ranked: None,
        analysed: None,
        document: Some(document),
    })
}

/// All result files of a ranking.
///
/// # Errors
/// If a table or a chart cannot be encoded.
pub fn ranking_results(ranked: &Ranked) -> Result<Vec<ResultFile>, OutputError> {
    let mut files = vec![
        file("ranking.csv", ranking::ranking_csv(ranked)?),
        file("mixes.csv", ranking::mixes_csv(ranked)?),
        file("ranking.json", ranking::ranking_json(ranked)?),
    ];
    for chart in ranking::ranking_charts(ranked)? {
        files.extend(pictures(chart)?);
    }
    Ok(files)
}

/// The report of a ranking.
///
/// # Errors
/// If a table or a chart cannot be encoded.
pub fn ranking_report(
    manifest: &Manifest,
    read: &Read,
    ranked: &Ranked,
    curves: &Curves,
) -> Result<Vec<u8>, OutputError> {
    let warnings = read.resolved_warnings();
    let subject = subject(ranked.scenario, (read, &warnings), ranked.base, curves);
    outputs::report_html(&Report {
        origin: Origin::Run(manifest),
        subjects: &[subject],
        compared: None,
        explained: None,
        ranked: Some(ranked),
        analysed: None,
        document: None,
    })
}

impl Again {
    /// The result files of the run.
    ///
    /// # Errors
    /// If a table or a chart cannot be encoded.
    pub fn results(&self, every_value: bool) -> Result<Vec<ResultFile>, OutputError> {
        if let Some(document) = &self.document {
            return document_results(document);
        }
        if let Some(explained) = self.explained() {
            return explanation_results(&explained);
        }
        if let Some(ranked) = self.ranked() {
            return ranking_results(&ranked);
        }
        let curves: Vec<Curves> = self.ensembles.iter().map(Curves::of).collect();
        match (&self.comparison, &self.loaded[..], &self.ensembles[..], &curves[..]) {
            (Some((matched, settings)), ..) => {
                let comparisons = settings.comparisons(&self.ensembles);
                let compared = settings.compared(matched, &self.ensembles, &comparisons);
                comparison_results(&compared, &curves)
            }
            (None, [loaded, ..], [ensemble, ..], [curves, ..]) => {
                results(&loaded.read.scenario, ensemble, curves, every_value)
            }
            (None, ..) => Ok(Vec::new()),
        }
    }

    /// The explanation, if it is one.
    fn explained(&self) -> Option<Explained<'_>> {
        let (loaded, base) = (self.loaded.first()?, self.ensembles.first()?);
        let found = self.explanation.as_ref()?;
        Some(Explained { scenario: &loaded.read.scenario, base, found })
    }

    /// The ranking, if it is one.
    fn ranked(&self) -> Option<Ranked<'_>> {
        let (loaded, base) = (self.loaded.first()?, self.ensembles.first()?);
        let found = self.ranking.as_ref()?;
        Some(Ranked { scenario: &loaded.read.scenario, base, found })
    }

    /// The report of the run, as its manifest tells of it.
    ///
    /// # Errors
    /// If a table or a chart cannot be encoded.
    pub fn report(&self, manifest: &Manifest) -> Result<Vec<u8>, OutputError> {
        let curves: Vec<Curves> = self.ensembles.iter().map(Curves::of).collect();
        let reads: Vec<&Read> = self.loaded.iter().map(|loaded| &loaded.read).collect();
        if let (Some(document), [read, ..], [base, ..], [curves, ..]) =
            (&self.document, &reads[..], &self.ensembles[..], &curves[..])
        {
            return document_report(manifest, read, document, (base, curves));
        }
        if let (Some(explained), [read, ..], [curves, ..]) =
            (self.explained(), &reads[..], &curves[..])
        {
            return explanation_report(manifest, read, &explained, curves);
        }
        if let (Some(ranked), [read, ..], [curves, ..]) = (self.ranked(), &reads[..], &curves[..]) {
            return ranking_report(manifest, read, &ranked, curves);
        }
        match &self.comparison {
            Some((matched, settings)) => {
                let comparisons = settings.comparisons(&self.ensembles);
                let compared = settings.compared(matched, &self.ensembles, &comparisons);
                comparison_report(manifest, &reads, &compared, &curves)
            }
            None => {
                let all = reads.iter().zip(&self.ensembles).zip(&curves);
                all.map(|((read, ensemble), curves)| run_report(manifest, read, ensemble, curves))
                    .next()
                    .unwrap_or(Ok(Vec::new()))
            }
        }
    }
}

/// The report of one run. Its warnings are those of the text that the manifest keeps, so that
/// it is the same when it is made again.
///
/// # Errors
/// If a table or a chart cannot be encoded.
pub fn run_report(
    manifest: &Manifest,
    read: &Read,
    ensemble: &Ensemble,
    curves: &Curves,
) -> Result<Vec<u8>, OutputError> {
    let warnings = read.resolved_warnings();
    let subject = subject(&read.scenario, (read, &warnings), ensemble, curves);
    outputs::report_html(&Report {
        origin: Origin::Run(manifest),
        subjects: &[subject],
        compared: None,
        explained: None,
        ranked: None,
        analysed: None,
        document: None,
    })
}

/// The report of a comparison; `reads` and `curves` are those of its scenarios.
///
/// # Errors
/// If a table or a chart cannot be encoded.
pub fn comparison_report(
    manifest: &Manifest,
    reads: &[&Read],
    compared: &Compared,
    curves: &[Curves],
) -> Result<Vec<u8>, OutputError> {
    let warnings: Vec<Vec<Problem>> = reads.iter().map(|read| read.resolved_warnings()).collect();
    let reads = reads.iter().copied().zip(warnings.iter().map(Vec::as_slice));
    let all = compared.scenarios.iter().zip(reads).zip(compared.ensembles).zip(curves);
    let subjects: Vec<Subject> =
        all.map(|(((s, read), ensemble), curves)| subject(s, read, ensemble, curves)).collect();
    outputs::report_html(&Report {
        origin: Origin::Run(manifest),
        subjects: &subjects,
        compared: Some(compared),
        explained: None,
        ranked: None,
        analysed: None,
        document: None,
    })
}

/// A scenario of a report.
pub fn subject<'a>(
    scenario: &'a Scenario,
    (read, warnings): (&'a Read, &'a [Problem]),
    ensemble: &'a Ensemble,
    curves: &'a Curves,
) -> Subject<'a> {
    Subject { scenario, changed: &read.changed, warnings, ensemble, curves }
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

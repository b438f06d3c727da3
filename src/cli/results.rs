//! The report of an analysis.

use uptake::outputs::document::Document;
use uptake::outputs::{self, Origin, OutputError, Report, Subject};
use uptake::results::{Curves, Ensemble};
use uptake::scenario::{Problem, Read};

/// The report. Its warnings are those of the text that the manifest keeps, so that it is the same
/// when it is made again.
///
/// # Errors
/// If a table or a chart cannot be encoded.
pub fn report<'a>(
    origin: Origin,
    scenarios: impl Iterator<Item = &'a Read>,
    (ensembles, curves): (&[Ensemble], &[Curves]),
    document: &Document,
) -> Result<Vec<u8>, OutputError> {
    let read: Vec<(&Read, Vec<Problem>)> = scenarios.map(|r| (r, r.resolved_warnings())).collect();
    let all = read.iter().zip(ensembles).zip(curves);
    let subjects: Vec<Subject> = all
        .map(|(((read, warnings), ensemble), curves)| Subject {
            scenario: &read.scenario,
            changed: &read.changed,
            warnings,
            ensemble,
            curves,
        })
        .collect();
    outputs::report_html(&Report { origin, subjects: &subjects, document })
}

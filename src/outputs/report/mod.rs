//! `report.html`: one file that a policy maker reads, with nothing outside it.
//!
//! The sections are those of a government analytical report, in this order: question, answer,
//! caveats, figures, why, what drives it, assumptions, limits, quality, provenance. Every
//! sentence is made of the figures of the result files; "more" and "less" are said only where
//! nine of ten futures agree. There is no script. The report belongs to the provenance: it
//! repeats the manifest's times and has no digest of its own.

mod answer;
mod assumptions;
mod brief;
mod caveats;
mod data;
mod drivers;
mod explained;
mod figures;
mod funnel;
mod html;
mod known;
mod limits;
mod provenance;
mod quality;
mod ranked;

use super::explanation::Explained;
use super::ranking::Ranked;
use super::{Compared, Manifest, OutputError, Summary};
use crate::results::{Curves, Ensemble};
use crate::scenario::{Changed, Problem, Scenario};

/// Name of the report in a run's folder.
pub const REPORT_FILE: &str = "report.html";

/// One scenario of a report.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The scenario as it was simulated.
    pub scenario: &'a Scenario,
    /// Its parameters that differ from their defaults.
    pub changed: &'a [Changed],
    /// What was doubtful about it.
    pub warnings: &'a [Problem],
    /// Its futures.
    pub ensemble: &'a Ensemble,
    /// Their curves.
    pub curves: &'a Curves,
}

/// What a report is made from.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// What ran.
    pub manifest: &'a Manifest,
    /// The scenarios, the base of a comparison first.
    pub subjects: &'a [Subject<'a>],
    /// The comparison, if it is one.
    pub compared: Option<&'a Compared<'a>>,
    /// The explanation, if it is one.
    pub explained: Option<&'a Explained<'a>>,
    /// The ranking of levers, if it is one.
    pub ranked: Option<&'a Ranked<'a>>,
}

impl Subject<'_> {
    fn title(&self) -> &str {
        match self.scenario.title.as_str() {
            "" => &self.scenario.name,
            title => title,
        }
    }

    fn summary(&self) -> Summary {
        Summary::of(self.scenario, self.ensemble, self.curves)
    }

    /// The mean over futures of a measure over everything at the horizon, and its mean
    /// denominator; none where no future has a value.
    fn mean_at_end(&self, measure: &str) -> Option<(f64, f64)> {
        let point = self.curves.get(measure, 0)?.points.last()?;
        (point.replicates > 0).then_some((point.mean, point.denominator))
    }
}

/// The report as one HTML file. The same results and manifest give the same bytes.
///
/// # Errors
/// If a chart or the table of values cannot be encoded, which memory alone can cause.
pub fn report_html(report: &Report) -> Result<Vec<u8>, OutputError> {
    let Some(first) = report.subjects.first() else { return Ok(Vec::new()) };
    let title = html::text(&heading(report, first));
    let [answer, figures, why] = match (report.explained, report.ranked) {
        (Some(explained), _) => explained::sections(report, first, explained)?,
        (None, Some(ranked)) => ranked::sections(report, first, ranked)?,
        (None, None) => [
            answer::section(report, first),
            figures::section(report)?,
            funnel::section(report, first),
        ],
    };
    let sections = [
        answer,
        caveats::section(report, first),
        figures,
        why,
        drivers::section(report, first),
        assumptions::section(report),
        limits::section(),
        quality::section(report, first)?,
        provenance::section(report, first)?,
    ];
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>\n{}</style>\n</head>\n<body>\n\
         <header>\n<h1>{title}</h1>\n{}</header>\n<main>\n{}</main>\n</body>\n</html>\n",
        include_str!("style.css"),
        answer::question(report, first),
        sections.concat()
    );
    Ok(page.into_bytes())
}

fn heading(report: &Report, first: &Subject) -> String {
    let others: Vec<&str> = report.subjects.iter().skip(1).map(Subject::title).collect();
    if others.is_empty() {
        return first.title().to_owned();
    }
    format!("{}, compared with: {}", first.title(), others.join("; "))
}

/// `true` if a run ended before all of its futures were there.
fn is_partial(report: &Report, first: &Subject) -> bool {
    (first.ensemble.replicates.len() as u32) < asked(report, first)
}

/// Simulated futures asked for.
fn asked(report: &Report, first: &Subject) -> u32 {
    let whole = first
        .ensemble
        .draws
        .as_ref()
        .map_or(0, |d| d.replicates_per_draw.saturating_mul(d.values.len() as u32));
    report.manifest.replicates.max(whole)
}

//! `report.html`: one file that a policy maker reads, with nothing outside it.
//!
//! The sections are those of a government analytical report, in this order: question, answer,
//! caveats, figures, why, what drives it, assumptions, limits, quality, provenance. Every
//! sentence is made of the figures of the result files; "more" and "less" are said only where there
//! is a difference on average, and beside that in how many futures. A little script adds what paper cannot have, sorting tables and
//! reading a month off the chart of coverage; without it nothing is missing. The report belongs to
//! the provenance: it repeats the manifest's times and has no digest of its own.

mod answer;
mod assumptions;
mod blocks;
mod caveats;
mod data;
mod dots;
mod drivers;
mod figures;
mod html;
mod known;
mod limits;
mod policy;
mod provenance;
mod quality;

use super::document::Document;
use super::study::{MergeReport, Plan};
use super::{Manifest, OutputError, ToolRecord};
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
    pub origin: Origin<'a>,
    /// The scenarios, the base of a comparison first.
    pub subjects: &'a [Subject<'a>],
    /// What was found.
    pub document: &'a Document,
}

/// What ran, as its folder tells of it.
#[derive(Debug, Clone, Copy)]
pub enum Origin<'a> {
    /// A run, a comparison, an explanation or a ranking.
    Run(&'a Manifest),
    /// The points of a study, which name no time and no machine.
    Study {
        /// Its plan.
        plan: &'a Plan,
        /// What was merged, with the digests of all files.
        merged: &'a MergeReport,
    },
}

impl Origin<'_> {
    fn tool(&self) -> &ToolRecord {
        match self {
            Origin::Run(manifest) => &manifest.tool,
            Origin::Study { plan, .. } => &plan.tool,
        }
    }
}

impl Subject<'_> {
    fn title(&self) -> &str {
        match self.scenario.title.as_str() {
            "" => &self.scenario.name,
            title => title,
        }
    }

    /// The name that sentences use, and what it stands for: `double-team: twice the team`.
    fn labelled(&self) -> String {
        match (self.scenario.name.as_str(), self.scenario.title.as_str()) {
            (name, title) if title.is_empty() || title == name => name.to_owned(),
            (name, title) => format!("{name}: {title}"),
        }
    }
}

/// The report as one HTML file. The same results and manifest give the same bytes.
///
/// # Errors
/// If a chart or the table of values cannot be encoded, which memory alone can cause.
pub fn report_html(report: &Report) -> Result<Vec<u8>, OutputError> {
    let Some(first) = report.subjects.first() else { return Ok(Vec::new()) };
    let title = html::text(&heading(report, first));
    let sections = [
        answer::section(report, first),
        caveats::section(report, first),
        figures::section(report)?,
        blocks::section(report.document),
        drivers::section(report, first),
        assumptions::section(report),
        limits::section(),
        quality::section(report, first)?,
        provenance::section(report, first)?,
    ];
    let style = format!("<style>\n{}</style>\n", include_str!("style.css"));
    let body = format!(
        "<header>\n<h1>{title}</h1>\n{}</header>\n<main>\n{}</main>\n<script>\n{}</script>\n",
        answer::question(report, first),
        sections.concat(),
        script()
    );
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n{}\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n{style}</head>\n<body>\n{body}</body>\n</html>\n",
        policy::policy(&format!("{style}{body}"))
    );
    Ok(page.into_bytes())
}

/// The script without its indentation and remarks.
fn script() -> String {
    let lines = include_str!("script.js").lines().map(str::trim_start);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect()
}

fn heading(report: &Report, first: &Subject) -> String {
    if !report.document.heading.is_empty() {
        return format!("{}: {}", report.document.heading, first.title());
    }
    let subjects: Vec<&Subject> = report.subjects.iter().collect();
    // A title that several share tells nobody which is which: then their names do.
    let alone =
        |s: &Subject| subjects.iter().filter(|other| other.title() == s.title()).count() == 1;
    let title =
        |s: &Subject| if alone(s) { s.title() } else { s.scenario.name.as_str() }.to_owned();
    let others: Vec<String> = subjects.iter().skip(1).map(|s| title(s)).collect();
    if others.is_empty() {
        return first.title().to_owned();
    }
    format!("{}, compared with: {}", title(first), others.join("; "))
}

/// `true` if a run ended before all of its futures were there.
fn is_partial(report: &Report, first: &Subject) -> bool {
    (first.ensemble.replicates.len() as u32) < asked(report, first)
}

/// Simulated futures asked for.
fn asked(report: &Report, first: &Subject) -> u32 {
    let Origin::Run(manifest) = report.origin else {
        return first.ensemble.replicates.len() as u32;
    };
    let whole = first
        .ensemble
        .draws
        .as_ref()
        .map_or(0, |d| d.replicates_per_draw.saturating_mul(d.values.len() as u32));
    manifest.replicates.max(whole)
}

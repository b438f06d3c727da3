//! The monthly values of everything together, inside the report.

use super::html::text;
use super::provenance::data_link;
use super::{Report, Subject};
use crate::outputs::words::count;
use crate::outputs::{OutputError, coverage_rows};
use crate::results::month_ends;

/// Most rows in one report: about a megabyte and a half.
const MOST_ROWS: usize = 15_000;

/// Links to the values of each scenario.
pub(super) fn links(report: &Report) -> Result<String, OutputError> {
    let months: Vec<Vec<u32>> =
        report.subjects.iter().map(|s| month_ends(s.ensemble.start, s.ensemble.weeks)).collect();
    let measures = |s: &Subject| s.curves.curves.iter().filter(|c| c.group == 0).count();
    let rows: usize = report.subjects.iter().zip(&months).map(|(s, m)| measures(s) * m.len()).sum();
    let every = rows.div_ceil(MOST_ROWS).max(1);
    let mut items = String::new();
    for (subject, months) in report.subjects.iter().zip(&months) {
        let last = months.len().saturating_sub(1);
        let kept: Vec<usize> = months
            .iter()
            .enumerate()
            .filter(|(i, _)| i % every == 0 || *i == last)
            .map(|(_, &week)| week as usize)
            .collect();
        let table =
            coverage_rows(subject.curves, |curve, week| curve.group == 0 && kept.contains(&week))?;
        let name = format!("{}.monthly.csv", subject.scenario.name);
        let rows = measures(subject) * kept.len();
        items.push_str(&format!(
            "<li>{} ({} rows)</li>\n",
            data_link(&name, &String::from_utf8_lossy(&table)),
            count(rows as f64)
        ));
    }
    let often = match every {
        1 => "the end of each month".to_owned(),
        n => format!("the end of every {n} months"),
    };
    let intro = format!(
        "This file holds the values of every measure for everything together at the start and at \
         {often}, with the columns of coverage.csv:"
    );
    Ok(format!("<p>{}</p>\n<ul>\n{items}</ul>\n", text(&intro)))
}

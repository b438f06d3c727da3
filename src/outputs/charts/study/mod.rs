//! Charts of a study: a map of a measure over two parameters, a map of how often a goal is met,
//! and the measure along one parameter, a line for each level of the other.

mod bars;
mod lines;
mod map;
pub(super) mod page;
mod rings;
mod spots;

pub use bars::{Bar, Bars, bars, sensitivity};
pub use rings::{Ring, RingArrow, rings};
pub use spots::{Spot, spots};

use super::{Chart, ChartError};
use crate::measures::{Measure, Unit};
use crate::outputs::study::{Column, Plan, StudyCells, three_digits};
use crate::outputs::words::{count, percent};

/// The charts of a study, as many as its design has something for.
///
/// # Errors
/// If the drawing library refuses; nothing in the results makes it do so.
pub fn study_charts(plan: &Plan, cells: &StudyCells) -> Result<Vec<Chart>, ChartError> {
    let Some(column) = cells.column else { return Ok(Vec::new()) };
    let mut charts = Vec::new();
    if cells.across.is_some() && cells.up.is_some() {
        charts.push(map::mean(plan, cells, column)?);
        if cells.at_least.is_some() {
            charts.push(map::threshold(plan, cells, column)?);
        }
    }
    if cells.across.as_ref().is_some_and(|axis| axis.places.is_some()) {
        charts.push(lines::draw(plan, cells, column)?);
    }
    Ok(charts)
}

/// A value of a measure, short enough for a cell.
fn value_in_words(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Share => percent(value),
        Unit::Pounds => format!("£{}", count(value)),
        _ if value.abs() < 10.0 => three_digits(value),
        _ => count(value),
    }
}

/// "share of all organisations in real use".
fn subject(column: Column) -> String {
    let Measure { label, of, unit, .. } = column.measure;
    match (*unit, *of) {
        (Unit::Share, "") => (*label).to_owned(),
        (Unit::Share, of) => format!("share of {of} {label}"),
        (Unit::Pounds, _) => format!("pounds {label}"),
        _ => (*label).to_owned(),
    }
}

/// "50 % of all organisations in real use", "£20,000 spent since the start".
fn goal(column: Column, at_least: f64) -> String {
    let Measure { label, of, unit, .. } = column.measure;
    let level = value_in_words(at_least, *unit);
    if of.is_empty() { format!("{level} {label}") } else { format!("{level} of {of} {label}") }
}

/// What else varies, for the line that says what is shown.
fn others(plan: &Plan, cells: &StudyCells) -> String {
    let shown = [&cells.across, &cells.up];
    let is_shown = |key: &str| shown.iter().any(|axis| axis.as_ref().is_some_and(|a| a.key == key));
    let rest = plan.parameters.iter().filter(|p| !is_shown(&p.key)).count();
    let binned = shown.iter().any(|axis| axis.as_ref().is_some_and(|a| a.binned));
    let over = match rest {
        0 => String::new(),
        1 => " Averaged over one other parameter.".to_owned(),
        n => format!(" Averaged over {n} other parameters."),
    };
    let bins = if binned { " Ranges are cut into bins, named by their middles." } else { "" };
    format!("{over}{bins}")
}

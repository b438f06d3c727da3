//! Values of measures and parameters as the tables of analyses say them.

use super::three_digits;
use crate::measures::{Measure, Unit};
use crate::scenario::study::Cell;

/// How a measure's values are said in a table: shares in percentage points.
pub fn scale(measure: &Measure) -> (f64, &'static str) {
    match measure.unit {
        Unit::Share => (100.0, "percentage points"),
        Unit::Pounds => (1.0, "pounds"),
        Unit::Hours => (1.0, "hours"),
        Unit::Minutes => (1.0, "minutes"),
        Unit::Count => (1.0, "numbers"),
    }
}

/// A value of a parameter.
pub fn cell_in_words(cell: Option<&Cell>) -> String {
    match cell {
        None => "as in the base".to_owned(),
        Some(Cell::Number(x)) => three_digits(*x),
        Some(word) => word.plain(),
    }
}

/// A number with its half-width: `0.31 ± 0.02`.
pub fn with_half_width(value: f64, half: Option<f64>) -> String {
    match half {
        Some(half) => format!("{} ± {}", three_digits(value), three_digits(half)),
        None => three_digits(value),
    }
}

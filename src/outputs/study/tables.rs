//! Small tables that analyses leave.

use crate::outputs::OutputError;
use crate::outputs::tables::{finish, text_cell};

/// A table of these rows under these headings. Text that a spreadsheet would take for a formula is
/// made harmless; numbers are left as they are.
///
/// # Errors
/// If memory runs out.
pub fn plain_table(headings: &[&str], rows: &[Vec<String>]) -> Result<Vec<u8>, OutputError> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(headings)?;
    for row in rows {
        let cell = |text: &String| match text.parse::<f64>() {
            Ok(_) => text.clone(),
            Err(_) => text_cell(text).into_owned(),
        };
        table.write_record(row.iter().map(cell))?;
    }
    finish(table)
}

/// A number to six significant digits, the same on every machine.
pub fn six_digits(x: f64) -> String {
    if !x.is_finite() {
        return String::new();
    }
    // What Rust writes as text it also reads back.
    let rounded: f64 = format!("{x:.5e}").parse().unwrap_or(x);
    (rounded + 0.0).to_string()
}

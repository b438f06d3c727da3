//! `results.csv`: a row for each future, measure and week, with the values of all parameters in
//! every row.

use std::io::Write;

use super::Column;
use super::plan::Plan;
use crate::measures::Unit;
use crate::outputs::OutputError;
use crate::outputs::tables::text_cell;
use crate::results::study::{Future, Outcome};
use crate::scenario::study::Cell;

/// Columns before and after those of the parameters.
const BEFORE: [&str; 2] = ["point", "replicate"];
const AFTER: [&str; 6] = ["week", "date", "measure", "unit", "value", "error"];

/// Writes `results.csv`.
pub struct CsvRows<W: Write> {
    table: csv::Writer<W>,
    columns: Vec<Column>,
}

impl<W: Write> CsvRows<W> {
    /// Begin the table of a plan.
    ///
    /// # Errors
    /// If `sink` fails.
    pub fn new(plan: &Plan, sink: W) -> Result<Self, OutputError> {
        let mut table = csv::Writer::from_writer(sink);
        let parameters = plan.parameters.iter().map(|p| p.key.as_str());
        table.write_record(BEFORE.into_iter().chain(parameters).chain(AFTER))?;
        Ok(CsvRows { table, columns: plan.columns() })
    }

    /// Add the futures of a point.
    ///
    /// # Errors
    /// As [`CsvRows::new`].
    pub fn point(&mut self, cells: &[Option<Cell>], outcome: &Outcome) -> Result<(), OutputError> {
        let point = outcome.point.to_string();
        let cells: Vec<String> = cells.iter().map(|cell| shown(cell.as_ref())).collect();
        for (replicate, future) in outcome.futures.iter().enumerate() {
            let replicate = replicate.to_string();
            for (i, column) in self.columns.iter().enumerate() {
                let value = value(future, i).map_or(String::new(), |x| x.to_string());
                let (week, date) = (column.week.to_string(), column.date.to_string());
                let error = future.as_ref().err().map_or("", String::as_str);
                let error = text_cell(error);
                let row = [point.as_str(), replicate.as_str()].into_iter();
                let row = row.chain(cells.iter().map(String::as_str));
                let unit = unit_id(column.measure.unit);
                self.table.write_record(row.chain([
                    week.as_str(),
                    date.as_str(),
                    column.measure.name,
                    unit,
                    value.as_str(),
                    error.as_ref(),
                ]))?;
            }
        }
        Ok(())
    }

    /// End the table; gives what was written to.
    ///
    /// # Errors
    /// As [`CsvRows::new`].
    pub fn finish(self) -> Result<W, OutputError> {
        self.table.into_inner().map_err(|error| OutputError::Table(error.into_error().into()))
    }
}

pub(super) fn value(future: &Future, column: usize) -> Option<f32> {
    future.as_ref().ok()?.get(column).copied().flatten()
}

/// A cell as it stands in a table: text without its quotes.
pub(super) fn shown(cell: Option<&Cell>) -> String {
    match cell {
        None => String::new(),
        Some(Cell::Number(x)) => x.to_string(),
        Some(word) => text_cell(&word.plain()).into_owned(),
    }
}

pub(super) fn unit_id(unit: Unit) -> &'static str {
    unit.id()
}

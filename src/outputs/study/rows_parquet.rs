//! `results.parquet`: the rows of `results.csv`.

use std::io::Write;

use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type};
use parquet::file::writer::SerializedFileWriter;

use super::Column;
use super::design::{about, holds, write_cells};
use super::plan::Plan;
use super::rows::{unit_id, value};
use crate::outputs::OutputError;
use crate::outputs::columns::{Holds, day, field, message, optional, properties, required};
use crate::results::study::Outcome;
use crate::scenario::study::Cell;

/// Rows of a group, about: a point is not divided.
const GROUP: usize = 50_000;

/// A value as it is written to tables: that of the single precision it was kept in, in its
/// shortest form.
fn number(value: f32) -> f64 {
    // 0.1 in single precision is 0.1 in a table, not 0.10000000149011612.
    value.to_string().parse().unwrap_or(f64::from(value))
}

/// Writes `results.parquet`, some points at a time.
pub struct ParquetRows<W: Write + Send> {
    file: SerializedFileWriter<W>,
    parameters: Vec<Holds>,
    columns: Vec<Column>,
    held: Vec<(Vec<Option<Cell>>, Outcome)>,
    rows: usize,
}

impl<W: Write + Send> ParquetRows<W> {
    /// Begin the table of a plan.
    ///
    /// # Errors
    /// If it cannot be encoded, or `sink` fails.
    pub fn new(plan: &Plan, sink: W) -> Result<Self, OutputError> {
        let parameters: Vec<Holds> = plan.parameters.iter().map(holds).collect();
        let mut fields = Vec::new();
        let mut add = |name: &str, holds, gaps| field(name, holds, gaps).map(|f| fields.push(f));
        add("point", Holds::Index, false)?;
        add("replicate", Holds::Index, false)?;
        for (parameter, &holds) in plan.parameters.iter().zip(&parameters) {
            add(&parameter.key, holds, true)?;
        }
        add("week", Holds::Index, false)?;
        add("date", Holds::Day, false)?;
        add("measure", Holds::Word, false)?;
        add("unit", Holds::Word, false)?;
        add("value", Holds::Number, true)?;
        add("error", Holds::Word, true)?;
        let properties = properties(&about(plan), &["value"]);
        let file = SerializedFileWriter::new(sink, message("results", fields)?, properties)?;
        Ok(ParquetRows { file, parameters, columns: plan.columns(), held: Vec::new(), rows: 0 })
    }

    /// Add the futures of a point.
    ///
    /// # Errors
    /// As [`ParquetRows::new`].
    pub fn point(&mut self, cells: &[Option<Cell>], outcome: &Outcome) -> Result<(), OutputError> {
        self.rows += outcome.futures.len() * self.columns.len();
        self.held.push((cells.to_vec(), outcome.clone()));
        if self.rows >= GROUP { self.flush() } else { Ok(()) }
    }

    /// End the table; gives what was written to.
    ///
    /// # Errors
    /// As [`ParquetRows::new`].
    pub fn finish(mut self) -> Result<W, OutputError> {
        self.flush()?;
        Ok(self.file.into_inner()?)
    }

    fn flush(&mut self) -> Result<(), OutputError> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut group = self.file.next_row_group()?;
        let each = self.columns.len();
        let futures = || {
            let numbered = |(cells, o): &'_ (Vec<Option<Cell>>, Outcome)| {
                let _ = cells;
                o.futures.len()
            };
            self.held.iter().flat_map(move |h| (0..numbered(h)).map(move |r| (h, r)))
        };
        let repeated = || futures().flat_map(|f| (0..each).map(move |c| (f, c)));
        let points: Vec<i32> = repeated().map(|((h, _), _)| h.1.point as i32).collect();
        required::<Int32Type>(&mut group, &points)?;
        let replicates: Vec<i32> = repeated().map(|((_, r), _)| r as i32).collect();
        required::<Int32Type>(&mut group, &replicates)?;
        for (p, &holds) in self.parameters.iter().enumerate() {
            let cells = repeated().map(|((h, _), _)| h.0.get(p).and_then(Option::as_ref));
            write_cells(&mut group, cells, holds)?;
        }
        let weeks: Vec<i32> = repeated().map(|(_, c)| self.columns[c].week as i32).collect();
        required::<Int32Type>(&mut group, &weeks)?;
        let dates: Vec<i32> = repeated().map(|(_, c)| day(self.columns[c].date)).collect();
        required::<Int32Type>(&mut group, &dates)?;
        let names: Vec<ByteArray> =
            repeated().map(|(_, c)| ByteArray::from(self.columns[c].measure.name)).collect();
        required::<ByteArrayType>(&mut group, &names)?;
        let units: Vec<ByteArray> = repeated()
            .map(|(_, c)| ByteArray::from(unit_id(self.columns[c].measure.unit)))
            .collect();
        required::<ByteArrayType>(&mut group, &units)?;
        let values = repeated().map(|((h, r), c)| value(&h.1.futures[r], c).map(number));
        optional::<DoubleType>(&mut group, values)?;
        let errors = repeated().map(|((h, r), _)| {
            h.1.futures[r].as_ref().err().map(|why| ByteArray::from(why.as_bytes().to_vec()))
        });
        optional::<ByteArrayType>(&mut group, errors)?;
        group.close()?;
        self.held.clear();
        self.rows = 0;
        Ok(())
    }
}

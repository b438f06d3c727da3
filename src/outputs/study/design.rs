//! `design.parquet`: a row for each point with the values of all parameters.

use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};

use parquet::basic::Type;
use parquet::column::reader::get_typed_column_reader;
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, FileReader, RowGroupReader, SerializedFileReader};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};

use super::plan::{Plan, PlannedParameter};
use crate::outputs::OutputError;
use crate::outputs::columns::{Holds, field, message, optional, properties, required, units};
use crate::scenario::study::{Cell, CellKind};

/// Rows that are held in memory at a time, and rows of a group.
pub const ROWS_TOGETHER: usize = 4_096;

/// Writes the table of points, a group of rows at a time.
pub struct DesignWriter<W: Write + Send> {
    file: SerializedFileWriter<W>,
    columns: Vec<Holds>,
    points: Vec<i32>,
    rows: Vec<Vec<Option<Cell>>>,
}

impl<W: Write + Send> DesignWriter<W> {
    /// Begin the table of a plan.
    ///
    /// # Errors
    /// If it cannot be encoded, or `sink` fails.
    pub fn new(plan: &Plan, sink: W) -> Result<Self, OutputError> {
        let columns: Vec<Holds> = plan.parameters.iter().map(holds).collect();
        let mut fields = vec![field("point", Holds::Index, false)?];
        for (parameter, &holds) in plan.parameters.iter().zip(&columns) {
            fields.push(field(&parameter.key, holds, true)?);
        }
        let schema = message("design", fields)?;
        let file = SerializedFileWriter::new(sink, schema, properties(&about(plan), &[]))?;
        Ok(DesignWriter { file, columns, points: Vec::new(), rows: Vec::new() })
    }

    /// Add the next point.
    ///
    /// # Errors
    /// As [`DesignWriter::new`].
    pub fn point(&mut self, cells: Vec<Option<Cell>>) -> Result<(), OutputError> {
        let before = self.points.last().map_or(-1, |&last| last);
        self.points.push(before + 1);
        self.rows.push(cells);
        if self.rows.len() == ROWS_TOGETHER { self.flush() } else { Ok(()) }
    }

    /// End the table; gives what was written to.
    ///
    /// # Errors
    /// As [`DesignWriter::new`].
    pub fn finish(mut self) -> Result<W, OutputError> {
        self.flush()?;
        Ok(self.file.into_inner()?)
    }

    fn flush(&mut self) -> Result<(), OutputError> {
        let Some(&last) = self.points.last() else { return Ok(()) };
        if self.rows.is_empty() {
            return Ok(());
        }
        let from = last + 1 - self.rows.len() as i32;
        let mut group = self.file.next_row_group()?;
        let points: Vec<i32> = (from..=last).collect();
        required::<Int32Type>(&mut group, &points)?;
        for (column, &holds) in self.columns.iter().enumerate() {
            let cells = self.rows.iter().map(|row| row.get(column).and_then(Option::as_ref));
            write_cells(&mut group, cells, holds)?;
        }
        group.close()?;
        self.rows.clear();
        self.points = vec![last];
        Ok(())
    }
}

/// What the column of a parameter holds.
pub(super) fn holds(parameter: &PlannedParameter) -> Holds {
    match (parameter.number, CellKind::of(&parameter.key).whole) {
        (true, true) => Holds::Whole,
        (true, false) => Holds::Number,
        (false, _) => Holds::Word,
    }
}

/// What a file of a plan says of itself.
pub(super) fn about(plan: &Plan) -> Vec<(&'static str, String)> {
    let unit = |p: &'_ PlannedParameter| CellKind::of(&p.key).unit;
    vec![
        ("study", plan.name.clone()),
        ("seed", plan.seed.to_string()),
        ("design_hash", plan.design_hash.clone()),
        units(plan.parameters.iter().map(|p| (p.key.as_str(), unit(p)))),
    ]
}

/// Write a column of cells.
pub(super) fn write_cells<'a>(
    group: &mut SerializedRowGroupWriter<'_, impl Write + Send>,
    cells: impl Iterator<Item = Option<&'a Cell>>,
    holds: Holds,
) -> Result<(), OutputError> {
    let number = |cell: Option<&Cell>| match cell {
        Some(Cell::Number(x)) => Some(*x),
        _ => None,
    };
    match holds {
        Holds::Whole => optional::<Int64Type>(group, cells.map(|c| number(c).map(|x| x as i64))),
        Holds::Number => optional::<DoubleType>(group, cells.map(number)),
        _ => {
            let text = |cell: &Cell| ByteArray::from(cell.plain().into_bytes());
            optional::<ByteArrayType>(group, cells.map(|cell| cell.map(text)))
        }
    }
}

/// Reads the table of points, a group of rows at a time.
pub struct DesignReader {
    file: Box<dyn FileReader>,
    columns: Vec<(Holds, CellKind)>,
}

impl DesignReader {
    /// Open a table of these parameters.
    ///
    /// # Errors
    /// If it is no such table.
    pub fn new(
        source: impl ChunkReader + 'static,
        parameters: &[PlannedParameter],
    ) -> Result<Self, OutputError> {
        let file = SerializedFileReader::new(source).map_err(OutputError::Unreadable)?;
        let column = |p: &PlannedParameter| (holds(p), CellKind::of(&p.key));
        let columns: Vec<(Holds, CellKind)> = parameters.iter().map(column).collect();
        let schema = file.metadata().file_metadata().schema_descr_ptr();
        let kinds: Vec<Type> = schema.columns().iter().map(|c| c.physical_type()).collect();
        let expected =
            std::iter::once(Type::INT32).chain(columns.iter().map(|(holds, _)| holds.physical()));
        if !kinds.iter().copied().eq(expected) {
            let message = "the table of points does not have the columns of the plan";
            return Err(OutputError::Unreadable(ParquetError::General(message.to_owned())));
        }
        Ok(DesignReader { file: Box::new(file), columns })
    }

    /// How many points it has.
    pub fn len(&self) -> usize {
        self.file.metadata().file_metadata().num_rows().max(0) as usize
    }

    /// True if it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The points of a range, in order, one group of rows in memory at a time.
    pub fn points(
        &self,
        range: std::ops::Range<usize>,
    ) -> impl Iterator<Item = Result<(usize, Vec<Option<Cell>>), OutputError>> + '_ {
        let mut start = 0;
        let groups = (0..self.file.num_row_groups()).map(move |group| {
            let rows = self.file.metadata().row_group(group).num_rows().max(0) as usize;
            let own = start..start + rows;
            start += rows;
            (group, own)
        });
        let wanted = range.clone();
        groups
            .filter(move |(_, own)| own.start < wanted.end && wanted.start < own.end)
            .flat_map(move |(group, own)| -> Vec<Result<_, OutputError>> {
                match self.group(group).map_err(OutputError::Unreadable) {
                    Ok(rows) => own.zip(rows).map(Ok).collect(),
                    Err(error) => vec![Err(error)],
                }
            })
            .filter(move |row| row.as_ref().map_or(true, |(i, _)| range.contains(i)))
    }

    /// The rows of a group. The library panics on some damaged bytes; here they are an error.
    fn group(&self, group: usize) -> Result<Vec<Vec<Option<Cell>>>, ParquetError> {
        catch_unwind(AssertUnwindSafe(|| self.decoded(group)))
            .unwrap_or_else(|_| Err(ParquetError::General("damaged rows".to_owned())))
    }

    fn decoded(&self, group: usize) -> Result<Vec<Vec<Option<Cell>>>, ParquetError> {
        let group = self.file.get_row_group(group)?;
        let rows = group.metadata().num_rows().max(0) as usize;
        let mut table = vec![Vec::with_capacity(self.columns.len()); rows];
        for (column, (holds, kind)) in self.columns.iter().enumerate() {
            let word = |bytes: ByteArray| kind.word(&String::from_utf8_lossy(bytes.data()));
            let place = column + 1;
            let cells: Vec<Option<Cell>> = match holds {
                Holds::Whole => {
                    read::<Int64Type, _>(&*group, place, rows, |n| Cell::Number(n as f64))?
                }
                Holds::Number => read::<DoubleType, _>(&*group, place, rows, Cell::Number)?,
                _ => read::<ByteArrayType, _>(&*group, place, rows, word)?,
            };
            for (row, cell) in table.iter_mut().zip(cells) {
                row.push(cell);
            }
        }
        Ok(table)
    }
}

fn read<T: DataType, C>(
    group: &dyn RowGroupReader,
    column: usize,
    rows: usize,
    cell: impl Fn(T::T) -> C,
) -> Result<Vec<Option<C>>, ParquetError> {
    let mut reader = get_typed_column_reader::<T>(group.get_column_reader(column)?);
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    while levels.len() < rows {
        let (read, _, _) =
            reader.read_records(rows - levels.len(), Some(&mut levels), None, &mut values)?;
        if read == 0 {
            break;
        }
    }
    let mut values = values.into_iter().map(cell);
    Ok(levels.iter().map(|&level| if level > 0 { values.next() } else { None }).collect())
}

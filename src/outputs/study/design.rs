//! `design.parquet`: a row for each point with the values of all parameters.

use std::io::Write;
use std::sync::Arc;

use parquet::basic::{Compression, Encoding, Type};
use parquet::column::reader::get_typed_column_reader;
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type};
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{ChunkReader, FileReader, RowGroupReader, SerializedFileReader};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type as Schema, TypePtr};

use super::plan::PlannedParameter;
use crate::outputs::OutputError;
use crate::scenario::study::Cell;

/// Rows that are held in memory at a time, and rows of a group.
pub const ROWS_TOGETHER: usize = 4_096;

/// Writes the table of points, a group of rows at a time.
pub struct DesignWriter<W: Write + Send> {
    file: SerializedFileWriter<W>,
    numbers: Vec<bool>,
    points: Vec<i32>,
    rows: Vec<Vec<Option<Cell>>>,
}

impl<W: Write + Send> DesignWriter<W> {
    /// Begin a table.
    ///
    /// # Errors
    /// If it cannot be encoded, or `sink` fails.
    pub fn new(parameters: &[PlannedParameter], sink: W) -> Result<Self, OutputError> {
        let mut fields = vec![field("point", Type::INT32, true)?];
        for parameter in parameters {
            let kind = if parameter.number { Type::DOUBLE } else { Type::BYTE_ARRAY };
            fields.push(field(&parameter.key, kind, false)?);
        }
        let schema = message("design", fields)?;
        let file = SerializedFileWriter::new(sink, schema, properties())?;
        let numbers = parameters.iter().map(|p| p.number).collect();
        Ok(DesignWriter { file, numbers, points: Vec::new(), rows: Vec::new() })
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
        for (column, &number) in self.numbers.iter().enumerate() {
            let cells = self.rows.iter().map(|row| row.get(column).and_then(Option::as_ref));
            write_cells(&mut group, cells, number)?;
        }
        group.close()?;
        self.rows.clear();
        self.points = vec![last];
        Ok(())
    }
}

/// Write a column of cells.
pub(super) fn write_cells<'a>(
    group: &mut SerializedRowGroupWriter<'_, impl Write + Send>,
    cells: impl Iterator<Item = Option<&'a Cell>>,
    number: bool,
) -> Result<(), OutputError> {
    if number {
        optional::<DoubleType>(
            group,
            cells.map(|cell| match cell {
                Some(Cell::Number(x)) => Some(*x),
                _ => None,
            }),
        )
    } else {
        optional::<ByteArrayType>(
            group,
            cells.map(|cell| cell.map(|cell| ByteArray::from(cell.to_string().into_bytes()))),
        )
    }
}

/// Write a column without gaps.
pub(super) fn required<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, impl Write + Send>,
    values: &[T::T],
) -> Result<(), OutputError> {
    if let Some(mut column) = group.next_column()? {
        column.typed::<T>().write_batch(values, None, None)?;
        column.close()?;
    }
    Ok(())
}

/// Write a column in which values may be missing.
pub(super) fn optional<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, impl Write + Send>,
    cells: impl Iterator<Item = Option<T::T>>,
) -> Result<(), OutputError> {
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    for cell in cells {
        levels.push(i16::from(cell.is_some()));
        values.extend(cell);
    }
    if let Some(mut column) = group.next_column()? {
        column.typed::<T>().write_batch(&values, Some(&levels), None)?;
        column.close()?;
    }
    Ok(())
}

/// A column of a schema; text is marked as such.
pub(super) fn field(name: &str, kind: Type, required: bool) -> Result<TypePtr, OutputError> {
    use parquet::basic::{LogicalType, Repetition};
    let repetition = if required { Repetition::REQUIRED } else { Repetition::OPTIONAL };
    let text = (kind == Type::BYTE_ARRAY).then_some(LogicalType::String);
    let built = Schema::primitive_type_builder(name, kind)
        .with_repetition(repetition)
        .with_logical_type(text)
        .build()?;
    Ok(Arc::new(built))
}

/// A schema of these columns.
pub(super) fn message(name: &str, fields: Vec<TypePtr>) -> Result<TypePtr, OutputError> {
    Ok(Arc::new(Schema::group_type_builder(name).with_fields(fields).build()?))
}

/// How tables of a study are written.
pub(super) fn properties() -> Arc<WriterProperties> {
    let properties = WriterProperties::builder()
        .set_created_by("uptake".to_owned())
        .set_compression(Compression::SNAPPY)
        .set_encoding(Encoding::PLAIN)
        .set_max_row_group_row_count(None)
        .build();
    Arc::new(properties)
}

/// Reads the table of points, a group of rows at a time.
pub struct DesignReader {
    file: Box<dyn FileReader>,
    numbers: Vec<bool>,
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
        let file = SerializedFileReader::new(source)?;
        let numbers: Vec<bool> = parameters.iter().map(|p| p.number).collect();
        let schema = file.metadata().file_metadata().schema_descr_ptr();
        let kinds: Vec<Type> = schema.columns().iter().map(|c| c.physical_type()).collect();
        let expected = std::iter::once(Type::INT32)
            .chain(numbers.iter().map(|&n| if n { Type::DOUBLE } else { Type::BYTE_ARRAY }));
        if !kinds.iter().copied().eq(expected) {
            let message = "the table of points does not have the columns of the plan";
            return Err(parquet::errors::ParquetError::General(message.to_owned()).into());
        }
        Ok(DesignReader { file: Box::new(file), numbers })
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
                match self.group(group) {
                    Ok(rows) => own.zip(rows).map(Ok).collect(),
                    Err(error) => vec![Err(error)],
                }
            })
            .filter(move |row| row.as_ref().map_or(true, |(i, _)| range.contains(i)))
    }

    fn group(&self, group: usize) -> Result<Vec<Vec<Option<Cell>>>, OutputError> {
        let group = self.file.get_row_group(group)?;
        let rows = group.metadata().num_rows().max(0) as usize;
        let mut table = vec![Vec::with_capacity(self.numbers.len()); rows];
        for (column, &number) in self.numbers.iter().enumerate() {
            let cells: Vec<Option<Cell>> = if number {
                read::<DoubleType>(&*group, column + 1, rows)?
                    .into_iter()
                    .map(|x| x.map(Cell::Number))
                    .collect()
            } else {
                let text = |bytes: ByteArray| {
                    Cell::Word(String::from_utf8_lossy(bytes.data()).into_owned())
                };
                read::<ByteArrayType>(&*group, column + 1, rows)?
                    .into_iter()
                    .map(|bytes| bytes.map(text))
                    .collect()
            };
            for (row, cell) in table.iter_mut().zip(cells) {
                row.push(cell);
            }
        }
        Ok(table)
    }
}

fn read<T: DataType>(
    group: &dyn RowGroupReader,
    column: usize,
    rows: usize,
) -> Result<Vec<Option<T::T>>, OutputError> {
    let mut reader = get_typed_column_reader::<T>(group.get_column_reader(column)?);
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    while levels.len() < rows {
        let (read, _, _) =
            reader.read_records(rows - levels.len(), Some(&mut levels), None, &mut values)?;
        if read == 0 {
            break;
        }
    }
    let mut values = values.into_iter();
    Ok(levels.iter().map(|&level| if level > 0 { values.next() } else { None }).collect())
}

//! Columns of Parquet files, and what every file says of itself.

use std::io::Write;
use std::sync::Arc;

use jiff::civil::Date;
use parquet::basic::{Compression, Encoding, LogicalType, Repetition, Type};
use parquet::data_type::DataType;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedRowGroupWriter;
use parquet::schema::types::{ColumnPath, Type as Schema, TypePtr};

use super::{OutputError, ToolRecord};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Numbers of things from 0: points, replicates, weeks.
    Index,
    /// Whole numbers.
    Whole,
    /// Numbers.
    Number,
    /// Days.
    Day,
    /// Words, of which there are few: each is kept once, in a dictionary.
    Word,
}

impl Holds {
    /// How values are kept.
    pub(super) fn physical(self) -> Type {
        match self {
            Holds::Index | Holds::Day => Type::INT32,
            Holds::Whole => Type::INT64,
            Holds::Number => Type::DOUBLE,
            Holds::Word => Type::BYTE_ARRAY,
        }
    }

    fn logical(self) -> Option<LogicalType> {
        match self {
            Holds::Index => Some(LogicalType::integer(32, false)),
            Holds::Day => Some(LogicalType::Date),
            Holds::Word => Some(LogicalType::String),
            Holds::Whole | Holds::Number => None,
        }
    }
}

/// A column that may have gaps, or not.
pub(super) fn field(name: &str, holds: Holds, gaps: bool) -> Result<TypePtr, OutputError> {
    let repetition = if gaps { Repetition::OPTIONAL } else { Repetition::REQUIRED };
    let built = Schema::primitive_type_builder(name, holds.physical())
        .with_repetition(repetition)
        .with_logical_type(holds.logical())
        .build()?;
    Ok(Arc::new(built))
}

/// A schema of these columns.
pub(super) fn message(name: &str, fields: Vec<TypePtr>) -> Result<TypePtr, OutputError> {
    Ok(Arc::new(Schema::group_type_builder(name).with_fields(fields).build()?))
}

/// How files are written, and what they say of themselves: the version, and what `about` adds.
/// Values of `numbers` hardly repeat, but many of their bytes do.
pub(super) fn properties(about: &[(&str, String)], numbers: &[&str]) -> Arc<WriterProperties> {
    let tool = ToolRecord::this();
    let version = ("version", format!("{} {}", tool.name, tool.version));
    let pair = |(key, value): (&str, String)| KeyValue::new(format!("uptake.{key}"), value);
    let pairs = std::iter::once(version).chain(about.iter().cloned()).map(pair).collect();
    let mut properties = WriterProperties::builder()
        .set_created_by("uptake".to_owned())
        .set_key_value_metadata(Some(pairs))
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_max_row_group_row_count(None);
    for name in numbers {
        // The name of a column may have points, which are no steps of a path.
        let column = ColumnPath::new(vec![(*name).to_owned()]);
        properties = properties
            .set_column_dictionary_enabled(column.clone(), false)
            .set_column_encoding(column, Encoding::BYTE_STREAM_SPLIT);
    }
    Arc::new(properties.build())
}

/// Units of columns as JSON, for what a file says of itself.
pub(super) fn units<'a>(
    columns: impl Iterator<Item = (&'a str, String)>,
) -> (&'static str, String) {
    let all: serde_json::Map<String, serde_json::Value> = columns
        .filter(|(_, unit)| !unit.is_empty())
        .map(|(name, unit)| (name.to_owned(), unit.into()))
        .collect();
    ("units", serde_json::Value::Object(all).to_string())
}

/// A day as a column keeps it: days since 1970.
pub(super) fn day(date: Date) -> i32 {
    (date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24) as i32
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

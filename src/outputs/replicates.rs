//! `replicates.parquet`: every value of every replicate, for those who analyse further.

use std::io::Write;
use std::sync::Arc;

use parquet::basic::{Compression, Encoding};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::ColumnPath;

use super::OutputError;
use super::tables::group_kind_id;
use crate::measures::MEASURES;
use crate::results::{Ensemble, ReplicateResult};

const SCHEMA: &str = "
message replicates {
  REQUIRED INT32 replicate (INTEGER(32, false));
  REQUIRED INT32 week (INTEGER(32, false));
  REQUIRED BYTE_ARRAY measure (STRING);
  REQUIRED BYTE_ARRAY group_kind (STRING);
  REQUIRED BYTE_ARRAY group (STRING);
  REQUIRED DOUBLE value;
}";

/// All replicates as a Parquet file in memory; see [`write_replicates`].
///
/// # Errors
/// If the file cannot be encoded.
pub fn replicates_parquet(ensemble: &Ensemble) -> Result<Vec<u8>, OutputError> {
    let mut bytes = Vec::new();
    write_replicates(ensemble, &mut bytes)?;
    Ok(bytes)
}

/// Write all replicates as a Parquet file, one row group a replicate, so that no more
/// than one replicate is held beside the ensemble. Rows without a value are left out. The
/// bytes depend on the results alone.
///
/// # Errors
/// If the file cannot be encoded, or `sink` fails.
pub fn write_replicates(ensemble: &Ensemble, sink: impl Write + Send) -> Result<(), OutputError> {
    let schema = Arc::new(parse_message_type(SCHEMA)?);
    let value = ColumnPath::from("value");
    let properties = WriterProperties::builder()
        .set_created_by("uptake".to_owned())
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        // Values hardly repeat, but many of their bytes do.
        .set_column_dictionary_enabled(value.clone(), false)
        .set_column_encoding(value, Encoding::BYTE_STREAM_SPLIT)
        .build();
    let mut file = SerializedFileWriter::new(sink, schema, Arc::new(properties))?;
    for replicate in &ensemble.replicates {
        let rows = Rows::of(ensemble, replicate);
        let mut group = file.next_row_group()?;
        write_column::<Int32Type>(&mut group, &vec![replicate.replicate as i32; rows.week.len()])?;
        write_column::<Int32Type>(&mut group, &rows.week)?;
        write_column::<ByteArrayType>(&mut group, &rows.measure)?;
        write_column::<ByteArrayType>(&mut group, &rows.group_kind)?;
        write_column::<ByteArrayType>(&mut group, &rows.group)?;
        write_column::<DoubleType>(&mut group, &rows.value)?;
        group.close()?;
    }
    file.close()?;
    Ok(())
}

/// The columns of one replicate.
#[derive(Default)]
struct Rows {
    week: Vec<i32>,
    measure: Vec<ByteArray>,
    group_kind: Vec<ByteArray>,
    group: Vec<ByteArray>,
    value: Vec<f64>,
}

impl Rows {
    fn of(ensemble: &Ensemble, replicate: &ReplicateResult) -> Self {
        let mut rows = Rows::default();
        for measure in MEASURES {
            let name = ByteArray::from(measure.name);
            for (index, group) in ensemble.groups.iter().enumerate() {
                if !measure.family.covers(group.kind) {
                    continue;
                }
                let kind = ByteArray::from(group_kind_id(group.kind));
                let id = ByteArray::from(group.id.as_str());
                for week in 0..=ensemble.weeks {
                    let value = replicate.trajectory.measure(measure, index, week as usize);
                    if let Some(value) = value {
                        rows.week.push(week as i32);
                        rows.measure.push(name.clone());
                        rows.group_kind.push(kind.clone());
                        rows.group.push(id.clone());
                        rows.value.push(f64::from(value));
                    }
                }
            }
        }
        rows
    }
}

fn write_column<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, impl Write + Send>,
    values: &[T::T],
) -> Result<(), OutputError> {
    if let Some(mut column) = group.next_column()? {
        column.typed::<T>().write_batch(values, None, None)?;
        column.close()?;
    }
    Ok(())
}

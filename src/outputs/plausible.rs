//! `plausible.parquet`: draws of the parameters that are plausible by what was observed, a row each.
//! A column has the path of a parameter, and its values are what that path is set to.

use std::panic::{AssertUnwindSafe, catch_unwind};

use parquet::basic::Type;
use parquet::column::reader::get_typed_column_reader;
use parquet::data_type::{DataType, DoubleType, Int32Type};
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, FileReader, RowGroupReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;

use super::OutputError;
use super::columns::{Holds, field, message, optional, properties, required};
use super::sha256_hex;
use crate::results::fit::Fitted;

/// Its name.
pub const PLAUSIBLE_FILE: &str = "plausible.parquet";
/// Most draws and parameters of a table that is read.
const MOST: i64 = 100_000;

/// Under which name a table keeps the digest of what it holds.
const DIGEST: &str = "sha256";

/// Draws that were read.
#[derive(Debug, Clone, PartialEq)]
pub struct Plausible {
    /// The paths that are set.
    pub keys: Vec<String>,
    /// Their values, draw by draw.
    pub values: Vec<Vec<f64>>,
}

impl Plausible {
    /// All of it as text: what its digest is of, and what a manifest keeps.
    pub fn text(&self) -> String {
        let row = |row: &Vec<f64>| row.iter().map(f64::to_string).collect::<Vec<_>>().join(",");
        let rows = self.values.iter().map(row);
        std::iter::once(self.keys.join(",")).chain(rows).collect::<Vec<_>>().join("\n")
    }

    /// SHA-256 of what it holds.
    pub fn digest(&self) -> String {
        sha256_hex(self.text().as_bytes())
    }
}

/// The draws of a fit as a table; `scenario` is the name of what was fitted.
///
/// # Errors
/// If it cannot be encoded.
pub fn plausible_parquet(scenario: &str, found: &Fitted) -> Result<Vec<u8>, OutputError> {
    let paths: Vec<(&str, usize)> = (0..)
        .zip(&found.parameters)
        .flat_map(|(k, p)| p.keys.iter().map(move |key| (key.as_str(), k)))
        .collect();
    let mut fields = vec![field("draw", Holds::Index, false)?];
    for (key, _) in &paths {
        fields.push(field(key, Holds::Number, true)?);
    }
    let keys = paths.iter().map(|(key, _)| (*key).to_owned()).collect();
    let values =
        found.draws.iter().map(|draw| paths.iter().filter_map(|(_, k)| draw.get(*k).copied()));
    let table = Plausible { keys, values: values.map(Iterator::collect).collect() };
    let about = [("scenario", scenario.to_owned()), (DIGEST, table.digest())];
    let properties = properties(&about, &[]);
    let mut file =
        SerializedFileWriter::new(Vec::new(), message("plausible", fields)?, properties)?;
    let mut group = file.next_row_group()?;
    let rows: Vec<i32> = (0..found.draws.len() as i32).collect();
    required::<Int32Type>(&mut group, &rows)?;
    for (_, k) in &paths {
        optional::<DoubleType>(&mut group, found.draws.iter().map(|draw| draw.get(*k).copied()))?;
    }
    group.close()?;
    Ok(file.into_inner()?)
}

/// The draws that a table holds: columns of numbers under the paths that they are set to, and
/// perhaps one called `draw`.
///
/// # Errors
/// If it is no such table, or a value is missing or no number.
pub fn read_plausible(source: impl ChunkReader + 'static) -> Result<Plausible, OutputError> {
    let damaged = || Err(ParquetError::General("damaged rows".to_owned()));
    // The library panics on some damaged bytes; here they are an error.
    let read = catch_unwind(AssertUnwindSafe(|| decoded(source))).unwrap_or_else(|_| damaged());
    read.map_err(OutputError::Unreadable)
}

fn decoded(source: impl ChunkReader + 'static) -> Result<Plausible, ParquetError> {
    let no = |why: String| ParquetError::General(why);
    let file = SerializedFileReader::new(source)?;
    let about = file.metadata().file_metadata();
    let schema = about.schema_descr_ptr();
    let rows = about.num_rows();
    if !(1..=MOST).contains(&rows) || schema.num_columns() as i64 > MOST {
        return Err(no(format!("it has {rows} draws; 1 to {MOST} can be read")));
    }
    let mut table = Plausible { keys: vec![], values: vec![vec![]; rows as usize] };
    for (place, column) in schema.columns().iter().enumerate() {
        let name = column.path().parts().join(".");
        if name == "draw" {
            continue;
        }
        if column.physical_type() != Type::DOUBLE {
            return Err(no(format!("column {name} holds no numbers of double precision")));
        }
        let mut all = Vec::with_capacity(rows as usize);
        for group in 0..file.num_row_groups() {
            all.extend(values::<DoubleType>(&*file.get_row_group(group)?, place)?);
        }
        if all.len() != rows as usize || all.iter().any(|x| !x.is_finite()) {
            return Err(no(format!("column {name} lacks values")));
        }
        table.keys.push(name);
        table.values.iter_mut().zip(all).for_each(|(row, value)| row.push(value));
    }
    if table.keys.is_empty() {
        return Err(no("it holds no parameter".to_owned()));
    }
    let kept = about.key_value_metadata().into_iter().flatten();
    let digest =
        kept.filter(|pair| pair.key == format!("uptake.{DIGEST}")).find_map(|p| p.value.as_ref());
    if digest.is_some_and(|digest| *digest != table.digest()) {
        return Err(no("it does not hold what was written: it was changed".to_owned()));
    }
    Ok(table)
}

fn values<T: DataType>(
    group: &dyn RowGroupReader,
    place: usize,
) -> Result<Vec<T::T>, ParquetError> {
    let rows = group.metadata().num_rows().max(0) as usize;
    let mut reader = get_typed_column_reader::<T>(group.get_column_reader(place)?);
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    let mut seen = 0;
    while seen < rows {
        let (read, _, _) =
            reader.read_records(rows - seen, Some(&mut levels), None, &mut values)?;
        if read == 0 {
            break;
        }
        seen += read;
    }
    Ok(values)
}

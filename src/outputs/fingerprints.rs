//! `fingerprints.csv`: a hash of the state after every process, and where two runs part.

use super::OutputError;
use super::tables::finish;
use crate::results::Fingerprint;

/// Columns of `fingerprints.csv`.
pub const FINGERPRINT_COLUMNS: [&str; 4] = ["week", "region", "process", "hash"];

/// The fingerprints of one replicate as a table; hashes are 16 hexadecimal digits.
///
/// # Errors
/// If the table cannot be encoded, which memory alone can cause.
pub fn fingerprints_csv(fingerprints: &[Fingerprint]) -> Result<Vec<u8>, OutputError> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(FINGERPRINT_COLUMNS)?;
    for f in fingerprints {
        let (week, hash) = (f.week.to_string(), format!("{:016x}", f.hash));
        table.write_record([week.as_str(), &f.region, f.process, &hash])?;
    }
    finish(table)
}

/// A row of `fingerprints.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FingerprintRow {
    /// Week.
    pub week: u32,
    /// Region.
    pub region: String,
    /// Process that had just run.
    pub process: String,
    /// Hash of that region's state.
    pub hash: u64,
}

impl FingerprintRow {
    fn place(&self) -> (u32, &str, &str) {
        (self.week, &self.region, &self.process)
    }

    fn difference(&self, how: Parting) -> Difference {
        Difference {
            week: self.week,
            region: self.region.clone(),
            process: self.process.clone(),
            how,
        }
    }
}

/// Why a text is not a table of fingerprints.
#[derive(Debug, thiserror::Error)]
pub enum FingerprintError {
    /// Not a table at all.
    #[error("not a table of fingerprints: {0}")]
    Table(#[from] csv::Error),
    /// Other columns.
    #[error("expected the columns week,region,process,hash, found {found}")]
    Columns {
        /// The first line.
        found: String,
    },
    /// A cell that cannot be read.
    #[error("line {line}: {column} is not {expected}: {found:?}")]
    Cell {
        /// Line in the file, from 1.
        line: u64,
        /// Column.
        column: &'static str,
        /// What it should be.
        expected: &'static str,
        /// What it is.
        found: String,
    },
}

/// Read `fingerprints.csv`.
///
/// # Errors
/// If the text is not such a table; the error names the line.
pub fn parse_fingerprints(text: &str) -> Result<Vec<FingerprintRow>, FingerprintError> {
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let columns = table.headers()?;
    if columns.iter().ne(FINGERPRINT_COLUMNS) {
        let found = columns.iter().collect::<Vec<_>>().join(",");
        return Err(FingerprintError::Columns { found });
    }
    table.records().map(|record| parse_row(&record?)).collect()
}

fn parse_row(record: &csv::StringRecord) -> Result<FingerprintRow, FingerprintError> {
    let line = record.position().map_or(0, csv::Position::line);
    let bad = |column, expected, found: &str| FingerprintError::Cell {
        line,
        column,
        expected,
        found: found.to_owned(),
    };
    let (week, hash) = (&record[0], &record[3]);
    Ok(FingerprintRow {
        week: week.parse().map_err(|_| bad("week", "a whole number", week))?,
        region: record[1].to_owned(),
        process: record[2].to_owned(),
        hash: u64::from_str_radix(hash, 16)
            .map_err(|_| bad("hash", "a hexadecimal number", hash))?,
    })
}

/// How two runs part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parting {
    /// Both have the place, with other states.
    State,
    /// The second run has no such place.
    MissingFromSecond,
    /// The first run has no such place.
    MissingFromFirst,
    /// Both have the same places in another order.
    Order,
}

/// The first place where two runs part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Week.
    pub week: u32,
    /// Region.
    pub region: String,
    /// Process after which the states differ.
    pub process: String,
    /// How.
    pub how: Parting,
}

/// The first place where two runs part, or `None` if they never do. A run that stops
/// earlier parts from the other at the first place that it lacks.
pub fn first_difference(a: &[FingerprintRow], b: &[FingerprintRow]) -> Option<Difference> {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    match (a.get(same), b.get(same)) {
        (None, None) => None,
        (Some(a), None) => Some(a.difference(Parting::MissingFromSecond)),
        (None, Some(b)) => Some(b.difference(Parting::MissingFromFirst)),
        (Some(x), Some(y)) if x.place() == y.place() => Some(x.difference(Parting::State)),
        (Some(x), Some(y)) => {
            let has = |rows: &[FingerprintRow], wanted: &FingerprintRow| {
                rows.iter().any(|row| row.place() == wanted.place())
            };
            Some(if !has(&b[same..], x) {
                x.difference(Parting::MissingFromSecond)
            } else if !has(&a[same..], y) {
                y.difference(Parting::MissingFromFirst)
            } else {
                x.difference(Parting::Order)
            })
        }
    }
}

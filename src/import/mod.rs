//! Lists of organisations as planners have them: a workbook or a table in text, in; a clean list and a
//! scenario that takes it, out, or what to do, in words.
//!
//! | Step | Module |
//! |---|---|
//! | bytes → sheets of typed cells | `open`: `workbook` (`.xlsx`), `text` (CSV of any separator and encoding) |
//! | where in a sheet the list stands | `table` |
//! | which column is what, by its name and by what stands in it | `columns` |
//! | what people call kinds, systems and states | `words` |
//! | numbers, days, yes and no as people write them | `values` |
//! | how it was read, as a small file that can be changed and given back | `mapping` |
//! | rows → organisations, and what is to be said of them | `rows`, `near` |
//! | the files | `write` |
//!
//! Nothing is guessed in silence: whatever was taken for something is in the mapping, and what was left
//! out, filled in or doubtful is said. What cannot be told stands in the mapping as `"?"`, and nothing
//! else is written until it is decided.

mod columns;
mod mapping;
mod near;
mod open;
mod rows;
mod sheet;
mod table;
mod text;
mod values;
mod words;
mod workbook;
mod write;

use jiff::civil::Date;

use crate::scenario::{Problems, Scenario, builtin};

pub use open::LIMIT;

/// What is to be imported, and how.
pub struct Wanted<'a> {
    /// Name of the file, for messages.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Stem of the files that are written.
    pub stem: &'a str,
    /// The mapping that the user gives back: its name and text.
    pub mapping: Option<(&'a str, &'a str)>,
    /// The sheet, if the user says which.
    pub sheet: Option<&'a str>,
    /// First day of the scenario, where the mapping names none.
    pub start: Date,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// What was found, taken for something, left out and filled in; a paragraph each.
    pub said: Vec<String>,
    /// What has to be decided before a list can be made; then there are no files.
    pub open: Vec<String>,
    /// How it was read, to be kept.
    pub mapping: String,
    /// The list, the scenario and what was kept aside, by the ending of their names.
    pub files: Vec<(&'static str, String)>,
    /// Organisations in the list.
    pub organisations: usize,
}

/// Why nothing can be made of a file, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refused {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Refused {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Refused { message: message.into(), help: help.into() }
    }
}

/// Ending of the scenario's name.
pub const SCENARIO: &str = ".toml";
/// Ending of the clean list's.
pub const LIST: &str = "-list.csv";
/// Ending of the mapping's.
pub const MAPPING: &str = "-mapping.toml";
/// Ending of what was kept aside.
pub const ASIDE: &str = "-aside.csv";

/// Read a list.
///
/// # Errors
/// [`Refused`] if the file cannot be read, holds no list, or the mapping that was given back does not
/// fit it.
pub fn import(wanted: &Wanted) -> Result<Imported, Refused> {
    let region = builtin(&[]).map_err(|problems| fault(&problems))?.scenario;
    let mut book = open::open(wanted.name, wanted.bytes)?;
    let given =
        wanted.mapping.map(|(name, text)| mapping::read(name, text, &region)).transpose()?;
    let sheet = wanted.sheet.or(given.as_ref().and_then(|given| given.sheet.as_deref()));
    let header = given.as_ref().and_then(|given| given.header);
    let table = table::find(&mut book, sheet, header)?;
    let map = match given {
        Some(given) => given.of_table(&table, &region)?,
        None => mapping::guess(&table, &region, wanted.start),
    };
    let mut read = rows::read(&table, &map, &region);
    let mut said = vec![table.found_at(wanted.name, read.organisations.len())];
    said.extend(book.said);
    said.extend(map.said(&table, &region));
    said.append(&mut read.said);
    let mut imported = Imported {
        said,
        open: map.open(&table),
        mapping: map.text(wanted, &table, &region),
        files: Vec::new(),
        organisations: read.organisations.len(),
    };
    if read.organisations.is_empty() && imported.open.is_empty() {
        let help =
            "no row below the names of the columns is left; --sheet NAME takes another sheet";
        return Err(Refused::new(format!("{} holds no organisation", table.place), help));
    }
    if imported.open.is_empty() {
        imported.files = write::files(wanted, &table, &map, &read, &region)?;
    }
    Ok(imported)
}

/// What the scenario says of a list that was made here; only sizes can be at fault.
fn fault(problems: &Problems) -> Refused {
    let first = problems.0.first();
    let help = first.and_then(|p| p.help.clone()).unwrap_or_default();
    Refused::new(first.map_or(String::new(), |p| p.message.clone()), help)
}

/// Kinds of the region by name.
fn kinds(region: &Scenario) -> Vec<&str> {
    region.kinds.iter().map(|kind| kind.id.as_str()).collect()
}

/// IT systems of the region by name.
fn systems(region: &Scenario) -> Vec<&str> {
    region.systems.iter().map(|system| system.id.as_str()).collect()
}

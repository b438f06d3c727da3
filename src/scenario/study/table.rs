//! A table of points of the user's own: a column for each parameter, a row for each point.

use toml_edit::{Item, TableLike};

use super::super::fit::{fit, quoted};
use super::super::registry::registry;
use super::cell::Cell;
use super::model::{Design, STUDY_LIMIT, StudyParameter};
use super::read::{Ask, Reader};

/// Problems of a table that are listed one by one.
const MOST_TOLD: usize = 20;

/// Reads the table that `[design] file = "points.csv"` names. Its columns are the study's
/// parameters, in any order; a column `point` is left out of account.
pub(super) fn read(
    design: &dyn TableLike,
    parameters: &[StudyParameter],
    files: Ask<'_>,
    reader: &mut Reader,
) -> Design {
    let none = Design::Table(Vec::new());
    let Some(name) = reader.text(design, "file") else {
        let help = "add file = \"points.csv\" below [design]".to_owned();
        reader.report.error(None, "a table design needs a file", help);
        return none;
    };
    let Some(item) = design.get("file") else { return none };
    let text = match files(&name) {
        Ok(text) => text,
        Err(why) => {
            reader.error(
                item,
                format!("cannot read `{name}`: {why}"),
                "a CSV file beside the study",
            );
            return none;
        }
    };
    match rows(&text, parameters) {
        Ok(rows) if rows.is_empty() => {
            reader.error(item, format!("the design is empty: `{name}` has no row"), "");
            none
        }
        Ok(rows) => Design::Table(rows),
        Err(messages) => {
            for message in messages.iter().take(MOST_TOLD) {
                reader.error(item, format!("`{name}`, {message}"), "");
            }
            if let Some(more @ 1..) = messages.len().checked_sub(MOST_TOLD) {
                reader.error(item, format!("`{name}` has {more} more problems"), "");
            }
            none
        }
    }
}

fn rows(text: &str, parameters: &[StudyParameter]) -> Result<Vec<Vec<Cell>>, Vec<String>> {
    let mut table = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let headers = table.headers().map_err(|error| vec![error.to_string()])?.clone();
    let mut problems = Vec::new();
    for header in headers.iter().filter(|h| *h != "point") {
        if parameters.iter().all(|p| p.key != header) {
            problems
                .push(format!("line 1: column {} is no parameter of the study", quoted(header)));
        }
    }
    for (i, header) in headers.iter().enumerate() {
        if headers.iter().take(i).any(|other| other == header) {
            problems.push(format!("line 1: column {} stands twice", quoted(header)));
        }
    }
    let column = |p: &StudyParameter| headers.iter().position(|header| header == p.key);
    for parameter in parameters.iter().filter(|p| column(p).is_none()) {
        problems.push(format!("line 1: a column {} is missing", quoted(&parameter.key)));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let columns: Vec<usize> = parameters.iter().filter_map(column).collect();
    let mut rows = Vec::new();
    for record in table.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                problems.push(error.to_string());
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |(parameter, &column): (&StudyParameter, &usize)| {
            cell(&parameter.key, record.get(column).unwrap_or(""))
                .map_err(|why| format!("line {line}, {}: {why}", parameter.key))
        };
        match parameters.iter().zip(&columns).map(cell).collect() {
            Ok(row) => rows.push(row),
            Err(why) => problems.push(why),
        }
        if rows.len() > STUDY_LIMIT {
            return Err(vec![format!("more than {STUDY_LIMIT} rows")]);
        }
    }
    if problems.is_empty() { Ok(rows) } else { Err(problems) }
}

fn cell(key: &str, text: &str) -> Result<Cell, String> {
    let address = registry().locate(key).into_iter().next().ok_or("unknown parameter")?;
    let note = &registry().sections[address.section].keys[address.key].note;
    let read = |text: &str| {
        let document = toml_edit::Document::parse(format!("v={text}")).ok()?;
        document.get("v").cloned()
    };
    let item: Item = read(text)
        .or_else(|| read(&format!("\"{text}\"")))
        .ok_or_else(|| format!("{} is not a value", quoted(text)))?;
    fit(note, &item)
        .map_err(|misfits| misfits.into_iter().map(|m| m.message).collect::<Vec<_>>().join("; "))?;
    item.as_value().map(Cell::of).ok_or_else(|| format!("{} is not a value", quoted(text)))
}

//! What an analysis says, before anybody knows in what form: sentences, tables of typed cells,
//! charts. The writers below turn it into bytes, each in one place for all analyses.

use serde_json::{Map, Value as Json, json};

use super::OutputError;
use super::charts::{Chart, Table};
use super::numbers::{push_fixed, rounded};
use super::tables::{finish, text_cell};

/// Decimals of numbers in files.
const DECIMALS: u32 = 6;

/// An analysis in words, tables and charts.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Stem of its JSON file.
    pub name: &'static str,
    /// What it was made from, for programs: names and values in their order.
    pub facts: Vec<(&'static str, Cell)>,
    /// The answer, sentence by sentence.
    pub answer: Vec<String>,
    /// Tables.
    pub frames: Vec<Frame>,
    /// Charts.
    pub charts: Vec<Chart>,
    /// How to read it, and what it does not say.
    pub notes: Vec<String>,
}

/// A table of typed cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Stem of its file.
    pub name: &'static str,
    /// What it shows.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Rows, each as long as the columns.
    pub rows: Vec<Vec<Cell>>,
    /// Too long for a terminal: it stands in files and in the report.
    pub long: bool,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name in files.
    pub key: &'static str,
    /// What heads it where people read; none for a column that is for programs alone.
    pub heading: Option<&'static str>,
}

/// A cell: what programs read, and what people read.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    value: Value,
    shown: String,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing: there is no such figure.
    None,
    /// A name or words.
    Text(String),
    /// A number; one that is not finite is nothing.
    Number(f64),
    /// A count.
    Count(u64),
    /// Yes or no.
    Flag(bool),
}

impl Cell {
    /// Words, the same for all.
    pub fn text(words: impl Into<String>) -> Self {
        let words = words.into();
        Cell { shown: words.clone(), value: Value::Text(words) }
    }

    /// A number, and how people read it.
    pub fn number(value: f64, shown: impl Into<String>) -> Self {
        let value = if value.is_finite() { Value::Number(value) } else { Value::None };
        Cell { value, shown: shown.into() }
    }

    /// A count.
    pub fn count(value: impl Into<u64>) -> Self {
        let value = value.into();
        Cell { value: Value::Count(value), shown: super::words::count(value as f64) }
    }

    /// Yes or no.
    pub fn flag(value: bool) -> Self {
        Cell::choice(value, ["yes", "no"])
    }

    /// Yes or no, of which people see the yes alone.
    pub fn mark(value: bool) -> Self {
        Cell::choice(value, ["yes", ""])
    }

    /// Yes or no, and what people read in each case.
    pub fn choice(value: bool, [yes, no]: [&str; 2]) -> Self {
        Cell { value: Value::Flag(value), shown: if value { yes } else { no }.to_owned() }
    }

    /// No figure.
    pub fn none() -> Self {
        Cell { value: Value::None, shown: "–".to_owned() }
    }

    fn csv(&self) -> String {
        match &self.value {
            Value::None => String::new(),
            Value::Text(text) => text_cell(text).into_owned(),
            Value::Number(number) => {
                let mut bytes = Vec::new();
                push_fixed(&mut bytes, *number, DECIMALS);
                String::from_utf8_lossy(&bytes).into_owned()
            }
            Value::Count(count) => count.to_string(),
            Value::Flag(flag) => flag.to_string(),
        }
    }

    fn json(&self) -> Json {
        match &self.value {
            Value::None => Json::Null,
            Value::Text(text) => json!(text),
            Value::Number(number) => json!(rounded(*number, DECIMALS)),
            Value::Count(count) => json!(count),
            Value::Flag(flag) => json!(flag),
        }
    }
}

impl Frame {
    /// As a comma-separated table, with the names of the columns on top.
    ///
    /// # Errors
    /// If memory runs out.
    pub fn csv(&self) -> Result<Vec<u8>, OutputError> {
        let mut table = csv::Writer::from_writer(Vec::new());
        table.write_record(self.columns.iter().map(|column| column.key))?;
        for row in &self.rows {
            table.write_record(row.iter().map(Cell::csv))?;
        }
        finish(table)
    }

    /// As people read it: on a terminal and in a report.
    pub fn table(&self) -> Table {
        let shown: Vec<usize> =
            (0..self.columns.len()).filter(|&i| self.columns[i].heading.is_some()).collect();
        let head = shown.iter().filter_map(|&i| self.columns[i].heading).map(str::to_owned);
        let row = |row: &Vec<Cell>| shown.iter().map(|&i| row[i].shown.clone()).collect();
        Table { head: head.collect(), rows: self.rows.iter().map(row).collect() }
    }

    fn json(&self) -> Json {
        let row = |row: &Vec<Cell>| {
            let cells = self.columns.iter().zip(row);
            Json::Object(cells.map(|(c, cell)| (c.key.to_owned(), cell.json())).collect())
        };
        self.rows.iter().map(row).collect()
    }
}

impl Document {
    /// As JSON: the facts, the answer and every table.
    ///
    /// # Errors
    /// If it cannot be encoded, which memory alone can cause.
    pub fn json(&self) -> Result<Vec<u8>, OutputError> {
        let mut all = Map::new();
        all.insert("schema_version".to_owned(), json!(1));
        all.extend(self.facts.iter().map(|(name, cell)| ((*name).to_owned(), cell.json())));
        all.insert("answer".to_owned(), json!(self.answer));
        all.extend(self.frames.iter().map(|frame| (frame.name.to_owned(), frame.json())));
        let mut bytes = serde_json::to_vec_pretty(&all)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame() -> Frame {
        Frame {
            name: "frame",
            caption: "A frame".to_owned(),
            columns: vec![
                Column { key: "name", heading: Some("Name") },
                Column { key: "value", heading: Some("Value") },
                Column { key: "n", heading: None },
            ],
            rows: vec![
                vec![Cell::text("=a"), Cell::number(0.123_456_78, "12 %"), Cell::count(3u32)],
                vec![Cell::text("b"), Cell::number(f64::NAN, "–"), Cell::none()],
            ],
            long: false,
        }
    }

    #[test]
    fn one_table_is_read_by_programs_and_by_people() {
        let frame = frame();
        let csv = String::from_utf8(frame.csv().unwrap()).unwrap();
        assert_eq!(csv, "name,value,n\n'=a,0.123457,3\nb,,\n");
        let table = frame.table();
        assert_eq!(table.head, ["Name", "Value"], "what is for programs is not shown");
        assert_eq!(table.rows[0], ["=a", "12 %"]);
    }

    #[test]
    fn json_has_no_number_that_is_none() {
        let document = Document {
            name: "x",
            facts: vec![("seed", Cell::count(7u32))],
            answer: vec!["Yes.".to_owned()],
            frames: vec![frame()],
            charts: vec![],
            notes: vec![],
        };
        let json: Json = serde_json::from_slice(&document.json().unwrap()).unwrap();
        assert_eq!(json["seed"], 7);
        assert_eq!(json["frame"][0]["value"], 0.123457);
        assert!(json["frame"][1]["value"].is_null());
    }
}

//! What an analysis says, before anybody knows in what form: sentences, tables of typed cells,
//! charts. The writers below turn it into bytes, each in one place for all analyses.

use serde_json::{Map, Value as Json, json};

use super::OutputError;
use super::charts::{Chart, Table, png};
use super::numbers::{push_fixed, rounded};
use super::study::six_digits;
use super::tables::{finish, text_cell};
use crate::parallel::side_by_side;
use crate::results::Point;

/// Decimals of numbers in files.
const DECIMALS: u32 = 6;

/// An analysis in words, tables and charts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// Stem of its JSON file; nothing if it has none.
    pub name: &'static str,
    /// Version of the format of that file.
    pub schema: u32,
    /// What is asked, before the question of the scenario; may be empty.
    pub question: String,
    /// What stands before the title of the scenario; may be empty.
    pub heading: &'static str,
    /// What it was made from and what was found, for programs: an object.
    pub facts: Json,
    /// The answer, paragraph by paragraph.
    pub answer: Vec<String>,
    /// Tables, for programs.
    pub frames: Vec<Frame>,
    /// Charts.
    pub charts: Vec<Chart>,
    /// Files that have a form of their own, such as tables too large for cells.
    pub written: Vec<ResultFile>,
    /// The JSON file, where it stands among them.
    pub own_json: Option<Vec<u8>>,
    /// A few figures of each scenario.
    pub glance: Option<Glance>,
    /// What else the first page says, in a sentence each.
    pub brief: Vec<(&'static str, String)>,
    /// How many of several differences are told from luck, if there are any.
    pub told: String,
    /// How well it is known: on a terminal below the answer, in a report with its quality.
    pub known: Vec<String>,
    /// What was changed so that scenarios match.
    pub notes: Vec<String>,
    /// What people read below the answer, and its heading.
    pub why: &'static str,
    /// That.
    pub body: Vec<Block>,
    /// What was varied, if that was what was done.
    pub varied: Vec<Block>,
    /// Caveats of its own, which take the place of those of a run.
    pub caveats: Vec<String>,
}

/// A piece of what people read.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading.
    Heading(&'static str),
    /// A paragraph.
    Words(String),
    /// A paragraph for which a report alone has room.
    Aside(String),
    /// A list for which a report alone has room; with a summary it is to be opened.
    List(&'static str, Vec<String>),
    /// A table.
    Table(Shown),
    /// A curve for which a terminal alone has no picture.
    Sketch(Sketch),
    /// Shares of one whole, each within the one before: for a report.
    Ladder(Vec<Rung>),
    /// Matched futures one by one: for a report.
    Futures(Futures),
}

/// A rung of a ladder: a share, and its range.
#[derive(Debug, Clone, PartialEq)]
pub struct Rung {
    /// What it is.
    pub label: &'static str,
    /// Low end, middle and high end.
    pub shares: [f64; 3],
    /// The middle and the range in words.
    pub figures: [String; 2],
}

/// How one scenario differs from another in each matched future.
#[derive(Debug, Clone, PartialEq)]
pub struct Futures {
    /// What the dots are.
    pub caption: String,
    /// Whole numbers of organisations more.
    pub more: Vec<i32>,
}

/// A few figures of each scenario: boxes or a table in a report, a table on a terminal.
#[derive(Debug, Clone, PartialEq)]
pub struct Glance {
    /// What they show.
    pub caption: String,
    /// What heads each figure, and what it is.
    pub head: Vec<[String; 2]>,
    /// The scenarios.
    pub rows: Vec<GlanceRow>,
}

/// Figures of one scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct GlanceRow {
    /// Its name.
    pub scenario: String,
    /// Each figure, and what stands beside it, if anything.
    pub figures: Vec<[String; 2]>,
}

/// A curve with its range, to be drawn in letters.
#[derive(Debug, Clone, PartialEq)]
pub struct Sketch {
    /// What it shows.
    pub heading: String,
    /// What stands at the left and at the right end of its calendar.
    pub ends: [String; 2],
    /// The curve.
    pub points: Vec<Point>,
}

/// A table that people read.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// What it shows.
    pub caption: String,
    /// The table.
    pub table: Table,
    /// Rows that are shown; a report has the others to be opened. None: it stands in the report alone.
    pub first: usize,
    /// The columns that a terminal has room for, if not all.
    pub brief: &'static [&'static str],
}

/// A table of typed cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Stem of its file.
    pub name: &'static str,
    /// What it shows.
    pub caption: String,
    /// Its name in the JSON file, if it stands there.
    pub json: Option<&'static str>,
    /// Names of its columns in files (nothing for one that people alone read), and what heads them
    /// where people read (nothing for one that is for programs alone).
    pub columns: Vec<(String, &'static str)>,
    /// Rows, each as long as the columns.
    pub rows: Vec<Vec<Cell>>,
}

/// A table in the making: things of one kind, a row each, to which columns are added.
pub struct Rows<T> {
    things: Vec<T>,
    frame: Frame,
}

impl<T> Rows<T> {
    /// A column for programs.
    #[must_use]
    pub fn column(self, key: impl Into<String>, cell: impl Fn(&T) -> Cell) -> Self {
        self.headed(key, "", cell)
    }

    /// A column for people.
    #[must_use]
    pub fn seen(self, heading: &'static str, cell: impl Fn(&T) -> String) -> Self {
        self.headed("", heading, |thing| Cell::text(cell(thing)))
    }

    /// A column for programs and people.
    #[must_use]
    pub fn headed(
        mut self,
        key: impl Into<String>,
        heading: &'static str,
        cell: impl Fn(&T) -> Cell,
    ) -> Self {
        self.frame.columns.push((key.into(), heading));
        let rows = self.frame.rows.iter_mut();
        self.things.iter().zip(rows).for_each(|(thing, row)| row.push(cell(thing)));
        self
    }

    /// The table, for a file of its own.
    pub fn frame(self) -> Frame {
        self.frame
    }

    /// The table, also with a place in the JSON file.
    pub fn in_json(self, name: &'static str) -> Frame {
        Frame { json: Some(name), ..self.frame }
    }
}

/// A cell: what programs read, and what people read.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    value: Value,
    shown: String,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    None,
    Text(String),
    /// A value of a parameter: text, or a number as it was written.
    Written(String),
    /// To so many decimals.
    Number(f64),
    /// To six digits.
    Digits(f64),
    Count(u64),
    Flag(bool),
}

impl Cell {
    /// Words, the same for all.
    pub fn text(words: impl Into<String>) -> Self {
        let words = words.into();
        Cell { shown: words.clone(), value: Value::Text(words) }
    }

    /// A value of a parameter as it was written, and how people read it.
    pub fn written(value: impl Into<String>, shown: impl Into<String>) -> Self {
        Cell { value: Value::Written(value.into()), shown: shown.into() }
    }

    /// A number, and how people read it; one that is not finite is nothing.
    pub fn number(value: f64, shown: impl Into<String>) -> Self {
        let value = if value.is_finite() { Value::Number(value) } else { Value::None };
        Cell { value, shown: shown.into() }
    }

    /// A number for programs alone, to six significant digits; nothing if there is none.
    pub fn digits(value: impl Into<Option<f64>>) -> Self {
        let value = value.into().filter(|x| x.is_finite());
        Cell { value: value.map_or(Value::None, Value::Digits), shown: String::new() }
    }

    /// A number for programs alone, to six decimals; nothing if there is none.
    pub fn plain(value: impl Into<Option<f64>>) -> Self {
        value.into().map_or(Cell::none(), |x| Cell::number(x, ""))
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

    /// The same for programs, and other words for people.
    #[must_use]
    pub fn shown(self, shown: impl Into<String>) -> Self {
        Cell { shown: shown.into(), ..self }
    }

    /// The number in it, if it holds one.
    pub(super) fn number_in(&self) -> Option<f64> {
        match &self.value {
            Value::Number(number) | Value::Digits(number) => Some(*number),
            Value::Count(count) => Some(*count as f64),
            Value::Written(text) => text.parse().ok().filter(|x: &f64| x.is_finite()),
            Value::None | Value::Text(_) | Value::Flag(_) => None,
        }
    }

    /// The text in it, if it holds no number.
    pub(super) fn text_in(&self) -> String {
        match &self.value {
            Value::None => String::new(),
            Value::Text(text) | Value::Written(text) => text.clone(),
            Value::Flag(flag) => (if *flag { "yes" } else { "no" }).to_owned(),
            Value::Number(_) | Value::Digits(_) | Value::Count(_) => self.shown.clone(),
        }
    }

    /// What people read.
    pub fn words(self) -> String {
        self.shown
    }

    /// No figure.
    pub fn none() -> Self {
        Cell { value: Value::None, shown: "–".to_owned() }
    }

    fn csv(&self) -> String {
        match &self.value {
            Value::None => String::new(),
            Value::Written(text) if text.parse::<f64>().is_ok() => text.clone(),
            Value::Text(text) | Value::Written(text) => text_cell(text).into_owned(),
            Value::Number(number) => {
                let mut bytes = Vec::new();
                push_fixed(&mut bytes, *number, DECIMALS);
                String::from_utf8_lossy(&bytes).into_owned()
            }
            Value::Digits(number) => six_digits(*number),
            Value::Count(count) => count.to_string(),
            Value::Flag(flag) => flag.to_string(),
        }
    }

    fn json(&self) -> Json {
        match &self.value {
            Value::None => Json::Null,
            Value::Text(text) => json!(text),
            Value::Written(text) => text.parse::<f64>().map_or(json!(text), |x| json!(x)),
            Value::Number(number) => json!(rounded(*number, DECIMALS)),
            Value::Digits(number) => six(*number),
            Value::Count(count) => json!(count),
            Value::Flag(flag) => json!(flag),
        }
    }
}

/// A number to six significant digits, for programs.
pub fn six(x: f64) -> Json {
    json!(six_digits(x).parse::<f64>().ok())
}

impl Frame {
    /// A table with a row for each thing, to which columns are to be added.
    pub fn of<T>(name: &'static str, caption: impl Into<String>, things: Vec<T>) -> Rows<T> {
        let rows = vec![Vec::new(); things.len()];
        let frame = Frame { name, caption: caption.into(), json: None, columns: vec![], rows };
        Rows { things, frame }
    }

    /// As a comma-separated table, with the names of the columns on top.
    ///
    /// # Errors
    /// If memory runs out.
    pub fn csv(&self) -> Result<Vec<u8>, OutputError> {
        let mut table = csv::Writer::from_writer(Vec::new());
        let keys = self.columns.iter().map(|(key, _)| key);
        table.write_record(keys.clone().filter(|key| !key.is_empty()))?;
        for row in &self.rows {
            let cells = row.iter().zip(keys.clone()).filter(|(_, key)| !key.is_empty());
            table.write_record(cells.map(|(cell, _)| cell.csv()))?;
        }
        finish(table)
    }

    /// As people read it: on a terminal and in a report.
    pub fn table(&self) -> Table {
        let is_shown = |&i: &usize| !self.columns[i].1.is_empty();
        let shown: Vec<usize> = (0..self.columns.len()).filter(is_shown).collect();
        let row = |row: &Vec<Cell>| shown.iter().map(|&i| row[i].shown.clone()).collect();
        Table {
            head: shown.iter().map(|&i| self.columns[i].1.to_owned()).collect(),
            rows: self.rows.iter().map(row).collect(),
        }
    }

    /// The same as Markdown.
    pub fn markdown(&self) -> String {
        let Table { head, rows } = self.table();
        let rule = vec!["---"; head.len()].join("|");
        let line = |cells: &Vec<String>| format!("| {} |\n", cells.join(" | "));
        let rows: String = rows.iter().map(line).collect();
        format!("{}|{rule}|\n{rows}", line(&head))
    }

    /// The same as a piece of a document, with so many rows before the rest is opened.
    pub fn block(&self, first: usize) -> Block {
        Block::table(&self.caption, self.table(), first)
    }

    fn json(&self) -> Json {
        let row = |row: &Vec<Cell>| {
            let cells = self.columns.iter().zip(row).filter(|((key, _), _)| !key.is_empty());
            Json::Object(cells.map(|((key, _), cell)| (key.clone(), cell.json())).collect())
        };
        self.rows.iter().map(row).collect()
    }
}

impl Glance {
    /// As a table: each figure with what stands beside it.
    pub fn table(&self) -> Table {
        let figure = |[value, beside]: &[String; 2]| match beside.as_str() {
            "" => value.clone(),
            beside => format!("{value} ({beside})"),
        };
        let row = |row: &GlanceRow| {
            std::iter::once(row.scenario.clone()).chain(row.figures.iter().map(figure)).collect()
        };
        let heads = self.head.iter().map(|[head, _]| head.clone());
        Table {
            head: std::iter::once("scenario".to_owned()).chain(heads).collect(),
            rows: self.rows.iter().map(row).collect(),
        }
    }
}

impl ResultFile {
    /// A file of that name.
    pub fn new(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        ResultFile { name: name.into(), bytes }
    }
}

impl Block {
    /// A table with all of its columns.
    pub fn table(caption: impl Into<String>, table: Table, first: usize) -> Self {
        Block::Table(Shown { caption: caption.into(), table, first, brief: &[] })
    }
}

impl Shown {
    /// The table as a terminal has room for it.
    pub fn brief(&self) -> Table {
        let head = &self.table.head;
        let is_brief = |&i: &usize| self.brief.is_empty() || self.brief.contains(&head[i].as_str());
        let places: Vec<usize> = (0..head.len()).filter(is_brief).collect();
        let of = |cells: &Vec<String>| places.iter().map(|&i| cells[i].clone()).collect();
        Table { head: of(head), rows: self.table.rows.iter().take(self.first).map(of).collect() }
    }
}

/// A file with results.
#[derive(Debug, Clone, PartialEq)]
pub struct ResultFile {
    /// Name within the folder.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// A chart as PNG and as SVG.
///
/// # Errors
/// If it cannot be encoded.
pub fn pictures(chart: Chart) -> Result<[ResultFile; 2], OutputError> {
    let name = chart.name;
    let file = |ending: &str, bytes| ResultFile { name: format!("{name}.{ending}"), bytes };
    Ok([file("png", png(&chart.svg)?), file("svg", chart.svg.into_bytes())])
}

impl Document {
    /// Adds what another analysis found, under a heading of its own.
    pub fn add(&mut self, heading: &'static str, part: Document) {
        self.body.push(Block::Heading(heading));
        self.body.extend(part.answer.into_iter().map(Block::Words));
        self.body.extend(part.body);
        self.frames.extend(part.frames);
        self.charts.extend(part.charts);
    }

    /// Every file that it is written to: a format more is a line more here, for all analyses. Those
    /// that have a form of their own are handed over, not copied: they can be large.
    ///
    /// # Errors
    /// If a table or a chart cannot be encoded.
    pub fn files(&mut self) -> Result<Vec<ResultFile>, OutputError> {
        let mut files = std::mem::take(&mut self.written);
        for frame in &self.frames {
            files.push(ResultFile { name: format!("{}.csv", frame.name), bytes: frame.csv()? });
        }
        if !self.name.is_empty() && self.own_json.is_none() {
            files.push(ResultFile { name: format!("{}.json", self.name), bytes: self.json()? });
        }
        for pictures in side_by_side(self.charts.clone(), pictures) {
            files.extend(pictures?);
        }
        Ok(files)
    }

    /// As JSON: what was found, the answer and the tables that stand there.
    ///
    /// # Errors
    /// If it cannot be encoded, which memory alone can cause.
    pub fn json(&self) -> Result<Vec<u8>, OutputError> {
        if let Some(own) = &self.own_json {
            return Ok(own.clone());
        }
        let mut all = Map::new();
        all.insert("schema_version".to_owned(), json!(self.schema));
        all.extend(self.facts.as_object().cloned().unwrap_or_default());
        let plain = self.answer.iter().map(|words| words.replace('\u{a0}', " "));
        all.insert("answer".to_owned(), plain.collect());
        let own = self.frames.iter().filter_map(|f| Some((f.json?.to_owned(), f.json())));
        all.extend(own);
        let mut bytes = serde_json::to_vec_pretty(&all)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame() -> Frame {
        let things = vec![("=a", Some(0.123_456_78)), ("b", None::<f64>)];
        Frame::of("frame", "A frame", things)
            .headed("name", "Name", |(name, _)| Cell::text(*name))
            .headed("value", "Value", |(_, x)| x.map_or(Cell::none(), |x| Cell::number(x, "12 %")))
            .column("n", |(_, x)| x.map_or(Cell::none(), |_| Cell::count(3u32)))
            .frame()
    }

    #[test]
    fn one_table_is_read_by_programs_and_by_people() {
        let frame = frame();
        let csv = String::from_utf8(frame.csv().unwrap()).unwrap();
        assert_eq!(csv, "name,value,n\n'=a,0.123457,3\nb,,\n");
        let table = frame.table();
        assert_eq!(table.head, ["Name", "Value"], "what is for programs is not shown");
        assert_eq!(table.rows[0], ["=a", "12 %"]);
        let Block::Table(mut shown) = frame.block(1) else { unreachable!() };
        shown.brief = &["Value"];
        assert_eq!(shown.brief().rows, [["12 %"]], "what a terminal has room for");
    }

    #[test]
    fn json_has_no_number_that_is_none() {
        let document = Document {
            facts: json!({ "seed": 7, "few": six(0.123_456_78), "none": six(f64::NAN) }),
            answer: vec!["40\u{a0}%.".to_owned()],
            frames: vec![Frame { json: Some("rows"), ..frame() }, frame()],
            ..Document::default()
        };
        let json: Json = serde_json::from_slice(&document.json().unwrap()).unwrap();
        assert_eq!((&json["seed"], &json["few"]), (&json!(7), &json!(0.123457)));
        assert_eq!(json["rows"][0]["value"], 0.123457);
        assert!(json["rows"][1]["value"].is_null() && json["none"].is_null());
        assert_eq!((json["answer"][0].as_str(), json.get("frame")), (Some("40 %."), None));
    }
}

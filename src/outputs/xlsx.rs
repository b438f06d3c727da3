//! An analysis as a workbook: the answer, the tables behind the charts, every table of its files,
//! assumptions and provenance. Text is text, whatever it begins with; nothing is a formula.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

use super::document::{Block, Document, Frame, ResultFile};
use super::words::capital;
use super::{FileRecord, OutputError, ToolRecord};
use crate::results::Ensemble;
use crate::scenario::Read;

/// Its file.
pub const WORKBOOK: &str = "results.xlsx";
/// Longest name of a sheet, characters.
const SHEET_NAME: usize = 31;
/// Most rows that a table of a file has in a workbook: beyond them it stands in its file alone.
const MOST_ROWS: usize = 100_000;
/// Longest text of a cell, characters.
const LONGEST: usize = 32_000;
/// Widest column, characters, and the width of text.
const WIDEST: f64 = 48.0;
const PROSE: f64 = 100.0;

/// A scenario that it was made of: its name, what was read, and its list of organisations.
pub struct Source<'a> {
    /// As the user named its file.
    pub name: &'a str,
    /// What was read.
    pub read: &'a Read,
    /// The list that it names.
    pub list: Option<&'a FileRecord>,
}

/// What a cell holds, and how it is shown.
enum Typed {
    Text(String),
    Number(f64, String),
}

/// The analysis as a workbook. The same analysis gives the same bytes.
///
/// # Errors
/// If it cannot be encoded.
pub fn workbook(
    document: &Document,
    sources: &[Source],
    base: Option<&Ensemble>,
) -> Result<ResultFile, OutputError> {
    let mut book = Book { workbook: Workbook::new(), names: Vec::new(), contents: Vec::new() };
    // The time of writing would be another each time.
    let then = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new().set_creation_datetime(&then).set_author("uptake");
    book.workbook.set_properties(&properties);
    let answer = book.sheet("Answer")?;
    debug_assert_eq!(answer, 0, "it stands first, and is filled last, when all sheets have names");
    if let Some(glance) = &document.glance {
        let head = std::iter::once("scenario".to_owned())
            .chain(glance.head.iter().map(|[head, _]| head.clone()));
        let rows = glance.rows.iter().map(|row| {
            let figures = row.figures.iter().map(|[figure, _]| typed(figure));
            std::iter::once(Typed::Text(row.scenario.clone())).chain(figures).collect()
        });
        book.table("At a glance", &glance.caption, head.collect(), rows.collect())?;
    }
    // A table of the same name is the same figures.
    let own = |name| document.frames.iter().any(|frame| frame.name == name);
    for chart in document.charts.iter().filter(|chart| !own(chart.name)) {
        let caption = chart.alt.split(['.', '\n']).next().unwrap_or("").to_owned();
        let rows = chart.table.rows.iter().map(|row| row.iter().map(|cell| typed(cell)).collect());
        book.table(&title(chart.name), &caption, chart.table.head.clone(), rows.collect())?;
    }
    for frame in &document.frames {
        book.table(&title(frame.name), &frame.caption, head(frame), rows(frame))?;
    }
    for block in document.body.iter().chain(&document.varied) {
        if let Block::Table(shown) = block {
            let rows =
                shown.table.rows.iter().map(|row| row.iter().map(|cell| typed(cell)).collect());
            book.table(&shown.caption, &shown.caption, shown.table.head.clone(), rows.collect())?;
        }
    }
    for file in document.written.iter().filter(|file| file.name.ends_with(".csv")) {
        book.file(file)?;
    }
    book.assumptions(sources)?;
    book.provenance(document, sources, base)?;
    book.answer(document, sources)?;
    let bytes = book.workbook.save_to_buffer()?;
    Ok(ResultFile { name: WORKBOOK.to_owned(), bytes })
}

/// `organisation_states` as the name of a sheet.
fn title(name: &str) -> String {
    capital(&name.replace('_', " "))
}

fn head(frame: &Frame) -> Vec<String> {
    let name = |(key, heading): &(String, &'static str)| {
        if key.is_empty() { (*heading).to_owned() } else { key.clone() }
    };
    frame.columns.iter().map(name).collect()
}

fn rows(frame: &Frame) -> Vec<Vec<Typed>> {
    let cell = |cell: &super::document::Cell| match cell.number_in() {
        Some(number) => Typed::Number(number, format_of(&cell.clone().words())),
        None => Typed::Text(cell.text_in()),
    };
    frame.rows.iter().map(|row| row.iter().map(cell).collect()).collect()
}

/// A figure as people read it, as a number where it is one: `40 %`, `£1,200`, `−3.5`.
fn typed(shown: &str) -> Typed {
    let text = || Typed::Text(shown.to_owned());
    let plain: String = shown.replace(['\u{a0}', '\u{202f}'], " ").trim().replace('−', "-");
    let (bare, percent) = match plain.strip_suffix('%') {
        Some(bare) => (bare.trim().to_owned(), true),
        None => (plain.clone(), false),
    };
    let bare = bare.replacen('£', "", 1);
    let digits = bare.trim_start_matches(['-', '+']);
    let whole = digits.split('.').next().unwrap_or("");
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or("");
    let grouped = whole.contains(',');
    let fits = !first.is_empty()
        && (first.len() <= 3 || !grouped)
        && groups.all(|group| group.len() == 3)
        && digits.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.');
    // A number that begins with 0 is a name: 007.
    if !fits || (first.len() > 1 && first.starts_with('0')) {
        return text();
    }
    match bare.replace(',', "").parse::<f64>() {
        Ok(number) if number.is_finite() => {
            Typed::Number(if percent { number / 100.0 } else { number }, format_of(&plain))
        }
        _ => text(),
    }
}

/// The format in which a spreadsheet shows a number as it is shown elsewhere.
fn format_of(shown: &str) -> String {
    let plain = shown.replace(['\u{a0}', '\u{202f}'], " ");
    let decimals = plain
        .split('.')
        .nth(1)
        .map_or(0, |rest| rest.chars().take_while(char::is_ascii_digit).count());
    let point =
        if decimals > 0 { format!(".{}", "0".repeat(decimals.min(6))) } else { String::new() };
    if plain.trim_end().ends_with('%') {
        format!("0{point}%")
    } else if plain.contains('£') {
        format!("£#,##0{point}")
    } else if plain.contains(',') {
        format!("#,##0{point}")
    } else if plain.is_empty() {
        "General".to_owned()
    } else {
        format!("0{point}")
    }
}

/// A workbook in the making.
struct Book {
    workbook: Workbook,
    names: Vec<String>,
    /// Sheets with what they show.
    contents: Vec<(String, String)>,
}

impl Book {
    /// A new sheet, its name shortened and made its own; gives its place.
    fn sheet(&mut self, name: &str) -> Result<usize, XlsxError> {
        let plain: String = name
            .chars()
            .map(|c| if "[]:*?/\\".contains(c) || c.is_control() { ' ' } else { c })
            .collect();
        let plain = plain.trim().trim_matches('\'');
        let mut own: String =
            plain.chars().take(SHEET_NAME).collect::<String>().trim_end().to_owned();
        let mut nth = 1;
        while own.is_empty() || self.names.contains(&own.to_lowercase()) {
            nth += 1;
            let end = format!(" {nth}");
            own = plain
                .chars()
                .take(SHEET_NAME - end.len())
                .collect::<String>()
                .trim_end()
                .to_owned()
                + &end;
        }
        self.names.push(own.to_lowercase());
        self.workbook.add_worksheet().set_name(own)?;
        Ok(self.names.len() - 1)
    }

    /// A table with the names of its columns in the first row, which stays in view.
    fn table(
        &mut self,
        name: &str,
        caption: &str,
        head: Vec<String>,
        rows: Vec<Vec<Typed>>,
    ) -> Result<(), XlsxError> {
        if rows.is_empty() {
            return Ok(());
        }
        let at = self.sheet(name)?;
        let sheet = self.workbook.worksheet_from_index(at)?;
        let bold = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
        let mut widths: Vec<usize> = head.iter().map(|name| name.chars().count().min(24)).collect();
        for (column, name) in head.iter().enumerate() {
            sheet.write_string_with_format(0, column as u16, cut(name), &bold)?;
        }
        // One format for each way of showing numbers.
        let mut formats: Vec<(String, Format)> = Vec::new();
        for (row, cells) in rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                let place = (row as u32 + 1, column as u16);
                let width = match cell {
                    Typed::Text(text) if text.is_empty() => 0,
                    Typed::Text(text) => {
                        sheet.write_string(place.0, place.1, cut(text))?;
                        text.chars().count()
                    }
                    Typed::Number(number, shown) => {
                        if !formats.iter().any(|(known, _)| known == shown) {
                            formats.push((
                                shown.clone(),
                                Format::new().set_num_format(shown.as_str()),
                            ));
                        }
                        let format = formats.iter().find(|(known, _)| known == shown);
                        if let Some((_, format)) = format {
                            sheet.write_number_with_format(place.0, place.1, *number, format)?;
                        }
                        10
                    }
                };
                if let Some(widest) = widths.get_mut(column) {
                    *widest = width.max(*widest);
                }
            }
        }
        for (column, width) in widths.iter().enumerate() {
            sheet.set_column_width(column as u16, (*width as f64 + 2.0).clamp(8.0, WIDEST))?;
        }
        sheet.set_freeze_panes(1, 0)?;
        self.contents.push((sheet.name(), caption.to_owned()));
        Ok(())
    }

    /// A comma-separated file as a sheet; one that is too long keeps what is about all organisations.
    fn file(&mut self, file: &ResultFile) -> Result<(), OutputError> {
        let mut reader = csv::Reader::from_reader(file.bytes.as_slice());
        let head: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
        let mut rows: Vec<csv::StringRecord> = reader.into_records().collect::<Result<_, _>>()?;
        let mut caption = format!("The table {}", file.name);
        if rows.len() > MOST_ROWS {
            if let Some(group) = head.iter().position(|name| name == "group_kind") {
                rows.retain(|row| row.get(group) == Some("all"));
                caption += ", of all organisations together";
            }
            if rows.len() > MOST_ROWS {
                rows.truncate(MOST_ROWS);
                caption += &format!(", the first {MOST_ROWS} rows");
            }
        }
        let cell = |text: &str| match text.parse::<f64>() {
            Ok(number) if number.is_finite() && !text.starts_with('+') => {
                Typed::Number(number, "General".to_owned())
            }
            // The apostrophe that keeps a spreadsheet from running it is not needed here.
            _ => Typed::Text(text.strip_prefix('\'').unwrap_or(text).to_owned()),
        };
        let rows = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
        Ok(self.table(&file.name, &caption, head, rows)?)
    }

    /// What was changed, and why.
    fn assumptions(&mut self, sources: &[Source]) -> Result<(), XlsxError> {
        let head = ["Scenario", "Parameter", "Default", "Here", "Why", "Source", "How sure"]
            .map(str::to_owned)
            .to_vec();
        let mut rows = Vec::new();
        for source in sources {
            let scenario = &source.read.scenario;
            for change in &source.read.changed {
                let reason = scenario.assumptions.iter().find(|a| a.covers(&change.key));
                let of = |text: Option<&String>| Typed::Text(text.cloned().unwrap_or_default());
                rows.push(vec![
                    Typed::Text(scenario.name.clone()),
                    Typed::Text(change.key.clone()),
                    typed_value(&change.default),
                    typed_value(&change.value),
                    of(reason.map(|a| &a.why)),
                    of(reason.map(|a| &a.source)),
                    of(reason.map(|a| &a.sure)),
                ]);
            }
            let covers = |a: &crate::scenario::Assumption| {
                source.read.changed.iter().any(|change| a.covers(&change.key))
            };
            for own in scenario.assumptions.iter().filter(|a| !covers(a)) {
                let mut row =
                    vec![Typed::Text(scenario.name.clone()), Typed::Text(own.parameter.clone())];
                row.extend(
                    ["", "", &own.why, &own.source, &own.sure]
                        .map(|text| Typed::Text(text.to_owned())),
                );
                rows.push(row);
            }
        }
        self.table(
            "Assumptions",
            "What the scenarios change, and why; everything else has its default",
            head,
            rows,
        )
    }

    /// What is needed to make it again.
    fn provenance(
        &mut self,
        document: &Document,
        sources: &[Source],
        base: Option<&Ensemble>,
    ) -> Result<(), XlsxError> {
        let tool = ToolRecord::this();
        let mut rows = vec![("Program".to_owned(), format!("{} {}", tool.name, tool.version))];
        for source in sources {
            let name = &source.read.scenario.name;
            let text = FileRecord::new(source.name, &source.read.resolved);
            rows.push((format!("Scenario {name}"), source.name.to_owned()));
            rows.push((format!("SHA-256 of its resolved text ({name})"), text.sha256));
            if let Some(list) = source.list {
                rows.push((
                    format!("SHA-256 of its list {} ({name})", list.name),
                    list.sha256.clone(),
                ));
            }
        }
        if let Some(first) = sources.first() {
            rows.push(("Master seed".to_owned(), first.read.scenario.seed.to_string()));
        }
        if let Some(base) = base {
            let digest = format!("{:016x}", base.digest());
            rows.push(("Simulated futures".to_owned(), base.replicates.len().to_string()));
            rows.push(("Digest of all futures of the first".to_owned(), digest));
        }
        rows.extend(document.caveats.iter().map(|text| ("Caveat".to_owned(), text.clone())));
        let head = ["What", "Value"].map(str::to_owned).to_vec();
        let rows = rows
            .into_iter()
            .map(|(what, value)| vec![Typed::Text(what), Typed::Text(value)])
            .collect();
        self.table("Provenance", "What it was made from", head, rows)
    }

    /// The first sheet: what was asked, the answer, and what the other sheets show.
    fn answer(&mut self, document: &Document, sources: &[Source]) -> Result<(), XlsxError> {
        let contents = std::mem::take(&mut self.contents);
        let sheet = self.workbook.worksheet_from_index(0)?;
        let (bold, wrapped) =
            (Format::new().set_bold(), Format::new().set_text_wrap().set_align(FormatAlign::Top));
        let title: Vec<&str> = sources.iter().map(|s| s.read.scenario.title.as_str()).collect();
        let mut row = 0;
        let mut line =
            |sheet: &mut Worksheet, text: &str, format: &Format| -> Result<(), XlsxError> {
                if !text.trim().is_empty() {
                    sheet.write_string_with_format(row, 0, cut(text), format)?;
                    row += 1;
                }
                Ok(())
            };
        line(sheet, &format!("{}{}", document.heading, title.join(", compared with: ")), &bold)?;
        line(sheet, &document.question, &wrapped)?;
        if let Some(first) = sources.first() {
            line(sheet, &first.read.scenario.question, &wrapped)?;
        }
        line(sheet, "Answer", &bold)?;
        for paragraph in &document.answer {
            line(sheet, paragraph, &wrapped)?;
        }
        for (heading, text) in &document.brief {
            line(sheet, heading, &bold)?;
            line(sheet, text, &wrapped)?;
        }
        for text in document.known.iter().chain(&document.notes) {
            line(sheet, text, &wrapped)?;
        }
        line(sheet, "A thought experiment, not a forecast.", &wrapped)?;
        line(sheet, "Sheets", &bold)?;
        for (name, caption) in &contents {
            line(sheet, &format!("{name}: {caption}"), &wrapped)?;
        }
        sheet.set_column_width(0, PROSE)?;
        Ok(())
    }
}

/// A value of a parameter: a number, where it is written as one.
fn typed_value(text: &str) -> Typed {
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Typed::Number(number, "General".to_owned()),
        _ => Typed::Text(text.to_owned()),
    }
}

/// Text that a cell can hold.
fn cut(text: &str) -> String {
    text.chars().take(LONGEST).map(|c| if c == '\u{a0}' { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_numbers_and_names_are_text() {
        let of = |shown: &str| match typed(shown) {
            Typed::Number(number, format) => Some((number, format)),
            Typed::Text(_) => None,
        };
        let number = |x: f64, format: &str| Some((x, format.to_owned()));
        assert_eq!(of("1,200"), number(1200.0, "#,##0"));
        assert_eq!(of("40\u{a0}%"), number(0.4, "0%"));
        assert_eq!(of("£1,200.50"), number(1200.5, "£#,##0.00"));
        assert_eq!(of("−3.5"), number(-3.5, "0.0"));
        for text in [
            "",
            "–",
            "=1+1",
            "40 (23 to 55)",
            "1,20",
            "007",
            "2030-01-05",
            "Dec 2030",
            "1.2.3",
            "+",
            "@1",
            "nan",
            "inf",
        ] {
            assert!(of(text).is_none(), "{text}");
        }
    }
}

//! Workbooks of Excel 2007 and later, cell by cell: a sheet of which two far corners alone are filled
//! takes no more memory than two cells.

use std::io::{Cursor, Read, copy, sink};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Dimensions, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};
use jiff::civil::Date;
use zip::ZipArchive;

use super::Refused;
use super::open::archive;
use super::sheet::{Book, Cell, Row, Sheet};

/// Most bytes that a workbook unpacks to.
const UNPACKED: u64 = 150_000_000;
/// Most files in it.
const PARTS: usize = 5_000;
/// Rows and columns beyond these are not looked at.
const ROWS: u32 = 200_000;
const COLUMNS: u32 = 200;
/// Most cells of all sheets.
const CELLS: usize = 4_000_000;
/// Most cells that merged ones are filled to.
const FILLED: usize = 500_000;

/// The sheets of a workbook.
pub(super) fn open(name: &str, bytes: &[u8]) -> Result<Book, Refused> {
    let damaged = || {
        let help =
            "open it in a spreadsheet program, which may repair it, and save a copy as .xlsx";
        Refused::new(format!("{name} is damaged, or no workbook"), help)
    };
    let hidden = unpacks(name, bytes, damaged)?;
    // What is damaged in a way that its reader does not expect is damaged all the same.
    let mut book = catch_unwind(AssertUnwindSafe(|| sheets(name, bytes)))
        .unwrap_or(Err(None))
        .map_err(|error| error.unwrap_or_else(damaged))?;
    if hidden > 0 {
        book.said.push(format!(
            "{} hidden or filtered away, and read like the others.",
            if hidden == 1 { "1 row is".to_owned() } else { format!("{hidden} rows are") }
        ));
    }
    Ok(book)
}

/// Refuse what is no workbook, is locked, or unpacks to more than any list: what the archive says of
/// sizes is not believed. Gives how many rows of its sheets are hidden, which their reader does not tell.
fn unpacks(name: &str, bytes: &[u8], damaged: impl Fn() -> Refused) -> Result<usize, Refused> {
    let mut parts = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let names: Vec<String> =
        parts.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect();
    if let Some(refused) = archive(name, &|part| names.iter().any(|name| name == part)) {
        return Err(refused);
    }
    if !names.iter().any(|name| name.starts_with("xl/")) {
        let help = "unpack it, and import the table that is in it";
        return Err(Refused::new(format!("{name} is an archive, not a workbook"), help));
    }
    let too_large = || {
        let message = format!("{name} unpacks to more than {} MB", UNPACKED / 1_000_000);
        Refused::new(message, "copy the sheet with the organisations into a new workbook")
    };
    if names.len() > PARTS {
        return Err(too_large());
    }
    let (mut left, mut hidden) = (UNPACKED, 0);
    for part in 0..parts.len() {
        let file = parts.by_index(part).map_err(|_| damaged())?;
        let is_sheet = file.name().is_ok_and(|name| name.starts_with("xl/worksheets/"));
        let (mut file, mut text) = (file.take(left + 1), Vec::new());
        let size = match is_sheet {
            true => file.read_to_end(&mut text).map(|size| size as u64),
            false => copy(&mut file, &mut sink()),
        };
        left = left.checked_sub(size.map_err(|_| damaged())?).ok_or_else(too_large)?;
        hidden += hidden_rows(&text);
    }
    Ok(hidden)
}

/// Rows with something in them that a sheet hides.
fn hidden_rows(sheet: &[u8]) -> usize {
    let text = String::from_utf8_lossy(sheet);
    let rows = text.split("<row ").skip(1);
    let hidden = |row: &&str| {
        let (head, rest) = row.split_once('>').unwrap_or((row, ""));
        !head.ends_with('/') && head.contains("hidden=\"1\"") && rest.starts_with("<c ")
    };
    rows.filter(hidden).count()
}

/// The cells of all sheets; none for an error of the reader.
fn sheets(name: &str, bytes: &[u8]) -> Result<Book, Option<Refused>> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| None)?;
    let mut book = Book::default();
    let mut room = CELLS;
    let (mut beyond, mut unstored) = (0, 0);
    for sheet in workbook.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let merged = workbook.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        let mut cells = workbook.worksheet_cells_reader(&sheet.name).map_err(|_| None)?;
        let mut rows: Vec<Row> = Vec::new();
        while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(|_| None)? {
            let (row, column) = cell.pos;
            let value = typed(&cell.value);
            unstored += usize::from(cell.formula.is_some() && value.is_empty());
            if value.is_empty() {
                continue;
            }
            if row >= ROWS || column >= COLUMNS {
                beyond += 1;
                continue;
            }
            room = room.checked_sub(1 + column as usize / 8).ok_or_else(|| {
                let message = format!("{name} holds more than {CELLS} cells");
                Some(Refused::new(
                    message,
                    "copy the sheet with the organisations into a new workbook",
                ))
            })?;
            put(&mut rows, row as usize + 1, column as usize, value);
        }
        rows.sort_by_key(|row| row.number);
        let filled = fill_down(&mut rows, &merged);
        if filled > 0 {
            book.said.push(format!(
                "Sheet “{}”: {filled} cells of merged ones were given the value of their first.",
                sheet.name
            ));
        }
        let hidden = sheet.visible != SheetVisible::Visible;
        book.sheets.push(Sheet { name: sheet.name, hidden, rows });
    }
    if beyond > 0 {
        book.said.push(format!(
            "Cells beyond row {ROWS} or column {COLUMNS} were not looked at: {beyond}."
        ));
    }
    if unstored > 0 {
        book.said.push(format!("{unstored} cells hold a formula without a stored result and are read as empty; opening the workbook in Excel and saving it stores them."));
    }
    Ok(book)
}

/// Puts a value into the row with that number, which is most often the last.
fn put(rows: &mut Vec<Row>, number: usize, column: usize, value: Cell) {
    if rows.last().is_none_or(|row| row.number != number) {
        match rows
            .iter()
            .rposition(|row| row.number == number)
            .filter(|_| rows.last().is_some_and(|row| row.number > number))
        {
            Some(at) => return set(&mut rows[at], column, value),
            None => rows.push(Row { number, cells: Vec::new() }),
        }
    }
    if let Some(row) = rows.last_mut() {
        set(row, column, value);
    }
}

fn set(row: &mut Row, column: usize, value: Cell) {
    if row.cells.len() <= column {
        row.cells.resize(column + 1, Cell::Empty);
    }
    row.cells[column] = value;
}

/// Cells merged downwards stand for as many rows; gives how many were filled. What is merged across is
/// the heading of several columns, and stays one.
fn fill_down(rows: &mut [Row], merged: &[Dimensions]) -> usize {
    let mut filled = 0;
    for area in merged {
        let (top, column) = (area.start.0 as usize + 1, area.start.1 as usize);
        let bottom = area.end.0 as usize + 1;
        let first = rows.partition_point(|row| row.number < top);
        let Some(value) =
            rows.get(first).filter(|row| row.number == top).map(|row| row.cell(column).clone())
        else {
            continue;
        };
        if value.is_empty() || column >= COLUMNS as usize {
            continue;
        }
        for row in rows[first + 1..].iter_mut().take_while(|row| row.number <= bottom) {
            if row.cell(column).is_empty() && filled < FILLED {
                set(row, column, value.clone());
                filled += 1;
            }
        }
    }
    filled
}

fn typed(value: &DataRef) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) => Cell::of_text(text),
        DataRef::SharedString(text) => Cell::of_text(text),
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) if number.is_finite() => Cell::Number(*number),
        DataRef::Bool(flag) => Cell::Flag(*flag),
        DataRef::DateTime(when) => day(when).map_or(Cell::Number(when.as_f64()), Cell::Day),
        DataRef::DateTimeIso(text) => {
            let day = text.get(..10).and_then(|text| text.parse().ok());
            day.map_or(Cell::of_text(text), Cell::Day)
        }
        DataRef::Error(error) => Cell::Fault(error.to_string()),
        other => Cell::of_text(&format!("{other:?}")),
    }
}

fn day(when: &ExcelDateTime) -> Option<Date> {
    if !when.is_datetime() || !(1.0..2_958_466.0).contains(&when.as_f64()) {
        return None;
    }
    let (year, month, day, ..) = when.to_ymd_hms_milli();
    Date::new(i16::try_from(year).ok()?, month as i8, day as i8).ok()
}

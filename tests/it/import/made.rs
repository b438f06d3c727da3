//! Lists that the tests make themselves.

use std::io::Write;

use rust_xlsxwriter::Workbook;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::sheets::Then;

/// A list and what becomes of it.
pub struct Made {
    pub title: &'static str,
    pub name: &'static str,
    pub bytes: Vec<u8>,
    pub then: Then,
}

/// Rows of cells of a comma-separated text.
pub fn csv(text: &str) -> Vec<Vec<String>> {
    let mut rows =
        ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    rows.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

pub fn text(text: &str) -> Vec<Vec<String>> {
    csv(text)
}

/// A workbook of these sheets; one may be hidden. Numbers are numbers.
pub fn workbook(sheets: &[(&str, bool, Vec<Vec<String>>)]) -> Vec<u8> {
    built(|book| {
        for (name, hidden, rows) in sheets {
            let sheet = book.add_worksheet().set_name(*name).unwrap();
            sheet.set_hidden(*hidden);
            for (row, cells) in rows.iter().enumerate() {
                for (column, cell) in cells.iter().enumerate() {
                    match cell.parse::<f64>() {
                        Ok(number) => {
                            sheet.write_number(row as u32, column as u16, number).unwrap()
                        }
                        Err(_) if cell.is_empty() => continue,
                        Err(_) => sheet.write_string(row as u32, column as u16, cell).unwrap(),
                    };
                }
            }
        }
    })
}

/// A workbook.
pub fn built(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book);
    book.save_to_buffer().unwrap()
}

/// An archive with these parts.
pub fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
    let with = if mark { format!("\u{feff}{text}") } else { text.to_owned() };
    with.encode_utf16()
        .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
        .collect()
}

/// Windows-1252, for letters of western Europe and the pound sign.
pub fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

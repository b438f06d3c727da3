//! A sheet: rows of typed cells, whatever it was read from.

use jiff::civil::Date;

/// A cell as it stands in the file.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Empty,
    Text(String),
    Number(f64),
    Day(Date),
    Flag(bool),
    /// What a spreadsheet shows for a formula that failed: `#N/A`.
    Fault(String),
}

impl Cell {
    /// Text without what surrounds it; empty text is an empty cell.
    pub(super) fn of_text(text: &str) -> Self {
        let text = clean(text);
        if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
    }

    pub(super) fn is_empty(&self) -> bool {
        *self == Cell::Empty
    }

    /// As people read it.
    pub(super) fn words(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) | Cell::Fault(text) => text.clone(),
            Cell::Number(number) => format!("{number}"),
            Cell::Day(day) => day.to_string(),
            Cell::Flag(flag) => (if *flag { "yes" } else { "no" }).to_owned(),
        }
    }
}

/// Text on one line, with plain spaces, and without what is not seen.
pub(super) fn clean(text: &str) -> String {
    let seen = |c: &char| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let plain = |c: char| if c.is_whitespace() || c.is_control() { ' ' } else { c };
    let text: String = text.chars().filter(seen).map(plain).collect();
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A row with the number that a spreadsheet shows beside it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub(super) number: usize,
    pub(super) cells: Vec<Cell>,
}

impl Row {
    pub(super) fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }

    /// Cells in which something stands.
    pub(super) fn filled(&self) -> impl Iterator<Item = (usize, &Cell)> {
        self.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty())
    }

    pub(super) fn is_blank(&self) -> bool {
        self.filled().next().is_none()
    }
}

/// A sheet.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Sheet {
    /// Its name; nothing for a text file.
    pub(super) name: String,
    pub(super) hidden: bool,
    pub(super) rows: Vec<Row>,
}

/// All sheets, and what is to be said of how they were read.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Book {
    pub(super) sheets: Vec<Sheet>,
    pub(super) said: Vec<String>,
}

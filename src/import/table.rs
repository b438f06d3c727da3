//! Where in a workbook the list stands: the sheet, the row that names the columns, and the rows below it.

use super::Refused;
use super::sheet::{Book, Cell, Row, Sheet};
use super::words::{self, Role, is_heading, is_value, names};

/// Rows in which the names of columns are looked for.
const LOOKED_AT: usize = 60;
/// Names that are shown on a screen.
const FEW: usize = 8;
/// Longest name of a column, characters.
const LONGEST: usize = 60;

/// The list as it stands in the file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    /// Name of the sheet; nothing for a text file.
    pub(super) sheet: String,
    /// For messages: `sheet “Homes”`, or `the file`.
    pub(super) place: String,
    /// Number of the row that names the columns.
    pub(super) header: usize,
    /// Names of the columns; those without one are called after their letter.
    pub(super) columns: Vec<String>,
    /// The rows below, without blank ones.
    pub(super) rows: Vec<Row>,
    /// What was left out of the sheet, and sheets that were.
    pub(super) left: Vec<String>,
}

/// A row that may name the columns.
struct Heading {
    score: u32,
    at: usize,
    /// One of its columns is a name.
    named: bool,
}

impl Table {
    /// “159 organisations in sheet …”.
    pub(super) fn found_at(&self, name: &str, organisations: usize) -> String {
        let sheet = if self.sheet.is_empty() {
            String::new()
        } else {
            format!(", sheet “{}”", self.sheet)
        };
        let plural = if organisations == 1 { "" } else { "s" };
        format!(
            "{name}{sheet}: {organisations} organisation{plural}; row {} names the columns.",
            self.header
        )
    }

    /// Cells of a column.
    pub(super) fn column(&self, at: usize) -> impl Iterator<Item = &Cell> {
        self.rows.iter().map(move |row| row.cell(at))
    }
}

/// The letter of a column, as a spreadsheet shows it.
pub(super) fn letter(mut at: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + (at % 26) as u8));
        if at < 26 {
            break;
        }
        at = at / 26 - 1;
    }
    letters.iter().rev().collect()
}

/// How well a row names columns. Words that are values as well (“Care home”, “Live”) say little.
fn score(row: &Row) -> Heading {
    let mut heading = Heading { score: 0, at: 0, named: false };
    for role in Role::ALL {
        let mut best = 0;
        for (_, cell) in row.filled() {
            let Cell::Text(text) = cell else { continue };
            if text.chars().count() > LONGEST {
                continue;
            }
            let found = names(text, role).min(if is_value(text) { 1 } else { 3 });
            best = best.max(found);
        }
        heading.score += best;
        heading.named |= role == Role::Name && best > 0;
    }
    heading
}

/// True for a row below the list that begins another: it names two columns or more plainly.
fn names_columns(row: &Row) -> bool {
    let plain = |cell: &Cell| matches!(cell, Cell::Text(text) if is_heading(text));
    row.filled().filter(|(_, cell)| plain(cell)).count() >= 2
}

/// The best heading of a sheet; of equal ones that stand together the last, which is the finest.
fn heading(sheet: &Sheet) -> Option<Heading> {
    let mut best: Option<Heading> = None;
    for (at, row) in sheet.rows.iter().take(LOOKED_AT).enumerate() {
        let found = Heading { at, ..score(row) };
        // A row of names of columns is of text, and has more than one.
        let texts = row.filled().filter(|(_, cell)| matches!(cell, Cell::Text(_))).count();
        if texts < 2 || 3 * texts < 2 * row.filled().count() || found.score < 4 {
            continue;
        }
        let finer = |b: &Heading| found.score == b.score && at == b.at + 1;
        if best.as_ref().is_none_or(|b| found.score > b.score || finer(b)) {
            best = Some(found);
        }
    }
    best.or_else(|| weak_heading(sheet))
}

/// The first row, where it has the name of a column and something else that might be one, in words that are
/// values as well: “Practice”, “Live?”.
fn weak_heading(sheet: &Sheet) -> Option<Heading> {
    let at = sheet.rows.iter().position(|row| !row.is_blank())?;
    let row = &sheet.rows[at];
    let texts = row.filled().all(|(_, cell)| matches!(cell, Cell::Text(_)));
    let found = Heading { at, ..score(row) };
    let value = |cell: &Cell| words::state(&cell.words()).is_some() && !cell.words().ends_with('?');
    let values = row.filled().any(|(_, cell)| value(cell));
    (texts && found.named && found.score >= 2 && !values && row.filled().count() >= 2)
        .then_some(found)
}

/// The list in a workbook; the sheet and the row of names may be stated.
pub(super) fn find(
    book: &mut Book,
    wanted: Option<&str>,
    header: Option<usize>,
) -> Result<Table, Refused> {
    let all: Vec<String> = book.sheets.iter().map(|sheet| sheet.name.clone()).collect();
    let named = || all.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ");
    if let Some(wanted) = wanted.filter(|wanted| !wanted.is_empty()) {
        let same = |name: &String| name.trim().to_lowercase() == wanted.trim().to_lowercase();
        let Some(at) = all.iter().position(same) else {
            let help = if all.iter().any(|name| !name.is_empty()) {
                format!("there are {}", named())
            } else {
                "a text file has no sheets".to_owned()
            };
            return Err(Refused::new(format!("there is no sheet “{wanted}”"), help));
        };
        return table(&book.sheets[at], header).map(|table| with_left(table, &book.sheets, at));
    }
    let rows = |sheet: &Sheet| sheet.rows.iter().filter(|row| !row.is_blank()).count();
    if book.sheets.iter().all(|sheet| rows(sheet) == 0) {
        return Err(Refused::new("there is nothing in it", "is it the right file?"));
    }
    let mut candidates: Vec<(usize, u32, bool)> = Vec::new();
    for (at, sheet) in book.sheets.iter().enumerate().filter(|(_, sheet)| !sheet.hidden) {
        if let Some(heading) = heading(sheet).filter(|_| rows(sheet) > 1) {
            candidates.push((at, heading.score, heading.named));
        }
    }
    candidates.sort_by_key(|(at, score, named)| (!named, std::cmp::Reverse(*score), *at));
    let lists: Vec<usize> = candidates.iter().filter(|c| c.2).map(|c| c.0).collect();
    let at = match candidates[..] {
        [(first, ..), ..] if lists.len() > 1 => {
            let named = |at: &usize| format!("“{}” ({} rows)", all[*at], rows(&book.sheets[*at]));
            let names = lists.iter().map(named).collect();
            let help = format!(
                "say which: --sheet '{}'; or put all organisations into one sheet, with a column for their kind",
                all[first]
            );
            return Err(Refused::new(
                format!("{} sheets could be the list: {}", lists.len(), first_of(names)),
                help,
            ));
        }
        [(at, ..), ..] => at,
        [] => {
            let visible = book.sheets.iter().position(|sheet| !sheet.hidden && rows(sheet) > 0);
            visible.or_else(|| book.sheets.iter().position(|sheet| rows(sheet) > 0)).unwrap_or(0)
        }
    };
    table(&book.sheets[at], header).map(|table| with_left(table, &book.sheets, at))
}

/// True where the first cells of rows name more columns than the row that might: the table is turned by a
/// quarter.
fn is_turned(sheet: &Sheet, heading: usize) -> bool {
    let named = |cells: &mut dyn Iterator<Item = &Cell>| {
        let texts: Vec<String> = cells.map(|cell| cell.words()).collect();
        let has = |role: &&Role| texts.iter().any(|text| names(text, **role) == 3);
        Role::ALL.iter().filter(has).count()
    };
    let down = named(&mut sheet.rows.iter().take(LOOKED_AT).map(|row| row.cell(0)));
    let across = named(&mut sheet.rows[heading].filled().map(|(_, cell)| cell));
    down >= 3 && down > across
}

fn with_left(mut table: Table, sheets: &[Sheet], at: usize) -> Table {
    let others =
        sheets.iter().enumerate().filter(|(other, sheet)| *other != at && !sheet.rows.is_empty());
    let named: Vec<String> = others
        .map(|(_, s)| format!("“{}”{}", s.name, if s.hidden { " (hidden)" } else { "" }))
        .collect();
    if !named.is_empty() {
        table.left.push(format!(
            "sheet{} {}",
            if named.len() == 1 { "" } else { "s" },
            first_of(named)
        ));
    }
    table
}

/// The list in one sheet.
fn table(sheet: &Sheet, header: Option<usize>) -> Result<Table, Refused> {
    let place = if sheet.name.is_empty() {
        "the file".to_owned()
    } else {
        format!("sheet “{}”", sheet.name)
    };
    let at = match header {
        Some(number) => sheet.rows.iter().position(|row| row.number == number),
        None => heading(sheet).map(|heading| heading.at),
    };
    let Some(at) = at else {
        let first = sheet.rows.iter().find(|row| !row.is_blank());
        let first = first.map(|row| {
            row.filled()
                .take(4)
                .map(|(_, cell)| format!("“{}”", short(&cell.words())))
                .collect::<Vec<_>>()
                .join(", ")
        });
        let message = match (header, first) {
            (Some(number), _) => format!("{place} has nothing in row {number}"),
            (None, Some(first)) => format!(
                "no row of {place} names the columns of a list of organisations; the first has {first}"
            ),
            (None, None) => format!("{place} is empty"),
        };
        let help = "put a row above the list that names its columns, such as Name, Type, System, Staff, Status";
        return Err(Refused::new(message, help));
    };
    if header.is_none() && is_turned(sheet, at) {
        return Err(Refused::new(
            format!("{place} has an organisation in every column, not in every row"),
            "turn it: copy it, then paste special, transpose",
        ));
    }
    let titles = sheet.rows[..at]
        .iter()
        .filter(|row| !row.is_blank())
        .map(|row| row.number)
        .collect::<Vec<_>>();
    let mut left = Vec::new();
    if !titles.is_empty() {
        left.push(format!(
            "{} above the names of the columns ({})",
            rows_of(titles.len()),
            numbers(&titles)
        ));
    }
    let top = &sheet.rows[at];
    let width = sheet.rows[at..].iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let mut columns: Vec<String> = Vec::new();
    for at in 0..width {
        let name = short(&top.cell(at).words());
        let name = if name.is_empty() || columns.contains(&name) {
            format!("{name} column {}", letter(at)).trim().to_owned()
        } else {
            name
        };
        columns.push(name);
    }
    let (mut rows, mut repeated, mut blank) = (Vec::new(), Vec::new(), 0);
    for (nth, row) in sheet.rows[at + 1..].iter().enumerate() {
        if row.is_blank() {
            blank += 1;
        } else if row.filled().count() > 1 && row.filled().all(|(at, cell)| cell == top.cell(at)) {
            repeated.push(row.number);
        } else if names_columns(row) {
            let rest = &sheet.rows[at + 1 + nth..];
            let last = rest.last().map_or(row.number, |row| row.number);
            left.push(format!("what looks like another table, from row {} to {last}", row.number));
            break;
        } else {
            rows.push(row.clone());
        }
    }
    if !repeated.is_empty() {
        left.push(format!(
            "{} that name the columns again ({})",
            rows_of(repeated.len()),
            numbers(&repeated)
        ));
    }
    if blank > 0 {
        left.push(format!("{blank} blank row{}", if blank == 1 { "" } else { "s" }));
    }
    Ok(Table { sheet: sheet.name.clone(), place, header: top.number, columns, rows, left })
}

/// Text short enough to be quoted.
pub(super) fn short(text: &str) -> String {
    let mut shown: String = text.chars().take(60).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

/// The first few of a list, and how many more there are.
pub(super) fn first_of(mut all: Vec<String>) -> String {
    let more = all.len().saturating_sub(FEW);
    all.truncate(FEW);
    let all = all.join(", ");
    if more > 0 { format!("{all} and {more} more") } else { all }
}

/// `3 rows`.
pub(super) fn rows_of(count: usize) -> String {
    format!("{count} row{}", if count == 1 { "" } else { "s" })
}

/// `row 4`, `rows 1, 3, 7 …`: the first few.
pub(super) fn numbers(all: &[usize]) -> String {
    let first: Vec<String> = all.iter().take(5).map(usize::to_string).collect();
    let more = if all.len() > 5 { " …" } else { "" };
    format!("row{} {}{more}", if all.len() == 1 { "" } else { "s" }, first.join(", "))
}

#[cfg(test)]
mod tests {
    use super::letter;

    #[test]
    fn columns_are_called_as_a_spreadsheet_calls_them() {
        assert_eq!([0, 25, 26, 701, 702].map(letter), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}

//! Tables in text: any usual encoding, any usual separator.

use encoding_rs::{Encoding, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::Refused;
use super::sheet::{Book, Cell, Row, Sheet};

const SEPARATORS: [(u8, &str); 4] =
    [(b',', "comma"), (b';', "semicolon"), (b'\t', "tab"), (b'|', "bar")];
/// Rows by which the separator is told.
const LOOKED_AT: usize = 200;
/// Rows beyond this are refused.
const ROWS: usize = 200_000;
/// Longest cell with a line break in it, in bytes.
const LONG: usize = 2_000;

/// The one sheet of a text file.
pub(super) fn open(name: &str, bytes: &[u8]) -> Result<Book, Refused> {
    let (encoding, bare) = encoding(bytes);
    let (text, damaged) = encoding.decode_without_bom_handling(bare);
    let strange = text.chars().take(4_000).filter(|c| c.is_control() && !c.is_whitespace()).count();
    if let (0..=8, Some((before, _))) = (strange, text.split_once('\0')) {
        let line = before.lines().count().max(1);
        let help = "take it out: another program put it there";
        return Err(Refused::new(
            format!("{name}: line {line} holds a character that is none"),
            help,
        ));
    }
    if strange > 8 {
        let help = "import a workbook (.xlsx) or a table in text (.csv)";
        return Err(Refused::new(
            format!("{name} is neither a workbook nor a table in text"),
            help,
        ));
    }
    let mut said = Vec::new();
    if encoding != UTF_8 {
        said.push(format!("The text is {}.", encoding.name()));
    }
    if damaged {
        said.push("Some characters could not be read and stand as �.".to_owned());
    }
    // What Excel may be told in the first line.
    let stated = text.strip_prefix("sep=").and_then(|rest| rest.bytes().next());
    let stated = stated.filter(|_| text.lines().next().is_some_and(|line| line.len() <= 5));
    let body =
        if stated.is_some() { text.split_once('\n').map_or("", |(_, rest)| rest) } else { &text };
    // Line ends of all sorts as one, so that rows are counted as a spreadsheet does.
    let body = body.replace("\r\n", "\n").replace('\r', "\n");
    let body = body.as_str();
    let separator = stated.unwrap_or_else(|| separator(body));
    if let Some((_, word)) =
        SEPARATORS.iter().find(|(other, _)| *other == separator && separator != b',')
    {
        said.push(format!("Columns are parted by a {word}."));
    }
    let mut rows = Vec::new();
    let mut reader = reader(body, separator);
    let mut record = csv::ByteRecord::new();
    let skipped = usize::from(stated.is_some());
    while reader.read_byte_record(&mut record).is_ok_and(|more| more) {
        // The reader counts a record from the end of the one before, blank lines and all.
        let (line, from) = record.position().map_or((0, 0), |at| (at.line(), at.byte()));
        let blank = body.bytes().skip(from as usize).take_while(|byte| *byte == b'\n').count();
        let number = line as usize + blank + skipped;
        let cell = |field: &[u8]| Cell::of_text(&String::from_utf8_lossy(field));
        // A cell of several lines that look like rows is rows, and what opened it stands there by mistake.
        let parts = |line: &[u8]| line.iter().filter(|byte| **byte == separator).count();
        let first = rows.first().map_or(record.len(), |row: &Row| row.cells.len());
        let swallows = |field: &[u8]| {
            let mut lines = field.split(|byte| *byte == b'\n');
            first > 1
                && lines.next_back().is_some()
                && lines.skip(1).any(|line| parts(line) + 1 >= first)
        };
        if record
            .iter()
            .any(|field| field.contains(&b'\n') && (field.len() > LONG || swallows(field)))
        {
            let message = format!(
                "{name}: in line {number} a double quote opens a cell, and nothing closes it"
            );
            return Err(Refused::new(
                message,
                "double it (\"\") where it is part of a text, or take it out",
            ));
        }
        if rows.len() >= ROWS {
            let help = "import the organisations alone";
            return Err(Refused::new(format!("{name} has more than {ROWS} rows"), help));
        }
        rows.push(Row { number, cells: record.iter().map(cell).collect() });
    }
    Ok(Book { sheets: vec![Sheet { name: String::new(), hidden: false, rows }], said })
}

/// The encoding, and the bytes without the mark that may say it.
fn encoding(bytes: &[u8]) -> (&'static Encoding, &[u8]) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return (encoding, &bytes[mark..]);
    }
    // In UTF-16 every second byte of plain text is 0.
    let head = &bytes[..bytes.len().min(2_000)];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let many = |count: usize| count * 5 > head.len();
    if many(zeros(1)) && zeros(0) == 0 {
        (UTF_16LE, bytes)
    } else if many(zeros(0)) && zeros(1) == 0 {
        (UTF_16BE, bytes)
    } else if std::str::from_utf8(bytes).is_ok() {
        (UTF_8, bytes)
    } else if bytes.contains(&b'\r') && !bytes.contains(&b'\n') {
        // Only old programs of the Macintosh end lines so.
        (MACINTOSH, bytes)
    } else {
        (WINDOWS_1252, bytes)
    }
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes())
}

/// The separator with which most rows have the same number of columns, and many of them.
fn separator(text: &str) -> u8 {
    let score = |separator: u8| {
        let rows = reader(text, separator).into_byte_records().take(LOOKED_AT);
        let counts: Vec<usize> = rows.filter_map(Result::ok).map(|row| row.len()).collect();
        let same = |count: usize| counts.iter().filter(|other| **other == count).count();
        counts.iter().map(|&count| same(count) * (count - 1)).max().unwrap_or(0)
    };
    let best = SEPARATORS.iter().rev().max_by_key(|(separator, _)| score(*separator));
    best.map_or(b',', |(separator, _)| *separator)
}

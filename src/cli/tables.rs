//! Tables on the terminal.

use uptake::outputs::charts::Table;
use uptake::outputs::document::Document;

use super::exit::Failure;
use super::study::analysis::laid_out;
use super::terminal::{Terminal, wrap};

/// A document: its answer, its tables, how to read them.
pub fn show_document(document: &Document, terminal: Terminal) -> Result<(), Failure> {
    for sentence in &document.answer {
        terminal.prose(&format!("{sentence}\n"))?;
    }
    for frame in document.frames.iter().filter(|frame| !frame.long) {
        terminal.data("\n")?;
        terminal.prose(&format!("{}:", frame.caption))?;
        show(&frame.table(), terminal)?;
    }
    terminal.data("\n")?;
    document.notes.iter().try_for_each(|note| terminal.prose(note))
}

/// A table where it fits, and a list where it does not.
pub fn show(table: &Table, terminal: Terminal) -> Result<(), Failure> {
    if table.rows.is_empty() {
        return Ok(());
    }
    let head: Vec<&str> = table.head.iter().map(String::as_str).collect();
    let plain = |cell: &String| cell.replace('\u{a0}', " ");
    let rows: Vec<Vec<String>> =
        table.rows.iter().map(|row| row.iter().map(plain).collect()).collect();
    let wide = laid_out(&head, &rows, usize::MAX);
    let fits = wide.lines().all(|line| line.chars().count() <= terminal.width());
    terminal
        .data(&format!("\n{}", if fits { wide } else { listed(&head, &rows, terminal.width()) }))
}

/// Each row as lines of its own.
fn listed(head: &[&str], rows: &[Vec<String>], width: usize) -> String {
    let widest = head.iter().skip(1).map(|h| h.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for row in rows {
        text.push_str(&wrap(row[0].trim_start(), width));
        text.push('\n');
        for (head, cell) in head.iter().zip(row).skip(1).filter(|(_, cell)| !cell.is_empty()) {
            let line = format!("  {head:<widest$}  {cell}");
            text.push_str(&match line.chars().count() <= width {
                true => line,
                false => wrap(&format!("  {head}: {cell}"), width),
            });
            text.push('\n');
        }
    }
    text
}

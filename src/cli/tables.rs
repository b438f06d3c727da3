//! Tables on the terminal.

use uptake::outputs::charts::Table;
use uptake::outputs::document::{Block, Document};

use super::args::Format;
use super::exit::Failure;
use super::study::analysis::laid_out;
use super::terminal::{Terminal, wrap};

/// A document as it was asked for: as JSON, or its answer and what there is room for below it.
///
/// # Errors
/// If the terminal is gone.
pub fn show_document(
    document: &Document,
    question: &str,
    format: Format,
    terminal: Terminal,
) -> Result<(), Failure> {
    if format == Format::Json {
        let json = document.json().map_err(Failure::runtime)?;
        return terminal.data(&String::from_utf8_lossy(&json));
    }
    if !question.is_empty() {
        terminal.prose(&format!("Question: {question}\n"))?;
    }
    for paragraph in &document.answer {
        terminal.prose(&format!("{paragraph}\n"))?;
    }
    for block in &document.body {
        match block {
            Block::Words(words) => terminal.prose(&format!("{words}\n"))?,
            Block::Table(shown) if shown.first > 0 => {
                terminal.prose(&format!("{}:", shown.caption))?;
                show(&shown.brief(), terminal)?;
                terminal.data("\n")?;
            }
            _ => {}
        }
    }
    Ok(())
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

//! Tables on the terminal.

use uptake::outputs::charts::Table;
use uptake::outputs::document::{Block, Document};

use super::args::Format;
use super::curve::curve;
use super::exit::Failure;
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
        paragraph.lines().try_for_each(|line| terminal.prose(line))?;
        terminal.data("\n")?;
    }
    // The answer of one says the same.
    if let Some(glance) = document.glance.as_ref().filter(|glance| glance.rows.len() > 1) {
        terminal.prose(&format!("{}:", glance.caption))?;
        show(&glance.table(), terminal)?;
        terminal.data("\n")?;
        for [head, what] in &glance.head {
            terminal.prose(&format!("{head}: {what}"))?;
        }
        terminal.data("\n")?;
    }
    document.known.iter().try_for_each(|known| terminal.prose(&format!("{known}\n")))?;
    for block in &document.body {
        match block {
            Block::Words(words) => terminal.prose(&format!("{words}\n"))?,
            Block::Table(shown) if shown.first > 0 => {
                terminal.prose(&format!("{}:", shown.caption))?;
                show(&shown.brief(), terminal)?;
                terminal.data("\n")?;
            }
            Block::Sketch(sketch) => {
                terminal.data(&curve(sketch, terminal.width()).replace('\u{a0}', " "))?;
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
    let wide = laid_out(&head, &rows);
    let fits = wide.lines().all(|line| line.chars().count() <= terminal.width());
    terminal
        .data(&format!("\n{}", if fits { wide } else { listed(&head, &rows, terminal.width()) }))
}

/// Rows under their heads, the first column to the left and the others to the right.
fn laid_out(head: &[&str], rows: &[Vec<String>]) -> String {
    let wide = |text: &str| text.chars().count();
    let width = |c: usize| {
        let cells = rows.iter().filter_map(|row| row.get(c)).map(|cell| wide(cell));
        cells.fold(wide(head[c]), usize::max)
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let head: Vec<String> = head.iter().map(|&h| h.to_owned()).collect();
    let line = |row: &Vec<String>| {
        let others = row.iter().zip(&widths).skip(1);
        let others: String = others.map(|(cell, width)| format!("  {cell:>width$}")).collect();
        let line = format!("{:<width$}{others}", row[0], width = widths[0]);
        format!("{}\n", line.trim_end())
    };
    std::iter::once(&head).chain(rows).map(line).collect()
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

#[cfg(test)]
mod tests {
    use super::{laid_out, listed};

    #[test]
    fn tables_fit_the_terminal() {
        let rows = [["skill.attend", "1", "22"].map(str::to_owned).to_vec()];
        let head = ["parameter", "a", "b"];
        assert_eq!(laid_out(&head, &rows), "parameter     a   b\nskill.attend  1  22\n");
        assert_eq!(listed(&head, &rows, 12), "skill.attend\n  a  1\n  b  22\n");
    }
}

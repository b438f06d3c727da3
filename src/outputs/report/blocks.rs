//! What people read below the answer, as a document holds it.

use super::dots::{dots, ladder};
use super::html::{details, list, p, section as whole, table};
use crate::outputs::charts::Table;
use crate::outputs::document::{Block, Document, Shown};
use crate::outputs::words::count;

/// The section of a document's own.
pub(super) fn section(document: &Document) -> String {
    whole("why", document.why, &blocks(&document.body))
}

/// What people read below the answer.
pub(super) fn blocks(blocks: &[Block]) -> String {
    let block = |block: &Block| match block {
        Block::Heading(words) => format!("<h3>{words}</h3>\n"),
        Block::Words(words) | Block::Aside(words) => p(words),
        Block::List("", items) => list("ul", items),
        Block::List(summary, items) => details(summary, &list("ul", items)),
        Block::Table(shown) => in_two(shown),
        Block::Sketch(_) => String::new(),
        Block::Ladder(rungs) => ladder(rungs),
        Block::Futures(futures) => dots(futures),
    };
    blocks.iter().map(block).collect()
}

/// The first rows, and all of them to be opened if there are more.
fn in_two(shown: &Shown) -> String {
    let whole = shown.table.capitals();
    if shown.first == 0 || whole.rows.len() <= shown.first {
        return table(&shown.caption, &whole);
    }
    let first = Table { rows: whole.rows[..shown.first].to_vec(), ..whole.clone() };
    let summary = format!("All {} rows", count(whole.rows.len() as f64));
    table(&shown.caption, &first) + &details(&summary, &table(&shown.caption, &whole))
}

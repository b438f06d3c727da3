//! The sections of a report of any analysis that is a document: answer, figures, why.

use super::html::{details, figure, list, p, section as whole, table, terms};
use super::{Report, Subject, answer, brief, figures};
use crate::outputs::OutputError;
use crate::outputs::charts::Table;
use crate::outputs::document::{Block, Document, Shown};
use crate::outputs::words::count;

/// Answer, figures, why.
///
/// # Errors
/// If a chart cannot be drawn.
pub(super) fn sections(
    report: &Report,
    first: &Subject,
    document: &Document,
) -> Result<[String; 3], OutputError> {
    let mut drawn: Vec<String> = document.charts.iter().map(figure).collect();
    let lead = if drawn.is_empty() { String::new() } else { drawn.remove(0) };
    let said = answer::led(&document.answer, &lead);
    let sure = terms(&[("How sure", brief::sure(report, first))]);
    let mut drawn = drawn.concat();
    if !document.varied.is_empty() {
        drawn.push_str("<h3>The base scenario, in which nothing is moved</h3>\n");
    }
    drawn.push_str(&figures::of_each(first)?);
    Ok([
        whole("answer", "The answer", &format!("{said}{sure}")),
        whole("figures", "Figures", &drawn),
        whole("why", document.why, &blocks(&document.body)),
    ])
}

/// What people read below the answer.
pub(super) fn blocks(blocks: &[Block]) -> String {
    let block = |block: &Block| match block {
        Block::Heading(words) => format!("<h3>{words}</h3>\n"),
        Block::Words(words) | Block::Aside(words) => p(words),
        Block::List("", items) => list("ul", items),
        Block::List(summary, items) => details(summary, &list("ul", items)),
        Block::Table(shown) => in_two(shown),
    };
    blocks.iter().map(block).collect()
}

/// The first rows, and all of them to be opened if there are more.
fn in_two(shown: &Shown) -> String {
    let whole = shown.capitals();
    if shown.first == 0 || whole.rows.len() <= shown.first {
        return table(&shown.caption, &whole);
    }
    let first = Table { rows: whole.rows[..shown.first].to_vec(), ..whole.clone() };
    let summary = format!("All {} rows", count(whole.rows.len() as f64));
    table(&shown.caption, &first) + &details(&summary, &table(&shown.caption, &whole))
}

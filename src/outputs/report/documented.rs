//! The sections of a report of any analysis that is a document: answer, figures, tables.

use super::html::{figure, list, p, section as whole, table, terms};
use super::{Report, Subject, brief, figures};
use crate::outputs::OutputError;
use crate::outputs::charts::Table;
use crate::outputs::document::Document;
use crate::outputs::words::capital;

/// Answer, figures, why.
///
/// # Errors
/// If a chart cannot be drawn.
pub(super) fn sections(
    report: &Report,
    first: &Subject,
    document: &Document,
) -> Result<[String; 3], OutputError> {
    let said: String = document.answer.iter().map(|sentence| p(sentence)).collect();
    let sure = terms(&[("How sure", brief::sure(report, first))]);
    let mut drawn: String = document.charts.iter().map(figure).collect();
    drawn.push_str(&figures::of_each(first)?);
    let tables = document.frames.iter().map(|frame| table(&frame.caption, &headed(frame.table())));
    let why = tables.collect::<String>() + &list("ul", &document.notes);
    Ok([
        whole("answer", "The answer", &format!("{said}{sure}")),
        whole("figures", "Figures", &drawn),
        whole("why", "Why, in this model", &why),
    ])
}

/// The table with capitals in its head.
fn headed(mut table: Table) -> Table {
    table.head = table.head.iter().map(|head| capital(head)).collect();
    table
}

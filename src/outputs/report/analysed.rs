//! The sections of a report on sensitivity: answer, figures, what each parameter does, and what
//! was varied.

use super::html::{details, figure, p, section as whole, table, terms};
use super::{Report, Subject, answer, brief, figures};
use crate::outputs::OutputError;
use crate::outputs::charts::Table;
use crate::outputs::sensitivity::{
    Analysed, effects_shown, how_analysed, sensitivity_answer, sensitivity_chart, varied_shown,
};
use crate::outputs::words::{capital, count, futures};

/// Parameters that are shown before the whole table is opened.
const FIRST: usize = 12;

/// Answer, figures, why.
///
/// # Errors
/// If a chart cannot be drawn.
pub(super) fn sections(
    report: &Report,
    first: &Subject,
    analysed: &Analysed,
) -> Result<[String; 3], OutputError> {
    let lead = figure(&sensitivity_chart(analysed)?);
    let said = answer::led(&sensitivity_answer(analysed), &lead);
    let sure = terms(&[("How sure", brief::sure(report, first))]);
    let told = whole("answer", "The answer", &format!("{said}{sure}"));
    let mut drawn = format!("<h3>{}</h3>\n", "The base scenario, in which nothing is moved");
    drawn.push_str(&figures::of_each(first)?);
    let all = analysed.study.parameters.len();
    let caption = format!("What each parameter does to {}", analysed.subject());
    let effects = in_two(all, &caption, |most| effects_shown(analysed, most));
    let why = whole(
        "why",
        "What each parameter does, in this model",
        &format!("{}{effects}", p(&how_analysed(analysed))),
    );
    Ok([told, whole("figures", "Figures", &drawn), why])
}

/// What was varied, and where that comes from.
pub(super) fn varied(analysed: &Analysed, first: &Subject) -> String {
    let all = analysed.study.parameters.len();
    let intro = p(&format!(
        "{} parameters were varied over these ranges, the most important first, with {} at each of {} \
         points. Nothing else was: a parameter that is not in this table stood still.",
        capital(&count(all as f64)),
        futures(analysed.plan.replicates as usize),
        count(analysed.plan.points.into())
    ));
    intro
        + &in_two(all, "What was varied, and over which range", |most| {
            varied_shown(analysed, first.scenario, most)
        })
}

/// The first rows, and all of them to be opened if there are more.
fn in_two(all: usize, caption: &str, rows: impl Fn(usize) -> Table) -> String {
    let first = table(caption, &headed(rows(FIRST)));
    if all <= FIRST {
        return first;
    }
    let summary = format!("All {} parameters", count(all as f64));
    first + &details(&summary, &table(caption, &headed(rows(usize::MAX))))
}

/// The table with capitals in its head, but for the Greek letters.
fn headed(mut table: Table) -> Table {
    let is_word = |head: &&mut String| head.starts_with(|c: char| c.is_ascii_alphabetic());
    table.head.iter_mut().filter(is_word).for_each(|head| *head = capital(head));
    table
}

//! What was varied: each parameter with its range, where that comes from and how sure it is.

use super::Analysed;
use super::data::FIRST;
use crate::outputs::charts::Table;
use crate::outputs::document::Block;
use crate::outputs::study::{cell_in_words, three_digits};
use crate::outputs::words::{capital, count, futures};
use crate::scenario::describe;
use crate::scenario::study::{Range, StudyParameter};

/// In words and as a table, the most important first.
pub(super) fn varied_blocks(analysed: &Analysed) -> Vec<Block> {
    let words = format!(
        "{} parameters were varied over these ranges, the most important first, with {} at each of {} \
         points. Nothing else was: a parameter that is not in this table stood still.",
        capital(&count(analysed.study.parameters.len() as f64)),
        futures(analysed.plan.replicates as usize),
        count(analysed.plan.points.into())
    );
    let head = ["parameter", "what it is", "base", "varied over", "how sure", "source"];
    let row = |(which, _): (usize, bool)| {
        let parameter = analysed.parameter(which);
        let noted = describe(parameter.keys.first().unwrap_or(&parameter.key)).ok();
        let (prose, noted) = noted.map_or((String::new(), None), |d| (d.prose, d.parameter));
        // What the register of the scenario says comes before the note.
        let register = analysed.scenario.assumptions.iter().find(|a| a.covers(&parameter.key));
        let said = |text: Option<&String>| text.filter(|text| !text.is_empty()).cloned();
        let sure = said(register.map(|a| &a.sure));
        let source = said(register.map(|a| &a.source));
        vec![
            parameter.key.clone(),
            prose,
            cell_or_several(parameter),
            range_in_words(parameter),
            sure.or(noted.as_ref().map(|n| n.sure.to_string())).unwrap_or_default(),
            source.or(noted.map(|n| n.source)).unwrap_or_default(),
        ]
    };
    let rows = analysed.order().into_iter().map(row).collect();
    let table = Table { head: head.map(str::to_owned).to_vec(), rows };
    vec![Block::Words(words), Block::table("What was varied, and over which range", table, FIRST)]
}

fn cell_or_several(parameter: &StudyParameter) -> String {
    match &parameter.base {
        None => "several values".to_owned(),
        some => cell_in_words(some.as_ref()),
    }
}

/// `0.599 to 0.915 (documented, 90 of 100 draws)`, `1, 2, 4`, `0.004 to 0.026, by factors`.
fn range_in_words(parameter: &StudyParameter) -> String {
    match &parameter.range {
        Range::List(cells) => {
            let cells: Vec<String> = cells.iter().map(|cell| cell_in_words(Some(cell))).collect();
            cells.join(", ")
        }
        Range::Span { low, high, log, .. } => {
            let factors = if *log { ", by factors" } else { "" };
            format!("{} to {}{factors}", three_digits(*low), three_digits(*high))
        }
        Range::Documented(found) => {
            let Some(found) = found else { return String::new() };
            let several = match parameter.keys.len() {
                0 | 1 => String::new(),
                n => format!("; {n} entries together"),
            };
            let (low, high) = (three_digits(found.p05), three_digits(found.p95));
            format!("{low} to {high} (90 of 100 documented draws{several})")
        }
    }
}

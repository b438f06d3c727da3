//! The sections of a report that ranks: answer, figures, and what each lever buys.

use super::html::{details, figure, list, p, section as whole, table, terms};
use super::{Report, Subject, answer, brief, figures};
use crate::outputs::OutputError;
use crate::outputs::charts::Table;
use crate::outputs::ranking::{
    Ranked, alone_shown, equal_shown, frontier_shown, how_ranked, mixes_shown, ranking_answer,
    ranking_charts,
};
use crate::outputs::words::{capital, pounds};

/// Levers that are shown before the whole table is opened.
const FIRST: usize = 8;

/// Answer, figures, why.
///
/// # Errors
/// If a chart cannot be drawn.
pub(super) fn sections(
    report: &Report,
    first: &Subject,
    ranked: &Ranked,
) -> Result<[String; 3], OutputError> {
    let charts: Vec<String> = ranking_charts(ranked)?.iter().map(figure).collect();
    let lead = charts.first().map_or("", String::as_str);
    let said = answer::led(&ranking_answer(ranked), lead);
    let sure = terms(&[("How sure", brief::sure(report, first))]);
    let told = whole("answer", "The answer", &format!("{said}{sure}"));
    let mut drawn: String = charts.into_iter().skip(1).collect();
    drawn.push_str(&figures::of_each(first)?);
    Ok([told, whole("figures", "Figures", &drawn), bought(ranked)])
}

fn bought(ranked: &Ranked) -> String {
    let found = ranked.found;
    let money = pounds(found.money);
    let all = found.equal.rated.len();
    let whole_table = |table_of: fn(&Ranked, usize) -> Table, caption: &str, summary: &str| {
        let first = table(caption, &headed(table_of(ranked, FIRST)));
        first + &details(summary, &table(caption, &headed(table_of(ranked, usize::MAX))))
    };
    let equal = whole_table(
        equal_shown,
        &format!("Each lever for {money}, the rest of the money on more hours"),
        &format!("All {all} levers for the same money"),
    );
    let alone = whole_table(
        alone_shown,
        "Each lever at its full dose, its hours found by the present team",
        &format!("All {all} levers alone"),
    );
    let steps: Vec<String> = found.best.steps.iter().map(|(mix, _)| mix.clone()).collect();
    let steps = match steps.len() {
        0 => String::new(),
        _ => details("Steps of the search", &list("ol", &steps)),
    };
    let inner = format!(
        "{}<h3>For the same money</h3>\n{}{equal}<h3>The best mix</h3>\n{}{}{steps}\
         <h3>What nothing cheaper outdoes</h3>\n{}<h3>One at a time</h3>\n{}{alone}",
        p(&how_ranked(ranked)),
        p(
            "The hours that a lever takes are hired, so that it robs nothing else, and what it leaves of \
           the money buys more hours at the middle level; a lever that costs more is bought in part. So \
           each asks: is it a better use of the money than more people?"
        ),
        p(
            "Found by steps to the best neighbour, each decided by ranking and selection (Kim & Nelson \
           2001, fully sequential, with paired variances); judged on futures that the search had not \
           seen. The first row is the best mix; the others cannot be told from it."
        ),
        table("Mixes for the money", &headed(mixes_shown(ranked))),
        table("Options in order of their cost", &headed(frontier_shown(ranked))),
        p(
            "As an intervention in the scenario's file would act: what the team has no hours for does not \
           happen, and other work goes without the hours that it takes."
        )
    );
    whole("why", "What each lever buys, in this model", &inner)
}

/// The table with capitals in its head.
fn headed(mut table: Table) -> Table {
    table.head = table.head.iter().map(|head| capital(head)).collect();
    table
}

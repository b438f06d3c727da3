//! The sections of a report that explains: answer, figures, and why in three parts.

use super::html::{details, figure, list, p, section as whole, table, terms};
use super::{Report, Subject, answer, brief, figures, funnel};
use crate::outputs::OutputError;
use crate::outputs::charts::Table;
use crate::outputs::explanation::{
    Explained, contributions, explained_answer, families_shown, forces_titled, funnel_shown,
    gains_shown, not_attributed, observed_shown, periods_shown, why_they_differ,
};
use crate::outputs::words::{FEWEST_FOR_PERCENTILES, capital, count, matched_futures};
use crate::results::Constraint;

/// Answer, figures, why.
///
/// # Errors
/// If a chart cannot be drawn.
pub(super) fn sections(
    report: &Report,
    first: &Subject,
    explained: &Explained,
) -> Result<[String; 3], OutputError> {
    let lead = contributions(explained)?.map_or(String::new(), |chart| figure(&chart));
    let said = answer::led(&explained_answer(explained), &lead);
    let told = whole(
        "answer",
        "The answer",
        &format!("{said}{}", terms(&[("How sure", brief::sure(report, first))])),
    );
    let drawn = figures::of_each(first)?;
    Ok([told, whole("figures", "Figures", &drawn), why(explained)])
}

fn why(explained: &Explained) -> String {
    let inner = format!(
        "<h3>Where coverage is lost</h3>\n{}<h3>What binds, year by year</h3>\n{}\
         <h3>What the forces add</h3>\n{}",
        lost(explained),
        binds(explained),
        forces(explained)
    );
    whole("why", "Why, in this model", &inner)
}

fn lost(explained: &Explained) -> String {
    let caption = format!("What is left after each step, {}", explained.when());
    table(&caption, &headed(funnel_shown(explained)))
        + &p(&explained.funnel().claim())
        + &p(funnel::NOTE)
}

fn binds(explained: &Explained) -> String {
    let found = explained.found;
    let intro = p(&format!(
        "Each constraint was relaxed by itself, from the start, in {}. One binds in a year if its \
         relaxation has the largest mean gain made within that year, told from that of every other \
         (paired tests, 1 in 100 wrong over all of them); where it is not told from others, all \
         are named. Gains in {}.",
        matched_futures(found.replicates as usize),
        explained.unit_in_words()
    ));
    let periods = table("What binds in each year of the plan", &headed(periods_shown(explained)));
    let definition = |c: &Constraint| format!("{}: {}.", c.label, c.relaxed);
    let mut defined: Vec<String> = found.constraints.iter().map(definition).collect();
    defined.extend(
        found.not_relaxed.iter().map(|(c, why)| format!("{}: not relaxed, {why}.", c.label)),
    );
    let gains = table(
        &format!("What relaxing each constraint from the start gains by {}", explained.when()),
        &headed(gains_shown(explained, found.constraints.len())),
    );
    let how = details("How each constraint was relaxed", &list("ul", &defined));
    let seen = table(
        "What was seen in each year, the middle over futures",
        &headed(observed_shown(explained)),
    );
    let note =
        p("Hours asked for are not counted in the model: that more hours would be used shows in \
                  the gain of doubling them.");
    format!("{intro}{periods}{gains}{how}{seen}{note}")
}

fn forces(explained: &Explained) -> String {
    let Some(found) = &explained.found.attribution else {
        return p("No force acts in this scenario.");
    };
    let range = if (explained.found.replicates as usize) < FEWEST_FOR_PERCENTILES {
        "ranges are those of all futures"
    } else {
        "ranges are those of 90 of 100 futures"
    };
    let intro = p(&format!(
        "In {}; {range}; ± is what luck leaves open of the mean, 95 in 100. What a family adds is its \
         Shapley value over all {} coalitions of families; what a force adds is its mean change when \
         forces are switched on one by one in random order, families together. Both add up, in every \
         future, to all forces less none. “Alone off” is all forces less all but that one; it does \
         not add up, since forces act on each other. “Cannot be told from 0” allows for how many \
         are looked at.",
        explained.unit_in_words(),
        count((1u32 << found.families.len()).into())
    ));
    let families = table("What each family of forces adds", &headed(families_shown(explained)));
    let all = forces_titled(explained, found.forces.len());
    let largest =
        Table { head: all.head.clone(), rows: all.rows.iter().take(10).cloned().collect() };
    let largest = table("The forces that add or take most", &headed(largest));
    let every = details("Every force that acts", &table("What each force adds", &headed(all)));
    let why = why_they_differ(explained).map_or(String::new(), |words| p(&words));
    format!("{intro}{families}{largest}{why}{every}{}", p(&not_attributed(explained)))
}

/// The table with capitals in its head.
fn headed(mut table: Table) -> Table {
    table.head = table.head.iter().map(|head| capital(head)).collect();
    table
}

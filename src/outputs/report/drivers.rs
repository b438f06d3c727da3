//! What drives the result: what the scenarios differ in, what is due to parameters and to luck,
//! and what the project's hours go to.

use super::html::{p, section as whole, table};
use super::{Report, Subject};
use crate::measures::measure;
use crate::outputs::Uncertainty;
use crate::outputs::answer::month;
use crate::outputs::calendar::short_date;
use crate::outputs::charts::Table;
use crate::outputs::words::{capital, count, percent, pounds};
use crate::scenario::Changed;

pub(super) fn section(report: &Report, first: &Subject) -> String {
    let mut inner = String::new();
    let varied = &report.document.varied;
    inner.push_str(&super::blocks::blocks(varied));
    if report.subjects.len() > 1 {
        inner.push_str(&differences(report, first));
    }
    inner.push_str(&levers(report));
    inner.push_str(&events(report));
    for subject in report.subjects {
        inner.push_str(&hours(subject));
    }
    if varied.is_empty() {
        inner.push_str(&variance(first));
    }
    whole("drivers", "What drives it", &inner)
}

/// What the other scenarios change.
fn differences(report: &Report, first: &Subject) -> String {
    let mut found = Table::new(["Scenario", "Parameter", "Base", "Here"]);
    for other in report.subjects.iter().skip(1) {
        for (key, base, here) in differing(first.changed, other.changed) {
            found.row([other.scenario.name.clone(), key, base, here]);
        }
    }
    let notes = report.document.notes.iter();
    let notes: String = notes.map(|note| p(&format!("To match them: {note}."))).collect();
    if found.rows.is_empty() {
        return p("The scenarios have the same parameters; what differs is their levers and \
                  scheduled events.")
            + &notes;
    }
    let intro = "All scenarios meet the same luck, future by future, so a difference between them is \
                 due to these parameters, and to their levers and scheduled events if they have any, and to \
                 nothing else.";
    p(intro) + &table("What differs from the base", &found) + &notes
}

/// The levers that are pulled, by scenario.
fn levers(report: &Report) -> String {
    let head = ["Scenario", "Lever", "From", "Until", "How much", "Pounds a week on top"];
    let mut pulled = Table::new(head);
    for subject in report.subjects {
        for lever in &subject.scenario.interventions {
            let date = |week: u32| short_date(subject.ensemble.date(week));
            let name = serde_json::to_value(lever.lever).ok();
            let name = name.as_ref().and_then(|name| name.as_str()).unwrap_or_default();
            pulled.row([
                subject.scenario.name.clone(),
                name.replace('_', " "),
                date(lever.start),
                date(lever.end.min(subject.ensemble.weeks)),
                lever.intensity.to_string(),
                pounds(lever.cost_per_week),
            ]);
        }
    }
    if pulled.rows.is_empty() { String::new() } else { table("Levers", &pulled) }
}

/// The events that come in a given week, by scenario.
fn events(report: &Report) -> String {
    let head = ["Scenario", "Event", "When", "Where", "Size"];
    let mut scheduled = Table::new(head);
    for subject in report.subjects {
        for event in &subject.scenario.scheduled {
            let region = event.region.and_then(|region| subject.scenario.regions.get(region));
            scheduled.row([
                subject.scenario.name.clone(),
                event.event.id().replace('_', " "),
                short_date(subject.ensemble.date(event.week)),
                region.map_or_else(|| "everywhere".to_owned(), |region| region.label.clone()),
                event.size.to_string(),
            ]);
        }
    }
    if scheduled.rows.is_empty() { String::new() } else { table("Scheduled events", &scheduled) }
}

/// Key, value in the base and here, of what the two change differently.
fn differing(base: &[Changed], here: &[Changed]) -> Vec<(String, String, String)> {
    let of = |list: &[Changed], key: &str| list.iter().find(|c| c.key == key).cloned();
    let mut keys: Vec<&str> = here.iter().chain(base).map(|c| c.key.as_str()).collect();
    let mut seen = std::collections::BTreeSet::new();
    keys.retain(|key| seen.insert(*key));
    keys.into_iter()
        .filter_map(|key| {
            let (theirs, ours) = (of(base, key), of(here, key));
            let default = theirs.as_ref().or(ours.as_ref())?.default.clone();
            let value = |c: Option<Changed>| c.map_or_else(|| default.clone(), |c| c.value);
            let (theirs, ours) = (value(theirs), value(ours));
            (theirs != ours).then(|| (key.to_owned(), theirs, ours))
        })
        .collect()
}

/// What keeping going takes, and how much is repetition.
fn hours(subject: &Subject) -> String {
    let when = month(subject.ensemble.date(subject.ensemble.weeks));
    let name = &subject.scenario.name;
    let kept = subject.curves.mean_at_end("project.maintenance").filter(|(_, hours)| *hours > 0.0);
    let repetition = subject.curves.mean_at_end("project.repetition");
    match (kept, repetition) {
        (Some((kept, hours)), Some((repetition, _))) => p(&format!(
            "{name}: in {when}, keeping launched organisations going takes on average {} of {} project \
             hours a week, and {} of a member's hours go to the task that they repeat \
             most.",
            percent(kept),
            count(hours),
            percent(repetition)
        )),
        _ => p(&format!("{name}: no project hours are worked in {when}.")),
    }
}

/// Which share of the variance is due to the parameters.
fn variance(first: &Subject) -> String {
    let uncertainty = Uncertainty::of(first.ensemble, first.curves);
    let Some(draws) = uncertainty.draws else {
        return p(
            "These futures differ in luck alone, so this report cannot say which parameter matters \
             most. `uptake run FILE --parameter-draws 50` draws those that nobody knows and divides \
             the variance between them and luck.",
        );
    };
    let mut shares = Table::new(["Measure at the end", "Due to the parameters", "Due to luck"]);
    let weeks = first.ensemble.weeks;
    let at_end = uncertainty.variance_shares.iter().filter(|v| v.week == weeks);
    for share in at_end {
        let words = |share: Option<f64>| share.map_or_else(|| "–".to_owned(), percent);
        let label = measure(share.measure).map_or(share.measure, |measure| measure.label);
        // Two figures that are rounded by themselves may not add up to a hundred.
        let rest = share.between_draws.filter(|b| (0.01..0.99).contains(b));
        let luck = rest.map(|b| 1.0 - (b * 100.0).round() / 100.0).or(share.within_draws);
        shares.row([capital(label), words(share.between_draws), words(luck)]);
    }
    let intro = format!(
        "The parameters that nobody knows were drawn {} times, with a few futures each; the shares of \
         the variance are themselves rough.",
        count(draws.into())
    );
    p(&intro) + &table("What the variance is due to", &shares)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_listed_with_the_default_for_what_one_side_leaves() {
        let changed = |key: &str, value: &str| Changed {
            key: key.to_owned(),
            default: "1".to_owned(),
            value: value.to_owned(),
        };
        let base = [changed("a", "2"), changed("b", "3")];
        let here = [changed("a", "2"), changed("c", "5")];
        let row =
            |key: &str, base: &str, here: &str| (key.to_owned(), base.to_owned(), here.to_owned());
        assert_eq!(differing(&base, &here), [row("c", "1", "5"), row("b", "3", "1")]);
    }
}

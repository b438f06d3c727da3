//! The register of assumptions: what was changed first, then the rest.

use super::html::{details, p, section as whole, table};
use super::{Report, Subject};
use crate::outputs::charts::Table;
use crate::outputs::words::count;
use crate::scenario::{Assumption, Changed, Parameter, Sure, all_keys, describe};

pub(super) fn section(report: &Report) -> String {
    let mut inner = String::new();
    for subject in report.subjects {
        inner.push_str(&changed(subject));
    }
    inner.push_str(&others(report));
    let [measured, analogue, assumed] =
        [Sure::Measured, Sure::Analogue, Sure::Assumed].map(|sure| how_many(sure).1 as f64);
    inner.push_str(&p(&format!(
        "Of {} parameters {} are measured, {} are measured on something alike (analogue) and {} are \
         assumed.",
        count(how_many(Sure::Assumed).0 as f64),
        count(measured),
        count(analogue),
        count(assumed)
    )));
    inner.push_str(&details("Every parameter with its default and source", &every_parameter()));
    whole("assumptions", "Assumptions", &inner)
}

/// Parameters in all, and those of which the default is so sure. Settings of a run (its name,
/// seed, horizon) are none.
pub(super) fn how_many(sure: Sure) -> (usize, usize) {
    let (mut all, mut such) = (0, 0);
    for (_, parameter) in parameters() {
        all += 1;
        such += usize::from(parameter.sure == sure);
    }
    (all, such)
}

fn parameters() -> impl Iterator<Item = (String, Parameter)> {
    let keys = all_keys().into_iter().filter(|key| key.contains('.'));
    keys.filter_map(|key| {
        let parameter = describe(&key).ok()?.parameter?;
        // Words are no parameters.
        (parameter.allowed != "text").then_some((key, parameter))
    })
}

/// Changed parameters for which the register gives no reason.
pub(super) fn unexplained<'a>(subject: &Subject<'a>) -> Vec<&'a Changed> {
    let covered = |key: &str| subject.scenario.assumptions.iter().any(|a| a.covers(key));
    subject.changed.iter().filter(|c| !covered(&c.key)).collect()
}

fn changed(subject: &Subject) -> String {
    let name = &subject.scenario.name;
    if subject.changed.is_empty() {
        return p(&format!("{name}: every parameter has its default."));
    }
    let head = ["Parameter", "Default", "Here", "Why", "Source", "How sure"];
    let mut rows = Table::new(head);
    for change in subject.changed {
        let reason = subject.scenario.assumptions.iter().find(|a| a.covers(&change.key));
        let of = |field: fn(&Assumption) -> &String| match reason.map(field) {
            Some(text) if !text.is_empty() => text.clone(),
            Some(_) => "not said".to_owned(),
            None => "no reason given".to_owned(),
        };
        rows.row([
            change.key.clone(),
            change.default.clone(),
            change.value.clone(),
            of(|a| &a.why),
            of(|a| &a.source),
            of(|a| &a.sure),
        ]);
    }
    table(&format!("{name}: changed parameters"), &rows)
}

/// Lines of the registers about what is not changed, each with the scenarios that have it.
fn others(report: &Report) -> String {
    let mut lines: Vec<(&Assumption, Vec<&str>)> = Vec::new();
    for subject in report.subjects {
        let about = |a: &&Assumption| !subject.changed.iter().any(|c| a.covers(&c.key));
        for line in subject.scenario.assumptions.iter().filter(about) {
            match lines.iter_mut().find(|(known, _)| *known == line) {
                Some((_, scenarios)) => scenarios.push(&subject.scenario.name),
                None => lines.push((line, vec![&subject.scenario.name])),
            }
        }
    }
    if lines.is_empty() {
        return String::new();
    }
    let head = ["About", "In", "Why", "Source", "How sure", "Who and when"];
    let mut rows = Table::new(head);
    for (a, scenarios) in lines {
        let decided: Vec<&str> =
            [a.who.as_str(), a.when.as_str()].into_iter().filter(|w| !w.is_empty()).collect();
        let is_of_all = scenarios.len() == report.subjects.len() && scenarios.len() > 1;
        rows.row([
            a.parameter.clone(),
            if is_of_all { "all".to_owned() } else { scenarios.join(", ") },
            a.why.clone(),
            a.source.clone(),
            a.sure.clone(),
            if decided.is_empty() { "not said".to_owned() } else { decided.join(", ") },
        ]);
    }
    table("Other lines of the register", &rows)
}

fn every_parameter() -> String {
    let head = ["Parameter", "Default", "Allowed", "How sure", "Source"];
    let mut rows = Table::new(head);
    for (key, parameter) in parameters() {
        rows.row([
            key,
            parameter.default.unwrap_or_else(|| "none (may be left out)".to_owned()),
            parameter.allowed,
            parameter.sure.to_string(),
            parameter.source,
        ]);
    }
    p("`[P §x]` is a section of Petrova & Barclay (2024), `[E x]` a row of the evidence tables.")
        + &table("Every parameter", &rows)
}

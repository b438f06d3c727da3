//! Why: from all organisations to a record that is seen, and where most is lost.

use super::html::{p, section as whole, table};
use super::{Report, Subject};
use crate::outputs::answer::month;
use crate::outputs::charts::Table;
use crate::outputs::funnel::{ALL, Funnel, Largest, NOTE};
use crate::outputs::words::{count, futures, percent};

/// Which step loses most, counted over futures at the horizon.
pub(super) fn largest(subject: &Subject) -> Option<Largest> {
    funnel(subject).largest
}

fn funnel(subject: &Subject) -> Funnel {
    Funnel::of(subject.ensemble, subject.ensemble.weeks)
}

pub(super) fn section(report: &Report, first: &Subject) -> String {
    let when = month(first.ensemble.date(first.ensemble.weeks));
    let intro = p(&format!(
        "From all who need to be engaged to a record that is seen, in four chains: organisations, posts, \
         patients, contacts. Each step counts some of the one before, as a share of the whole of its \
         chain in {when}, the middle of {}. What is missing at a step waits for the project, or was \
         reached and is lost.",
        futures(first.ensemble.replicates.len())
    ));
    let funnels: Vec<Funnel> = report.subjects.iter().map(funnel).collect();
    let steps = table(&format!("What is left after each step, {when}"), &steps(report, &funnels));
    let claims: String = report
        .subjects
        .iter()
        .zip(&funnels)
        .map(|(subject, funnel)| match report.subjects.len() {
            1 => p(&funnel.claim()),
            _ => p(&format!("{}: {}", subject.scenario.name, funnel.claim_within())),
        })
        .collect();
    let note = p(NOTE);
    whole("why", "Why: where coverage is lost", &format!("{intro}{steps}{claims}{note}"))
}

/// A step a row, a scenario a column.
fn steps(report: &Report, funnels: &[Funnel]) -> Table {
    let names = report.subjects.iter().map(|s| s.scenario.name.clone());
    let head = std::iter::once("Step".to_owned()).chain(names).chain(["Missing".to_owned()]);
    let mut steps = Table { head: head.collect(), rows: Vec::new() };
    let all = |funnel: &Funnel| format!("{} organisations", count(funnel.organisations.into()));
    let first = std::iter::once(ALL.to_owned()).chain(funnels.iter().map(all));
    steps.rows.push(first.chain([String::new()]).collect());
    let labels: Vec<_> = funnels.first().map_or(Vec::new(), |funnel| funnel.steps.clone());
    for (i, step) in labels.into_iter().enumerate() {
        let cell = |funnel: &Funnel| match funnel.steps.get(i).and_then(|s| Some((s, s.left?))) {
            Some((step, left)) => {
                format!("{} of {} {}", percent(left.p50), count(left.of), step.of)
            }
            None => "–".to_owned(),
        };
        let cells = std::iter::once(step.label.to_owned()).chain(funnels.iter().map(cell));
        steps.rows.push(cells.chain([step.missing.word().to_owned()]).collect());
    }
    steps
}

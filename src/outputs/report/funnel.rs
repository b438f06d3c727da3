//! Why: from all organisations to a record that is seen, and where most is lost.

use super::html::{p, section as whole, table};
use super::{Report, Subject};
use crate::outputs::answer::month;
use crate::outputs::charts::Table;
use crate::outputs::funnel::{ALL, Funnel, Largest};
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
        "Between all who need to be engaged and a record that is seen there are seven steps. Each \
         is shown as what is left in {when}, the middle of {}, with what it is a share of.",
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

/// What the table of steps says and what it does not.
pub(super) const NOTE: &str = "The steps count different things, so their shares are compared and not \
    added. This table says where coverage is lost; it does not by itself say which mechanism loses it.";

/// A step a row, a scenario a column.
fn steps(report: &Report, funnels: &[Funnel]) -> Table {
    let names = report.subjects.iter().map(|s| s.scenario.name.clone());
    let mut steps =
        Table { head: std::iter::once("Step".to_owned()).chain(names).collect(), rows: Vec::new() };
    let all = |funnel: &Funnel| format!("{} organisations", count(funnel.organisations.into()));
    steps.rows.push(std::iter::once(ALL.to_owned()).chain(funnels.iter().map(all)).collect());
    let labels = funnels.first().map(|f| f.steps.iter().map(|step| step.label).collect::<Vec<_>>());
    for (i, words) in labels.unwrap_or_default().into_iter().enumerate() {
        let cell = |funnel: &Funnel| match funnel.steps.get(i).and_then(|s| Some((s, s.left?))) {
            Some((step, left)) => {
                let of_what = step.measure.of.strip_prefix("all ").unwrap_or(step.measure.of);
                format!("{} of {} {of_what}", percent(left.p50), count(left.of))
            }
            None => "–".to_owned(),
        };
        let cells = funnels.iter().map(cell);
        steps.rows.push(std::iter::once(words.to_owned()).chain(cells).collect());
    }
    steps
}

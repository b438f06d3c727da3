//! Why: from all organisations to a record that is seen, and where most is lost.

use super::html::{p, section as whole, table};
use super::{Report, Subject};
use crate::measures::{Measure, measure};
use crate::outputs::answer::month;
use crate::outputs::charts::Table;
use crate::outputs::words::{capital, count, futures, percent};
use crate::results::ReplicateResult;

/// The way from everybody who needs to be engaged to a record that is seen, in its order.
const STEPS: [(&str, &str); 7] = [
    ("organisations.mapped", "Known to the project"),
    ("organisations.agreed", "Agreed to take part"),
    ("organisations.live", "Live"),
    ("staff.competent", "Staff trained, not out of practice"),
    ("staff.monthly", "Staff who used it within a month"),
    ("patients.true_current", "Patients with a truly current record"),
    ("encounters.informed", "Contacts informed by a record"),
];
/// Where the way begins.
const ALL: &str = "All that need to be engaged";
/// A claim is made where it holds in so large a share of futures.
const AGREED: f64 = 0.9;

/// Shares that differ by less are the same.
const SAME: f32 = 1e-5;

/// The step down that is the largest in most futures.
pub(super) struct Largest {
    /// Where it starts and where it ends, in words.
    pub from: &'static str,
    /// Where it ends.
    pub to: &'static str,
    /// Futures in which it is the largest.
    pub futures: usize,
    /// Futures in all.
    pub all: usize,
}

impl Largest {
    /// True if nine of ten futures agree.
    pub(super) fn holds(&self) -> bool {
        self.futures as f64 >= AGREED * self.all as f64
    }

    /// "from Known to the project to Agreed to take part".
    pub(super) fn in_words(&self) -> String {
        format!("from “{}” to “{}”", self.from, self.to)
    }
}

/// Which step loses most, counted over futures at the horizon.
pub(super) fn largest(subject: &Subject) -> Option<Largest> {
    let week = subject.ensemble.weeks as usize;
    let measures: Vec<&Measure> = STEPS.iter().filter_map(|(name, _)| measure(name)).collect();
    let mut votes = [0usize; STEPS.len()];
    for replicate in &subject.ensemble.replicates {
        if let Some(step) = largest_of(replicate, &measures, week) {
            votes[step] += 1;
        }
    }
    let step = (0..votes.len()).max_by_key(|&i| (votes[i], STEPS.len() - i))?;
    if votes[step] == 0 {
        return None;
    }
    let from = if step == 0 { ALL } else { STEPS[step - 1].1 };
    let all = subject.ensemble.replicates.len();
    Some(Largest { from, to: STEPS[step].1, futures: votes[step], all })
}

/// The step of one future that loses most, in shares of what each is a share of.
fn largest_of(replicate: &ReplicateResult, measures: &[&Measure], week: usize) -> Option<usize> {
    let mut before = 1.0;
    let mut most: Option<(usize, f32)> = None;
    for (step, measure) in measures.iter().enumerate() {
        // Where there is nothing that a step could be a share of, nothing is lost at it.
        let Some(share) = replicate.trajectory.measure(measure, 0, week) else { continue };
        let lost = before - share;
        // Of steps that lose the same the first counts, whatever the last digit says.
        if most.is_none_or(|(_, greatest)| lost > greatest + SAME) {
            most = Some((step, lost));
        }
        before = share;
    }
    most.filter(|(_, lost)| *lost > SAME).map(|(step, _)| step)
}

pub(super) fn section(report: &Report, first: &Subject) -> String {
    let when = month(first.ensemble.date(first.ensemble.weeks));
    let intro = p(&format!(
        "Between all who need to be engaged and a record that is seen there are seven steps. Each \
         is shown as what is left in {when}, the middle of {}, with what it is a share of.",
        futures(first.ensemble.replicates.len())
    ));
    let steps = table(&format!("What is left after each step, {when}"), &funnel(report));
    let claims: String =
        report.subjects.iter().map(|s| p(&claim(s, report.subjects.len()))).collect();
    let note =
        p("The steps count different things, so their shares are compared and not added. This \
         table says where coverage is lost; it does not by itself say which mechanism loses it.");
    whole("why", "Why: where coverage is lost", &format!("{intro}{steps}{claims}{note}"))
}

/// A step a row, a scenario a column.
fn funnel(report: &Report) -> Table {
    let names = report.subjects.iter().map(|s| s.scenario.name.clone());
    let mut funnel =
        Table { head: std::iter::once("Step".to_owned()).chain(names).collect(), rows: Vec::new() };
    let all = |s: &Subject| format!("{} organisations", count(s.ensemble.organisations.into()));
    funnel
        .rows
        .push(std::iter::once(ALL.to_owned()).chain(report.subjects.iter().map(all)).collect());
    for (name, words) in STEPS {
        let cell = |subject: &Subject| match (subject.at_end(name), measure(name)) {
            (Some((share, of)), Some(measure)) => {
                let of_what = measure.of.strip_prefix("all ").unwrap_or(measure.of);
                format!("{} of {} {of_what}", percent(share), count(of))
            }
            _ => "–".to_owned(),
        };
        let cells = report.subjects.iter().map(cell);
        funnel.rows.push(std::iter::once(words.to_owned()).chain(cells).collect());
    }
    funnel
}

fn claim(subject: &Subject, scenarios: usize) -> String {
    let words = match largest(subject) {
        None => "nothing is lost on the way.".to_owned(),
        Some(largest) if largest.holds() => format!(
            "the largest step down is {} in {} of {}.",
            largest.in_words(),
            count(largest.futures as f64),
            futures(largest.all)
        ),
        Some(largest) => format!(
            "which step down is the largest cannot be told: it is {} in {} of {}, and another \
             in the others.",
            largest.in_words(),
            count(largest.futures as f64),
            futures(largest.all)
        ),
    };
    if scenarios == 1 { capital(&words) } else { format!("{}: {words}", subject.scenario.name) }
}

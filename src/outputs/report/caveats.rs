//! The three caveats that matter most for this report.

use super::html::list;
use super::{Origin, Report, Subject, is_partial};
use crate::outputs::Level;
use crate::outputs::words::{capital, count, futures};
use crate::scenario::Sure;

/// Fewer futures than this leave the ends of the ranges rough.
const FEW: usize = 100;

pub(super) fn section(report: &Report, first: &Subject) -> String {
    let caveats = match &report.document.caveats[..] {
        [moved, method] => {
            vec![assumed(), moved.clone(), failed(report).unwrap_or_else(|| method.clone())]
        }
        _ => vec![assumed(), level(first), third(report, first)],
    };
    let inner = list("ol", &caveats);
    super::html::section("caveats", "Three caveats", &inner)
}

/// How much of the model is assumed.
fn assumed() -> String {
    let (all, assumed) = super::assumptions::how_many(Sure::Assumed);
    format!(
        "This is a thought experiment disciplined by evidence, not a forecast: {} of {} parameters \
         are assumed, most effect sizes among them.",
        count(assumed as f64),
        count(all as f64)
    )
}

/// Futures of a study that are left out.
fn failed(report: &Report) -> Option<String> {
    let Origin::Study { merged, .. } = report.origin else { return None };
    (merged.failed > 0).then(|| {
        format!(
            "{} of {} ended with an error of the model and are left out.",
            count(merged.failed as f64),
            futures(merged.futures as usize)
        )
    })
}

/// What the ranges are over, and what they leave out.
fn level(first: &Subject) -> String {
    match Level::of(first.ensemble) {
        Level::Luck => {
            "The ranges are over luck only: all futures share the stated parameters. What \
                        is not known about the parameters is not in them, so they are too narrow."
                .to_owned()
        }
        Level::LuckAndParameters => "The ranges are over luck and what is not known about the \
                                     parameters; how widely those are drawn is itself assumed, and \
                                     nothing covers what is wrong with the model."
            .to_owned(),
    }
}

/// The gravest of what is special about this run.
fn third(report: &Report, first: &Subject) -> String {
    let n = first.ensemble.replicates.len();
    if is_partial(report, first) {
        return format!(
            "The run was stopped early: this is made of the first {} of {}.",
            count(n as f64),
            futures(super::asked(report, first) as usize)
        );
    }
    let unexplained: usize =
        report.subjects.iter().map(|s| super::assumptions::unexplained(s).len()).sum();
    if unexplained > 0 {
        let parameters = if unexplained == 1 { "parameter was" } else { "parameters were" };
        return format!(
            "{} {parameters} changed without a reason in the register of assumptions.",
            count(unexplained as f64)
        );
    }
    if n < FEW {
        return format!("{} are few: the ends of the ranges are rough.", capital(&futures(n)));
    }
    "A region of this kind is simulated, not a particular organisation: nothing here says which one \
     takes part, and who among the staff is in scope is assumed."
        .to_owned()
}

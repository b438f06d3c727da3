//! Why, what to change, and how sure, in a sentence each, for readers of the first page.

use super::funnel::largest;
use super::html::terms;
use super::known::{found, inside};
use super::{Report, Subject};
use crate::outputs::words::{count, each_in_pounds, futures, matched_futures, percent, pounds};
use crate::outputs::{Compared, Level, Verdict};
use crate::results::Comparison;
use crate::stats::paired::FEWEST_FOR_VERDICT;

/// The three terms.
pub(super) fn in_brief(report: &Report, first: &Subject) -> String {
    terms(&[
        ("Why", why(first)),
        ("What to change", change(report)),
        ("How sure", sure(report, first)),
    ])
}

fn why(first: &Subject) -> String {
    let kept = first.mean_at_end("project.maintenance").filter(|(_, hours)| *hours > 0.0);
    let kept = kept.map(|(share, hours)| {
        format!(
            " On average, keeping launched organisations going takes {} of {} project hours a week at \
             the end.",
            percent(share),
            count(hours)
        )
    });
    let name = &first.scenario.name;
    let step = match largest(first) {
        Some(largest) if largest.holds() => format!(
            "In {name}, of the organisations that the project has reached most are lost {}, in {} of {}.",
            largest.in_words(),
            count(largest.futures as f64),
            futures(largest.all)
        ),
        Some(_) => format!("In {name}, which step loses most organisations depends on the future."),
        None => format!("In {name}, no organisation that was reached is lost."),
    };
    step + &kept.unwrap_or_default()
}

fn change(report: &Report) -> String {
    let Some(compared) = report.compared else {
        return "One plan alone cannot say what a change would bring. Write the change as a second \
                scenario; `uptake compare` gives both the same luck and says what it reaches and \
                costs."
            .to_owned();
    };
    let each: Vec<String> = compared.comparisons.iter().map(option).collect();
    format!("Beside {}: {}.", report_base(compared), each.join("; "))
}

fn report_base<'a>(compared: &Compared<'a>) -> &'a str {
    compared.scenarios.first().map_or("the base", |base| &base.name)
}

/// "double-team reaches more on average (more in 100 of 100 matched futures), at £4,354 for each
/// extra organisation".
fn option(comparison: &Comparison) -> String {
    let difference = &comparison.real_use.difference;
    let name = &comparison.scenario;
    let all = matched_futures(difference.replicates as usize);
    match Verdict::of(difference) {
        Verdict::More => format!(
            "{name} reaches more on average (more in {} of {all}), at {} for each extra organisation",
            count(difference.more.into()),
            comparison.real_use.cost_per_extra.map_or_else(|| "no sum".to_owned(), each_in_pounds)
        ),
        Verdict::Fewer => format!(
            "{name} reaches less on average (less in {} of {all}), for {}",
            count(difference.fewer().into()),
            money(comparison.cost.mean)
        ),
        Verdict::Alike => format!("{name} cannot be told apart on average"),
        Verdict::TooFew => {
            format!(
                "of {name}, {all} are too few for a verdict ({FEWEST_FOR_VERDICT} are the fewest)"
            )
        }
    }
}

fn money(difference: f64) -> String {
    match difference {
        d if d > 0.0 => format!("{} more", pounds(d)),
        d if d < 0.0 => format!("{} less", pounds(-d)),
        _ => "the same money".to_owned(),
    }
}

/// How well the figures are known.
pub(super) fn sure(report: &Report, first: &Subject) -> String {
    let n = first.ensemble.replicates.len();
    let level = Level::of(first.ensemble).in_words();
    let base = match report.compared {
        Some(compared) => format!("{} {}", matched(compared, n), ranges(n, level)),
        None => ranges(n, level),
    };
    let (inside, all) = inside(&found());
    format!(
        "{base} Most effect sizes are assumed, and of {all} published figures about other roll-outs \
         {inside} lie inside what is simulated: read differences between plans, not dates."
    )
}

fn ranges(n: usize, level: &str) -> String {
    match n {
        1 => "One simulated future has no range.".to_owned(),
        n => format!("The ranges are those of {}, {level}.", futures(n)),
    }
}

fn matched(compared: &Compared, n: usize) -> String {
    let told = compared
        .comparisons
        .iter()
        .filter(|c| Verdict::of(&c.real_use.difference).is_told())
        .count();
    format!(
        "{} of {} mean differences can be told from luck: their 95\u{a0}% interval, from {}, does not \
         hold 0.",
        count(told as f64),
        count(compared.comparisons.len() as f64),
        matched_futures(n)
    )
}

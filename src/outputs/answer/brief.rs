//! Why, what to change, and how many differences are told, in a sentence each: for readers of the first
//! page.

use crate::outputs::about::About;
use crate::outputs::funnel::Funnel;
use crate::outputs::words::{count, each_in_pounds, futures, matched_futures, percent, pounds};
use crate::outputs::{Compared, Verdict};
use crate::results::{Comparison, Curves, Ensemble};
use crate::stats::paired::FEWEST_FOR_VERDICT;

/// Where most is lost, and what keeping going takes.
pub fn why(ensemble: &Ensemble, curves: &Curves) -> String {
    let name = &ensemble.scenario;
    let step = match Funnel::of(ensemble, ensemble.weeks).largest {
        Some(largest) if largest.holds() => format!(
            "In {name}, of the organisations that the project has reached most are lost {}, in {} of {}.",
            largest.in_words(),
            count(largest.futures as f64),
            futures(largest.all)
        ),
        Some(_) => format!("In {name}, which step loses most organisations depends on the future."),
        None => format!("In {name}, no organisation that was reached is lost."),
    };
    let kept = curves.mean_at_end("project.maintenance").filter(|(_, hours)| *hours > 0.0);
    let kept = kept.map(|(share, hours)| {
        format!(
            " On average, keeping launched organisations going takes {} of {} project hours a week at \
             the end.",
            percent(share),
            count(hours)
        )
    });
    step + &kept.unwrap_or_default()
}

/// What one plan says of changing it.
pub fn change_of_one() -> String {
    "One plan alone cannot say what a change would bring. Write the change as a second scenario; \
     `uptake compare` gives both the same luck and says what it reaches and costs."
        .to_owned()
}

/// What each of the other scenarios brings.
pub fn change(compared: &Compared) -> String {
    let base = compared.scenarios.first().map_or("the base", |base| &base.name);
    let each = compared.comparisons.iter().map(|c| option(c, compared));
    let each: Vec<String> = each.collect();
    format!("Beside {base}: {}.", each.join("; "))
}

/// "double-team reaches more on average (more in 100 of 100 matched futures), at £4,354 for each
/// extra organisation".
fn option(comparison: &Comparison, compared: &Compared) -> String {
    let about = About::compared(comparison, compared.ensembles);
    let extra = match about.filter(|about| about.of.is_some()) {
        Some(about) => format!("one of the {}", about.noun),
        None => "organisation".to_owned(),
    };
    let difference = &comparison.real_use.difference;
    let name = &comparison.scenario;
    let all = matched_futures(difference.replicates as usize);
    match Verdict::of(difference) {
        Verdict::More => format!(
            "{name} reaches more on average (more in {} of {all}), at {} for each extra {extra}",
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

/// "1 of 2 mean differences can be told from luck …".
pub fn told(compared: &Compared) -> String {
    let all = &compared.comparisons;
    let is_told = |c: &&Comparison| Verdict::of(&c.real_use.difference).is_told();
    let n = all.first().map_or(0, |c| c.real_use.difference.replicates);
    format!(
        "{} of {} mean differences can be told from luck: their 95\u{a0}% interval, from {}, does not \
         hold 0.",
        count(all.iter().filter(is_told).count() as f64),
        count(all.len() as f64),
        matched_futures(n as usize)
    )
}

//! The chart `seek`: how often each plan that was judged meets the goal, and what it costs.

use super::{Seeking, answer};
use crate::outputs::charts::{Chart, ChartError, Spot, spots};
use crate::outputs::document::Frame;
use crate::outputs::words::pounds;
use crate::results::seek::Standing;
use crate::stats::chance::{at_least, at_most};

/// Chance that a line leaves out on each side.
const SIDE: f64 = 0.05;

pub(super) fn frontier(seeking: &Seeking, options: &Frame) -> Result<Chart, ChartError> {
    let (found, scenario) = (seeking.found, seeking.scenario);
    let on_line = found.frontier();
    let within = found.options.first().is_some_and(|o| o.judged.standing != Standing::Denied);
    let all: Vec<Spot> = found
        .options
        .iter()
        .enumerate()
        .map(|(i, option)| {
            let (met, futures) = (option.judged.met, option.judged.futures);
            Spot {
                name: seeking.name(option),
                across: option.judged.cost[0],
                up: 100.0 * option.judged.share(),
                range: (100.0 * at_least(met, futures, SIDE), 100.0 * at_most(met, futures, SIDE)),
                on_line: on_line.contains(&i),
                marked: i == 0 && within,
            }
        })
        .collect();
    let message = match found.options.first() {
        Some(first) if found.within_reach && within => format!(
            "{} meets the goal in {} futures, for {} on average",
            seeking.name(first).replace(" + ", ", "),
            answer::met(&first.judged),
            pounds(first.judged.cost[0])
        ),
        Some(first) => format!(
            "No plan meets the goal in {}; the most is {}",
            answer::of_100(found.chance),
            answer::met(&first.judged)
        ),
        None => String::new(),
    };
    let title = if scenario.title.is_empty() { &scenario.name } else { &scenario.title };
    let chart = spots(
        "seek",
        title,
        (
            &message,
            &format!(
                "Goal: {}. Mean cost, and how many of 100 futures that the search had not seen meet the \
                 goal. Line: what nothing cheaper outdoes. Upright lines: where the share in many more \
                 futures may lie (90 in 100).",
                answer::goals(seeking)
            ),
        ),
        ("Futures of 100 that meet the goal", "Mean cost of the plan"),
        (&all, Some((100.0 * found.chance, "wanted"))),
    )?;
    Ok(Chart { table: options.table(), ..chart })
}

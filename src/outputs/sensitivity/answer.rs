//! The answer in three paragraphs, each made of figures of `sensitivity.csv`.

use super::data::share;
use super::{Analysed, Way};
use crate::outputs::study::cell_in_words;
use crate::outputs::words::{count, futures, matched_futures, percent};
use crate::results::sensitivity::{Found, Swing, Swings};
use crate::scenario::describe;

/// Parameters named in one sentence.
const NAMED: usize = 5;
/// Parameters of which the figures are said.
const SAID: usize = 3;

/// What matters most and which way; how much is luck; what cannot be told from luck.
pub(super) fn sensitivity_answer(analysed: &Analysed) -> [String; 3] {
    [matters(analysed), luck(analysed), not_told(analysed)]
}

/// What the columns of the table mean.
pub(super) fn how_analysed(analysed: &Analysed) -> String {
    match analysed.found {
        Found::Morris(_) => format!(
            "μ* is the mean change of the average for a step across a parameter's whole range (without its \
             sign), ± what trajectories and luck leave open of it (95 in 100; what luck adds to changes \
             without a sign is within it), μ the mean change with its sign, and σ how much it depends on \
             the others and on luck; all in {}.",
            in_words(analysed)
        ),
        Found::Sobol(shares) => format!(
            "First: share of the variance that a parameter explains alone; total: with all that it \
             takes part in. Both are of what is not luck; in brackets 95 in 100, from {} independent \
             scrambles. “Cannot be told”: luck leaves any share possible.",
            shares.scrambles
        ),
        Found::Tornado { .. } => format!(
            "The mean change in {}, in matched futures, when one parameter moves from the base to that \
             value and nothing else does; ± is what luck leaves open of it (95 in 100).",
            in_words(analysed)
        ),
    }
}

fn in_words(analysed: &Analysed) -> &'static str {
    match analysed.unit() {
        "" => "numbers",
        unit => unit,
    }
}

fn matters(analysed: &Analysed) -> String {
    let (all, told) = (analysed.study.parameters.len(), analysed.told());
    let (subject, of) = (analysed.subject(), parameters(all));
    if told.is_empty() {
        return format!(
            "Of {of}, none can be told from luck in what it does to {subject}, in this model."
        );
    }
    let order = analysed.order();
    let said: Vec<String> = order
        .iter()
        .filter(|(_, told)| *told)
        .take(SAID)
        .enumerate()
        .map(|(place, (which, _))| effect(analysed, *which, place == 0))
        .collect();
    let n = count(told.len() as f64);
    let head = match analysed.found {
        Found::Sobol(_) => {
            format!("Of {of}, {n} can be told to explain something of what varies in {subject}")
        }
        _ => format!("Of {of}, {n} can be told from luck in what they do to {subject}"),
    };
    format!("{head}, in this model. {}.", said.join("; "))
}

fn parameters(n: usize) -> String {
    match n {
        1 => "one parameter".to_owned(),
        n => format!("{} parameters", count(n as f64)),
    }
}

/// "Most comes from use.curiosity: 2.9 ± 2 percentage points on average across its range, more with
/// a higher value".
fn effect(analysed: &Analysed, which: usize, first: bool) -> String {
    let lead = if first { "Most comes from" } else { "then from" };
    let key = analysed.key(which);
    let figures = match analysed.found {
        Found::Morris(found) => {
            let effects = found.iter().find(|s| s.parameter == which).map(|s| {
                let change = analysed.with_half_width(s.effects.mu_star, s.effects.half_width);
                let steps = count(s.effects.effects as f64);
                format!("{} across its range, the mean of {steps} steps", analysed.in_unit(&change))
            });
            effects.unwrap_or_default()
        }
        Found::Sobol(shares) => {
            let (alone, total) = shares.indices[which];
            let alone = match alone.cannot_be_told_from_zero() {
                true => {
                    "of the variance that is not luck, a share that cannot be told alone".to_owned()
                }
                false => format!("{} of the variance that is not luck alone", share(alone)),
            };
            format!("{alone}, {} with all that it takes part in", share(total))
        }
        Found::Tornado { swings, .. } => {
            let own = swings.iter().find(|s| s.parameter == which);
            own.map_or(String::new(), |s| ends(analysed, s))
        }
    };
    let what = what_it_is(analysed, which);
    format!("{lead} {key}{what}: {figures}{}", way_in_words(analysed.way(which)))
}

/// " (share of those invited who attend)", as the note of the parameter has it.
fn what_it_is(analysed: &Analysed, which: usize) -> String {
    let parameter = analysed.parameter(which);
    let noted = describe(parameter.keys.first().unwrap_or(&parameter.key)).ok();
    let prose = noted.map_or(String::new(), |noted| noted.prose);
    // The first sentence, without its capital unless that is the whole word.
    let prose = prose.split(". ").next().unwrap_or("").trim_end_matches('.');
    let mut letters = prose.chars();
    match (letters.next(), letters.as_str()) {
        (None, _) => String::new(),
        (Some(first), rest) if rest.starts_with(char::is_lowercase) => {
            format!(" ({}{rest})", first.to_lowercase())
        }
        _ => format!(" ({prose})"),
    }
}

/// "−3.1 ± 0.4 at 0.2 and +2.2 ± 0.5 percentage points at 0.9".
fn ends(analysed: &Analysed, swings: &Swings) -> String {
    let by = |a: &&Swing, b: &&Swing| a.mean.total_cmp(&b.mean);
    let ends = [swings.levels.iter().min_by(by), swings.levels.iter().max_by(by)];
    let mut ends: Vec<&Swing> = ends.into_iter().flatten().collect();
    ends.dedup();
    let each = ends.iter().map(|end| {
        let change = analysed.signed_with_half_width(end.mean, end.half_width);
        format!("{} at {}", analysed.in_unit(&change), cell_in_words(Some(&end.cell)))
    });
    each.collect::<Vec<_>>().join(" and ")
}

fn way_in_words(way: Way) -> &'static str {
    match way {
        Way::More => ", more with a higher value",
        Way::Less => ", less with a higher value",
        Way::Depends => ", now more and now less with a higher value",
        Way::Unknown => "",
    }
}

/// How much luck does.
fn luck(analysed: &Analysed) -> String {
    let replicates = analysed.plan.replicates as usize;
    match analysed.found {
        Found::Morris(found) => {
            let halves = found.iter().filter_map(|s| s.effects.half_width);
            format!(
                "With {} at each of {} points, luck and the choice of points leave ± {} open of a μ*.",
                matched_futures(replicates),
                count(analysed.plan.points.into()),
                between_halves(analysed, halves)
            )
        }
        Found::Sobol(shares) => {
            let luck = (shares.noise_share * 100.0).round() / 100.0;
            format!(
                "Luck is {} of the variance of one simulated future; the parameters make the other {}, \
                 over {} points with {} each. Shares have no direction: --method tornado shows it.",
                percent(shares.noise_share),
                percent(1.0 - luck),
                count(analysed.plan.points.into()),
                futures(replicates)
            )
        }
        Found::Tornado { base, swings } => {
            let halves = swings.iter().flat_map(|s| s.levels.iter().filter_map(|l| l.half_width));
            format!(
                "The base has {} on average ({}); in {} luck leaves ± {} open of a change.",
                analysed.level(*base),
                analysed.subject(),
                matched_futures(replicates),
                between_halves(analysed, halves)
            )
        }
    }
}

/// "0.5 to 2.1 percentage points".
fn between_halves(analysed: &Analysed, halves: impl Iterator<Item = f64>) -> String {
    let (least, most) = halves.fold((f64::INFINITY, 0.0f64), |(a, b), h| (a.min(h), b.max(h)));
    let (least, most) = (analysed.plain(least.min(most)), analysed.plain(most));
    let range = if least == most { most } else { format!("{least} to {most}") };
    analysed.in_unit(&range)
}

/// What cannot be told from luck.
fn not_told(analysed: &Analysed) -> String {
    let order = analysed.order();
    let not: Vec<&str> =
        order.iter().filter(|(_, told)| !told).map(|(which, _)| analysed.key(*which)).collect();
    let all = parameters(order.len());
    let more = match analysed.found {
        Found::Morris(_) => "more --replicates and --trajectories",
        Found::Sobol(_) => "more --rows or --replicates",
        Found::Tornado { .. } => "more --replicates",
    };
    match &not[..] {
        [] => format!(
            "All of {all} can be told from luck. How far each was moved is itself assumed: with \
             other ranges the order may be another."
        ),
        names => {
            let named = match names.len() {
                n if n <= NAMED => names.join(", "),
                n => {
                    format!("{} and {} more", names[..NAMED].join(", "), count((n - NAMED) as f64))
                }
            };
            format!(
                "{} of {all} cannot be told from luck ({named}). That is no sign that they do nothing: \
                 {more} would show smaller effects; and with other ranges, which are assumed, the order \
                 may be another.",
                count(names.len() as f64)
            )
        }
    }
}

/// What an analysis rests on, and what its method can and cannot say.
pub(super) fn caveats(analysed: &Analysed) -> Vec<String> {
    let method = match analysed.found {
        Found::Morris(_) => {
            "Elementary effects find which parameters matter; they do not say how much of what is not \
             known is due to each. `--method sobol` does, for the few that matter."
        }
        Found::Sobol(_) => {
            "Shares of the variance say how much of what varies is due to each parameter, not which way it \
             works, and only those that were chosen share in it; the others stood still."
        }
        Found::Tornado { .. } => {
            "One parameter moved at a time, all others as in the base: what two do together is not in it."
        }
    };
    let moved = "What matters depends on how far each parameter was moved, and most of those ranges are \
                 assumed: a parameter that is known exactly cannot matter, and one moved further matters \
                 more. It also depends on the plan: what binds here may not bind elsewhere.";
    vec![moved.to_owned(), method.to_owned()]
}

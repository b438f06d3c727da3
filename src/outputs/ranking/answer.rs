//! The answer of a ranking in plain sentences.

use super::Ranked;
use crate::outputs::words::{capital, count, matched_futures, pounds};
use crate::results::ranking::{Bought, Rated, Table};
use crate::stats::paired::FEWEST_FOR_VERDICT;

/// Names in one sentence.
const NAMED: usize = 5;

/// Three paragraphs: which lever is the best use of the money, the best mix, and which levers do
/// something by themselves.
pub(super) fn ranking_answer(ranked: &Ranked) -> [String; 3] {
    [best_use(ranked), best_mix(ranked), alone(ranked)]
}

fn best_use(ranked: &Ranked) -> String {
    let (found, table) = (ranked.found, &ranked.found.equal);
    let money = pounds(found.money);
    let Some(first) = table.rated.first() else {
        return "No lever was ranked.".to_owned();
    };
    if found.draws < FEWEST_FOR_VERDICT {
        return format!(
            "{} too few to tell levers apart ({FEWEST_FOR_VERDICT} are the fewest: --draws): the tables \
             hold what was seen.",
            match found.draws {
                1 => "One draw of the parameters is".to_owned(),
                n => format!("{} draws of the parameters are", count(n.into())),
            }
        );
    }
    if !table.told[0] {
        return format!(
            "For {money} by {}, no lever can be told from doing nothing in this model.",
            ranked.when()
        );
    }
    let together: Vec<String> = in_group(table, 1).map(Rated::name).collect();
    let others = match together.len() {
        1 => "no other lever comes close enough to be confused with it".to_owned(),
        n if n <= NAMED + 1 => format!("it cannot be told apart from {}", listed(&together[1..])),
        n => format!("it cannot be told apart from {} others", count((n - 1) as f64)),
    };
    format!(
        "For {money} by {}, {} brings most in this model: {} ({}, {}); {others}. {}.",
        ranked.when(),
        dosed(first),
        gain(ranked, first),
        ranked.unit_in_words(),
        agreed(first),
        capital(&within(ranked, first))
    )
}

/// "13 % of a full dose of payment (132 pounds) and 4.2 more hours a week".
fn dosed(rated: &Rated) -> String {
    let one = |b: &Bought| match (b.dose, b.unit) {
        (dose, _) if (dose - 1.0).abs() < 1e-9 => b.name.clone(),
        (dose, "share") => format!("{:.0} % of a full dose of {}", 100.0 * dose, b.name),
        (dose, unit) => format!(
            "{:.0} % of a full dose of {} ({:.0} {unit})",
            100.0 * dose,
            b.name,
            b.intensity
        ),
    };
    let hours = (rated.hours >= 0.05).then(|| format!("{:.1} more hours a week", rated.hours));
    let all: Vec<String> = rated.bought.iter().map(one).chain(hours).collect();
    if all.is_empty() { "nothing".to_owned() } else { all.join(" and ") }
}

fn best_mix(ranked: &Ranked) -> String {
    let found = ranked.found;
    let best = &found.mixes[found.best.mix];
    let hours = &found.mixes[2];
    if found.best.steps.is_empty() {
        return format!(
            "No mix of levers was found that betters spending the money on more hours alone by {} or \
             more: {} for {} ({}).",
            difference(ranked),
            gain(ranked, hours),
            pounds(hours.cost.mean),
            agreed(hours)
        );
    }
    let settled = found.best.steps.iter().filter(|(_, settled)| *settled).count();
    let sure = if settled == found.best.steps.len() {
        String::new()
    } else {
        format!(
            " In {} of {} steps the draws ran out before one mix alone was left, and the largest mean \
             was kept: more --draws, or a larger --indifference, would settle it.",
            found.best.steps.len() - settled,
            found.best.steps.len()
        )
    };
    format!(
        "The best mix that was found is {}: {} on futures that the search had not seen ({}), for {} on \
         average: {}. The same money on more hours alone brings {}.{sure}",
        dosed(best),
        gain(ranked, best),
        agreed(best),
        pounds(best.cost.mean),
        within(ranked, best),
        gain(ranked, hours)
    )
}

fn alone(ranked: &Ranked) -> String {
    let table = &ranked.found.alone;
    let told: Vec<(&Rated, bool)> =
        table.rated.iter().zip(table.told.iter().copied()).filter(|(_, told)| *told).collect();
    let helps: Vec<String> =
        told.iter().filter(|(r, _)| r.gain.mean > 0.0).map(|(r, _)| r.name()).collect();
    let harms: Vec<String> =
        told.iter().filter(|(r, _)| r.gain.mean < 0.0).map(|(r, _)| r.name()).collect();
    let all = table.rated.len();
    let harm = match harms.len() {
        0 => String::new(),
        _ => format!(" It takes more than it brings with {}.", few(&harms)),
    };
    let help = match helps.len() {
        0 if ranked.found.draws < FEWEST_FOR_VERDICT => {
            "the draws are too few to tell what brings anything".to_owned()
        }
        0 => format!("none of {all} levers can be told to bring anything"),
        n => format!("{n} of {all} can be told to bring something: {}", few(&helps)),
    };
    format!(
        "Pulled one at a time at full dose, as far as the plan's own money goes, its hours found by the \
         present team, {help}.{harm} All sizes \
         of their effects are assumed."
    )
}

/// How the tables were made.
pub(super) fn how_ranked(ranked: &Ranked) -> String {
    format!(
        "Gains are in {}, over {}. Mean gain: ± is 95 in 100, its unit the draw of the parameters. “More \
         in”: futures with a gain; “dearer in”: futures in which it costs more than the money of the \
         question. Range: 90 of 100 futures. Each: mean extra cost over mean extra \
         organisations in real use, with its interval (Fieller; 95 in 100; open: it may be anything). \
         Secondment costs the project nothing, since partners pay it. Levers of one \
         group cannot be told from its first (paired t tests, Holm's correction, 1 in 100 wrong over all \
         of them); ○: cannot be told from doing nothing.",
        ranked.unit_in_words(),
        ranked.futures_in_words()
    )
}

fn in_group(table: &Table, number: u32) -> impl Iterator<Item = &Rated> {
    table.rated.iter().zip(&table.group).filter(move |(_, g)| **g == number).map(|(r, _)| r)
}

/// "+5.2 on average (95 in 100: +4.1 to +6.3)".
fn gain(ranked: &Ranked, rated: &Rated) -> String {
    let (gains, gain) = (ranked.gains(), &rated.gain);
    let known = gain.half_width.map_or(String::new(), |half| {
        let (low, high) = (gains.signed(gain.mean - half), gains.signed(gain.mean + half));
        format!(" (95\u{a0}in\u{a0}100: {low} to {high})")
    });
    format!("{} on average{known}", gains.signed(gain.mean))
}

/// "it costs more than £30,000 in 12 of 64 matched futures, at most £32,100".
fn within(ranked: &Ranked, rated: &Rated) -> String {
    let (over, most) = rated.over(ranked.found.money);
    let (money, all) = (pounds(ranked.found.money), matched_futures(rated.costs.len()));
    match over {
        0 => format!("it stays within {money} in every one of {all}"),
        over => format!(
            "it costs more than {money} in {} of {all}, at most {}",
            count(over.into()),
            pounds(most)
        ),
    }
}

fn difference(ranked: &Ranked) -> String {
    format!("{} {}", ranked.gains().plain(ranked.found.indifference), ranked.gains().scale().1)
}

fn agreed(rated: &Rated) -> String {
    let all = matched_futures(rated.gain.replicates as usize);
    format!("more in {} of {all}", count(rated.gain.more.into()))
}

fn few(names: &[String]) -> String {
    if names.len() <= NAMED {
        return listed(names);
    }
    format!("{} and {} more", names[..NAMED].join(", "), names.len() - NAMED)
}

fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

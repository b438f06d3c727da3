//! `uptake value DIR`: which option, what may be regretted, what is worth finding out first.

use uptake::experiments::study::decisions::{Column, Decision, NetBenefit, NoDecision, decide};
use uptake::measures::Unit;
use uptake::outputs::document::{Block, Cell, Document, Frame};
use uptake::outputs::study::{Plan, cell_in_words, scale, three_digits};
use uptake::outputs::words::count;
use uptake::scenario::study::Luck;
use uptake::stats::information::Worth;
use uptake::stats::paired::FEWEST_FOR_VERDICT;
use uptake::store::StudyFolder;

use crate::cli::args::{Format, Value};
use crate::cli::exit::{Exit, Failure};
use crate::cli::study::{self, analysis};
use crate::cli::tables::show_document;
use crate::cli::terminal::Terminal;
use uptake::outputs::answer::month;

/// What is taken off a worth in pounds.
const COST: &str = "project.spend";

/// Hold the options of a study against each other.
pub fn run(args: &Value, terminal: Terminal) -> Result<(), Failure> {
    let folder = StudyFolder::open(&args.folder).map_err(Failure::store)?;
    let plan = study::planned(&folder)?;
    let (position, gain) = analysis::column(&plan, args.measure.as_deref(), args.week)?;
    let values = analysis::values(&folder, &plan, position)?;
    analysis::say_gaps(&plan, &values, gain, terminal)?;
    let less = analysis::less_is_better(gain.measure, args.better)?;
    if args.worth.is_some() && gain.measure.name == COST {
        return Err(Failure::runtime(format!(
            "--worth takes {COST} off what is gained, and cannot gain it"
        ))
        .with_exit(Exit::Flags)
        .with_help("leave --worth out, or name what is gained: --measure"));
    }
    let cost = match args.worth {
        Some(_) => {
            let (position, _) = analysis::column(&plan, Some(COST), Some(gain.week))?;
            Some(analysis::values(&folder, &plan, position)?)
        }
        None => None,
    };
    // One percentage point of a share, or one thing.
    let per_unit = if gain.measure.unit == Unit::Share { 100.0 } else { 1.0 };
    let worth = args.worth.zip(cost.as_ref()).map(|(worth, cost)| (worth * per_unit, cost));
    let columns: Vec<Column> = plan
        .parameters
        .iter()
        .map(|p| Column { key: p.key.clone(), decision: p.decision })
        .collect();
    let points = analysis::points(&folder, &plan)?;
    let benefit = NetBenefit { gain: &values, worth, less };
    let shared = plan.luck == Luck::Matched.name();
    let found = decide(&columns, &points, benefit, shared).map_err(nothing)?;
    let (times, unit) = match args.worth {
        Some(_) => (1.0, "pounds"),
        None => scale(gain.measure),
    };
    // Without a price an option brings the measure itself, which is held the other way round where
    // less of it is better.
    let sign = if less && args.worth.is_none() { -1.0 } else { 1.0 };
    let of = match args.worth {
        Some(worth) => format!(
            "worth of {}{} in {} at £{} for each {}, less {COST}",
            if less { "less " } else { "" },
            gain.measure.name,
            month(gain.date),
            count(worth),
            if per_unit > 1.0 { "percentage point" } else { "one" }
        ),
        None if less => format!("{} in {}, less being better", gain.measure.name, month(gain.date)),
        None => format!("{} in {}", gain.measure.name, month(gain.date)),
    };
    for (p, key) in found.partial.iter().zip(uncertain(&plan)) {
        if p.is_none() {
            terminal.warn(&format!(
                "{key} is left out of what is worth knowing: it does not vary, or some points keep \
                 several values of the base"
            ));
        }
    }
    let own = folder.own().map_err(Failure::store)?;
    let mut document = document(&found, &plan, (times, unit, sign), &of);
    for file in document.files().map_err(Failure::runtime)? {
        own.write(&file.name, &file.bytes).map_err(Failure::store)?;
    }
    show_document(&document, "", Format::Text, terminal)?;
    let name = folder.path().display();
    terminal.say(&format!("Results: {name}/regret.csv, {name}/value.csv"));
    let first = found.partial.iter().zip(uncertain(&plan));
    let most = first
        .filter_map(|(p, key)| Some((p.as_ref()?, key)))
        .filter(|(p, _)| !p.cannot_be_told_from_zero())
        .max_by(|a, b| a.0.high.total_cmp(&b.0.high));
    terminal.say(&match most {
        Some((_, key)) => format!("Next: uptake describe {key} says what is known of it."),
        None => format!(
            "Next: uptake discover {name} finds the conditions under which a goal is missed."
        ),
    });
    Ok(())
}

fn nothing(error: NoDecision) -> Failure {
    let help = match error {
        NoDecision::OneOption => {
            "mark what can be decided in the study: [parameters.\"team.facilitators.count\"] with \
             values = [1, 2, 4] and decision = true"
        }
        NoDecision::OneState => {
            "a design kind = \"sobol\" or \"lhs\" crosses decisions with draws of what is not known"
        }
    };
    Failure::runtime(error).with_exit(Exit::Invalid).with_help(help)
}

/// Paths of what is not decided.
fn uncertain(plan: &Plan) -> impl Iterator<Item = &str> {
    plan.parameters.iter().filter(|p| !p.decision).map(|p| p.key.as_str())
}

/// An option in words: `team.facilitators.count = 4, policy.order = random`.
fn option(found: &Decision, plan: &Plan, which: usize) -> String {
    let decided = plan.parameters.iter().filter(|p| p.decision);
    let cells = found.options.get(which).into_iter().flatten();
    let parts: Vec<String> = decided
        .zip(cells)
        .map(|(p, cell)| format!("{} = {}", p.key, cell_in_words(cell.as_ref())))
        .collect();
    parts.join(", ")
}

/// `6 of 8 states`: few states are counted, since a percentage would hide how few they are.
fn best_in(share: f64, states: usize) -> String {
    let all = states as f64;
    format!("{} of {} states", count(share * all), count(all))
}

/// The answer, what each option brings and leaves to regret, and what is worth finding out first.
fn document(
    found: &Decision,
    plan: &Plan,
    (times, unit, sign): (f64, &str, f64),
    of: &str,
) -> Document {
    let best = &found.regret[found.best];
    let answer = format!(
        "Best on average over {} states of the world: {}. It brings {} ({unit}; {of}). {} By the mean of \
         the futures of each state it is the best option, or as good as the best, in {}, and forgoes {} \
         at most.",
        count(found.states as f64),
        option(found, plan, found.best),
        three_digits(sign * times * best.mean),
        ties(found, plan),
        best_in(best.share_best, found.states),
        three_digits(times * best.greatest_regret)
    );
    let known = format!(
        "{} Knowing one parameter alone (in which of {} groups of its values it lies):",
        everything(&found.evpi, (times, unit)),
        found.groups
    );
    let regret = regret(found, plan, times, sign);
    let mut partial: Vec<(&str, &Worth)> = found
        .partial
        .iter()
        .zip(uncertain(plan))
        .filter_map(|(worth, key)| Some((key, worth.as_ref()?)))
        .collect();
    let everything = ("everything", &found.evpi);
    let value = worths(std::iter::once(everything).chain(partial.iter().copied()), times);
    let doubt = |worth: &Worth| worth.cannot_be_told_from_zero();
    partial.sort_by(|a, b| doubt(a.1).cmp(&doubt(b.1)).then(b.1.high.total_cmp(&a.1.high)));
    let body = vec![
        regret.block(usize::MAX),
        Block::Words(known),
        worths(partial, times).block(usize::MAX),
    ];
    Document { answer: vec![answer], frames: vec![regret, value], body, ..Document::default() }
}

fn regret(found: &Decision, plan: &Plan, times: f64, sign: f64) -> Frame {
    let figure = |x: f64| Cell::digits(x).shown(three_digits(times * x));
    let mut rows = Frame::of(
        "regret",
        "What each option brings, and what may be regretted of it",
        found.regret.iter().enumerate().collect(),
    )
    .seen("option", |(i, _)| option(found, plan, *i));
    for (place, p) in plan.parameters.iter().filter(|p| p.decision).enumerate() {
        rows = rows.column(&p.key, |(i, _)| {
            let cell = &found.options[*i][place];
            Cell::written(cell.as_ref().map_or(String::new(), |cell| cell.plain()), "")
        });
    }
    rows.headed("mean", "mean", |(_, r)| figure(sign * r.mean))
        .headed("worst", "worst", |(_, r)| figure(sign * r.worst))
        .headed("mean_regret", "mean regret", |(_, r)| figure(r.mean_regret))
        .headed("p95_regret", "95 in 100", |(_, r)| figure(r.p95_regret))
        .headed("greatest_regret", "most", |(_, r)| figure(r.greatest_regret))
        .headed("share_best", "best in", |(_, r)| {
            Cell::digits(r.share_best).shown(best_in(r.share_best, found.states))
        })
        .frame()
}

fn worths<'a>(rows: impl IntoIterator<Item = (&'a str, &'a Worth)>, times: f64) -> Frame {
    let between = |(low, high): (f64, f64)| {
        format!("{} to {}", three_digits(times * low), three_digits(times * high))
    };
    Frame::of("value", "What knowing a parameter is worth", rows.into_iter().collect())
        .headed("parameter", "parameter", |(key, _): &(&str, &Worth)| Cell::text(*key))
        .seen("worth", |(_, w)| between((w.low.unwrap_or(0.0), w.high)))
        .column("low", |(_, w)| Cell::digits(w.low))
        .column("high", |(_, w)| Cell::digits(w.high))
        .seen("95 in 100", |(_, w)| w.interval.map_or("–".to_owned(), between))
        .column("interval_low", |(_, w)| Cell::digits(w.interval.map(|(low, _)| low)))
        .column("interval_high", |(_, w)| Cell::digits(w.interval.map(|(_, high)| high)))
        .headed("told_from_zero", "told from 0", |(_, w)| Cell::flag(!w.cannot_be_told_from_zero()))
        .frame()
}

/// Which options cannot be told from the best.
fn ties(found: &Decision, plan: &Plan) -> String {
    let few = found.states < FEWEST_FOR_VERDICT as usize;
    let all = found.options.len() - 1;
    match &found.as_good[..] {
        _ if few => format!(
            "{} states are too few to tell options apart ({FEWEST_FOR_VERDICT} are the fewest).",
            count(found.states as f64)
        ),
        [] => "All others can be told from it on average.".to_owned(),
        some if some.len() == all && all > 1 => {
            format!("None of the other {all} options can be told from it on average.")
        }
        some => {
            let names: Vec<String> = some.iter().map(|&o| option(found, plan, o)).collect();
            format!("It cannot be told on average from {}.", names.join("; "))
        }
    }
}

/// What knowing the state would be worth.
fn everything(evpi: &Worth, (times, unit): (f64, &str)) -> String {
    let said = |x: f64| three_digits(times * x);
    let n = evpi.states as f64;
    if evpi.high <= 0.0 {
        return format!(
            "In none of {} states was another option better by the mean of its futures, so knowing the \
             state before choosing would have changed nothing that was seen; where fewer than about 1 in \
             {} states differ, that would hardly be seen.",
            count(n),
            count((n / 3.0).max(1.0))
        );
    }
    let (Some(low), Some((from, to))) = (evpi.low, evpi.interval) else {
        return format!(
            "Knowing the state before choosing would be worth at most {} ({unit}); single futures cannot \
             tell luck from state, so it may be nothing.",
            said(evpi.high)
        );
    };
    let doubt = match evpi.cannot_be_told_from_zero() {
        true if evpi.states < FEWEST_FOR_VERDICT as usize => ": too few states for a verdict",
        true => ", so it cannot be told from 0",
        false => "",
    };
    format!(
        "Knowing the state before choosing would be worth between {} and {} ({unit}), since luck within \
         the states leaves it between the two; with what states and luck leave open, {} to {} (95 in \
         100){doubt}.",
        said(low),
        said(evpi.high),
        said(from),
        said(to)
    )
}

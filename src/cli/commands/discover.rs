//! `uptake discover DIR`: under which conditions a goal is missed.

use uptake::experiments::study::discovery::{Bounds, Condition, Discovery, Part, discover};
use uptake::outputs::charts::{Bar, Bars, Chart, ChartError, Table, bars};
use uptake::outputs::study::{Plan, cell_in_words, plain_table, six_digits};
use uptake::outputs::words::{count, percent};
use uptake::stats::prim::Search;
use uptake::store::{OwnStudy, StudyFolder};

use crate::cli::args::Discover;
use crate::cli::exit::{Exit, Failure};
use crate::cli::results::pictures;
use crate::cli::study::{self, analysis};
use crate::cli::terminal::Terminal;
use uptake::outputs::answer::{goal_in_words, month};

/// A condition that chance would bring about more often than this is told with a doubt.
const DOUBTFUL: f64 = 0.05;
/// Parts of the path that are shown, about.
const SHOWN: usize = 6;

/// Search the points of a study.
pub fn run(args: &Discover, terminal: Terminal) -> Result<(), Failure> {
    let folder = StudyFolder::open(&args.folder).map_err(Failure::store)?;
    let plan = study::planned(&folder)?;
    let goal = plan.threshold.as_ref();
    let name = args.measure.as_deref().or(goal.map(|goal| goal.measure.as_str()));
    let week = args.week.or(goal.map(|goal| goal.week));
    let (position, column) = analysis::column(&plan, name, week)?;
    let own = goal.filter(|g| g.measure == column.measure.name && g.week == column.week);
    let (bound, is_above) = match (args.below, args.above, own) {
        (Some(x), _, _) => (x, false),
        (_, Some(x), _) => (x, true),
        (_, _, Some(goal)) => (goal.at_least, false),
        _ => {
            return Err(Failure::runtime("the study has no goal that could be missed")
                .with_exit(Exit::Invalid)
                .with_help("say what counts as a miss: --below 0.3, or [threshold] in the study"));
        }
    };
    if let Some((flag, level)) =
        args.below.map(|x| ("--below", x)).or(args.above.map(|x| ("--above", x)))
    {
        analysis::check_level(flag, column.measure, level)?;
    }
    // In the precision in which values are kept.
    let bound = f64::from(bound as f32);
    let misses = |x: f64| if is_above { x > bound } else { x < bound };
    let values = analysis::values(&folder, &plan, position)?;
    analysis::say_gaps(&plan, &values, column, terminal)?;
    let points = analysis::points(&folder, &plan)?;
    let search = Search { density: args.density, least_mass: args.least, ..Search::default() };
    let when = month(column.date);
    let aim = if is_above {
        format!("at most {} by {when}", goal_in_words(bound, column.measure))
    } else {
        format!("{} by {when}", goal_in_words(bound, column.measure))
    };
    let drawn = matches!(plan.design.as_str(), "lhs" | "sobol");
    let Some(found) = discover(&points, &values, misses, drawn, search) else {
        return terminal.prose(&format!("The goal ({aim}) is missed in no simulated future."));
    };
    for &p in &found.left_out {
        let key = plan.parameters.get(p).map_or("", |p| p.key.as_str());
        terminal.warn(&format!("{key} is left out: some points keep several values of the base"));
    }
    let own = folder.own().map_err(Failure::store)?;
    write(&own, &found, &plan)?;
    let shown = shown(&found, &plan);
    for picture in pictures(trade_off(&plan, &found, &shown, &aim).map_err(Failure::runtime)?)
        .map_err(Failure::runtime)?
    {
        own.write(&picture.name, &picture.bytes).map_err(Failure::store)?;
    }
    for paragraph in answer(&found, &aim, &plan, args) {
        terminal.prose(&paragraph)?;
    }
    terminal.prose("\nSmaller parts are missed more often and hold fewer of the misses:")?;
    let headings = ["where", "missed in", "of all misses", "points"];
    terminal.data(&analysis::laid_out(&headings, &shown, terminal.width()))?;
    let name = folder.path().display();
    terminal.say(&format!("Results: {name}/discover.csv, {name}/trade_off.svg"));
    terminal.say(&format!(
        "Next: look at {name}/discover.csv for wider and narrower parts; --density and --least choose \
         among them."
    ));
    Ok(())
}

/// The conditions of a part in words, each with its chance.
fn conditions(part: &Part, plan: &Plan) -> Vec<(String, f64)> {
    let one = |c: &Condition| {
        let key = plan.parameters.get(c.parameter).map_or("", |p| p.key.as_str());
        let words = match &c.bounds {
            Bounds::Between(low @ Some(_), high @ Some(_)) => {
                let (low, high) = (cell_in_words(low.as_ref()), cell_in_words(high.as_ref()));
                format!("{key} between {low} and {high}")
            }
            Bounds::Between(low @ Some(_), None) => {
                format!("{key} at least {}", cell_in_words(low.as_ref()))
            }
            Bounds::Between(None, high @ Some(_)) => {
                format!("{key} at most {}", cell_in_words(high.as_ref()))
            }
            Bounds::Between(None, None) => key.to_owned(),
            Bounds::Is(cell) => format!("{key} is {}", cell_in_words(Some(cell))),
            Bounds::IsNot(cell) => format!("{key} is not {}", cell_in_words(Some(cell))),
        };
        (words, c.chance)
    };
    part.conditions.iter().map(one).collect()
}

/// "joining.base at most −1.2 and skill.attend at least 0.4"; "everywhere" without any.
fn in_words(part: &Part, plan: &Plan) -> String {
    let words: Vec<String> = conditions(part, plan).into_iter().map(|(words, _)| words).collect();
    if words.is_empty() { "everywhere".to_owned() } else { words.join(" and ") }
}

/// Some parts of the path, the first and the last among them: where, density, coverage, points.
fn shown(found: &Discovery, plan: &Plan) -> Vec<Vec<String>> {
    some(&found.path)
        .map(|part| {
            vec![
                in_words(part, plan),
                percent(part.density),
                percent(part.coverage),
                format!("{} of {}", count(part.cases as f64), count(found.points as f64)),
            ]
        })
        .collect()
}

fn some(path: &[Part]) -> impl Iterator<Item = &Part> {
    let every = path.len().saturating_sub(1).div_ceil(SHOWN).max(1);
    let last = path.len().saturating_sub(1);
    path.iter().enumerate().filter(move |(i, _)| i % every == 0 || *i == last).map(|(_, p)| p)
}

/// The chart `trade_off`: of each part of the path how often the goal is missed, and how many of all
/// misses it holds.
fn trade_off(
    plan: &Plan,
    found: &Discovery,
    shown: &[Vec<String>],
    aim: &str,
) -> Result<Chart, ChartError> {
    let row = |part: &Part| Bars {
        name: in_words(part, plan),
        bars: [part.density, part.coverage]
            .map(|value| Bar { value, line: None, faint: false })
            .to_vec(),
        words: format!("{}, {}", percent(part.density), percent(part.coverage)),
    };
    let rows: Vec<Bars> = some(&found.path).map(row).collect();
    let message = format!("Where the goal is missed ({aim})");
    let statistics = "Blue, above: share of the futures of a part that miss it (density). Orange, \
                      below: share of all misses that the part holds (coverage).";
    let chart = bars("trade_off", &plan.name, &message, statistics, &rows)?;
    let head = ["Where", "Missed in", "Of all misses", "Points"].map(str::to_owned).to_vec();
    Ok(Chart { table: Table { head, rows: shown.to_vec() }, ..chart })
}

fn answer(found: &Discovery, aim: &str, plan: &Plan, args: &Discover) -> Vec<String> {
    let (chosen, told) = (&found.chosen, conditions(&found.chosen, plan));
    let futures = count(found.points as f64 * f64::from(plan.replicates));
    let first = format!(
        "The goal ({aim}) is missed in {} of {futures} simulated futures.",
        percent(found.everywhere)
    );
    if told.is_empty() {
        return vec![
            first,
            "No condition on the parameters makes that more common in a part of \
                            the points that is large enough."
                .to_owned(),
        ];
    }
    let dense = match chosen.density >= args.density {
        true => String::new(),
        false => format!(
            "No part that holds {} of the points or more is as dense as was asked for ({}); this is the \
             densest. ",
            percent(args.least),
            percent(args.density)
        ),
    };
    let box_of = format!(
        "{dense}Where the following holds, it is missed in {}; that is so in {} of {} points, and they \
         hold {} of all misses:",
        percent(chosen.density),
        count(chosen.cases as f64),
        count(found.points as f64),
        percent(chosen.coverage)
    );
    let line = |(words, chance): &(String, f64)| {
        let doubt = if *chance > DOUBTFUL { " (may be chance)" } else { "" };
        format!("  - {words}{doubt}")
    };
    let mut paragraphs = vec![first, box_of];
    paragraphs.extend(told.iter().map(line));
    paragraphs.push("In this model, and over the points of this study; not a cause.".to_owned());
    paragraphs
}

fn write(folder: &OwnStudy<'_>, found: &Discovery, plan: &Plan) -> Result<(), Failure> {
    let row = |name: String, part: &Part| {
        let told = conditions(part, plan);
        let chance = told.iter().map(|(_, chance)| *chance).fold(0.0, f64::max);
        let words: Vec<String> = told.into_iter().map(|(words, _)| words).collect();
        vec![
            name,
            part.cases.to_string(),
            six_digits(part.coverage),
            six_digits(part.density),
            words.len().to_string(),
            words.join("; "),
            if words.is_empty() { String::new() } else { six_digits(chance) },
        ]
    };
    let path = found.path.iter().enumerate().map(|(i, part)| row(i.to_string(), part));
    let rows: Vec<_> = path.chain([row("chosen".to_owned(), &found.chosen)]).collect();
    let columns =
        ["part", "points", "coverage", "density", "restricted", "conditions", "greatest_chance"];
    let table = plain_table(&columns, &rows).map_err(Failure::runtime)?;
    folder.write("discover.csv", &table).map_err(Failure::store)
}

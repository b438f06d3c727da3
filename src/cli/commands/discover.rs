//! `uptake discover DIR`: under which conditions a goal is missed.

use uptake::experiments::study::discovery::{Bounds, Condition, Discovery, Part, discover};
use uptake::outputs::charts::{Bar, Bars, Chart, ChartError, Table, bars};
use uptake::outputs::document::{Cell, Document, Frame};
use uptake::outputs::study::{Plan, cell_in_words};
use uptake::outputs::words::{count, percent};
use uptake::stats::prim::Search;
use uptake::store::StudyFolder;

use crate::cli::args::{Discover, Format};
use crate::cli::exit::{Exit, Failure};
use crate::cli::study::{self, analysis};
use crate::cli::tables::show_document;
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
        format!("at most {} by {when}", goal_in_words(bound, column.measure, None))
    } else {
        format!("{} by {when}", goal_in_words(bound, column.measure, None))
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
    let parts = found.path.iter().enumerate().map(|(i, part)| (i.to_string(), part));
    let all = frame(&found, &plan, parts.chain([("chosen".to_owned(), &found.chosen)]).collect());
    let shown = frame(&found, &plan, some(&found.path).map(|p| (String::new(), p)).collect());
    let chart = trade_off(&plan, &found, shown.table(), &aim).map_err(Failure::runtime)?;
    let mut document = Document {
        answer: answer(&found, &aim, &plan, args),
        body: vec![shown.block(usize::MAX)],
        frames: vec![all],
        charts: vec![chart],
        ..Document::default()
    };
    for file in document.files().map_err(Failure::runtime)? {
        own.write(&file.name, &file.bytes).map_err(Failure::store)?;
    }
    show_document(&document, "", Format::Text, terminal)?;
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

/// Parts of the path, under their names.
fn frame(found: &Discovery, plan: &Plan, parts: Vec<(String, &Part)>) -> Frame {
    let caption = "Smaller parts are missed more often and hold fewer of the misses";
    let told = |part: &Part| conditions(part, plan);
    Frame::of("discover", caption, parts)
        .seen("where", |(_, part)| in_words(part, plan))
        .column("part", |(name, _)| Cell::text(name))
        .column("points", |(_, part)| Cell::count(part.cases as u64))
        .column("coverage", |(_, part)| Cell::digits(part.coverage))
        .headed("density", "missed in", |(_, part)| {
            Cell::digits(part.density).shown(percent(part.density))
        })
        .seen("of all misses", |(_, part)| percent(part.coverage))
        .seen("points", |(_, part)| {
            format!("{} of {}", count(part.cases as f64), count(found.points as f64))
        })
        .column("restricted", |(_, part)| Cell::count(part.conditions.len() as u64))
        .column("conditions", |(_, part)| {
            let words: Vec<String> = told(part).into_iter().map(|(words, _)| words).collect();
            Cell::text(words.join("; "))
        })
        .column("greatest_chance", |(_, part)| {
            Cell::digits(told(part).into_iter().map(|(_, chance)| chance).reduce(f64::max))
        })
        .frame()
}

/// Some parts of the path, the first and the last among them.
fn some(path: &[Part]) -> impl Iterator<Item = &Part> {
    let every = path.len().saturating_sub(1).div_ceil(SHOWN).max(1);
    let last = path.len().saturating_sub(1);
    path.iter().enumerate().filter(move |(i, _)| i % every == 0 || *i == last).map(|(_, p)| p)
}

/// The chart `trade_off`: of each part of the path how often the goal is missed, and how many of all
/// misses it holds.
fn trade_off(plan: &Plan, found: &Discovery, table: Table, aim: &str) -> Result<Chart, ChartError> {
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
    Ok(Chart { table, ..chart })
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
    let conditions: Vec<String> = told.iter().map(line).collect();
    vec![
        first,
        format!("{box_of}\n{}", conditions.join("\n")),
        "In this model, and over the points of this study; not a cause.".to_owned(),
    ]
}

//! `uptake discover DIR`: under which conditions a goal is missed.

use uptake::experiments::study::discovery::{Bounds, Discovery, discover};
use uptake::outputs::study::{Plan, cell_in_words, plain_table, six_digits};
use uptake::outputs::words::{count, percent};
use uptake::stats::prim::Search;
use uptake::store::{OwnStudy, StudyFolder};

use crate::cli::args::Discover;
use crate::cli::exit::{Exit, Failure};
use crate::cli::study::{self, analysis};
use crate::cli::terminal::Terminal;
use uptake::outputs::answer::{goal_in_words, month};

/// A condition that chance would bring about more often than this is told with a doubt.
const DOUBTFUL: f64 = 0.05;

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
    let Some(found) = discover(&points, &values, misses, search) else {
        return terminal.prose(&format!("The goal ({aim}) is missed in no simulated future."));
    };
    for &p in &found.left_out {
        let key = plan.parameters.get(p).map_or("", |p| p.key.as_str());
        terminal.warn(&format!("{key} is left out: some points keep several values of the base"));
    }
    let told = conditions(&found, &plan);
    write(&folder.own().map_err(Failure::store)?, &found, &told)?;
    for paragraph in answer(&found, &told, &aim, &plan) {
        terminal.prose(&paragraph)?;
    }
    let name = folder.path().display();
    terminal.say(&format!("Results: {name}/discover.csv"));
    terminal.say(&format!(
        "Next: look at {name}/discover.csv for wider and narrower boxes; \
                           --density and --least choose among them."
    ));
    Ok(())
}

/// Each condition in words, with its chance.
fn conditions(found: &Discovery, plan: &Plan) -> Vec<(String, f64)> {
    let one = |c: &uptake::experiments::study::discovery::Condition| {
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
    found.conditions.iter().map(one).collect()
}

fn answer(found: &Discovery, told: &[(String, f64)], aim: &str, plan: &Plan) -> Vec<String> {
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
    let box_of = format!(
        "Where the following holds, it is missed in {}; that is so in {} of {} points, and they \
         hold {} of all misses:",
        percent(found.density),
        count(found.cases as f64),
        count(found.points as f64),
        percent(found.coverage)
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

fn write(folder: &OwnStudy<'_>, found: &Discovery, told: &[(String, f64)]) -> Result<(), Failure> {
    let mut rows: Vec<Vec<String>> = found
        .path
        .iter()
        .map(|(cases, coverage, density, restricted)| {
            vec![
                "path".to_owned(),
                cases.to_string(),
                six_digits(*coverage),
                six_digits(*density),
                restricted.to_string(),
                String::new(),
                String::new(),
            ]
        })
        .collect();
    for (words, chance) in told {
        rows.push(vec![
            "chosen".to_owned(),
            found.cases.to_string(),
            six_digits(found.coverage),
            six_digits(found.density),
            told.len().to_string(),
            words.clone(),
            six_digits(*chance),
        ]);
    }
    let columns = ["box", "points", "coverage", "density", "restricted", "condition", "chance"];
    let table = plain_table(&columns, &rows).map_err(Failure::runtime)?;
    folder.write("discover.csv", &table).map_err(Failure::store)
}

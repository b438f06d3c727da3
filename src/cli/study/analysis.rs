//! What analyses read from the folder of a study, and how they print.

use uptake::experiments::study::Values;
use uptake::measures::{Better, Measure, measure};
use uptake::outputs::study::{Column, DESIGN_FILE, Plan};
use uptake::outputs::words::count;
use uptake::results::Outcome;
use uptake::scenario::study::Cell;
use uptake::scenario::{Problems, Reading, Scenario, unfit_level};
use uptake::store::{StoreError, StudyFolder};

use crate::cli::args::Way;
use crate::cli::diagnostics;
use crate::cli::exit::{Exit, Failure};
use crate::cli::terminal::Terminal;

/// The values of one column, by point and replicate.
///
/// # Errors
/// If a shard cannot be read.
pub fn values(folder: &StudyFolder, plan: &Plan, column: usize) -> Result<Values, Failure> {
    let mut values = Values::new(plan.points as usize);
    for outcome in folder.merged(plan).map_err(Failure::store)? {
        values.add(&outcome.map_err(Failure::store)?, column);
    }
    Ok(values)
}

/// The values of all parameters, by point.
///
/// # Errors
/// If the table of points cannot be read.
pub fn points(folder: &StudyFolder, plan: &Plan) -> Result<Vec<Vec<Option<Cell>>>, Failure> {
    let design = folder.design(plan).map_err(Failure::store)?;
    design
        .points(0..plan.points as usize)
        .map(|row| {
            let path = folder.path().join(DESIGN_FILE);
            let of = |source| Failure::runtime(StoreError::Table { path, source });
            row.map(|(_, cells)| cells).map_err(of)
        })
        .collect()
}

/// Where a measure in a week is kept; the study's first measure and its last week if nothing is
/// said.
///
/// # Errors
/// Exit 3 if the study does not keep it.
pub fn column(
    plan: &Plan,
    name: Option<&str>,
    week: Option<u32>,
) -> Result<(usize, Column), Failure> {
    let name = name.or(plan.measures.first().map(String::as_str)).unwrap_or_default();
    let week = week.or(plan.weeks.last().copied()).unwrap_or(0);
    let found = plan.column(name, week);
    let column = found.and_then(|i| Some((i, *plan.columns().get(i)?)));
    column.ok_or_else(|| {
        let weeks: Vec<String> = plan.weeks.iter().map(u32::to_string).collect();
        Failure::runtime(format!("the study does not keep {name} in week {week}"))
            .with_exit(Exit::Invalid)
            .with_help(format!(
                "it keeps {} in week {}",
                plan.measures.join(", "),
                weeks.join(", ")
            ))
    })
}

/// Say what of a column is not there, which an analysis leaves out.
///
/// # Errors
/// Exit 5 if no simulated future has a value.
pub fn say_gaps(
    plan: &Plan,
    values: &Values,
    column: Column,
    terminal: Terminal,
) -> Result<(), Failure> {
    let missing = (0..plan.points as usize).filter(|&p| values.of(p).is_empty()).count();
    let (all, without) = values.without();
    let what = format!("{} in week {}", column.measure.name, column.week);
    if without == all {
        let why = match all {
            0 => "no point of the study is there".to_owned(),
            _ => format!("{what} has no value in any of {} simulated futures", count(all as f64)),
        };
        return Err(Failure::runtime(why).with_exit(Exit::Partial).with_help(
            "choose another --measure or a later --week; uptake status says what is there",
        ));
    }
    if missing > 0 {
        terminal.warn(&format!("{missing} of {} points are missing and left out", plan.points));
    }
    if without > 0 {
        terminal.warn(&format!(
            "{} of {} simulated futures are left out: {what} has no value in them",
            count(without as f64),
            count(all as f64)
        ));
    }
    Ok(())
}

/// True if less of a measure is better: as the user says, or as is known of it.
///
/// # Errors
/// Exit 2 if it depends on what is asked, and nobody says it.
pub fn less_is_better(measure: &Measure, asked: Option<Way>) -> Result<bool, Failure> {
    match (asked, measure.better()) {
        (Some(way), _) => Ok(way == Way::Less),
        (None, Some(better)) => Ok(better == Better::Less),
        (None, None) => Err(Failure::runtime(format!(
            "whether more or less of {} is better depends on what is asked",
            measure.name
        ))
        .with_exit(Exit::Flags)
        .with_help("say it: --better more, or --better less")),
    }
}

/// Hold a level on the command line against the unit of its measure.
///
/// # Errors
/// Exit 2 if it can mean nothing.
pub fn check_level(flag: &str, measure: &Measure, level: f64) -> Result<(), Failure> {
    match unfit_level(measure, level) {
        None => Ok(()),
        Some((why, help)) => {
            Err(Failure::runtime(format!("{flag}: {why}")).with_exit(Exit::Flags).with_help(help))
        }
    }
}

/// One of some measures, perhaps of a kind, system or region: `organisations.real_use of gp_practice`.
///
/// # Errors
/// Every slip is shown at its place.
pub fn headline_of(
    text: &str,
    wanted: &[&str],
    scenario: &Scenario,
    terminal: Terminal,
) -> Result<Outcome, Failure> {
    let readings =
        Reading::read_all(&[text.to_owned()], scenario).map_err(|Problems(problems)| {
            diagnostics::show(&problems, miette::Severity::Error, terminal);
            Failure::Told(Exit::Flags)
        })?;
    let measure = readings[0].measure;
    if !wanted.contains(&measure.name) {
        let all = wanted.join(", ");
        return Err(Failure::runtime(format!(
            "--measure: {} is none of those that can be asked about here",
            measure.name
        ))
        .with_exit(Exit::Flags)
        .with_help(format!("name one of {all}; 'of ward' after it for a kind")));
    }
    Ok(Outcome { measure, of: readings[0].of.as_ref().map(|of| of.id.clone()) })
}

/// The measure of that name; the command line admits no other.
///
/// # Errors
/// If there is none.
pub fn named(name: &str) -> Result<&'static Measure, Failure> {
    measure(name).ok_or_else(|| Failure::runtime(format!("there is no measure {name}")))
}

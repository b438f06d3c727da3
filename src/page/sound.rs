//! A plan that is sound, or what is wrong with it; and the parameters that it can change.

use serde::Serialize;

use crate::engine::Size;
use crate::scenario::{Description, Problem, Read, all_keys, describe};

/// A problem at its place.
#[derive(Serialize)]
pub struct Placed<'a> {
    source: &'a str,
    line: usize,
    column: usize,
    /// The line, for whoever shows it.
    text: &'a str,
    message: &'a str,
    help: Option<&'a str>,
}

/// A plan that is sound.
#[derive(Serialize)]
pub struct Sound<'a> {
    name: &'a str,
    title: &'a str,
    question: &'a str,
    replicates: u32,
    weeks: u32,
    regions: usize,
    organisations: f64,
    /// Weeks lived by posts in scope in one future: what its time follows from.
    pub staff_weeks: f64,
    /// Every parameter stated.
    resolved: &'a str,
    changed: Vec<[&'a str; 3]>,
    warnings: Vec<Placed<'a>>,
}

/// A parameter with its note.
#[derive(Serialize)]
pub struct Noted {
    key: String,
    prose: String,
    unit: String,
    allowed: String,
    default: Option<String>,
    sure: String,
    source: String,
}

/// A problem at its place.
pub fn placed(problem: &Problem) -> Placed<'_> {
    Placed {
        source: &problem.source,
        line: problem.line,
        column: problem.column,
        text: problem.text.lines().nth(problem.line.saturating_sub(1)).unwrap_or(""),
        message: &problem.message,
        help: problem.help.as_deref(),
    }
}

/// Every parameter with its note.
pub fn parameters() -> Vec<Noted> {
    all_keys().into_iter().filter_map(|key| noted(describe(&key).ok()?)).collect()
}

/// What a sound plan says.
pub fn sound(read: &Read) -> Sound<'_> {
    let scenario = &read.scenario;
    let size = Size::of(scenario);
    Sound {
        name: &scenario.name,
        title: &scenario.title,
        question: &scenario.question,
        replicates: scenario.replicates,
        weeks: scenario.weeks,
        regions: scenario.regions.len(),
        organisations: size.organisations,
        staff_weeks: size.posts_in_scope * size.weeks,
        resolved: &read.resolved,
        changed: read.changed.iter().map(|c| [&*c.key, &*c.default, &*c.value]).collect(),
        warnings: read.warnings.iter().map(placed).collect(),
    }
}

fn noted(found: Description) -> Option<Noted> {
    let parameter = found.parameter?;
    Some(Noted {
        key: found.key,
        prose: found.prose,
        unit: parameter.unit,
        allowed: parameter.allowed,
        default: parameter.built_in.or(parameter.default),
        sure: parameter.sure.to_string(),
        source: parameter.source,
    })
}

//! `uptake trace FILE --organisation ID`: one organisation's story.

use std::path::Path;

use uptake::engine::{self, Options};
use uptake::experiments::Progress;
use uptake::outputs::text_cell;
use uptake::outputs::words::count;
use uptake::results::{Ensemble, Event};
use uptake::scenario::Scenario;

use crate::cli::args::{Futures, Trace};
use crate::cli::estimate::{Estimate, Task};
use crate::cli::exit::{Exit, Failure};
use crate::cli::load;
use crate::cli::progress::watched;
use crate::cli::terminal::Terminal;

/// Longest list of organisations in a suggestion.
const SUGGESTIONS: usize = 3;

/// Tell the story.
pub fn run(args: &Trace, terminal: Terminal) -> Result<(), Failure> {
    let futures = Futures { replicates: None, seed: args.seed, jobs: None };
    let read = load::scenario(&args.scenario, Some(&futures), terminal)?.read;
    let task = Task { tables: false, subjects: 0.0, ..Task::run(1) };
    Estimate::of(&read.scenario, task, None).fits(Path::new("."))?;
    let options = Options {
        replicates: args.replicate..args.replicate + 1,
        record: Some(args.replicate),
        ..Options::of(&read.scenario)
    };
    let ensemble = watched(terminal, "futures", |step| {
        engine::ensemble(&read.scenario, &options, &|done| step(Progress { done, of: 1 }))
    });
    let Some(future) = ensemble.replicates.first() else {
        return Err(Failure::Told(Exit::Interrupted));
    };
    let named: Vec<&str> =
        future.standings.courses.iter().map(|course| course.name.as_str()).collect();
    let story = story(&args.organisation, &future.events, &named, &read.scenario)?;
    terminal.prose(&format!(
        "{} in simulated future {}, from {} to {}:",
        args.organisation,
        args.replicate,
        day(&ensemble, 0),
        day(&ensemble, ensemble.weeks)
    ))?;
    terminal.data("\n")?;
    for event in &story {
        terminal.prose(&sentence(&ensemble, event))?;
    }
    if story.is_empty() {
        terminal.prose("  nothing happens to it in this future")?;
    }
    terminal.say(&format!(
        "\n{} events. Another future may go otherwise: try --replicate {}.",
        count(story.len() as f64),
        args.replicate + 1
    ));
    Ok(())
}

/// True if a name is the one that is wanted, as it is or as `events.csv` shows it.
fn is_named(wanted: &str, name: &str) -> bool {
    wanted == name || wanted == text_cell(name)
}

/// The events of an organisation. Where regions share its name, `REGION/NAME` chooses.
fn story<'a>(
    wanted: &str,
    events: &'a [Event],
    named: &[&str],
    scenario: &Scenario,
) -> Result<Vec<&'a Event>, Failure> {
    let within = |region: &str| wanted.strip_prefix(region).and_then(|w| w.strip_prefix('/'));
    let in_region = |e: &Event| within(&e.region).is_some_and(|name| is_named(name, &e.subject));
    // What happens to nobody has no subject, and no name finds it.
    let is_its =
        |e: &&Event| !e.subject.is_empty() && (is_named(wanted, &e.subject) || in_region(e));
    let found: Vec<&Event> = events.iter().filter(is_its).collect();
    let Some(first) = found.first() else {
        let regions = scenario.regions.iter().filter_map(|region| within(&region.id));
        let names: Vec<&str> = regions.chain([wanted]).collect();
        let is_there = named.iter().any(|name| names.iter().any(|wanted| is_named(wanted, name)));
        return if is_there { Ok(Vec::new()) } else { Err(unknown(wanted, events)) };
    };
    match found.iter().find(|e| e.region != first.region) {
        None => Ok(found),
        Some(other) => Err(Failure::runtime(format!("several regions have a {wanted}"))
            .with_exit(Exit::Invalid)
            .with_help(format!(
                "say which: {}/{wanted} or {}/{wanted}",
                first.region, other.region
            ))),
    }
}

/// "  12 January 2026 (week 1): agreed".
fn sentence(ensemble: &Ensemble, event: &Event) -> String {
    let what = event.event.replace('_', " ");
    let note = if event.note.is_empty() { String::new() } else { format!(", {}", event.note) };
    format!("  {} (week {}): {what}{note}", day(ensemble, event.week), event.week)
}

fn day(ensemble: &Ensemble, week: u32) -> String {
    ensemble.date(week).strftime("%-d\u{a0}%B\u{a0}%Y").to_string()
}

/// Nothing happened to it, be it because there is no such organisation.
fn unknown(wanted: &str, events: &[Event]) -> Failure {
    let subjects = events.iter().map(|e| e.subject.as_str());
    let mut known: Vec<&str> = subjects.filter(|name| !name.is_empty()).collect();
    known.sort_unstable();
    known.dedup();
    known.sort_by_cached_key(|name| strsim::damerau_levenshtein(name, wanted));
    known.truncate(SUGGESTIONS);
    Failure::runtime(format!("there is no {wanted:?} to whom anything could happen"))
        .with_exit(Exit::Invalid)
        .with_help(format!(
            "organisations and people are named as in events.csv, such as {}",
            known.join(", ")
        ))
}

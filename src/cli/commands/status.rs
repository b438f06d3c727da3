//! `uptake status DIR`: how far a study has come, and what runs the rest.

use uptake::outputs::words::{count, futures, points};
use uptake::store::StudyFolder;

use crate::cli::args::Status;
use crate::cli::exit::{Exit, Failure};
use crate::cli::record::quoted;
use crate::cli::study;
use crate::cli::terminal::Terminal;

/// A file that every merge leaves.
const MERGED: &str = "results.csv";

/// Say what is there and what is missing; exit 5 if something is.
pub fn run(args: &Status, terminal: Terminal) -> Result<(), Failure> {
    let folder = StudyFolder::open(&args.folder).map_err(Failure::store)?;
    let plan = study::planned(&folder)?;
    let found = study::survey(&folder, &plan, terminal)?;
    let shards = folder.shards(&plan).map_err(Failure::store)?;
    terminal.prose(&format!(
        "{}: a {} design of {}, {} each; design {}.",
        plan.name,
        plan.design,
        points(f64::from(plan.points)),
        futures(plan.replicates as usize),
        plan.design_hash.chars().take(12).collect::<String>()
    ))?;
    terminal.prose(&format!(
        "{} of {} are there, in {}.",
        count(f64::from(found.points)),
        points(f64::from(plan.points)),
        match shards.len() {
            1 => "one shard".to_owned(),
            n => format!("{n} shards"),
        }
    ))?;
    if found.failed > 0 {
        terminal.prose(&format!(
            "{} simulated futures ended with an error of the model.",
            count(found.failed as f64)
        ))?;
    }
    let merged = folder.merge_report(&plan).map_err(Failure::store)?;
    for (part, owner) in folder.begun().map_err(Failure::store)? {
        let mut done = 0u32;
        for outcome in folder.journaled(part, &plan).map_err(Failure::store)? {
            outcome.map_err(Failure::store)?;
            done += 1;
        }
        let now = owner.map_or(String::new(), |owner| format!("; {owner} works on it"));
        terminal.prose(&format!(
            "Shard {}/{} was begun: {} of {} points{now}.",
            part.index,
            part.of,
            count(f64::from(done)),
            count(part.range(plan.points).len() as f64)
        ))?;
    }
    let name = quoted(&folder.path().display().to_string());
    match merged {
        Some(merged) if merged.points == found.points => {
            terminal
                .prose("All of them are merged, and the merged files are as they were made.")?;
        }
        Some(merged) => terminal.prose(&format!(
            "The merged files are of {} points; uptake merge {name} makes them anew.",
            count(f64::from(merged.points))
        ))?,
        None if folder.has(MERGED) => terminal.prose(&format!(
            "A merge was begun and has not ended; uptake merge {name} makes its files anew."
        ))?,
        None => {}
    }
    if found.missing.is_empty() {
        terminal.say(&format!("Next: uptake merge {name}"));
        return Ok(());
    }
    terminal.prose(&format!("{}.", study::missing_in_words(&found, &plan)))?;
    let study = quoted(&plan.study.name);
    terminal.say(&format!(
        "Next: uptake sweep {study} -o {name} --resume, with --shard i/n for a part of it"
    ));
    Err(Failure::Told(Exit::Partial))
}

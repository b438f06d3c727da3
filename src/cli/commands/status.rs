//! `uptake status DIR`: how far a study has come, and what runs the rest.

use uptake::outputs::words::{count, futures};
use uptake::store::StudyFolder;

use crate::cli::args::Status;
use crate::cli::exit::{Exit, Failure};
use crate::cli::record::quoted;
use crate::cli::study;
use crate::cli::terminal::Terminal;

/// Say what is there and what is missing; exit 5 if something is.
pub fn run(args: &Status, terminal: Terminal) -> Result<(), Failure> {
    let folder = StudyFolder::open(&args.folder).map_err(Failure::runtime)?;
    let plan = study::planned(&folder)?;
    let found = study::survey(&folder, &plan, terminal)?;
    let shards = folder.shards(&plan).map_err(Failure::runtime)?;
    terminal.prose(&format!(
        "{}: a {} design of {} points, {} each; design {}.",
        plan.name,
        plan.design,
        count(f64::from(plan.points)),
        futures(plan.replicates as usize),
        &plan.design_hash[..12]
    ))?;
    terminal.prose(&format!(
        "{} of {} points are there, in {}.",
        count(f64::from(found.points)),
        count(f64::from(plan.points)),
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
    for part in folder.begun().map_err(Failure::runtime)? {
        let mut done = 0u32;
        for outcome in folder.journaled(part, &plan).map_err(Failure::runtime)? {
            outcome.map_err(Failure::runtime)?;
            done += 1;
        }
        terminal.prose(&format!(
            "Shard {}/{} was begun: {} of {} points.",
            part.index,
            part.of,
            count(f64::from(done)),
            count(part.range(plan.points).len() as f64)
        ))?;
    }
    let name = quoted(&folder.path().display().to_string());
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

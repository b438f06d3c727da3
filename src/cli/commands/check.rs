//! `uptake check FILE`: every problem at once, and what a run would cost.

use std::path::Path;

use serde_json::{Value, json};

use uptake::scenario::Problems;

use crate::cli::args::{Check, Format, USUAL_DISCREPANCY, USUAL_MINUTES};
use crate::cli::diagnostics::to_json;
use crate::cli::estimate::{Estimate, Task};
use crate::cli::exit::{Exit, Failure};
use crate::cli::fit;
use crate::cli::load::{self, File, Loaded};
use crate::cli::terminal::Terminal;

/// Check a scenario.
pub fn run(args: &Check, terminal: Terminal) -> Result<(), Failure> {
    match args.format {
        Format::Text => {
            let loaded = load::scenario(&args.scenario, None, terminal)?;
            terminal.prose(&format!("{} is a valid scenario.", loaded.name))?;
            terminal.prose(&size(&loaded).in_words(loaded.read.scenario.replicates))?;
            if let Some(table) = &args.observed {
                return check_observed(&loaded, table, terminal);
            }
            terminal.say(&format!("Next: uptake run {}", loaded.name));
            Ok(())
        }
        Format::Json => {
            let file = File::open(&args.scenario.file)?;
            let loaded = file.parse(&load::changes(&args.scenario, None));
            let report = report(&file.name, loaded.as_ref());
            terminal.data(&format!("{report:#}\n"))?;
            loaded.map(|_| ()).map_err(|_| Failure::Told(Exit::Invalid))
        }
    }
}

/// Check a table of what was observed, and say how long a fit to it takes.
fn check_observed(loaded: &Loaded, table: &Path, terminal: Terminal) -> Result<(), Failure> {
    let scenario = &loaded.read.scenario;
    let asked = fit::Asked {
        observed: fit::open(table)?,
        futures: fit::futures_of(USUAL_MINUTES, scenario),
        vary: Vec::new(),
        discrepancy: USUAL_DISCREPANCY,
    };
    let observed = asked.read(scenario).map_err(|problems| fit::told(&problems, terminal))?;
    let (_, words) = asked.size(&loaded.read, &observed, None)?;
    terminal.prose(&format!("{}: {words} on this machine.", asked.observed.name))?;
    terminal.say(&format!("Next: uptake fit {} {}", loaded.name, asked.observed.name));
    Ok(())
}

/// What a run of all its futures takes on this machine.
fn size(loaded: &Loaded) -> Estimate {
    let scenario = &loaded.read.scenario;
    Estimate::of(scenario, Task::run(scenario.replicates), None)
}

fn report(file: &str, loaded: Result<&Loaded, &Problems>) -> Value {
    match loaded {
        Err(Problems(problems)) => json!({
            "file": file,
            "valid": false,
            "problems": to_json(problems),
            "warnings": [],
        }),
        Ok(loaded) => {
            let size = size(loaded);
            json!({
                "file": file,
                "valid": true,
                "problems": [],
                "warnings": to_json(&loaded.read.warnings),
                "estimate": {
                    "organisations": size.size.organisations,
                    "posts_in_scope": size.size.posts_in_scope,
                    "staff_weeks": size.staff_weeks,
                    "seconds": size.seconds,
                    "bytes": size.memory,
                    "disk_bytes": size.disk,
                },
            })
        }
    }
}

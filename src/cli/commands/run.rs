//! `uptake run FILE`.

use std::path::Path;

use uptake::store::MANIFEST_FILE;

use crate::cli::args::Run;
use crate::cli::commands::check;
use crate::cli::exit::Failure;
use crate::cli::job::Job;
use crate::cli::load;
use crate::cli::record::{BASE, Place};
use crate::cli::terminal::Terminal;

/// Simulate a scenario and write its results, or say what would be done.
pub fn run(args: &Run, terminal: Terminal) -> Result<(), Failure> {
    let loaded = load::scenario(&args.scenario, Some(&args.futures), terminal)?;
    if args.dry_run {
        let folder = match &args.output {
            Some(folder) => folder.clone(),
            None => Path::new(BASE).join(&loaded.read.scenario.name),
        };
        terminal.prose(
            &check::size(&loaded.read, args.futures.jobs).in_words(loaded.read.scenario.replicates),
        )?;
        return terminal.prose(&format!(
            "Nothing was run. Without --dry-run the results go to {}.",
            folder.display()
        ));
    }
    let job = Job {
        loaded,
        jobs: args.futures.jobs,
        place: Place { output: args.output.clone(), force: args.force },
        parquet: args.parquet,
        format: args.format,
    };
    let folder = job.run(terminal)?;
    terminal.say(&format!(
        "Next: uptake reproduce {} shows that the same comes out again.",
        folder.join(MANIFEST_FILE).display()
    ));
    Ok(())
}

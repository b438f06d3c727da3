//! `uptake run FILE`.

use std::path::Path;

use uptake::experiments::uncertainty::REPLICATES_PER_DRAW;
use uptake::store::MANIFEST_FILE;

use crate::cli::args::{Futures, Run};
use crate::cli::exit::Failure;
use crate::cli::job::Job;
use crate::cli::load;
use crate::cli::record::{BASE, Place};
use crate::cli::simulate::{Work, estimated, futures_in_all};
use crate::cli::terminal::Terminal;

/// Simulate a scenario and write its results, or say what would be done.
pub fn run(args: &Run, terminal: Terminal) -> Result<(), Failure> {
    let loaded = load::scenario(&args.scenario, Some(&futures(args)), terminal)?;
    if args.dry_run {
        let folder = match &args.output {
            Some(folder) => folder.clone(),
            None => Path::new(BASE).join(&loaded.read.scenario.name),
        };
        let (read, draws) = (&loaded.read, args.parameter_draws);
        let size = estimated(read, draws, args.parquet, args.futures.jobs)?;
        terminal.prose(&size.in_words(futures_in_all(read, draws)?))?;
        size.fits(&folder)?;
        // Every draw makes a valid scenario.
        Work::of(read, draws)?;
        return terminal.prose(&format!(
            "Nothing was run. Without --dry-run the results go to {}.",
            folder.display()
        ));
    }
    let job = Job {
        loaded,
        draws: args.parameter_draws,
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

/// The futures asked for: where parameters are drawn and nobody says how many futures each draw
/// has, a few, since another draw says more than another future of the same.
fn futures(args: &Run) -> Futures {
    let is_set = |set: &String| set.split('=').next().is_some_and(|key| key.trim() == "replicates");
    let few = args.parameter_draws.filter(|_| !args.scenario.set.iter().any(is_set));
    Futures {
        replicates: args.futures.replicates.or(few.map(|_| REPLICATES_PER_DRAW)),
        ..args.futures
    }
}

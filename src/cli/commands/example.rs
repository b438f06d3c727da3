//! `uptake` alone: the built-in region, as a first answer and a first folder of results.

use uptake::scenario;

use crate::cli::args::Format;
use crate::cli::exit::Failure;
use crate::cli::job::Job;
use crate::cli::load::Loaded;
use crate::cli::terminal::Terminal;

/// Run the built-in example.
pub fn run(terminal: Terminal) -> Result<(), Failure> {
    let job = Job {
        loaded: Loaded {
            read: scenario::builtin(),
            name: "cambridgeshire.toml (built in)".to_owned(),
            list: None,
        },
        jobs: None,
        output: None,
        force: false,
        parquet: false,
        format: Format::Text,
    };
    job.run(terminal)?;
    terminal.say("Next: uptake new my.toml writes a scenario of your own; uptake --help shows the rest.");
    Ok(())
}

//! `uptake` alone: the built-in region, as a first answer and a first folder of results.

use uptake::scenario;

use crate::cli::args::Format;
use crate::cli::exit::Failure;
use crate::cli::job::Job;
use crate::cli::load::Loaded;
use crate::cli::record::Place;
use crate::cli::terminal::Terminal;

/// Run the built-in example.
pub fn run(terminal: Terminal) -> Result<(), Failure> {
    // A test holds that the embedded file has no problems.
    let read = scenario::builtin(&[]).map_err(Failure::runtime)?;
    let job = Job {
        loaded: Loaded { read, name: scenario::BUILTIN_NAME.to_owned(), list: None },
        draws: None,
        jobs: None,
        place: Place { output: None, force: false },
        parquet: false,
        format: Format::Text,
    };
    job.run(terminal)?;
    terminal.say(
        "Next: uptake new my.toml writes a scenario of your own; uptake --help shows the rest.",
    );
    Ok(())
}

//! `uptake` alone: the built-in region, as a first answer and a first folder of results.

use uptake::scenario;

use super::run::Asked;
use crate::cli::analysis::{Job, perform};
use crate::cli::args::Format;
use crate::cli::exit::Failure;
use crate::cli::load::{Loaded, Subjects};
use crate::cli::record::Place;
use crate::cli::terminal::Terminal;

/// Run the built-in example.
pub fn run(terminal: Terminal) -> Result<(), Failure> {
    // A test holds that the embedded file has no problems.
    let read = scenario::builtin(&[]).map_err(Failure::runtime)?;
    let base = Loaded { read, name: scenario::BUILTIN_NAME.to_owned(), list: None };
    let place = Place { output: None, force: false };
    let job = Job { place, jobs: None, format: Format::Text, xlsx: false };
    perform(&Asked::default(), &Subjects { base, others: Vec::new() }, &job, terminal)?;
    terminal.say("uptake new my.toml writes a scenario of your own; uptake --help shows the rest.");
    Ok(())
}

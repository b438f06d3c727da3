//! `uptake describe KEY`.

use uptake::scenario::registry;

use crate::cli::args::Describe;
use crate::cli::exit::{Exit, Failure};
use crate::cli::terminal::Terminal;

/// Print the note of a parameter.
pub fn run(args: &Describe, terminal: Terminal) -> Result<(), Failure> {
    match registry::describe(&args.key) {
        Ok(note) => terminal.data(&note),
        Err(problem) => Err(Failure::runtime(problem).with_exit(Exit::Invalid)),
    }
}

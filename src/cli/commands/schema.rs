//! `uptake schema`: for editors.

use uptake::scenario;

use crate::cli::exit::Failure;
use crate::cli::terminal::Terminal;

/// Print the JSON Schema of scenario files.
pub fn run(terminal: Terminal) -> Result<(), Failure> {
    terminal.data(&scenario::schema())
}

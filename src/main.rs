//! `uptake`: scenario file → validated scenario → simulated futures → curves and charts.
//!
//! Everything is in the library: what thinks, and `cli`, which reads the command line, hands each
//! command to its file in `cli/commands`, and turns the outcome into an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(uptake::cli::main(std::env::args_os()))
}

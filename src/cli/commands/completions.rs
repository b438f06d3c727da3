//! `uptake completions SHELL`.

use clap::CommandFactory;

use crate::cli::args::{Arguments, Completions};
use crate::cli::exit::Failure;
use crate::cli::terminal::Terminal;

/// Print the completions of a shell.
pub fn run(args: &Completions, terminal: Terminal) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Arguments::command(), "uptake", &mut script);
    terminal.data(&String::from_utf8_lossy(&script))
}

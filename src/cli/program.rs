//! The program: the command line in, an exit code out.

use std::ffi::OsString;

use clap::Parser;

use super::args::{Arguments, Command};
use super::terminal::{Terminal, refuse};
use super::{commands, given};

/// Run the program with the words of a command line, its own name first; gives the exit code.
pub fn main(words: impl IntoIterator<Item = OsString>) -> u8 {
    let words = given::keep(words.into_iter().collect());
    let arguments = match Arguments::try_parse_from(words) {
        Ok(arguments) => arguments,
        Err(error) => return refuse(&error),
    };
    let terminal = Terminal::new(arguments.quiet);
    let outcome = match &arguments.command {
        None => commands::example::run(terminal),
        Some(Command::New(new)) => commands::new::run(new, terminal),
        Some(Command::Import(import)) => commands::import::run(import, terminal),
        Some(Command::Check(check)) => commands::check::run(check, terminal),
        Some(Command::Run(run)) => commands::run::run(run, terminal),
        Some(Command::Compare(compare)) => commands::compare::run(compare, terminal),
        Some(Command::Eval(eval)) => commands::eval::run(eval, terminal),
        Some(Command::Explain(explain)) => commands::explain::run(explain, terminal),
        Some(Command::Loops(loops)) => commands::loops::run(loops, terminal),
        Some(Command::Rank(rank)) => commands::rank::run(rank, terminal),
        Some(Command::Seek(seek)) => commands::seek::run(seek, terminal),
        Some(Command::Fit(fit)) => commands::fit::run(fit, terminal),
        Some(Command::Report(report)) => commands::report::run(report, terminal),
        Some(Command::Sweep(sweep)) => commands::sweep::run(sweep, terminal),
        Some(Command::Merge(merge)) => commands::merge::run(merge, terminal),
        Some(Command::Status(status)) => commands::status::run(status, terminal),
        Some(Command::Sensitivity(args)) => commands::sensitivity::run(args, terminal),
        Some(Command::Discover(discover)) => commands::discover::run(discover, terminal),
        Some(Command::Value(value)) => commands::value::run(value, terminal),
        Some(Command::Trace(trace)) => commands::trace::run(trace, terminal),
        Some(Command::Diff(diff)) => commands::diff::run(diff, terminal),
        Some(Command::Reproduce(again)) => commands::reproduce::run(again, terminal),
        Some(Command::Describe(describe)) => commands::describe::run(describe, terminal),
        Some(Command::Levers(levers)) => commands::levers::run(levers, terminal),
        Some(Command::Verify(verify)) => commands::verify::run(verify, terminal),
        Some(Command::Serve(serve)) => commands::serve::run(serve, terminal),
        Some(Command::Schema(_)) => commands::schema::run(terminal),
        Some(Command::Completions(shell)) => commands::completions::run(shell, terminal),
        Some(Command::Man(man)) => commands::man::run(man, terminal),
    };
    terminal.close(outcome)
}

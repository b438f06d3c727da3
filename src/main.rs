//! `uptake`: scenario file → validated scenario → simulated futures → curves and charts.
//!
//! Everything that thinks is in the library; this program reads the command line, hands each
//! command to its file in `cli/commands`, and turns the outcome into an exit code.

mod cli;

use std::process::ExitCode;

use clap::Parser;
use cli::args::{Arguments, Command};
use cli::{Terminal, commands};

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return cli::refuse(&error),
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

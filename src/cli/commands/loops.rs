//! `uptake loops FILE`: how strongly each vicious circle turns, and what weakens it.

use crate::cli::analysis;
use crate::cli::args::Loops;
use crate::cli::exit::Failure;
use crate::cli::loops::Question;
use crate::cli::study::analysis::named;
use crate::cli::terminal::Terminal;

/// Find the loops and write what was found.
pub fn run(args: &Loops, terminal: Terminal) -> Result<(), Failure> {
    let question = |_: &_| Ok(Question(named(&args.measure)?));
    analysis::run(&args.asked, args.replicates, question, terminal)
}

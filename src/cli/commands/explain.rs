//! `uptake explain FILE`: why coverage is where it is, in the model.

use uptake::experiments::explanation::Question;

use crate::cli::analysis;
use crate::cli::args::Explain;
use crate::cli::exit::Failure;
use crate::cli::explanation::week_of;
use crate::cli::study::analysis::named;
use crate::cli::terminal::Terminal;

/// Explain a measure and write what was found.
pub fn run(args: &Explain, terminal: Terminal) -> Result<(), Failure> {
    let question = |scenario: &_| {
        let week = week_of(args.at.as_deref(), scenario)?;
        Ok(Question { measure: named(&args.measure)?, week })
    };
    analysis::run(&args.asked, args.replicates, question, terminal)
}

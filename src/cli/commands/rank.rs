//! `uptake rank FILE`: what each lever buys, and the best mix for a budget.

use uptake::experiments::ranking::{Choice, Question};
use uptake::scenario::Scenario;

use crate::cli::analysis;
use crate::cli::args::Rank;
use crate::cli::exit::Failure;
use crate::cli::explanation::week_of;
use crate::cli::ranking::Asked;
use crate::cli::study::analysis::{check_level, less_is_better, named};
use crate::cli::terminal::Terminal;

/// Rank the levers and write what was found.
pub fn run(args: &Rank, terminal: Terminal) -> Result<(), Failure> {
    analysis::run(&args.asked, args.replicates, |scenario| asked(args, scenario), terminal)
}

fn asked(args: &Rank, scenario: &Scenario) -> Result<Asked, Failure> {
    let week = week_of(args.at.as_deref(), scenario)?;
    let measure = named(&args.measure)?;
    let wanted = |choice: &Choice| {
        args.levers.is_empty() || args.levers.iter().any(|id| id == choice.lever.note().id)
    };
    let choices = Choice::all().into_iter().filter(wanted).collect();
    check_level("--indifference", measure, args.indifference)?;
    let less = less_is_better(measure, args.better)?;
    let (budget, indifference) = (args.budget, args.indifference);
    let question = Question { measure, less, week, budget, indifference, choices };
    Ok(Asked { question, draws: args.draws })
}

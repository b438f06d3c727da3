//! How a ranking is asked for: by the command line, and again from a manifest.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use uptake::experiments::ranking::{Choice, Question, Run, Unpaid, rank, runs};
use uptake::experiments::uncertainty::{Design, prepare};
use uptake::measures::measure;
use uptake::outputs::words::pounds;
use uptake::scenario::Read;

use super::estimate::{Estimate, Task};
use super::exit::{Exit, Failure};
use super::interrupt;
use super::progress::Progress;
use super::terminal::Terminal;

/// Names of the entries in the manifest's options.
const MEASURE: &str = "rank_measure";
const LESS: &str = "rank_less_is_better";
const WEEK: &str = "rank_week";
const BUDGET: &str = "rank_budget";
const INDIFFERENCE: &str = "rank_indifference";
const CHOICES: &str = "rank_choices";
const DRAWS: &str = "rank_draws";
/// Most draws of a table, which has no more futures than that.
pub const MOST_DRAWS: u32 = 100_000;

/// What is asked, over so many draws for each table.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The question.
    pub question: Question,
    /// Draws of the parameters.
    pub draws: u32,
}

/// As entries of a manifest.
pub fn to_options(asked: &Asked) -> BTreeMap<String, String> {
    let Asked { question, draws } = asked;
    let names: Vec<String> = question.choices.iter().map(|choice| choice.name()).collect();
    let mut options = BTreeMap::from([
        (MEASURE.to_owned(), question.measure.name.to_owned()),
        (LESS.to_owned(), question.less.to_string()),
        (WEEK.to_owned(), question.week.to_string()),
        (INDIFFERENCE.to_owned(), question.indifference.to_string()),
        (CHOICES.to_owned(), names.join(",")),
        (DRAWS.to_owned(), draws.to_string()),
    ]);
    options.extend(question.budget.map(|budget| (BUDGET.to_owned(), budget.to_string())));
    options
}

/// From the entries of a manifest; `None` if it is not that of a ranking.
pub fn of_options(options: &BTreeMap<String, String>) -> Option<Asked> {
    let names: Vec<&str> = options.get(CHOICES)?.split(',').collect();
    let number = |text: &String| text.parse().ok().filter(|x: &f64| x.is_finite());
    let question = Question {
        measure: measure(options.get(MEASURE)?)?,
        less: options.get(LESS).is_some_and(|less| less == "true"),
        week: options.get(WEEK)?.parse().ok()?,
        budget: match options.get(BUDGET) {
            Some(text) => Some(number(text)?),
            None => None,
        },
        indifference: number(options.get(INDIFFERENCE)?)?,
        choices: Choice::all().into_iter().filter(|c| names.contains(&c.name().as_str())).collect(),
    };
    let draws =
        options.get(DRAWS)?.parse().ok().filter(|draws| (1..=MOST_DRAWS).contains(draws))?;
    Some(Asked { question, draws })
}

/// What that takes.
pub fn estimated(read: &Read, asked: &Asked, jobs: Option<usize>) -> Estimate {
    let kept = 2 * u64::from(asked.draws) * u64::from(read.scenario.replicates);
    let draws = 2.0 * f64::from(asked.draws);
    let run = Task { kept: kept as f64, draws, recorded: false, tables: false, ..Task::run(0) };
    let looked_at = runs(kept, &asked.question) as f64 - run.kept;
    Estimate::of(&read.scenario, Task { looked_at, ..run }, jobs)
}

/// Run all that a ranking needs, with a bar and an ear for Ctrl-C.
///
/// # Errors
/// Exit 3 if a draw of the parameters makes no valid scenario.
pub fn simulate(
    read: &Read,
    asked: &Asked,
    jobs: Option<usize>,
    terminal: Terminal,
) -> Result<Run, Failure> {
    let design = Design::of(read, asked.draws.saturating_mul(2));
    let prepared = prepare(read, &design)
        .map_err(|refused| Failure::runtime(refused).with_exit(Exit::Invalid))?;
    interrupt::watch();
    let progress = Progress::of(terminal, 0, "runs");
    let run = rank(&prepared, &asked.question, jobs, &|step| {
        progress.set_length(step.of);
        progress.set(step.done);
        if interrupt::asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    progress.clear();
    Ok(run)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_keeps_the_question() {
        let question = Question {
            measure: measure("staff.weekly").unwrap(),
            less: true,
            week: 31,
            budget: Some(12_345.5),
            indifference: 0.01,
            choices: Choice::all()[..4].to_vec(),
        };
        let asked = Asked { question, draws: 7 };
        assert_eq!(of_options(&to_options(&asked)), Some(asked.clone()));
        let mut open = asked;
        open.question.budget = None;
        assert_eq!(of_options(&to_options(&open)), Some(open));
        assert_eq!(of_options(&BTreeMap::new()), None);
    }
}

/// The scenario's own budget leaves too little of the money.
pub fn nothing_to_spend(unpaid: Unpaid) -> Failure {
    let money = unpaid.money.map_or_else(|| "the money".to_owned(), pounds);
    let spent = if unpaid.spent < 1.0 {
        format!("nothing of {money} can be spent on more people")
    } else {
        format!("only {} of {money} can be spent on more people", pounds(unpaid.spent))
    };
    Failure::runtime(format!("{spent} in this scenario, so that levers cannot be compared for it"))
        .with_exit(Exit::Invalid)
        .with_help(
            "its own budget_per_year holds all its years, or its money ends before it begins: leave \
             budget_per_year out, or raise it, or name a smaller --budget",
        )
}

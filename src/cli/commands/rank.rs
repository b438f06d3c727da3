//! `uptake rank FILE`: what each lever buys, and the best mix for a budget.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use uptake::experiments::Progress as Step;
use uptake::experiments::ranking::{Choice, Question, Run, Unpaid, rank, runs};
use uptake::experiments::uncertainty::{Design, prepare};
use uptake::measures::measure;
use uptake::outputs::HEADLINES;
use uptake::outputs::ranking::Ranked;
use uptake::outputs::words::{count, pounds};
use uptake::results::Outcome;
use uptake::scenario::Scenario;

use crate::cli::analysis;
use crate::cli::args::{Many, Rank, USUAL_DRAWS};
use crate::cli::ask::{Ask, Found, week_of};
use crate::cli::drawn::Draws;
use crate::cli::exit::{Exit, Failure};
use crate::cli::interrupt;
use crate::cli::load::Subjects;
use crate::cli::study::analysis::{check_level, headline_of, less_is_better};
use crate::cli::terminal::Terminal;

/// Names of the entries in the manifest's options.
const MEASURE: &str = "rank_measure";
const OF: &str = "rank_of";
const LESS: &str = "rank_less_is_better";
const WEEK: &str = "rank_week";
const BUDGET: &str = "rank_budget";
const INDIFFERENCE: &str = "rank_indifference";
const CHOICES: &str = "rank_choices";
const DRAWS: &str = "rank_draws";
/// Most draws of a table, which has no more futures than that.
const MOST_DRAWS: u32 = 100_000;

/// What is asked, over so many draws for each table.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The question.
    pub question: Question,
    /// Draws of the parameters.
    pub draws: u32,
    /// The table that they are taken from, if it is not what is documented.
    pub table: Option<Draws>,
}

/// From the entries of a manifest; `None` if it is not that of a ranking.
pub fn asked_by(options: &BTreeMap<String, String>) -> Option<Box<dyn Ask>> {
    Some(Box::new(read(options)?))
}

fn read(options: &BTreeMap<String, String>) -> Option<Asked> {
    let names: Vec<&str> = options.get(CHOICES)?.split(',').collect();
    let number = |text: &String| text.parse().ok().filter(|x: &f64| x.is_finite());
    let question = Question {
        outcome: Outcome { measure: measure(options.get(MEASURE)?)?, of: options.get(OF).cloned() },
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
    Some(Asked { question, draws, table: Draws::of_options(options) })
}

impl Ask for Asked {
    fn name(&self) -> &'static str {
        "rank"
    }

    fn options(&self) -> BTreeMap<String, String> {
        let Asked { question, draws, table } = self;
        let names: Vec<String> = question.choices.iter().map(|choice| choice.name()).collect();
        let mut options = BTreeMap::from([
            (MEASURE.to_owned(), question.outcome.measure.name.to_owned()),
            (LESS.to_owned(), question.less.to_string()),
            (WEEK.to_owned(), question.week.to_string()),
            (INDIFFERENCE.to_owned(), question.indifference.to_string()),
            (CHOICES.to_owned(), names.join(",")),
            (DRAWS.to_owned(), draws.to_string()),
        ]);
        options.extend(table.iter().flat_map(Draws::options));
        options.extend(question.outcome.of.iter().map(|of| (OF.to_owned(), of.clone())));
        options.extend(question.budget.map(|budget| (BUDGET.to_owned(), budget.to_string())));
        options
    }

    fn week(&self) -> Option<u32> {
        Some(self.question.week)
    }

    fn check(&self, scenario: &Scenario) -> Result<(), Failure> {
        if self.draws.saturating_mul(scenario.replicates) <= MOST_DRAWS {
            return Ok(());
        }
        Err(Failure::runtime(format!(
            "{} draws with {} futures each are more than {} futures",
            self.draws,
            scenario.replicates,
            count(MOST_DRAWS.into())
        ))
        .with_exit(Exit::Flags))
    }

    fn futures(&self, scenario: &Scenario) -> u32 {
        2 * self.draws * scenario.replicates
    }

    fn draws(&self) -> bool {
        true
    }

    fn runs(&self, scenario: &Scenario) -> f64 {
        runs(self.futures(scenario).into(), &self.question) as f64
    }

    fn doing(&self) -> String {
        format!(
            "Ranking {} levers over {} draws of {}, in",
            self.question.choices.len(),
            count(self.draws.into()),
            self.table.as_ref().map_or("what nobody knows exactly", |table| &table.name)
        )
    }

    fn find(
        &self,
        all: &Subjects,
        jobs: Option<usize>,
        step: &(dyn Fn(Step) -> ControlFlow<()> + Sync),
    ) -> Result<Found, Failure> {
        let scenario = &all.base.read.scenario;
        let (read, twice) = (&all.base.read, self.draws.saturating_mul(2));
        let prepared = match &self.table {
            Some(table) => table.prepare(read, twice, scenario.replicates)?,
            None => prepare(read, &Design::of(read, twice))
                .map_err(|refused| Failure::runtime(refused).with_exit(Exit::Invalid))?,
        };
        let Run { base, ranking } = rank(&prepared, &self.question, jobs, step);
        let ranking = ranking.transpose().map_err(nothing_to_spend)?;
        let whole = base.replicates.len() as u32 == self.futures(scenario);
        let stopped = ranking.is_none() && (!whole || interrupt::asked());
        let ranked = ranking.as_ref().map(|found| Ranked { scenario, base: &base, found });
        let mut document = ranked.map(|r| r.document()).transpose().map_err(Failure::runtime)?;
        if let (Some(document), Some(table)) = (&mut document, &self.table) {
            document.answer.push(table.in_words());
        }
        let next = "uptake levers says what each lever is".to_owned();
        let asked = scenario.replicates;
        Ok(Found { next, ..Found::of(base, asked, document, stopped) })
    }

    /// All futures of the scenario itself are there, and none has a value.
    fn nothing(&self) -> Failure {
        let (measure, week) = (self.question.outcome.name(), self.question.week);
        Failure::runtime(format!(
            "{measure} in week {week} has no value in any of the simulated futures"
        ))
        .with_exit(Exit::Partial)
        .with_help("choose another --measure, or a later --at")
    }
}

/// The scenario's own budget leaves too little of the money.
fn nothing_to_spend(unpaid: Unpaid) -> Failure {
    let money = unpaid.money.map_or_else(|| "the money".to_owned(), pounds);
    let spent = if unpaid.spent < 1.0 {
        format!("nothing of {money} can be spent on more people")
    } else {
        format!("only {} of {money} can be spent on more people", pounds(unpaid.spent))
    };
    Failure::runtime(format!("{spent} in this scenario, so that levers cannot be compared for it"))
        .with_exit(Exit::Invalid)
        .with_help(
            "its own money.total, by_year or budget_per_year holds all its years, or its money ends before it begins: \
             leave these out, or raise them, or name a smaller --budget",
        )
}

/// Rank the levers and write what was found.
pub fn run(args: &Rank, terminal: Terminal) -> Result<(), Failure> {
    analysis::run(
        &args.asked,
        args.replicates,
        |read| asked(args, &read.scenario, terminal),
        terminal,
    )
}

fn asked(args: &Rank, scenario: &Scenario, terminal: Terminal) -> Result<Asked, Failure> {
    let week = week_of(args.at.as_deref(), scenario)?;
    let outcome = headline_of(&args.measure, &HEADLINES, scenario, terminal)?;
    let measure = outcome.measure;
    let wanted = |choice: &Choice| {
        args.levers.is_empty() || args.levers.iter().any(|id| id == choice.lever.note().id)
    };
    let choices = Choice::all().into_iter().filter(wanted).collect();
    check_level("--indifference", measure, args.indifference)?;
    let less = less_is_better(measure, args.better)?;
    let (budget, indifference) = (args.budget, args.indifference);
    let question = Question { outcome, less, week, budget, indifference, choices };
    let (draws, table) = match &args.draws {
        Many::Documented(draws) => (*draws, None),
        Many::Table(path) => {
            let table = Draws::open(path)?;
            // Mixes are judged on draws that the search has not seen.
            let draws = USUAL_DRAWS.min(table.len() / 2);
            if draws < 4 {
                let message =
                    format!("{} holds {} draws; 8 are the fewest", table.name, table.len());
                return Err(Failure::runtime(message).with_exit(Exit::Invalid));
            }
            (draws, Some(table))
        }
    };
    Ok(Asked { question, draws, table })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_keeps_the_question() {
        let question = Question {
            outcome: Outcome {
                measure: measure("staff.weekly").unwrap(),
                of: Some("ward".to_owned()),
            },
            less: true,
            week: 31,
            budget: Some(12_345.5),
            indifference: 0.01,
            choices: Choice::all()[..4].to_vec(),
        };
        let asked = Asked { question, draws: 7, table: None };
        let again = |asked: &Asked| read(&asked.options());
        assert_eq!(again(&asked), Some(asked.clone()));
        let mut open = asked;
        open.question.budget = None;
        assert_eq!(again(&open), Some(open));
        assert_eq!(read(&BTreeMap::new()), None);
    }
}

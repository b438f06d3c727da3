//! `uptake explain FILE`: why coverage is where it is, in the model.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use uptake::experiments::Progress as Step;
use uptake::experiments::explanation::{Question, Run, explain, runs};
use uptake::measures::measure;
use uptake::outputs::explanation::Explained;
use uptake::results::Outcome;
use uptake::scenario::{Read, Scenario};

use crate::cli::analysis;
use crate::cli::args::{Explain, reached};
use crate::cli::ask::{Ask, Found, week_of};
use crate::cli::exit::{Exit, Failure};
use crate::cli::load::Subjects;
use crate::cli::study::analysis::headline_of;
use crate::cli::terminal::Terminal;

/// Names of the entries in the manifest's options.
const MEASURE: &str = "explain_measure";
const OF: &str = "explain_of";
const WEEK: &str = "explain_week";

/// From the entries of a manifest; `None` if it is not that of an explanation.
pub fn asked_by(options: &BTreeMap<String, String>) -> Option<Box<dyn Ask>> {
    let outcome =
        Outcome { measure: measure(options.get(MEASURE)?)?, of: options.get(OF).cloned() };
    Some(Box::new(Question { outcome, week: options.get(WEEK)?.parse().ok()? }))
}

impl Ask for Question {
    fn name(&self) -> &'static str {
        "explain"
    }

    fn options(&self) -> BTreeMap<String, String> {
        let mut options = BTreeMap::from([
            (MEASURE.to_owned(), self.outcome.measure.name.to_owned()),
            (WEEK.to_owned(), self.week.to_string()),
        ]);
        options.extend(self.outcome.of.iter().map(|of| (OF.to_owned(), of.clone())));
        options
    }

    fn week(&self) -> Option<u32> {
        Some(self.week)
    }

    fn runs(&self, scenario: &Scenario) -> f64 {
        runs(scenario, self) as f64
    }

    fn doing(&self) -> String {
        format!("Explaining {} in", self.outcome.name())
    }

    fn find(
        &self,
        all: &Subjects,
        jobs: Option<usize>,
        step: &(dyn Fn(Step) -> ControlFlow<()> + Sync),
    ) -> Result<Found, Failure> {
        let scenario = &all.base.read.scenario;
        let Run { base, explanation, stopped } = explain(scenario, self, jobs, step);
        let explained =
            explanation.as_ref().map(|found| Explained { scenario, base: &base, found });
        let document = explained.map(|e| e.document()).transpose().map_err(Failure::runtime)?;
        let first = explanation.iter().filter_map(|found| found.attribution.as_ref());
        let first = first
            .flat_map(|a| &a.forces)
            .max_by(|a, b| a.sampled.mean().abs().total_cmp(&b.sampled.mean().abs()));
        let next = first.map_or("forces.NAME", |force| force.name);
        let next = format!("uptake describe forces.{next} says what that force does");
        let asked = scenario.replicates;
        Ok(Found { next, ..Found::of(base, asked, document, stopped) })
    }

    fn nothing(&self) -> Failure {
        Failure::runtime(format!(
            "{} has no value in week {} in some run of every pair of futures",
            self.outcome.name(),
            self.week
        ))
        .with_exit(Exit::Partial)
        .with_help("choose another --measure, or a later --at")
    }
}

/// Explain a measure and write what was found.
pub fn run(args: &Explain, terminal: Terminal) -> Result<(), Failure> {
    let question = |read: &Read| {
        let week = week_of(args.at.as_deref(), &read.scenario)?;
        let outcome = headline_of(&args.measure, &reached(), &read.scenario, terminal)?;
        Ok(Question { outcome, week })
    };
    analysis::run(&args.asked, args.replicates, question, terminal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_keeps_the_question() {
        let measure = measure("staff.weekly").unwrap();
        let question =
            Question { outcome: Outcome { measure, of: Some("ward".to_owned()) }, week: 31 };
        let kept = asked_by(&question.options()).unwrap();
        assert_eq!((kept.options(), kept.week()), (question.options(), Some(31)));
        assert!(asked_by(&BTreeMap::new()).is_none());
    }
}

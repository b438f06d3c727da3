//! `uptake loops FILE`: how strongly each vicious circle turns, and what weakens it.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use uptake::experiments::Progress as Step;
use uptake::experiments::loops::{LEAST_YEARS, Run, loops, runs};
use uptake::measures::measure;
use uptake::outputs::loops::Looped;
use uptake::results::Outcome;
use uptake::scenario::{Read, Scenario};

use crate::cli::analysis;
use crate::cli::args::{Loops, reached};
use crate::cli::ask::{Ask, Found};
use crate::cli::exit::{Exit, Failure};
use crate::cli::load::Subjects;
use crate::cli::study::analysis::headline_of;
use crate::cli::terminal::Terminal;

/// Name of the entry in the manifest's options.
const MEASURE: &str = "loops_measure";
const OF: &str = "loops_of";

/// The measure that loops are said to move.
pub struct Question(pub Outcome);

/// From the entries of a manifest; `None` if it is not that of loops.
pub fn asked_by(options: &BTreeMap<String, String>) -> Option<Box<dyn Ask>> {
    let of = options.get(OF).cloned();
    Some(Box::new(Question(Outcome { measure: measure(options.get(MEASURE)?)?, of })))
}

/// In less than two years nothing can come back.
pub fn long_enough(scenario: &Scenario) -> Result<(), Failure> {
    if scenario.weeks >= LEAST_YEARS * 52 {
        return Ok(());
    }
    Err(Failure::runtime(format!(
        "{}: its plan has {} weeks; a loop is cut in one year and seen in the next",
        scenario.name, scenario.weeks
    ))
    .with_exit(Exit::Invalid)
    .with_help("let `weeks` be 104 or more"))
}

impl Ask for Question {
    fn name(&self) -> &'static str {
        "loops"
    }

    fn options(&self) -> BTreeMap<String, String> {
        let of = self.0.of.iter().map(|of| (OF.to_owned(), of.clone()));
        of.chain([(MEASURE.to_owned(), self.0.measure.name.to_owned())]).collect()
    }

    fn check(&self, scenario: &Scenario) -> Result<(), Failure> {
        long_enough(scenario)
    }

    fn runs(&self, scenario: &Scenario) -> f64 {
        runs(scenario) as f64 * f64::from(scenario.replicates)
    }

    fn doing(&self) -> String {
        "Cutting the loops of".to_owned()
    }

    fn find(
        &self,
        all: &Subjects,
        jobs: Option<usize>,
        step: &(dyn Fn(Step) -> ControlFlow<()> + Sync),
    ) -> Result<Found, Failure> {
        let scenario = &all.base.read.scenario;
        let Run { base, loops, stopped } = loops(scenario, &self.0, jobs, step);
        let looped = loops.as_ref().map(|found| Looped { scenario, base: &base, found });
        let document = looped.map(|l| l.document()).transpose().map_err(Failure::runtime)?;
        let next =
            "uptake explain says what each force takes; uptake describe forces.NAME what it does";
        let asked = scenario.replicates;
        Ok(Found { next: next.to_owned(), ..Found::of(base, asked, document, stopped) })
    }

    fn nothing(&self) -> Failure {
        Failure::runtime(format!(
            "{} has no value at the end of some year in every future",
            self.0.name()
        ))
        .with_exit(Exit::Partial)
        .with_help("choose another --measure")
    }
}

/// Find the loops and write what was found.
pub fn run(args: &Loops, terminal: Terminal) -> Result<(), Failure> {
    let question = |read: &Read| {
        Ok(Question(headline_of(&args.measure, &reached(), &read.scenario, terminal)?))
    };
    analysis::run(&args.asked, args.replicates, question, terminal)
}

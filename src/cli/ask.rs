//! What an analysis is: what it asks of a scenario or of several, and what comes of it.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use uptake::experiments::Progress as Step;
use uptake::outputs::document::Document;
use uptake::outputs::words::{count, matched_futures};
use uptake::results::{Curves, Ensemble};
use uptake::scenario::{Scenario, week_meant};

use super::estimate::{Estimate, Task, duration};
use super::exit::{Exit, Failure};
use super::load::Subjects;

/// What an analysis asks.
pub trait Ask {
    /// What its folders are called, before the name of the scenario.
    fn name(&self) -> &'static str;
    /// What its folder is called.
    fn folder(&self, all: &Subjects) -> String {
        format!("{}-{}", self.name(), all.base.read.scenario.name)
    }
    /// As entries of a manifest.
    fn options(&self) -> BTreeMap<String, String>;
    /// The week that it is about, if it is about one.
    fn week(&self) -> Option<u32> {
        None
    }
    /// Refuse a scenario of which it cannot be asked.
    ///
    /// # Errors
    /// Exit 3 if so.
    fn check(&self, _scenario: &Scenario) -> Result<(), Failure> {
        Ok(())
    }
    /// Matched futures of the scenario itself, where they are not its own number of them.
    fn futures(&self, scenario: &Scenario) -> u32 {
        scenario.replicates
    }
    /// True if the parameters are drawn, so that a scenario's futures are those of each draw.
    fn draws(&self) -> bool {
        false
    }
    /// Runs that it takes.
    fn runs(&self, scenario: &Scenario) -> f64;
    /// What it takes.
    ///
    /// # Errors
    /// If it is more than can be asked for.
    fn estimate(&self, scenario: &Scenario, jobs: Option<usize>) -> Result<Estimate, Failure> {
        let futures = self.futures(scenario);
        let run = Task { tables: false, ..Task::run(futures) };
        let looked_at = self.runs(scenario) - run.kept;
        let draws = if self.draws() { f64::from(futures / scenario.replicates) } else { run.draws };
        let recorded = run.recorded && !self.draws();
        Ok(Estimate::of(scenario, Task { looked_at, draws, recorded, ..run }, jobs))
    }
    /// What is done to the scenario: "Explaining staff.weekly in".
    fn doing(&self) -> String;
    /// What begins: "Explaining staff.weekly in plan: 20 matched futures, 400 runs, about 3 s".
    fn begins(&self, scenario: &Scenario, jobs: Option<usize>) -> String {
        let all = matched_futures(self.futures(scenario) as usize);
        let runs = count(self.runs(scenario));
        let seconds = self.estimate(scenario, jobs).map_or(0.0, |size| size.seconds);
        format!("{} {}: {all}, {runs} runs, {}", self.doing(), scenario.name, duration(seconds))
    }
    /// What the bar counts.
    fn counted(&self) -> &'static str {
        "runs"
    }
    /// Run all that it needs.
    ///
    /// # Errors
    /// If a draw of the parameters makes no valid scenario, or a chart cannot be drawn.
    fn find(
        &self,
        all: &Subjects,
        jobs: Option<usize>,
        step: &(dyn Fn(Step) -> ControlFlow<()> + Sync),
    ) -> Result<Found, Failure>;
    /// The outcome has no value where one is needed.
    fn nothing(&self) -> Failure;
}

/// What came of it.
pub struct Found {
    /// The futures of the scenarios, the base first.
    pub ensembles: Vec<Ensemble>,
    /// Their curves.
    pub curves: Vec<Curves>,
    /// Futures asked for.
    pub asked: u32,
    /// What was found; none if nothing can be said.
    pub document: Option<Document>,
    /// The user stopped it.
    pub stopped: bool,
    /// What is to be warned of.
    pub warning: Option<String>,
    /// What is useful next; nothing if that is to reproduce it.
    pub next: String,
}

impl Found {
    /// Of one scenario.
    pub fn of(base: Ensemble, asked: u32, document: Option<Document>, stopped: bool) -> Self {
        let curves = vec![Curves::of(&base)];
        let ensembles = vec![base];
        Found { ensembles, curves, asked, document, stopped, warning: None, next: String::new() }
    }

    /// Futures that are complete.
    pub fn complete(&self) -> u32 {
        self.ensembles.first().map_or(0, |base| base.replicates.len() as u32)
    }
}

/// The week that the user means: a number of weeks, the last week that begins in a month, or the
/// week of a day; the horizon if nothing is said.
///
/// # Errors
/// Exit 3 if it is not a date, or not within the horizon.
pub fn week_of(text: Option<&str>, scenario: &Scenario) -> Result<u32, Failure> {
    let Some(text) = text else { return Ok(scenario.weeks) };
    week_meant(scenario.start, scenario.weeks, text).map_err(|message| {
        Failure::runtime(message).with_exit(Exit::Invalid).with_help(format!(
            "say a month such as 2029-03, a day, or a number of weeks from 1 to {}",
            scenario.weeks
        ))
    })
}

#[cfg(test)]
mod tests {
    use uptake::scenario::builtin;

    use super::*;

    #[test]
    fn dates_are_weeks_of_the_plan() {
        let scenario = builtin(&[]).unwrap().scenario; // from 5 January 2026, 260 weeks
        let week = |text: &str| week_of(Some(text), &scenario).ok();
        assert_eq!(week("52"), Some(52));
        assert_eq!(week("2027-01-04"), Some(52));
        assert_eq!(week("2027-01-03"), Some(51));
        assert_eq!(week("2026-01"), Some(3), "the last week that begins in January");
        assert_eq!(week("2030-12"), Some(260));
        assert_eq!(week("2031-01"), Some(260), "the plan ends in it");
        assert_eq!(week("2031-01-05"), Some(260), "the last day of the last week");
        for wrong in ["0", "261", "2025-12", "2031-02", "2031-01-06", "soon", "2026-13", "-3", ""] {
            assert_eq!(week(wrong), None, "{wrong}");
        }
    }
}

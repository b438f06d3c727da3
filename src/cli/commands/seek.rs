//! `uptake seek FILE`: what it takes to meet a goal.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use uptake::experiments::Progress as Step;
use uptake::experiments::seek::{Question, Run, most_runs, seek};
use uptake::outputs::seek::Seeking;
use uptake::scenario::{Goal, Problems, Read, Scenario, Vary};

use crate::cli::analysis;
use crate::cli::args::Seek;
use crate::cli::ask::{Ask, Found};
use crate::cli::exit::{Exit, Failure};
use crate::cli::load::Subjects;
use crate::cli::study::told;
use crate::cli::terminal::Terminal;

/// Names of the entries in the manifest's options; goals and decisions are numbered from 1.
const TARGET: &str = "seek_target";
const VARY: &str = "seek_vary";
const CHANCE: &str = "seek_chance";
const RUNS: &str = "seek_runs";

/// What is asked, as it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    targets: Vec<String>,
    vary: Vec<String>,
    /// Share of futures.
    chance: f64,
    runs: u32,
}

/// From the entries of a manifest; `None` if it is not that of a search.
pub fn asked_by(options: &BTreeMap<String, String>) -> Option<Box<dyn Ask>> {
    Some(Box::new(read(options)?))
}

fn read(options: &BTreeMap<String, String>) -> Option<Asked> {
    let list = |name: &str| -> Vec<String> {
        let numbered = (1..).map(|i| options.get(&format!("{name}_{i}")));
        numbered.map_while(|text| text.cloned()).collect()
    };
    let chance = options.get(CHANCE)?.parse().ok().filter(|x| (0.5..=0.99).contains(x))?;
    let runs = options.get(RUNS)?.parse().ok().filter(|n| (100..=1_000_000).contains(n))?;
    Some(Asked { targets: list(TARGET), vary: list(VARY), chance, runs })
}

impl Asked {
    fn question(&self, read: &Read) -> Result<Question, Problems> {
        let goals = Goal::read_all(&self.targets, &read.scenario);
        let decisions = Vary::read_all(&self.vary, read);
        match (goals, decisions) {
            (Ok(goals), Ok(decisions)) => {
                Ok(Question { goals, decisions, chance: self.chance, runs: self.runs })
            }
            (goals, decisions) => {
                let all = goals.err().into_iter().chain(decisions.err());
                Err(Problems(all.flat_map(|problems| problems.0).collect()))
            }
        }
    }
}

impl Ask for Asked {
    fn name(&self) -> &'static str {
        "seek"
    }

    fn options(&self) -> BTreeMap<String, String> {
        let numbered = |name: &'static str, texts: &[String]| -> Vec<(String, String)> {
            let all = texts.iter().enumerate();
            all.map(|(i, text)| (format!("{name}_{}", i + 1), text.clone())).collect()
        };
        let mut options = BTreeMap::from([
            (CHANCE.to_owned(), self.chance.to_string()),
            (RUNS.to_owned(), self.runs.to_string()),
        ]);
        options.extend(numbered(TARGET, &self.targets));
        options.extend(numbered(VARY, &self.vary));
        options
    }

    fn runs(&self, scenario: &Scenario) -> f64 {
        most_runs(self.runs, scenario.replicates) as f64
    }

    fn doing(&self) -> String {
        format!(
            "Seeking what it takes, at most {} runs of search and then a verdict, in",
            self.runs
        )
    }

    fn find(
        &self,
        all: &Subjects,
        jobs: Option<usize>,
        step: &(dyn Fn(Step) -> ControlFlow<()> + Sync),
    ) -> Result<Found, Failure> {
        let invalid = |problems: Problems| Failure::runtime(problems).with_exit(Exit::Invalid);
        let read = &all.base.read;
        let question = self.question(read).map_err(invalid)?;
        let scenario = &read.scenario;
        let Run { base, sought } =
            seek(read, &question, scenario.replicates, jobs, step).map_err(invalid)?;
        let seeking = sought.as_ref().map(|found| Seeking { scenario, base: &base, found });
        let document = seeking.map(|s| s.document()).transpose().map_err(Failure::runtime)?;
        let next = "uptake explain says why coverage is where it is".to_owned();
        let stopped = document.is_none();
        let asked = scenario.replicates;
        Ok(Found { next, ..Found::of(base, asked, document, stopped) })
    }

    fn nothing(&self) -> Failure {
        Failure::runtime("nothing was found").with_exit(Exit::Partial)
    }
}

/// Seek what it takes and write what was found.
pub fn run(args: &Seek, terminal: Terminal) -> Result<(), Failure> {
    let (targets, vary) = (args.targets.clone(), args.vary.clone());
    let asked = Asked { targets, vary, chance: args.chance / 100.0, runs: args.runs };
    let check = |read: &Read| {
        asked.question(read).map_err(|problems| told(&problems, terminal)).map(|_| asked.clone())
    };
    analysis::run(&args.asked, args.replicates, check, terminal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_keeps_the_question() {
        let asked = Asked {
            targets: vec!["staff.weekly >= 30 %".to_owned(), "project.spend <= 5".to_owned()],
            vary: vec!["backfill=0..1".to_owned()],
            chance: 0.9,
            runs: 300,
        };
        assert_eq!(read(&asked.options()), Some(asked));
        assert_eq!(read(&BTreeMap::new()), None);
    }
}

//! One run from a validated scenario to a folder of results.

use std::collections::BTreeMap;
use std::path::PathBuf;

use uptake::engine::Options;
use uptake::outputs::{self, Summary};
use uptake::results::{Curves, Ensemble};

use super::args::Format;
use super::exit::Failure;
use super::load::Loaded;
use super::record::{Ending, Place, Record};
use super::results::results;
use super::simulate::simulate;
use super::terminal::Terminal;
use super::{levels, words};

/// What to run and where to put it.
pub struct Job {
    /// The scenario, and what it was read from.
    pub loaded: Loaded,
    /// Threads.
    pub jobs: Option<usize>,
    /// The folder.
    pub place: Place,
    /// Also write every value of every future.
    pub parquet: bool,
    /// How the answer is printed.
    pub format: Format,
}

impl Job {
    /// Run; gives the folder with the results.
    ///
    /// # Errors
    /// If results cannot be written, or the user stopped the run.
    pub fn run(self, terminal: Terminal) -> Result<PathBuf, Failure> {
        let scenario = &self.loaded.read.scenario;
        let options = BTreeMap::from([("parquet".to_owned(), self.parquet.to_string())]);
        let record =
            Record::open(&self.place, &scenario.name, (&self.loaded, &[]), options, self.jobs)?;
        let futures = outputs::words::futures(scenario.replicates as usize);
        terminal.say(&format!("Running {}: {futures} …", scenario.name));
        let options = Options { jobs: self.jobs, ..Options::of(scenario) };
        let ensemble = simulate(scenario, &options, terminal);
        let complete = ensemble.replicates.len() as u32;
        if complete == 0 {
            record.discard()?;
            return Err(self.place.stopped(0, scenario.replicates));
        }

        let curves = Curves::of(&ensemble);
        let ending = Ending {
            asked: scenario.replicates,
            complete,
            stopped: complete < scenario.replicates,
            digest: ensemble.digest(),
        };
        let place = record.close(&ending, results(scenario, &ensemble, &curves, self.parquet))?;

        self.answer(&ensemble, &curves, terminal)?;
        terminal.say(&format!("Results: {}", place.display()));
        if ending.stopped {
            return Err(self.place.stopped(complete, scenario.replicates));
        }
        Ok(place)
    }

    /// Print the answer: three sentences and the levels of use, or the summary as JSON.
    fn answer(
        &self,
        ensemble: &Ensemble,
        curves: &Curves,
        terminal: Terminal,
    ) -> Result<(), Failure> {
        let scenario = &self.loaded.read.scenario;
        if self.format == Format::Json {
            let summary =
                outputs::summary_json(scenario, ensemble, curves).map_err(Failure::runtime)?;
            return terminal.data(&String::from_utf8_lossy(&summary));
        }
        if !scenario.question.is_empty() {
            terminal.prose(&format!("Question: {}\n", scenario.question))?;
        }
        let summary = Summary::of(scenario, ensemble, curves);
        for sentence in words::answer(ensemble, &summary) {
            terminal.prose(&sentence)?;
        }
        terminal.data("\n")?;
        terminal.data(&levels::levels(ensemble, curves, terminal.width()))
    }
}

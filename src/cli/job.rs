//! One run from a validated scenario to a folder of results.

use std::collections::BTreeMap;
use std::path::PathBuf;

use uptake::engine::Options;
use uptake::outputs::{self, Origin, Summary};
use uptake::results::{Curves, Ensemble};

use super::args::Format;
use super::curve::curve;
use super::estimate::duration;
use super::exit::Failure;
use super::levels;
use super::load::Loaded;
use super::record::{Ending, Place, Record};
use super::results::{Told, report, results};
use super::simulate::{Work, estimated};
use super::terminal::Terminal;

/// Entry of the manifest's options: how often the parameters were drawn.
pub const PARAMETER_DRAWS: &str = "parameter_draws";

/// What to run and where to put it.
pub struct Job {
    /// The scenario, and what it was read from.
    pub loaded: Loaded,
    /// Draws of the parameters, if they are drawn.
    pub draws: Option<u32>,
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
    /// If results cannot be written, a draw of the parameters makes no valid scenario, or the
    /// user stopped the run.
    pub fn run(self, terminal: Terminal) -> Result<PathBuf, Failure> {
        let scenario = &self.loaded.read.scenario;
        let size = estimated(&self.loaded.read, self.draws, self.parquet, self.jobs)?;
        size.fits(self.place.folder())?;
        let work = Work::of(&self.loaded.read, self.draws)?;
        let asked = work.futures();
        let mut options = BTreeMap::from([("parquet".to_owned(), self.parquet.to_string())]);
        options.extend(self.draws.map(|draws| (PARAMETER_DRAWS.to_owned(), draws.to_string())));
        let record =
            Record::open(&self.place, &scenario.name, (&self.loaded, &[]), options, self.jobs)?;
        let draws = match self.draws {
            Some(draws) => format!(", {} of each of {draws} draws", scenario.replicates),
            None => String::new(),
        };
        let all = outputs::words::futures(asked as usize);
        let time = duration(size.seconds);
        terminal.say(&format!("Running {}: {all}{draws}, {time} …", scenario.name));
        let options = Options { replicates: 0..asked, jobs: self.jobs, ..Options::of(scenario) };
        let ensemble = work.run(&options, terminal);
        let complete = ensemble.replicates.len() as u32;
        if complete == 0 {
            record.discard()?;
            return Err(self.place.stopped(0, asked));
        }

        let curves = Curves::of(&ensemble);
        let ending =
            Ending { asked, complete, stopped: complete < asked, digest: ensemble.digest() };
        let place = record.close(
            &ending,
            results(scenario, &ensemble, &curves, self.parquet),
            |manifest| {
                let all = [(&self.loaded.read, &ensemble, &curves)];
                report(Origin::Run(manifest), &all, Told::Run)
            },
        )?;

        self.answer(&ensemble, &curves, terminal)?;
        terminal.say(&format!("Results: {}", place.display()));
        terminal.say(&format!("Report: {}", place.join(outputs::REPORT_FILE).display()));
        if ending.stopped {
            return Err(self.place.stopped(complete, asked));
        }
        Ok(place)
    }

    /// Print the answer: some sentences and the levels of use, or the summary as JSON.
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
        for sentence in outputs::answer::answer(ensemble, &summary) {
            terminal.prose(&sentence)?;
        }
        terminal.data("\n")?;
        terminal.data(&levels::levels(ensemble, curves, terminal.width()))?;
        let curve = curve(ensemble, curves, terminal.width());
        terminal.data(&if curve.is_empty() { curve } else { format!("\n{curve}") })
    }
}

//! One run from a validated scenario to a folder of results.
//!
//! The manifest is written first, as `running`, and replaced last, so that a folder always
//! says how far its run came.

use std::collections::BTreeMap;
use std::env;
use std::num::NonZero;
use std::path::PathBuf;
use std::thread;
use std::time::Instant;

use uptake::engine::Options;
use uptake::outputs::{
    self, FileRecord, Machine, Manifest, OutputRecord, Status, Summary, ToolRecord,
};
use uptake::results::{Curves, Ensemble};
use uptake::store::RunFolder;

use super::args::Format;
use super::exit::{Exit, Failure};
use super::load::Loaded;
use super::results::{ResultFile, results};
use super::simulate::Work;
use super::terminal::Terminal;
use super::{levels, words};

/// Folder below which runs without a folder of their own are written.
pub const BASE: &str = "output";
/// Entry of the manifest's options: how many futures the results are made of.
pub const FUTURES_COMPLETE: &str = "futures_complete";
/// Entry of the manifest's options: how often the parameters were drawn.
pub const PARAMETER_DRAWS: &str = "parameter_draws";
/// How the draws follow from the seed, for the manifest.
const SEED_RULE: &str =
    "every draw is a function of seed, replicate, purpose, place, and time or attempt";

/// What to run and where to put it.
pub struct Job {
    /// The scenario, and what it was read from.
    pub loaded: Loaded,
    /// Draws of the parameters, if they are drawn.
    pub draws: Option<u32>,
    /// Threads.
    pub jobs: Option<usize>,
    /// The user's folder.
    pub output: Option<PathBuf>,
    /// Write into a folder that exists.
    pub force: bool,
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
        let started = Instant::now();
        let scenario = &self.loaded.read.scenario;
        let work = Work::of(&self.loaded.read, self.draws)?;
        let futures = work.futures();
        let folder =
            RunFolder::create(BASE.as_ref(), &scenario.name, self.output.as_deref(), self.force)
                .map_err(Failure::runtime)?;
        let mut manifest = self.manifest(futures);
        folder.write_manifest(&manifest).map_err(Failure::runtime)?;

        let draws = match self.draws {
            Some(draws) => format!(", {} of each of {draws} draws", scenario.replicates),
            None => String::new(),
        };
        let all = outputs::words::futures(futures as usize);
        terminal.say(&format!("Running {}: {all}{draws} …", scenario.name));
        let options = Options { replicates: 0..futures, jobs: self.jobs, ..Options::of(scenario) };
        let ensemble = work.run(&options, terminal);
        let complete = ensemble.replicates.len() as u32;
        if complete == 0 {
            folder.discard().map_err(Failure::runtime)?;
            return Err(stopped(0, futures, false));
        }

        let curves = Curves::of(&ensemble);
        let written = self.write(&folder, &ensemble, &curves);
        manifest.status = match &written {
            Err(_) => Status::Failed,
            Ok(_) if complete < futures => Status::Interrupted,
            Ok(_) => Status::Complete,
        };
        manifest.options.insert(FUTURES_COMPLETE.to_owned(), complete.to_string());
        manifest.finished = Some(now());
        manifest.seconds = Some(started.elapsed().as_secs_f64());
        manifest.ensemble_digest = Some(format!("{:016x}", ensemble.digest()));
        if let Ok(records) = &written {
            manifest.outputs.clone_from(records);
        }
        let closed = folder.write_manifest(&manifest).map_err(Failure::runtime);
        // Of two failures the first is the one to tell of.
        written.and(closed)?;

        self.answer(&ensemble, &curves, terminal)?;
        let place = folder.path().to_path_buf();
        terminal.say(&format!("Results: {}", place.display()));
        if complete < futures {
            return Err(stopped(complete, futures, self.output.is_some() && !self.force));
        }
        Ok(place)
    }

    fn write(
        &self,
        folder: &RunFolder,
        ensemble: &Ensemble,
        curves: &Curves,
    ) -> Result<Vec<OutputRecord>, Failure> {
        let files = results(&self.loaded.read.scenario, ensemble, curves, self.parquet)
            .map_err(Failure::runtime)?;
        let write = |file: &ResultFile| {
            folder.write(&file.name, &file.bytes).map_err(Failure::runtime)?;
            Ok(OutputRecord::new(&file.name, &file.bytes))
        };
        files.iter().map(write).collect()
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
        for sentence in words::answer(ensemble, &summary) {
            terminal.prose(&sentence)?;
        }
        terminal.data("\n")?;
        terminal.data(&levels::levels(ensemble, curves, terminal.width()))
    }

    /// What is known before the first week is simulated.
    fn manifest(&self, futures: u32) -> Manifest {
        let Loaded { read, name, list } = &self.loaded;
        let mut options = BTreeMap::from([("parquet".to_owned(), self.parquet.to_string())]);
        options.extend(self.draws.map(|draws| (PARAMETER_DRAWS.to_owned(), draws.to_string())));
        let processors = thread::available_parallelism().map_or(1, NonZero::get);
        Manifest {
            schema_version: outputs::MANIFEST_SCHEMA,
            tool: ToolRecord::this(),
            status: Status::Running,
            scenario: FileRecord::new(name, &read.resolved),
            organisations: list.clone(),
            seed: read.scenario.seed,
            seed_rule: SEED_RULE.to_owned(),
            replicates: futures,
            command: env::args_os().map(|word| word.to_string_lossy().into_owned()).collect(),
            options,
            started: now(),
            finished: None,
            seconds: None,
            machine: Machine {
                os: env::consts::OS.to_owned(),
                arch: env::consts::ARCH.to_owned(),
                cores: self.jobs.unwrap_or(processors) as u32,
            },
            ensemble_digest: None,
            outputs: Vec::new(),
        }
    }
}

/// The time, as manifests write it.
fn now() -> String {
    jiff::Timestamp::now().to_string()
}

/// The user stopped the run. `occupied` says that its folder now holds something, so that
/// the same command would be refused.
fn stopped(complete: u32, of: u32, occupied: bool) -> Failure {
    let kept = match complete {
        0 => "none was complete, so nothing is kept".to_owned(),
        1 => "the first is complete and kept".to_owned(),
        n => format!("the first {n} are complete and kept"),
    };
    let mut again: Vec<String> =
        env::args_os().skip(1).map(|word| quoted(&word.to_string_lossy())).collect();
    if occupied {
        again.push("--force".to_owned());
    }
    Failure::Because {
        exit: Exit::Interrupted,
        message: format!("stopped; of {of} simulated futures {kept}"),
        help: format!("to run it again: uptake {}", again.join(" ")),
    }
}

/// A word of a command line as a shell wants it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_command_can_be_pasted_into_a_shell() {
        assert_eq!(quoted("team.hours=4"), "team.hours=4");
        assert_eq!(quoted("my plan.toml"), "'my plan.toml'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted(""), "''");
    }
}

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
use uptake::outputs::{self, FileRecord, Machine, Manifest, OutputError, OutputRecord, Status};
use uptake::outputs::{Summary, ToolRecord};
use uptake::results::{Curves, Ensemble};
use uptake::store::RunFolder;

use super::answer;
use super::args::Format;
use super::exit::{Exit, Failure};
use super::load::Loaded;
use super::results::{ResultFile, results};
use super::simulate::simulate;
use super::terminal::Terminal;

/// Folder below which runs without a folder of their own are written.
pub const BASE: &str = "output";
/// Entry of the manifest's options: how many futures the results are made of.
pub const FUTURES_COMPLETE: &str = "futures_complete";
/// How the draws follow from the seed, for the manifest.
const SEED_RULE: &str = "every draw is addressed by (seed, replicate, purpose, place, time or attempt)";

/// What to run and where to put it.
pub struct Job {
    /// The scenario, and what it was read from.
    pub loaded: Loaded,
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
    /// Run.
    ///
    /// # Errors
    /// If results cannot be written, or the user stopped the run.
    pub fn run(self, terminal: Terminal) -> Result<(), Failure> {
        let started = Instant::now();
        let scenario = &self.loaded.read.scenario;
        let folder =
            RunFolder::create(BASE.as_ref(), &scenario.name, self.output.as_deref(), self.force)
                .map_err(|error| Failure::runtime(error.to_string()))?;
        let mut manifest = self.manifest();
        write_manifest(&folder, &manifest)?;

        terminal.say(&format!(
            "Simulating {} of {} …",
            outputs::words::futures(scenario.replicates as usize),
            scenario.name
        ));
        let options = Options { jobs: self.jobs, ..Options::of(scenario) };
        let ensemble = simulate(scenario, &options, terminal);
        if ensemble.replicates.is_empty() {
            discard(folder);
            return Err(stopped(0, scenario.replicates));
        }

        let curves = Curves::of(&ensemble);
        let written = results(scenario, &ensemble, &curves, self.parquet)
            .map_err(|error| Failure::runtime(error.to_string()))
            .and_then(|files| write_all(&folder, &files));
        let complete = ensemble.replicates.len() as u32;
        manifest.status = match &written {
            Err(_) => Status::Failed,
            Ok(_) if complete < scenario.replicates => Status::Interrupted,
            Ok(_) => Status::Complete,
        };
        manifest.options.insert(FUTURES_COMPLETE.to_owned(), complete.to_string());
        manifest.finished = Some(now());
        manifest.seconds = Some(started.elapsed().as_secs_f64());
        manifest.ensemble_digest = Some(format!("{:016x}", ensemble.digest()));
        manifest.outputs = written?;
        write_manifest(&folder, &manifest)?;

        match self.format {
            Format::Text => answer::print(scenario, &ensemble, &curves, terminal)?,
            Format::Json => {
                let summary = outputs::summary_json(scenario, &ensemble, &curves)
                    .map_err(|error| Failure::runtime(error.to_string()))?;
                terminal.data(&String::from_utf8_lossy(&summary))?;
            }
        }
        let place = folder.path().display();
        terminal.say(&format!("\nResults: {place}"));
        if complete < scenario.replicates {
            return Err(stopped(complete, scenario.replicates));
        }
        Ok(())
    }
}

impl Job {
    /// What is known before the first week is simulated.
    fn manifest(&self) -> Manifest {
        let scenario = &self.loaded.read.scenario;
        let cores = self.jobs.unwrap_or_else(|| {
            thread::available_parallelism().map_or(1, NonZero::get)
        });
        Manifest {
            schema_version: outputs::MANIFEST_SCHEMA,
            tool: ToolRecord::this(),
            status: Status::Running,
            scenario: FileRecord::new(&self.loaded.name, &self.loaded.read.resolved),
            organisations: self.loaded.list.clone(),
            seed: scenario.seed,
            seed_rule: SEED_RULE.to_owned(),
            replicates: scenario.replicates,
            command: env::args_os().map(|word| word.to_string_lossy().into_owned()).collect(),
            options: BTreeMap::from([("parquet".to_owned(), self.parquet.to_string())]),
            started: now(),
            finished: None,
            seconds: None,
            machine: Machine {
                os: env::consts::OS.to_owned(),
                arch: env::consts::ARCH.to_owned(),
                cores: cores as u32,
            },
            ensemble_digest: None,
            outputs: Vec::new(),
        }
    }
}

/// The user stopped the run.
fn stopped(complete: u32, of: u32, place: &str) -> Failure {
    let kept = match complete {
        0 => "nothing was complete, so nothing was kept".to_owned(),
        n => format!("the first {n} are complete and kept"),
    };
    let again: Vec<String> = env::args_os().map(|w| quoted(&w.to_string_lossy())).collect();
    Failure::Because {
        exit: Exit::Interrupted,
        message: format!("stopped before all {of} simulated futures were done: {kept}"),
        help: format!("to run it again: uptake {}", again[1..].join(" ")),
    }
}

/// The time, as manifests write it.
fn now() -> String {
    jiff::Timestamp::now().to_string()
}

fn write_manifest(folder: &RunFolder, manifest: &Manifest) -> Result<(), Failure> {
    let text = manifest.to_json().map_err(|error| Failure::runtime(error.to_string()))?;
    folder
        .write("manifest.json", text.as_bytes())
        .map_err(|error| Failure::runtime(error.to_string()))
}

fn write_all(folder: &RunFolder, files: &[ResultFile]) -> Result<Vec<OutputRecord>, Failure> {
    files
        .iter()
        .map(|file| {
            folder
                .write(&file.name, &file.bytes)
                .map_err(|error| Failure::runtime(error.to_string()))?;
            Ok(OutputRecord::new(&file.name, &file.bytes))
        })
        .collect()
}

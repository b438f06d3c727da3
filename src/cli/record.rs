//! The folder of one run and its manifest, which is written first, as `running`, and replaced
//! last, so that a folder always says how far its run came.

use std::collections::BTreeMap;
use std::env;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Instant;

use uptake::outputs::document::ResultFile;
use uptake::outputs::{
    self, FileRecord, Machine, Manifest, OutputError, OutputRecord, ScenarioRecord, Status,
    ToolRecord,
};
use uptake::store::RunFolder;

use super::exit::{Exit, Failure};
use super::given;
use super::load::{Loaded, Subjects};

/// Folder below which runs without a folder of their own are written.
pub const BASE: &str = "output";
/// Entry of the manifest's options: how many futures the results are made of.
pub const FUTURES_COMPLETE: &str = "futures_complete";
/// How the draws follow from the seed, for the manifest.
const SEED_RULE: &str =
    "every draw is a function of seed, replicate, purpose, place, and time or attempt";

/// Where results go.
pub struct Place {
    /// The user's folder.
    pub output: Option<PathBuf>,
    /// Write into a folder that exists.
    pub force: bool,
}

/// A run under way.
pub struct Record {
    folder: RunFolder,
    manifest: Manifest,
    started: Instant,
}

/// How a run ended.
pub struct Ending {
    /// Futures asked for.
    pub asked: u32,
    /// Futures complete.
    pub complete: u32,
    /// The user stopped it.
    pub stopped: bool,
    /// Digest over all replicates.
    pub digest: u64,
}

impl Place {
    /// The user's folder, or the one below which one will be made.
    pub fn folder(&self) -> &Path {
        self.output.as_deref().unwrap_or(Path::new(BASE))
    }

    /// The user stopped a run after so many futures.
    pub fn stopped(&self, complete: u32, of: u32) -> Failure {
        // If its folder now holds something the same command would be refused.
        stopped(complete, of, complete > 0 && self.output.is_some() && !self.force)
    }
}

impl Record {
    /// Make the folder and write the first manifest.
    ///
    /// # Errors
    /// If the folder exists and may not be written into, or cannot be written.
    pub fn open(
        place: &Place,
        name: &str,
        Subjects { base: first, others }: &Subjects,
        options: BTreeMap<String, String>,
        jobs: Option<usize>,
    ) -> Result<Self, Failure> {
        let started = Instant::now();
        let folder = RunFolder::create(BASE.as_ref(), name, place.output.as_deref(), place.force)
            .map_err(Failure::store)?;
        let processors = thread::available_parallelism().map_or(1, NonZero::get);
        let other = |other: &Loaded| ScenarioRecord {
            scenario: FileRecord::new(&other.name, &other.read.resolved),
            organisations: other.list.clone(),
        };
        let manifest = Manifest {
            schema_version: outputs::MANIFEST_SCHEMA,
            tool: ToolRecord::this(),
            status: Status::Running,
            scenario: FileRecord::new(&first.name, &first.read.resolved),
            organisations: first.list.clone(),
            others: others.iter().map(other).collect(),
            seed: first.read.scenario.seed,
            seed_rule: SEED_RULE.to_owned(),
            replicates: first.read.scenario.replicates,
            command: given::words().collect(),
            options,
            started: now(),
            finished: None,
            seconds: None,
            machine: Machine {
                os: env::consts::OS.to_owned(),
                arch: env::consts::ARCH.to_owned(),
                cores: jobs.unwrap_or(processors) as u32,
            },
            ensemble_digest: None,
            outputs: Vec::new(),
        };
        folder.write_manifest(&manifest).map_err(Failure::runtime)?;
        Ok(Record { folder, manifest, started })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// It ended without results: say so, and leave what else is in the folder.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn end(mut self, status: Status) -> Result<(), Failure> {
        self.manifest.status = status;
        self.manifest.finished = Some(now());
        self.folder.write_manifest(&self.manifest).map_err(Failure::runtime)
    }

    /// Nothing came of the run: take the folder away.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn discard(self) -> Result<(), Failure> {
        self.folder.discard().map_err(Failure::runtime)
    }

    /// Write the results, the report and the last manifest; gives the folder. The report is made
    /// of the manifest as it is written, so that it can tell of the times.
    ///
    /// # Errors
    /// If there are no results, or they cannot be written; the manifest then says so.
    pub fn close(
        mut self,
        ending: &Ending,
        files: Result<Vec<ResultFile>, OutputError>,
        report: impl FnOnce(&Manifest) -> Result<Vec<u8>, OutputError>,
    ) -> Result<PathBuf, Failure> {
        let written = self.write_results(files);
        let manifest = &mut self.manifest;
        manifest.status = match &written {
            Err(_) => Status::Failed,
            Ok(_) if ending.stopped => Status::Interrupted,
            Ok(_) => Status::Complete,
        };
        manifest.replicates = ending.asked;
        manifest.options.insert(FUTURES_COMPLETE.to_owned(), ending.complete.to_string());
        manifest.finished = Some(now());
        manifest.seconds = Some(self.started.elapsed().as_secs_f64());
        manifest.ensemble_digest = Some(format!("{:016x}", ending.digest));
        let written = written.and_then(|()| {
            let report = report(manifest).map_err(Failure::runtime)?;
            self.folder.write(outputs::REPORT_FILE, &report).map_err(Failure::runtime)
        });
        if written.is_err() {
            manifest.status = Status::Failed;
        }
        let closed = self.folder.write_manifest(manifest).map_err(Failure::runtime);
        // Of two failures the first is the one to tell of.
        written.and(closed)?;
        Ok(self.folder.path().to_path_buf())
    }
}

impl Record {
    /// Write the results. The manifest lists them first: should this be killed, the folder says
    /// which files are its own.
    fn write_results(
        &mut self,
        files: Result<Vec<ResultFile>, OutputError>,
    ) -> Result<(), Failure> {
        let files = files.map_err(Failure::runtime)?;
        let record = |file: &ResultFile| OutputRecord::new(&file.name, &file.bytes);
        self.manifest.outputs = files.iter().map(record).collect();
        self.folder.write_manifest(&self.manifest).map_err(Failure::store)?;
        let write = |file: &ResultFile| self.folder.write(&file.name, &file.bytes);
        files.iter().try_for_each(|file| write(file).map_err(Failure::store))
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
    let mut again: Vec<String> = given::words().skip(1).map(|word| quoted(&word)).collect();
    if occupied {
        again.push("--force".to_owned());
    }
    Failure::Because {
        exit: Exit::Interrupted,
        message: format!("stopped; of {of} simulated futures {kept}"),
        help: format!("to run it again: uptake {}", again.join(" ")),
    }
}

/// The command that was given, with some words more, as a shell wants it.
pub fn again(more: &[&str]) -> String {
    let words = given::words().skip(1).map(|word| quoted(&word));
    let words: Vec<String> = words.chain(more.iter().map(|&word| word.to_owned())).collect();
    format!("uptake {}", words.join(" "))
}

/// A word of a command line as a shell wants it.
pub fn quoted(word: &str) -> String {
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

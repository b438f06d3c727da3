//! Reads a scenario file with its changes, and shows what is wrong with it.

use std::cell::RefCell;
use std::path::Path;

use miette::Severity;

use uptake::outputs::FileRecord;
use uptake::scenario::study::is_study;
use uptake::scenario::{self, Files, Problems, Read, Source};
use uptake::store::{SCENARIO_LIMIT, read_text};

use super::args::{Futures, ScenarioArguments};
use super::diagnostics;
use super::exit::{Exit, Failure};
use super::terminal::Terminal;

/// A scenario file: its name as the user gave it, and its text.
pub struct File {
    pub name: String,
    pub text: String,
}

/// A scenario that was read, with what it was read from.
pub struct Loaded {
    /// The scenario.
    pub read: Read,
    /// Name of its file.
    pub name: String,
    /// The list of organisations that it names, if any.
    pub list: Option<FileRecord>,
}

/// The scenarios of an analysis.
pub struct Subjects {
    /// The one that it is about, or the base of a comparison.
    pub base: Loaded,
    /// Those that are held against the base.
    pub others: Vec<Loaded>,
}

impl Subjects {
    /// All as they were read, the base first.
    pub fn each(&self) -> impl Iterator<Item = &Read> {
        std::iter::once(&self.base).chain(&self.others).map(|loaded| &loaded.read)
    }
}

/// Files beside the scenario. What is read is kept, since the manifest has to hold it.
struct Beside<'a> {
    folder: &'a Path,
    kept: RefCell<Option<FileRecord>>,
}

impl Files for Beside<'_> {
    fn read(&self, name: &str) -> Result<String, String> {
        let text = read_text(&self.folder.join(name), SCENARIO_LIMIT)
            .map_err(|error| error.to_string())?;
        *self.kept.borrow_mut() = Some(FileRecord::new(name, text.as_str()));
        Ok(text)
    }
}

impl File {
    /// Read a file's text.
    ///
    /// # Errors
    /// If it cannot be read or is not text.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let name = path.display().to_string();
        match read_text(path, SCENARIO_LIMIT) {
            Ok(text) => Ok(File { name, text }),
            Err(error) => Err(Failure::runtime(error)
                .with_help("uptake new my.toml writes a scenario to start from")),
        }
    }

    /// Understand the text, with changes.
    ///
    /// # Errors
    /// Every problem found.
    pub fn parse(&self, changes: &[String]) -> Result<Loaded, Problems> {
        let folder = Path::new(&self.name).parent().unwrap_or(Path::new(""));
        let files = Beside { folder, kept: RefCell::new(None) };
        let source = Source { name: &self.name, text: &self.text };
        let read = scenario::read(source, changes, &files)?;
        Ok(Loaded { read, name: self.name.clone(), list: files.kept.into_inner() })
    }
}

/// Read a scenario that has to be valid; warnings and problems go to standard error.
///
/// # Errors
/// Exit 1 if the file cannot be read, 3 if it is no valid scenario.
pub fn scenario(
    args: &ScenarioArguments,
    futures: Option<&Futures>,
    terminal: Terminal,
) -> Result<Loaded, Failure> {
    let file = File::open(&args.file)?;
    match file.parse(&changes(args, futures)) {
        Ok(loaded) => {
            if !terminal.is_quiet() {
                diagnostics::show(&loaded.read.warnings, Severity::Warning, terminal);
            }
            Ok(loaded)
        }
        Err(_) if is_study(&file.text) => {
            let name = &file.name;
            Err(Failure::runtime(format!("{name} is a study of many points, not a scenario"))
                .with_exit(Exit::Invalid)
                .with_help(format!("uptake sweep {name} --dry-run checks it")))
        }
        Err(Problems(problems)) => {
            diagnostics::show(&problems, Severity::Error, terminal);
            let plural = if problems.len() == 1 { "" } else { "s" };
            terminal
                .raw_error(&format!("{} problem{plural}; nothing was written.", problems.len()));
            Err(Failure::Told(Exit::Invalid))
        }
    }
}

/// The flags that change the scenario, as changes to it: so the manifest holds them.
pub fn changes(args: &ScenarioArguments, futures: Option<&Futures>) -> Vec<String> {
    let mut changes = args.set.clone();
    if let Some(futures) = futures {
        changes.extend(futures.replicates.map(|n| format!("replicates={n}")));
        changes.extend(futures.seed.map(|n| format!("seed={n}")));
    }
    changes
}

//! Reads a study and its base scenario, and checks every point.

use std::ops::ControlFlow;
use std::path::Path;

use miette::Severity;

use uptake::experiments::study::{Points, check_points};
use uptake::outputs::FileRecord;
use uptake::scenario::Problems;
use uptake::scenario::study::{Study, read_study};
use uptake::scenario::{BUILTIN_NAME, Source};
use uptake::store::{SCENARIO_LIMIT, read_text};

use crate::cli::diagnostics;
use crate::cli::exit::{Exit, Failure};
use crate::cli::interrupt;
use crate::cli::load::{File, Loaded};
use crate::cli::progress::Progress;
use crate::cli::terminal::Terminal;

/// A study's text.
pub struct StudyFile {
    pub name: String,
    pub text: String,
}

/// A study that was read, with its base.
pub struct LoadedStudy {
    pub study: Study,
    pub base: Loaded,
    /// The text that it came from.
    pub file: FileRecord,
}

/// Read a study file and its base; problems go to standard error.
///
/// # Errors
/// Exit 1 if a file cannot be read, 3 if it is no valid study or scenario.
pub fn load(path: &Path, set: &[String], terminal: Terminal) -> Result<LoadedStudy, Failure> {
    let text = read_text(path, SCENARIO_LIMIT).map_err(|error| {
        Failure::runtime(error).with_help("uptake sweep --help shows a study to start from")
    })?;
    let file = StudyFile { name: path.display().to_string(), text };
    let folder = path.parent().unwrap_or(Path::new(""));
    let beside = |name: &str| {
        read_text(&folder.join(name), SCENARIO_LIMIT).map_err(|error| error.to_string())
    };
    let source = Source { name: &file.name, text: &file.text };
    let mut study = read_study(source, &beside).map_err(|problems| told(&problems, terminal))?;
    study.set.extend_from_slice(set);
    let base = match &study.scenario {
        Some(name) => File::open(&folder.join(name))?,
        // Nothing changed: the built-in region.
        None => File { name: format!("{BUILTIN_NAME}.toml"), text: String::new() },
    };
    let record = FileRecord::new(&file.name, file.text);
    let base = base.parse(&study.set).map_err(|problems| told(&problems, terminal))?;
    warn(&base, terminal);
    study.complete(&base.read).map_err(|problems| told(&problems, terminal))?;
    Ok(LoadedStudy { study, base, file: record })
}

/// Read a scenario, and make a study of all that is documented of it, or of what is wanted.
///
/// # Errors
/// As [`load`].
pub fn load_documented(
    path: &Path,
    set: &[String],
    wanted: &[String],
    terminal: Terminal,
) -> Result<LoadedStudy, Failure> {
    let base = File::open(path)?.parse(set).map_err(|problems| told(&problems, terminal))?;
    warn(&base, terminal);
    let study = Study::of_documented(&base.read, wanted)
        .map_err(|why| Failure::runtime(why).with_exit(Exit::Invalid))?;
    let file = FileRecord::new(&base.name, "");
    Ok(LoadedStudy { study, base, file })
}

fn warn(base: &Loaded, terminal: Terminal) {
    if !terminal.is_quiet() {
        diagnostics::show(&base.read.warnings, Severity::Warning, terminal);
    }
}

/// Read every point; problems go to standard error.
///
/// # Errors
/// Exit 3 if a point makes no valid scenario, 130 if the user stopped it.
pub fn check(loaded: &LoadedStudy, points: &Points<'_>, terminal: Terminal) -> Result<(), Failure> {
    interrupt::watch();
    let progress = Progress::of(terminal, points.len() as u32, "points checked");
    let refused = check_points(&loaded.study, &loaded.base.read, points, &|done| {
        progress.set(done as u32);
        if interrupt::asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    progress.clear();
    match refused {
        None => Err(Failure::Because {
            exit: Exit::Interrupted,
            message: "stopped while the points were checked; nothing was written".to_owned(),
            help: String::new(),
        }),
        Some(refused) if refused.is_empty() => Ok(()),
        Some(refused) => Err(told(&loaded.study.problems(&refused), terminal)),
    }
}

/// Show problems, and fail.
pub fn told(Problems(problems): &Problems, terminal: Terminal) -> Failure {
    diagnostics::show(problems, Severity::Error, terminal);
    let plural = if problems.len() == 1 { "" } else { "s" };
    terminal.raw_error(&format!("{} problem{plural}; nothing was written.", problems.len()));
    Failure::Told(Exit::Invalid)
}

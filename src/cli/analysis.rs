//! One path for every analysis: from what is asked, by the command line or by a manifest, to a folder
//! with results and a report.

use std::path::{Path, PathBuf};

use uptake::outputs::document::{Document, ResultFile};
use uptake::outputs::xlsx::{Source, workbook};
use uptake::outputs::{Origin, OutputError, REPORT_FILE};
use uptake::results::Ensemble;
use uptake::scenario::Read;
use uptake::store::MANIFEST_FILE;

use super::args::{Asked, Format};
use super::ask::{Ask, Found};
use super::exit::{Exit, Failure};
use super::load::{self, Loaded, Subjects};
use super::progress::watched;
use super::record::{Ending, Place, Record};
use super::results::report;
use super::tables::show_document;
use super::terminal::Terminal;

/// Where and how it runs.
pub struct Job {
    /// The folder.
    pub place: Place,
    /// Threads.
    pub jobs: Option<usize>,
    /// How the answer is printed.
    pub format: Format,
    /// Also a workbook.
    pub xlsx: bool,
}

/// Entry of the manifest's options: there is a workbook.
pub const XLSX: &str = "xlsx";

fn source(loaded: &Loaded) -> Source<'_> {
    let Loaded { read, name, list } = loaded;
    Source { name, read, list: list.as_ref() }
}

/// The result files of a document, the workbook among them if it is wanted.
///
/// # Errors
/// If a table or a chart cannot be encoded.
pub fn files(
    document: &mut Document,
    all: &Subjects,
    base: Option<&Ensemble>,
    xlsx: bool,
) -> Result<Vec<ResultFile>, OutputError> {
    let sources: Vec<Source> = std::iter::once(&all.base).chain(&all.others).map(source).collect();
    let book = xlsx.then(|| workbook(document, &sources, base)).transpose()?;
    let mut files = document.files()?;
    files.extend(book);
    Ok(files)
}

/// Read the scenario, find what is asked of it, write and show it.
///
/// # Errors
/// As [`perform`], and if the scenario is not valid.
pub fn run<A: Ask>(
    asked: &Asked,
    replicates: u32,
    ask: impl FnOnce(&Read) -> Result<A, Failure>,
    terminal: Terminal,
) -> Result<(), Failure> {
    let base = load::scenario(&asked.scenario, Some(&asked.futures(replicates)), terminal)?;
    let ask = ask(&base.read)?;
    let place = Place { output: asked.output.clone(), force: asked.force };
    let job = Job { place, jobs: asked.jobs, format: asked.format, xlsx: asked.xlsx };
    perform(&ask, &Subjects { base, others: Vec::new() }, &job, terminal).map(drop)
}

/// Find what is asked, write and show it; gives the folder.
///
/// # Errors
/// If nothing can be said, something cannot be written, or the user stops.
pub fn perform(
    ask: &dyn Ask,
    all: &Subjects,
    job: &Job,
    terminal: Terminal,
) -> Result<PathBuf, Failure> {
    let Job { place, jobs, format, xlsx } = job;
    let scenario = &all.base.read.scenario;
    ask.check(scenario)?;
    ask.estimate(scenario, *jobs)?.fits(place.folder())?;
    let mut options = ask.options();
    options.extend(xlsx.then(|| (XLSX.to_owned(), true.to_string())));
    let record = Record::open(place, &ask.folder(all), all, options, *jobs)?;
    terminal.say(&format!("{} …", ask.begins(scenario, *jobs)));
    let work = watched(terminal, ask.counted(), |step| ask.find(all, *jobs, step));
    let mut found = match work {
        Ok(found) => found,
        Err(failure) => {
            record.discard()?;
            return Err(failure);
        }
    };
    let (complete, of) = (found.complete(), ask.futures(scenario));
    let Some(mut document) = found.document.take() else {
        record.discard()?;
        let is_stopped = found.stopped || complete == 0;
        return Err(if is_stopped { place.stopped(0, of) } else { ask.nothing() });
    };
    let digest = found.ensembles.first().map_or(0, |base| base.digest());
    let ending = Ending { asked: found.asked, complete, stopped: found.stopped, digest };
    let folder = record.close(
        &ending,
        files(&mut document, all, found.ensembles.first(), *xlsx),
        |manifest| {
            report(Origin::Run(manifest), all.each(), (&found.ensembles, &found.curves), &document)
        },
    )?;
    show_document(&document, &scenario.question, *format, terminal)?;
    terminal.say(&format!("Results: {}", folder.display()));
    let report = folder.join(REPORT_FILE);
    terminal.say(&format!("Report: {}", report.display()));
    if found.stopped {
        return Err(place.stopped(complete, of));
    }
    found.warning.iter().for_each(|warning| terminal.warn(warning));
    let next = match found.next.as_str() {
        "" => format!(
            "uptake reproduce {} shows that the same comes out again",
            folder.join(MANIFEST_FILE).display()
        ),
        next => next.to_owned(),
    };
    terminal.say(&format!("Next: open the report in a browser; {next}."));
    Ok(folder)
}

/// The same again: of scenarios that a manifest holds.
///
/// # Errors
/// If it does not fit here, nothing can be said, or the user stops.
pub fn again(
    ask: &dyn Ask,
    all: &Subjects,
    jobs: Option<usize>,
    terminal: Terminal,
) -> Result<Found, Failure> {
    let scenario = &all.base.read.scenario;
    ask.check(scenario)?;
    ask.estimate(scenario, jobs)?.fits(Path::new("."))?;
    let found = watched(terminal, ask.counted(), |step| ask.find(all, jobs, step))?;
    if found.stopped {
        return Err(Failure::Told(Exit::Interrupted));
    }
    if found.document.is_none() {
        return Err(ask.nothing());
    }
    Ok(found)
}

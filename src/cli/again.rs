//! A run again, from its manifest alone.

use std::collections::BTreeMap;
use std::fmt::Display;

use uptake::outputs::document::{Document, ResultFile};
use uptake::outputs::{FileRecord, Manifest, Origin, OutputError, Status, ToolRecord};
use uptake::results::Ensemble;
use uptake::scenario::{self, Files, Source};

use super::analysis::{self, XLSX};
use super::ask::{Ask, Found};
use super::commands::{compare, explain, fit, loops, rank, run, seek};
use super::exit::{Exit, Failure};
use super::load::{Loaded, Subjects};
use super::record::{FUTURES_COMPLETE, quoted};
use super::results::report;
use super::terminal::Terminal;

/// The file that a scenario names, as the manifest keeps it.
struct Kept<'a>(Option<&'a FileRecord>);

impl Files for Kept<'_> {
    fn read(&self, name: &str) -> Result<String, String> {
        let list = self.0.filter(|list| list.name == name);
        list.map(|list| list.text.clone()).ok_or_else(|| format!("the manifest holds no {name}"))
    }
}

/// What a manifest tells of, made again.
pub struct Again {
    all: Subjects,
    found: Found,
    document: Document,
    xlsx: bool,
}

impl Again {
    /// Simulate a manifest's scenarios; `name` is what messages call the manifest. `every_value` is
    /// false where the table of every value is not needed.
    ///
    /// # Errors
    /// If the manifest's scenarios are not valid here, it does not say how they were compared,
    /// or the user stops.
    pub fn of(
        name: &impl Display,
        manifest: &Manifest,
        every_value: bool,
        jobs: Option<usize>,
        terminal: Terminal,
    ) -> Result<Self, Failure> {
        if manifest.tool != ToolRecord::this() {
            let (theirs, ours) = (&manifest.tool.version, ToolRecord::this().version);
            terminal.warn(&format!("{name} was written by uptake {theirs}; this is {ours}"));
        }
        finished(name, manifest)?;
        let impossible =
            |what: &str| Failure::runtime(format!("{name}: {what}")).with_exit(Exit::Invalid);
        let base = loaded(name, &manifest.scenario, manifest.organisations.as_ref())?;
        let others = manifest.others.iter();
        let others = others.map(|o| loaded(name, &o.scenario, o.organisations.as_ref()));
        let mut all = Subjects { base, others: others.collect::<Result<_, _>>()? };
        let mut options = manifest.options.clone();
        if !every_value {
            options.remove(run::PARQUET);
        }
        let ask = asked(&options, &mut all).map_err(|what| impossible(&what))?;
        let complete = options.get(FUTURES_COMPLETE).map(|text| text.parse::<u32>()).transpose();
        let complete =
            complete.map_err(|_| impossible(&format!("{FUTURES_COMPLETE} is not a number")))?;
        // Where an analysis draws the parameters those of all draws are counted.
        if !ask.draws() && complete.is_some_and(|complete| complete > manifest.replicates) {
            return Err(impossible("more futures are complete than were asked for"));
        }
        if ask.week().is_some_and(|week| week > all.base.read.scenario.weeks) {
            return Err(impossible("it asks for a week beyond the horizon"));
        }
        if !ask.draws() {
            all.base.read.scenario.replicates = complete.unwrap_or(manifest.replicates);
        }
        let mut found = analysis::again(&*ask, &all, jobs, terminal)?;
        let document = found.document.take().ok_or_else(|| ask.nothing())?;
        let xlsx = every_value && options.get(XLSX).is_some_and(|written| written == "true");
        Ok(Again { all, found, document, xlsx })
    }

    /// Digest over all futures of the base.
    pub fn digest(&self) -> Option<u64> {
        self.found.ensembles.first().map(Ensemble::digest)
    }

    /// The result files.
    ///
    /// # Errors
    /// If a table or a chart cannot be encoded.
    pub fn results(&mut self) -> Result<Vec<ResultFile>, OutputError> {
        let base = self.found.ensembles.first();
        analysis::files(&mut self.document, &self.all, base, self.xlsx)
    }

    /// The report, as its manifest tells of it.
    ///
    /// # Errors
    /// If a table or a chart cannot be encoded.
    pub fn report(&self, manifest: &Manifest) -> Result<Vec<u8>, OutputError> {
        let Found { ensembles, curves, .. } = &self.found;
        report(Origin::Run(manifest), self.all.each(), (ensembles, curves), &self.document)
    }
}

/// What a manifest asks of its scenarios.
///
/// # Errors
/// What is wrong with it.
fn asked(options: &BTreeMap<String, String>, all: &mut Subjects) -> Result<Box<dyn Ask>, String> {
    if !all.others.is_empty() {
        return compare::asked_by(options, all).map(|ask| Box::new(ask) as Box<dyn Ask>);
    }
    let readers =
        [explain::asked_by, fit::asked_by, loops::asked_by, rank::asked_by, seek::asked_by];
    match readers.iter().find_map(|asked_by| asked_by(options)) {
        Some(ask) => Ok(ask),
        None => run::asked_by(options).map(|ask| Box::new(ask) as Box<dyn Ask>),
    }
}

/// Only a run that ended has results: one that was killed or that failed has none, or some.
fn finished(name: &impl Display, manifest: &Manifest) -> Result<(), Failure> {
    let why = match manifest.status {
        Status::Complete | Status::Interrupted => return Ok(()),
        Status::Running => "has not ended: it is still at work, or was killed",
        Status::Failed => "failed: its results could not be written",
    };
    let words: Vec<String> = manifest.command.iter().skip(1).map(|word| quoted(word)).collect();
    Err(Failure::runtime(format!("{name}: the run {why}")).with_exit(Exit::Partial).with_help(
        format!("to run it again: uptake {} (--force where -o is given)", words.join(" ")),
    ))
}

/// A scenario that a manifest holds.
///
/// # Errors
/// Exit 3 if it is not valid here.
pub fn loaded(
    manifest: &impl Display,
    scenario: &FileRecord,
    list: Option<&FileRecord>,
) -> Result<Loaded, Failure> {
    let source = Source { name: &scenario.name, text: &scenario.text };
    let read = scenario::read(source, &[], &Kept(list)).map_err(|problems| {
        let message = format!("{manifest}: its scenario is not valid here:\n{problems}");
        Failure::runtime(message).with_exit(Exit::Invalid)
    })?;
    Ok(Loaded { read, name: scenario.name.clone(), list: list.cloned() })
}

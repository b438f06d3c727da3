//! A run again, from its manifest alone.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::Path;

use uptake::engine::Options;
use uptake::experiments::{Batches, Matched};
use uptake::outputs::document::Document;
use uptake::outputs::document::ResultFile;
use uptake::outputs::{FileRecord, Manifest, Origin, OutputError, Status, ToolRecord};
use uptake::results::{Curves, Ensemble};
use uptake::scenario::{self, Files, Source};

use super::analysis;
use super::ask::Ask;
use super::commands::compare::matched;
use super::commands::{explain, loops, rank};
use super::estimate::{Estimate, Task};
use super::exit::{Exit, Failure};
use super::job::PARAMETER_DRAWS;
use super::load::Loaded;
use super::record::{FUTURES_COMPLETE, quoted};
use super::results::{Told, comparison_results, report, results};
use super::settings::Settings;
use super::simulate::{Work, estimated, estimated_matched, simulate_matched};
use super::terminal::Terminal;

/// The file that a scenario names, as the manifest keeps it.
struct Kept<'a>(Option<&'a FileRecord>);

impl Files for Kept<'_> {
    fn read(&self, name: &str) -> Result<String, String> {
        let list = self.0.filter(|list| list.name == name);
        list.map(|list| list.text.clone()).ok_or_else(|| format!("the manifest holds no {name}"))
    }
}

/// The scenarios of a manifest, and their futures, simulated again.
pub struct Again {
    /// The scenarios, the base of a comparison first.
    pub loaded: Vec<Loaded>,
    /// What a comparison was matched to and how it was made; none for a run.
    pub comparison: Option<(Matched, Settings)>,
    /// What was found of it, if an analysis was asked.
    pub document: Option<Document>,
    /// Their futures.
    pub ensembles: Vec<Ensemble>,
}

impl Again {
    /// One scenario and its futures, nothing made of them.
    fn plain(loaded: Loaded, futures: Ensemble) -> Self {
        Again { loaded: vec![loaded], comparison: None, document: None, ensembles: vec![futures] }
    }

    /// Simulate a manifest's scenarios; `name` is what messages call the manifest.
    ///
    /// # Errors
    /// If the manifest's scenarios are not valid here, it does not say how they were compared,
    /// or the user stops.
    pub fn of(
        name: &impl Display,
        manifest: &Manifest,
        jobs: Option<usize>,
        terminal: Terminal,
    ) -> Result<Self, Failure> {
        if manifest.tool != ToolRecord::this() {
            let (theirs, ours) = (&manifest.tool.version, ToolRecord::this().version);
            terminal.warn(&format!("{name} was written by uptake {theirs}; this is {ours}"));
        }
        finished(name, manifest)?;
        let mut first = loaded(name, &manifest.scenario, manifest.organisations.as_ref())?;
        let mut others: Vec<Loaded> = manifest
            .others
            .iter()
            .map(|o| loaded(name, &o.scenario, o.organisations.as_ref()))
            .collect::<Result<_, _>>()?;
        let number = |option: &str| match manifest.options.get(option).map(|text| text.parse()) {
            Some(Err(_)) => Err(Failure::runtime(format!("{name}: {option} is not a number"))
                .with_exit(Exit::Invalid)),
            Some(Ok(number)) => Ok(Some(number)),
            None => Ok(None),
        };
        let complete = number(FUTURES_COMPLETE)?;
        let here = Path::new(".");
        let ask = asked(&manifest.options);
        let impossible =
            |what: &str| Err(Failure::runtime(format!("{name}: {what}")).with_exit(Exit::Invalid));
        // Where parameters are drawn those of all draws are counted.
        let over_draws = ask.as_ref().is_some_and(|ask| ask.draws());
        if !over_draws && complete.is_some_and(|complete| complete > manifest.replicates) {
            return impossible("more futures are complete than were asked for");
        }
        if let Some(ask) = ask {
            if ask.week().is_some_and(|week| week > first.read.scenario.weeks) {
                return impossible("it asks for a week beyond the horizon");
            }
            let scenario = &mut first.read.scenario;
            if !ask.draws() {
                scenario.replicates = complete.unwrap_or(scenario.replicates);
            }
            let (base, document) = analysis::again(&*ask, &first, jobs, terminal)?;
            return Ok(Again { document: Some(document), ..Again::plain(first, base) });
        }
        if others.is_empty() {
            let draws = number(PARAMETER_DRAWS)?;
            estimated(&first.read, draws, false, jobs)?.fits(here)?;
            let work = Work::of(&first.read, draws)?;
            let futures = complete.unwrap_or(work.futures());
            Estimate::of(&first.read.scenario, Task::run(futures), jobs).fits(here)?;
            let options =
                Options { replicates: 0..futures, jobs, ..Options::of(&first.read.scenario) };
            let ensemble = work.run(&options, terminal);
            if (ensemble.replicates.len() as u32) < futures {
                return Err(Failure::Told(Exit::Interrupted));
            }
            drop(work);
            return Ok(Again::plain(first, ensemble));
        }
        let settings = Settings::of_options(&manifest.options).ok_or_else(|| {
            let message = format!("{name}: it does not say how its scenarios were compared");
            Failure::runtime(message).with_exit(Exit::Invalid)
        })?;
        let matched = matched(&first, &others)?;
        let futures = complete.unwrap_or(manifest.replicates);
        estimated_matched(&matched, futures, jobs).fits(here)?;
        let run = simulate_matched(&matched, Batches::Fixed(futures), jobs, terminal);
        if run.stopped {
            return Err(Failure::Told(Exit::Interrupted));
        }
        others.insert(0, first);
        Ok(Again {
            loaded: others,
            comparison: Some((matched, settings)),
            document: None,
            ensembles: run.ensembles,
        })
    }
}

impl Again {
    /// The result files of the run.
    ///
    /// # Errors
    /// If a table or a chart cannot be encoded.
    pub fn results(&self, every_value: bool) -> Result<Vec<ResultFile>, OutputError> {
        if let Some(document) = &self.document {
            return document.files();
        }
        let curves: Vec<Curves> = self.ensembles.iter().map(Curves::of).collect();
        match (&self.comparison, &self.loaded[..], &self.ensembles[..], &curves[..]) {
            (Some((matched, settings)), ..) => {
                let comparisons = settings.comparisons(&self.ensembles);
                let compared = settings.compared(matched, &self.ensembles, &comparisons);
                comparison_results(&compared, &curves)
            }
            (None, [loaded, ..], [ensemble, ..], [curves, ..]) => {
                results(&loaded.read.scenario, ensemble, curves, every_value)
            }
            (None, ..) => Ok(Vec::new()),
        }
    }

    /// The report of the run, as its manifest tells of it.
    ///
    /// # Errors
    /// If a table or a chart cannot be encoded.
    pub fn report(&self, manifest: &Manifest) -> Result<Vec<u8>, OutputError> {
        let curves: Vec<Curves> = self.ensembles.iter().map(Curves::of).collect();
        let loaded = self.loaded.iter().zip(&self.ensembles).zip(&curves);
        let all: Vec<_> = loaded.map(|((l, e), c)| (&l.read, e, c)).collect();
        let origin = Origin::Run(manifest);
        if let Some(document) = &self.document {
            return report(origin, &all, Told::Document(document));
        }
        match &self.comparison {
            Some((matched, settings)) => {
                let comparisons = settings.comparisons(&self.ensembles);
                let compared = settings.compared(matched, &self.ensembles, &comparisons);
                report(origin, &all, Told::Comparison(&compared))
            }
            None => report(origin, &all, Told::Run),
        }
    }
}

/// What a manifest asks of its scenario; none if it is that of a run or a comparison.
fn asked(options: &BTreeMap<String, String>) -> Option<Box<dyn Ask>> {
    let readers = [explain::asked_by, loops::asked_by, rank::asked_by];
    readers.iter().find_map(|asked_by| asked_by(options))
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

//! `uptake run FILE`.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

use uptake::experiments::Progress as Step;
use uptake::experiments::loops::{loops, runs};
use uptake::experiments::uncertainty::REPLICATES_PER_DRAW;
use uptake::measures::measure;
use uptake::outputs::document::{Document, ResultFile};
use uptake::outputs::loops::Looped;
use uptake::outputs::{FileRecord, replicates_parquet, run_document, seen_document, words};
use uptake::scenario::{Observed, Problems, Scenario, read_observed};

use crate::cli::analysis::{Job, perform};
use crate::cli::args::{Futures, Run};
use crate::cli::ask::{Ask, Found};
use crate::cli::commands::loops::long_enough;
use crate::cli::drawn::{Drawn, Draws};
use crate::cli::estimate::{Estimate, duration};
use crate::cli::exit::{Exit, Failure};
use crate::cli::load::{self, Subjects};
use crate::cli::record::{BASE, FUTURES_COMPLETE, Place};
use crate::cli::simulate::{Work, estimated, futures_in_all};
use crate::cli::terminal::Terminal;

/// Name of the entry in the manifest's options.
pub const PARQUET: &str = "parquet";
const LOOPS: &str = "loops";
const OBSERVED: &str = "observed";
const OBSERVED_NAME: &str = "observed_name";

/// The measure that loops are said to move.
const MOVED: &str = "organisations.real_use";

/// What is asked of a run.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Draws of the parameters, if they are drawn.
    pub draws: Option<Drawn>,
    /// Also every value of every future.
    pub every_value: bool,
    /// Matched futures from which the loops are found, if they are.
    pub loops: Option<u32>,
    /// The table of what was observed, if there is one.
    pub observed: Option<FileRecord>,
    /// So many of the futures, where a run was stopped.
    pub first: Option<u32>,
}

/// From the entries of a manifest.
///
/// # Errors
/// If one is not a number.
pub fn asked_by(options: &BTreeMap<String, String>) -> Result<Asked, String> {
    let number = |name: &str| {
        let number = options.get(name).map(|text| text.parse()).transpose();
        number.map_err(|_| format!("{name} is not a number"))
    };
    Ok(Asked {
        draws: Drawn::of_options(options).map_err(|entry| format!("{entry} holds no draws"))?,
        every_value: options.get(PARQUET).is_some_and(|written| written == "true"),
        loops: number(LOOPS)?,
        observed: options
            .get(OBSERVED_NAME)
            .zip(options.get(OBSERVED))
            .map(|(name, text)| FileRecord::new(name, text)),
        first: number(FUTURES_COMPLETE)?,
    })
}

impl Ask for Asked {
    fn name(&self) -> &'static str {
        "run"
    }

    fn folder(&self, all: &Subjects) -> String {
        all.base.read.scenario.name.clone()
    }

    fn options(&self) -> BTreeMap<String, String> {
        let mut options = BTreeMap::from([(PARQUET.to_owned(), self.every_value.to_string())]);
        options.extend(self.draws.iter().flat_map(Drawn::options));
        if let Some(file) = &self.observed {
            options.insert(OBSERVED_NAME.to_owned(), file.name.clone());
            options.insert(OBSERVED.to_owned(), file.text.clone());
        }
        options.extend(self.loops.map(|loops| (LOOPS.to_owned(), loops.to_string())));
        options
    }

    fn check(&self, scenario: &Scenario) -> Result<(), Failure> {
        let seen = self.observed.as_ref().map(|file| dots(file, scenario)).transpose();
        seen.map_err(|problems| Failure::runtime(problems).with_exit(Exit::Invalid))?;
        self.loops.map_or(Ok(()), |_| long_enough(scenario))
    }

    fn futures(&self, scenario: &Scenario) -> u32 {
        let all = futures_in_all(scenario, self.draws.as_ref()).unwrap_or(u32::MAX);
        self.first.map_or(all, |first| first.min(all))
    }

    fn draws(&self) -> bool {
        self.draws.is_some()
    }

    fn runs(&self, scenario: &Scenario) -> f64 {
        let loops = self.loops.map_or(0.0, |n| runs(scenario) as f64 * f64::from(n));
        f64::from(self.futures(scenario)) + loops
    }

    fn estimate(&self, scenario: &Scenario, jobs: Option<usize>) -> Result<Estimate, Failure> {
        let mut size = estimated(scenario, self.draws.as_ref(), self.every_value, jobs)?;
        size.seconds *= self.runs(scenario) / f64::from(self.futures(scenario));
        Ok(size)
    }

    fn doing(&self) -> String {
        "Running".to_owned()
    }

    fn begins(&self, scenario: &Scenario, jobs: Option<usize>) -> String {
        let draws = match &self.draws {
            Some(draws) => format!(", {} of each of {} draws", scenario.replicates, draws.len()),
            None => String::new(),
        };
        let all = words::futures(self.futures(scenario) as usize);
        let seconds = self.estimate(scenario, jobs).map_or(0.0, |size| size.seconds);
        format!("Running {}: {all}{draws}, {}", scenario.name, duration(seconds))
    }

    fn counted(&self) -> &'static str {
        "futures"
    }

    fn find(
        &self,
        all: &Subjects,
        jobs: Option<usize>,
        step: &(dyn Fn(Step) -> ControlFlow<()> + Sync),
    ) -> Result<Found, Failure> {
        let read = &all.base.read;
        let asked = self.futures(&read.scenario);
        let ensemble = Work::of(read, self.draws.as_ref())?.run(asked, jobs, step);
        let complete = ensemble.replicates.len() as u32;
        let mut found = Found::of(ensemble, asked, None, complete < asked);
        if let ([ensemble], [curves]) = (&found.ensembles[..], &found.curves[..])
            && complete > 0
        {
            let seen = self.observed.as_ref().map(|file| dots(file, &read.scenario));
            let seen = seen.transpose().map_err(Failure::runtime)?;
            let document = run_document(&read.scenario, ensemble, curves, seen.as_ref());
            let mut document = document.map_err(Failure::runtime)?;
            if self.every_value {
                let every = replicates_parquet(&read.scenario, ensemble);
                let every = every.map_err(Failure::runtime)?;
                document.written.push(ResultFile::new("replicates.parquet", every));
            }
            if let Some(Drawn::Plausible(draws)) = &self.draws {
                document.answer.push(draws.in_words());
            }
            if let Some(seen) = seen {
                let part = seen_document(&read.scenario, ensemble, curves, &seen);
                document.add("What was observed", part.map_err(Failure::runtime)?);
            }
            if let (Some(loops), false) = (self.loops, found.stopped) {
                let part = circles(&read.scenario, loops, jobs, step)?;
                found.stopped = part.is_none();
                if let Some(part) = part {
                    document.add("Which circles turn", part);
                }
            }
            found.document = Some(document);
        }
        Ok(found)
    }

    /// A run always has something to say.
    fn nothing(&self) -> Failure {
        Failure::runtime("no simulated future is complete")
    }
}

/// A table of what was observed, as the scenario reads it; nothing is fitted to it.
fn dots(file: &FileRecord, scenario: &Scenario) -> Result<Observed, Problems> {
    read_observed(&file.name, &file.text, scenario, false)
}

/// What `uptake loops` says of a scenario, from so many of its futures; none if it was stopped.
fn circles(
    scenario: &Scenario,
    replicates: u32,
    jobs: Option<usize>,
    step: &(dyn Fn(Step) -> ControlFlow<()> + Sync),
) -> Result<Option<Document>, Failure> {
    let few = Scenario { replicates, ..scenario.clone() };
    let measure = measure(MOVED).expect("a measure of that name");
    let found = loops(&few, &measure.into(), jobs, step);
    let looped = found.loops.as_ref();
    let looped = looped.map(|l| Looped { scenario: &few, base: &found.base, found: l });
    looped.map(|l| l.document()).transpose().map_err(Failure::runtime)
}

/// Simulate a scenario and write its results, or say what would be done.
pub fn run(args: &Run, terminal: Terminal) -> Result<(), Failure> {
    let base = load::scenario(&args.scenario, Some(&futures(args)), terminal)?;
    let observed = args.observed.as_deref().map(crate::cli::fit::open).transpose()?;
    if let Some(Err(problems)) = observed.as_ref().map(|file| dots(file, &base.read.scenario)) {
        return Err(crate::cli::fit::told(&problems, terminal));
    }
    let draws = drawn(args)?;
    let ask = Asked { draws, every_value: args.parquet, loops: args.loops, observed, first: None };
    if args.dry_run {
        let folder = match &args.output {
            Some(folder) => folder.clone(),
            None => Path::new(BASE).join(&base.read.scenario.name),
        };
        let size = ask.estimate(&base.read.scenario, args.futures.jobs)?;
        terminal.prose(&size.in_words(ask.futures(&base.read.scenario)))?;
        size.fits(&folder)?;
        // Every draw makes a valid scenario.
        Work::of(&base.read, ask.draws.as_ref())?;
        return terminal.prose(&format!(
            "Nothing was run. Without --dry-run the results go to {}.",
            folder.display()
        ));
    }
    let place = Place { output: args.output.clone(), force: args.force };
    let job = Job { place, jobs: args.futures.jobs, format: args.format, xlsx: args.xlsx };
    perform(&ask, &Subjects { base, others: Vec::new() }, &job, terminal).map(drop)
}

/// Where the values of the parameters come from, if they are not the scenario's own.
fn drawn(args: &Run) -> Result<Option<Drawn>, Failure> {
    match (&args.draws, args.parameter_draws) {
        (Some(table), _) => Ok(Some(Drawn::Plausible(Draws::open(table)?))),
        (None, documented) => Ok(documented.map(Drawn::Documented)),
    }
}

/// The futures asked for: where parameters are drawn and nobody says how many futures each draw
/// has, a few, since another draw says more than another future of the same.
fn futures(args: &Run) -> Futures {
    let is_set = |set: &String| set.split('=').next().is_some_and(|key| key.trim() == "replicates");
    let is_drawn = args.parameter_draws.is_some() || args.draws.is_some();
    let few = is_drawn.then_some(()).filter(|()| !args.scenario.set.iter().any(is_set));
    Futures {
        replicates: args.futures.replicates.or(few.map(|()| REPLICATES_PER_DRAW)),
        ..args.futures
    }
}

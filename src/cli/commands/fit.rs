//! `uptake fit FILE OBSERVED`: what is plausible by what was observed.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

use uptake::experiments::Progress as Step;
use uptake::outputs::{FileRecord, Origin, REPORT_FILE, Status, sha256_hex};
use uptake::scenario::{Observation, Observed, Scenario};
use uptake::store::{RunFolder, ShardName, discard_waves};

use crate::cli::args::Fit;
use crate::cli::ask::{Ask, Found};
use crate::cli::exit::{Exit, Failure};
use crate::cli::fit::{Asked, Waves, futures_of, in_memory, open, shown, told};
use crate::cli::load::{self, Loaded, Subjects};
use crate::cli::progress::watched;
use crate::cli::record::{BASE, Ending, Place, Record};
use crate::cli::results::report;
use crate::cli::tables::show_document;
use crate::cli::terminal::Terminal;
use crate::cli::{interrupt, record};

/// Names of the entries in the manifest's options.
const OBSERVED: &str = "fit_observed";
const NAME: &str = "fit_observed_name";
const HELD: &str = "fit_held_back_sha256";
const FUTURES: &str = "fit_futures";
const VARY: &str = "fit_vary";
const DISCREPANCY: &str = "fit_discrepancy";

/// From the entries of a manifest; `None` if it is not that of a fit.
pub fn asked_by(options: &BTreeMap<String, String>) -> Option<Box<dyn Ask>> {
    Some(Box::new(read(options)?))
}

fn read(options: &BTreeMap<String, String>) -> Option<Asked> {
    let vary = options.get(VARY)?.split(',').filter(|key| !key.is_empty());
    Some(Asked {
        observed: FileRecord::new(options.get(NAME)?, options.get(OBSERVED)?),
        futures: options
            .get(FUTURES)?
            .parse()
            .ok()
            .filter(|n| *n <= uptake::experiments::fit::MOST_FUTURES)?,
        vary: vary.map(str::to_owned).collect(),
        discrepancy: options
            .get(DISCREPANCY)?
            .parse()
            .ok()
            .filter(|x: &f64| (0.0..=5.0).contains(x))?,
    })
}

impl Ask for Asked {
    fn name(&self) -> &'static str {
        "fit"
    }

    fn options(&self) -> BTreeMap<String, String> {
        BTreeMap::from([
            (OBSERVED.to_owned(), self.observed.text.clone()),
            (NAME.to_owned(), self.observed.name.clone()),
            (FUTURES.to_owned(), self.futures.to_string()),
            (VARY.to_owned(), self.vary.join(",")),
            (DISCREPANCY.to_owned(), self.discrepancy.to_string()),
        ])
    }

    fn check(&self, scenario: &Scenario) -> Result<(), Failure> {
        let sound = self.read(scenario).map(|_| ());
        sound.map_err(|problems| Failure::runtime(problems).with_exit(Exit::Invalid))
    }

    fn futures(&self, _: &Scenario) -> u32 {
        shown()
    }

    fn draws(&self) -> bool {
        true
    }

    fn runs(&self, _: &Scenario) -> f64 {
        f64::from(self.futures + shown())
    }

    fn doing(&self) -> String {
        format!("Fitting to {} in", self.observed.name)
    }

    fn find(
        &self,
        all: &Subjects,
        jobs: Option<usize>,
        step: &(dyn Fn(Step) -> ControlFlow<()> + Sync),
    ) -> Result<Found, Failure> {
        let read = &all.base.read;
        let run = &mut |question: &_, points: &_| in_memory(read, jobs, step, (question, points));
        Asked::find(self, read, jobs, step, run)
    }

    fn nothing(&self) -> Failure {
        Failure::runtime("nothing can be said").with_exit(Exit::Partial)
    }
}

/// Fit a scenario and write what was found.
pub fn run(args: &Fit, terminal: Terminal) -> Result<(), Failure> {
    let loaded = load::scenario(&args.asked.scenario, Some(&args.asked.futures(1)), terminal)?;
    let scenario = &loaded.read.scenario;
    let futures = args.futures.unwrap_or_else(|| futures_of(args.budget_minutes, scenario));
    let asked = Asked {
        observed: open(&args.observed)?,
        futures,
        vary: args.vary.clone(),
        discrepancy: args.discrepancy,
    };
    let observed = asked.read(scenario).map_err(|problems| told(&problems, terminal))?;
    let (size, what) = asked.size(&loaded.read, &observed, args.asked.jobs)?;
    let place = Place { output: args.asked.output.clone(), force: args.asked.force };
    size.fits(place.folder())?;
    if args.dry_run {
        return terminal.prose(&format!("{what}. Nothing was run."));
    }
    terminal.say(&format!("Fitting {}: {what} …", scenario.name));
    if let Some(shard) = args.shard {
        return part(args, (&loaded, &asked), shard, terminal);
    }
    let all = Subjects { base: loaded, others: Vec::new() };
    whole(args, (&all, &asked, &observed), &place, terminal)
}

/// One part of each wave, as far as the parts of others allow.
fn part(
    args: &Fit,
    (loaded, asked): (&Loaded, &Asked),
    shard: ShardName,
    terminal: Terminal,
) -> Result<(), Failure> {
    let observed = asked.read(&loaded.read.scenario).map_err(Failure::runtime)?;
    let question = asked.question(&loaded.read, &observed)?;
    let folder = args.asked.output.clone().unwrap_or_else(|| BASE.into());
    let (vary, jobs) = (&asked.vary[..], args.asked.jobs);
    let waves = Waves { loaded, vary, folder, shard, jobs, more: Vec::new(), terminal };
    let done = uptake::experiments::fit::fit(&question, &mut |points| waves.run(&question, points));
    match done {
        Err(uptake::experiments::fit::NoFit::Stopped(failure)) => Err(failure),
        // Whether there is a fit is for who writes it.
        _ => {
            terminal.say("All parts of all waves are there.");
            let more: &[&str] = if args.resume { &[] } else { &["--resume"] };
            let again = record::again(more);
            terminal.say(&format!("Next: without --shard, {again} makes the draws of them."));
            Ok(())
        }
    }
}

/// What the command takes to go on.
fn again_with(args: &Fit, folder: &str) -> Vec<String> {
    let mut more = Vec::new();
    if args.asked.output.is_none() {
        more.extend(["-o".to_owned(), record::quoted(folder)]);
    }
    if !args.resume {
        more.push("--resume".to_owned());
    }
    more
}

/// Before anything of a folder is touched: a fit can be gone on with if it is the same one.
///
/// # Errors
/// Exit 3, with what is another.
fn same_fit(
    folder: &Path,
    loaded: &Loaded,
    options: &BTreeMap<String, String>,
) -> Result<(), Failure> {
    let Ok(there) = RunFolder::open(folder).and_then(|folder| folder.read_manifest()) else {
        return Ok(());
    };
    let told =
        [(VARY, "--vary"), (FUTURES, "the number of futures"), (DISCREPANCY, "--discrepancy")];
    let other = told.iter().filter(|(key, _)| there.options.get(*key) != options.get(*key));
    let mut other: Vec<&str> = other.map(|(_, what)| *what).collect();
    if there.scenario.text != loaded.read.resolved {
        other.push("the scenario, or its seed");
    }
    // What is held back may be looked at again; what it is fitted to may not be another table.
    let rows = |asked: &Asked| -> Option<Vec<Observation>> {
        let read = asked.read(&loaded.read.scenario).ok()?;
        Some(read.fit.into_iter().map(|row| Observation { line: 0, ..row }).collect())
    };
    let before = read(&there.options);
    if before.as_ref().and_then(rows) != read(options).as_ref().and_then(rows) {
        other.push("the rows that it is fitted to");
    }
    if other.is_empty() {
        return Ok(());
    }
    Err(Failure::runtime(format!(
        "{} holds another fit: {} differ; nothing was changed",
        folder.display(),
        other.join(", ")
    ))
    .with_exit(Exit::Invalid)
    .with_help(
        "name another folder with -o, or make this one anew with --force in place of --resume",
    ))
}

fn whole(
    args: &Fit,
    (all, asked, observed): (&Subjects, &Asked, &Observed),
    place: &Place,
    terminal: Terminal,
) -> Result<(), Failure> {
    let loaded = &all.base;
    let scenario = &loaded.read.scenario;
    let mut options = asked.options();
    if !observed.hold.is_empty() {
        options.insert(HELD.to_owned(), sha256_hex(observed.held_text.as_bytes()));
    }
    let jobs = args.asked.jobs;
    if let Some(folder) = place.output.as_deref().filter(|_| args.resume) {
        same_fit(folder, loaded, &options)?;
    }
    // Waves that are there are gone on with; what else is there is made anew.
    let there = place.output.as_deref().is_some_and(|folder| folder.is_dir());
    let again =
        Place { force: place.force || (args.resume && there), output: place.output.clone() };
    let record = Record::open(&again, &asked.folder(all), all, options, jobs)?;
    let folder = record.path().to_path_buf();
    if place.force && !args.resume {
        discard_waves(&folder).map_err(Failure::store)?;
    }
    let shard = ShardName::WHOLE;
    let more = again_with(args, &folder.display().to_string());
    let waves = Waves { loaded, vary: &asked.vary, folder, shard, jobs, more, terminal };
    let found = watched(terminal, asked.counted(), |step| {
        let run = &mut |question: &_, points: &_| waves.run(question, points);
        Asked::find(asked, &loaded.read, jobs, step, run)
    });
    let mut found = match found {
        Ok(found) => found,
        Err(failure) => {
            let status = if interrupt::asked() { Status::Interrupted } else { Status::Failed };
            record.end(status)?;
            return Err(failure);
        }
    };
    let Some(mut document) = found.document.take() else {
        record.end(Status::Interrupted)?;
        let more: Vec<&str> = waves.more.iter().map(String::as_str).collect();
        return Err(Failure::runtime("stopped; all waves are done and kept")
            .with_exit(Exit::Interrupted)
            .with_help(format!("to go on: {}", record::again(&more))));
    };
    let digest = found.ensembles.first().map_or(0, |base| base.digest());
    let complete = found.complete();
    let ending = Ending { asked: found.asked, complete, stopped: false, digest };
    let folder = record.close(&ending, document.files(), |manifest| {
        report(Origin::Run(manifest), all.each(), (&found.ensembles, &found.curves), &document)
    })?;
    show_document(&document, &scenario.question, args.asked.format, terminal)?;
    terminal.say(&format!("Results: {}", folder.display()));
    let report = folder.join(REPORT_FILE);
    terminal.say(&format!("Report: {}", report.display()));
    terminal.say(&format!("Next: open the report in a browser; {}.", found.next));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_keeps_the_question() {
        let asked = Asked {
            observed: FileRecord::new("seen.csv", "date,measure\n"),
            futures: 700,
            vary: vec!["use".to_owned(), "joining.base".to_owned()],
            discrepancy: 0.25,
        };
        assert_eq!(read(&asked.options()), Some(asked));
        assert_eq!(read(&BTreeMap::new()), None);
    }
}

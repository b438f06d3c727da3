//! `uptake reproduce DIR/manifest.json`: the same results again, or which are not.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::path::Path;

use uptake::engine::Options;
use uptake::experiments::{Batches, Matched};
use uptake::outputs::study::Plan;
use uptake::outputs::{FileRecord, Manifest, ManifestError, OutputRecord, ToolRecord, sha256_hex};
use uptake::results::Curves;
use uptake::scenario::{self, Files, Scenario, Source};
use uptake::store::read_text;

use super::compare::matched;
use crate::cli::args::Reproduce;
use crate::cli::exit::{Exit, Failure};
use crate::cli::job::PARAMETER_DRAWS;
use crate::cli::load::Loaded;
use crate::cli::record::FUTURES_COMPLETE;
use crate::cli::results::{EVERY_VALUE, ResultFile, comparison_results, results};
use crate::cli::settings::Settings;
use crate::cli::simulate::{Work, simulate_matched};
use crate::cli::terminal::Terminal;

/// Most bytes of a manifest: it holds a scenario and a list of organisations.
const LIMIT: u64 = 64_000_000;

/// The file that a scenario names, as the manifest keeps it.
struct Kept<'a>(Option<&'a FileRecord>);

impl Files for Kept<'_> {
    fn read(&self, name: &str) -> Result<String, String> {
        let list = self.0.filter(|list| list.name == name);
        list.map(|list| list.text.clone()).ok_or_else(|| format!("the manifest holds no {name}"))
    }
}

/// Run a manifest's scenario again and compare digests; nothing is written.
pub fn run(args: &Reproduce, terminal: Terminal) -> Result<(), Failure> {
    let name = args.manifest.display();
    let text = read_text(&args.manifest, LIMIT).map_err(Failure::runtime)?;
    if Plan::from_json(&text).is_ok() {
        let folder = args.manifest.parent().unwrap_or(Path::new(".")).display();
        return Err(Failure::runtime(format!("{name} is the plan of a study"))
            .with_exit(Exit::Invalid)
            .with_help(format!(
                "uptake sweep runs it again, and {folder}/merge.json has the digests"
            )));
    }
    let manifest = Manifest::from_json(&text).map_err(|error| {
        let exit = match error {
            ManifestError::Altered { .. } => Exit::Mismatch,
            _ => Exit::Invalid,
        };
        Failure::runtime(format!("{name}: {error}")).with_exit(exit)
    })?;
    if manifest.tool != ToolRecord::this() {
        let (theirs, ours) = (&manifest.tool.version, ToolRecord::this().version);
        terminal.warn(&format!("{name} was written by uptake {theirs}; this is {ours}"));
    }
    let first = loaded(&name, &manifest.scenario, manifest.organisations.as_ref())?;
    let others: Vec<Loaded> = manifest
        .others
        .iter()
        .map(|o| loaded(&name, &o.scenario, o.organisations.as_ref()))
        .collect::<Result<_, _>>()?;
    let number =
        |option: &str| match manifest.options.get(option).map(|text| text.parse()) {
            Some(Err(_)) => Err(Failure::runtime(format!("{name}: {option} is not a number"))
                .with_exit(Exit::Invalid)),
            Some(Ok(number)) => Ok(Some(number)),
            None => Ok(None),
        };
    let complete = number(FUTURES_COMPLETE)?;
    let files = if others.is_empty() {
        let every_value = manifest.outputs.iter().any(|output| output.file == EVERY_VALUE);
        let work = Work::of(&first.read, number(PARAMETER_DRAWS)?)?;
        let futures = complete.unwrap_or(work.futures());
        run_again(&first.read.scenario, &work, futures, args.jobs, every_value, terminal)
    } else {
        let settings = Settings::of_options(&manifest.options).ok_or_else(|| {
            let message = format!("{name}: it does not say how its scenarios were compared");
            Failure::runtime(message).with_exit(Exit::Invalid)
        })?;
        let futures = complete.unwrap_or(manifest.replicates);
        compare_again(&matched(&first, &others)?, settings, futures, args.jobs, terminal)
    }?;
    let others = differing(&manifest.outputs, &files);
    if others.is_empty() {
        return terminal.prose(&format!(
            "the same: all {} result files of {name}, byte for byte",
            manifest.outputs.len()
        ));
    }
    Err(Failure::runtime(format!(
        "{} of {} result files are not those of {name}: {}",
        others.len(),
        manifest.outputs.len(),
        others.join(", ")
    ))
    .with_exit(Exit::Mismatch))
}

/// A scenario that a manifest holds.
fn loaded(
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

/// The result files of a run.
fn run_again(
    scenario: &Scenario,
    work: &Work<'_>,
    futures: u32,
    jobs: Option<usize>,
    every_value: bool,
    terminal: Terminal,
) -> Result<Vec<ResultFile>, Failure> {
    let options = Options { replicates: 0..futures, jobs, ..Options::of(scenario) };
    let ensemble = work.run(&options, terminal);
    if (ensemble.replicates.len() as u32) < futures {
        return Err(Failure::Told(Exit::Interrupted));
    }
    results(scenario, &ensemble, &Curves::of(&ensemble), every_value).map_err(Failure::runtime)
}

/// The result files of a comparison.
fn compare_again(
    matched: &Matched,
    settings: Settings,
    futures: u32,
    jobs: Option<usize>,
    terminal: Terminal,
) -> Result<Vec<ResultFile>, Failure> {
    let run = simulate_matched(matched, Batches::Fixed(futures), jobs, terminal);
    if run.stopped {
        return Err(Failure::Told(Exit::Interrupted));
    }
    let comparisons = settings.comparisons(&run.ensembles);
    comparison_results(&settings.compared(matched, &run.ensembles, &comparisons))
        .map_err(Failure::runtime)
}

/// Names of the files whose digest is another, or that only one side has.
fn differing(recorded: &[OutputRecord], files: &[ResultFile]) -> Vec<String> {
    let now: BTreeMap<&str, String> =
        files.iter().map(|file| (file.name.as_str(), sha256_hex(&file.bytes))).collect();
    let then: BTreeMap<&str, String> =
        recorded.iter().map(|output| (output.file.as_str(), output.sha256.clone())).collect();
    let names: BTreeSet<&str> = now.keys().chain(then.keys()).copied().collect();
    names.into_iter().filter(|name| now.get(name) != then.get(name)).map(str::to_owned).collect()
}

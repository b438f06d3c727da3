//! `uptake reproduce DIR/manifest.json`: the same results again, or which are not.

use std::collections::{BTreeMap, BTreeSet};

use uptake::engine::Options;
use uptake::outputs::{Manifest, ManifestError, OutputRecord, ToolRecord, sha256_hex};
use uptake::results::Curves;
use uptake::scenario::{self, Files, Source};
use uptake::store::read_text;

use crate::cli::args::Reproduce;
use crate::cli::exit::{Exit, Failure};
use crate::cli::job::{FUTURES_COMPLETE, PARAMETER_DRAWS};
use crate::cli::results::{EVERY_VALUE, ResultFile, results};
use crate::cli::simulate::Work;
use crate::cli::terminal::Terminal;

/// Most bytes of a manifest: it holds a scenario and a list of organisations.
const LIMIT: u64 = 64_000_000;

/// The files that the scenario names, as the manifest keeps them.
struct Kept<'a>(&'a Manifest);

impl Files for Kept<'_> {
    fn read(&self, name: &str) -> Result<String, String> {
        let list = self.0.organisations.as_ref().filter(|list| list.name == name);
        list.map(|list| list.text.clone()).ok_or_else(|| format!("the manifest holds no {name}"))
    }
}

/// Run a manifest's scenario again and compare digests; nothing is written.
pub fn run(args: &Reproduce, terminal: Terminal) -> Result<(), Failure> {
    let name = args.manifest.display();
    let text = read_text(&args.manifest, LIMIT).map_err(Failure::runtime)?;
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
    let source = Source { name: &manifest.scenario.name, text: &manifest.scenario.text };
    let read = scenario::read(source, &[], &Kept(&manifest)).map_err(|problems| {
        let message = format!("{name}: its scenario is not valid here:\n{problems}");
        Failure::runtime(message).with_exit(Exit::Invalid)
    })?;
    let number =
        |option: &str| match manifest.options.get(option).map(|text| text.parse()) {
            Some(Err(_)) => Err(Failure::runtime(format!("{name}: {option} is not a number"))
                .with_exit(Exit::Invalid)),
            Some(Ok(number)) => Ok(Some(number)),
            None => Ok(None),
        };
    let work = Work::of(&read, number(PARAMETER_DRAWS)?)?;
    let futures = number(FUTURES_COMPLETE)?.unwrap_or(work.futures());
    let options =
        Options { replicates: 0..futures, jobs: args.jobs, ..Options::of(&read.scenario) };
    let ensemble = work.run(&options, terminal);
    if (ensemble.replicates.len() as u32) < futures {
        return Err(Failure::Told(Exit::Interrupted));
    }

    let every_value = manifest.outputs.iter().any(|output| output.file == EVERY_VALUE);
    let files = results(&read.scenario, &ensemble, &Curves::of(&ensemble), every_value)
        .map_err(Failure::runtime)?;
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

/// Names of the files whose digest is another, or that only one side has.
fn differing(recorded: &[OutputRecord], files: &[ResultFile]) -> Vec<String> {
    let now: BTreeMap<&str, String> =
        files.iter().map(|file| (file.name.as_str(), sha256_hex(&file.bytes))).collect();
    let then: BTreeMap<&str, String> =
        recorded.iter().map(|output| (output.file.as_str(), output.sha256.clone())).collect();
    let names: BTreeSet<&str> = now.keys().chain(then.keys()).copied().collect();
    names.into_iter().filter(|name| now.get(name) != then.get(name)).map(str::to_owned).collect()
}

//! `uptake reproduce DIR/manifest.json`: the same results again, or which are not.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use uptake::outputs::document::ResultFile;
use uptake::outputs::study::{Plan, PlanError};
use uptake::outputs::{Manifest, OutputRecord, sha256_hex};
use uptake::store::{RunFolder, read_text};

use crate::cli::again::Again;
use crate::cli::args::Reproduce;
use crate::cli::exit::{Exit, Failure};
use crate::cli::terminal::Terminal;

/// Most bytes of a manifest: it holds a scenario and a list of organisations.
const LIMIT: u64 = 64_000_000;

/// Run a manifest's scenario again and compare digests, of what comes out and of what lies on the
/// disk beside the manifest; nothing is written.
pub fn run(args: &Reproduce, terminal: Terminal) -> Result<(), Failure> {
    let name = args.manifest.display();
    let text = read_text(&args.manifest, LIMIT).map_err(Failure::store)?;
    let folder = args.manifest.parent().unwrap_or(Path::new(""));
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let none = PlanError::is_of_no_plan;
    if !Plan::from_json(&text).as_ref().is_err_and(none) {
        return Err(Failure::runtime(format!("{name} is the plan of a study"))
            .with_exit(Exit::Invalid)
            .with_help(format!(
                "uptake sweep runs it again; uptake status {} holds its files to their digests",
                folder.display()
            )));
    }
    let manifest = Manifest::from_json(&text).map_err(|error| {
        let exit = Exit::of_manifest(&error);
        Failure::runtime(format!("{name}: {error}")).with_exit(exit)
    })?;
    let mut again = Again::of(&name, &manifest, true, args.jobs, terminal)?;
    let files = again.results().map_err(Failure::runtime)?;
    let others = differing(&manifest.outputs, &files);
    let on_disk = RunFolder::open(folder).and_then(|folder| folder.differing(&manifest.outputs));
    let on_disk = on_disk.map_err(Failure::store)?;
    let of = manifest.outputs.len();
    let said = [
        (&on_disk, format!("of {of} result files on the disk were changed since, or are gone")),
        (&others, format!("of {of} result files are not those of {name} when they are made again")),
    ];
    let said: Vec<String> = said
        .iter()
        .filter(|(names, _)| !names.is_empty())
        .map(|(names, what)| format!("{} {what}: {}", names.len(), names.join(", ")))
        .collect();
    if said.is_empty() {
        return terminal.prose(&format!(
            "the same: all {of} result files of {name}, on the disk and made again, byte for byte"
        ));
    }
    Err(Failure::runtime(said.join("; ")).with_exit(Exit::Mismatch))
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

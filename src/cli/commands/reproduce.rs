//! `uptake reproduce DIR/manifest.json`: the same results again, or which are not.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use uptake::outputs::study::Plan;
use uptake::outputs::{Manifest, ManifestError, OutputRecord, sha256_hex};
use uptake::store::read_text;

use crate::cli::again::Again;
use crate::cli::args::Reproduce;
use crate::cli::exit::{Exit, Failure};
use crate::cli::results::{EVERY_VALUE, ResultFile};
use crate::cli::terminal::Terminal;

/// Most bytes of a manifest: it holds a scenario and a list of organisations.
const LIMIT: u64 = 64_000_000;

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
    let again = Again::of(&name, &manifest, args.jobs, terminal)?;
    let every_value = manifest.outputs.iter().any(|output| output.file == EVERY_VALUE);
    let files = again.results(every_value).map_err(Failure::runtime)?;
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

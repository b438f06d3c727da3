//! `uptake report DIR`: the report of a run again, from its manifest.

use std::path::Path;

use uptake::outputs::{REPORT_FILE, Status};
use uptake::store::{RunFolder, StudyFolder};

use crate::cli::again::Again;
use crate::cli::args::Report;
use crate::cli::exit::{Exit, Failure};
use crate::cli::sensitivity::report_again;
use crate::cli::study;
use crate::cli::terminal::Terminal;

/// Simulate what a folder's manifest tells of, and write the report beside it.
pub fn run(args: &Report, terminal: Terminal) -> Result<(), Failure> {
    let study = StudyFolder::open(&args.folder).map_err(Failure::store)?;
    if study.has_study() {
        let plan = study::planned(&study)?;
        terminal
            .say(&format!("Simulating the base of {}, for its report …", args.folder.display()));
        report_again(&study, &plan, args.jobs, terminal)?;
        return done(&args.folder, terminal);
    }
    let folder = RunFolder::open(&args.folder).map_err(Failure::store)?;
    let manifest = folder.read_manifest().map_err(Failure::store)?;
    let name = args.folder.display();
    if let (Status::Running, Some(owner)) = (manifest.status, folder.owner()) {
        return Err(Failure::runtime(format!("{name} is in use by {owner}; wait until it ends")));
    }
    terminal.say(&format!("Simulating what {name} holds, for its report …"));
    let again = Again::of(&name, &manifest, false, args.jobs, terminal)?;
    let altered = folder.differing(&manifest.outputs).map_err(Failure::store)?;
    if !altered.is_empty() {
        let message = format!(
            "{name}: {} of its files were changed since, or are gone: {}",
            altered.len(),
            altered.join(", ")
        );
        return Err(Failure::runtime(message).with_exit(Exit::Mismatch));
    }
    let digest = again.digest().map(|digest| format!("{digest:016x}"));
    if digest != manifest.ensemble_digest {
        let message = format!("{name} holds other results than this version of uptake gives");
        return Err(Failure::runtime(message).with_exit(Exit::Mismatch).with_help(
            "run it again with this version; uptake reproduce says which files differ",
        ));
    }
    let folder = folder.own().map_err(Failure::store)?;
    let report = again.report(&manifest).map_err(Failure::runtime)?;
    folder.write(REPORT_FILE, &report).map_err(Failure::store)?;
    done(folder.path(), terminal)
}

fn done(folder: &Path, terminal: Terminal) -> Result<(), Failure> {
    terminal.data(&format!("{}\n", folder.join(REPORT_FILE).display()))?;
    terminal.say("Next: open it in a browser; it needs no network and prints on A4.");
    Ok(())
}

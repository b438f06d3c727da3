//! `uptake report DIR`: the report of a run again, from its manifest.

use std::path::Path;

use uptake::outputs::REPORT_FILE;
use uptake::store::{RunFolder, StudyFolder};

use crate::cli::again::Again;
use crate::cli::args::Report;
use crate::cli::exit::{Exit, Failure};
use crate::cli::sensitivity::report_again;
use crate::cli::terminal::Terminal;

/// Simulate what a folder's manifest tells of, and write the report beside it.
pub fn run(args: &Report, terminal: Terminal) -> Result<(), Failure> {
    let study = StudyFolder::open(&args.folder).map_err(Failure::runtime)?;
    if let Some(plan) = study.has_plan().then(|| study.plan().ok()).flatten() {
        terminal
            .say(&format!("Simulating the base of {}, for its report …", args.folder.display()));
        report_again(&study, &plan, args.jobs, terminal)?;
        return done(&args.folder, terminal);
    }
    let folder = RunFolder::open(&args.folder).map_err(Failure::runtime)?;
    let manifest = folder.read_manifest().map_err(Failure::runtime)?;
    let name = args.folder.display();
    terminal.say(&format!("Simulating what {name} holds, for its report …"));
    let again = Again::of(&name, &manifest, args.jobs, terminal)?;
    let digest = again.ensembles.first().map(|ensemble| format!("{:016x}", ensemble.digest()));
    if digest != manifest.ensemble_digest {
        let message = format!("{name} holds other results than this version of uptake gives");
        return Err(Failure::runtime(message).with_exit(Exit::Mismatch).with_help(
            "run it again with this version; uptake reproduce says which files differ",
        ));
    }
    let report = again.report(&manifest).map_err(Failure::runtime)?;
    folder.write(REPORT_FILE, &report).map_err(Failure::runtime)?;
    done(folder.path(), terminal)
}

fn done(folder: &Path, terminal: Terminal) -> Result<(), Failure> {
    terminal.data(&format!("{}\n", folder.join(REPORT_FILE).display()))?;
    terminal.say("Next: open it in a browser; it needs no network and prints on A4.");
    Ok(())
}

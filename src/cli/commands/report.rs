//! `uptake report DIR`: the report of a run again, from its manifest.

use uptake::outputs::REPORT_FILE;
use uptake::store::RunFolder;

use crate::cli::again::Again;
use crate::cli::args::Report;
use crate::cli::exit::{Exit, Failure};
use crate::cli::terminal::Terminal;

/// Simulate what a folder's manifest tells of, and write the report beside it.
pub fn run(args: &Report, terminal: Terminal) -> Result<(), Failure> {
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
    terminal.data(&format!("{}\n", folder.path().join(REPORT_FILE).display()))?;
    terminal.say("Next: open it in a browser; it needs no network and prints on A4.");
    Ok(())
}

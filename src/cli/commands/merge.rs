//! `uptake merge DIR`: one table from the parts of a study.

use uptake::store::StudyFolder;

use crate::cli::args::Merge;
use crate::cli::exit::{Exit, Failure};
use crate::cli::study;
use crate::cli::terminal::Terminal;

/// Merge the shards of a study.
pub fn run(args: &Merge, terminal: Terminal) -> Result<(), Failure> {
    let folder = StudyFolder::open(&args.folder).map_err(Failure::store)?;
    let plan = study::planned(&folder)?;
    let own = folder.own().map_err(Failure::store)?;
    let merged = study::merge(&own, &plan, args.allow_missing, terminal)?;
    if !merged.missing.is_empty() {
        terminal
            .warn(&format!("{}; the others were merged", study::missing_in_words(&merged, &plan)));
    }
    study::say_merged(&folder, &plan, &merged, terminal)?;
    if merged.failed > 0 { Err(Failure::Told(Exit::Partial)) } else { Ok(()) }
}

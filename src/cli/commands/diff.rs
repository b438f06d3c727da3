//! `uptake diff DIR DIR`: where two runs part.

use std::path::Path;

use uptake::outputs::{FingerprintRow, Parting, first_difference, parse_fingerprints};
use uptake::store::RunFolder;

use crate::cli::args::Diff;
use crate::cli::exit::{Exit, Failure};
use crate::cli::terminal::Terminal;

/// The file that is compared.
const FINGERPRINTS: &str = "fingerprints.csv";
/// Most bytes of it: 1,040 weeks of 1,000 regions.
const LIMIT: u64 = 1_000_000_000;

/// Compare the fingerprints of two runs' first futures.
pub fn run(args: &Diff, terminal: Terminal) -> Result<(), Failure> {
    let (one, other) = (fingerprints(&args.one)?, fingerprints(&args.other)?);
    let Some(parting) = first_difference(&one, &other) else {
        return terminal.prose("no difference: the first future is the same, week by week");
    };
    let (one, other) = (args.one.display(), args.other.display());
    let how = match parting.how {
        Parting::State => "the states differ".to_owned(),
        Parting::MissingFromFirst => format!("{one} does not have it"),
        Parting::MissingFromSecond => format!("{other} does not have it"),
        Parting::Order => "the order of processes differs".to_owned(),
    };
    terminal.prose(&format!(
        "{one} and {other} part in week {}, region {}, process {}: {how}",
        parting.week, parting.region, parting.process
    ))?;
    Err(Failure::Told(Exit::Runtime))
}

fn fingerprints(folder: &Path) -> Result<Vec<FingerprintRow>, Failure> {
    let read = |folder: RunFolder| {
        let manifest = folder.read_manifest()?;
        folder.read_result(&manifest, FINGERPRINTS, LIMIT)
    };
    let text = RunFolder::open(folder).and_then(read).map_err(|error| {
        Failure::store(error).with_help("diff takes two folders that uptake run has written")
    })?;
    parse_fingerprints(&text).map_err(|error| {
        Failure::runtime(format!("{}: {error}", folder.join(FINGERPRINTS).display()))
    })
}

//! Arguments of the commands that work on studies.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use uptake::measures::MEASURES;
use uptake::store::ShardName;

use super::{Format, threads};

/// Most parts of a study.
const MOST_SHARDS: u32 = 9_999;

/// Simulate many points of a scenario's parameters, in one go or in parts.
///
/// A study names what is varied and what is kept. Every point is checked before the first is
/// simulated. What is done is kept whatever happens: --resume goes on. With --shard i/n a part
/// runs by itself, here or on another machine, and `uptake merge` puts all parts together; the
/// results are the same bytes however they were run.
#[derive(Debug, Args)]
#[command(after_help = SWEEP_HELP)]
pub struct Sweep {
    /// Study file.
    pub study: PathBuf,
    /// Folder for the plan, the parts and the results [default: output/NAME].
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Go on with a study that was begun there.
    #[arg(long)]
    pub resume: bool,
    /// Run one part of so many.
    #[arg(long, value_name = "I/N", value_parser = shard)]
    pub shard: Option<ShardName>,
    /// Take what is not known from this table of draws, which uptake fit writes (plausible.parquet), in
    /// place of what the study varies; every draw meets every option.
    #[arg(long, value_name = "FILE")]
    pub draws: Option<PathBuf>,
    /// Threads; changes the time taken and nothing else [default: all processors].
    #[arg(long, value_name = "N", value_parser = threads)]
    pub jobs: Option<usize>,
    /// Check every point, and say how long it takes and how much disk; run nothing.
    #[arg(short = 'n', long)]
    pub dry_run: bool,
}

const SWEEP_HELP: &str = "\
A study file (docs/studies.md has all of it):
  scenario = \"my.toml\"          # left out: the built-in region
  replicates = 20
  measures = [\"organisations.real_use\", \"project.spend\"]
  weeks = [156, 260]
  [design]
  kind = \"sobol\"                # or grid, one_at_a_time, lhs, table
  points = 64
  [parameters.\"team.facilitators.count\"]
  values = [1, 2, 4, 8]
  decision = true               # what can be decided meets every draw
  [parameters.\"skill.attend\"]   # no from and to: as it is documented
  [parameters.\"use.curiosity\"]
  from = 0.002
  to = 0.02
  scale = \"log\"

Examples:
  uptake sweep study.toml -o output/study
  uptake sweep study.toml -o output/study --dry-run
  uptake sweep study.toml -o output/study --resume
  uptake sweep study.toml -o shared/study --shard 3/16 --jobs 8";

/// Put the parts of a study together.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  uptake merge output/study")]
pub struct Merge {
    /// Folder of the study.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Merge what is there although points are missing.
    #[arg(long)]
    pub allow_missing: bool,
}

/// Say how far a study has come, and what runs the rest.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  uptake status output/study")]
pub struct Status {
    /// Folder of the study.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

/// Find which parameters matter.
///
/// For a scenario every parameter that nobody knows exactly is varied over its documented
/// uncertainty (`uptake describe KEY` shows it); for a study, its own parameters over their ranges.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  uptake sensitivity my.toml\n  uptake sensitivity my.toml --method sobol --parameter skill.attend --parameter use.curiosity\n  uptake sensitivity study.toml --method tornado --measure staff.weekly"
)]
pub struct Sensitivity {
    /// Scenario or study file.
    pub file: PathBuf,
    /// Change one value for this time; may be given often.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// How it is found.
    #[arg(long, value_enum, default_value_t = Method::Morris)]
    pub method: Method,
    /// The measure [default: organisations.real_use, or the study's first].
    #[arg(long, value_name = "NAME", hide_possible_values = true, value_parser = measures())]
    pub measure: Option<String>,
    /// The week in which it is taken [default: the last].
    #[arg(long, value_name = "N")]
    pub week: Option<u32>,
    /// Only this parameter, or those of this section; may be given often.
    #[arg(long = "parameter", value_name = "KEY")]
    pub parameters: Vec<String>,
    /// Vary each parameter over what this table of draws holds, which uptake fit writes
    /// (plausible.parquet), in place of what is documented.
    #[arg(long, value_name = "FILE")]
    pub draws: Option<PathBuf>,
    /// Simulated futures of each point [default: 4, tornado 40].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=100_000))]
    pub replicates: Option<u32>,
    /// Trajectories of Morris' method.
    #[arg(long, value_name = "R", default_value_t = 10, value_parser = clap::value_parser!(u16).range(2..=1_000))]
    pub trajectories: u16,
    /// Rows of each sample for Sobol indices, a power of two.
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = rows)]
    pub rows: usize,
    /// Independent scrambles from which the intervals of Sobol indices come.
    #[arg(long, value_name = "R", default_value_t = 8, value_parser = clap::value_parser!(u16).range(2..=100))]
    pub scrambles: u16,
    /// Folder for the plan, the parts and the results [default: output/NAME-METHOD].
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Go on with an analysis that was begun there.
    #[arg(long)]
    pub resume: bool,
    /// Threads; changes the time taken and nothing else [default: all processors].
    #[arg(long, value_name = "N", value_parser = threads)]
    pub jobs: Option<usize>,
    /// How the answer is printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Check every point, and say how long it takes and how much disk; run nothing.
    #[arg(short = 'n', long)]
    pub dry_run: bool,
}

/// How it is found which parameters matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Method {
    /// Elementary effects: which of many matter at all.
    Morris,
    /// Shares of the variance, alone and with interactions: how much each of a few matters.
    Sobol,
    /// Each by itself from end to end of its range.
    Tornado,
}

impl Method {
    /// Its name in folders.
    pub fn id(self) -> &'static str {
        match self {
            Method::Morris => "morris",
            Method::Sobol => "sobol",
            Method::Tornado => "tornado",
        }
    }
}

/// Which way a measure is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Way {
    /// The more the better.
    More,
    /// The less the better.
    Less,
}

/// Find the conditions under which a goal is missed.
///
/// Scenario discovery by the patient rule induction method, over the points of a study.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  uptake discover output/study\n  uptake discover output/study --below 0.2 --measure staff.weekly --density 0.9"
)]
pub struct Discover {
    /// Folder of the study.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The measure [default: that of the study's goal, or the first].
    #[arg(long, value_name = "NAME", hide_possible_values = true, value_parser = measures())]
    pub measure: Option<String>,
    /// The week in which it is taken [default: that of the goal, or the last].
    #[arg(long, value_name = "N")]
    pub week: Option<u32>,
    /// A future misses the goal below this value [default: the study's goal].
    #[arg(long, value_name = "X", allow_negative_numbers = true)]
    pub below: Option<f64>,
    /// A future misses the goal above this value instead, as for what should be small.
    #[arg(long, value_name = "X", allow_negative_numbers = true, conflicts_with = "below")]
    pub above: Option<f64>,
    /// Share of the futures in the box that should miss it.
    #[arg(long, value_name = "SHARE", default_value_t = 0.8, value_parser = share)]
    pub density: f64,
    /// Smallest share of all points that the box may hold.
    #[arg(long, value_name = "SHARE", default_value_t = 0.05, value_parser = share)]
    pub least: f64,
}

/// Say which option is best, what may be regretted, and what is worth finding out first.
///
/// The study has to mark what can be decided (`decision = true`); all else that varies is what is
/// not known.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  uptake value output/study\n  uptake value output/study --measure organisations.real_use --worth 20000"
)]
pub struct Value {
    /// Folder of the study.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// What is gained [default: the study's first measure].
    #[arg(long, value_name = "NAME", hide_possible_values = true, value_parser = measures())]
    pub measure: Option<String>,
    /// The week in which it is taken [default: the last].
    #[arg(long, value_name = "N")]
    pub week: Option<u32>,
    /// Pounds that one of it is worth, or one percentage point of a share; then project.spend,
    /// which the study has to keep, is taken off.
    #[arg(long, value_name = "POUNDS", value_parser = worth)]
    pub worth: Option<f64>,
    /// Which way the measure is better [default: as is known of it, less spent or less missing being
    /// better].
    #[arg(long, value_enum, value_name = "WAY")]
    pub better: Option<Way>,
}

fn measures() -> PossibleValuesParser {
    PossibleValuesParser::new(MEASURES.iter().map(|measure| measure.name))
}

fn rows(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(n @ 4..=65_536) if usize::is_power_of_two(n) => Ok(n),
        _ => Err("a power of two between 4 and 65536".to_owned()),
    }
}

fn share(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(x) if x > 0.0 && x <= 1.0 => Ok(x),
        _ => Err("a share above 0 and up to 1, such as 0.8".to_owned()),
    }
}

fn worth(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(x) if x > 0.0 && f64::is_finite(x) => Ok(x),
        _ => Err("a number of pounds above 0".to_owned()),
    }
}

pub(super) fn shard(text: &str) -> Result<ShardName, String> {
    let parts = text.split_once('/').and_then(|(i, n)| Some((i.parse().ok()?, n.parse().ok()?)));
    match parts {
        Some((index, of)) if (1..=of).contains(&index) && of <= MOST_SHARDS => {
            Ok(ShardName { index, of })
        }
        _ => Err(format!("a part of so many, such as 3/16, of {MOST_SHARDS} at most")),
    }
}

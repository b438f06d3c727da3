//! Arguments of `uptake eval`.

use std::ops::Range;

use clap::{Args, ValueEnum};

use super::ScenarioArguments;

/// Values of measures in simulated futures, for programs: nothing is written but the answer.
///
/// A measure is a name, perhaps of a kind, a system or a region, in a week or month or on a day:
/// organisations.live, 'staff.weekly of ward @ 2030-12'. Without a time it is that of the last week. With
/// --stdin every line is a request, a JSON object with any of "id", "set" (an object of keys and values),
/// "measures" (a list) and "replicates" (first and end, as in [40, 44]), beside what the command line
/// says; every answer is a line, in the same order, and one that cannot be answered says where it is
/// wrong.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  uptake eval my.toml --measure organisations.live@2029-03 --replicates 8\n  uptake eval my.toml --measure 'staff.weekly of ward' --set skill.attend=0.6 --replicates 40..44 --format csv\n  uptake eval my.toml --stdin < requests.jsonl"
)]
pub struct Eval {
    #[command(flatten)]
    pub scenario: ScenarioArguments,
    /// A measure, perhaps of a group and at a time; may be given often [default: organisations.real_use].
    #[arg(long = "measure", value_name = "MEASURE")]
    pub measures: Vec<String>,
    /// How many futures, or which: 8 is 0..8 [default: the scenario's].
    #[arg(long, value_name = "N|FROM..END", value_parser = futures)]
    pub replicates: Option<Range<u32>>,
    /// Master seed [default: the scenario's].
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Answer requests from standard input, a line each.
    #[arg(long, conflicts_with = "format")]
    pub stdin: bool,
    /// Threads; changes the time taken and nothing else [default: all processors].
    #[arg(long, value_name = "N", value_parser = super::threads)]
    pub jobs: Option<usize>,
    /// How values are printed.
    #[arg(long, value_enum, default_value_t = Shape::Json)]
    pub format: Shape,
}

/// Forms of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Shape {
    /// JSON, on one line.
    Json,
    /// CSV, a row a future.
    Csv,
}

/// `8` or `40..44`.
fn futures(text: &str) -> Result<Range<u32>, String> {
    let number = |text: &str| text.trim().parse::<u32>().ok();
    let range = match text.split_once("..") {
        None => number(text).map(|n| 0..n),
        Some((first, end)) => number(first).zip(number(end)).map(|(first, end)| first..end),
    };
    range
        .filter(|r| !r.is_empty())
        .ok_or_else(|| "needs a number such as 8, or FROM..END such as 40..44".to_owned())
}

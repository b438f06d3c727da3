//! Arguments of `uptake fit`.

use std::path::PathBuf;

use clap::Args;
use uptake::experiments::fit::{FEWEST_FUTURES, MOST_FUTURES};
use uptake::store::ShardName;

use super::Asked;
use super::studies::shard;

/// Minutes of a budget, and discrepancy a year, where nobody says so.
pub const USUAL_MINUTES: f64 = 5.0;
pub const USUAL_DISCREPANCY: f64 = 0.3;

/// Find the parameters that are plausible by what was observed, and what comes next.
///
/// Simulates a bank of futures over what nobody knows exactly, keeps what is plausible wave by wave,
/// and writes draws of the parameters (plausible.parquet), which run, compare, rank and sweep take with --draws. Rows that are
/// held back are not looked at before the draws are made; they are then held against the forecast.
#[derive(Debug, Args)]
#[command(after_help = HELP)]
pub struct Fit {
    #[command(flatten)]
    pub asked: Asked,
    /// Table of what was observed (CSV).
    #[arg(value_name = "OBSERVED")]
    pub observed: PathBuf,
    /// Work, as the minutes that it takes two processors of an ordinary machine; what counts, and is
    /// recorded, is the number of futures that this comes to.
    #[arg(long, value_name = "MINUTES", default_value_t = USUAL_MINUTES, value_parser = minutes)]
    pub budget_minutes: f64,
    /// Simulated futures in all, in place of the minutes.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(i64::from(FEWEST_FUTURES)..=i64::from(MOST_FUTURES)))]
    pub futures: Option<u32>,
    /// Vary this parameter, or all of this section; may be given often [default: all that is
    /// documented to be uncertain].
    #[arg(long, value_name = "KEY")]
    pub vary: Vec<String>,
    /// What the model itself may be off by after a year, as a standard deviation on the log-odds of a
    /// share or the logarithm of an amount (assumed); 0 takes the model at its word.
    #[arg(long, value_name = "SD", default_value_t = USUAL_DISCREPANCY, value_parser = discrepancy)]
    pub discrepancy: f64,
    /// Go on with a fit that was begun there.
    #[arg(long, requires = "output")]
    pub resume: bool,
    /// Simulate one part of so many of each wave, here or on another machine.
    #[arg(long, value_name = "I/N", requires = "output", value_parser = shard)]
    pub shard: Option<ShardName>,
    /// Check scenario and table, and say how long it takes; run nothing.
    #[arg(short = 'n', long)]
    pub dry_run: bool,
}

const HELP: &str = "\
The table has a row for each month and measure:
  date,measure,group,value,denominator,sd,role
  2026-06,organisations.live,all,12,330,,fit
  2026-07,organisations.live,gp_practice,9,88,,fit
  2026-07,staff.weekly,all,0.03,,0.01,fit
  2026-08,organisations.live,all,17,330,,hold
A value beside a denominator is a count out of it; otherwise a share of 0 to 1, or an amount.
sd: of the error of what was reported, in the unit of the value. `uptake describe measures` has all.

Examples:
  uptake fit my.toml observed.csv --dry-run
  uptake fit my.toml observed.csv -o output/fitted --futures 600
  uptake fit my.toml observed.csv --vary use --vary skill --futures 300
  uptake fit my.toml observed.csv -o output/fitted --futures 600 --resume";

fn minutes(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(x) if (0.1..=10_000.0).contains(&x) => Ok(x),
        _ => Err("a number of minutes from 0.1 to 10000".to_owned()),
    }
}

fn discrepancy(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(x) if (0.0..=5.0).contains(&x) => Ok(x),
        _ => Err("a standard deviation from 0 to 5".to_owned()),
    }
}

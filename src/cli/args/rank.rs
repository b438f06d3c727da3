//! Arguments of `uptake rank`.

use std::path::PathBuf;

use clap::Args;
use clap::builder::PossibleValuesParser;
use uptake::scenario::LEVERS;

use super::{Asked, Way};

/// Draws of the parameters, unless the user says how many, and most that are taken of a table: enough to
/// tell the larger levers from luck, in some minutes on two processors.
pub const DRAWS: u32 = 64;

/// How many draws, or which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Many {
    /// So many of what is documented.
    Documented(u32),
    /// Those of a table.
    Table(PathBuf),
}

/// Say what each lever buys here, and find the best mix for a budget.
///
/// Every recommendation of the paper is tried beside the scenario in the same futures, over luck and
/// over what nobody knows exactly: one at a time, and for the same money. Then mixes for that money
/// are searched, and judged on futures that the search has not seen.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  uptake rank my.toml\n  uptake rank my.toml --budget 100000 --at 2029-03\n  uptake rank my.toml --levers backfill,handover,extra_hours --draws 16"
)]
pub struct Rank {
    /// Pounds over the plan [default: what one more day a week of project staff costs].
    #[arg(long, value_name = "POUNDS", value_parser = pounds)]
    pub budget: Option<f64>,
    /// What is wanted, of all or of a kind, system or region ('organisations.real_use of gp_practice').
    #[arg(long, value_name = "NAME", default_value = "organisations.real_use")]
    pub measure: String,
    /// Which way it is better [default: as is known of it, less spent being better].
    #[arg(long, value_enum, value_name = "WAY")]
    pub better: Option<Way>,
    /// By when: a month (2029-03), a day (2029-03-31) or a number of weeks [default: the horizon].
    #[arg(long, value_name = "DATE")]
    pub at: Option<String>,
    /// How many draws of the parameters that nobody knows exactly, of which fewer than 20 tell nothing
    /// apart; or a table of them, which uptake fit writes (plausible.parquet) [default: 64].
    #[arg(long, value_name = "N|FILE", default_value = "64", hide_default_value = true, value_parser = draws)]
    pub draws: Many,
    /// Simulated futures of each draw, which stays the unit of every test.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub replicates: u32,
    /// Least difference that matters to the search, in the unit of the measure (a share: 0.02 is two
    /// percentage points); a smaller one takes more futures to settle.
    #[arg(long, value_name = "X", default_value_t = 0.02, value_parser = above_nought)]
    pub indifference: f64,
    /// Levers to look at, with commas between [default: all].
    #[arg(long, value_name = "NAMES", value_delimiter = ',', hide_possible_values = true, value_parser = PossibleValuesParser::new(LEVERS.iter().map(|note| note.id)))]
    pub levers: Vec<String>,
    #[command(flatten)]
    pub asked: Asked,
}

fn draws(text: &str) -> Result<Many, String> {
    match text.parse() {
        Ok(n @ 4..=100_000) => Ok(Many::Documented(n)),
        Err(_) if !text.is_empty() && !text.starts_with(['-', '+']) => Ok(Many::Table(text.into())),
        _ => Err("a number of draws from 4 to 100000, or a table of them".to_owned()),
    }
}

fn pounds(text: &str) -> Result<f64, String> {
    match text.replace(',', "").trim_start_matches('£').parse() {
        Ok(x) if (1.0..=1e12).contains(&x) => Ok(x),
        _ => Err("a sum of pounds, from 1 to 1,000,000,000,000".to_owned()),
    }
}

fn above_nought(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(x) if x > 0.0 && f64::is_finite(x) => Ok(x),
        _ => Err("a number above 0".to_owned()),
    }
}

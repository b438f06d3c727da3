//! What the ranges are over: luck, or luck and what is not known about the parameters.

use serde::Serialize;

use super::OutputError;
use super::calendar::year_ends;
use super::numbers::rounded;
use super::tables::finish;
use crate::measures::HEADLINES;
use crate::measures::measure;
use crate::results::{Curves, Ensemble, ParameterDraws};

/// Columns of `parameter_draws.csv`.
pub const PARAMETER_DRAW_COLUMNS: [&str; 3] = ["draw", "key", "value"];

/// Decimals of a share of a variance: it is itself an estimate, and a rough one.
const SHARE_DECIMALS: u32 = 3;

/// What replicates differ in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Level {
    /// Luck; the parameters are those of the scenario.
    #[serde(rename = "luck")]
    Luck,
    /// Luck, and parameters drawn from what is known about them.
    #[serde(rename = "luck and parameters")]
    LuckAndParameters,
}

impl Level {
    /// The level of an ensemble.
    pub fn of(ensemble: &Ensemble) -> Self {
        if ensemble.draws.is_some() { Level::LuckAndParameters } else { Level::Luck }
    }

    /// In words that go on after "a range".
    pub fn in_words(self) -> &'static str {
        match self {
            Level::Luck => "over luck only",
            Level::LuckAndParameters => "over luck and what is not known about the parameters",
        }
    }
}

/// What the percentiles of a run are over.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Uncertainty {
    /// What replicates differ in.
    pub level: Level,
    /// Draws of the parameters; null where none were drawn.
    pub draws: Option<u32>,
    /// Replicates of each draw; null where none were drawn.
    pub replicates_per_draw: Option<u32>,
    /// Shares of the variance of each headline measure, at each year's end and the horizon;
    /// empty where no parameters were drawn.
    pub variance_shares: Vec<VarianceShares>,
}

/// Shares of the variance of a measure in one week; they add up to 1.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VarianceShares {
    /// Name in `coverage.csv`.
    pub measure: &'static str,
    /// Week.
    pub week: u32,
    /// Its first day.
    pub date: String,
    /// Share between draws: what is not known about the parameters. Null where nothing varies
    /// or too few replicates have a value.
    pub between_draws: Option<f64>,
    /// Share within draws: luck.
    pub within_draws: Option<f64>,
}

impl Uncertainty {
    /// What the percentiles of this run are over.
    pub fn of(ensemble: &Ensemble, curves: &Curves) -> Self {
        let draws = ensemble.draws.as_ref();
        let weeks = if draws.is_some() { year_ends(&curves.dates) } else { Vec::new() };
        let shares = |name: &'static str| {
            weeks.iter().map(move |&week| {
                let week = week as u32;
                let between = measure(name)
                    .and_then(|measure| ensemble.variance(measure, week)?.share_between())
                    .map(|share| rounded(share, SHARE_DECIMALS));
                VarianceShares {
                    measure: name,
                    week,
                    date: ensemble.date(week).to_string(),
                    between_draws: between,
                    within_draws: between.map(|share| rounded(1.0 - share, SHARE_DECIMALS)),
                }
            })
        };
        Uncertainty {
            level: Level::of(ensemble),
            draws: draws.map(|draws| draws.values.len() as u32),
            replicates_per_draw: draws.map(|draws| draws.replicates_per_draw),
            variance_shares: HEADLINES.into_iter().flat_map(shares).collect(),
        }
    }
}

/// `parameter_draws.csv`: the value of every parameter in every draw, with all its digits.
///
/// # Errors
/// If the table cannot be encoded, which memory alone can cause.
pub fn parameter_draws_csv(draws: &ParameterDraws) -> Result<Vec<u8>, OutputError> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(PARAMETER_DRAW_COLUMNS)?;
    for (draw, values) in draws.values.iter().enumerate() {
        let draw = draw.to_string();
        for (key, value) in draws.keys.iter().zip(values) {
            table.write_record([&draw, key, &value.to_string()])?;
        }
    }
    finish(table)
}

//! `differences.csv`: paired differences, one row a scenario, measure and week.

use serde::Serialize;

use super::OutputError;
use super::numbers::{decimals, push_fixed, push_integer};
use super::tables::{finish, text_cell};
use crate::measures::{Better, Measure};
use crate::results::{Comparison, Difference};
use crate::stats::paired::Paired;

/// Columns of `differences.csv`.
pub const DIFFERENCE_COLUMNS: [&str; 15] = [
    "base",
    "scenario",
    "week",
    "date",
    "measure",
    "unit",
    "replicates",
    "mean",
    "low",
    "high",
    "p05",
    "p50",
    "p95",
    "p_better",
    "efficiency",
];

/// Decimals of shares of replicates.
pub(super) const SHARE_DECIMALS: u32 = 5;
/// Decimals of a number of things, and of the efficiency.
pub(super) const NUMBER_DECIMALS: u32 = 3;
/// Share of matched futures in which the other scenario does better, ties counting half.
/// As is known of the measure: less money spent is better.
pub fn share_better(measure: &Measure, paired: &Paired) -> f64 {
    let less = measure.better() == Some(Better::Less);
    if less { paired.share_fewer() } else { paired.share_more() }
}

/// Whether two scenarios differ on average; how often the one gives more is another question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The other gives more: the 95 % interval of the mean difference lies above 0.
    More,
    /// The other gives less: it lies below 0.
    Fewer,
    /// They cannot be told apart: it holds 0.
    Alike,
    /// There are fewer independent futures than a verdict takes
    /// ([`crate::stats::paired::FEWEST_FOR_VERDICT`]).
    TooFew,
}

impl Verdict {
    /// The verdict on a difference.
    pub fn of(difference: &Paired) -> Self {
        match difference.is_told() {
            None => Verdict::TooFew,
            Some(false) => Verdict::Alike,
            Some(true) if difference.mean > 0.0 => Verdict::More,
            Some(true) => Verdict::Fewer,
        }
    }

    /// True if there is a difference on average.
    pub fn is_told(self) -> bool {
        matches!(self, Verdict::More | Verdict::Fewer)
    }
}

/// The differences as a tidy table; `low` and `high` are the 95 % interval of the mean.
///
/// Decimals are those of `coverage.csv`. Where no pair has a value, `replicates` is 0 and the
/// cells after it are empty; so are `low` and `high` of a single pair, and `efficiency` where
/// the differences do not vary.
///
/// # Errors
/// If the table cannot be encoded, which memory alone can cause.
pub fn differences_csv(comparisons: &[Comparison]) -> Result<Vec<u8>, OutputError> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(DIFFERENCE_COLUMNS)?;
    let mut cell = Vec::with_capacity(32);
    for comparison in comparisons {
        let (base, other) = (text_cell(&comparison.base), text_cell(&comparison.scenario));
        let dates: Vec<String> = comparison.dates.iter().map(ToString::to_string).collect();
        for Difference { measure, points } in &comparison.differences {
            for (week, (point, date)) in points.iter().zip(&dates).enumerate() {
                table.write_field(base.as_bytes())?;
                table.write_field(other.as_bytes())?;
                cell.clear();
                push_integer(&mut cell, week as u64);
                table.write_field(&cell)?;
                table.write_field(date)?;
                table.write_field(measure.name)?;
                table.write_field(measure.unit.id())?;
                write_point(&mut table, &mut cell, measure, point.as_ref())?;
                table.write_record(None::<&[u8]>)?;
            }
        }
    }
    finish(table)
}

/// The cells from `replicates` on.
fn write_point(
    table: &mut csv::Writer<Vec<u8>>,
    cell: &mut Vec<u8>,
    measure: &Measure,
    point: Option<&Paired>,
) -> Result<(), OutputError> {
    cell.clear();
    push_integer(cell, point.map_or(0, |p| p.replicates).into());
    table.write_field(&cell)?;
    let places = decimals(measure.unit);
    let end = |sign: f64| point.and_then(|p| Some(p.mean + sign * p.half_width?));
    for (value, places) in [
        (point.map(|p| p.mean), places),
        (end(-1.0), places),
        (end(1.0), places),
        (point.map(|p| p.p05), places),
        (point.map(|p| p.p50), places),
        (point.map(|p| p.p95), places),
        (point.map(|p| share_better(measure, p)), SHARE_DECIMALS),
        (point.and_then(|p| p.efficiency), NUMBER_DECIMALS),
    ] {
        cell.clear();
        if let Some(value) = value {
            push_fixed(cell, value, places);
        }
        table.write_field(&cell)?;
    }
    Ok(())
}

//! `coverage.csv`: every curve, one row a measure, group and week.

use super::OutputError;
use super::numbers::{DENOMINATOR_DECIMALS, decimals, push_fixed, push_integer};
use super::tables::{finish, group_kind_id, text_cell};
use crate::measures::Unit;
use crate::results::{Curve, Curves, Point};

/// Columns of `coverage.csv`.
pub const COVERAGE_COLUMNS: [&str; 15] = [
    "scenario",
    "week",
    "date",
    "measure",
    "unit",
    "group_kind",
    "group",
    "denominator",
    "replicates",
    "mean",
    "p05",
    "p25",
    "p50",
    "p75",
    "p95",
];

/// Bytes of a typical row, for the first allocation.
const ROW_BYTES: usize = 128;

/// The curves as a tidy table.
///
/// Shares have at most 5 decimals, counts, hours and minutes 3, pounds 2. Where no
/// replicate has a value (its denominator is zero), `replicates` is 0 and the cells of the
/// denominator, mean and percentiles are empty. The denominator is the mean over the
/// replicates that have a value; measures that are not a share of anything have none.
///
/// # Errors
/// If the table cannot be encoded, which memory alone can cause.
pub fn coverage_csv(curves: &Curves) -> Result<Vec<u8>, OutputError> {
    coverage_rows(curves, |_, _| true)
}

/// The rows of [`coverage_csv`] of which `wanted` holds, given the curve and the week.
///
/// # Errors
/// As [`coverage_csv`].
pub fn coverage_rows(
    curves: &Curves,
    wanted: impl Fn(&Curve, usize) -> bool,
) -> Result<Vec<u8>, OutputError> {
    let rows: usize = curves.curves.iter().map(|c| c.points.len()).sum();
    let mut table = csv::Writer::from_writer(Vec::with_capacity((rows + 1) * ROW_BYTES));
    table.write_record(COVERAGE_COLUMNS)?;
    let dates: Vec<String> = curves.dates.iter().map(ToString::to_string).collect();
    let scenario = text_cell(&curves.scenario);
    let mut cell = Vec::with_capacity(32);
    for curve in &curves.curves {
        let group = &curves.groups[curve.group];
        let group_id = text_cell(&group.id);
        for (week, (point, date)) in curve.points.iter().zip(&dates).enumerate() {
            if !wanted(curve, week) {
                continue;
            }
            table.write_field(scenario.as_bytes())?;
            cell.clear();
            push_integer(&mut cell, week as u64);
            table.write_field(&cell)?;
            table.write_field(date)?;
            table.write_field(curve.measure.name)?;
            table.write_field(curve.measure.unit.id())?;
            table.write_field(group_kind_id(group.kind))?;
            table.write_field(group_id.as_bytes())?;
            write_point(&mut table, &mut cell, curve, point)?;
            table.write_record(None::<&[u8]>)?;
        }
    }
    finish(table)
}

/// The cells from `denominator` on.
fn write_point(
    table: &mut csv::Writer<Vec<u8>>,
    cell: &mut Vec<u8>,
    curve: &Curve,
    point: &Point,
) -> Result<(), OutputError> {
    let has_value = point.replicates > 0;
    let is_share_of_something = curve.measure.unit == Unit::Share && !curve.measure.of.is_empty();
    cell.clear();
    if has_value && is_share_of_something {
        push_fixed(cell, point.denominator, DENOMINATOR_DECIMALS);
    }
    table.write_field(&cell)?;
    cell.clear();
    push_integer(cell, u64::from(point.replicates));
    table.write_field(&cell)?;
    for value in [point.mean, point.p05, point.p25, point.p50, point.p75, point.p95] {
        cell.clear();
        if has_value {
            push_fixed(cell, value, decimals(curve.measure.unit));
        }
        table.write_field(&cell)?;
    }
    Ok(())
}

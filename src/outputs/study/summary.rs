//! `summary.csv`: a row for each point, measure and week, over the point's futures.

use std::io::Write;

use super::Column;
use super::plan::Plan;
use super::rows::{shown, unit_id};
use crate::outputs::OutputError;
use crate::outputs::numbers::{decimals, push_fixed};
use crate::results::study::Outcome;
use crate::scenario::study::Cell;
use crate::stats::moments::moments;
use crate::stats::quantiles::quantile;

/// Columns after those of the point and its parameters.
const COLUMNS: [&str; 12] = [
    "week",
    "date",
    "measure",
    "unit",
    "replicates",
    "failed",
    "mean",
    "sd",
    "p05",
    "p50",
    "p95",
    "share_reaching_threshold",
];
/// Decimals of the share.
const SHARE_DECIMALS: u32 = 5;

/// One measure in one week over the futures of a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PointSummary {
    /// Futures with a value.
    pub replicates: u32,
    /// Mean.
    pub mean: f64,
    /// Variance over futures (unbiased); 0 of one.
    pub variance: f64,
    /// 5th percentile.
    pub p05: f64,
    /// Median.
    pub p50: f64,
    /// 95th percentile.
    pub p95: f64,
}

/// The summary of each column over the futures of a point; none where none has a value.
pub fn point_summaries(outcome: &Outcome, columns: usize) -> Vec<Option<PointSummary>> {
    (0..columns).map(|column| summary(outcome.values(column).collect())).collect()
}

fn summary(mut values: Vec<f32>) -> Option<PointSummary> {
    values.sort_unstable_by(f32::total_cmp);
    let n = values.len();
    let (mean, variance) = moments(&values.iter().map(|&x| f64::from(x)).collect::<Vec<_>>())?;
    let at = |q| quantile(&values, q);
    Some(PointSummary {
        replicates: n as u32,
        mean,
        variance,
        p05: at(0.05),
        p50: at(0.5),
        p95: at(0.95),
    })
}

/// Writes `summary.csv`.
pub struct SummaryRows<W: Write> {
    table: csv::Writer<W>,
    columns: Vec<Column>,
    /// The column with the threshold, and what it has to reach.
    threshold: Option<(usize, f64)>,
}

impl<W: Write> SummaryRows<W> {
    /// Begin the table of a plan.
    ///
    /// # Errors
    /// If `sink` fails.
    pub fn new(plan: &Plan, sink: W) -> Result<Self, OutputError> {
        let mut table = csv::Writer::from_writer(sink);
        let parameters = plan.parameters.iter().map(|p| p.key.as_str());
        table.write_record(std::iter::once("point").chain(parameters).chain(COLUMNS))?;
        let threshold = plan.threshold.as_ref();
        let threshold =
            threshold.and_then(|t| Some((plan.column(&t.measure, t.week)?, t.at_least)));
        Ok(SummaryRows { table, columns: plan.columns(), threshold })
    }

    /// Add a point.
    ///
    /// # Errors
    /// As [`SummaryRows::new`].
    pub fn point(
        &mut self,
        cells: &[Option<Cell>],
        outcome: &Outcome,
        summaries: &[Option<PointSummary>],
    ) -> Result<(), OutputError> {
        let failed = outcome.failed().to_string();
        for (i, (column, summary)) in self.columns.iter().zip(summaries).enumerate() {
            let places = decimals(column.measure.unit);
            let text = |x: f64| {
                let mut bytes = Vec::new();
                push_fixed(&mut bytes, x, places);
                String::from_utf8_lossy(&bytes).into_owned()
            };
            let of = |f: &dyn Fn(&PointSummary) -> f64| {
                summary.as_ref().map_or(String::new(), |s| text(f(s)))
            };
            let mut row = vec![outcome.point.to_string()];
            row.extend(cells.iter().map(|cell| shown(cell.as_ref())));
            row.extend([column.week.to_string(), column.date.to_string()]);
            row.push(column.measure.name.to_owned());
            row.extend([unit_id(column.measure.unit).to_owned()]);
            row.extend([summary.map_or(0, |s| s.replicates).to_string(), failed.clone()]);
            row.extend([of(&|s| s.mean), of(&|s| s.variance.sqrt())]);
            row.extend([of(&|s| s.p05), of(&|s| s.p50), of(&|s| s.p95)]);
            let reached = self
                .threshold
                .filter(|(c, _)| *c == i)
                .and_then(|(c, at_least)| share_reaching(outcome, c, at_least));
            let mut share = Vec::new();
            push_fixed(&mut share, reached.unwrap_or(f64::NAN), SHARE_DECIMALS);
            row.push(String::from_utf8_lossy(&share).into_owned());
            self.table.write_record(&row)?;
        }
        Ok(())
    }

    /// End the table; gives what was written to.
    ///
    /// # Errors
    /// As [`SummaryRows::new`].
    pub fn finish(self) -> Result<W, OutputError> {
        self.table.into_inner().map_err(|error| OutputError::Table(error.into_error().into()))
    }
}

/// Share of a point's futures with a value that reach a level.
pub(crate) fn share_reaching(outcome: &Outcome, column: usize, at_least: f64) -> Option<f64> {
    let (mut n, mut reached) = (0u32, 0u32);
    for value in outcome.values(column) {
        n += 1;
        // In the precision in which values are kept, so that 0.7 reaches 0.7.
        reached += u32::from(value >= at_least as f32);
    }
    (n > 0).then(|| f64::from(reached) / f64::from(n))
}

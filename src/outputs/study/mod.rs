//! A study on disk: its plan, the table of its points, the results of its shards, and what is
//! merged from them.
//!
//! All of it is a function of the study alone: no times, no machines, no order of arrival.

mod cells;
#[cfg(feature = "parquet")]
mod design;
mod digest;
mod plan;
mod report;
mod rows;
#[cfg(feature = "parquet")]
mod rows_parquet;
mod said;
mod shard;
mod summary;
mod tables;

pub use crate::results::study::Outcome;
pub use cells::{Axis, StudyCell, StudyCells, three_digits};
#[cfg(feature = "parquet")]
pub use design::{DesignReader, DesignWriter, ROWS_TOGETHER};
pub use digest::Digesting;
pub use plan::{
    AnalysisDesign, DESIGN_FILE, DesignHasher, PLAN_SCHEMA, Plan, PlanError, PlannedAnalysis,
    PlannedParameter, PlannedThreshold,
};
pub use report::MergeReport;
pub use rows::CsvRows;
#[cfg(feature = "parquet")]
pub use rows_parquet::ParquetRows;
pub use said::{cell_in_words, scale, with_half_width};
pub use shard::{
    ShardError, ShardHead, ShardLines, ShardOf, shard_footer, shard_head, shard_line, shard_point,
};
pub use summary::{PointSummary, SummaryRows, point_summaries};
pub use tables::six_digits;

use jiff::civil::Date;

use crate::measures::{Measure, measure};

/// One number that is kept of each future: a measure in a week.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// The measure.
    pub measure: &'static Measure,
    /// The week.
    pub week: u32,
    /// The day on which it starts.
    pub date: Date,
}

impl Plan {
    /// The numbers that are kept of each future, in their order; where groups are named, of each of
    /// them in turn.
    pub fn columns(&self) -> Vec<Column> {
        let start: Date = self.start.parse().unwrap_or_default();
        let measures = self.measures.iter().filter_map(|name| measure(name));
        let column = |measure, week: u32| {
            // A plan is a file: its weeks can be any number.
            let date = jiff::Span::new()
                .try_weeks(week)
                .map_or(Date::MAX, |span| start.saturating_add(span));
            Column { measure, week, date }
        };
        let groups = self.groups.len().max(1);
        measures
            .flat_map(|measure| std::iter::repeat_n(measure, groups))
            .flat_map(|measure| self.weeks.iter().map(move |&week| column(measure, week)))
            .collect()
    }

    /// Where a measure in a week stands among them.
    pub fn column(&self, measure: &str, week: u32) -> Option<usize> {
        self.columns().iter().position(|c| c.measure.name == measure && c.week == week)
    }
}

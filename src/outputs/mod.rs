//! Results in, bytes out: tables, summaries, charts and the manifest of a run.
//!
//! Nothing here touches a file, a clock or a terminal. The same results give the same
//! bytes on every machine.

#![cfg_attr(
    not(feature = "charts"),
    allow(dead_code, reason = "some words and dates are asked for by charts and reports alone")
)]

pub(crate) mod about;
pub mod answer;
mod calendar;
#[cfg(feature = "charts")]
pub mod charts;
#[cfg(feature = "parquet")]
mod columns;
#[cfg(feature = "charts")]
mod compared;
mod comparison;
mod coverage;
mod differences;
#[cfg(feature = "charts")]
pub mod document;
mod events;
#[cfg(feature = "charts")]
pub mod explanation;
mod fingerprints;
#[cfg(all(feature = "charts", feature = "parquet"))]
pub mod fit;
pub mod funnel;
mod gains;
#[cfg(feature = "charts")]
mod glance;
#[cfg(feature = "charts")]
pub mod loops;
#[cfg(feature = "charts")]
mod lost;
mod manifest;
pub mod money;
#[cfg(feature = "charts")]
mod money_table;
mod money_years;
mod numbers;
#[cfg(feature = "parquet")]
mod plausible;
#[cfg(feature = "charts")]
pub mod ranking;
#[cfg(feature = "parquet")]
mod replicates;
#[cfg(feature = "charts")]
mod report;
#[cfg(feature = "charts")]
mod run;
mod sealed;
#[cfg(feature = "charts")]
pub mod seek;
#[cfg(all(feature = "charts", feature = "parquet"))]
mod seen;
#[cfg(feature = "charts")]
pub mod sensitivity;
pub mod study;
mod summary;
mod tables;
mod targets;
mod uncertainty;
#[cfg(feature = "charts")]
mod verified;
pub mod words;
#[cfg(feature = "xlsx")]
pub mod xlsx;

pub use crate::measures::HEADLINES;
pub use about::subject;
pub use comparison::{
    Alone, Beside, COMPARISON_SCHEMA, Compared, ComparisonSummary, Figures, comparison_json,
};
pub use coverage::{COVERAGE_COLUMNS, coverage_csv, coverage_rows};
pub use differences::{DIFFERENCE_COLUMNS, Verdict, differences_csv, share_better};
pub use events::{EVENT_COLUMNS, events_csv};
pub use fingerprints::{
    Difference, FINGERPRINT_COLUMNS, FingerprintError, FingerprintRow, Parting, fingerprints_csv,
    first_difference, parse_fingerprints,
};
pub use manifest::{
    FileRecord, MANIFEST_SCHEMA, Machine, Manifest, ManifestError, OutputRecord, ScenarioRecord,
    Status, ToolRecord, sha256_hex,
};
#[cfg(feature = "charts")]
pub use money_table::money_frame;
#[cfg(feature = "parquet")]
pub use plausible::{PLAUSIBLE_FILE, Plausible, plausible_parquet, read_plausible};
#[cfg(feature = "parquet")]
pub use replicates::{replicates_parquet, write_replicates};
#[cfg(feature = "charts")]
pub use report::{Origin, REPORT_FILE, Report, Subject, report_html};
#[cfg(feature = "charts")]
pub use run::run_document;
#[cfg(all(feature = "charts", feature = "parquet"))]
pub use seen::seen_document;
pub use summary::{Counts, Headline, HeadlineValue, SUMMARY_SCHEMA, Summary, summary_json};
pub use tables::text_cell;
pub use targets::{TargetSummary, TimeToTarget, When};
pub use uncertainty::{
    Level, PARAMETER_DRAW_COLUMNS, Uncertainty, VarianceShares, parameter_draws_csv,
};
#[cfg(feature = "charts")]
pub use verified::{
    NamedBytes, gaps_list, limits_table, parse_verified, simulated, targets_counted, value_of,
    verified_files, verified_tables,
};

/// Why results could not be turned into bytes.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// A comma-separated table.
    #[error("cannot write a table: {0}")]
    Table(#[from] csv::Error),
    /// JSON.
    #[error("cannot write json: {0}")]
    Json(#[from] serde_json::Error),
    /// Parquet, written or read.
    #[cfg(feature = "parquet")]
    #[error("parquet: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// Parquet that was to be read.
    #[cfg(feature = "parquet")]
    #[error("cannot read parquet: {0}")]
    Unreadable(parquet::errors::ParquetError),
    /// A workbook.
    #[cfg(feature = "xlsx")]
    #[error("cannot write a workbook: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// A chart.
    #[cfg(feature = "charts")]
    #[error(transparent)]
    Chart(#[from] charts::ChartError),
}

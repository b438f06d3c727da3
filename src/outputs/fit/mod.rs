//! A fit as a document: the observations on the curves, what they move and what not, and how well what
//! was held back is foretold.

mod answer;
mod data;

use jiff::civil::Date;

use super::OutputError;
use super::charts::{Seen, Titles, observed};
use super::document::{Document, ResultFile};
use super::plausible::{PLAUSIBLE_FILE, plausible_parquet};
use crate::measures::{Unit, measure};
use crate::results::Ensemble;
use crate::results::fit::{Fitted, Series};
use crate::results::forecast::Scored;
use crate::scenario::{ALL, Observation, Observed, Scenario};

pub use answer::implausible;
pub(super) use data::{figure, range};

/// Version of the format of `fit.json`.
const FIT_SCHEMA: u32 = 1;

/// All that a fit is told from.
#[derive(Debug, Clone, Copy)]
pub struct FitTold<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Futures of the draws, one of each.
    pub base: &'a Ensemble,
    /// What was observed.
    pub observed: &'a Observed,
    /// SHA-256 of what was held back, as it stands in the file; none if nothing was.
    pub held: Option<&'a str>,
    /// What was found.
    pub found: &'a Fitted,
    /// How the rows that were held back are foretold, once the draws were made.
    pub scored: Option<&'a Scored>,
}

impl FitTold<'_> {
    /// The document.
    ///
    /// # Errors
    /// If the chart cannot be drawn, or the draws cannot be encoded.
    pub fn document(&self) -> Result<Document, OutputError> {
        let (parameters, rows) = (self.parameters(), self.rows());
        let plausible = plausible_parquet(&self.scenario.name, self.found)?;
        let mut frames = vec![parameters.clone(), rows.clone(), self.curves()];
        frames.extend(self.scores());
        Ok(Document {
            name: "fit",
            schema: FIT_SCHEMA,
            heading: "Fitted to what was observed",
            facts: self.facts(),
            answer: answer::answer(self),
            why: "What was observed, and what it says",
            body: answer::body(self, &parameters, &rows),
            charts: vec![self.chart()?],
            written: vec![ResultFile::new(PLAUSIBLE_FILE, plausible)],
            caveats: answer::caveats(self),
            frames,
            ..Document::default()
        })
    }

    fn dates(&self) -> Vec<Date> {
        (0..=self.base.weeks).map(|week| self.base.date(week)).collect()
    }

    fn chart(&self) -> Result<super::charts::Chart, OutputError> {
        let of = |series: &'_ Series| -> Vec<(u32, f64, bool)> {
            let dots = |rows: &[Observation], held: bool| -> Vec<(u32, f64, bool)> {
                let own =
                    |r: &&Observation| r.measure.name == series.measure && r.group == series.group;
                rows.iter().filter(own).map(|r| (r.week, r.value, held)).collect()
            };
            let mut all = dots(&self.observed.fit, false);
            all.extend(dots(&self.observed.hold, true));
            all
        };
        let seen: Vec<Seen<'_>> = self
            .found
            .series
            .iter()
            .map(|series| Seen {
                axis: axis(series.measure, &series.group),
                unit: measure(series.measure).map_or(Unit::Count, |m| m.unit),
                series,
                dots: of(series),
            })
            .collect();
        let held = if self.observed.hold.is_empty() { "" } else { "; open dots: held back" };
        let alike = self.found.discrepancy == 0.0;
        let off = if alike { "" } else { ", the paler edge with what the model is off by" };
        let statistics = format!(
            "Blue: what is plausible, line and 90 of 100{off}; grey: before anything was fitted. Dots: \
             observed{held}."
        );
        let message = answer::headline(self);
        let title = &self.scenario.title;
        let titles = Titles { scenario: title, message: &message, statistics: &statistics };
        Ok(observed(&titles, &self.dates(), &seen)?)
    }
}

/// "All organisations live", with the group where it is not all.
pub(super) fn axis(name: &str, group: &str) -> String {
    let what = measure(name).map_or_else(
        || name.to_owned(),
        |m| match m.unit {
            Unit::Share if !m.of.is_empty() => format!("{name}: {}", m.share_in_words()),
            _ => format!("{name}: {}", m.label),
        },
    );
    if group == ALL { what } else { format!("{what}, {group}") }
}

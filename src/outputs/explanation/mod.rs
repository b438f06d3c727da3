//! An explanation as a document: where coverage is lost, what binds, what the forces add.

mod answer;
mod chart;
mod data;
mod shown;

use crate::outputs::answer::month;
use crate::outputs::calendar::short_month_and_year;
use crate::results::{Constraint, Ensemble, Explanation, Period};
use crate::scenario::Scenario;

use answer::explained_answer;

use super::OutputError;
use super::document::Document;
use super::funnel::Funnel;
use super::gains::{Gains, plain};

/// All that an explanation is written from.
#[derive(Debug, Clone, Copy)]
pub struct Explained<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Its futures.
    pub base: &'a Ensemble,
    /// What was found.
    pub found: &'a Explanation,
}

/// Version of the format of the JSON file.
const EXPLANATION_SCHEMA: u32 = 1;

impl Explained<'_> {
    /// The document.
    ///
    /// # Errors
    /// If the chart cannot be drawn.
    pub fn document(&self) -> Result<Document, OutputError> {
        Ok(Document {
            name: "summary",
            schema: EXPLANATION_SCHEMA,
            facts: self.facts(),
            answer: explained_answer(self).to_vec(),
            frames: vec![self.funnel_frame(), self.constraints_frame(), self.attribution_frame()],
            charts: chart::contributions(self)?.into_iter().collect(),
            why: "Why, in this model",
            body: shown::body(self),
            ..Document::default()
        })
    }

    /// The funnel at the week of the question.
    pub fn funnel(&self) -> Funnel {
        Funnel::of(self.base, self.found.week)
    }

    /// The month of the question.
    pub fn when(&self) -> String {
        month(self.base.date(self.found.week))
    }

    fn gains(&self) -> Gains {
        Gains::of(&self.found.outcome, self.base)
    }

    /// What differences are said in: `organisations in real use, of 330`.
    pub fn unit_in_words(&self) -> String {
        self.gains().unit_in_words()
    }

    /// A difference of the measure, in the unit of [`Gains::scale`], with its sign.
    fn signed(&self, difference: f64) -> String {
        self.gains().signed(difference)
    }

    fn scale(&self) -> (f64, &'static str) {
        self.gains().scale()
    }

    /// `+4.2 ± 1.3`.
    fn with_half_width(&self, mean: f64, half: Option<f64>) -> String {
        match half {
            Some(half) => format!("{} ± {}", self.signed(mean), self.gains().plain(half)),
            None => self.signed(mean),
        }
    }

    fn constraint(&self, which: usize) -> Constraint {
        self.found.constraints[which]
    }
}

/// `year 2, to Jan 2028`: number of the year, and when it ends.
fn period_in_words(explained: &Explained, which: usize, period: &Period) -> String {
    format!("year {}, to {}", which + 1, short_month_and_year(explained.base.date(period.to)))
}

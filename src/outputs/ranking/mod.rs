//! A ranking of levers as a document: what each brings for the same money, the best mix, each alone.

mod answer;
mod charts;
mod data;
mod shown;

use crate::outputs::answer::month;
use crate::outputs::words::futures;
use crate::results::Ensemble;
use crate::results::ranking::Ranking;
use crate::scenario::Scenario;

use super::OutputError;
use super::document::Document;
use super::gains::Gains;

/// All that a ranking is written from.
#[derive(Debug, Clone, Copy)]
pub struct Ranked<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Its futures: those of the tables, then those on which mixes are judged.
    pub base: &'a Ensemble,
    /// What was found.
    pub found: &'a Ranking,
}

/// Version of the format of `ranking.json`.
const RANKING_SCHEMA: u32 = 2;

impl Ranked<'_> {
    /// The document.
    ///
    /// # Errors
    /// If a chart cannot be drawn.
    pub fn document(&self) -> Result<Document, OutputError> {
        let alone = self.levers("alone", &self.found.alone);
        let equal = self.levers("equal_money", &self.found.equal);
        let mixes = self.mixes();
        let body = shown::body(self, [&alone, &equal, &mixes]);
        let charts = vec![charts::equal_money(self, &equal)?, charts::frontier(self, &mixes)?];
        let mut ranking = alone;
        ranking.rows.extend(equal.rows);
        Ok(Document {
            name: "ranking",
            schema: RANKING_SCHEMA,
            facts: self.facts(),
            answer: answer::ranking_answer(self).to_vec(),
            frames: vec![ranking, mixes],
            charts,
            why: "What each lever buys, in this model",
            body,
            ..Document::default()
        })
    }

    fn gains(&self) -> Gains {
        Gains::of(&self.found.outcome, self.base)
    }

    /// The month of the question.
    pub fn when(&self) -> String {
        month(self.base.date(self.found.week))
    }

    /// What gains are said in: `organisations in real use, of 330`.
    pub fn unit_in_words(&self) -> String {
        let unit = self.gains().unit_in_words();
        if self.found.less { format!("{unit}, of which less is better") } else { unit }
    }

    /// "80 matched futures, each with its own draw of 120 parameters".
    pub fn futures_in_words(&self) -> String {
        let parameters = self.base.draws.as_ref().map_or(0, |draws| draws.keys.len());
        let n = futures(self.found.futures as usize).replace("simulated", "matched");
        match self.found.draws {
            1 => n,
            draws if draws == self.found.futures => {
                format!(
                    "{n}, each with its own draw of the {parameters} parameters that nobody knows exactly"
                )
            }
            draws => format!(
                "{n} over {draws} draws of the {parameters} parameters that nobody knows exactly"
            ),
        }
    }
}

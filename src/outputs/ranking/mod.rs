//! A ranking of levers as bytes and words: `ranking.csv`, `mixes.csv`, `ranking.json`, the charts
//! `equal_money` and `frontier`, the answer, and the tables that the terminal and the report share.

mod answer;
mod charts;
mod data;
mod shown;

use crate::outputs::answer::month;
use crate::outputs::words::futures;
use crate::results::Ensemble;
use crate::results::ranking::Ranking;
use crate::scenario::Scenario;

pub use answer::{how_ranked, ranking_answer};
pub use charts::ranking_charts;
pub use data::{
    MIX_COLUMNS, RANKING_COLUMNS, RANKING_SCHEMA, mixes_csv, ranking_csv, ranking_json,
};
pub use shown::{alone_shown, brief, equal_shown, frontier_shown, mixes_shown};

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

impl Ranked<'_> {
    fn gains(&self) -> Gains {
        Gains::of(self.found.measure, self.base)
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

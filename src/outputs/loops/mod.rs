//! The loops of a scenario as a document: what comes back in each year, which loop moves coverage
//! most, which lever weakens it.

mod answer;

use super::OutputError;
use super::calendar::short_month_and_year;
use super::charts::{Ring, RingArrow, rings};
use super::document::{Cell, Column, Document, Frame};
use super::gains::{Gains, plain};
use super::words::matched_futures;
use crate::results::Effect;
use crate::results::Ensemble;
use crate::results::loops::{LoopFound, LoopYear, Loops};
use crate::scenario::Scenario;

/// Weeks of a year of the plan.
const YEAR: u32 = 52;

/// All that it is written from.
#[derive(Debug, Clone, Copy)]
pub struct Looped<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Its futures.
    pub base: &'a Ensemble,
    /// What was found.
    pub found: &'a Loops,
}

impl Looped<'_> {
    /// The document.
    ///
    /// # Errors
    /// If the picture cannot be drawn.
    pub fn document(&self) -> Result<Document, OutputError> {
        let found = self.found;
        Ok(Document {
            name: "loops",
            facts: vec![
                ("scenario", Cell::text(&self.scenario.name)),
                ("measure", Cell::text(found.measure.name)),
                ("seed", Cell::count(self.scenario.seed)),
                ("replicates", Cell::count(found.replicates)),
            ],
            answer: self.answer(),
            frames: vec![self.years(), self.arrows(), self.levers()],
            charts: vec![self.picture()?],
            notes: self.notes(),
        })
    }

    fn gains(&self) -> Gains {
        Gains::of(self.found.measure, self.base)
    }

    /// `2, to Dec 2027`.
    fn year_in_words(&self, year: u32) -> String {
        format!("{year}, to {}", short_month_and_year(self.base.date(year * YEAR)))
    }

    fn notes(&self) -> Vec<String> {
        vec![
            format!(
                "In {}. A loop's link was cut for one year in a twin with the same luck; its gain is what the \
                 pressure of the year after then lacks, for each unit of pressure in the year of the cut: .3 \
                 means that three tenths come back within a year. Above 0 a loop feeds itself, below 0 it holds \
                 itself back. Strengths of arrows multiply to the gain.",
                matched_futures(self.found.replicates as usize)
            ),
            "What comes back does so by all the ways of the model, also those that are not drawn. A gain says \
             how strongly a loop turns, not how much it takes: that is the change of coverage when it is cut."
                .to_owned(),
            "±: what luck leaves open of the mean, 95 in 100; in brackets: cannot be told from 0, which allows \
             for how many are looked at. Sizes of the forces are assumed, so the figures say what follows from \
             the assumptions."
                .to_owned(),
        ]
    }

    fn years(&self) -> Frame {
        let gains = self.gains();
        let dominant = |year: u32| self.found.dominant(year).map(|found| found.name);
        let row = |(found, year): (&LoopFound, &LoopYear)| {
            let mut row = vec![
                Cell::text(found.name),
                Cell::text(found.title),
                Cell::text(if found.reinforces() { "reinforcing" } else { "balancing" }),
                Cell::number(f64::from(year.year), self.year_in_words(year.year)),
                Cell::number(year.pressure.mean, ""),
            ];
            match &year.gain {
                Some(gain) => row.extend([
                    Cell::number(gain.mean(), told(gain, decimals)),
                    half(gain),
                    Cell::number(gain.spread.p05, ""),
                    Cell::number(gain.spread.p95, ""),
                    Cell::flag(gain.told),
                ]),
                None => row.extend(std::iter::repeat_n(Cell::none(), 5)),
            }
            row.extend([
                Cell::number(year.cost.mean(), told(&year.cost, |x| gains.signed(x))),
                half(&year.cost),
                Cell::flag(year.cost.told),
                Cell::mark(dominant(year.year) == Some(found.name)),
            ]);
            row
        };
        let all = self.found.loops.iter().flat_map(|l| l.years.iter().map(move |y| (l, y)));
        Frame {
            name: "loops",
            caption: format!(
                "What comes back within a year (gain), and what a loop's absence for that year gains by the end \
                 of the next; in {}",
                gains.unit_in_words()
            ),
            columns: columns(&[
                ("loop", ""),
                ("title", "loop"),
                ("kind", ""),
                ("year", "year"),
                ("pressure", ""),
                ("gain", "gain"),
                ("gain_half_width", ""),
                ("gain_p05", ""),
                ("gain_p95", ""),
                ("gain_told_from_zero", ""),
                ("outcome_if_cut", "if cut"),
                ("outcome_half_width", ""),
                ("outcome_told_from_zero", ""),
                ("dominates", "most"),
            ]),
            rows: all.map(row).collect(),
            long: false,
        }
    }

    fn arrows(&self) -> Frame {
        let mut rows = Vec::new();
        for found in &self.found.loops {
            for year in &found.years {
                for (arrow, strength) in found.arrows.iter().zip(&year.arrows) {
                    rows.push(vec![
                        Cell::text(found.name),
                        Cell::text(found.title),
                        Cell::number(f64::from(year.year), self.year_in_words(year.year)),
                        Cell::text(arrow.from),
                        Cell::text(arrow.to),
                        Cell::choice(arrow.same_way, ["+", "−"]),
                        strength.map_or(Cell::none(), |x| Cell::number(x, decimals(x))),
                    ]);
                }
            }
        }
        Frame {
            name: "arrows",
            caption: "Strengths of the arrows: relative change that follows, over the one before"
                .to_owned(),
            columns: columns(&[
                ("loop", ""),
                ("title", "loop"),
                ("year", "year"),
                ("from", "from"),
                ("to", "to"),
                ("same_way", "sign"),
                ("strength", "strength"),
            ]),
            rows,
            long: true,
        }
    }

    fn levers(&self) -> Frame {
        let gains = self.gains();
        let mut rows = Vec::new();
        for found in &self.found.loops {
            for lever in &found.levers {
                let effect = |effect: &Effect| {
                    [Cell::number(effect.mean(), told(effect, |x| gains.signed(x))), half(effect)]
                };
                let mut row =
                    vec![Cell::text(found.name), Cell::text(found.title), Cell::text(&lever.name)];
                row.extend(effect(&found.cost));
                row.extend(effect(&lever.cost));
                row.extend(effect(&lever.weakens));
                row.push(Cell::flag(lever.weakens.told));
                row.extend(effect(&lever.outcome));
                rows.push(row);
            }
        }
        Frame {
            name: "levers",
            caption: format!(
                "What cutting each loop gains by the end with a lever on it, and what the lever takes from that; \
                 in {}",
                gains.unit_in_words()
            ),
            columns: columns(&[
                ("loop", ""),
                ("title", "loop"),
                ("lever", "lever"),
                ("if_cut", ""),
                ("if_cut_half_width", ""),
                ("if_cut_with_lever", "if cut, with it"),
                ("if_cut_with_lever_half_width", ""),
                ("weakens_by", "weakens by"),
                ("weakens_by_half_width", ""),
                ("told_from_zero", ""),
                ("lever_alone", ""),
                ("lever_alone_half_width", ""),
            ]),
            rows,
            long: false,
        }
    }

    /// A causal-loop picture of each loop, in the year in which most comes back.
    fn picture(&self) -> Result<super::charts::Chart, OutputError> {
        let ring = |found: &LoopFound| {
            let year = found.strongest();
            let strength = |i: usize| year.and_then(|year| year.arrows.get(i).copied().flatten());
            let arrow = |(i, arrow): (usize, &crate::results::loops::Arrow)| RingArrow {
                from: arrow.from,
                same_way: arrow.same_way,
                strength: strength(i).map(decimals),
            };
            let gain = |year: &LoopYear| match &year.gain {
                Some(gain) => format!("year {}: {}", year.year, told(gain, decimals)),
                None => format!("year {}: no pressure", year.year),
            };
            Ring {
                title: found.title.to_owned(),
                reinforces: found.reinforces(),
                words: found.words.to_owned(),
                arrows: found.arrows.iter().enumerate().map(arrow).collect(),
                beside: found.years.iter().map(gain).collect(),
            }
        };
        let scenario = self.scenario;
        let heading = if scenario.title.is_empty() { &scenario.name } else { &scenario.title };
        let all: Vec<Ring> = self.found.loops.iter().map(ring).collect();
        let chart = rings(
            "causal_loops",
            heading,
            "What goes round, and how much of it comes back within a year",
            &format!(
                "Gain of each loop by year (mean of {}; ±: what luck leaves open, 95 in 100); at the arrows their \
                 strengths in the year in which most comes back.",
                matched_futures(self.found.replicates as usize)
            ),
            &all,
        )?;
        Ok(super::charts::Chart { table: self.years().table(), ..chart })
    }
}

fn columns(all: &[(&'static str, &'static str)]) -> Vec<Column> {
    let column = |&(key, heading): &(&'static str, &'static str)| Column {
        key,
        heading: (!heading.is_empty()).then_some(heading),
    };
    all.iter().map(column).collect()
}

/// Two decimals with a sign, as gains and strengths are said.
fn decimals(x: f64) -> String {
    let text = format!("{:.2}", x.abs());
    match text.as_str() {
        "0.00" => "0".to_owned(),
        _ if x < 0.0 => format!("−{text}"),
        _ => text,
    }
}

fn half(effect: &Effect) -> Cell {
    effect.half_width.map_or(Cell::none(), |half| Cell::number(half, plain(half)))
}

/// The same in brackets where the mean cannot be told from 0.
fn told(effect: &Effect, say: impl Fn(f64) -> String) -> String {
    if (effect.spread.least, effect.spread.greatest) == (0.0, 0.0) {
        return "0".to_owned();
    }
    let words = with_half(effect, say);
    if effect.told { words } else { format!("({words})") }
}

fn with_half(effect: &Effect, say: impl Fn(f64) -> String) -> String {
    match effect.half_width {
        Some(half) => {
            let half = say(half.abs());
            format!("{} ± {}", say(effect.mean()), half.trim_start_matches('+'))
        }
        None => say(effect.mean()),
    }
}

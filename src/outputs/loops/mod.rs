//! The loops of a scenario as a document: what comes back in each year, which loop moves coverage
//! most, which lever weakens it.

mod answer;

use serde_json::json;

use super::OutputError;
use super::calendar::short_month_and_year;
use super::charts::{Ring, RingArrow, rings};
use super::document::{Block, Cell, Document, Frame};
use super::gains::{Gains, plain};
use super::words::matched_futures;
use crate::results::Effect;
use crate::results::Ensemble;
use crate::results::loops::{Arrow, LoopFound, LoopLever, LoopYear, Loops};
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
        let [years, arrows, levers] = [self.years(), self.arrows(), self.levers()];
        Ok(Document {
            name: "loops",
            schema: 1,
            facts: json!({
                "scenario": self.scenario.name,
                "measure": found.outcome.name(),
                "seed": self.scenario.seed,
                "replicates": found.replicates,
            }),
            answer: self.answer(),
            charts: vec![self.picture()?],
            why: "Why, in this model",
            body: [years.block(usize::MAX), arrows.block(0), levers.block(usize::MAX)]
                .into_iter()
                .chain(self.notes())
                .collect(),
            frames: vec![years, arrows, levers],
            ..Document::default()
        })
    }

    fn gains(&self) -> Gains {
        Gains::of(&self.found.outcome, self.base)
    }

    /// `2, to Dec 2027`.
    fn year_in_words(&self, year: u32) -> Cell {
        let words = format!("{year}, to {}", short_month_and_year(self.base.date(year * YEAR)));
        Cell::number(f64::from(year), words)
    }

    fn notes(&self) -> [Block; 3] {
        [
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
        .map(Block::Words)
    }

    fn years(&self) -> Frame {
        let gains = self.gains();
        let gain_of = |y: &LoopYear, of: fn(&Effect) -> f64| Cell::plain(y.gain.as_ref().map(of));
        let dominates = |l: &LoopFound, y: &LoopYear| {
            self.found.dominant(y.year).is_some_and(|found| found.name == l.name)
        };
        let caption = format!(
            "What comes back within a year (gain), and what a loop's absence for that year gains by the end \
             of the next; in {}",
            gains.unit_in_words()
        );
        let loops = self.found.loops.iter();
        let all: Vec<(&LoopFound, &LoopYear)> =
            loops.flat_map(|l| l.years.iter().map(move |y| (l, y))).collect();
        Frame::of("loops", caption, all)
            .column("loop", |(l, _)| Cell::text(l.name))
            .headed("title", "loop", |(l, _)| Cell::text(l.title))
            .column("kind", |(l, _)| {
                Cell::text(if l.reinforces() { "reinforcing" } else { "balancing" })
            })
            .headed("year", "year", |(_, y)| self.year_in_words(y.year))
            .column("pressure", |(_, y)| Cell::plain(y.pressure.mean))
            .headed("gain", "gain", |(_, y)| {
                let said = |gain: &Effect| Cell::number(gain.mean(), told(gain, decimals));
                y.gain.as_ref().map_or(Cell::none(), said)
            })
            .column("gain_half_width", |(_, y)| y.gain.as_ref().map_or(Cell::none(), half))
            .column("gain_p05", |(_, y)| gain_of(y, |gain| gain.spread.p05))
            .column("gain_p95", |(_, y)| gain_of(y, |gain| gain.spread.p95))
            .column("gain_told_from_zero", |(_, y)| {
                y.gain.as_ref().map_or(Cell::none(), |gain| Cell::flag(gain.told))
            })
            .headed("outcome_if_cut", "if cut", |(_, y)| effect(&y.cost, &gains))
            .column("outcome_half_width", |(_, y)| half(&y.cost))
            .column("outcome_told_from_zero", |(_, y)| Cell::flag(y.cost.told))
            .headed("dominates", "most", |(l, y)| Cell::mark(dominates(l, y)))
            .in_json("loops")
    }

    fn arrows(&self) -> Frame {
        type Row<'a> = (&'a LoopFound, u32, &'a Arrow, Option<f64>);
        let mut rows: Vec<Row> = Vec::new();
        for l in &self.found.loops {
            for y in &l.years {
                rows.extend(l.arrows.iter().zip(&y.arrows).map(|(a, s)| (l, y.year, a, *s)));
            }
        }
        let caption = "Strengths of the arrows: relative change that follows, over the one before";
        Frame::of("arrows", caption, rows)
            .column("loop", |(l, ..)| Cell::text(l.name))
            .headed("title", "loop", |(l, ..)| Cell::text(l.title))
            .headed("year", "year", |(_, year, ..)| self.year_in_words(*year))
            .headed("from", "from", |(_, _, arrow, _)| Cell::text(arrow.from))
            .headed("to", "to", |(_, _, arrow, _)| Cell::text(arrow.to))
            .headed("same_way", "sign", |(_, _, arrow, _)| Cell::choice(arrow.same_way, ["+", "−"]))
            .headed("strength", "strength", |(.., strength)| {
                strength.map_or(Cell::none(), |x| Cell::number(x, decimals(x)))
            })
            .in_json("arrows")
    }

    fn levers(&self) -> Frame {
        let gains = self.gains();
        let caption = format!(
            "What cutting each loop gains by the end with a lever on it, and what the lever takes from that; \
             in {}",
            gains.unit_in_words()
        );
        let loops = self.found.loops.iter();
        let all: Vec<(&LoopFound, &LoopLever)> =
            loops.flat_map(|l| l.levers.iter().map(move |r| (l, r))).collect();
        Frame::of("levers", caption, all)
            .column("loop", |(l, _)| Cell::text(l.name))
            .headed("title", "loop", |(l, _)| Cell::text(l.title))
            .headed("lever", "lever", |(_, lever)| Cell::text(&lever.name))
            .column("if_cut", |(l, _)| effect(&l.cost, &gains))
            .column("if_cut_half_width", |(l, _)| half(&l.cost))
            .headed("if_cut_with_lever", "if cut, with it", |(_, r)| effect(&r.cost, &gains))
            .column("if_cut_with_lever_half_width", |(_, r)| half(&r.cost))
            .headed("weakens_by", "weakens by", |(_, r)| effect(&r.weakens, &gains))
            .column("weakens_by_half_width", |(_, r)| half(&r.weakens))
            .column("told_from_zero", |(_, r)| Cell::flag(r.weakens.told))
            .column("lever_alone", |(_, r)| effect(&r.outcome, &gains))
            .column("lever_alone_half_width", |(_, r)| half(&r.outcome))
            .in_json("levers")
    }

    /// A causal-loop picture of each loop, in the year in which most comes back.
    fn picture(&self) -> Result<super::charts::Chart, OutputError> {
        let ring = |found: &LoopFound| {
            let year = found.strongest();
            let strength = |i: usize| year.and_then(|year| year.arrows.get(i).copied().flatten());
            let arrow = |(i, arrow): (usize, &Arrow)| RingArrow {
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

/// Two decimals with a sign, as gains and strengths are said.
fn decimals(x: f64) -> String {
    let text = format!("{:.2}", x.abs());
    match text.as_str() {
        "0.00" => "0".to_owned(),
        _ if x < 0.0 => format!("−{text}"),
        _ => text,
    }
}

/// The mean of a difference of the measure.
fn effect(effect: &Effect, gains: &Gains) -> Cell {
    Cell::number(effect.mean(), told(effect, |x| gains.signed(x)))
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

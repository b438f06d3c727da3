//! The figures of an analysis: a row a parameter, or one at a time a row a value.

use serde_json::json;

use super::{Analysed, Way, how_analysed, sensitivity_answer, sensitivity_chart, varied_blocks};
use crate::outputs::OutputError;
use crate::outputs::document::{Block, Cell, Document, Frame};
use crate::outputs::study::cell_in_words;
use crate::outputs::words::{percent, percent_range};
use crate::results::sensitivity::{Found, Screened, Swing};
use crate::stats::sensitivity::Index;

/// Version of the format of `sensitivity.json`.
const SENSITIVITY_SCHEMA: u32 = 2;

/// Rows that are shown before the whole table is opened.
pub(super) const FIRST: usize = 12;

impl Analysed<'_> {
    /// The document.
    ///
    /// # Errors
    /// If the chart cannot be drawn.
    pub fn document(&self) -> Result<Document, OutputError> {
        let (plan, column) = (self.plan, self.column);
        let method = match self.found {
            Found::Morris(_) => json!({}),
            Found::Sobol(shares) => json!({ "luck_share_of_variance": shares.noise_share }),
            Found::Tornado { base, .. } => json!({ "base": base }),
        };
        let effects = effects(self);
        Ok(Document {
            name: "sensitivity",
            schema: SENSITIVITY_SCHEMA,
            heading: "What matters most",
            question: format!("Which parameters matter most for {}?", self.subject()),
            facts: json!({
                "name": plan.name,
                "design": plan.design,
                "design_hash": plan.design_hash,
                "points": plan.points,
                "replicates": plan.replicates,
                "measure": column.measure.name,
                "week": column.week,
                "date": column.date.to_string(),
                "method": method,
            }),
            answer: sensitivity_answer(self).to_vec(),
            charts: vec![sensitivity_chart(self)?],
            why: "What each parameter does, in this model",
            body: vec![Block::Words(how_analysed(self)), effects.block(FIRST)],
            frames: vec![effects],
            varied: varied_blocks(self),
            caveats: super::answer::caveats(self),
            ..Document::default()
        })
    }
}

/// What each parameter does, the most important first, in the unit of the measure.
pub(super) fn effects(analysed: &Analysed) -> Frame {
    let caption = format!("What each parameter does to {}", analysed.subject());
    let key = |which: usize| Cell::text(analysed.key(which));
    match analysed.found {
        Found::Morris(found) => {
            let is_told = |s: &Screened| !s.cannot_be_told_from_luck();
            let higher = |s: &&Screened| {
                // Of what luck alone would do no direction is told.
                let way = if is_told(s) { analysed.way(s.parameter) } else { Way::Unknown };
                way.in_a_word().to_owned()
            };
            Frame::of("sensitivity", caption, found.iter().collect::<Vec<_>>())
                .headed("parameter", "parameter", |s| key(s.parameter))
                .headed("mu_star", "μ*", |s| {
                    let words = analysed.with_half_width(s.effects.mu_star, s.effects.half_width);
                    Cell::digits(s.effects.mu_star).shown(words)
                })
                .column("mu_star_half_width", |s| Cell::digits(s.effects.half_width))
                .headed("mu", "μ", |s| {
                    Cell::digits(s.effects.mu).shown(analysed.signed(s.effects.mu))
                })
                .headed("sigma", "σ", |s| {
                    Cell::digits(s.effects.sigma).shown(analysed.plain(s.effects.sigma))
                })
                .column("mu_star_plain", |s| Cell::digits(s.effects.plain))
                .column("effects", |s| Cell::count(s.effects.effects as u64))
                .seen("higher gives", higher)
                .headed("told_from_luck", "told from luck", |s| Cell::flag(is_told(s)))
                .in_json("parameters")
        }
        Found::Sobol(shares) => {
            let index = |i: usize, total: bool| {
                let (first, all) = shares.indices[i];
                if total { all } else { first }
            };
            let rows = Frame::of("sensitivity", caption, analysed.order());
            let mut rows = rows.headed("parameter", "parameter", |&(i, _)| key(i));
            for (name, total) in [("first", false), ("total", true)] {
                let of = |&(i, _): &(usize, bool)| index(i, total);
                rows = rows
                    .headed(name, name, |row| Cell::digits(of(row).value).shown(share(of(row))))
                    .column(format!("{name}_low"), |row| {
                        Cell::digits(of(row).interval.map(|(low, _)| low))
                    })
                    .column(format!("{name}_high"), |row| {
                        Cell::digits(of(row).interval.map(|(_, high)| high))
                    });
            }
            rows.headed("told_from_zero", "told from 0", |&(_, told)| Cell::flag(told))
                .in_json("parameters")
        }
        Found::Tornado { swings, .. } => {
            let rows: Vec<(usize, &Swing)> = swings
                .iter()
                .flat_map(|s| s.levels.iter().map(move |l| (s.parameter, l)))
                .collect();
            Frame::of("sensitivity", caption, rows)
                .headed("parameter", "parameter", |&(i, l)| {
                    let value = cell_in_words(Some(&l.cell));
                    key(i).shown(format!("{} = {value}", analysed.key(i)))
                })
                .column("value", |(_, l)| Cell::written(l.cell.to_string().trim_matches('"'), ""))
                .headed("change", "change", |(_, l)| {
                    let words = analysed.signed_with_half_width(l.mean, l.half_width);
                    Cell::digits(l.mean).shown(words)
                })
                .column("half_width", |(_, l)| Cell::digits(l.half_width))
                .headed("told_from_zero", "told from luck", |(_, l)| {
                    Cell::flag(!l.cannot_be_told_from_zero())
                })
                .in_json("parameters")
        }
    }
}

/// `61 % (53–70 %)`; what cannot be told from 0 has no value, and what cannot be told at all none of
/// anything.
pub(super) fn share(index: Index) -> String {
    match index.interval {
        Some((low, high)) if !index.cannot_be_told_from_zero() => {
            format!("{} ({})", percent(index.value), percent_range(low.max(0.0), high.min(1.0)))
        }
        Some((_, high)) if !index.cannot_be_told() => {
            format!("cannot be told from 0 (at most {})", percent(high.max(0.0)))
        }
        _ => "cannot be told".to_owned(),
    }
}

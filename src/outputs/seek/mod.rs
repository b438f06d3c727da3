//! What it takes, as a document: the cheapest plan that meets a goal often enough, what else was judged,
//! and what stands in the way where none does.

mod answer;
mod charts;

use serde_json::{Value as Json, json};

use super::OutputError;
use super::document::{Block, Cell, Document, Frame, Rows, Shown, six};
use super::words::{count, percent, pounds};
use crate::measures::Unit;
use crate::results::Ensemble;
use crate::results::seek::{Binds, Sought, Standing, Tried};
use crate::scenario::study::Cell as Level;
use crate::scenario::{Lever, Scenario, Vary};

/// Version of the format of `seek.json`.
const SEEK_SCHEMA: u32 = 1;
/// Columns of the options that a terminal has room for.
const OPTIONS: [&str; 4] = ["plan", "meets it", "cost", "verdict"];
/// Things in the way that people see.
const FIRST_BINDS: usize = 6;

/// All that is written.
#[derive(Debug, Clone, Copy)]
pub struct Seeking<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// It as it stands, in the first futures of the verdict.
    pub base: &'a Ensemble,
    /// What was found.
    pub found: &'a Sought,
}

impl Seeking<'_> {
    /// The document.
    ///
    /// # Errors
    /// If a chart cannot be drawn.
    pub fn document(&self) -> Result<Document, OutputError> {
        let (options, binds) = (self.options(), self.binds());
        let mut body = vec![
            Block::Heading("What was judged"),
            Block::Table(Shown {
                caption: format!(
                    "Plans on futures that the search had not seen, the answer first; wanted: {}",
                    answer::of_100(self.found.chance)
                ),
                table: options.table(),
                first: usize::MAX,
                brief: &OPTIONS,
            }),
        ];
        if !self.found.binds.is_empty() {
            body.extend([Block::Heading("What stands in the way"), binds.block(FIRST_BINDS)]);
        }
        body.extend([
            Block::Heading("To run the plan"),
            Block::List("", answer::to_run(self)),
            Block::Heading("How it was found"),
            Block::Aside(answer::how(self)),
        ]);
        Ok(Document {
            name: "seek",
            schema: SEEK_SCHEMA,
            question: format!("What does it take: {}?", answer::goals(self)),
            facts: self.facts(),
            answer: answer::answer(self),
            charts: vec![charts::frontier(self, &options)?],
            frames: vec![options, binds],
            why: "What was judged, and how",
            body,
            ..Document::default()
        })
    }

    /// "team.facilitators.count 4 + backfill 0.5".
    pub(super) fn name(&self, option: &Tried) -> String {
        let chosen = self.found.decisions.iter().zip(&option.levels);
        let one = |(vary, &level): (&Vary, &usize)| {
            let shown = vary.levels.get(level).map_or(String::new(), |cell| shown(vary, cell));
            format!("{} {shown}", vary.key)
        };
        chosen.map(one).collect::<Vec<_>>().join(" + ")
    }

    fn options(&self) -> Frame {
        let found = self.found;
        let frontier = found.frontier();
        let all: Vec<(usize, &Tried)> = found.options.iter().enumerate().collect();
        let share = |(_, o): &(usize, &Tried)| Cell::plain(o.judged.share());
        let money = |x: f64| Cell::number(x, pounds(x));
        let mut rows = Frame::of("seek", "Plans that were judged", all)
            .seen("plan", |(_, o)| self.name(o))
            .column("answer", |(i, _)| Cell::flag(*i == 0))
            .column("on_frontier", |(i, _)| Cell::flag(frontier.contains(i)));
        for (i, vary) in found.decisions.iter().enumerate() {
            rows = rows.column(vary.key.clone(), |(_, o)| {
                Cell::written(vary.levels[o.levels[i]].plain(), "")
            });
        }
        let mut rows: Rows<(usize, &Tried)> = rows
            .column("met", |(_, o)| Cell::count(o.judged.met))
            .headed("futures", "", |(_, o)| Cell::count(o.judged.futures))
            .column("share", share)
            .seen("meets it", |(_, o)| answer::met(&o.judged))
            .headed("cost_mean", "cost", |(_, o)| money(o.judged.cost[0]))
            .column("cost_p05", |(_, o)| Cell::plain(o.judged.cost[1]))
            .column("cost_p95", |(_, o)| Cell::plain(o.judged.cost[2]))
            .seen("range", |(_, o)| {
                format!("{} to {}", pounds(o.judged.cost[1]), pounds(o.judged.cost[2]))
            })
            .headed("whole_cost_mean", "whole cost", |(_, o)| money(o.whole));
        for (i, goal) in found.goals.iter().enumerate() {
            rows = rows.column(format!("reached_{}", i + 1), move |(_, o)| {
                Cell::plain(o.reached.get(i).copied())
            });
            if found.goals.len() == 1 {
                let unit = goal.measure.unit;
                rows = rows.seen("reached", move |(_, o)| {
                    o.reached.first().map_or(String::new(), |&x| level(x, unit))
                });
            }
        }
        rows.headed("verdict", "verdict", |(_, o)| {
            Cell::text(o.judged.standing.id()).shown(in_words(o.judged.standing))
        })
        .in_json("options")
    }

    fn binds(&self) -> Frame {
        let unit = self.found.goals.first().map_or(Unit::Share, |goal| goal.measure.unit);
        Frame::of(
            "binds",
            "What stands in the way, the most first",
            self.found.binds.iter().collect(),
        )
        .column("kind", |b: &&Binds| {
            Cell::text(if b.choice { "end_of_choice" } else { "limit_of_the_model" })
        })
        .headed("what", "what", |b| Cell::text(&b.what))
        .headed("changed", "changed", |b| {
            Cell::text(&b.relaxed).shown(match b.choice {
                true => format!("one level back, to {}", b.relaxed),
                false => b.relaxed.clone(),
            })
        })
        .headed("met_before", "meets it before", |b| Cell::count(b.before))
        .headed("met_then", "then", |b| Cell::count(b.met))
        .headed("futures", "of", |b| Cell::count(b.futures))
        .headed("told", "told from luck", |b| Cell::mark(b.told))
        .headed("reached_then", "reached then", move |b| {
            Cell::number(b.reached, level(b.reached, unit))
        })
        .in_json("binds")
    }

    fn facts(&self) -> Json {
        let found = self.found;
        let decision = |vary: &Vary| {
            let levels: Vec<String> = vary.levels.iter().map(Level::plain).collect();
            json!({ "key": vary.key, "unit": vary.unit, "levels": levels })
        };
        let goals: Vec<Json> = found
            .goals
            .iter()
            .map(|goal| {
                json!({
                    "measure": goal.measure.name,
                    "of": goal.of.as_ref().map(|of| &of.id),
                    "at_most": goal.at_most,
                    "level": goal.level,
                    "week": goal.week,
                    "date": self.base.date(goal.week).to_string(),
                })
            })
            .collect();
        let stands = &found.as_it_stands;
        json!({
            "scenario": self.scenario.name,
            "seed": self.scenario.seed,
            "goals": goals,
            "decisions": found.decisions.iter().map(decision).collect::<Vec<_>>(),
            "chance": found.chance,
            "within_reach": found.within_reach,
            "plans": found.plans,
            "looked_at": found.looked,
            "settled": found.settled,
            "runs_of_search": found.searched,
            "runs": found.runs,
            "as_it_stands": {
                "met": stands.met, "futures": stands.futures, "cost_mean": six(stands.cost[0]),
            },
        })
    }
}

/// A value of a decision as people read it.
fn shown(vary: &Vary, cell: &Level) -> String {
    let payment = matches!(vary.lever, Some((Lever::Payment, _)));
    match cell {
        Level::Number(x) if payment && *x > 0.0 => {
            format!("{} a year for each live organisation", pounds(*x))
        }
        Level::Number(x) if vary.unit.starts_with("pounds") => pounds(*x),
        cell => cell.plain(),
    }
}

/// A value of a measure as people read it.
fn level(x: f64, unit: Unit) -> String {
    match unit {
        Unit::Share => percent(x),
        Unit::Pounds => pounds(x),
        _ => count(x),
    }
}

/// A verdict as people read it.
fn in_words(standing: Standing) -> &'static str {
    match standing {
        Standing::Good => "often enough",
        Standing::Denied => "too seldom",
        Standing::Open => "cannot be told",
        Standing::Unjudged => "",
    }
}

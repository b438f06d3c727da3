//! An analysis of sensitivity as a document: the answer, what each parameter does as a table and as
//! a chart, what was varied.

mod answer;
mod chart;
mod data;
mod varied;

use crate::measures::Unit;
use crate::outputs::answer::month;
use crate::outputs::gains::plain;
use crate::outputs::study::{Column, Plan, scale, three_digits};
use crate::outputs::words::{count, percent, pounds};
use crate::results::sensitivity::Found;
use crate::scenario::Scenario;
use crate::scenario::study::{Cell, Range, Study, StudyParameter};

use answer::{how_analysed, sensitivity_answer};
use chart::sensitivity_chart;
use varied::varied_blocks;

/// All that an analysis is written from.
#[derive(Debug, Clone, Copy)]
pub struct Analysed<'a> {
    /// The study, its design that of the method.
    pub study: &'a Study,
    /// Its plan.
    pub plan: &'a Plan,
    /// The base.
    pub scenario: &'a Scenario,
    /// What was looked at.
    pub column: Column,
    /// What was found.
    pub found: &'a Found,
}

impl<'a> Analysed<'a> {
    /// Parameters that can be told from luck, the most important first.
    pub fn told(&self) -> Vec<&'a str> {
        self.order().into_iter().filter(|(_, told)| *told).map(|(p, _)| self.key(p)).collect()
    }

    /// The parameter that matters most, whether it can be told from luck or not.
    pub fn first(&self) -> Option<&'a str> {
        self.order().first().map(|(p, _)| self.key(*p))
    }

    /// The month that was looked at.
    pub fn when(&self) -> String {
        month(self.column.date)
    }

    /// `the share of all organisations in real use in December 2030`.
    pub fn subject(&self) -> String {
        let measure = self.column.measure;
        let what = match (measure.unit, measure.of) {
            (Unit::Share, "") => measure.label.to_owned(),
            (Unit::Share, of) => format!("the share of {of} {}", measure.label),
            (Unit::Pounds, _) => format!("the pounds {}", measure.label),
            _ => measure.label.to_owned(),
        };
        format!("{what} in {}", self.when())
    }

    /// Positions of the parameters, the most important first, and whether each can be told from
    /// luck.
    fn order(&self) -> Vec<(usize, bool)> {
        match self.found {
            Found::Morris(found) => {
                found.iter().map(|s| (s.parameter, !s.cannot_be_told_from_luck())).collect()
            }
            Found::Sobol(shares) => {
                let told = |i: usize| !shares.indices[i].1.cannot_be_told_from_zero();
                let mut order: Vec<usize> = (0..shares.indices.len()).collect();
                let total = |i: &usize| shares.indices[*i].1.value;
                order.sort_by(|a, b| total(b).total_cmp(&total(a)));
                order.into_iter().map(|i| (i, told(i))).collect()
            }
            Found::Tornado { swings, .. } => {
                swings.iter().map(|s| (s.parameter, !s.cannot_be_told_from_luck())).collect()
            }
        }
    }

    fn parameter(&self, which: usize) -> &'a StudyParameter {
        &self.study.parameters[which]
    }

    fn key(&self, which: usize) -> &'a str {
        &self.study.parameters[which].key
    }

    /// True if "a higher value" means something.
    fn has_direction(&self, which: usize) -> bool {
        match &self.parameter(which).range {
            Range::List(cells) => cells.iter().all(|cell| matches!(cell, Cell::Number(_))),
            _ => true,
        }
    }

    /// The greatest change that is told of, in the unit in which it is said.
    fn greatest(&self) -> f64 {
        let times = scale(self.column.measure).0;
        let all: Vec<f64> = match self.found {
            Found::Morris(found) => found.iter().map(|s| s.effects.mu_star).collect(),
            Found::Sobol(_) => Vec::new(),
            Found::Tornado { swings, .. } => swings.iter().map(|s| s.greatest()).collect(),
        };
        times * all.into_iter().fold(0.0, f64::max)
    }

    /// A change of the measure without its sign, as finely as its size asks for.
    fn plain(&self, change: f64) -> String {
        let x = (scale(self.column.measure).0 * change).abs();
        if self.greatest() < 1.0 { three_digits(x) } else { plain(x) }
    }

    /// The same with its sign.
    fn signed(&self, change: f64) -> String {
        let text = self.plain(change);
        match text.as_str() {
            "0" => text,
            _ if change < 0.0 => format!("−{text}"),
            _ => format!("+{text}"),
        }
    }

    /// `5.7 ± 1.2`; the sign of the change is left out.
    fn with_half_width(&self, change: f64, half: Option<f64>) -> String {
        match half {
            Some(half) => format!("{} ± {}", self.plain(change), self.plain(half)),
            None => self.plain(change),
        }
    }

    /// `+5.7 ± 1.2`.
    fn signed_with_half_width(&self, change: f64, half: Option<f64>) -> String {
        match half {
            Some(half) => format!("{} ± {}", self.signed(change), self.plain(half)),
            None => self.signed(change),
        }
    }

    /// What changes are said in.
    fn unit(&self) -> &'static str {
        match scale(self.column.measure).1 {
            "numbers" => "",
            unit => unit,
        }
    }

    /// A change with its unit: `5.7 ± 1.2 percentage points`.
    fn in_unit(&self, change: &str) -> String {
        match self.unit() {
            "" => change.to_owned(),
            unit => format!("{change} {unit}"),
        }
    }

    /// A value of the measure: `7 %`, `£20,000`, `12`.
    fn level(&self, value: f64) -> String {
        match self.column.measure.unit {
            Unit::Share => percent(value),
            Unit::Pounds => pounds(value),
            _ if value.abs() < 10.0 => plain(value),
            _ => count(value),
        }
    }
}

/// Whether a higher value of a parameter gives more of the measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Nine tenths of the change or more go up.
    More,
    /// Nine tenths of the change or more go down.
    Less,
    /// It depends on the others, or on where one stands.
    Depends,
    /// The values have no order, or the method does not say.
    Unknown,
}

impl Way {
    fn in_a_word(self) -> &'static str {
        match self {
            Way::More => "more",
            Way::Less => "less",
            Way::Depends => "it depends",
            Way::Unknown => "–",
        }
    }
}

/// Of a parameter's change the share that has to go one way for that to be said.
const ONE_WAY: f64 = 0.9;

impl Analysed<'_> {
    fn way(&self, which: usize) -> Way {
        if !self.has_direction(which) {
            return Way::Unknown;
        }
        match self.found {
            Found::Morris(found) => {
                let Some(s) = found.iter().find(|s| s.parameter == which) else {
                    return Way::Unknown;
                };
                // What goes up less what goes down is μ, and their sum is μ*.
                let up = (s.effects.mu + s.effects.mu_star) / 2.0;
                match up / s.effects.mu_star {
                    share if share >= ONE_WAY => Way::More,
                    share if share <= 1.0 - ONE_WAY => Way::Less,
                    _ => Way::Depends,
                }
            }
            Found::Sobol(_) => Way::Unknown,
            Found::Tornado { swings, .. } => {
                let found = swings.iter().find(|s| s.parameter == which);
                found.map_or(Way::Unknown, |s| one_at_a_time(s, self.parameter(which)))
            }
        }
    }
}

/// The way from the least value over the base to the greatest.
fn one_at_a_time(swings: &crate::results::sensitivity::Swings, parameter: &StudyParameter) -> Way {
    let number = |cell: &Cell| match cell {
        Cell::Number(x) => Some(*x),
        Cell::Word(_) => None,
    };
    let mut points: Vec<(f64, f64)> =
        swings.levels.iter().filter_map(|l| Some((number(&l.cell)?, l.mean))).collect();
    points.extend(parameter.base.as_ref().and_then(number).map(|base| (base, 0.0)));
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let steps = points.windows(2).map(|pair| pair[1].1 - pair[0].1);
    let (up, down) = steps.fold((0.0, 0.0), |(up, down), step| match step {
        step if step > 0.0 => (up + step, down),
        step => (up, down - step),
    });
    match up / (up + down) {
        share if share >= ONE_WAY => Way::More,
        share if share <= 1.0 - ONE_WAY => Way::Less,
        share if share.is_nan() => Way::Unknown,
        _ => Way::Depends,
    }
}

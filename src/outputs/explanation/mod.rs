//! An explanation as bytes and words: `funnel.csv`, `constraints.csv`, `attribution.csv`,
//! `explanation.json`, the chart `contributions`, the answer, and the tables that the terminal and
//! the report share.

mod answer;
mod chart;
mod csv;
mod json;
mod shown;

use crate::measures::{Measure, Unit};
use crate::outputs::answer::month;
use crate::outputs::calendar::short_month_and_year;
use crate::results::{Constraint, Ensemble, Explanation, Period};
use crate::scenario::Scenario;

pub use self::csv::{
    ATTRIBUTION_COLUMNS, CONSTRAINT_COLUMNS, FUNNEL_COLUMNS, attribution_csv, constraints_csv,
    funnel_csv,
};
pub use answer::{explained_answer, not_attributed};
pub use chart::contributions;
pub use json::{EXPLANATION_SCHEMA, explanation_json};
pub use shown::{
    families_shown, forces_shown, forces_titled, funnel_shown, gains_shown, observed_shown,
    periods_shown,
};

use super::funnel::Funnel;

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

impl Explained<'_> {
    /// The funnel at the week of the question.
    pub fn funnel(&self) -> Funnel {
        Funnel::of(self.base, self.found.week)
    }

    /// The month of the question.
    pub fn when(&self) -> String {
        month(self.base.date(self.found.week))
    }

    /// By what a difference of the measure is multiplied to be said, and in what it is then.
    fn scale(&self) -> (f64, &'static str) {
        let Measure { unit, of, .. } = self.found.measure;
        match (*unit, *of) {
            (Unit::Share, "all organisations") => {
                (f64::from(self.base.organisations), "organisations")
            }
            (Unit::Share, "posts in scope") => (f64::from(self.base.posts_in_scope), "staff"),
            (Unit::Share, _) => (100.0, "percentage points"),
            (Unit::Hours, _) => (1.0, "hours"),
            (Unit::Minutes, _) => (1.0, "minutes"),
            (Unit::Pounds, _) => (1.0, "pounds"),
            (Unit::Count, _) => (1.0, ""),
        }
    }

    /// What differences are said in: `organisations in real use, of 330`.
    pub fn unit_in_words(&self) -> String {
        let (scale, unit) = self.scale();
        let Measure { label, of, .. } = self.found.measure;
        match unit {
            "organisations" | "staff" => {
                format!("{unit} {label}, of {}", super::words::count(scale))
            }
            "percentage points" => format!("{unit} of {of} {label}"),
            _ => (*label).to_owned(),
        }
    }

    /// A difference of the measure, in the unit of [`Explained::scale`], with its sign.
    fn signed(&self, difference: f64) -> String {
        let (scale, _) = self.scale();
        signed(scale * difference)
    }

    /// `+4.2 ± 1.3`.
    fn with_half_width(&self, mean: f64, half: Option<f64>) -> String {
        let (scale, _) = self.scale();
        match half {
            Some(half) => format!("{} ± {}", signed(scale * mean), plain(scale * half)),
            None => signed(scale * mean),
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

/// A number with one decimal where it is small, and none where it is not.
fn plain(x: f64) -> String {
    if x.abs() < 9.95 {
        let text = format!("{:.1}", x.abs());
        text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
    } else {
        super::words::count(x.abs())
    }
}

/// The same with its sign.
fn signed(x: f64) -> String {
    let text = plain(x);
    match text.as_str() {
        "0" => text,
        _ if x < 0.0 => format!("−{text}"),
        _ => format!("+{text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{plain, signed};

    #[test]
    fn small_numbers_have_a_decimal() {
        assert_eq!([0.04, 0.36, 9.94, 9.96, 1234.0].map(plain), ["0", "0.4", "9.9", "10", "1,234"]);
        assert_eq!([-0.04, 3.0, -3.24, 12.4].map(signed), ["0", "+3", "−3.2", "+12"]);
    }
}

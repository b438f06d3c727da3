//! Differences of a measure in words: `+4.2 organisations in real use, of 330`.

use super::words::count;
use crate::measures::{Counter, Measure, Unit};
use crate::results::{Ensemble, Outcome, ReplicateResult};

/// How differences of a measure are said.
#[derive(Debug, Clone, PartialEq)]
pub struct Gains {
    measure: &'static Measure,
    organisations: f64,
    posts: f64,
    /// What whose they are is called; empty for everything together.
    whose: String,
}

impl Gains {
    /// Differences of a measure among these futures.
    pub fn of(outcome: &Outcome, futures: &Ensemble) -> Self {
        let (measure, of) = (outcome.measure, outcome.of.as_deref());
        let first = futures.replicates.first().filter(|_| of.is_some());
        let Some(ReplicateResult { trajectory, .. }) = first else {
            let posts = f64::from(futures.posts_in_scope);
            let organisations = f64::from(futures.organisations);
            return Gains { measure, organisations, posts, whose: String::new() };
        };
        let group = trajectory.layout().index_of(of);
        let count = |counter| f64::from(trajectory.get(counter, group, 0));
        let whose = format!(" ({})", trajectory.layout().groups()[group].label);
        let (organisations, posts) = (count(Counter::OrgAll), count(Counter::StaffInScope));
        Gains { measure, organisations, posts, whose }
    }

    /// “ (GP practices)”; empty for everything together.
    pub fn whose(&self) -> &str {
        &self.whose
    }

    /// By what a difference is multiplied to be said, and in what it is then.
    pub fn scale(&self) -> (f64, &'static str) {
        match (self.measure.unit, self.measure.of) {
            (Unit::Share, "all organisations") => (self.organisations, "organisations"),
            (Unit::Share, "posts in scope") => (self.posts, "staff"),
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
        let Measure { label, of, .. } = self.measure;
        let text = match unit {
            "organisations" | "staff" => format!("{unit} {label}, of {}", count(scale)),
            "percentage points" if of.is_empty() => format!("{unit} of {label}"),
            "percentage points" => format!("{unit} of {}", self.measure.share_in_words()),
            _ => (*label).to_owned(),
        };
        text + &self.whose
    }

    /// A difference with its sign.
    pub fn signed(&self, difference: f64) -> String {
        signed(self.scale().0 * difference)
    }

    /// A difference without its sign.
    pub fn plain(&self, difference: f64) -> String {
        plain(self.scale().0 * difference)
    }
}

/// A number with one decimal where it is small, and none where it is not.
pub(super) fn plain(x: f64) -> String {
    if x.abs() < 9.95 {
        let text = format!("{:.1}", x.abs());
        text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
    } else {
        count(x.abs())
    }
}

/// The same with its sign.
pub(super) fn signed(x: f64) -> String {
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

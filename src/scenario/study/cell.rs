//! Values of parameters in the points of a study, and how tables hold them.

use std::fmt;

use toml_edit::Value as Toml;

use super::super::note::Form;
use super::super::registry::registry;

/// The value of a parameter in a point.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A number.
    Number(f64),
    /// Anything else, as it would stand in a scenario file.
    Word(String),
}

impl Cell {
    /// A value of a file, however it is written there: `'a'` and `"a"` are the same text.
    pub(super) fn of(value: &Toml) -> Cell {
        let number = value.as_float().or_else(|| value.as_integer().map(|n| n as f64));
        let plain = match value.as_str() {
            Some(text) => Toml::from(text).to_string(),
            None => value.clone().decorated("", "").to_string(),
        };
        number.map_or_else(|| Cell::Word(plain), Cell::Number)
    }

    /// As a table holds it: text without its quotes.
    pub fn plain(&self) -> String {
        match self {
            Cell::Number(_) => self.to_string(),
            Cell::Word(word) => {
                let value = word.parse::<Toml>().ok();
                value.as_ref().and_then(Toml::as_str).map_or_else(|| word.clone(), str::to_owned)
            }
        }
    }
}

/// As an override wants it. Rust writes a number without exponent, with as many digits as read
/// back to the same.
impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cell::Number(x) => write!(f, "{x}"),
            Cell::Word(text) => f.write_str(text),
        }
    }
}

/// What tables have to know of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellKind {
    /// Unit of its values; empty for words.
    pub unit: String,
    /// True for whole numbers.
    pub whole: bool,
    /// True for text, which stands in quotes in a scenario file and without them in a table.
    pub text: bool,
}

impl CellKind {
    /// Of the parameter with that path.
    pub fn of(key: &str) -> CellKind {
        let address = registry().locate(key).into_iter().next();
        let note = address.map(|at| &registry().sections[at.section].keys[at.key].note);
        let form = note.map(|note| &note.form);
        let (whole, number) = (
            matches!(form, Some(Form::Whole { .. })),
            matches!(form, Some(Form::Number { .. } | Form::Map { .. })),
        );
        CellKind {
            unit: note.filter(|_| whole || number).map_or_else(String::new, |n| n.unit.clone()),
            whole,
            text: matches!(form, Some(Form::Text | Form::File | Form::Measure | Form::Choice(_))),
        }
    }

    /// The word that a table holds in plain.
    pub fn word(&self, plain: &str) -> Cell {
        Cell::Word(if self.text { Toml::from(plain).to_string() } else { plain.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_table_holds_reads_back_to_the_same_value() {
        let order = CellKind::of("policy.order");
        assert!(order.text && !order.whole && order.unit.is_empty());
        let title = CellKind::of("title");
        for (kind, written, plain) in [
            (&order, "\"random\"", "random"),
            (&order, "'random'", "random"),
            (&title, "\"say \\\"a\\\"\"", "say \"a\""),
            (&title, "\"true\"", "true"),
            (&CellKind::of("money.ends"), "2029-01-01", "2029-01-01"),
            (&CellKind::of("core_only"), "true", "true"),
        ] {
            let cell = Cell::of(&written.parse().expect("TOML"));
            assert_eq!(cell.plain(), plain);
            assert_eq!(kind.word(plain), cell, "{written}");
        }
        let count = CellKind::of("team.facilitators.count");
        assert!(count.whole && !count.text && !count.unit.is_empty());
        assert_eq!(CellKind::of("skill.attend").unit, "share");
        assert!(!CellKind::of("skill.attend").whole);
    }
}

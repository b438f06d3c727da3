//! How the values of a parameter enter an analysis: as numbers, as days in their order, or as words.

use jiff::civil::Date;

use crate::scenario::study::Cell;

/// The values of one parameter over the points of a study.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// Numbers, or days as numbers of days.
    Ordered {
        /// True for days.
        days: bool,
    },
    /// Words without an order, each once.
    Words(Vec<Cell>),
    /// Some points keep several values of the base, so that none can be named.
    Unclear,
}

impl Kind {
    /// What the values of a parameter are.
    pub(super) fn of<'a>(cells: impl Iterator<Item = Option<&'a Cell>>) -> Self {
        let Some(cells) = cells.collect::<Option<Vec<&Cell>>>() else { return Kind::Unclear };
        if cells.iter().all(|cell| matches!(cell, Cell::Number(_))) {
            return Kind::Ordered { days: false };
        }
        if cells.iter().all(|cell| day(cell).is_some()) {
            return Kind::Ordered { days: true };
        }
        let mut words: Vec<Cell> = Vec::new();
        for cell in cells {
            if !words.contains(cell) {
                words.push(cell.clone());
            }
        }
        Kind::Words(words)
    }

    /// A value as a number: itself, its day, or which of the words it is.
    pub(super) fn number(&self, cell: &Cell) -> Option<f64> {
        match (self, cell) {
            (Kind::Ordered { days: false }, Cell::Number(x)) => Some(*x),
            (Kind::Ordered { days: true }, cell) => day(cell).map(|day| since_epoch(day) as f64),
            (Kind::Words(words), cell) => words.iter().position(|w| w == cell).map(|i| i as f64),
            _ => None,
        }
    }

    /// The value that a number of [`Kind::number`] stands for, where values have an order.
    pub(super) fn value(&self, number: f64) -> Cell {
        match self {
            Kind::Ordered { days: true } => {
                let days = jiff::Span::new().days(number as i64);
                Cell::Word(EPOCH.saturating_add(days).to_string())
            }
            _ => Cell::Number(number),
        }
    }
}

const EPOCH: Date = Date::constant(1970, 1, 1);

fn since_epoch(day: Date) -> i64 {
    day.duration_since(EPOCH).as_hours() / 24
}

fn day(cell: &Cell) -> Option<Date> {
    match cell {
        Cell::Word(text) => text.trim_matches('"').parse().ok(),
        Cell::Number(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_an_order_words_have_none_and_gaps_are_told() {
        let word = |text: &str| Cell::Word(text.to_owned());
        let of = |cells: &[Cell]| Kind::of(cells.iter().map(Some));
        let days = of(&[word("2029-03-31"), word("2028-12-01")]);
        assert_eq!(days, Kind::Ordered { days: true });
        let number = days.number(&word("2029-03-31")).unwrap();
        assert_eq!(days.value(number), word("2029-03-31"));
        assert!(days.number(&word("2028-12-01")).unwrap() < number);
        let words = of(&[word("\"random\""), word("true"), word("\"random\"")]);
        assert_eq!(words, Kind::Words(vec![word("\"random\""), word("true")]));
        assert_eq!(words.number(&word("true")), Some(1.0));
        assert_eq!(of(&[Cell::Number(1.0)]).number(&Cell::Number(3.5)), Some(3.5));
        assert_eq!(Kind::of([Some(&Cell::Number(1.0)), None].into_iter()), Kind::Unclear);
    }
}

//! Problems of a scenario, each at its place.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// More problems than this are not listed one by one.
pub(crate) const MOST_LISTED: usize = 200;

/// Something wrong with a scenario, or (as a warning) doubtful about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Name of the text: the scenario's, its list of organisations', or `--set`.
    pub source: String,
    /// That text, for drawing the line; `--set` has one line for each override.
    pub text: Arc<str>,
    /// Bytes of the text that are to blame, if some are.
    pub span: Option<Range<usize>>,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong: a fragment in lower case, without a full stop.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
}

/// `my.toml:3:10: share must lie in 0..1, found 1.4`, the help on lines of its own.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.source, self.line, self.column, self.message)?;
        for line in self.help.iter().flat_map(|help| help.lines()) {
            write!(f, "\n  help: {line}")?;
        }
        Ok(())
    }
}

/// Everything that is wrong with a scenario, in the order of the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.0.iter().enumerate() {
            let newline = if i == 0 { "" } else { "\n" };
            write!(f, "{newline}{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// Which text a value was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Origin {
    /// The scenario's own file.
    File,
    /// Overrides.
    Set,
    /// The list of organisations.
    List,
    /// The built-in region.
    Builtin,
}

/// Bytes of one of the texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) origin: Origin,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Place {
    pub(crate) fn new(origin: Origin, span: Range<usize>) -> Place {
        Place { origin, start: span.start, end: span.end }
    }
}

/// A text with its name.
#[derive(Debug)]
struct Text {
    name: String,
    text: Arc<str>,
}

impl Text {
    fn new(name: &str, text: &str) -> Text {
        Text { name: name.to_owned(), text: text.into() }
    }

    /// Line and column of a byte.
    fn position(&self, byte: usize) -> (usize, usize) {
        let before = self.text.get(..byte).unwrap_or("");
        let line = before.rfind('\n').map_or(before, |end| &before[end + 1..]);
        let column = line.trim_start_matches('\u{feff}').chars().count();
        (before.matches('\n').count() + 1, column + 1)
    }

    /// The span within the text and on whole characters.
    fn clip(&self, place: Place) -> Range<usize> {
        let floor = |mut byte: usize| {
            byte = byte.min(self.text.len());
            while !self.text.is_char_boundary(byte) {
                byte -= 1;
            }
            byte
        };
        let start = floor(place.start);
        start..floor(place.end).max(start)
    }
}

/// Collects the problems and warnings of one reading.
#[derive(Debug)]
pub(crate) struct Report {
    texts: Vec<(Origin, Text)>,
    errors: Vec<(Option<Place>, Problem)>,
    warnings: Vec<(Option<Place>, Problem)>,
    omitted: usize,
}

impl Report {
    pub(crate) fn new(name: &str, text: &str) -> Report {
        let texts = vec![(Origin::File, Text::new(name, text))];
        Report { texts, errors: Vec::new(), warnings: Vec::new(), omitted: 0 }
    }

    /// Adds another text to which places may refer.
    pub(crate) fn add_text(&mut self, origin: Origin, name: &str, text: &str) {
        self.texts.push((origin, Text::new(name, text)));
    }

    /// Notes an error; without a place it concerns the whole file.
    pub(crate) fn error(
        &mut self,
        place: impl Into<Option<Place>>,
        message: impl Into<String>,
        help: impl Into<Option<String>>,
    ) {
        if self.errors.len() >= MOST_LISTED {
            self.omitted += 1;
            return;
        }
        let place = place.into();
        self.errors.push((place, self.problem(place, message.into(), help.into())));
    }

    /// Notes a warning.
    pub(crate) fn warn(
        &mut self,
        place: impl Into<Option<Place>>,
        message: impl Into<String>,
        help: impl Into<Option<String>>,
    ) {
        if self.warnings.len() < MOST_LISTED {
            let place = place.into();
            self.warnings.push((place, self.problem(place, message.into(), help.into())));
        }
    }

    /// True if a further error would only be counted, which it then is: the caller can spare
    /// itself the search for what was meant.
    pub(crate) fn is_full(&mut self) -> bool {
        let full = self.errors.len() >= MOST_LISTED;
        self.omitted += usize::from(full);
        full
    }

    /// True if no error was noted.
    pub(crate) fn is_sound(&self) -> bool {
        self.errors.is_empty()
    }

    /// The warnings.
    ///
    /// # Errors
    /// The errors, if there are any.
    pub(crate) fn finish(self) -> Result<Vec<Problem>, Problems> {
        if self.is_sound() { Ok(in_order(self.warnings)) } else { Err(self.refuse()) }
    }

    /// The errors.
    pub(crate) fn refuse(self) -> Problems {
        let mut problems = in_order(self.errors);
        if let (1.., Some(last)) = (self.omitted, problems.last()) {
            let verb = if self.omitted == 1 { "problem is" } else { "problems are" };
            let message = format!("{} more {verb} not listed", self.omitted);
            problems.push(Problem { message, span: None, help: None, ..last.clone() });
        }
        Problems(problems)
    }

    fn problem(&self, place: Option<Place>, message: String, help: Option<String>) -> Problem {
        let wanted = place.map_or(Origin::File, |place| place.origin);
        let found = self.texts.iter().find(|(origin, _)| *origin == wanted);
        let (source, text, span, line, column) = match (found, place) {
            (Some((_, text)), Some(place)) => {
                let span = text.clip(place);
                let (line, column) = text.position(span.start);
                (text.name.clone(), text.text.clone(), Some(span), line, column)
            }
            (Some((_, text)), None) => (text.name.clone(), text.text.clone(), None, 1, 1),
            (None, _) => (String::new(), "".into(), None, 1, 1),
        };
        Problem { source, text, span, line, column, message, help }
    }
}

fn in_order(mut found: Vec<(Option<Place>, Problem)>) -> Vec<Problem> {
    found.sort_by_key(|(place, _)| place.map(|place| (place.origin, place.start)));
    found.into_iter().map(|(_, problem)| problem).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(start: usize, end: usize) -> Place {
        Place::new(Origin::File, start..end)
    }

    #[test]
    fn places_become_lines_and_columns_in_characters() {
        let text = "é = 1\n  x = 22\n";
        let mut report = Report::new("a.toml", text);
        report.error(at(9, 10), "second", None);
        report.error(at(5, 6), "first", Some("mend it".to_owned()));
        report.error(at(999, 1000), "beyond", None);
        report.error(None, "whole file", None);
        let problems = report.finish().expect_err("four problems");
        let lines: Vec<String> = problems.0.iter().map(|p| p.to_string()).collect();
        assert_eq!(
            lines,
            [
                "a.toml:1:1: whole file",
                "a.toml:1:5: first\n  help: mend it",
                "a.toml:2:3: second",
                "a.toml:3:1: beyond",
            ]
        );
    }

    #[test]
    fn a_flood_of_problems_is_cut_short_and_counted() {
        let mut report = Report::new("a.toml", "");
        for _ in 0..MOST_LISTED + 7 {
            report.error(at(0, 0), "again", None);
        }
        let problems = report.finish().expect_err("many");
        assert_eq!(problems.0.len(), MOST_LISTED + 1);
        assert_eq!(problems.0[MOST_LISTED].message, "7 more problems are not listed");
    }
}

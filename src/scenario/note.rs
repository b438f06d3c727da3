//! The note of a parameter: what it may be, in which unit, how sure, and where it comes from.
//!
//! The grammar stands at the head of `defaults.toml`.

use std::fmt;

use jiff::civil::Date;

/// How sure a default is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sure {
    /// Read at its source.
    Measured,
    /// Measured on something alike.
    Analogue,
    /// A prior: nobody has measured it.
    Assumed,
}

impl Sure {
    /// The one of that name.
    pub(crate) fn named(word: &str) -> Option<Sure> {
        [Sure::Measured, Sure::Analogue, Sure::Assumed].into_iter().find(|s| s.to_string() == word)
    }
}

impl fmt::Display for Sure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Sure::Measured => "measured",
            Sure::Analogue => "analogue",
            Sure::Assumed => "assumed",
        })
    }
}

/// What the note says about the spread of a parameter that nobody knows exactly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Spread {
    /// Nothing: the rule by unit and certainty holds (see `uncertainty`).
    ByRule,
    /// It is a definition or a decision, so it is never drawn.
    Fixed,
    /// This standard deviation, on the scale that the unit has by the rule.
    Sd(f64),
    /// A triangle from the first value to the second, with its top at the parameter's own.
    Triangular(f64, f64),
}

/// What a parameter may be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Form {
    /// A whole number in a range, both ends included.
    Whole { low: i64, high: i64 },
    /// A finite number in a range, both ends included.
    Number { low: f64, high: f64 },
    /// A day in a range, both ends included.
    Day { low: Date, high: Date },
    /// True or false.
    Flag,
    /// Free text.
    Text,
    /// The name of a file beside the scenario.
    File,
    /// The name of a measure.
    Measure,
    /// One of these words.
    Choice(Vec<String>),
    /// Some of these words.
    Choices(Vec<String>),
    /// Finite numbers in a range, both ends included; at least one.
    Numbers { low: f64, high: f64 },
    /// Names of entries of a collection.
    Names { of: String },
    /// A number for each named entry of a collection.
    Map { of: String, each: Box<Form> },
}

/// A parameter's note.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Note {
    /// What the parameter does.
    pub(crate) prose: String,
    /// Name of the unit.
    pub(crate) unit: String,
    /// What values it may have.
    pub(crate) form: Form,
    /// How sure the default is.
    pub(crate) sure: Sure,
    /// Where the default comes from.
    pub(crate) source: String,
    /// How far it may lie from its value.
    pub(crate) spread: Spread,
}

impl Note {
    /// Reads `UNIT in LOWEST..HIGHEST | HOW SURE | SOURCE | SPREAD`, of which the last may be
    /// left out; a whole-number parameter is told from another by its default or example,
    /// `whole`.
    pub(crate) fn parse(prose: &str, line: &str, whole: bool) -> Result<Note, String> {
        let mut parts = line.splitn(3, '|').map(str::trim);
        let (Some(allowed), Some(sure), Some(source)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(format!("a note needs three parts: {line}"));
        };
        let sure = Sure::named(sure).ok_or_else(|| format!("unknown certainty {sure}"))?;
        let (unit, form) = parse_form(allowed, whole)?;
        let (source, spread) = parse_spread(source)?;
        if prose.is_empty() || source.is_empty() {
            return Err("a note needs prose and a source".to_owned());
        }
        Ok(Note { prose: prose.to_owned(), unit, form, sure, source: source.to_owned(), spread })
    }

    /// What is allowed, in words: `share in 0..1`, `one of top, middle, technical`.
    pub(crate) fn allowed(&self) -> String {
        match &self.form {
            Form::Flag => "true or false".to_owned(),
            Form::Choice(words) => format!("one of {}", words.join(", ")),
            Form::Choices(words) => format!("list of {}", words.join(", ")),
            Form::Names { of } => format!("list of {of}"),
            Form::Numbers { low, high } => format!("list of {} in {low}..{high}", self.unit),
            Form::Measure => "name of a measure".to_owned(),
            Form::File => "name of a file".to_owned(),
            Form::Text => "text".to_owned(),
            Form::Map { of, each } => {
                format!("{} in {} for each {of}", self.unit, each.range().unwrap_or_default())
            }
            _ => match self.form.range() {
                Some(range) => format!("{} in {range}", self.unit),
                None => self.unit.clone(),
            },
        }
    }
}

impl Form {
    fn range(&self) -> Option<String> {
        match self {
            Form::Whole { low, high } => Some(format!("{low}..{high}")),
            Form::Number { low, high } => Some(format!("{low}..{high}")),
            Form::Day { low, high } => Some(format!("{low}..{high}")),
            _ => None,
        }
    }
}

fn words(list: &str) -> Vec<String> {
    list.split(',').map(|word| word.trim().to_owned()).collect()
}

/// The source, and the spread behind its last `|` if there is one; a source may itself hold a
/// `|`.
fn parse_spread(text: &str) -> Result<(&str, Spread), String> {
    let Some((source, last)) = text.rsplit_once('|') else { return Ok((text, Spread::ByRule)) };
    match last.trim() {
        "fixed" => Ok((source.trim(), Spread::Fixed)),
        other => match (other.strip_prefix("sd "), other.strip_prefix("triangular ")) {
            (Some(sd), _) => match sd.parse::<f64>() {
                Ok(sd) if sd > 0.0 && sd.is_finite() => Ok((source.trim(), Spread::Sd(sd))),
                _ => Err(format!("bad standard deviation in {other}")),
            },
            (_, Some(ends)) => {
                let ends: Option<(f64, f64)> = ends
                    .split_once(' ')
                    .and_then(|(low, high)| Some((low.parse().ok()?, high.parse().ok()?)));
                match ends.filter(|(low, high)| low < high) {
                    Some((low, high)) => Ok((source.trim(), Spread::Triangular(low, high))),
                    None => Err(format!("bad ends of a triangle in {other}")),
                }
            }
            _ => Ok((text, Spread::ByRule)),
        },
    }
}

fn parse_form(allowed: &str, whole: bool) -> Result<(String, Form), String> {
    if let Some(list) = allowed.strip_prefix("one of ") {
        return Ok(("choice".to_owned(), Form::Choice(words(list))));
    }
    if let Some(list) = allowed.strip_prefix("list of ") {
        if list.contains(" in ") {
            return match parse_form(list, false)? {
                (unit, Form::Number { low, high }) => Ok((unit, Form::Numbers { low, high })),
                _ => Err(format!("no range of numbers in {list}")),
            };
        }
        let form = if list.contains(',') {
            Form::Choices(words(list))
        } else {
            Form::Names { of: list.to_owned() }
        };
        return Ok(("list".to_owned(), form));
    }
    match allowed {
        "text" => return Ok((allowed.to_owned(), Form::Text)),
        "flag" => return Ok((allowed.to_owned(), Form::Flag)),
        "file" => return Ok((allowed.to_owned(), Form::File)),
        "measure" => return Ok((allowed.to_owned(), Form::Measure)),
        _ => {}
    }
    let (unit, range) = allowed.split_once(" in ").ok_or(format!("no range in {allowed}"))?;
    let (low, high) = range.split_once("..").ok_or(format!("no range in {allowed}"))?;
    let bad = |what: &str| format!("bad end of a range {what}");
    if unit == "date" {
        let day = |text: &str| text.parse::<Date>().map_err(|_| bad(text));
        return Ok((unit.to_owned(), Form::Day { low: day(low)?, high: day(high)? }));
    }
    let numbers = |whole: bool| -> Result<Form, String> {
        Ok(if whole {
            let end = |text: &str| text.parse::<i64>().map_err(|_| bad(text));
            Form::Whole { low: end(low)?, high: end(high)? }
        } else {
            let end = |text: &str| text.parse::<f64>().map_err(|_| bad(text));
            Form::Number { low: end(low)?, high: end(high)? }
        })
    };
    if let Some(map) = unit.strip_prefix("map of ") {
        let (of, each) = map.split_once(" to ").ok_or(format!("bad map {unit}"))?;
        let form = Form::Map { of: of.to_owned(), each: Box::new(numbers(each == "count")?) };
        return Ok((each.to_owned(), form));
    }
    Ok((unit.to_owned(), numbers(whole)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_of_every_grammar_are_read() {
        let note = |line: &str, whole| Note::parse("P.", line, whole).expect(line);
        let share = note("share in 0..1 | assumed | shifts | leave", false);
        assert_eq!(share.form, Form::Number { low: 0.0, high: 1.0 });
        assert_eq!((share.unit.as_str(), share.source.as_str()), ("share", "shifts | leave"));
        assert_eq!(note("weeks in 0..520 | measured | x", true).allowed(), "weeks in 0..520");
        assert_eq!(note("one of a, b | assumed | x", false).allowed(), "one of a, b");
        assert_eq!(
            note("list of kind | assumed | x", false).form,
            Form::Names { of: "kind".into() }
        );
        let map = note("map of kind to count in 0..9 | assumed | x", false);
        assert_eq!(
            map.form,
            Form::Map { of: "kind".into(), each: Box::new(Form::Whole { low: 0, high: 9 }) }
        );
        let definition = note("share in 0..1 | assumed | shifts | leave | fixed", false);
        assert_eq!(definition.source, "shifts | leave");
        assert_eq!((share.spread, definition.spread), (Spread::ByRule, Spread::Fixed));
        assert_eq!(note("weeks in 0..9 | assumed | x | sd 0.2", true).spread, Spread::Sd(0.2));
        assert!(Note::parse("P.", "share in 0..1 | assumed | x | sd -1", false).is_err());
        let triangle = note("share in 0..1 | assumed | x | triangular 0.2 0.4", false);
        assert_eq!(triangle.spread, Spread::Triangular(0.2, 0.4));
        assert!(Note::parse("P.", "share in 0..1 | assumed | x | triangular 1 0", false).is_err());
        assert!(Note::parse("P.", "share in 0..1 | assumed | fixed", false).is_ok(), "a source");
        assert!(Note::parse("P.", "share in 0..1 | guessed | x", false).is_err());
        assert!(Note::parse("P.", "share | assumed | x", false).is_err());
        assert!(Note::parse("", "share in 0..1 | assumed | x", false).is_err());
    }
}

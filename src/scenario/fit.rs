//! Does a TOML value fit what the registry allows?

use std::ops::Range;

use jiff::civil::Date;
use toml_edit::{Item, TableLike, Value as Toml};

use super::note::{Form, Note};
use super::suggest::closest;
use super::value::Value;
use crate::measures::MEASURES;

/// Longest text that a parameter may hold, characters.
const LONGEST_TEXT: usize = 4_000;
/// So much of a wrong text is quoted in a problem.
const QUOTED: usize = 40;

/// A value that fits, with the bytes of its parts (elements of a list, keys of a map).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fitted {
    pub(crate) value: Value,
    pub(crate) parts: Vec<Option<Range<usize>>>,
}

impl From<Value> for Fitted {
    fn from(value: Value) -> Fitted {
        Fitted { value, parts: Vec::new() }
    }
}

/// Why a value does not fit.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Misfit {
    pub(crate) span: Option<Range<usize>>,
    pub(crate) message: String,
    pub(crate) hint: Option<String>,
}

/// The checked value, or everything that is wrong with it.
pub(crate) fn fit(note: &Note, item: &Item) -> Result<Fitted, Vec<Misfit>> {
    fit_form(&note.form, &note.unit, item)
}

fn fit_form(form: &Form, unit: &str, item: &Item) -> Result<Fitted, Vec<Misfit>> {
    let misfit =
        |message: String, hint: Option<String>| vec![Misfit { span: item.span(), message, hint }];
    let wrong_type =
        || misfit(format!("{}, found {}", needs(form), found(item)), hint_at(form, item));
    let one_of = |words: &mut dyn Iterator<Item = &str>, what: &str| {
        let words: Vec<&str> = words.collect();
        match item.as_str() {
            Some(text) if words.contains(&text) => Ok(Value::Text(text.to_owned()).into()),
            Some(text) => {
                Err(misfit(format!("unknown {what} {}", quoted(text)), choose(text, &words, what)))
            }
            None => Err(wrong_type()),
        }
    };
    match form {
        Form::Whole { low, high } => match whole(item.as_value()) {
            Some(n) if (*low..=*high).contains(&n) => Ok(Value::Whole(n).into()),
            Some(n) => Err(misfit(format!("{unit} must lie in {low}..{high}, found {n}"), None)),
            None => Err(wrong_type()),
        },
        Form::Number { low, high } => match number(item) {
            Some(x) if (*low..=*high).contains(&x) => Ok(Value::Number(x).into()),
            Some(x) => Err(misfit(
                format!("{unit} must lie in {low}..{high}, found {}", plain(x)),
                percentage(unit, x, *high),
            )),
            None if item.is_float() => {
                Err(misfit(format!("needs a finite number, found {}", found(item)), None))
            }
            None => Err(wrong_type()),
        },
        Form::Day { low, high } => match day(item) {
            Some(date) if (*low..=*high).contains(&date) => Ok(Value::Day(date).into()),
            Some(date) => {
                Err(misfit(format!("date must lie in {low}..{high}, found {date}"), None))
            }
            None => Err(wrong_type()),
        },
        Form::Flag => item.as_bool().map(|flag| Value::Flag(flag).into()).ok_or_else(wrong_type),
        Form::Text | Form::File => {
            let text = item.as_str().ok_or_else(wrong_type)?;
            match unfit_text(text, matches!(form, Form::File)) {
                Some(message) => Err(misfit(message, None)),
                None => Ok(Value::Text(text.to_owned()).into()),
            }
        }
        Form::Measure => one_of(&mut MEASURES.iter().map(|measure| measure.name), "measure"),
        Form::Choice(words) => one_of(&mut words.iter().map(String::as_str), "choice"),
        Form::Choices(words) => {
            let items = item.as_array().ok_or_else(wrong_type)?;
            if items.is_empty() {
                let message = format!("needs at least one of {}", words.join(", "));
                return Err(misfit(message, None));
            }
            fit_words(items.iter(), Some(words))
        }
        Form::Names { .. } => fit_words(item.as_array().ok_or_else(wrong_type)?.iter(), None),
        Form::Numbers { low, high } => {
            let each = Form::Number { low: *low, high: *high };
            let items = item.as_array().filter(|items| !items.is_empty()).ok_or_else(wrong_type)?;
            fit_numbers(items.iter(), &each, unit)
        }
        Form::Map { each, .. } => {
            let table = item.as_table_like().ok_or_else(wrong_type)?;
            fit_map(table, each, unit)
        }
    }
}

fn fit_words<'a>(
    items: impl Iterator<Item = &'a Toml>,
    allowed: Option<&[String]>,
) -> Result<Fitted, Vec<Misfit>> {
    let (mut words, mut parts, mut misfits) = (Vec::new(), Vec::new(), Vec::new());
    for item in items {
        let mut misfit = |message, hint| misfits.push(Misfit { span: item.span(), message, hint });
        let Some(word) = item.as_str() else {
            let what = found(&Item::Value(item.clone()));
            misfit(format!("needs a word in quotes, found {what}"), None);
            continue;
        };
        if words.iter().any(|known| known == word) {
            misfit(format!("{} is named twice", quoted(word)), None);
        } else if let Some(allowed) = allowed
            && !allowed.iter().any(|known| known == word)
        {
            let allowed: Vec<&str> = allowed.iter().map(String::as_str).collect();
            misfit(format!("unknown choice {}", quoted(word)), choose(word, &allowed, "choice"));
        } else {
            words.push(word.to_owned());
            parts.push(item.span());
        }
    }
    if misfits.is_empty() { Ok(Fitted { value: Value::List(words), parts }) } else { Err(misfits) }
}

fn fit_numbers<'a>(
    items: impl Iterator<Item = &'a Toml>,
    each: &Form,
    unit: &str,
) -> Result<Fitted, Vec<Misfit>> {
    let (mut numbers, mut parts, mut misfits) = (Vec::new(), Vec::new(), Vec::new());
    for item in items {
        match fit_form(each, unit, &Item::Value(item.clone())) {
            Ok(Fitted { value: Value::Number(x), .. }) => numbers.push(x),
            Ok(_) => {}
            Err(more) => {
                misfits.extend(more.into_iter().map(|m| Misfit { span: item.span(), ..m }));
            }
        }
        parts.push(item.span());
    }
    if misfits.is_empty() {
        Ok(Fitted { value: Value::Numbers(numbers), parts })
    } else {
        Err(misfits)
    }
}

fn fit_map(table: &dyn TableLike, each: &Form, unit: &str) -> Result<Fitted, Vec<Misfit>> {
    let (mut entries, mut parts, mut misfits) = (Vec::new(), Vec::new(), Vec::new());
    for (name, item) in table.iter() {
        match fit_form(each, unit, item) {
            Ok(fitted) => {
                entries.push((name.to_owned(), fitted.value));
                parts.push(table.key(name).and_then(toml_edit::Key::span));
            }
            Err(more) => misfits.extend(more),
        }
    }
    if misfits.is_empty() { Ok(Fitted { value: Value::Map(entries), parts }) } else { Err(misfits) }
}

/// A whole number; one that is written with a point (`2.0`) is one too.
pub(crate) fn whole(value: Option<&Toml>) -> Option<i64> {
    /// Up to here every whole number has a float of its own.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let value = value?;
    let float = || value.as_float().filter(|x| x.fract() == 0.0 && x.abs() <= EXACT);
    value.as_integer().or_else(|| float().map(|x| x as i64))
}

/// A finite number, whole or not.
fn number(item: &Item) -> Option<f64> {
    match item.as_float() {
        Some(x) => x.is_finite().then_some(x),
        // Beyond 2^53 the conversion rounds; no range reaches so far.
        None => item.as_integer().map(|n| n as f64),
    }
}

/// A date without a time.
fn day(item: &Item) -> Option<Date> {
    let datetime = item.as_datetime()?;
    if datetime.time.is_some() || datetime.offset.is_some() {
        return None;
    }
    let date = datetime.date?;
    let year = i16::try_from(date.year).ok()?;
    Date::new(year, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}

fn unfit_text(text: &str, file: bool) -> Option<String> {
    if text.chars().count() > LONGEST_TEXT {
        Some(format!("text is longer than {LONGEST_TEXT} characters"))
    } else if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        Some("text holds a control character".to_owned())
    } else if file && text.trim().is_empty() {
        Some("needs the name of a file, found empty text".to_owned())
    } else {
        None
    }
}

fn needs(form: &Form) -> String {
    match form {
        Form::Whole { .. } => "needs a whole number".to_owned(),
        Form::Number { .. } => "needs a number".to_owned(),
        Form::Day { .. } => "needs a date".to_owned(),
        Form::Flag => "needs true or false".to_owned(),
        Form::Text => "needs text in quotes".to_owned(),
        Form::File => "needs the name of a file in quotes".to_owned(),
        Form::Measure => "needs the name of a measure in quotes".to_owned(),
        Form::Choice(words) => format!("needs one of {}, in quotes", words.join(", ")),
        Form::Choices(words) => format!("needs a list of some of {}", words.join(", ")),
        Form::Names { of } => format!("needs a list of names of [{of}] entries"),
        Form::Numbers { .. } => "needs a list of numbers, such as [200000, 100000]".to_owned(),
        Form::Map { of, .. } => format!("needs a number for each {of}"),
    }
}

/// How to write what was probably meant.
fn hint_at(form: &Form, item: &Item) -> Option<String> {
    let text = item.as_str();
    match form {
        Form::Day { .. } => Some(match text {
            Some(text) if text.parse::<Date>().is_ok() => format!("leave the quotes out: {text}"),
            _ => "write a day as 2029-03-31, without quotes and without a time".to_owned(),
        }),
        Form::Whole { .. } | Form::Number { .. } | Form::Flag => {
            let text = text?.trim();
            let bare = text.trim_start_matches('£').trim_end_matches('%').replace([',', ' '], "");
            if text.ends_with('%') {
                return bare.parse().ok().map(in_per_cent);
            }
            let known = bare.parse::<f64>().is_ok() || text == "true" || text == "false";
            known.then(|| format!("leave quotes, pounds and commas out: {bare}"))
        }
        Form::Choices(words) => Some(format!("such as [\"{}\"]", words[0])),
        Form::Names { .. } => Some("such as [\"one\", \"another\"]".to_owned()),
        Form::Map { of, .. } => Some(format!("such as {{ one_{of} = 0.4, another = 0.6 }}")),
        _ => None,
    }
}

/// Shares are often given in per cent.
fn percentage(unit: &str, found: f64, high: f64) -> Option<String> {
    let per_cent = matches!(unit, "share" | "probability") && high <= 1.0 || unit == "per year";
    // Below 2 it is rather a slip than a percentage.
    (per_cent && (2.0..=100.0).contains(&found)).then(|| in_per_cent(found))
}

/// `80 % is written 0.8`.
pub(crate) fn in_per_cent(found: f64) -> String {
    // Rounded, so that the division leaves no dust of binary arithmetic.
    let share = (found * 1e6).round() / 1e8;
    format!("{} % is written {}", plain(found), plain(share))
}

pub(crate) fn found(item: &Item) -> String {
    match item {
        Item::None => "nothing".to_owned(),
        Item::Table(_) | Item::Value(Toml::InlineTable(_)) => "a table".to_owned(),
        Item::ArrayOfTables(_) => "a list of tables".to_owned(),
        Item::Value(Toml::Array(_)) => "a list".to_owned(),
        Item::Value(Toml::String(text)) => format!("the text {}", quoted(text.value())),
        Item::Value(Toml::Integer(n)) => n.value().to_string(),
        Item::Value(Toml::Float(x)) => plain(*x.value()),
        Item::Value(Toml::Boolean(flag)) => flag.value().to_string(),
        Item::Value(Toml::Datetime(date)) => date.value().to_string(),
    }
}

/// What was probably meant; the words of a choice stand in the parameter's note already.
fn choose(text: &str, words: &[&str], what: &str) -> Option<String> {
    match closest(text, words.iter().copied()) {
        Some(word) => Some(format!("did you mean \"{word}\"?")),
        None if what == "measure" => {
            Some("`uptake describe target.*.measure` lists them all".to_owned())
        }
        None => None,
    }
}

/// A number as people write it.
pub(crate) fn plain(x: f64) -> String {
    if x != 0.0 && !(1e-6..1e15).contains(&x.abs()) && x.is_finite() {
        format!("{x:e}")
    } else {
        format!("{x}")
    }
}

/// A wrong word between back-ticks, shortened if it is long.
pub(crate) fn quoted(text: &str) -> String {
    let shown: String = text.chars().take(QUOTED).flat_map(char::escape_debug).collect();
    let dots = if text.chars().nth(QUOTED).is_some() { "…" } else { "" };
    format!("`{shown}{dots}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(allowed: &str, whole: bool, value: &str) -> Result<Value, String> {
        let note = Note::parse("P.", &format!("{allowed} | assumed | x"), whole).expect("a note");
        let text = format!("v = {value}");
        let document = toml_edit::Document::parse(text.as_str()).expect("valid TOML");
        let item = document.get("v").expect("v");
        fit(&note, item).map(|fitted| fitted.value).map_err(|misfits| {
            misfits.into_iter().map(|misfit| misfit.message).collect::<Vec<_>>().join("; ")
        })
    }

    #[test]
    fn numbers_are_held_to_type_and_range() {
        let share = "share in 0..1";
        assert_eq!(check(share, false, "0.5"), Ok(Value::Number(0.5)));
        assert_eq!(check(share, false, "1"), Ok(Value::Number(1.0)), "whole numbers are numbers");
        assert_eq!(check(share, false, "1.4"), Err("share must lie in 0..1, found 1.4".into()));
        assert_eq!(check(share, false, "nan"), Err("needs a finite number, found NaN".into()));
        assert_eq!(check(share, false, "-inf"), Err("needs a finite number, found -inf".into()));
        assert_eq!(check("weeks in 0..9", true, "3"), Ok(Value::Whole(3)));
        assert_eq!(check("weeks in 0..9", true, "3.0"), Ok(Value::Whole(3)), "3.0 is a count too");
        for (found, said) in [("2.5", "2.5"), ("1e300", "1e300"), ("inf", "inf")] {
            let said = format!("needs a whole number, found {said}");
            assert_eq!(check("weeks in 0..9", true, found), Err(said));
        }
        assert_eq!(
            check("weeks in 0..9", true, "-1"),
            Err("weeks must lie in 0..9, found -1".into())
        );
        assert_eq!(
            check("flag", false, "\"yes\""),
            Err("needs true or false, found the text `yes`".into())
        );
    }

    #[test]
    fn days_have_no_time() {
        let date = "date in 2000-01-01..2100-01-01";
        assert_eq!(check(date, false, "2029-03-31"), Ok(Value::Day(Date::constant(2029, 3, 31))));
        assert!(check(date, false, "2029-03-31T10:00:00").is_err());
        assert!(check(date, false, "10:00:00").is_err());
        assert!(check(date, false, "\"2029-03-31\"").is_err());
        assert!(check(date, false, "1999-12-31").is_err());
    }

    #[test]
    fn words_lists_and_maps_report_every_part() {
        let order = "one of random, by_kind";
        assert_eq!(check(order, false, "\"random\""), Ok(Value::Text("random".into())));
        assert_eq!(check(order, false, "\"randon\""), Err("unknown choice `randon`".into()));
        let levels = "list of top, middle";
        assert_eq!(check(levels, false, "[]"), Err("needs at least one of top, middle".into()));
        assert_eq!(
            check(levels, false, "[\"up\", 3, \"top\", \"top\"]"),
            Err("unknown choice `up`; needs a word in quotes, found 3; `top` is named twice".into())
        );
        let map = "map of role to share in 0..1";
        assert_eq!(
            check(map, false, "{ gp = 2, nurse = \"x\", b = 0.5 }"),
            Err("share must lie in 0..1, found 2; needs a number, found the text `x`".into())
        );
    }

    #[test]
    fn long_and_strange_texts_are_refused_and_shortened() {
        assert!(check("text", false, &format!("\"{}\"", "a".repeat(LONGEST_TEXT + 1))).is_err());
        assert!(check("text", false, "\"a\\u0000b\"").is_err());
        assert_eq!(quoted(&"ä".repeat(50)).chars().count(), QUOTED + 3);
    }
}

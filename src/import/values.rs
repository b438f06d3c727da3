//! Numbers, days, yes and no as people write them.

use jiff::civil::Date;

use super::sheet::Cell;
use super::words::normal;

/// How decimals are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decimals {
    /// 1,200.5
    Point,
    /// 1.200,5
    Comma,
}

/// How days with numbers alone are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Days {
    /// 31/03/2025
    DayFirst,
    /// 03/31/2025
    MonthFirst,
}

/// What a column of values says of how they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Evidence<T> {
    /// Nothing that could be read in two ways.
    None,
    /// All that tell it say this.
    All(T),
    /// Some could be read in two ways, and none tells.
    Open,
    /// Some say the one, some the other.
    Both,
}

fn told<T>(one: bool, one_is: T, other: bool, other_is: T, open: bool) -> Evidence<T> {
    match (one, other) {
        (true, true) => Evidence::Both,
        (true, false) => Evidence::All(one_is),
        (false, true) => Evidence::All(other_is),
        (false, false) if open => Evidence::Open,
        (false, false) => Evidence::None,
    }
}

/// How the texts of a column write decimals.
pub(super) fn decimals<'a>(texts: impl Iterator<Item = &'a str>) -> Evidence<Decimals> {
    let (mut point, mut comma, mut open) = (false, false, false);
    for text in texts {
        let bare = bare_number(text);
        let last = bare.rfind([',', '.']);
        let Some(last) =
            last.filter(|_| bare.bytes().all(|b| b.is_ascii_digit() || b",.-".contains(&b)))
        else {
            continue;
        };
        let (mark, digits) = (bare.as_bytes()[last], bare.len() - last - 1);
        let both = bare.contains(',') && bare.contains('.');
        let repeated = bare.matches(mark as char).count() > 1;
        // A mark that is repeated parts thousands, and so does one before another.
        let is_decimal = both && !repeated || digits != 3;
        match (mark, is_decimal, repeated) {
            (b',', true, false) | (b'.', _, true) => comma = true,
            (b'.', true, false) | (b',', _, true) => point = true,
            _ => open = true,
        }
    }
    told(point, Decimals::Point, comma, Decimals::Comma, open)
}

fn bare_number(text: &str) -> String {
    let gone = |c: char| c.is_whitespace() || "£€$'’\u{a0}\u{202f}".contains(c);
    text.trim().chars().filter(|c| !gone(*c)).collect::<String>().replace('−', "-")
}

/// A number; a percentage is a share.
pub(super) fn number(cell: &Cell, decimals: Decimals) -> Option<f64> {
    let text = match cell {
        Cell::Number(number) => return Some(*number),
        Cell::Text(text) => bare_number(text),
        _ => return None,
    };
    let (text, percent) = match text.strip_suffix('%') {
        Some(text) => (text.to_owned(), 100.0),
        None => (text, 1.0),
    };
    let (thousands, point) = match decimals {
        Decimals::Point => (',', '.'),
        Decimals::Comma => ('.', ','),
    };
    let mut parts =
        text.trim_start_matches('-').split(point).next().unwrap_or("").split(thousands).skip(1);
    if parts.any(|part| part.len() != 3)
        || !text.bytes().all(|b| b.is_ascii_digit() || b",.-".contains(&b))
    {
        return None;
    }
    let plain = text.replace(thousands, "").replace(point, ".");
    plain.parse::<f64>().ok().filter(|x| x.is_finite()).map(|x| x / percent)
}

/// True for a share written as a percentage.
pub(super) fn is_percentage(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(text) if text.trim_end().ends_with('%'))
}

/// How the texts of a column write days.
pub(super) fn days<'a>(texts: impl Iterator<Item = &'a str>) -> Evidence<Days> {
    let (mut day, mut month, mut open) = (false, false, false);
    for text in texts {
        if let Some([a, b, _]) = three_numbers(text).filter(|[a, _, _]| *a <= 31) {
            day |= a > 12;
            month |= b > 12;
            open |= a <= 12 && b <= 12 && a != b;
        }
    }
    told(day, Days::DayFirst, month, Days::MonthFirst, open)
}

/// Numbers parted by `/`, `.` or `-`, the time of day left out.
fn three_numbers(text: &str) -> Option<[u32; 3]> {
    let first = text.trim().split([' ', 'T']).next()?;
    let mut parts = first.split(['/', '.', '-']).map(|part| part.parse::<u32>().ok());
    let found = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(found)
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A day, and whether the month alone is stated.
pub(super) fn day(cell: &Cell, days: Days) -> Option<(Date, bool)> {
    let whole = |year: u32, month: u32, day: u32| {
        let year = if year < 100 { year + 2000 } else { year };
        let date = Date::new(
            i16::try_from(year).ok()?,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
        )
        .ok()?;
        (1990..=2100).contains(&date.year()).then_some((date, false))
    };
    match cell {
        Cell::Day(day) => whole(day.year() as u32, day.month() as u32, day.day() as u32),
        // The days of a spreadsheet, counted from the end of 1899.
        Cell::Number(serial) => serial_day(*serial).map(|day| (day, false)),
        Cell::Text(text) => {
            if let Some([a, b, c]) = three_numbers(text) {
                return match days {
                    _ if a > 31 => whole(a, b, c),
                    Days::DayFirst => whole(c, b, a),
                    Days::MonthFirst => whole(c, a, b),
                };
            }
            if let Some(day) = text.parse::<f64>().ok().and_then(serial_day) {
                return Some((day, false));
            }
            in_words(&normal(text)).and_then(|(year, month, day)| match day {
                Some(day) => whole(year, month, day),
                None => whole(year, month, 1).map(|(day, _)| (day, true)),
            })
        }
        _ => None,
    }
}

/// Year, month and perhaps day of “4th Mar 2025” or “Mar 25”. A day and a month without a year are no day:
/// only behind a month does a number of two digits stand for a year.
fn in_words(plain: &str) -> Option<(u32, u32, Option<u32>)> {
    let (mut month, mut numbers, mut ordinal) = (None, Vec::new(), false);
    for part in plain.split(' ') {
        let digits = part.trim_end_matches(|c: char| c.is_alphabetic());
        if let Ok(number) = digits.parse::<u32>() {
            ordinal |= ["st", "nd", "rd", "th"].contains(&&part[digits.len()..]);
            numbers.push((number, month.is_some()));
        } else if let Some(found) = month_of(part) {
            if month.replace(found).is_some() {
                return None;
            }
        } else if !["of", "the", "mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().any(
            |filler| {
                part == *filler
                    || (filler.len() == 3 && part.starts_with(filler) && part.ends_with("day"))
            },
        ) {
            return None;
        }
    }
    match numbers[..] {
        [(day, _), (year, _)] if day <= 31 => Some((year, month?, Some(day))),
        [(year, behind)] if year >= 1990 || (behind && !ordinal) => Some((year, month?, None)),
        _ => None,
    }
}

/// The number of a month, of its name or the first three letters or more of it.
fn month_of(word: &str) -> Option<u32> {
    let found = MONTHS.iter().position(|month| word.len() >= 3 && month.starts_with(word));
    found.map(|at| at as u32 + 1).or((word == "sept").then_some(9))
}

/// The day with that number in a spreadsheet, from 1990 to 2100.
fn serial_day(serial: f64) -> Option<Date> {
    let days = serial.floor();
    (32_874.0..73_415.0).contains(&days).then(|| {
        let first = Date::constant(1899, 12, 30);
        first.checked_add(jiff::Span::new().days(days as i64)).ok()
    })?
}

/// Yes or no.
pub(super) fn yes(cell: &Cell) -> Option<bool> {
    match cell {
        Cell::Flag(flag) => Some(*flag),
        Cell::Number(number) => Some(*number > 0.0),
        Cell::Text(text) => {
            let plain = normal(text);
            let is = |words: &[&str]| words.contains(&plain.as_str());
            if is(&["y", "yes", "true", "x", "in use", "active", "live", "using", "used"])
                || ["✓", "✔", "☑"].contains(&text.as_str())
            {
                Some(true)
            } else if is(&[
                "n",
                "no",
                "false",
                "not in use",
                "inactive",
                "not live",
                "none",
                "not used",
                "not yet",
            ]) || ["✗", "✘", "-", "–"].contains(&text.as_str())
            {
                Some(false)
            } else {
                number(cell, Decimals::Point).map(|number| number > 0.0)
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn text(words: &str) -> Cell {
        Cell::Text(words.to_owned())
    }

    #[test]
    fn numbers_as_people_write_them() {
        let point = |words: &str| number(&text(words), Decimals::Point);
        assert_eq!(point("1,200"), Some(1200.0));
        assert_eq!(point("£1,200.50"), Some(1200.5));
        assert_eq!(point("35%"), Some(0.35));
        assert_eq!(point("1 200"), Some(1200.0));
        assert_eq!(point("12,5"), None, "it is no thousand");
        assert_eq!(point("c. 50"), None);
        let comma = |words: &str| number(&text(words), Decimals::Comma);
        assert_eq!(
            (comma("1.200,5"), comma("12,5"), comma("1.200")),
            (Some(1200.5), Some(12.5), Some(1200.0))
        );
    }

    #[test]
    fn a_column_tells_how_it_is_written() {
        let of = |texts: &[&str]| decimals(texts.iter().copied());
        assert_eq!(of(&["12", "7"]), Evidence::None);
        assert_eq!(of(&["1,200", "7"]), Evidence::Open);
        assert_eq!(of(&["1,200", "7.5"]), Evidence::All(Decimals::Point));
        assert_eq!(of(&["1.200", "7,5"]), Evidence::All(Decimals::Comma));
        assert_eq!(of(&["1,200,300"]), Evidence::All(Decimals::Point));
        assert_eq!(of(&["7.5", "7,5"]), Evidence::Both);
        let of = |texts: &[&str]| days(texts.iter().copied());
        assert_eq!(of(&["31/03/2025"]), Evidence::All(Days::DayFirst));
        assert_eq!(of(&["03/31/2025", "01/02/2025"]), Evidence::All(Days::MonthFirst));
        assert_eq!(of(&["01/02/2025"]), Evidence::Open);
        assert_eq!(of(&["31/01/2025", "01/31/2025"]), Evidence::Both);
        assert_eq!(of(&["2025-03-04", "01/01/2025"]), Evidence::None);
    }

    #[test]
    fn days_as_people_write_them() {
        let of = |words: &str, days| day(&text(words), days).map(|(day, _)| day);
        let first = Some(date(2025, 3, 4));
        for words in [
            "2025-03-04",
            "04/03/2025",
            "4.3.25",
            "4 March 2025",
            "4-Mar-25",
            "4th Mar 2025",
            "2025-03-04 00:00:00",
            "45720",
        ] {
            assert_eq!(of(words, Days::DayFirst), first, "{words}");
        }
        assert_eq!(of("03/04/2025", Days::MonthFirst), first);
        assert_eq!(day(&text("March 2025"), Days::DayFirst), Some((date(2025, 3, 1), true)));
        assert_eq!(day(&Cell::Number(45720.25), Days::DayFirst).map(|(day, _)| day), first);
        assert_eq!(day(&text("Mar-25"), Days::DayFirst), Some((date(2025, 3, 1), true)));
        assert_eq!(of("Tuesday 4th of March 2025", Days::DayFirst), first);
        for words in [
            "soon",
            "31/02/2025",
            "Q3 2025",
            "12",
            "04/03/1825",
            "12 Feb",
            "12-Feb",
            "May 1st",
            "30 Feb",
            "Apr 25, delayed to Jun 26",
            "decided 2025",
        ] {
            assert_eq!(of(words, Days::DayFirst), None, "{words}");
        }
    }

    #[test]
    fn yes_and_no() {
        for (words, is) in [
            ("Y", Some(true)),
            ("No", Some(false)),
            ("✓", Some(true)),
            ("7", Some(true)),
            ("0", Some(false)),
            ("maybe", None),
        ] {
            assert_eq!(yes(&text(words)), is, "{words}");
        }
    }
}

//! Scales and their marks: round numbers, and calendar dates.

use jiff::civil::{Date, date};

use super::fonts::{Weight, width};
use crate::outputs::calendar::{short_date, short_month_and_year};
use crate::outputs::words;

/// A vertical scale.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scale {
    /// Value at the bottom: 0, or less for differences.
    pub bottom: f64,
    /// Value at the top.
    pub top: f64,
    /// Marks and their words, from the bottom.
    pub marks: Vec<(f64, String)>,
}

/// Ends of axes of shares that do not go to 100 %.
const PARTS: [f64; 6] = [0.02, 0.04, 0.1, 0.2, 0.4, 0.6];

impl Scale {
    /// 0 to 100 %.
    pub(super) fn percent() -> Self {
        let marks = (0..=5).map(|i| f64::from(i) / 5.0).map(|v| (v, words::percent(v))).collect();
        Scale { bottom: 0.0, top: 1.0, marks }
    }

    /// Shares from 0 to the least of some round ones that holds `greatest`, so that little of the plot
    /// is empty.
    pub(super) fn part(greatest: f64) -> Self {
        let of = |top: f64| greatest.is_finite() && greatest <= top;
        let Some(&top) = PARTS.iter().find(|&&top| of(top)) else { return Scale::percent() };
        let step = top / 4.0;
        let marks = (0..=4).map(|i| f64::from(i) * step);
        let word = |v: f64| match (v * 1000.0).round() as u32 {
            thousandths if thousandths.is_multiple_of(10) => words::percent(v),
            thousandths => format!("{:.1}\u{a0}%", f64::from(thousandths) / 10.0),
        };
        Scale { bottom: 0.0, top, marks: marks.map(|v| (v, word(v))).collect() }
    }

    /// What has to be said of shares whose axis does not go to all of them.
    pub(super) fn remark(&self) -> String {
        let shares = self.marks.last().is_some_and(|(_, words)| words.ends_with('%'));
        match self.marks.last() {
            Some((_, top)) if shares && self.top < 1.0 => format!(" (axis to {top})"),
            _ => String::new(),
        }
    }

    /// From 0 to the least round number that is not below `greatest`.
    pub(super) fn numbers(greatest: f64) -> Self {
        let greatest = if greatest.is_finite() { greatest.max(1.0) } else { 1.0 };
        let step = step(greatest, 5.0);
        let count = (greatest / step).ceil();
        let marks = (0..=count as u32).map(|i| f64::from(i) * step);
        Scale {
            bottom: 0.0,
            top: count * step,
            marks: marks.map(|v| (v, words::count(v))).collect(),
        }
    }

    /// Shares from 0 to 100 %, or to the least round share that is not below `greatest`.
    pub(super) fn shares(greatest: f64) -> Self {
        if greatest <= 1.0 || !greatest.is_finite() {
            return Scale::percent();
        }
        let step = step(greatest * 100.0, 6.0) / 100.0;
        let count = (greatest / step).ceil();
        let marks = (0..=count as u32).map(|i| f64::from(i) * step);
        Scale {
            bottom: 0.0,
            top: count * step,
            marks: marks.map(|v| (v, words::percent(v))).collect(),
        }
    }

    /// Every whole number of things of which there are so many: marks at none, half and all.
    pub(super) fn all_of(number: f64) -> Self {
        let number = number.max(1.0);
        let half = (number / 2.0).floor();
        let marks = if number < 4.0 { vec![0.0, number] } else { vec![0.0, half, number] };
        let marks = marks.into_iter().map(|v| (v, words::count(v))).collect();
        Scale { bottom: 0.0, top: number, marks }
    }

    /// Pounds from 0 to the least round number that is not below `greatest`.
    pub(super) fn pounds(greatest: f64) -> Self {
        let mut scale = Scale::numbers(greatest);
        for (value, text) in &mut scale.marks {
            *text = words::short_pounds(*value);
        }
        scale
    }

    /// Differences: round numbers that hold `least`, 0 and `greatest`.
    pub(super) fn differences(least: f64, greatest: f64) -> Self {
        let (least, greatest) = match (least.min(0.0), greatest.max(0.0)) {
            (low, high) if (low - high).abs() < 1.0 || !(high - low).is_finite() => (-1.0, 1.0),
            ends => ends,
        };
        let step = step(greatest - least, 5.0);
        let (below, above) = ((least / step).floor() as i32, (greatest / step).ceil() as i32);
        let marks = (below..=above).map(|i| f64::from(i) * step);
        Scale {
            bottom: f64::from(below) * step,
            top: f64::from(above) * step,
            marks: marks.map(|v| (v, words::signed_count(v))).collect(),
        }
    }
}

/// The least of 1, 2, 5, 10, 20, 50 … of which so many hold the span.
fn step(span: f64, most: f64) -> f64 {
    let tens = std::iter::successors(Some(1.0), |ten| Some(ten * 10.0)).take(300);
    let mut steps = tens.flat_map(|ten| [ten, 2.0 * ten, 5.0 * ten]);
    steps.find(|step| step * most >= span).unwrap_or(span)
}

/// Marks of a calendar axis.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Calendar {
    /// Places of marks, in weeks (or parts of one) since the start.
    pub marks: Vec<f64>,
    /// Words and the places of their middle.
    pub words: Vec<(f64, String)>,
}

/// Space between two words on the axis, in pixels.
const GAP: f64 = 14.0;
/// How far a word may reach beyond the axis's right end, in pixels.
const SLACK: f64 = 14.0;

/// Marks for these weeks on an axis of so many pixels: years in their middle where they
/// fit, else months, else a few dates.
pub(super) fn calendar(dates: &[Date], pixels: f64, size: f64) -> Calendar {
    let (Some(&first), Some(&last)) = (dates.first(), dates.last()) else {
        return Calendar { marks: Vec::new(), words: Vec::new() };
    };
    let week_of = |day: Date| (day - first).get_days() as f64 / 7.0;
    let weeks = week_of(last).max(f64::MIN_POSITIVE);
    let room = |text: &str| (width(text, size, Weight::Regular) + GAP) * weeks / pixels;

    if weeks > 78.0 && room("2026") <= 52.0 {
        return by_year(first, last, week_of, room("2026"));
    }
    for months in [1, 2, 3, 6, 12, 24, 36, 60, 120, 240] {
        let ticks = months_between(first, last, months);
        let words: Vec<(f64, String)> =
            ticks.iter().map(|&day| (week_of(day), short_month_and_year(day))).collect();
        let apart = words.windows(2).all(|w| w[1].0 - w[0].0 >= room(&w[0].1));
        if words.len() >= 2 && apart {
            let marks: Vec<f64> = words.iter().map(|w| w.0).collect();
            // A word that would stand out at the right is left to its mark alone.
            let inside =
                |w: &(f64, String)| w.0 + room(&w.1) / 2.0 <= weeks * (1.0 + SLACK / pixels);
            let inner: Vec<_> = words.iter().filter(|w| inside(w)).cloned().collect();
            return Calendar { marks, words: if inner.len() >= 2 { inner } else { words } };
        }
    }
    let words = vec![(0.0, short_date(first)), (week_of(last), short_date(last))];
    Calendar { marks: vec![0.0, week_of(last)], words }
}

/// Marks of a scale along the bottom; of words that would touch every other one is left out.
pub(super) fn numbers(scale: &Scale, pixels: f64, size: f64) -> Calendar {
    let room = |text: &str| width(text, size, Weight::Regular) + GAP;
    let widest = scale.marks.iter().map(|(_, words)| room(words)).fold(0.0, f64::max);
    let apart = pixels / scale.marks.len().saturating_sub(1).max(1) as f64;
    let every = (1..=scale.marks.len().max(1)).find(|&n| apart * n as f64 >= widest).unwrap_or(1);
    Calendar {
        marks: scale.marks.iter().map(|(value, _)| *value).collect(),
        words: scale.marks.iter().step_by(every).cloned().collect(),
    }
}

/// Marks where years begin, words in the middle of what is seen of each.
fn by_year(first: Date, last: Date, week_of: impl Fn(Date) -> f64, room: f64) -> Calendar {
    let mut edges = vec![week_of(first)];
    edges.extend(months_between(first, last, 12).into_iter().map(&week_of).filter(|&w| w > 0.0));
    edges.push(week_of(last));
    let words = edges
        .windows(2)
        .zip(first.year()..)
        .filter(|(edge, _)| edge[1] - edge[0] >= room)
        .map(|(edge, year)| ((edge[0] + edge[1]) / 2.0, year.to_string()))
        .collect();
    edges.pop();
    Calendar { marks: edges, words }
}

/// First days of months whose number since year 0 is a multiple of `step`.
fn months_between(first: Date, last: Date, step: i32) -> Vec<Date> {
    let number = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
    (number(first)..=number(last))
        .filter(|month| month % step == 0)
        .map(|month| date((month / 12) as i16, (month % 12 + 1) as i8, 1))
        .filter(|&day| day >= first && day <= last)
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::*;

    fn words_of(weeks: i64) -> Vec<String> {
        crate::outputs::charts::fonts::register().unwrap();
        let dates: Vec<Date> = (0..=weeks).map(|w| date(2026, 1, 5) + w.weeks()).collect();
        calendar(&dates, 400.0, 18.0)
            .words
            .into_iter()
            .map(|w| w.1.replace('\u{a0}', " "))
            .collect()
    }

    /// Kind of fault: axes that leave four fifths of a plot empty, or do not say where they end.
    #[test]
    fn axes_of_shares_go_as_far_as_the_data_and_say_so() {
        for (most, top, said) in [
            (0.0, 0.02, " (axis to 2\u{a0}%)"),
            (0.09, 0.1, " (axis to 10\u{a0}%)"),
            (0.11, 0.2, " (axis to 20\u{a0}%)"),
            (0.5, 0.6, " (axis to 60\u{a0}%)"),
            (0.7, 1.0, ""),
            (f64::NAN, 1.0, ""),
        ] {
            let scale = Scale::part(most);
            assert_eq!((scale.top, scale.remark().as_str()), (top, said), "{most}");
            assert!(scale.marks.windows(2).all(|m| m[0].1 != m[1].1), "{:?}", scale.marks);
        }
        assert_eq!(Scale::numbers(3.0).remark(), "");
    }

    #[test]
    fn words_suit_the_length_of_the_axis() {
        assert_eq!(words_of(260), ["2026", "2027", "2028", "2029", "2030"]);
        assert_eq!(words_of(1), ["5 Jan 2026", "12 Jan 2026"]);
        assert_eq!(words_of(52), ["Apr 2026", "Jul 2026", "Oct 2026"]);
        assert_eq!(words_of(1040), ["Jan 2030", "Jan 2035", "Jan 2040"]);
    }

    #[test]
    fn scales_end_at_a_round_number() {
        let tops: Vec<f64> =
            [0.0, 0.3, 7.0, 71.0, 100.0, 3412.0].iter().map(|&v| Scale::numbers(v).top).collect();
        assert_eq!(tops, [1.0, 1.0, 8.0, 80.0, 100.0, 4000.0]);
        assert_eq!(Scale::percent().marks[5].1, "100\u{a0}%");
    }

    #[test]
    fn scales_of_shares_pounds_and_all_of_something_have_round_marks() {
        let words = |scale: Scale| -> Vec<String> {
            scale.marks.into_iter().map(|m| m.1.replace('\u{a0}', " ")).collect()
        };
        assert_eq!(words(Scale::shares(0.4)).last().unwrap(), "100 %");
        assert_eq!(words(Scale::shares(1.3)), ["0 %", "50 %", "100 %", "150 %"]);
        assert_eq!(Scale::shares(40.0).marks.len(), 5);
        assert_eq!(
            words(Scale::pounds(240_000.0)),
            ["£0", "£50k", "£100k", "£150k", "£200k", "£250k"]
        );
        assert_eq!(words(Scale::all_of(330.0)), ["0", "165", "330"]);
        assert_eq!(words(Scale::all_of(0.0)), ["0", "1"]);
    }

    #[test]
    fn words_along_the_bottom_do_not_touch() {
        crate::outputs::charts::fonts::register().unwrap();
        let scale = Scale::numbers(100_000.0);
        assert_eq!(numbers(&scale, 600.0, 18.0).words.len(), 6);
        let narrow = numbers(&scale, 200.0, 18.0);
        assert_eq!((narrow.marks.len(), narrow.words.len()), (6, 2));
    }

    #[test]
    fn scales_of_differences_hold_both_signs_and_nothing() {
        let ends = |least, greatest| {
            let scale = Scale::differences(least, greatest);
            assert!(scale.marks.iter().any(|(_, words)| words == "0"));
            (scale.bottom, scale.top)
        };
        assert_eq!(ends(0.0, 0.0), (-1.0, 1.0));
        assert_eq!(ends(-31.0, 2.0), (-40.0, 10.0));
        assert_eq!(ends(3.0, 63.0), (0.0, 80.0));
        assert_eq!(ends(-7.0, -2.0), (-8.0, 0.0));
        let words: Vec<String> =
            Scale::differences(-9.0, 9.0).marks.into_iter().map(|m| m.1).collect();
        assert_eq!(words, ["−10", "−5", "0", "+5", "+10"]);
    }
}

//! Results as people say them. Charts and reports share these words.
//!
//! The rules: shares come with the number they are a share of; a range is a count of
//! simulated futures, never an interval of confidence; no decimals of a percentage.

use crate::results::{Ensemble, Point};
use crate::stats::paired::Paired;
use crate::stats::quantiles::quantile;
use crate::stats::ratio::Ratio;

/// Fewest replicates of which "90 of 100" can be said; below, all of them are described.
pub const FEWEST_FOR_PERCENTILES: usize = 20;

/// A whole number with commas: `12,345`.
pub fn count(value: f64) -> String {
    let digits = format!("{:.0}", value.abs().round());
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0.0 && digits != "0" {
        text.push('−');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A difference of whole numbers with its sign: `+6`, `−12`, `0`.
pub fn signed_count(value: f64) -> String {
    let text = count(value);
    if value > 0.0 && text != "0" { format!("+{text}") } else { text }
}

/// A mean number of things: as [`count`], but what is not nothing never reads `0`.
pub fn mean_count(value: f64) -> String {
    if value > 0.0 && value < 0.5 { "<1".to_owned() } else { count(value) }
}

/// Pounds: `£1,200`, `−£1,200`.
pub fn pounds(value: f64) -> String {
    let figure = count(value.abs());
    if value < 0.0 && figure != "0" { format!("−£{figure}") } else { format!("£{figure}") }
}

/// Pounds for an axis: `£500`, `£20k`, `£1.5m`.
pub fn short_pounds(value: f64) -> String {
    let (figure, unit) = match value.abs() {
        v if v >= 1e9 => (value / 1e9, "bn"),
        v if v >= 1e6 => (value / 1e6, "m"),
        v if v >= 1e4 => (value / 1e3, "k"),
        _ => return pounds(value),
    };
    let text = format!("{figure:.1}");
    format!("£{}{unit}", text.strip_suffix(".0").unwrap_or(&text))
}

/// A share as a whole percentage: `62 %`; what is neither none nor all never reads so.
pub fn percent(share: f64) -> String {
    format!("{}\u{a0}%", percent_figure(share))
}

/// A range of shares: `48–74 %`, or one figure where both ends read the same.
pub fn percent_range(low: f64, high: f64) -> String {
    let (low, high) = (percent_figure(low), percent_figure(high));
    if low == high { format!("{low}\u{a0}%") } else { format!("{low}–{high}\u{a0}%") }
}

fn percent_figure(share: f64) -> String {
    let percent = share * 100.0;
    if percent > 0.0 && percent < 0.5 {
        "<1".to_owned()
    } else if (99.5..100.0).contains(&percent) {
        ">99".to_owned()
    } else {
        format!("{:.0}", percent.abs().round())
    }
}

/// `between 24 and 37`, or `37` where both ends read the same.
pub fn between(low: f64, high: f64) -> String {
    let (low, high) = (count(low), count(high));
    if low == high { low } else { format!("between {low} and {high}") }
}

/// `200 simulated futures`, `one simulated future`.
pub fn futures(replicates: usize) -> String {
    match replicates {
        1 => "one simulated future".to_owned(),
        n => format!("{} simulated futures", count(n as f64)),
    }
}

/// `24 points`, `1 point`: points of a study's design.
pub fn points(number: f64) -> String {
    let noun = if count(number) == "1" { "point" } else { "points" };
    format!("{} {noun}", count(number))
}

/// `200 matched futures`, `one matched future`: futures that scenarios meet with the same luck.
pub fn matched_futures(replicates: usize) -> String {
    match replicates {
        1 => "one matched future".to_owned(),
        n => format!("{} matched futures", count(n as f64)),
    }
}

/// The ends of the range of a difference: the 5th and 95th percentile where there are enough
/// replicates to say so, else the least and the greatest.
pub fn ends(difference: &Paired) -> (f64, f64) {
    if (difference.replicates as usize) < FEWEST_FOR_PERCENTILES {
        (difference.least, difference.greatest)
    } else {
        (difference.p05, difference.p95)
    }
}

/// What one more costs, with its interval: `£4,400 (95 in 100: £3,900 to £5,100)`.
pub fn each_in_pounds(each: Ratio) -> String {
    let value = price(each.value);
    match each.interval.map(|(low, high)| (price(low), price(high))) {
        Some((low, high)) if low == high => value,
        Some((low, high)) => format!("{value} (95\u{a0}in\u{a0}100: {low} to {high})"),
        None => format!("{value} (how far it may be off cannot be told)"),
    }
}

/// The same for a table: `£4,400 (£3,900 to £5,100)`, or `£4,400 (open)` where it has no end.
pub fn each_in_brief(each: Ratio) -> String {
    let value = price(each.value);
    match each.interval.map(|(low, high)| (price(low), price(high))) {
        Some((low, high)) if low == high => value,
        Some((low, high)) => format!("{value} ({low} to {high})"),
        None => format!("{value} (open)"),
    }
}

fn price(x: f64) -> String {
    if x > 0.0 { pounds(x) } else { "nothing".to_owned() }
}

/// A text with a capital letter at its start.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Which futures a range stands for, and its ends: the 5th to the 95th percentile where
/// there are enough replicates to say so, else the least and the greatest of all.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// `In 90 of 100 simulated futures`, `In all 12 simulated futures`, `In one simulated future`.
    pub among: String,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// The spread of these values; `None` if there are none.
pub fn spread(mut values: Vec<f32>) -> Option<Spread> {
    values.sort_unstable_by(f32::total_cmp);
    let (&first, &last) = (values.first()?, values.last()?);
    let n = values.len();
    Some(if n < FEWEST_FOR_PERCENTILES {
        let among =
            if n == 1 { format!("In {}", futures(1)) } else { format!("In all {}", futures(n)) };
        Spread { among, low: first.into(), high: last.into() }
    } else {
        Spread {
            among: "In 90 of 100 simulated futures".to_owned(),
            low: quantile(&values, 0.05),
            high: quantile(&values, 0.95),
        }
    })
}

/// `the middle of 200 simulated futures`, `one simulated future`: what a median line shows.
pub fn middle_of(ensemble: &Ensemble) -> String {
    match ensemble.replicates.len() {
        1 => futures(1),
        n => format!("the middle of {}", futures(n)),
    }
}

/// A point of a share as `62 % of 330`; `None` where nothing has a value.
pub fn share_of(point: &Point, share: f64) -> Option<String> {
    (point.replicates > 0).then(|| format!("{} of {}", percent(share), count(point.denominator)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_commas() {
        assert_eq!(count(0.0), "0");
        assert_eq!(count(-0.2), "0");
        assert_eq!(count(999.4), "999");
        assert_eq!(count(1_234_567.0), "1,234,567");
        assert_eq!(count(-1500.0), "−1,500");
        assert_eq!([0.2, 6.0, -12.0, -0.2].map(signed_count), ["0", "+6", "−12", "0"]);
        assert_eq!([0.0, 0.3, 0.5].map(mean_count), ["0", "<1", "1"]);
        assert_eq!([-1200.0, -0.2, 5.0].map(pounds), ["−£1,200", "£0", "£5"]);
        let short = [0.0, 5000.0, 20_000.0, 500_000.0, 1_500_000.0].map(short_pounds);
        assert_eq!(short, ["£0", "£5,000", "£20k", "£500k", "£1.5m"]);
    }

    #[test]
    fn percentages_do_not_read_none_or_all_when_they_are_neither() {
        assert_eq!(percent(0.0), "0\u{a0}%");
        assert_eq!(percent(0.001), "<1\u{a0}%");
        assert_eq!(percent(0.6249), "62\u{a0}%");
        assert_eq!(percent(0.997), ">99\u{a0}%");
        assert_eq!(percent(1.0), "100\u{a0}%");
        assert_eq!(percent_range(0.48, 0.74), "48–74\u{a0}%");
        assert_eq!(percent_range(0.481, 0.479), "48\u{a0}%");
        assert_eq!(between(3.2, 2.9), "3");
    }

    #[test]
    fn one_point_is_one_point() {
        assert_eq!([1.0, 24.0].map(points), ["1 point", "24 points"]);
    }

    #[test]
    fn few_futures_are_described_whole() {
        let spread_of = |n: usize| spread((0..n).map(|i| i as f32).collect());
        assert_eq!(spread_of(0), None);
        assert_eq!(spread_of(1).unwrap().among, "In one simulated future");
        let twelve = spread_of(12).unwrap();
        assert_eq!(twelve.among, "In all 12 simulated futures");
        assert_eq!((twelve.low, twelve.high), (0.0, 11.0));
        let many = spread_of(101).unwrap();
        assert_eq!(many.among, "In 90 of 100 simulated futures");
        assert_eq!((many.low, many.high), (5.0, 95.0));
    }
}

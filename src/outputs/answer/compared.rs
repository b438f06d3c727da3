//! A comparison in plain sentences.
//!
//! The rules are those of [`super`]. Two things are said and never one for the other: whether there
//! is a difference on average ("more" and "less" are said only where the 95 % interval of the mean
//! does not hold 0), and in how many matched futures.

use jiff::civil::Date;

use super::month;
use crate::measures::{Measure, Unit};
use crate::outputs::about::About;
use crate::outputs::gains::signed;
use crate::outputs::words::{
    FEWEST_FOR_PERCENTILES, count, each_in_pounds, ends, matched_futures, pounds, signed_count,
};
use crate::outputs::{Compared, Verdict};
use crate::results::Comparison;
use crate::scenario::Scenario;
use crate::stats::paired::{FEWEST_FOR_VERDICT, Paired};

/// The efficiency of matching is spoken of beyond this distance from 1.
const WORTH_A_WORD: f64 = 0.05;

/// What is said of one scenario: on coverage, on cost, and on how sure the difference is.
pub fn sentences(c: &Comparison, compared: &Compared) -> [String; 3] {
    [coverage(c, compared), cost(c, compared), certainty(c, compared)]
}

/// "NAME gives more coverage than BASE on average: +3.6 of 330 organisations … It has more in 42 of
/// 60 matched futures and fewer in 11 …".
fn coverage(c: &Comparison, compared: &Compared) -> String {
    let Some(about) = About::compared(c, compared.ensembles) else { return String::new() };
    let d = &c.real_use.difference;
    let n = d.replicates;
    let (other, base) = (&c.scenario, &c.base);
    let when = month_of(c.dates.last().copied());
    if d.same == n {
        let among = match n {
            1 => "in the one matched future".to_owned(),
            n => format!("in all {}", matched_futures(n as usize)),
        };
        return format!(
            "{other} and {base} cannot be told apart: as many {} are in real use in {when} {among}.",
            about.noun
        );
    }
    let verdict = match Verdict::of(d) {
        Verdict::More => format!("{other} gives more coverage than {base} on average"),
        Verdict::Fewer => format!("{other} gives less coverage than {base} on average"),
        Verdict::Alike => format!("{other} and {base} cannot be told apart on average"),
        Verdict::TooFew => format!(
            "{} too few to say whether {other} or {base} gives more coverage on average \
             ({FEWEST_FOR_VERDICT} are the fewest)",
            units_are(d)
        ),
    };
    let known = interval(d).map_or(String::new(), |interval| format!(" ({interval})"));
    format!(
        "{verdict}: the mean difference is {} of {} in real use in {when}{known}. {}",
        signed(d.mean),
        about.counted(),
        how_often(other, d)
    )
}

/// "Three matched futures are"; of draws with several futures each it is the draws that count.
fn units_are(d: &Paired) -> String {
    match (d.units, d.replicates) {
        (1, 1) => "One matched future is".to_owned(),
        (units, n) if units == n => format!("{} are", matched_futures(n as usize)),
        (1, _) => "One draw of the parameters is".to_owned(),
        (units, _) => format!("{} draws of the parameters are", count(units.into())),
    }
}

/// "95 % interval of the mean +2.3 to +4.8".
pub fn interval(d: &Paired) -> Option<String> {
    let half = d.half_width?;
    let (low, high) = (signed(d.mean - half), signed(d.mean + half));
    Some(format!("95\u{a0}% interval of the mean {low} to {high}"))
}

/// "NAME has more in 42 of 60 matched futures and fewer in 11 (the same in 7); the middle
/// difference is +4 (range −2 to +10)."
fn how_often(other: &str, d: &Paired) -> String {
    if d.replicates == 1 {
        return String::new();
    }
    let ties = match d.same {
        0 => String::new(),
        same => format!(" (the same in {})", count(same.into())),
    };
    let (low, high) = ends(d);
    format!(
        "{other} has more in {} of {} and fewer in {}{ties}; the middle difference is {} (range {} to \
         {}).",
        count(d.more.into()),
        matched_futures(d.replicates as usize),
        count(d.fewer().into()),
        signed_count(d.p50),
        signed_count(low),
        signed_count(high)
    )
}

/// "By December 2030 it has cost £310,000 more on average …".
fn cost(c: &Comparison, compared: &Compared) -> String {
    let d = &c.cost;
    let when = month_of(c.dates.last().copied());
    let first = compared.scenarios.first();
    let prices = first.map_or_else(String::new, |s| prices(s, compared.discount_per_year));
    let (low, high) = ends(d);
    let average = if d.replicates > 1 { " on average" } else { "" };
    let difference = match d.mean {
        p if p >= 0.5 => format!("{} more{average}", pounds(p)),
        p if p <= -0.5 => format!("{} less{average}", pounds(-p)),
        _ => format!("the same{average}"),
    };
    let (low, high) = if d.mean <= -0.5 { (-high, -low) } else { (low, high) };
    let (low, high) = (pounds(low), pounds(high));
    let range = if low == high { String::new() } else { format!("range {low} to {high}; ") };
    format!("By {when} it has cost {difference} ({range}{prices}); {}.", extras(c, compared))
}

/// "that is £4,400 for each extra organisation in real use (95 in 100: …) and £410 for each extra
/// patient …": only where there are more on average.
fn extras(c: &Comparison, compared: &Compared) -> String {
    let about = About::compared(c, compared.ensembles);
    let each = about.map_or_else(String::new, |about| about.each());
    let gains =
        [(&c.real_use, each.as_str()), (&c.true_current, "patient with a truly current record")];
    let (mut paid, mut none, mut untold, mut few) = (vec![], vec![], vec![], vec![]);
    for (gain, what) in gains {
        match (gain.cost_per_extra, Verdict::of(&gain.difference)) {
            (Some(each), Verdict::More) => {
                paid.push(format!("{} for each extra {what}", each_in_pounds(each)));
            }
            (_, Verdict::Fewer) => none.push(format!("no extra {what}")),
            (_, Verdict::TooFew) => few.push(format!("an extra {what}")),
            _ => untold.push(format!("no extra {what}")),
        }
    }
    let said = [
        (paid, "that is ", ""),
        (none, "there is ", ""),
        (untold, "", " can be told from luck"),
        (few, "what ", " costs is not said of so few"),
    ];
    let said = said.into_iter().filter(|(what, ..)| !what.is_empty());
    said.map(|(what, before, after)| format!("{before}{}{after}", what.join(" and ")))
        .collect::<Vec<_>>()
        .join("; ")
}

/// "2025 prices, not discounted".
pub fn prices(scenario: &Scenario, discount_per_year: f64) -> String {
    let year = scenario.money.price_year;
    match discount_per_year {
        0.0 => format!("{year} prices, not discounted"),
        rate => format!("{year} prices, discounted by {}\u{a0}% a year", decimal(rate * 100.0)),
    }
}

/// How much matching helps, and how well the mean is known.
fn certainty(c: &Comparison, compared: &Compared) -> String {
    let (precise, wanted) = (compared.precise, compared.half_width);
    let known = c.get(precise.name).and_then(|d| d.points.last()?.as_ref());
    let Some(known) = known else {
        return format!("No matched future has a value of {}.", precise.name);
    };
    if known.same == known.replicates {
        return format!("There is no difference in {} in any of them.", what(precise));
    }
    let mut text = helps(known);
    let mean = format!("The mean difference in {}", what(precise));
    match known.half_width {
        Some(half) => text.push_str(&format!(
            "{mean} is known to within {} (95\u{a0}% interval of the mean)",
            amount(half, precise.unit)
        )),
        None => text.push_str("One future says nothing about how far the mean can be trusted"),
    }
    if let Some(needed) = known.replicates_needed(wanted).filter(|_| known.deviation > 0.0) {
        text.push_str(&format!(
            "; {} would take about {}",
            amount(wanted, precise.unit),
            matched_futures(needed as usize)
        ));
    }
    text + "."
}

/// "the share of all organisations in real use".
fn what(measure: &Measure) -> String {
    match measure.of {
        "" => measure.label.to_owned(),
        of => format!("the share of {of} {}", measure.label),
    }
}

/// "These 200 matched futures tell as much as 460 unmatched ones …".
fn helps(difference: &Paired) -> String {
    // A ratio of variances of a few futures is no more than luck.
    let enough = difference.replicates as usize >= FEWEST_FOR_PERCENTILES;
    let Some(times) = difference.efficiency.filter(|_| enough) else { return String::new() };
    let n = f64::from(difference.replicates);
    let these = matched_futures(difference.replicates as usize);
    let equal = count(n * times);
    if times > 1.0 + WORTH_A_WORD {
        format!("These {these} are as good as {equal} unmatched ones ({} times). ", figure(times))
    } else if times < 1.0 - WORTH_A_WORD {
        format!("Matching does not help here: {equal} unmatched futures are as good as {n}. ")
    } else {
        "Matching makes no difference here. ".to_owned()
    }
}

/// "0.3 percentage points", "£1,200", "12 records …".
fn amount(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Share if value == 0.01 => "one percentage point".to_owned(),
        Unit::Share => format!("{}\u{a0}percentage points", decimal(value * 100.0)),
        Unit::Pounds => format!("£{}", count(value)),
        Unit::Count | Unit::Hours | Unit::Minutes => decimal(value),
    }
}

/// Two digits of a number that is not small.
fn figure(value: f64) -> String {
    if value < 9.95 { format!("{value:.1}") } else { count(value) }
}

/// A number with as few decimals as it needs, at most two that are not zero.
fn decimal(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let places = (0..6).find(|&p| value * [1e0, 1e1, 1e2, 1e3, 1e4, 1e5][p] >= 10.0).unwrap_or(6);
    let text = format!("{value:.places$}");
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// The month of a day; there is one in every comparison.
fn month_of(day: Option<Date>) -> String {
    day.map_or_else(String::new, month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_keep_two_digits_and_no_more() {
        for (value, text) in [
            (0.0, "0"),
            (1.0, "1"),
            (3.5, "3.5"),
            (0.3149, "0.31"),
            (0.02, "0.02"),
            (12.4, "12"),
            (250.0, "250"),
            (10.0, "10"),
        ] {
            assert_eq!(decimal(value), text);
        }
        assert_eq!([figure(2.345), figure(14.2)], ["2.3", "14"]);
    }
}

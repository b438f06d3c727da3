//! A comparison in plain sentences and a small table.
//!
//! The rules are those of [`super::words`]; "more" and "less" are said only where 90 or more
//! of 100 matched futures agree.

use jiff::civil::Date;

use uptake::measures::{Counter, Measure, Unit, measure};
use uptake::outputs::words::{
    FEWEST_FOR_PERCENTILES, count, ends, matched_futures, signed_count, spread,
};
use uptake::outputs::{Alone, Compared, ComparisonSummary, TargetSummary, Verdict};
use uptake::results::{Comparison, Ensemble};
use uptake::stats::paired::Paired;

use super::terminal::wrap;
use super::words::{self, level};

/// The efficiency of matching is spoken of beyond this distance from 1.
const WORTH_A_WORD: f64 = 0.05;

/// The answer: a paragraph for each scenario, on coverage, cost, and how sure the difference is.
pub fn answer(compared: &Compared) -> Vec<String> {
    let on_each =
        |c: &Comparison| [coverage(c), cost(c, compared), certainty(c, compared)].join(" ");
    compared.comparisons.iter().map(on_each).collect()
}

/// "NAME gives more coverage than BASE in 94 of 100 matched futures; the middle gain is …".
fn coverage(c: &Comparison) -> String {
    let d = &c.real_use.difference;
    let n = d.replicates;
    let (other, base) = (&c.scenario, &c.base);
    let when = month(c.dates.last().copied());
    let all = count(f64::from(c.organisations));
    let among = |some: u32| match some {
        _ if n == 1 => "in the one matched future".to_owned(),
        some if some == n => format!("in all {}", matched_futures(n as usize)),
        some => format!("in {} of {}", count(some.into()), matched_futures(n as usize)),
    };
    let ties = match d.same {
        0 => String::new(),
        same => format!(" (the same in {})", count(same.into())),
    };
    let (low, high) = ends(d);
    let told = |word: &str, some: u32, noun: &str, middle: f64, (from, to): (f64, f64)| {
        format!(
            "{other} gives {word} coverage than {base} {}{ties}; the middle {noun} is {} of {all} \
             organisations in real use in {when} (range {} to {}).",
            among(some),
            count(middle),
            count(from),
            count(to)
        )
    };
    match Verdict::of(d) {
        Verdict::More => told("more", d.more, "gain", d.p50, (low, high)),
        Verdict::Fewer => told("less", d.fewer(), "loss", -d.p50, (-high, -low)),
        Verdict::Alike if d.same == n => format!(
            "{other} and {base} cannot be told apart: as many organisations are in real use in \
             {when} {}.",
            among(n)
        ),
        Verdict::Alike => format!(
            "{other} and {base} cannot be told apart: in {when} {other} has more organisations in \
             real use {} and fewer in {}{ties}; the middle difference is {} of {all} (range {} to \
             {}).",
            among(d.more),
            count(d.fewer().into()),
            signed_count(d.p50),
            signed_count(low),
            signed_count(high)
        ),
    }
}

/// "By December 2030 it costs £310,000 more …".
fn cost(c: &Comparison, compared: &Compared) -> String {
    let d = &c.cost;
    let when = month(c.dates.last().copied());
    let prices = prices(compared);
    let (low, high) = ends(d);
    let difference = match d.p50 {
        p if p > 0.0 => format!("{} more", pounds(p)),
        p if p < 0.0 => format!("{} less", pounds(-p)),
        _ => "the same".to_owned(),
    };
    let (low, high) = if d.p50 < 0.0 { (-high, -low) } else { (low, high) };
    let (low, high) = (pounds(low), pounds(high));
    let range = if low == high { String::new() } else { format!("range {low} to {high}; ") };
    format!("By {when} it has cost {difference} ({range}{prices}); {}.", extras(c))
}

/// "£4,400 for each extra organisation in real use and £410 for each extra patient …".
fn extras(c: &Comparison) -> String {
    let gains = [
        (&c.real_use, "organisation in real use"),
        (&c.true_current, "patient with a truly current record"),
    ];
    let (paid, none): (Vec<_>, Vec<_>) =
        gains.into_iter().partition(|(gain, _)| gain.cost_per_extra.is_some());
    let paid = paid.iter().filter_map(|(gain, what)| {
        Some(format!("{} for each extra {what}", price(gain.cost_per_extra?)))
    });
    let none: Vec<String> = none.iter().map(|(_, what)| format!("extra {what}")).collect();
    let none = (!none.is_empty()).then(|| format!("there is no {}", none.join(" and no ")));
    let paid = Some(paid.collect::<Vec<_>>().join(" and ")).filter(|text| !text.is_empty());
    paid.map(|text| format!("that is {text}"))
        .into_iter()
        .chain(none)
        .collect::<Vec<_>>()
        .join("; ")
}

/// What one more costs.
fn price(cost_per_extra: f64) -> String {
    if cost_per_extra > 0.0 { pounds(cost_per_extra) } else { "nothing".to_owned() }
}

/// "£1,200", "−£1,200".
fn pounds(value: f64) -> String {
    let figure = count(value.abs());
    if value < 0.0 && figure != "0" { format!("−£{figure}") } else { format!("£{figure}") }
}

fn prices(compared: &Compared) -> String {
    let year = compared.scenarios.first().map_or(0, |s| s.money.price_year);
    match compared.discount_per_year {
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

/// The table: scenario, real use, goal, cost; below its width a list. It ends with a line break.
pub fn table(compared: &Compared, summary: &ComparisonSummary, width: usize) -> String {
    let goal = goal(summary);
    let met = |alone: &Alone| {
        let goal = goal?;
        let target = alone.targets.iter().find(|t| is_same(t, goal))?;
        Some(format!("{} of {}", count(target.met.into()), count(target.replicates.into())))
    };
    let row = |(alone, ensemble): (&Alone, &Ensemble)| -> Vec<String> {
        let in_use = format!("{}{}", count(alone.real_use.p50), range(ensemble));
        let mut cells = vec![alone.scenario.clone(), in_use];
        cells.extend(met(alone));
        cells.push(format!("£{}", count(alone.cost.p50)));
        cells
    };
    let mut heads = vec!["scenario", "real use", "spent"];
    if goal.is_some() {
        heads.insert(2, "goal met");
    }
    let rows: Vec<Vec<String>> =
        summary.scenarios.iter().zip(compared.ensembles).map(row).collect();
    let mut text = laid_out(&heads, &rows, width);
    text.push('\n');
    for line in legend(compared, summary, goal) {
        text.push_str(&wrap(&line, width));
        text.push('\n');
    }
    text
}

/// " (24–37)": organisations in real use at the end; nothing where there is no range.
fn range(ensemble: &Ensemble) -> String {
    let week = ensemble.weeks as usize;
    let values = ensemble.replicates.iter();
    let values = values.map(|r| r.trajectory.get(Counter::OrgRealUse, 0, week)).collect();
    match spread(values).map(|spread| (count(spread.low), count(spread.high))) {
        Some((low, high)) if low != high => format!(" ({low}–{high})"),
        _ => String::new(),
    }
}

/// The goal that the table shows: the first for organisations in real use, else the first.
fn goal(summary: &ComparisonSummary) -> Option<&TargetSummary> {
    let targets = &summary.scenarios.first()?.targets;
    targets.iter().find(|t| t.measure == "organisations.real_use").or(targets.first())
}

fn is_same(one: &TargetSummary, other: &TargetSummary) -> bool {
    (one.measure, one.at_least, one.week) == (other.measure, other.at_least, other.week)
}

fn laid_out(heads: &[&str], rows: &[Vec<String>], width: usize) -> String {
    let longest = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|c| c.chars().count());
        cells.max().unwrap_or(0).max(heads[column].len())
    };
    let widths: Vec<usize> = (0..heads.len()).map(longest).collect();
    let mut text = String::new();
    if widths.iter().sum::<usize>() + 3 * (widths.len() - 1) > width {
        for row in rows {
            text.push_str(&format!("{}\n", row[0]));
            for (head, cell) in heads.iter().zip(row).skip(1) {
                text.push_str(&format!("  {head:<9} {cell}\n"));
            }
        }
        return text;
    }
    let mut line = |cells: &[&str]| {
        let rest = cells.iter().zip(&widths).skip(1);
        let rest: String = rest.map(|(cell, width)| format!("   {cell:>width$}")).collect();
        text.push_str(&format!("{:<width$}{rest}\n", cells[0], width = widths[0]));
    };
    line(heads);
    for row in rows {
        line(&row.iter().map(String::as_str).collect::<Vec<_>>());
    }
    text
}

/// The month of a day; there is one in every comparison.
fn month(day: Option<Date>) -> String {
    day.map_or_else(String::new, words::month)
}

/// What the columns are.
fn legend(
    compared: &Compared,
    summary: &ComparisonSummary,
    goal: Option<&TargetSummary>,
) -> Vec<String> {
    let base = compared.ensembles.first();
    let when = month(base.map(|e| e.date(e.weeks)));
    let shown = match summary.replicates {
        1 => "one future".to_owned(),
        n if (n as usize) < FEWEST_FOR_PERCENTILES => {
            format!("the middle and the range of {}", count(n.into()))
        }
        n => format!("the middle of {} and the range of 90 of 100", count(n.into())),
    };
    let mut lines = vec![format!(
        "real use: of {} organisations in {when}, {shown}",
        count(summary.organisations.into())
    )];
    if let (Some(goal), Some(base)) = (goal, base)
        && let Some(measure) = measure(goal.measure)
    {
        let by = month(Some(base.date(goal.week)));
        lines.push(format!("goal met: {} by {by}", level(goal.at_least, measure)));
    }
    lines.push(format!("spent: by {when}, {}", prices(compared)));
    lines
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
        assert_eq!([pounds(-1200.0), pounds(-0.2), pounds(5.0)], ["−£1,200", "£0", "£5"]);
    }

    #[test]
    fn a_table_that_is_too_wide_becomes_a_list() {
        let rows = vec![vec!["half-team".to_owned(), "14 (9–20)".to_owned(), "£1,000".to_owned()]];
        let heads = ["scenario", "real use", "spent"];
        assert_eq!(
            laid_out(&heads, &rows, 80),
            "scenario     real use    spent\nhalf-team   14 (9–20)   £1,000\n"
        );
        let narrow = laid_out(&heads, &rows, 24);
        assert_eq!(narrow, "half-team\n  real use  14 (9–20)\n  spent     £1,000\n");
    }
}

//! The answer in a few plain sentences, every number with what it is a number of.
//!
//! A range is said as a count of futures, never as an interval of confidence; no sentence
//! says what "will" happen; percentages carry no decimals and stand beside their counts.

#[cfg(feature = "charts")]
mod brief;
mod compared;
mod noted;

use jiff::civil::Date;

pub use compared::{prices, sentences};

#[cfg(feature = "charts")]
pub(super) use brief::{change, change_of_one, told, why};

use super::about::{About, REACH};
use super::words::{between, count, futures, percent, percent_range, spread};
use super::{Summary, TargetSummary, Uncertainty, VarianceShares};
use crate::measures::{Counter, Measure, Unit, measure};
use crate::results::Ensemble;
use crate::stats::quantiles::quantile;

/// Fewer futures than this say nothing about what is rare.
const ENOUGH_FOR_RARE: u32 = 30;

/// The answer: how many organisations, what that range is over, the middle future, and the
/// goals.
pub fn answer(ensemble: &Ensemble, summary: &Summary) -> Vec<String> {
    let level = level_of_range(ensemble, &summary.uncertainty);
    let goal = summary.targets.iter().find(|target| target.measure == REACH);
    let about = About::named(ensemble, goal.and_then(|goal| goal.of.as_deref()));
    let first = [range(ensemble, &about)].into_iter();
    let first = first.chain(noted::pauses(ensemble, about.group)).chain(level);
    let rest = [middle(ensemble), goals(ensemble, summary)];
    let when = month(ensemble.date(ensemble.weeks));
    let money = summary.money.sentence(&when);
    let means = [money, noted::idle_hours(ensemble), noted::money_taken(ensemble)];
    first.chain(rest).chain(means.into_iter().flatten()).collect()
}

/// "This range is over luck only …"; nothing of one future, which has no range.
fn level_of_range(ensemble: &Ensemble, uncertainty: &Uncertainty) -> Option<String> {
    let over = uncertainty.level.in_words();
    if ensemble.replicates.len() < 2 {
        return None;
    }
    let Some(draws) = uncertainty.draws else {
        return Some(format!(
            "This range is {over}: the parameters are taken as known (`--parameter-draws 50` \
             draws those that are not)."
        ));
    };
    let drawn = format!("This range is {over}, drawn {draws} times");
    let at_end = |row: &&VarianceShares| row.measure == REACH && row.week == ensemble.weeks;
    let share = uncertainty.variance_shares.iter().find(at_end).and_then(|row| row.between_draws);
    Some(match share {
        Some(share) => {
            format!("{drawn}; {} of its variance is due to the parameters.", percent(share))
        }
        None => format!("{drawn}."),
    })
}

/// "In 90 of 100 simulated futures, between 24 and 37 of 330 organisations (7–11 %) …".
fn range(ensemble: &Ensemble, about: &About) -> String {
    let Some(spread) = spread(at_end(ensemble, Counter::OrgRealUse, about.group)) else {
        return "No simulated future is complete.".to_owned();
    };
    let all = about.all.max(1.0);
    let verb = if about.all == 1.0 { "has" } else { "have" };
    format!(
        "{}, {} of {} ({}) {verb} the tool in real use in {}.",
        spread.among,
        between(spread.low, spread.high),
        about.counted(),
        percent_range(spread.low / all, spread.high / all),
        month(ensemble.date(ensemble.weeks))
    )
}

/// "The middle result is 31 of 330 organisations …; it is not a forecast."
fn middle(ensemble: &Ensemble) -> String {
    let middle_of = |counter| {
        let mut values = at_end(ensemble, counter, 0);
        values.sort_unstable_by(f32::total_cmp);
        if values.is_empty() { 0.0 } else { quantile(&values, 0.5) }
    };
    format!(
        "The middle result is {} of {} organisations, {} of {} staff in scope who used it within \
         the month, and {} of about {} recognised patients with a true and current record; it is \
         a thought experiment, not a forecast.",
        count(middle_of(Counter::OrgRealUse)),
        count(f64::from(ensemble.organisations)),
        count(middle_of(Counter::StaffMonth)),
        count(f64::from(ensemble.posts_in_scope)),
        count(middle_of(Counter::PatTrue)),
        count(middle_of(Counter::PatRecognised)),
    )
}

/// "The goal of 50 % of all organisations in real use in March 2029 is met in …".
fn goals(ensemble: &Ensemble, summary: &Summary) -> String {
    let known: Vec<String> = summary
        .targets
        .iter()
        .filter_map(|target| {
            let of = target.label.as_deref();
            let level = goal_in_words(target.at_least, measure(target.measure)?, of);
            // Futures of one draw are alike, so no more of them count than there are draws.
            let apart = summary.uncertainty.draws.unwrap_or(target.replicates);
            let when = month(ensemble.date(target.week.min(ensemble.weeks)));
            let often = match target.without_value {
                0 => how_often(target.met, target.replicates, apart),
                n if n == target.replicates => format!(
                    "met in none of {}: it has no value in any of them",
                    futures(target.replicates as usize)
                ),
                n => format!(
                    "{}, of which {} have no value of it",
                    how_often(target.met, target.replicates, apart),
                    count(f64::from(n))
                ),
            };
            let where_it_is = of_group(ensemble, target).unwrap_or_default();
            Some(format!("{level} by {when} is {often}{where_it_is}"))
        })
        .collect();
    if known.is_empty() {
        return "The scenario names no goal ([[target]]) to hold this against.".to_owned();
    }
    format!("The goal of {}.", known.join("; that of "))
}

/// Where a group stands that a goal is about, since the rest of the answer is about everything together:
/// ", where it comes to 59 % in the middle (0–72 % in 90 of 100 simulated futures)".
fn of_group(ensemble: &Ensemble, target: &TargetSummary) -> Option<String> {
    let measure = measure(target.measure).filter(|m| m.unit == Unit::Share)?;
    let of = Some(target.of.as_deref()?);
    let group = ensemble.replicates.first()?.trajectory.layout().index_of(of);
    let week = target.week.min(ensemble.weeks);
    let mut values = ensemble.values(measure, group, week);
    values.sort_unstable_by(f32::total_cmp);
    let spread = spread(values.clone())?;
    Some(format!(
        ", where it comes to {} in the middle ({} {})",
        percent(quantile(&values, 0.5)),
        percent_range(spread.low, spread.high),
        spread.among.replace("In ", "in ")
    ))
}

/// "50 % of all organisations in real use", "60 % of GP practices in real use" (of the group of that
/// label), "2,000 records written or updated a week".
pub fn goal_in_words(at_least: f64, measure: &Measure, of: Option<&str>) -> String {
    let level = match measure.unit {
        Unit::Share => percent(at_least),
        Unit::Pounds => format!("£{}", count(at_least)),
        Unit::Count | Unit::Hours | Unit::Minutes => count(at_least),
    };
    let label = measure.label;
    match (measure.unit, of) {
        // Labels of kinds are what many are called.
        (Unit::Share, Some(of)) if measure.of == "all organisations" && of.ends_with('s') => {
            format!("{level} of {of} {label}")
        }
        (Unit::Share, of) if measure.of.is_empty() => format!("{level} {label}{}", in_brackets(of)),
        (Unit::Share, of) => {
            format!("{level} of {}{}", measure.share_in_words(), in_brackets(of))
        }
        (_, of) => format!("{level} {label}{}", in_brackets(of)),
    }
}

fn in_brackets(of: Option<&str>) -> String {
    of.map_or_else(String::new, |of| format!(" ({of})"))
}

/// "met in 27 of 200 simulated futures", with what "none" leaves open where so many of them are
/// independent of each other.
fn how_often(some: u32, all: u32, independent: u32) -> String {
    let of_all = futures(all as usize);
    match (some, all) {
        (0, 1) => format!("not met in {of_all}"),
        (1, 1) => format!("met in {of_all}"),
        (some, all) if some == all => format!("met in all {of_all}"),
        // With none of n, the chance can still be 3/n (the rule of three, at 95 in 100).
        (0, _) if independent.min(all) >= ENOUGH_FOR_RARE => format!(
            "met in none of {of_all} (so in fewer than about 1 in {})",
            count(two_digits(f64::from(independent.min(all)) / 3.0))
        ),
        (0, _) => format!("met in none of {of_all}"),
        (some, _) => format!("met in {} of {of_all}", count(f64::from(some))),
    }
}

/// Values of a counter of a group at the horizon.
fn at_end(ensemble: &Ensemble, counter: Counter, group: usize) -> Vec<f32> {
    let week = ensemble.weeks as usize;
    ensemble.replicates.iter().map(|r| r.trajectory.get(counter, group, week)).collect()
}

/// The first two digits of a number, the rest zeros: "about" should not look exact.
fn two_digits(x: f64) -> f64 {
    let mut unit = 1.0;
    while x / unit >= 100.0 {
        unit *= 10.0;
    }
    (x / unit).floor() * unit
}

/// A month in words.
pub fn month(day: Date) -> String {
    day.strftime("%B\u{a0}%Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_and_all_are_said_with_what_they_leave_open() {
        for (some, all, words) in [
            (0, 400, "met in none of 400 simulated futures (so in fewer than about 1 in 130)"),
            (0, 3, "met in none of 3 simulated futures"),
            (0, 1, "not met in one simulated future"),
            (3, 3, "met in all 3 simulated futures"),
            (1, 1, "met in one simulated future"),
            (27, 100, "met in 27 of 100 simulated futures"),
        ] {
            assert_eq!(how_often(some, all, all), words);
        }
        let drawn = how_often(0, 400, 50);
        assert!(
            drawn.ends_with("400 simulated futures (so in fewer than about 1 in 16)"),
            "{drawn}"
        );
    }

    #[test]
    fn goals_are_said_in_the_unit_of_their_measure() {
        let said = |name: &str, at_least| goal_in_words(at_least, measure(name).unwrap(), None);
        assert_eq!(
            said("organisations.real_use", 0.5),
            "50\u{a0}% of all organisations in real use"
        );
        let of = |name: &str, of| goal_in_words(0.6, measure(name).unwrap(), Some(of));
        assert_eq!(
            of("organisations.real_use", "GP practices"),
            "60\u{a0}% of GP practices in real use"
        );
        assert_eq!(
            of("staff.weekly", "Ward"),
            "60\u{a0}% of posts in scope used it this week (Ward)"
        );
        assert_eq!(said("project.spend", 2e6), "£2,000,000 spent since the start");
        assert_eq!(said("records.written", 2000.0), "2,000 records written or updated a week");
    }
}

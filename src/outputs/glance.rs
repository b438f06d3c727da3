//! A few figures of each scenario, for the first page.

use super::about::{About, REACH};
use super::answer::{goal_in_words, month, prices};
use super::charts::pounds_each;
use super::document::{Glance, GlanceRow};
use super::money::Spending;
use super::targets::target_summary;
use super::words::{
    FEWEST_FOR_PERCENTILES, count, each_in_brief, middle_of, percent_range, pounds, spread,
};
use super::{TargetSummary, Verdict, When};
use crate::measures::{Counter, Measure, measure};
use crate::results::{Comparison, Ensemble, Spend};
use crate::scenario::{Scenario, Target};
use crate::stats::quantiles::quantile;

/// The figures of one scenario, or of the base and the others that are held against it.
pub(super) fn glance(
    scenarios: &[Scenario],
    ensembles: &[Ensemble],
    comparisons: &[Comparison],
    discount: f64,
) -> Option<Glance> {
    let (scenario, ensemble) = (scenarios.first()?, ensembles.first()?);
    let end = month(ensemble.date(ensemble.weeks));
    let goal = goal(scenario, ensemble.weeks);
    let about = match comparisons.first() {
        None => About::of(scenario, ensemble),
        Some(comparison) => About::compared(comparison, ensembles)?,
    };
    let head = |head: &str, what: String| [head.to_owned(), what];
    let mut heads =
        vec![head("real use", format!("{} of {} in {end}", about.noun, count(about.all)))];
    if let Some((target, measure)) = goal {
        let by = month(ensemble.date(target.week));
        let of = target.of.as_ref().map(|of| of.label.as_str());
        let words = goal_in_words(target.at_least, measure, of);
        heads.push(head("goal met", format!("futures with {words} by {by}")));
    }
    let there_is = match (Spending::of(scenario, ensemble).available, comparisons) {
        (Some(available), []) => format!(" of {}", pounds(available)),
        _ => String::new(),
    };
    heads.push(head("spent", format!("by {end}{there_is}, {}", prices(scenario, discount))));
    heads.push(match comparisons {
        [] => head("for each", "spent for each organisation in real use".to_owned()),
        _ => head("each extra", "cost of each extra one in real use, mean over mean".to_owned()),
    });
    let row = |(i, (scenario, ensemble)): (usize, (&Scenario, &Ensemble))| {
        let mut figures = vec![in_use(ensemble, &about)];
        figures.extend(goal.map(|(target, measure)| chance(ensemble, target, measure)));
        figures.push(spent(ensemble, discount));
        figures.push(match (i, comparisons) {
            (_, []) => each(ensemble),
            (0, _) => ["the base".to_owned(), String::new()],
            (i, found) => [found.get(i - 1).map_or_else(String::new, extra), String::new()],
        });
        GlanceRow { scenario: scenario.name.clone(), figures }
    };
    let of = middle_of(ensemble);
    let range = match ensemble.replicates.len() {
        1 => of,
        n if n < FEWEST_FOR_PERCENTILES => format!("{of} and the range of all of them"),
        _ => format!("{of} and the range of 90 of 100"),
    };
    let caption = match comparisons {
        [] => format!("The scenario in figures: {range}"),
        _ => format!(
            "Scenarios side by side: {range}; the mean of matched differences is not the difference \
             of two middles"
        ),
    };
    let rows = scenarios.iter().zip(ensembles).enumerate().map(row).collect();
    Some(Glance { caption, head: heads, rows })
}

/// The goal that is shown: the first for organisations in real use, else the first.
fn goal(scenario: &Scenario, weeks: u32) -> Option<(&Target, &'static Measure)> {
    let targets = || scenario.targets.iter().filter(|target| target.week <= weeks);
    let in_use = targets().find(|target| target.measure == REACH);
    let target = in_use.or(targets().next())?;
    Some((target, measure(&target.measure)?))
}

/// "33", "21 to 44; 6–13 %".
fn in_use(ensemble: &Ensemble, about: &About) -> [String; 2] {
    let week = ensemble.weeks as usize;
    let values = ensemble.replicates.iter();
    let mut values: Vec<f32> =
        values.map(|r| r.trajectory.get(Counter::OrgRealUse, about.group, week)).collect();
    values.sort_unstable_by(f32::total_cmp);
    let middle = if values.is_empty() { 0.0 } else { quantile(&values, 0.5) };
    let all = about.all.max(1.0);
    let beside = match spread(values) {
        Some(s) if count(s.low) != count(s.high) => {
            let shares = percent_range(s.low / all, s.high / all);
            format!("{} to {}; {shares}", count(s.low), count(s.high))
        }
        _ => percent_range(middle / all, middle / all),
    };
    [count(middle), beside]
}

/// "27 of 100", "first in March 2028, June 2027 to never".
fn chance(ensemble: &Ensemble, target: &Target, measure: &'static Measure) -> [String; 2] {
    let TargetSummary { met, replicates, time_to_target: time, .. } =
        target_summary(measure, target, ensemble);
    let when = |when: &Option<When>| when.as_ref().map(|when| month(ensemble.date(when.week)));
    let never = (time.not_within_horizon * f64::from(replicates)).round();
    let end = month(ensemble.date(ensemble.weeks));
    let not = format!("not by {end} in {} of {}", count(never), count(replicates.into()));
    let (early, late) = match (replicates as usize) < FEWEST_FOR_PERCENTILES {
        true => (&time.p50, &time.p50),
        false => (&time.p05, &time.p95),
    };
    let first = match (when(&time.p50), when(early), when(late)) {
        _ if never == f64::from(replicates) => format!("not by {end}"),
        (Some(middle), Some(early), Some(late)) if early != late => {
            format!("first in {middle}, {early} to {late}")
        }
        (Some(middle), _, Some(_)) => format!("first in {middle}"),
        (Some(middle), ..) => format!("first in {middle}; {not}"),
        (None, ..) => not,
    };
    [format!("{} of {}", count(met.into()), count(replicates.into())), first]
}

/// "£1,200,000", "£1,100,000 to £1,300,000".
fn spent(ensemble: &Ensemble, discount: f64) -> [String; 2] {
    let mut sorted = Spend::of(ensemble, ensemble.weeks, discount).values;
    sorted.sort_unstable_by(f64::total_cmp);
    let Some((&least, &greatest)) = sorted.first().zip(sorted.last()) else {
        return [String::new(), String::new()];
    };
    let at = |q| quantile(&sorted, q);
    match sorted.len() < FEWEST_FOR_PERCENTILES {
        true => in_pounds([least, at(0.5), greatest]),
        false => in_pounds([at(0.05), at(0.5), at(0.95)]),
    }
}

fn in_pounds(values: [f64; 3]) -> [String; 2] {
    let [low, middle, high] = values.map(pounds);
    let beside = if low == high { String::new() } else { format!("{low} to {high}") };
    [middle, beside]
}

fn each(ensemble: &Ensemble) -> [String; 2] {
    match pounds_each(ensemble) {
        Some(values) => in_pounds(values),
        None => ["–".to_owned(), "in some futures none is in real use".to_owned()],
    }
}

/// Mean extra cost for each in the mean extra coverage, with its interval.
fn extra(comparison: &Comparison) -> String {
    let Some(each) = comparison.real_use.cost_per_extra else {
        return "no extra one on average".to_owned();
    };
    match Verdict::of(&comparison.real_use.difference) {
        Verdict::More => each_in_brief(each),
        Verdict::TooFew => "too few matched futures to say".to_owned(),
        _ => "cannot be told from luck".to_owned(),
    }
}

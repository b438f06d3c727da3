//! The question, the answer in a few sentences, and the table of scenarios.

use jiff::civil::Date;

use super::html::{cards, p, text};
use super::{Origin, Report, Subject, asked, brief, is_partial};
use crate::measures::{Counter, measure};
use crate::outputs::answer::{answer, goal_in_words, month, prices, sentences};
use crate::outputs::charts::{Table, pounds_each};
use crate::outputs::words::{
    FEWEST_FOR_PERCENTILES, count, each_in_pounds, futures, percent_range, pounds, spread,
};
use crate::outputs::{TargetSummary, ToolRecord, Verdict, When};
use crate::results::{Comparison, Spend};
use crate::scenario::Target;
use crate::stats::quantiles::quantile;

/// What stands below the title.
pub(super) fn question(report: &Report, first: &Subject) -> String {
    let of = |s: &Subject| Some(s.scenario.question.clone()).filter(|words| !words.is_empty());
    let mut questions: Vec<String> = report.subjects.iter().skip(1).filter_map(of).collect();
    if questions.is_empty() {
        questions.extend(of(first));
    }
    questions.dedup();
    if let Some(document) = report.document.filter(|document| !document.question.is_empty()) {
        questions.insert(0, document.question.clone());
    }
    let question = match &questions[..] {
        [] => String::new(),
        some => {
            let words = text(&some.join(" "));
            format!("<p class=\"question\"><strong>Question.</strong> {words}</p>\n")
        }
    };
    format!("{question}<p class=\"meta\">{}</p>\n", text(&status(report, first)))
}

/// "Complete: 200 simulated futures · 25 November 2026 · uptake 0.1.0".
fn status(report: &Report, first: &Subject) -> String {
    let complete = first.ensemble.replicates.len();
    let state = if is_partial(report, first) {
        format!(
            "Stopped early: {} of {} simulated futures",
            count(complete as f64),
            count(asked(report, first).into())
        )
    } else {
        format!("Complete: {}", futures(complete))
    };
    let state = match report.subjects.len() {
        1 => state,
        n => format!("{state} of each of {n} scenarios, matched"),
    };
    let ToolRecord { name, version } = report.origin.tool();
    let (state, day) = match report.origin {
        Origin::Run(manifest) => {
            (state, day(manifest.finished.as_deref().unwrap_or(&manifest.started)))
        }
        Origin::Study { plan, merged } => (
            format!(
                "Complete: {} at {} points, and {} of the base",
                futures(merged.futures as usize),
                count(plan.points.into()),
                count(complete as f64)
            ),
            String::new(),
        ),
    };
    format!("{state} · {day}{name} {version} · a thought experiment, not a forecast")
}

/// "25 November 2026 · ", of a time as manifests write it.
fn day(time: &str) -> String {
    let day = time.get(.."2026-11-25".len()).and_then(|day| day.parse::<Date>().ok());
    let Some(day) = day else { return String::new() };
    format!("{} {} · ", day.day(), month(day))
}

/// The answer, with the figure that shows it after its first sentences.
pub(super) fn section(report: &Report, first: &Subject, lead: &str) -> String {
    let said: Vec<String> = match report.compared {
        Some(compared) => {
            // How well the difference is known stands with the quality of the run.
            let each = compared.comparisons.iter().map(|c| sentences(c, compared));
            each.map(|[coverage, cost, _]| format!("{coverage} {cost}")).collect()
        }
        None => {
            let mut said = answer(first.ensemble, &first.summary());
            let rest = said.split_off(1.min(said.len()));
            said.into_iter().chain([rest.join(" ")]).collect()
        }
    };
    let inner = format!(
        "{}{}{}",
        led(&said, lead),
        cards(&caption(report, first), &table(report, first)),
        brief::in_brief(report, first)
    );
    super::html::section("answer", "The answer", &inner)
}

/// Paragraphs with the figure that shows what they say after the first of them, so that it stands on
/// the first screen.
pub(super) fn led(said: &[String], lead: &str) -> String {
    let mut paragraphs = said.iter().filter(|words| !words.is_empty()).map(|words| p(words));
    let first = paragraphs.next().unwrap_or_default();
    format!("{first}{lead}{}", paragraphs.collect::<String>())
}

fn caption(report: &Report, first: &Subject) -> String {
    let n = first.ensemble.replicates.len();
    let range = match n {
        1 => "one simulated future".to_owned(),
        n if n < FEWEST_FOR_PERCENTILES => {
            format!("the middle and the range of all {n} simulated futures")
        }
        n => format!(
            "the middle of {} simulated futures and the range of 90 of 100",
            count(n as f64)
        ),
    };
    let discount = report.compared.map_or(0.0, |compared| compared.discount_per_year);
    let year = first.scenario.money.price_year;
    let prices = match report.compared {
        Some(compared) if discount > 0.0 => prices(compared),
        _ => format!("{year} prices, not discounted"),
    };
    if report.subjects.len() == 1 {
        return format!("The scenario in figures: {range}. Costs: {prices}.");
    }
    format!(
        "Scenarios side by side: {range}. Costs: {prices}. Cost of each extra: mean over mean. The mean of \
         matched differences, as told above, is not the difference of two middles."
    )
}

/// Scenario; coverage at the horizon; the goal; when; cost; cost of one more.
fn table(report: &Report, first: &Subject) -> Table {
    let weeks = first.ensemble.weeks;
    let goal = goal(first);
    let all = count(first.ensemble.organisations.into());
    let mut head = vec!["Scenario".to_owned()];
    head.push(format!(
        "In real use in {}, of {all} organisations",
        month(first.ensemble.date(weeks))
    ));
    if let Some((target, words)) = &goal {
        let by = month(first.ensemble.date(target.week));
        head.push(format!("Futures that meet the goal: {words} by {by}"));
        head.push("First week in which it is met".to_owned());
    }
    head.push(format!("Spent by {}", month(first.ensemble.date(weeks))));
    head.push(match report.compared {
        Some(_) => "Cost of each extra organisation in real use".to_owned(),
        None => "Spent for each organisation in real use".to_owned(),
    });
    let mut table = Table { head, rows: Vec::new() };
    for (i, subject) in report.subjects.iter().enumerate() {
        let label = match report.subjects.len() {
            1 => subject.scenario.name.clone(),
            _ => subject.labelled(),
        };
        let mut row = vec![label, in_use(subject)];
        if let Some((target, _)) = &goal {
            row.extend(chance(subject, target));
        }
        row.push(spent(report, subject));
        row.push(match report.compared {
            None => each(subject),
            Some(_) if i == 0 => "the base".to_owned(),
            Some(compared) => {
                let found = compared.comparisons.get(i - 1);
                found.map_or_else(String::new, extra)
            }
        });
        table.rows.push(row);
    }
    table
}

/// The goal that the table shows: the first for organisations in real use, else the first.
pub(super) fn goal<'a>(first: &Subject<'a>) -> Option<(&'a Target, String)> {
    let targets = first.scenario.targets.iter().filter(|t| t.week <= first.ensemble.weeks);
    let targets: Vec<&Target> = targets.collect();
    let in_use = targets.iter().find(|t| t.measure == "organisations.real_use");
    let target = *in_use.or(targets.first())?;
    Some((target, goal_in_words(target.at_least, measure(&target.measure)?)))
}

/// "33 (21 to 44; 6–13 %)".
fn in_use(subject: &Subject) -> String {
    let week = subject.ensemble.weeks as usize;
    let mut values: Vec<f32> = subject
        .ensemble
        .replicates
        .iter()
        .map(|r| r.trajectory.get(Counter::OrgRealUse, 0, week))
        .collect();
    values.sort_unstable_by(f32::total_cmp);
    let middle = if values.is_empty() { 0.0 } else { quantile(&values, 0.5) };
    let all = f64::from(subject.ensemble.organisations.max(1));
    match spread(values) {
        Some(s) if count(s.low) != count(s.high) => format!(
            "{} ({} to {}; {})",
            count(middle),
            count(s.low),
            count(s.high),
            percent_range(s.low / all, s.high / all)
        ),
        _ => format!("{} ({})", count(middle), percent_range(middle / all, middle / all)),
    }
}

/// "27 of 100", and "March 2028 (June 2027 to never)".
fn chance(subject: &Subject, target: &Target) -> [String; 2] {
    let Some(measure) = measure(&target.measure) else { return [String::new(), String::new()] };
    let TargetSummary { met, replicates, time_to_target: time, .. } =
        crate::outputs::targets::target_summary(measure, target, subject.ensemble);
    let met = format!("{} of {}", count(met.into()), count(replicates.into()));
    let when = |when: &Option<When>| {
        let week = when.as_ref().map(|when| when.week);
        week.map(|week| month(subject.ensemble.date(week)))
    };
    let never = (time.not_within_horizon * f64::from(replicates)).round();
    let of = count(replicates.into());
    let end = month(subject.ensemble.date(subject.ensemble.weeks));
    let (early, late) = if (replicates as usize) < FEWEST_FOR_PERCENTILES {
        (&time.p50, &time.p50)
    } else {
        (&time.p05, &time.p95)
    };
    let first = match (when(&time.p50), when(early), when(late)) {
        _ if never == f64::from(replicates) => format!("not by {end}"),
        (Some(middle), Some(early), Some(late)) if early != late => {
            format!("{middle} ({early} to {late})")
        }
        (Some(middle), _, Some(_)) => middle,
        (Some(middle), ..) => {
            format!("{middle}; not by {end} in {} of {of}", count(never))
        }
        (None, ..) => format!("not by {end} in {} of {of}", count(never)),
    };
    [met, first]
}

/// "£1,200,000 (£1,100,000 to £1,300,000)".
fn spent(report: &Report, subject: &Subject) -> String {
    let discount = report.compared.map_or(0.0, |compared| compared.discount_per_year);
    let mut values = Spend::of(subject.ensemble, subject.ensemble.weeks, discount).values;
    values.sort_unstable_by(f64::total_cmp);
    in_pounds(&values)
}

/// The middle and the range of sorted pounds.
fn in_pounds(sorted: &[f64]) -> String {
    let few = sorted.len() < FEWEST_FOR_PERCENTILES;
    let Some((&least, &greatest)) = sorted.first().zip(sorted.last()) else {
        return String::new();
    };
    let at = |q| quantile(sorted, q);
    let (low, high) = if few { (least, greatest) } else { (at(0.05), at(0.95)) };
    let (low, high, middle) = (pounds(low), pounds(high), pounds(at(0.5)));
    if low == high { middle } else { format!("{middle} ({low} to {high})") }
}

fn each(subject: &Subject) -> String {
    match pounds_each(subject.ensemble) {
        Some([low, middle, high]) if pounds(low) == pounds(high) => pounds(middle),
        Some([low, middle, high]) => {
            format!("{} ({} to {})", pounds(middle), pounds(low), pounds(high))
        }
        None => "cannot be said: in some futures none is in real use".to_owned(),
    }
}

/// Mean extra cost for each in the mean extra coverage, with its interval.
fn extra(comparison: &Comparison) -> String {
    let Some(each) = comparison.real_use.cost_per_extra else {
        return "there is no extra one on average".to_owned();
    };
    match Verdict::of(&comparison.real_use.difference) {
        Verdict::More => each_in_pounds(each),
        Verdict::TooFew => "too few matched futures to say".to_owned(),
        _ => "cannot be told from luck".to_owned(),
    }
}

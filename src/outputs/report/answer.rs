//! The question, the answer in a few sentences, and a few figures of each scenario.

use jiff::civil::Date;

use super::html::{figure, glance, p, terms, text};
use super::known::{found, inside};
use super::{Origin, Report, Subject, asked, is_partial};
use crate::outputs::answer::month;
use crate::outputs::words::{count, futures};
use crate::outputs::{Level, ToolRecord};

/// What stands below the title.
pub(super) fn question(report: &Report, first: &Subject) -> String {
    let of = |s: &Subject| Some(s.scenario.question.clone()).filter(|words| !words.is_empty());
    let mut questions: Vec<String> = report.subjects.iter().skip(1).filter_map(of).collect();
    if questions.is_empty() {
        questions.extend(of(first));
    }
    questions.dedup();
    if !report.document.question.is_empty() {
        questions.insert(0, report.document.question.clone());
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

/// The answer, with the figure that shows it after its first sentences, and what else the first page
/// says.
pub(super) fn section(report: &Report, first: &Subject) -> String {
    let document = report.document;
    let mut said = document.answer.iter().filter(|words| !words.is_empty()).map(|words| p(words));
    let leading = said.next().unwrap_or_default();
    let lead = document.charts.first().map_or_else(String::new, figure);
    let rest: String = said.collect();
    let glance = document.glance.as_ref().map_or_else(String::new, glance);
    let mut brief = document.brief.clone();
    brief.push(("How sure", sure(report, first)));
    let inner = format!("{leading}{lead}{glance}{rest}{}", terms(&brief));
    super::html::section("answer", "The answer", &inner)
}

/// How well the figures are known.
fn sure(report: &Report, first: &Subject) -> String {
    let told = match report.document.told.as_str() {
        "" => String::new(),
        told => format!("{told} "),
    };
    let ranges = match first.ensemble.replicates.len() {
        1 => "One simulated future has no range.".to_owned(),
        n => {
            format!(
                "The ranges are those of {}, {}.",
                futures(n),
                Level::of(first.ensemble).in_words()
            )
        }
    };
    let (inside, all) = inside(&found());
    format!(
        "{told}{ranges} Most effect sizes are assumed, and of {all} published figures about other \
         roll-outs {inside} lie inside what is simulated: read differences between plans, not dates."
    )
}

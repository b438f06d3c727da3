//! The figures, each with its table.

use super::html::{figure, section as whole, text};
use super::{Report, Subject};
use crate::outputs::OutputError;
use crate::outputs::charts::{Chart, some_charts};

/// Figures of each scenario where the document shows none of them itself.
const OF_EACH: [&str; 5] =
    ["coverage", "levels_of_use", "organisation_states", "hours_by_task", "after_funding"];
/// The figure that stands with the quality of the run.
pub(super) const OF_QUALITY: &str = "convergence";

/// The figures but for the first, which stands with the answer; then those of each scenario.
pub(super) fn section(report: &Report) -> Result<String, OutputError> {
    let document = report.document;
    let own = document.charts.iter().skip(1).filter(|chart| chart.name != OF_QUALITY);
    let mut inner: String = own
        .map(|chart| if chart.name == "roll_out" { animated(chart) } else { figure(chart) })
        .collect();
    let is_there = |name: &str| document.charts.iter().any(|chart| chart.name == name);
    if is_there(OF_EACH[0]) {
        return Ok(whole("figures", "Figures", &inner));
    }
    if !document.varied.is_empty() {
        inner.push_str("<h3>The base scenario, in which nothing is moved</h3>\n");
    }
    for subject in report.subjects {
        if report.subjects.len() > 1 {
            inner.push_str(&format!("<h3>{}</h3>\n", text(&subject.labelled())));
        }
        inner.extend(of(subject, &OF_EACH)?.iter().map(figure));
    }
    Ok(whole("figures", "Figures", &inner))
}

/// Some charts of one scenario.
pub(super) fn of(subject: &Subject, names: &[&str]) -> Result<Vec<Chart>, OutputError> {
    Ok(some_charts(names, subject.scenario, subject.ensemble, subject.curves)?)
}

/// The animated figure: its buttons stand before the picture, outside of it, so that a keyboard
/// and a screen reader find them. It does not move unless it is asked to.
fn animated(chart: &Chart) -> String {
    let button = |id: &str, words: &str, checked: &str| {
        format!(
            "<input type=\"radio\" name=\"roll-out\" id=\"roll-out-{id}\"{checked}>\
             <label for=\"roll-out-{id}\">{words}</label>\n"
        )
    };
    let buttons = [
        button("end", "Show the end", " checked"),
        button("play", "Play from the start", ""),
        button("pause", "Pause", ""),
    ];
    let picture = figure(chart);
    format!(
        "<div class=\"roll-out\">\n<fieldset>\n<legend>One simulated roll-out, month by month</legend>\n\
         {}</fieldset>\n{picture}</div>\n",
        buttons.concat()
    )
}

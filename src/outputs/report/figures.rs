//! The figures, each with its table.

use super::html::{figure, section as whole, text};
use super::{Report, Subject};
use crate::outputs::OutputError;
use crate::outputs::charts::{Chart, charts, comparison_charts};
use crate::results::Curves;

/// Figures of one run, in their order; `convergence` stands with the quality of the run.
const OF_A_RUN: [&str; 10] = [
    "coverage",
    "levels_of_use",
    "target_chance",
    "organisation_states",
    "organisation_months",
    "hours_by_task",
    "cost_coverage",
    "after_funding",
    "twelve_futures",
    "roll_out",
];
/// Figures of each scenario of a comparison.
const OF_EACH: [&str; 5] =
    ["coverage", "levels_of_use", "organisation_states", "hours_by_task", "after_funding"];

/// The first figure, which shows the answer, and the section of the others.
pub(super) fn section(report: &Report) -> Result<[String; 2], OutputError> {
    let (mut lead, mut inner) = (String::new(), String::new());
    match report.compared {
        None => {
            for subject in report.subjects {
                let charts = all(subject)?;
                lead.push_str(&chosen(&charts, &OF_A_RUN[..1]));
                inner.push_str(&chosen(&charts, &OF_A_RUN[1..]));
            }
        }
        Some(compared) => {
            let curves: Vec<Curves> = report.subjects.iter().map(|s| s.curves.clone()).collect();
            for (i, chart) in comparison_charts(compared, &curves)?.iter().enumerate() {
                if i == 0 { &mut lead } else { &mut inner }.push_str(&figure(chart));
            }
            for subject in report.subjects {
                inner.push_str(&format!("<h3>{}</h3>\n", text(&subject.labelled())));
                inner.push_str(&of_each(subject)?);
            }
        }
    }
    Ok([lead, whole("figures", "Figures", &inner)])
}

/// All charts of one scenario.
pub(super) fn all(subject: &Subject) -> Result<Vec<Chart>, OutputError> {
    Ok(charts(subject.scenario, subject.ensemble, subject.curves)?)
}

/// The figures of one scenario among others.
pub(super) fn of_each(subject: &Subject) -> Result<String, OutputError> {
    Ok(chosen(&all(subject)?, &OF_EACH))
}

fn chosen(charts: &[Chart], names: &[&str]) -> String {
    let named = names.iter().filter_map(|name| charts.iter().find(|chart| chart.name == *name));
    named
        .map(|chart| if chart.name == "roll_out" { animated(chart) } else { figure(chart) })
        .collect()
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
    let picture = figure(&Chart { svg: without_links(&chart.svg), ..chart.clone() });
    format!(
        "<div class=\"roll-out\">\n<fieldset>\n<legend>One simulated roll-out, month by month</legend>\n\
         {}</fieldset>\n{picture}</div>\n",
        buttons.concat()
    )
}

/// The picture without the links that the file by itself has, and without their styles.
fn without_links(svg: &str) -> String {
    let cut = |text: &str, from: &str, to: &str| match (text.find(from), text.rfind(to)) {
        (Some(start), Some(end)) if start < end => format!("{}{}", &text[..start], &text[end..]),
        _ => text.to_owned(),
    };
    let links = cut(svg, "<g class=\"controls\"", "</svg>");
    match (links.find("<style>"), links.find("</style>\n")) {
        (Some(start), Some(end)) if start < end => {
            format!("{}{}", &links[..start], &links[end + "</style>\n".len()..])
        }
        _ => links,
    }
}

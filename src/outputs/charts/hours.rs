//! The project's hours by task, stacked: what repetition leaves for anything new.

use plotters::style::RGBColor;

use super::axes::Scale;
use super::palette::{BLUE, DARK_GREY, ORANGE, PINK, PURPLE, TURQUOISE};
use super::sheet::Sheet;
use super::stack::{Layer, Stack};
use super::{Chart, ChartError, Data, Table};
use crate::measures::GroupKind;
use crate::outputs::calendar::{month_and_year, short_date, year_ends};
use crate::outputs::words::{self, count, mean_count, percent};
use crate::results::Point;
use crate::scenario::Task;

/// Kinds of work and their tasks, from the bottom up.
const WORK: [(&str, RGBColor, &[Task]); 6] = [
    ("Winning over", BLUE, &[Task::Map, Task::Persuade, Task::Negotiate, Task::Govern]),
    ("Setting up", TURQUOISE, &[Task::Configure, Task::Tailor, Task::Launch]),
    ("First training", PINK, &[Task::Train]),
    ("Refreshers", ORANGE, &[Task::Refresh]),
    ("Support, renewal", DARK_GREY, &[Task::Support, Task::FollowUp, Task::Renegotiate]),
    ("Developing, other", PURPLE, &[Task::Develop, Task::FitIn, Task::Levers]),
];

/// Hours are counted over the weeks before, so there are none at the start.
const FIRST_WEEK: usize = 1;

pub(super) fn draw(data: Data) -> Result<Chart, ChartError> {
    let work = WORK.map(|(name, colour, tasks)| Layer { name, colour, values: hours(data, tasks) });
    let values = values(data, &work);
    let table = table(data, &work);
    let stack = Stack::new(work.into(), FIRST_WEEK);
    let sheet = Sheet {
        message: message(data),
        statistics: statistics(data),
        axis: "Project hours a week (means over four weeks)".to_owned(),
        values,
        scale: Scale::numbers(stack.greatest()),
        labels: stack.labels(|_, hours| format!("{} h a week", mean_count(hours))),
        table,
        ..Sheet::over_weeks(data, "hours_by_task")
    };
    sheet.draw(|canvas, frame| stack.draw(canvas, frame))
}

/// Mean hours a week on these tasks, from [`FIRST_WEEK`] on.
fn hours(data: Data, tasks: &[Task]) -> Vec<f64> {
    let mut hours = vec![0.0; (data.ensemble.weeks as usize + 1).saturating_sub(FIRST_WEEK)];
    for task in tasks {
        let group = data.ensemble.group(GroupKind::Task, task.id());
        let curve = group.and_then(|group| data.curves.get("project.hours", group));
        let points = curve.into_iter().flat_map(|curve| &curve.points[FIRST_WEEK..]);
        for (sum, point) in hours.iter_mut().zip(points) {
            *sum += point.mean;
        }
    }
    hours
}

fn last<'a>(data: Data<'a>, name: &str) -> Option<&'a Point> {
    data.curves.get(name, 0)?.points.last().filter(|p| p.replicates > 0)
}

fn message(data: Data) -> String {
    let month = month_and_year(data.ensemble.date(data.ensemble.weeks));
    match last(data, "project.maintenance") {
        Some(kept) if kept.denominator > 0.0 => format!(
            "On average, keeping launched organisations going takes {} of {} project hours a week \
             in {month}.",
            percent(kept.mean),
            count(kept.denominator),
        ),
        _ => format!("No project hours are worked in {month}."),
    }
}

fn statistics(data: Data) -> String {
    let shows = match data.ensemble.replicates.len() {
        1 => format!("Hours by kind of work; {}.", words::futures(1)),
        n => format!("Hours by kind of work; means of {}.", words::futures(n)),
    };
    match last(data, "project.repetition") {
        Some(repetition) => format!(
            "{shows} Repetition: {} of a member's hours go to the task they repeat most, at the end.",
            percent(repetition.mean)
        ),
        None => shows,
    }
}

/// The hours at each year's end.
fn table(data: Data, work: &[Layer]) -> Table {
    let mut table = Table::new(["Week of"].into_iter().chain(work.iter().map(|l| l.name)));
    for week in year_ends(&data.curves.dates) {
        let Some(row) = week.checked_sub(FIRST_WEEK) else { continue };
        let hours =
            |layer: &Layer| layer.values.get(row).map_or_else(String::new, |&h| mean_count(h));
        table.row([short_date(data.curves.dates[week])].into_iter().chain(work.iter().map(hours)));
    }
    table
}

/// The hours at each year's end, in words.
fn values(data: Data, work: &[Layer]) -> String {
    let at = |week: usize| {
        let row = week.checked_sub(FIRST_WEEK)?;
        let hours = |layer: &Layer| {
            Some(format!("{} {}", layer.name.to_lowercase(), mean_count(*layer.values.get(row)?)))
        };
        let hours: Vec<String> = work.iter().filter_map(hours).collect();
        Some(format!(
            "{}: hours a week, {}.",
            short_date(data.curves.dates[week]),
            hours.join("; ")
        ))
    };
    year_ends(&data.curves.dates).into_iter().filter_map(at).collect::<Vec<_>>().join(" ")
}

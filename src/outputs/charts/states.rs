//! Organisations by state over time, stacked.

use plotters::style::RGBColor;

use super::palette::{BLUE, MID_GREY, ORANGE, PALE_GREY, PINK, TURQUOISE};
use super::sheet::Sheet;
use super::stack::{Layer, Stack};
use super::{Chart, ChartError, Data, Table};
use crate::measures::Counter;
use crate::outputs::calendar::{month_and_year, short_date, year_ends};
use crate::outputs::words::{self, count, mean_count, percent};
use crate::results::Trajectory;

/// States that exclude each other and add up to all organisations, from the bottom up.
pub(super) const STATES: [&str; 6] =
    ["Live, in real use", "Live, not in use", "Lapsed", "Agreed", "Known", "Not yet known"];

/// Their colours.
pub(super) const COLOURS: [RGBColor; STATES.len()] =
    [BLUE, TURQUOISE, PINK, ORANGE, MID_GREY, PALE_GREY];

/// Mean organisations by state, `[state][week]`.
type Means = [Vec<f64>; STATES.len()];

pub(super) fn draw(data: Data) -> Result<Chart, ChartError> {
    let means = means(data);
    let all = f64::from(data.ensemble.organisations).max(1.0);
    let layers = STATES.into_iter().zip(COLOURS).zip(&means);
    let layers = layers.map(|((name, colour), means)| Layer {
        name,
        colour,
        values: means.iter().map(|mean| mean / all).collect(),
    });
    let stack = Stack::new(layers.collect(), 0);
    let figures =
        |_: &Layer, share: f64| format!("{} ({})", mean_count(share * all), percent(share));
    let sheet = Sheet {
        message: message(data, &means),
        statistics: format!(
            "Organisations by state; {}. Real use: {} or more of its posts in scope used the tool \
             within 4 weeks. Lapsed: was live and has stopped.",
            match data.ensemble.replicates.len() {
                1 => words::futures(1),
                n => format!("means of {}", words::futures(n)),
            },
            percent(data.scenario.organisation.real_use),
        ),
        axis: format!(
            "Organisations by state, share of all {}",
            count(data.ensemble.organisations.into())
        ),
        values: values(data, &means),
        labels: stack.labels(figures),
        table: table(data, &means),
        ..Sheet::over_weeks(data, "organisation_states")
    };
    sheet.draw(|canvas, frame| stack.draw(canvas, frame))
}

/// The states in one week of one future. Counters overlap (an organisation in real use is
/// also live, agreed and known), so each state is what the ones before it leave.
fn states(trajectory: &Trajectory, week: usize) -> [f64; STATES.len()] {
    let counter = |counter: Counter| f64::from(trajectory.get(counter, 0, week));
    let mut left = counter(Counter::OrgAll);
    let mut take = |wanted: f64| {
        let taken = wanted.clamp(0.0, left);
        left -= taken;
        taken
    };
    let live = counter(Counter::OrgLive);
    let real_use = take(counter(Counter::OrgRealUse).min(live));
    let not_in_use = take(live - real_use);
    let lapsed = take(counter(Counter::OrgLapsed));
    let unknown = take(counter(Counter::OrgAll) - counter(Counter::OrgMapped));
    let agreed = take(counter(Counter::OrgAgreed) - live);
    [real_use, not_in_use, lapsed, agreed, left, unknown]
}

fn means(data: Data) -> Means {
    let rows = data.ensemble.weeks as usize + 1;
    let replicates = &data.ensemble.replicates;
    let mut means: Means = std::array::from_fn(|_| vec![0.0; rows]);
    for week in 0..rows {
        for replicate in replicates {
            for (mean, state) in means.iter_mut().zip(states(&replicate.trajectory, week)) {
                mean[week] += state / replicates.len() as f64;
            }
        }
    }
    means
}

fn message(data: Data, means: &Means) -> String {
    if data.ensemble.organisations == 0 {
        return "There are no organisations to reach.".to_owned();
    }
    let last = |state: usize| mean_count(means[state].last().copied().unwrap_or(0.0));
    format!(
        "{}{} of {} organisations are live and in real use in {}; {} are live without real use, \
         and {} have stopped.",
        if data.ensemble.replicates.len() == 1 {
            "In one simulated future, "
        } else {
            "On average, "
        },
        last(0),
        count(data.ensemble.organisations.into()),
        month_and_year(data.ensemble.date(data.ensemble.weeks)),
        last(1),
        last(2),
    )
}

/// The states at each year's end.
fn table(data: Data, means: &Means) -> Table {
    let mut table = Table::new(["Week of"].into_iter().chain(STATES));
    for week in year_ends(&data.curves.dates) {
        let date = short_date(data.curves.dates[week]);
        table.row([date].into_iter().chain(means.iter().map(|mean| mean_count(mean[week]))));
    }
    table
}

/// The states at each year's end, in words.
fn values(data: Data, means: &Means) -> String {
    let at = |week: usize| {
        let state = |(name, mean): (&str, &Vec<f64>)| {
            format!("{} {}", name.to_lowercase(), mean_count(mean[week]))
        };
        let states: Vec<String> = STATES.into_iter().zip(means).map(state).collect();
        format!("{}: {}.", short_date(data.curves.dates[week]), states.join("; "))
    };
    year_ends(&data.curves.dates).into_iter().map(at).collect::<Vec<_>>().join(" ")
}

//! Fan chart: organisations in real use over time.

use plotters::style::Color;

use super::axes::Scale;
use super::canvas::{At, Canvas};
use super::observed::{mark, observed_of};
use super::palette::{BLUE, ORANGE, SAMPLE};
use super::plot::{EndLabel, Frame};
use super::sheet::Sheet;
use super::{Chart, ChartError, Data, Table, targets};
use crate::measures::{Counter, Measure, measure};
use crate::outputs::Level;
use crate::outputs::about::{About, REACH};
use crate::outputs::calendar::{month_and_year, short_date, year_ends};
use crate::outputs::words::{self, FEWEST_FOR_PERCENTILES, between, percent, percent_range};
use crate::results::{Curve, Point, ReplicateResult, month_ends};

/// Single futures drawn.
const SAMPLES: usize = 12;
/// Most places of a line: more cannot be seen.
const MOST_PLACES: usize = 400;

pub(super) fn draw(data: Data) -> Result<Chart, ChartError> {
    let about = &About::of(data.scenario, data.ensemble);
    let curve = data.curves.get(REACH, about.group);
    let seen = observed_of(data, REACH, about.of.as_deref());
    let sheet = Sheet {
        message: message(data, about),
        statistics: statistics(data) + if seen.is_empty() { "" } else { " Dots: observed." },
        axis: format!("{}, share of all {}", about.in_real_use(), words::count(about.all)),
        values: curve.map_or_else(String::new, |curve| values(data, curve)),
        labels: curve.map_or_else(Vec::new, |curve| labels(data, curve, about)),
        table: curve.map_or_else(Table::default, |curve| table(data, curve, about)),
        scale: Scale::part(
            seen.iter().map(|dot| dot.1).fold(highest(data, curve, about), f64::max),
        ),
        by_month: true,
        ..Sheet::over_weeks(data, "coverage")
    };
    let curves = |canvas: &Canvas, frame: &Frame| {
        let (Some(curve), Some(measure)) = (curve, measure(REACH)) else { return Ok(()) };
        if has_bands(data) {
            band(canvas, frame, curve, 0.16, |p| (p.p05, p.p95))?;
            band(canvas, frame, curve, 0.34, |p| (p.p25, p.p75))?;
        }
        samples(canvas, frame, data, (measure, about.group))?;
        let places = weeks_drawn(curve.points.len()).map(|w| (w, &curve.points[w]));
        let known = places.filter(|(_, p)| p.replicates > 0);
        let middle = known.map(|(w, p)| frame.at(w as f64, p.p50));
        canvas.line(middle, BLUE.to_rgba(), 3.6)?;
        mark(canvas, frame, &seen, ORANGE)
    };
    sheet.draw_with(curves, |canvas, frame| {
        targets::draw(canvas, frame, data, (REACH, about.of.as_deref()), curve)
    })
}

/// The highest of what is drawn: bands, single futures, goals.
fn highest(data: Data, curve: Option<&Curve>, about: &About) -> f64 {
    let points = curve.into_iter().flat_map(|curve| &curve.points).filter(|p| p.replicates > 0);
    let bands = points.map(|p| p.p95.max(p.p50));
    let goals = targets::shown(data, (REACH, about.of.as_deref())).into_iter().map(|t| t.at_least);
    let all = about.all.max(1.0);
    let single = sampled(data).flat_map(|r| {
        let weeks = 0..=data.ensemble.weeks as usize;
        weeks.map(|w| f64::from(r.trajectory.get(Counter::OrgRealUse, about.group, w)) / all)
    });
    bands.chain(goals).chain(single).fold(0.0, f64::max)
}

/// Bands are drawn where there are replicates enough for their percentiles.
fn has_bands(data: Data) -> bool {
    data.ensemble.replicates.len() >= FEWEST_FOR_PERCENTILES
}

/// Weeks to draw: all, or evenly chosen ones and the last.
pub(super) fn weeks_drawn(rows: usize) -> impl Iterator<Item = usize> {
    let stride = rows.div_ceil(MOST_PLACES).max(1);
    (0..rows).filter(move |w| w % stride == 0 || w + 1 == rows)
}

fn band(
    canvas: &Canvas,
    frame: &Frame,
    curve: &Curve,
    opacity: f64,
    ends: impl Fn(&Point) -> (f64, f64),
) -> Result<(), ChartError> {
    let edge = |upper: bool| -> Vec<At> {
        let value = |w: usize| {
            let (low, high) = ends(&curve.points[w]);
            if upper { high } else { low }
        };
        weeks_drawn(curve.points.len()).map(|w| frame.at(w as f64, value(w))).collect()
    };
    let (upper, lower) = (edge(true), edge(false));
    let around = upper.iter().chain(lower.iter().rev()).copied();
    canvas.shape(around, BLUE.mix(opacity))?;
    [upper, lower].into_iter().try_for_each(|edge| canvas.line(edge, BLUE.mix(0.75), 1.1))
}

fn samples(
    canvas: &Canvas,
    frame: &Frame,
    data: Data,
    (measure, group): (&Measure, usize),
) -> Result<(), ChartError> {
    let rows = data.ensemble.weeks as usize + 1;
    sampled(data).try_for_each(|replicate| {
        let places = weeks_drawn(rows).filter_map(|w| {
            let value = replicate.trajectory.measure(measure, group, w)?;
            Some(frame.at(w as f64, value.into()))
        });
        canvas.line(places, SAMPLE.mix(0.7), 0.9)
    })
}

/// The futures that are drawn by themselves.
fn sampled<'a>(data: Data<'a>) -> impl Iterator<Item = &'a ReplicateResult> {
    let replicates = &data.ensemble.replicates;
    // Futures of one draw of the parameters are alike, so they are taken from all draws.
    let apart = match data.ensemble.draws {
        Some(_) => (replicates.len() / SAMPLES).max(1),
        None => 1,
    };
    replicates.iter().step_by(apart).take(SAMPLES)
}

fn message(data: Data, about: &About) -> String {
    let (ensemble, all) = (data.ensemble, about.all);
    let values = measure(REACH).map(|m| ensemble.values(m, about.group, ensemble.weeks));
    let Some(spread) = values.and_then(words::spread) else {
        return "There are no organisations to reach.".to_owned();
    };
    format!(
        "{}, {} of {} ({}) are in real use in {}.",
        spread.among,
        between(spread.low * all, spread.high * all),
        about.counted(),
        percent_range(spread.low, spread.high),
        month_and_year(ensemble.date(ensemble.weeks)),
    )
}

fn statistics(data: Data) -> String {
    let real_use = percent(data.scenario.organisation.real_use);
    let use_means =
        format!("Real use: {real_use} or more of its posts in scope used the tool within 4 weeks.");
    let n = data.ensemble.replicates.len();
    let shows = match n {
        1 => "Line: one simulated future.".to_owned(),
        n if !has_bands(data) => {
            let futures = words::futures(n);
            let thin = if n > SAMPLES { "twelve of them" } else { "each of them" };
            let level = Level::of(data.ensemble).in_words();
            format!("Thick line: the middle of {futures}; thin lines: {thin}, {level}.")
        }
        n => format!(
            "Thick line: the middle of {}; dark band: 50 of 100; pale band: 90 of 100, {}; \
             thin lines: twelve of them.",
            words::futures(n),
            Level::of(data.ensemble).in_words()
        ),
    };
    format!("{use_means} {shows}")
}

fn labels(data: Data, curve: &Curve, about: &About) -> Vec<EndLabel> {
    let Some(last) = curve.points.last().filter(|p| p.replicates > 0) else { return Vec::new() };
    let label = |value: f64, lines: Vec<String>| EndLabel { value, colour: BLUE, lines };
    let values = measure(REACH).map(|m| data.ensemble.values(m, about.group, data.ensemble.weeks));
    let n = data.ensemble.replicates.len();
    let middle = label(
        last.p50,
        match n {
            1 => vec![percent(last.p50)],
            _ => vec!["Middle".to_owned(), percent(last.p50)],
        },
    );
    match values.and_then(words::spread) {
        Some(ends) if n == 1 || percent(ends.low) == percent(ends.high) => vec![middle],
        Some(ends) if has_bands(data) => vec![
            label(ends.high, tail("above", ends.high)),
            middle,
            label(ends.low, tail("below", ends.low)),
        ],
        Some(ends) => vec![
            label(ends.high, vec!["Highest".to_owned(), percent(ends.high)]),
            middle,
            label(ends.low, vec!["Lowest".to_owned(), percent(ends.low)]),
        ],
        None => Vec::new(),
    }
}

/// Words for the futures beyond the pale band; nothing is beyond none or all.
fn tail(beyond: &str, share: f64) -> Vec<String> {
    let beyond = if share > 0.0 && share < 1.0 { beyond } else { "at" };
    vec!["5 in 100".to_owned(), format!("{beyond} {}", percent(share))]
}

/// The fan at the start and at each month's end.
fn table(data: Data, curve: &Curve, about: &About) -> Table {
    let range = if has_bands(data) { "90 of 100 futures" } else { "Range of all futures" };
    let mut table = Table::new(["Week of", "In real use, middle", range, "Of"]);
    for week in month_ends(data.ensemble.start, data.ensemble.weeks) {
        let week = week as usize;
        let point = curve.points[week];
        if point.replicates == 0 {
            continue;
        }
        let all = point.denominator;
        table.row([
            short_date(data.curves.dates[week]),
            format!("{} ({})", words::count(point.p50 * all), percent(point.p50)),
            format!(
                "{} to {} ({})",
                words::count(point.p05 * all),
                words::count(point.p95 * all),
                percent_range(point.p05, point.p95)
            ),
            format!("{} {}", words::count(all), about.noun),
        ]);
    }
    table
}

/// The fan at each year's end, in words.
fn values(data: Data, curve: &Curve) -> String {
    let range = if has_bands(data) { "90 of 100 futures" } else { "range" };
    let at = |week: usize| {
        let point = &curve.points[week];
        let share = words::share_of(point, point.p50)?;
        let date = short_date(data.curves.dates[week]);
        let ends = percent_range(point.p05, point.p95);
        Some(format!("{date}: middle {share}, {range} {ends}."))
    };
    year_ends(&data.curves.dates).into_iter().filter_map(at).collect::<Vec<_>>().join(" ")
}

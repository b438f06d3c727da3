//! What was observed on the curves of what was simulated, one plot a series.

use jiff::civil::Date;
use plotters::style::{Color, RGBColor};

use super::axes::Scale;
use super::blocks::{Block, FOOTER, MARGIN, WIDTH};
use super::canvas::{At, Canvas};
use super::palette::{BLUE, INK, MID_GREY, ORANGE, WHITE};
use super::plot::{Across, CALENDAR_HEIGHT, EndLabel, Frame, Plot};
use super::svg::{accessible, plain};
use super::{Chart, ChartError, Data, Table, fonts};
use crate::measures::Unit;
use crate::outputs::calendar::short_date;
use crate::outputs::words::{count, percent, short_pounds};
use crate::results::fit::{Band, Series};
use crate::scenario::ALL;
use crate::stats::maths;

/// Height of each plot where there are one, two, or more; and most plots.
const HEIGHTS: [f64; 3] = [340.0, 240.0, 180.0];
const MOST_PLOTS: usize = 8;
/// Radius of a dot, and corners of what stands for a circle.
const DOT: f64 = 5.0;
const CORNERS: usize = 16;

/// A series and what was observed of it.
pub struct Seen<'a> {
    /// What it is of.
    pub axis: String,
    /// Its unit.
    pub unit: Unit,
    /// The curves.
    pub series: &'a Series,
    /// Week, value, and whether the row was held back.
    pub dots: Vec<(u32, f64, bool)>,
}

/// What stands above the plots.
pub struct Titles<'a> {
    /// Of the scenario.
    pub scenario: &'a str,
    /// What the chart says.
    pub message: &'a str,
    /// What it shows.
    pub statistics: &'a str,
}

/// The chart `observed`; `dates` are the days on which the weeks of the plan start.
///
/// # Errors
/// If the drawing library refuses; nothing in the results makes it do so.
pub fn observed(
    titles: &Titles<'_>,
    dates: &[Date],
    seen: &[Seen<'_>],
) -> Result<Chart, ChartError> {
    fonts::register()?;
    let seen = &seen[..seen.len().min(MOST_PLOTS)];
    let height = HEIGHTS[seen.len().clamp(1, HEIGHTS.len()) - 1];
    let scales: Vec<Scale> = seen.iter().map(scale).collect();
    let labels: Vec<Vec<EndLabel>> = seen.iter().map(labels).collect();
    let plot =
        |(scale, labels)| Plot { across: Across::Weeks(dates), scale, labels, money_ends: None };
    let plots: Vec<Plot> = scales.iter().zip(labels.iter().map(Vec::as_slice)).map(plot).collect();
    let mut blocks = Vec::from(Block::headings(titles.scenario, titles.message, titles.statistics));
    let mut bottom = blocks.last().map_or(MARGIN, Block::bottom);
    let mut frames = Vec::new();
    for (one, plot) in seen.iter().zip(&plots) {
        let axis = Block::axis(&format!("{}{}", one.axis, plot.scale.remark()), bottom);
        let frame = plot.frame(axis.bottom() + plot.room_above(), height);
        bottom = frame.ends().1 + CALENDAR_HEIGHT;
        blocks.push(axis);
        frames.push(frame);
    }
    Frame::align(&mut frames);
    let footer = Block::footer(bottom);
    let size = (WIDTH, (footer.bottom() + MARGIN).ceil());
    blocks.push(footer);
    let drawn = Canvas::draw(size, |canvas| {
        canvas.block((0.0, 0.0), size, WHITE.to_rgba())?;
        for ((one, plot), frame) in seen.iter().zip(&plots).zip(&frames) {
            plot.draw(canvas, frame, |c, f| curves(one, c, f), |c, f| dots(one, c, f))?;
        }
        blocks.iter().try_for_each(|block| block.draw(canvas))
    })?;
    let table = table(dates, seen);
    let values: Vec<String> = table.rows.iter().map(|row| row.join(", ")).collect();
    let description = format!("{} {}. {FOOTER}", titles.statistics, values.join("; "));
    Ok(Chart {
        name: "observed",
        svg: accessible(&drawn, size, "observed", titles.message, &description),
        alt: plain(&format!("{} {description}", titles.message)),
        table,
        read_out: None,
        inline: None,
    })
}

fn scale(seen: &Seen<'_>) -> Scale {
    let of = |bands: &[Band]| bands.iter().map(|band| band[2]).fold(0.0, f64::max);
    // A wide prior must not press what was observed against the axis.
    let after = of(&seen.series.after).max(of(&seen.series.with_discrepancy));
    let before = seen.series.before.iter().map(|band| band[1]).fold(0.0, f64::max);
    let most = seen.dots.iter().map(|dot| dot.1).fold(after.max(before), f64::max);
    match seen.unit {
        Unit::Share => Scale::part(most),
        Unit::Pounds => Scale::pounds(most),
        _ => Scale::numbers(most),
    }
}

fn figure(unit: Unit, value: f64) -> String {
    match unit {
        Unit::Share => percent(value),
        Unit::Pounds => short_pounds(value),
        _ => count(value),
    }
}

fn labels(seen: &Seen<'_>) -> Vec<EndLabel> {
    let label = |band: Option<&Band>, name: &str, colour: RGBColor| {
        let [low, middle, high] = *band?;
        let [low, shown, high] = [low, middle, high].map(|x| figure(seen.unit, x));
        let range = format!("{low} to {high}");
        Some(EndLabel { value: middle, colour, lines: vec![format!("{name}: {shown}"), range] })
    };
    let series = seen.series;
    let name = if series.before.is_empty() { "Simulated" } else { "After" };
    [
        label(series.with_discrepancy.last(), name, BLUE),
        label(series.before.last(), "Before", MID_GREY),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn curves(seen: &Seen<'_>, canvas: &Canvas, frame: &Frame) -> Result<(), ChartError> {
    let weeks = &seen.series.weeks;
    let line = |bands: &[Band], which: usize| -> Vec<At> {
        let top = frame.greatest();
        weeks.iter().zip(bands).map(|(w, b)| frame.at(f64::from(*w), b[which].min(top))).collect()
    };
    let band = |bands: &[Band], colour: RGBColor, opacity: f64| -> Result<(), ChartError> {
        let (low, high) = (line(bands, 0), line(bands, 2));
        let around = high.iter().chain(low.iter().rev()).copied();
        canvas.shape(around, colour.mix(opacity))?;
        [low, high].into_iter().try_for_each(|edge| canvas.line(edge, colour.mix(0.75), 1.1))
    };
    let series = seen.series;
    // Where nothing was fitted there is no before, and nothing that the model is off by.
    if series.before.is_empty() {
        band(&series.after, BLUE, 0.3)?;
    } else {
        band(&series.before, MID_GREY, 0.25)?;
        band(&series.with_discrepancy, BLUE, 0.16)?;
        band(&series.after, BLUE, 0.2)?;
        canvas.line(line(&series.before, 1), MID_GREY.to_rgba(), 2.0)?;
    }
    canvas.line(line(&series.after, 1), BLUE.to_rgba(), 3.2)
}

fn dots(seen: &Seen<'_>, canvas: &Canvas, frame: &Frame) -> Result<(), ChartError> {
    for &(week, value, held) in &seen.dots {
        mark(canvas, frame, &[(week, value)], if held { WHITE } else { ORANGE })?;
    }
    Ok(())
}

/// What was observed of a measure of everything, or of a kind, system or region: week and value.
pub(super) fn observed_of(data: Data, measure: &str, of: Option<&str>) -> Vec<(u32, f64)> {
    let rows = data.seen.into_iter().flat_map(|seen| seen.fit.iter().chain(&seen.hold));
    let own = rows.filter(|row| row.measure.name == measure && row.group == of.unwrap_or(ALL));
    let there = own.filter(|row| row.week <= data.ensemble.weeks);
    there.map(|row| (row.week, row.value)).collect()
}

/// Those of them as dots of a colour.
pub(super) fn mark(
    canvas: &Canvas,
    frame: &Frame,
    seen: &[(u32, f64)],
    colour: RGBColor,
) -> Result<(), ChartError> {
    seen.iter().try_for_each(|&(week, value)| {
        let at = frame.at(f64::from(week), value);
        canvas.shape(circle(at, DOT), INK.to_rgba())?;
        canvas.shape(circle(at, DOT - 1.6), colour.to_rgba())
    })
}

/// Corners that look like a circle.
fn circle((x, y): At, radius: f64) -> Vec<At> {
    let corner = |i: usize| {
        let angle = std::f64::consts::TAU * i as f64 / CORNERS as f64;
        let quarter = std::f64::consts::FRAC_PI_2;
        (x + radius * maths::sin(angle + quarter), y + radius * maths::sin(angle))
    };
    (0..CORNERS).map(corner).collect()
}

/// What was observed beside the curve, row by row.
fn table(dates: &[Date], seen: &[Seen<'_>]) -> Table {
    let fitted = seen.iter().any(|one| !one.series.before.is_empty());
    let given = if fitted { "After, 90 of 100" } else { "Simulated, 90 of 100" };
    let mut table = Table::new(["Series", "Week of", "Observed", given, "Held back"]);
    for one in seen {
        for &(week, value, held) in &one.dots {
            let Some(place) = one.series.weeks.iter().position(|w| *w == week) else { continue };
            let band = one.series.with_discrepancy.get(place).copied().unwrap_or([f64::NAN; 3]);
            let [low, _, high] = band.map(|x| figure(one.unit, x));
            table.row([
                one.axis.clone(),
                dates.get(week as usize).map_or_else(String::new, |day| short_date(*day)),
                figure(one.unit, value),
                format!("{low} to {high}"),
                if held { "yes" } else { "no" }.to_owned(),
            ]);
        }
    }
    table
}

//! The scenario's goals on a chart of shares: a diamond at each, with its words where the
//! curves leave room.

use plotters::style::Color;

use super::blocks::TEXT;
use super::canvas::{Align, Canvas};
use super::fonts::width;
use super::palette::{INK, ORANGE, WHITE};
use super::plot::Frame;
use super::{ChartError, Data};
use crate::outputs::calendar::short_month_and_year;
use crate::outputs::words::percent;
use crate::results::Curve;
use crate::scenario::Target;

/// Height of a row of words.
const ROW: f64 = 26.0;
/// Where the fan stays below this share the top of the plot is free.
const FREE_BELOW: f64 = 0.88;
/// Half a diamond's width: its rim, and its inside.
const DIAMOND: [f64; 2] = [9.0, 7.0];

/// Mark the goals for that measure of that group; none for everything. Their words stand in rows at the top of the plot, or
/// at its bottom where the fan is nearer to the top, with a line to the diamond.
pub(super) fn draw(
    canvas: &Canvas,
    frame: &Frame,
    data: Data,
    what: (&str, Option<&str>),
    fan: Option<&Curve>,
) -> Result<(), ChartError> {
    let targets = shown(data, what);
    let above = has_more_room_above(frame, fan, &targets);
    for (row, target) in targets.into_iter().enumerate() {
        draw_one(canvas, frame, data, target, (row, above))?;
    }
    Ok(())
}

/// The goals that are marked: of several at one place one.
pub(super) fn shown<'a>(data: Data<'a>, (measure, of): (&str, Option<&str>)) -> Vec<&'a Target> {
    let mut shown: Vec<&Target> = Vec::new();
    let within = |t: &&Target| t.week <= data.ensemble.weeks && t.at_least <= 1.0;
    let own = |t: &&Target| t.of.as_ref().map(|of| of.id.as_str()) == of;
    let here = |t: &&Target| t.measure == measure && own(t);
    for target in data.scenario.targets.iter().filter(here).filter(within) {
        if !shown.iter().any(|t| t.week == target.week && t.at_least == target.at_least) {
            shown.push(target);
        }
    }
    shown
}

/// True if the fan leaves the top free, or is farther from it than from the bottom in the
/// weeks of these goals.
fn has_more_room_above(frame: &Frame, fan: Option<&Curve>, targets: &[&Target]) -> bool {
    let all = fan.into_iter().flat_map(|fan| &fan.points);
    let most = frame.greatest();
    if all.map(|p| p.p95).fold(0.0, f64::max) < FREE_BELOW * most {
        return true;
    }
    let points = targets.iter().filter_map(|t| fan?.points.get(t.week as usize));
    let ends = points.filter(|p| p.replicates > 0);
    let (low, high) = ends.fold((most, 0.0), |(low, high), p| (p.p05.min(low), p.p95.max(high)));
    most - high >= low
}

fn draw_one(
    canvas: &Canvas,
    frame: &Frame,
    data: Data,
    target: &Target,
    (row, above): (usize, bool),
) -> Result<(), ChartError> {
    let (x, y) = frame.at(target.week.into(), target.at_least);
    let (left, right) = frame.sides();
    let (top, bottom) = frame.ends();
    let offset = (row as f64 + 0.5) * ROW + 2.0;
    let centre = if above { top + offset } else { bottom - offset };
    let date = short_month_and_year(data.ensemble.date(target.week));
    let words = format!("Target: {} by {date}", percent(target.at_least));
    let room = width(&words, TEXT.size, TEXT.weight);
    let start = (x - room / 2.0).min(right - room - 4.0).max(left + 4.0);
    let half = ROW / 2.0 - 1.0;

    canvas.line([(x, centre), (x, y)], INK.to_rgba(), 1.2)?;
    canvas.block((start - 3.0, centre - half), (start + room, centre + half), WHITE.to_rgba())?;
    canvas.text(&words, (start, centre + TEXT.size * 0.35), Align::Start, TEXT)?;
    DIAMOND.into_iter().zip([INK, ORANGE]).try_for_each(|(half, colour)| {
        let corners = [(x - half, y), (x, y - half), (x + half, y), (x, y + half)];
        canvas.shape(corners, colour.to_rgba())
    })
}

//! A family of lines: a measure along one parameter, a line for each level of another.

use plotters::style::{Color, RGBColor};

use super::super::axes::Scale;
use super::super::blocks::{LEADING, MARGIN, TEXT, WIDTH};
use super::super::canvas::{Align, At, Letters};
use super::super::fonts::{Weight, width};
use super::super::labels::spread;
use super::super::palette::{BLUE, DARK_GREY, GRID, ORANGE, PINK, PURPLE, TURQUOISE};
use super::super::{Chart, ChartError};
use super::page::Page;
use super::{others, subject, value_in_words};
use crate::measures::Unit;
use crate::outputs::calendar::month_and_year;
use crate::outputs::study::{Axis, Column, Plan, StudyCells};
use crate::outputs::words::futures;

const HEIGHT: f64 = 300.0;
const BELOW: f64 = 66.0;
/// Lines in an order in which neighbours can be told apart.
const COLOURS: [RGBColor; 6] = [BLUE, ORANGE, DARK_GREY, TURQUOISE, PINK, PURPLE];
/// Swatch beside a label.
const SWATCH: f64 = 12.0;
/// Marks along the horizontal axis, about.
const MARK_ROOM: f64 = 52.0;

/// One line: its name, colour and values by level.
struct Line {
    name: String,
    colour: RGBColor,
    values: Vec<Option<f64>>,
}

/// The chart `lines`.
pub(super) fn draw(plan: &Plan, cells: &StudyCells, column: Column) -> Result<Chart, ChartError> {
    super::super::fonts::register()?;
    let (Some(across), Some(places)) =
        (&cells.across, cells.across.as_ref().and_then(|axis| axis.places.as_ref()))
    else {
        return Err(ChartError::Draw("lines need a parameter that is a number".to_owned()));
    };
    let unit = column.measure.unit;
    let lines = lines(cells, across);
    let values = || lines.iter().flat_map(|l| l.values.iter().flatten().copied());
    let scale = match unit {
        Unit::Share if values().all(|v| (0.0..=1.0).contains(&v)) => Scale::percent(),
        _ => Scale::numbers(values().fold(0.0, f64::max)),
    };
    let family =
        cells.up.as_ref().map_or(String::new(), |up| format!(", a line for each {}", up.key));
    let page = Page {
        name: "lines",
        study: &plan.name,
        message: format!(
            "Mean {} in {} along {}",
            subject(column),
            month_and_year(column.date),
            across.key
        ),
        statistics: format!(
            "Mean over {} of each point{family}.{}",
            futures(plan.replicates as usize),
            others(plan, cells)
        ),
        axis: subject(column),
        values: in_words(&lines, across, unit),
    };
    let widest = |texts: &mut dyn Iterator<Item = &String>| {
        texts.map(|t| width(t, TEXT.size, TEXT.weight)).fold(0.0, f64::max)
    };
    let left = MARGIN + widest(&mut scale.marks.iter().map(|(_, words)| words)) + 8.0;
    let right = WIDTH
        - MARGIN
        - (widest(&mut lines.iter().map(|l| &l.name)).min(WIDTH / 3.0) + SWATCH + 20.0);
    let (least, greatest) = (places[0], places[places.len() - 1]);
    page.draw(HEIGHT + BELOW, |canvas, top| {
        let bottom = top + HEIGHT;
        let x = |place: f64| {
            left + (right - left) * (place - least) / (greatest - least).max(f64::MIN_POSITIVE)
        };
        let y = |value: f64| bottom - HEIGHT * (value - scale.bottom) / (scale.top - scale.bottom);
        for (value, words) in &scale.marks {
            canvas.line([(left, y(*value)), (right, y(*value))], GRID.to_rgba(), 1.0)?;
            canvas.text(words, (left - 8.0, y(*value) + 6.0), Align::End, TEXT)?;
        }
        let mut free = f64::NEG_INFINITY;
        for (place, label) in places.iter().zip(&across.labels) {
            if x(*place) >= free {
                canvas.text(label, (x(*place), bottom + 22.0), Align::Middle, TEXT)?;
                free = x(*place) + MARK_ROOM;
            }
        }
        let bold = Letters { weight: Weight::Bold, ..TEXT };
        canvas.text(&across.key, (left, bottom + 48.0), Align::Start, bold)?;
        for line in &lines {
            let at = |(place, value): (&f64, &Option<f64>)| value.map(|v| (x(*place), y(v)));
            let path: Vec<At> = places.iter().zip(&line.values).filter_map(at).collect();
            for &(px, py) in &path {
                let corners = [(px - 4.0, py), (px, py - 4.0), (px + 4.0, py), (px, py + 4.0)];
                canvas.shape(corners, line.colour.to_rgba())?;
            }
            canvas.line(path, line.colour.to_rgba(), 2.6)?;
        }
        let ends =
            |line: &Line| line.values.iter().rev().flatten().next().map_or(bottom, |&v| y(v));
        let wanted: Vec<f64> = lines.iter().map(ends).collect();
        let heights = vec![TEXT.size * LEADING; lines.len()];
        for (line, centre) in lines.iter().zip(spread(&wanted, &heights, top, bottom)) {
            let from = (right + 14.0, centre - SWATCH / 2.0);
            canvas.block(from, (from.0 + SWATCH, from.1 + SWATCH), line.colour.to_rgba())?;
            let place = (from.0 + SWATCH + 6.0, centre + TEXT.size * 0.35);
            canvas.text(&line.name, place, Align::Start, TEXT)?;
        }
        Ok(())
    })
}

/// The lines: all levels of the other parameter, or as many as there are colours, evenly chosen.
fn lines(cells: &StudyCells, across: &Axis) -> Vec<Line> {
    let levels = cells.up.as_ref().map_or(1, |up| up.labels.len());
    let shown = levels.min(COLOURS.len());
    let chosen = (0..shown).map(|i| if shown > 1 { i * (levels - 1) / (shown - 1) } else { 0 });
    let line = |(y, colour): (usize, RGBColor)| Line {
        name: cells.up.as_ref().map_or("mean".to_owned(), |up| up.labels[y].clone()),
        colour,
        values: (0..across.labels.len()).map(|x| cells.cell(x, y).mean()).collect(),
    };
    chosen.zip(COLOURS).map(line).collect()
}

fn in_words(lines: &[Line], across: &Axis, unit: Unit) -> String {
    let one = |line: &Line| {
        let values = across.labels.iter().zip(&line.values);
        let values: Vec<String> = values
            .filter_map(|(label, v)| Some(format!("{label}: {}", value_in_words((*v)?, unit))))
            .collect();
        format!("{}: {}.", line.name, values.join(", "))
    };
    lines.iter().map(one).collect::<Vec<_>>().join(" ")
}

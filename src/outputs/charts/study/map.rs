//! Maps: a cell for each pair of levels, coloured by its value and with the value in it.

use plotters::style::{Color, RGBAColor, RGBColor};

use super::super::blocks::{MARGIN, TEXT, WIDTH};
use super::super::canvas::{Align, Canvas, Letters};
use super::super::fonts::{Weight, width};
use super::super::palette::{BLUE, INK, PALE_GREY, WHITE};
use super::super::{Chart, ChartError};
use super::page::Page;
use super::{goal, others, subject, value_in_words};
use crate::outputs::calendar::month_and_year;
use crate::outputs::study::{Axis, Column, Plan, StudyCell, StudyCells};
use crate::outputs::words::{count, futures, percent};

/// Height of a row of cells.
const ROW: f64 = 40.0;
/// Below the map: levels, and the name of the parameter.
const BELOW: f64 = 66.0;
/// Smallest letters in a cell.
const SMALLEST: f64 = 11.0;
/// From this share of the darkest colour on, white letters are easier to read.
const DARK: f64 = 0.55;

/// The map of the mean.
pub(super) fn mean(plan: &Plan, cells: &StudyCells, column: Column) -> Result<Chart, ChartError> {
    let unit = column.measure.unit;
    let message = format!("Mean {} in {}", subject(column), month_and_year(column.date));
    let statistics = format!(
        "Mean over the simulated futures of each cell, {} for each point; darker is more.{}",
        futures(plan.replicates as usize),
        others(plan, cells)
    );
    let words = |value: f64| value_in_words(value, unit);
    draw("heat_map", plan, cells, (message, statistics), StudyCell::mean, &words, None)
}

/// The map of how often the goal is met.
pub(super) fn threshold(
    plan: &Plan,
    cells: &StudyCells,
    column: Column,
) -> Result<Chart, ChartError> {
    let goal = goal(column, cells.at_least.unwrap_or(0.0));
    let message = format!("How often {goal} is reached by {}", month_and_year(column.date));
    let statistics = format!(
        "Share of the simulated futures of each cell that reach it, {} for each point; a frame \
         marks cells with half of them or more.{}",
        futures(plan.replicates as usize),
        others(plan, cells)
    );
    let ends = Some((0.0, 1.0));
    draw("threshold_map", plan, cells, (message, statistics), StudyCell::share, &percent, ends)
}

fn draw(
    name: &'static str,
    plan: &Plan,
    cells: &StudyCells,
    (message, statistics): (String, String),
    value: fn(&StudyCell) -> Option<f64>,
    words: &dyn Fn(f64) -> String,
    ends: Option<(f64, f64)>,
) -> Result<Chart, ChartError> {
    let (Some(across), Some(up)) = (&cells.across, &cells.up) else {
        return Err(ChartError::Draw("a map needs two parameters".to_owned()));
    };
    super::super::fonts::register()?;
    let all: Vec<f64> = cells.cells.iter().filter_map(value).collect();
    let fold = |f: fn(f64, f64) -> f64, from| all.iter().copied().fold(from, f);
    let (low, high) =
        ends.unwrap_or((fold(f64::min, f64::INFINITY), fold(f64::max, f64::NEG_INFINITY)));
    let shade = |x: f64| if high > low { (x - low) / (high - low) } else { 0.5 };
    let page = Page {
        name,
        study: &plan.name,
        message,
        statistics,
        axis: up.key.clone(),
        values: in_words(cells, across, up, value, words),
    };
    let marks = up.labels.iter().map(|l| width(l, TEXT.size, TEXT.weight)).fold(0.0, f64::max);
    let left = MARGIN + marks.min(WIDTH / 3.0) + 8.0;
    let cell_width = (WIDTH - MARGIN - left) / across.labels.len() as f64;
    let height = up.labels.len() as f64 * ROW;
    page.draw(height + BELOW, |canvas, top| {
        for y in 0..up.labels.len() {
            let upper = top + (up.labels.len() - 1 - y) as f64 * ROW;
            let baseline = upper + ROW / 2.0 + 6.0;
            canvas.text(&up.labels[y], (left - 8.0, baseline), Align::End, TEXT)?;
            for x in 0..across.labels.len() {
                let from = left + x as f64 * cell_width;
                let corners =
                    ((from + 1.0, upper + 1.0), (from + cell_width - 1.0, upper + ROW - 1.0));
                let found = value(&cells.cell(x, y));
                let colour = found.map_or(PALE_GREY.to_rgba(), |v| colour(shade(v)));
                canvas.block(corners.0, corners.1, colour)?;
                let Some(v) = found else { continue };
                if ends.is_some() && v >= 0.5 {
                    let ((x0, y0), (x1, y1)) = corners;
                    let frame = [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)];
                    canvas.line(frame, INK.to_rgba(), 2.4)?;
                }
                let letters =
                    fitted(&words(v), cell_width - 6.0, if shade(v) > DARK { WHITE } else { INK });
                if let Some(letters) = letters {
                    let place = (from + cell_width / 2.0, upper + ROW / 2.0 + letters.size * 0.35);
                    canvas.text(&words(v), place, Align::Middle, letters)?;
                }
            }
        }
        below(canvas, across, left, cell_width, top + height)
    })
}

/// The levels and the name of the parameter across.
fn below(canvas: &Canvas, across: &Axis, left: f64, cell: f64, top: f64) -> Result<(), ChartError> {
    for (x, label) in across.labels.iter().enumerate() {
        if let Some(letters) = fitted(label, cell - 4.0, INK) {
            let place = (left + (x as f64 + 0.5) * cell, top + 22.0);
            canvas.text(label, place, Align::Middle, letters)?;
        }
    }
    let bold = Letters { weight: Weight::Bold, ..TEXT };
    canvas.text(&across.key, (left, top + 48.0), Align::Start, bold)
}

/// White to blue; even the least value is told from no value, which is grey.
fn colour(shade: f64) -> RGBAColor {
    let mix = |from: u8, to: u8| {
        (f64::from(from) + (f64::from(to) - f64::from(from)) * shade.clamp(0.0, 1.0)).round() as u8
    };
    let (light, dark) = (RGBColor(0xEA, 0xF1, 0xF7), BLUE);
    RGBColor(mix(light.0, dark.0), mix(light.1, dark.1), mix(light.2, dark.2)).to_rgba()
}

/// Letters with which a text fits; none if it would be too small to read.
fn fitted(text: &str, room: f64, colour: RGBColor) -> Option<Letters> {
    let wide = width(text, TEXT.size, TEXT.weight).max(1.0);
    let size = (TEXT.size * room / wide).min(TEXT.size);
    (size >= SMALLEST).then_some(Letters { size, colour, ..TEXT })
}

fn in_words(
    cells: &StudyCells,
    across: &Axis,
    up: &Axis,
    value: fn(&StudyCell) -> Option<f64>,
    words: &dyn Fn(f64) -> String,
) -> String {
    let row = |y: usize| {
        let cell = |x: usize| {
            let cell = cells.cell(x, y);
            let value = value(&cell).map_or("no value".to_owned(), words);
            format!("{} {}: {value}", across.key, across.labels[x])
        };
        let row: Vec<String> = (0..across.labels.len()).map(cell).collect();
        format!("{} {}: {}.", up.key, up.labels[y], row.join(", "))
    };
    let rows: Vec<String> = (0..up.labels.len()).map(row).collect();
    let all: u64 = cells.cells.iter().map(|c| c.futures).sum();
    format!("{} Over {} simulated futures in all.", rows.join(" "), count(all as f64))
}

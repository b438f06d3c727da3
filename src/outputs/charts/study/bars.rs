//! Bars from nought, one or two for each parameter, with a line for how sure each is.

use plotters::style::{Color, RGBColor};

use super::super::blocks::{MARGIN, TEXT, WIDTH};
use super::super::canvas::{Align, Letters};
use super::super::fonts::width;
use super::super::palette::{BLUE, INK, LESSER_INK, MID_GREY, ORANGE, WHITE};
use super::super::{Chart, ChartError};
use super::page::Page;

/// Height of a parameter: its name, and its bars below.
const ROW: f64 = 50.0;
const NAME: f64 = 20.0;
const THICK: f64 = 12.0;
/// Space between a bar and its words.
const GAP: f64 = 8.0;

/// A bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Where it ends; it begins at nought.
    pub value: f64,
    /// The ends of its interval, if there is one.
    pub line: Option<(f64, f64)>,
    /// True if it cannot be told from nought: it is drawn in grey.
    pub faint: bool,
}

impl Bar {
    /// A bar whose interval is so far either way.
    pub fn around(value: f64, half_width: Option<f64>, faint: bool) -> Self {
        Bar { value, line: half_width.map(|half| (value - half, value + half)), faint }
    }
}

/// A parameter with its bars.
#[derive(Debug, Clone, PartialEq)]
pub struct Bars {
    /// The parameter.
    pub name: String,
    /// One or two.
    pub bars: Vec<Bar>,
    /// The figures, at the right end.
    pub words: String,
}

/// The chart `sensitivity` of some parameters, the most important first.
///
/// # Errors
/// If the drawing library refuses; nothing in the results makes it do so.
pub fn sensitivity(
    study: &str,
    message: &str,
    statistics: &str,
    rows: &[Bars],
) -> Result<Chart, ChartError> {
    bars("sensitivity", study, message, statistics, rows)
}

/// A chart of bars from nought, in their order. `name` is the stem of its file's name.
///
/// # Errors
/// If the drawing library refuses; nothing in the results makes it do so.
pub fn bars(
    name: &'static str,
    study: &str,
    message: &str,
    statistics: &str,
    rows: &[Bars],
) -> Result<Chart, ChartError> {
    super::super::fonts::register()?;
    let small = Letters { size: 15.0, ..TEXT };
    let ends = rows.iter().flat_map(|row| &row.bars).flat_map(|bar| {
        let (from, to) = bar.line.unwrap_or((bar.value, bar.value));
        [bar.value, from, to, 0.0]
    });
    let (low, high) = ends.fold((0.0f64, 0.0f64), |(low, high), x| (low.min(x), high.max(x)));
    let widest = rows.iter().map(|r| width(&r.words, small.size, small.weight)).fold(0.0, f64::max);
    let (left, right) = (MARGIN, WIDTH - MARGIN - widest.min(WIDTH / 2.0) - GAP);
    let x =
        |value: f64| left + (right - left) * (value - low) / (high - low).max(f64::MIN_POSITIVE);
    let page = Page {
        name,
        study,
        message: message.to_owned(),
        statistics: statistics.to_owned(),
        axis: String::new(),
        values: rows
            .iter()
            .map(|r| format!("{}: {}.", r.name, r.words))
            .collect::<Vec<_>>()
            .join(" "),
    };
    page.draw(rows.len() as f64 * ROW + 8.0, |canvas, top| {
        for (i, row) in rows.iter().enumerate() {
            let upper = top + i as f64 * ROW;
            let faint = row.bars.iter().all(|bar| bar.faint);
            let colour = if faint { LESSER_INK } else { INK };
            canvas.text(
                &row.name,
                (left, upper + 14.0),
                Align::Start,
                Letters { colour, ..small },
            )?;
            let thick = if row.bars.len() > 1 { THICK } else { THICK * 1.4 };
            for (j, bar) in row.bars.iter().enumerate() {
                let y = upper + NAME + j as f64 * (thick + 1.0);
                canvas.block(
                    (x(0.0), y),
                    (x(bar.value), y + thick),
                    own_colour(j, bar).to_rgba(),
                )?;
                if let Some((from, to)) = bar.line {
                    let middle = y + thick / 2.0;
                    let (from, to) = (x(from), x(to));
                    // White around it, or it could not be seen on a dark bar.
                    canvas.line([(from, middle), (to, middle)], WHITE.to_rgba(), 4.0)?;
                    canvas.line([(from, middle), (to, middle)], INK.to_rgba(), 1.4)?;
                }
            }
            canvas.text(&row.words, (right + GAP, upper + NAME + 14.0), Align::Start, small)?;
            // Nought, beside the bars alone: it would cross the names.
            let (from, to) = (upper + NAME - 2.0, upper + ROW - 2.0);
            canvas.line([(x(0.0), from), (x(0.0), to)], INK.to_rgba(), 1.4)?;
        }
        Ok(())
    })
}

fn own_colour(which: usize, bar: &Bar) -> RGBColor {
    match (bar.faint, which) {
        (true, _) => MID_GREY,
        (_, 0) => BLUE,
        _ => ORANGE,
    }
}

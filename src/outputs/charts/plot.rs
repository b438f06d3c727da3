//! One plot: its grid, calendar, marks, and labels at the right end of the curves.

use jiff::civil::Date;
use plotters::style::{Color, RGBColor};

use super::ChartError;
use super::axes::{Calendar, Scale, calendar, numbers};
use super::blocks::{LEADING, MARGIN, TEXT, WIDTH};
use super::canvas::{Align, At, Canvas};
use super::fonts::width;
use super::labels::spread;
use super::palette::{GRID, INK};
use crate::outputs::calendar::short_month_and_year;

/// From the plot's right edge to the swatch of a label, its size, and the gap after it.
const LEADER: f64 = 16.0;
const SWATCH: f64 = 12.0;
const SWATCH_GAP: f64 = 7.0;
/// Space between two labels.
const LABEL_GAP: f64 = 6.0;
/// Below a plot: marks and words of its calendar.
pub(super) const CALENDAR_HEIGHT: f64 = 42.0;

/// A label at the right end of a curve or layer.
pub(super) struct EndLabel {
    /// Value beside which it wants to stand.
    pub value: f64,
    /// Colour of its swatch.
    pub colour: RGBColor,
    /// Its lines.
    pub lines: Vec<String>,
}

/// Where the plot is, and how values become places.
pub(super) struct Frame {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    weeks: f64,
    least: f64,
    greatest: f64,
}

impl Frame {
    /// A frame between two corners, for so many weeks (or whatever runs along its bottom) and
    /// these values.
    pub(super) fn between(
        (left, top): At,
        (right, bottom): At,
        weeks: f64,
        (least, greatest): (f64, f64),
    ) -> Self {
        Frame { left, right, top, bottom, weeks: weeks.max(1.0), least, greatest }
    }

    /// The place of a value.
    pub(super) fn at(&self, week: f64, value: f64) -> At {
        let up = (value - self.least) / (self.greatest - self.least);
        (
            self.left + (self.right - self.left) * (week / self.weeks).clamp(0.0, 1.0),
            self.bottom - (self.bottom - self.top) * up.clamp(0.0, 1.0),
        )
    }

    /// The value at the top.
    pub(super) fn greatest(&self) -> f64 {
        self.greatest
    }

    /// The plot's left and right edge.
    pub(super) fn sides(&self) -> (f64, f64) {
        (self.left, self.right)
    }

    /// The plot's top and bottom edge.
    pub(super) fn ends(&self) -> (f64, f64) {
        (self.top, self.bottom)
    }

    /// Give frames that stand one below the other the same sides.
    pub(super) fn align(frames: &mut [Frame]) {
        let left = frames.iter().map(|f| f.left).fold(0.0, f64::max);
        let right = frames.iter().map(|f| f.right).fold(WIDTH, f64::min);
        for frame in frames {
            (frame.left, frame.right) = (left, right);
        }
    }
}

/// What runs along the bottom of a plot.
#[derive(Clone, Copy)]
pub(super) enum Across<'a> {
    /// Weeks, as the days on which they start.
    Weeks(&'a [Date]),
    /// Numbers from 0.
    Numbers(&'a Scale),
}

impl Across<'_> {
    fn span(self) -> f64 {
        match self {
            Across::Weeks(dates) => dates.len().saturating_sub(1).max(1) as f64,
            Across::Numbers(scale) => scale.top,
        }
    }

    fn axis(self, pixels: f64) -> Calendar {
        match self {
            Across::Weeks(dates) => calendar(dates, pixels, TEXT.size),
            Across::Numbers(scale) => numbers(scale, pixels, TEXT.size),
        }
    }
}

/// What a plot has besides its curves.
pub(super) struct Plot<'a> {
    pub across: Across<'a>,
    pub scale: &'a Scale,
    pub labels: &'a [EndLabel],
    /// Week in which money ends, if it does within the horizon, and whose.
    pub money_ends: Option<(u32, String)>,
}

impl Plot<'_> {
    /// Space to leave above the plot.
    pub(super) fn room_above(&self) -> f64 {
        if self.money_ends.is_some() { 36.0 } else { 15.0 }
    }

    pub(super) fn frame(&self, top: f64, height: f64) -> Frame {
        let widest = |texts: &mut dyn Iterator<Item = &String>| {
            texts.map(|t| width(t, TEXT.size, TEXT.weight)).fold(0.0, f64::max)
        };
        let marks = widest(&mut self.scale.marks.iter().map(|(_, words)| words));
        let labels = widest(&mut self.labels.iter().flat_map(|label| &label.lines));
        Frame {
            left: MARGIN + marks + 8.0,
            right: WIDTH - MARGIN - labels - LEADER - SWATCH - SWATCH_GAP,
            top,
            bottom: top + height,
            weeks: self.across.span(),
            least: self.scale.bottom,
            greatest: self.scale.top,
        }
    }

    /// Draw the plot, with `curves` above the grid and `marks` above all lines.
    pub(super) fn draw(
        &self,
        canvas: &Canvas,
        frame: &Frame,
        curves: impl FnOnce(&Canvas, &Frame) -> Result<(), ChartError>,
        marks: impl FnOnce(&Canvas, &Frame) -> Result<(), ChartError>,
    ) -> Result<(), ChartError> {
        let axis = self.across.axis(frame.right - frame.left);
        self.draw_grid(canvas, frame)?;
        curves(canvas, frame)?;
        draw_calendar(canvas, frame, &axis)?;
        self.draw_end_of_money(canvas, frame)?;
        marks(canvas, frame)?;
        self.draw_labels(canvas, frame)
    }

    fn draw_grid(&self, canvas: &Canvas, frame: &Frame) -> Result<(), ChartError> {
        for (value, words) in &self.scale.marks {
            let (_, y) = frame.at(0.0, *value);
            canvas.line([(frame.left, y), (frame.right, y)], GRID.to_rgba(), 1.0)?;
            canvas.text(words, (frame.left - 8.0, y + 6.0), Align::End, TEXT)?;
        }
        if self.scale.bottom < 0.0 {
            let (_, zero) = frame.at(0.0, 0.0);
            canvas.line([(frame.left, zero), (frame.right, zero)], INK.to_rgba(), 1.4)?;
        }
        Ok(())
    }

    fn draw_end_of_money(&self, canvas: &Canvas, frame: &Frame) -> Result<(), ChartError> {
        let Some((week, whose)) = &self.money_ends else { return Ok(()) };
        let Across::Weeks(dates) = self.across else { return Ok(()) };
        let Some(&date) = dates.get(*week as usize) else { return Ok(()) };
        let words = format!("{whose} money ends, {}", short_month_and_year(date));
        let (x, _) = frame.at(f64::from(*week), 0.0);
        canvas.line([(x, frame.top - 8.0), (x, frame.bottom)], INK.to_rgba(), 1.6)?;
        let half = width(&words, TEXT.size, TEXT.weight) / 2.0;
        let middle = x.clamp(MARGIN + half, WIDTH - MARGIN - half);
        canvas.text(&words, (middle, frame.top - 13.0), Align::Middle, TEXT)
    }

    fn draw_labels(&self, canvas: &Canvas, frame: &Frame) -> Result<(), ChartError> {
        let wanted: Vec<f64> =
            self.labels.iter().map(|l| frame.at(frame.weeks, l.value).1).collect();
        let line = TEXT.size * LEADING;
        let heights: Vec<f64> =
            self.labels.iter().map(|l| l.lines.len() as f64 * line + LABEL_GAP).collect();
        let centres = spread(&wanted, &heights, frame.top - 12.0, frame.bottom + 24.0);
        let swatch = frame.right + LEADER;
        for ((label, y), centre) in self.labels.iter().zip(wanted).zip(centres) {
            let colour = label.colour.to_rgba();
            let top = centre - label.lines.len() as f64 * line / 2.0;
            let first = top + line / 2.0;
            canvas.line([(frame.right + 2.0, y), (swatch, first)], colour, 1.4)?;
            let half = SWATCH / 2.0;
            canvas.block((swatch, first - half), (swatch + SWATCH, first + half), colour)?;
            for (i, words) in label.lines.iter().enumerate() {
                let baseline = first + TEXT.size * 0.35 + i as f64 * line;
                canvas.text(words, (swatch + SWATCH + SWATCH_GAP, baseline), Align::Start, TEXT)?;
            }
        }
        Ok(())
    }
}

fn draw_calendar(canvas: &Canvas, frame: &Frame, axis: &Calendar) -> Result<(), ChartError> {
    let ink = INK.to_rgba();
    canvas.line([(frame.left, frame.bottom), (frame.right, frame.bottom)], ink, 1.4)?;
    for &week in &axis.marks {
        let ((x, _), y) = (frame.at(week, 0.0), frame.bottom);
        canvas.line([(x, y), (x, y + 7.0)], ink, 1.4)?;
    }
    for (week, words) in &axis.words {
        let ((x, _), y) = (frame.at(*week, 0.0), frame.bottom);
        let half = width(words, TEXT.size, TEXT.weight) / 2.0;
        // Words do not reach under the labels on the right.
        let middle = x.min(frame.right + 8.0 - half).max(MARGIN + half);
        canvas.text(words, (middle, y + 27.0), Align::Middle, TEXT)?;
    }
    Ok(())
}

//! The sheet that every chart is drawn on: titles, axes, the mark where money ends, labels
//! at the right end of the curves, and the words for those who cannot see it.

use jiff::civil::Date;
use plotters::style::{Color, RGBColor};

use super::axes::{Calendar, Scale, calendar};
use super::canvas::{Align, At, Canvas, Letters};
use super::fonts::{self, Weight, width, wrap};
use super::labels::spread;
use super::palette::{GRID, INK, LESSER_INK, WHITE};
use super::svg::{accessible, plain};
use super::{Chart, ChartError, Data};
use crate::outputs::calendar::short_month_and_year;

/// Width of every chart in pixels; texts are to be legible at half of it.
const WIDTH: f64 = 640.0;
const MARGIN: f64 = 16.0;
const PLOT_HEIGHT: f64 = 340.0;
/// Height of a line of text per pixel of its size.
const LEADING: f64 = 1.27;

const MESSAGE: Letters = Letters { size: 24.0, weight: Weight::Bold, colour: INK };
pub(super) const TEXT: Letters = Letters { size: 18.0, weight: Weight::Regular, colour: INK };
const LESSER: Letters = Letters { size: 18.0, weight: Weight::Regular, colour: LESSER_INK };

/// From the plot's right edge to the swatch of a label, its size, and the gap after it.
const LEADER: f64 = 16.0;
const SWATCH: f64 = 12.0;
const SWATCH_GAP: f64 = 7.0;
/// Space between two labels.
const LABEL_GAP: f64 = 6.0;

const FOOTER: &str = "Simulated under stated assumptions; not a forecast.";

/// A label at the right end of a curve or layer.
pub(super) struct EndLabel {
    /// Value beside which it wants to stand.
    pub value: f64,
    /// Colour of its swatch.
    pub colour: RGBColor,
    /// Its lines.
    pub lines: Vec<String>,
}

/// All that a chart has besides its curves.
pub(super) struct Sheet<'a> {
    pub data: Data<'a>,
    pub name: &'static str,
    /// What the chart says.
    pub message: String,
    /// What it shows, of how many futures, in which range.
    pub statistics: String,
    /// What the vertical axis measures, with its denominator.
    pub axis: String,
    /// The values in words.
    pub values: String,
    pub scale: Scale,
    pub labels: Vec<EndLabel>,
}

/// Where the plot is, and how values become places.
pub(super) struct Frame {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    weeks: f64,
    greatest: f64,
}

impl Frame {
    /// The place of a value.
    pub(super) fn at(&self, week: f64, value: f64) -> At {
        (
            self.left + (self.right - self.left) * (week / self.weeks).clamp(0.0, 1.0),
            self.bottom - (self.bottom - self.top) * (value / self.greatest).clamp(0.0, 1.0),
        )
    }

    /// The plot's left and right edge.
    pub(super) fn sides(&self) -> (f64, f64) {
        (self.left, self.right)
    }

    /// The plot's top and bottom edge.
    pub(super) fn ends(&self) -> (f64, f64) {
        (self.top, self.bottom)
    }
}

/// Lines of text in a block, one below the other.
struct Block {
    lines: Vec<String>,
    letters: Letters,
    /// Top of the first line.
    top: f64,
}

impl Block {
    fn bottom(&self) -> f64 {
        self.top + self.lines.len() as f64 * self.letters.size * LEADING
    }

    fn draw(&self, canvas: &Canvas) -> Result<(), ChartError> {
        for (i, line) in self.lines.iter().enumerate() {
            let baseline = self.top + i as f64 * self.letters.size * LEADING + self.letters.size;
            canvas.text(line, (MARGIN, baseline), Align::Start, self.letters)?;
        }
        Ok(())
    }
}

impl Sheet<'_> {
    /// Draw the sheet, with `curves` between the grid and the labels.
    pub(super) fn draw(
        &self,
        curves: impl FnOnce(&Canvas, &Frame) -> Result<(), ChartError>,
    ) -> Result<Chart, ChartError> {
        self.draw_with(curves, |_, _| Ok(()))
    }

    /// Draw the sheet, with `curves` above the grid and `marks` above all lines.
    pub(super) fn draw_with(
        &self,
        curves: impl FnOnce(&Canvas, &Frame) -> Result<(), ChartError>,
        marks: impl FnOnce(&Canvas, &Frame) -> Result<(), ChartError>,
    ) -> Result<Chart, ChartError> {
        fonts::register()?;
        let blocks = self.headings();
        let dates = &self.data.curves.dates;
        let top = blocks.last().map_or(MARGIN, Block::bottom)
            + if self.money_ends().is_some() { 36.0 } else { 15.0 };
        let frame = self.frame(top);
        let axis = calendar(dates, frame.right - frame.left, TEXT.size);
        let footer = Block {
            lines: wrap(FOOTER, LESSER.size, LESSER.weight, WIDTH - 2.0 * MARGIN, 2),
            letters: LESSER,
            top: frame.bottom + 42.0,
        };
        let size = (WIDTH, (footer.bottom() + MARGIN).ceil());
        let drawn = Canvas::draw(size, |canvas| {
            canvas.block((0.0, 0.0), size, WHITE.to_rgba())?;
            self.draw_grid(canvas, &frame)?;
            curves(canvas, &frame)?;
            draw_calendar(canvas, &frame, &axis)?;
            self.draw_end_of_money(canvas, &frame)?;
            marks(canvas, &frame)?;
            self.draw_labels(canvas, &frame)?;
            blocks.iter().chain([&footer]).try_for_each(|block| block.draw(canvas))
        })?;
        let id = format!("{}-{}", self.data.scenario.name, self.name);
        let description = format!("{} {} {FOOTER}", self.statistics, self.values);
        Ok(Chart {
            name: self.name,
            svg: accessible(&drawn, size, &id, &self.message, &description),
            alt: plain(&format!("{} {description}", self.message)),
        })
    }

    /// The scenario's title, the two titles of the chart and the title of its axis.
    fn headings(&self) -> Vec<Block> {
        let scenario = self.data.scenario;
        let title = if scenario.title.is_empty() { &scenario.name } else { &scenario.title };
        let mut bottom = MARGIN - 6.0;
        let texts = [
            (title, LESSER, 2, 0.0),
            (&self.message, MESSAGE, 6, 2.0),
            (&self.statistics, TEXT, 8, 6.0),
            (&self.axis, Letters { weight: Weight::Bold, ..TEXT }, 2, 12.0),
        ];
        let blocks = texts.map(|(text, letters, most, gap)| {
            let room = WIDTH - 2.0 * MARGIN;
            let lines = wrap(&plain(text), letters.size, letters.weight, room, most);
            let block = Block { lines, letters, top: bottom + gap };
            bottom = block.bottom();
            block
        });
        blocks.into()
    }

    fn frame(&self, top: f64) -> Frame {
        let widest = |texts: &mut dyn Iterator<Item = &String>| {
            texts.map(|t| width(t, TEXT.size, TEXT.weight)).fold(0.0, f64::max)
        };
        let marks = widest(&mut self.scale.marks.iter().map(|(_, words)| words));
        let labels = widest(&mut self.labels.iter().flat_map(|label| &label.lines));
        Frame {
            left: MARGIN + marks + 8.0,
            right: WIDTH - MARGIN - labels - LEADER - SWATCH - SWATCH_GAP,
            top,
            bottom: top + PLOT_HEIGHT,
            weeks: f64::from(self.data.ensemble.weeks.max(1)),
            greatest: self.scale.top,
        }
    }

    fn draw_grid(&self, canvas: &Canvas, frame: &Frame) -> Result<(), ChartError> {
        for (value, words) in &self.scale.marks {
            let (_, y) = frame.at(0.0, *value);
            canvas.line([(frame.left, y), (frame.right, y)], GRID.to_rgba(), 1.0)?;
            canvas.text(words, (frame.left - 8.0, y + 6.0), Align::End, TEXT)?;
        }
        Ok(())
    }

    /// Week in which the project's money ends, if it does within the horizon.
    fn money_ends(&self) -> Option<u32> {
        self.data.scenario.money.ends_week.filter(|&week| week <= self.data.ensemble.weeks)
    }

    fn draw_end_of_money(&self, canvas: &Canvas, frame: &Frame) -> Result<(), ChartError> {
        let Some(week) = self.money_ends() else { return Ok(()) };
        let date: Date = self.data.ensemble.date(week);
        let words = format!("Project money ends, {}", short_month_and_year(date));
        let (x, _) = frame.at(week.into(), 0.0);
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
        let (x, y) = frame.at(week, 0.0);
        canvas.line([(x, y), (x, y + 7.0)], ink, 1.4)?;
    }
    for (week, words) in &axis.words {
        let (x, y) = frame.at(*week, 0.0);
        let half = width(words, TEXT.size, TEXT.weight) / 2.0;
        // Words do not reach under the labels on the right.
        let middle = x.min(frame.right + 8.0 - half).max(MARGIN + half);
        canvas.text(words, (middle, y + 27.0), Align::Middle, TEXT)?;
    }
    Ok(())
}

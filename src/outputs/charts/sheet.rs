//! The sheet of a chart with one plot: titles, axes, the mark where money ends, labels at the
//! right end of the curves, and the words for those who cannot see it.

use plotters::style::Color;

use super::axes::Scale;
use super::blocks::{Block, FOOTER, MARGIN, WIDTH};
use super::canvas::Canvas;
use super::fonts;
use super::palette::WHITE;
use super::plot::{CALENDAR_HEIGHT, EndLabel, Frame, Plot};
use super::svg::{accessible, plain};
use super::{Chart, ChartError, Data, heading};

const PLOT_HEIGHT: f64 = 340.0;

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
        let scenario = self.data.scenario;
        let headings = Block::headings(heading(scenario), &self.message, &self.statistics);
        let axis = Block::axis(&self.axis, headings[2].bottom());
        let ends = scenario.money.ends_week.filter(|&week| week <= self.data.ensemble.weeks);
        let plot = Plot {
            dates: &self.data.curves.dates,
            scale: &self.scale,
            labels: &self.labels,
            money_ends: ends.map(|week| (week, "Project".to_owned())),
        };
        let frame = plot.frame(axis.bottom() + plot.room_above(), PLOT_HEIGHT);
        let footer = Block::footer(frame.ends().1 + CALENDAR_HEIGHT);
        let size = (WIDTH, (footer.bottom() + MARGIN).ceil());
        let drawn = Canvas::draw(size, |canvas| {
            canvas.block((0.0, 0.0), size, WHITE.to_rgba())?;
            plot.draw(canvas, &frame, curves, marks)?;
            headings.iter().chain([&axis, &footer]).try_for_each(|block| block.draw(canvas))
        })?;
        let id = format!("{}-{}", scenario.name, self.name);
        let description = format!("{} {} {FOOTER}", self.statistics, self.values);
        Ok(Chart {
            name: self.name,
            svg: accessible(&drawn, size, &id, &self.message, &description),
            alt: plain(&format!("{} {description}", self.message)),
        })
    }
}

//! The sheet of a chart with one plot: titles, axes, the mark where money ends, labels at the
//! right end of the curves, and the words for those who cannot see it.

use plotters::style::Color;

use super::axes::Scale;
use super::blocks::{Block, FOOTER, MARGIN, WIDTH};
use super::canvas::Canvas;
use super::fonts;
use super::palette::WHITE;
use super::plot::{Across, CALENDAR_HEIGHT, EndLabel, Frame, Plot};
use super::svg::{accessible, plain};
use super::{Chart, ChartError, Data, ReadOut, Table, heading};
use crate::scenario::Scenario;

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
    /// The values in rows.
    pub table: Table,
    /// What runs along the bottom.
    pub across: Across<'a>,
    /// What that measures, where it is not a calendar.
    pub below: &'static str,
    /// Week in which money ends, if that is marked, and whose.
    pub money_ends: Option<(u32, String)>,
    /// Height of the plot.
    pub height: f64,
    /// The table has a row for each month, so that a reader can point at one.
    pub by_month: bool,
}

impl<'a> Sheet<'a> {
    /// A sheet over the weeks of a scenario, with the mark where its money ends.
    pub(super) fn over_weeks(data: Data<'a>, name: &'static str) -> Self {
        let ends = data.scenario.money.ends_week.filter(|&week| week <= data.ensemble.weeks);
        Sheet {
            data,
            name,
            message: String::new(),
            statistics: String::new(),
            axis: String::new(),
            values: String::new(),
            scale: Scale::percent(),
            labels: Vec::new(),
            table: Table::default(),
            across: Across::Weeks(&data.curves.dates),
            below: "",
            money_ends: ends.map(|week| (week, "Project".to_owned())),
            height: PLOT_HEIGHT,
            by_month: false,
        }
    }

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
        let axis = format!("{}{}", self.axis, self.scale.remark());
        let axis = Block::axis(&axis, headings[2].bottom());
        let plot = Plot {
            across: self.across,
            scale: &self.scale,
            labels: &self.labels,
            money_ends: self.money_ends.clone(),
        };
        let frame = plot.frame(axis.bottom() + plot.room_above(), self.height);
        let below = Block::below(self.below, frame.ends().1 + CALENDAR_HEIGHT);
        let footer = Block::footer(below.bottom());
        let size = (WIDTH, (footer.bottom() + MARGIN).ceil());
        let drawn = Canvas::draw(size, |canvas| {
            canvas.block((0.0, 0.0), size, WHITE.to_rgba())?;
            plot.draw(canvas, &frame, curves, marks)?;
            let blocks = headings.iter().chain([&axis, &below, &footer]);
            blocks.into_iter().try_for_each(|block| block.draw(canvas))
        })?;
        let description = format!("{} {} {FOOTER}", self.statistics, self.values);
        let text = Words { name: self.name, message: &self.message, description: &description };
        let chart = text.chart(&drawn, size, scenario, self.table.clone());
        let read_out = self.by_month.then(|| self.read_out(&frame, size)).flatten();
        Ok(Chart { read_out, ..chart })
    }

    /// Where the dates of the table stand in the picture.
    fn read_out(&self, frame: &Frame, (width, height): (f64, f64)) -> Option<ReadOut> {
        let dates = &self.data.curves.dates;
        let thousandths = |x: f64, of: f64| (x / of * 1000.0).round() as u16;
        let ((left, right), (top, bottom)) = (frame.sides(), frame.ends());
        Some(ReadOut {
            left: thousandths(left, width),
            right: thousandths(right, width),
            top: thousandths(top, height),
            bottom: thousandths(bottom, height),
            from: *dates.first()?,
            to: *dates.last()?,
        })
    }
}

/// What a chart says to those who cannot see it.
pub(super) struct Words<'a> {
    pub name: &'static str,
    pub message: &'a str,
    pub description: &'a str,
}

impl Words<'_> {
    /// The chart of a scenario, drawn by plotters.
    pub(super) fn chart(
        &self,
        drawn: &str,
        size: (f64, f64),
        scenario: &Scenario,
        table: Table,
    ) -> Chart {
        let id = format!("{}-{}", scenario.name, self.name);
        Chart {
            name: self.name,
            svg: accessible(drawn, size, &id, self.message, self.description),
            alt: plain(&format!("{} {}", self.message, self.description)),
            table,
            inline: None,
            read_out: None,
        }
    }
}

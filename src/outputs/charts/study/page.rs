//! The page around a chart of a study: titles above, a footer below, and words for those who
//! cannot see it.

use plotters::style::Color;

use super::super::blocks::{Block, FOOTER, MARGIN, WIDTH};
use super::super::canvas::Canvas;
use super::super::palette::WHITE;
use super::super::svg::{accessible, plain};
use super::super::{Chart, ChartError, Table, fonts};

/// What stands around a chart.
pub(in crate::outputs::charts) struct Page<'a> {
    /// Stem of the file's name.
    pub name: &'static str,
    /// Name of the study.
    pub study: &'a str,
    /// What the chart says.
    pub message: String,
    /// What it shows.
    pub statistics: String,
    /// What stands along the vertical axis.
    pub axis: String,
    /// Its values in words.
    pub values: String,
}

impl Page<'_> {
    /// Draw a body of that height, told where its top is.
    pub(in crate::outputs::charts) fn draw(
        &self,
        height: f64,
        body: impl FnOnce(&Canvas, f64) -> Result<(), ChartError>,
    ) -> Result<Chart, ChartError> {
        fonts::register()?;
        let headings = Block::headings(self.study, &self.message, &self.statistics);
        let axis = Block::axis(&self.axis, headings[2].bottom());
        let top = axis.bottom() + 10.0;
        let footer = Block::footer(top + height);
        let size = (WIDTH, (footer.bottom() + MARGIN).ceil());
        let drawn = Canvas::draw(size, |canvas| {
            canvas.block((0.0, 0.0), size, WHITE.to_rgba())?;
            body(canvas, top)?;
            headings.iter().chain([&axis, &footer]).try_for_each(|block| block.draw(canvas))
        })?;
        let id = format!("{}-{}", self.study, self.name);
        let description = format!("{} {} {FOOTER}", self.statistics, self.values);
        Ok(Chart {
            name: self.name,
            svg: accessible(&drawn, size, &id, &self.message, &description),
            alt: plain(&format!("{} {description}", self.message)),
            // The rows behind it are the study's own results file, beside the picture.
            table: Table::default(),
            inline: None,
            read_out: None,
        })
    }
}

//! Lines of text above and below the plots, and the measures of the page.

use super::ChartError;
use super::canvas::{Align, Canvas, Letters};
use super::fonts::{Weight, wrap};
use super::palette::{INK, LESSER_INK};
use super::svg::plain;

/// Width of every chart in pixels; texts are to be legible at half of it.
pub(super) const WIDTH: f64 = 640.0;
pub(super) const MARGIN: f64 = 16.0;
/// Height of a line of text per pixel of its size.
pub(super) const LEADING: f64 = 1.27;

pub(super) const MESSAGE: Letters = Letters { size: 24.0, weight: Weight::Bold, colour: INK };
pub(super) const TEXT: Letters = Letters { size: 18.0, weight: Weight::Regular, colour: INK };
pub(super) const AXIS: Letters = Letters { weight: Weight::Bold, ..TEXT };
pub(super) const LESSER: Letters = Letters { colour: LESSER_INK, ..TEXT };

pub(super) const FOOTER: &str = "Simulated under stated assumptions; not a forecast.";

/// Lines of text, one below the other.
pub(super) struct Block {
    lines: Vec<String>,
    letters: Letters,
    /// Top of the first line.
    top: f64,
}

impl Block {
    /// A text from `top` down, in at most so many lines.
    pub(super) fn new(text: &str, letters: Letters, most: usize, top: f64) -> Self {
        let room = WIDTH - 2.0 * MARGIN;
        Block { lines: wrap(&plain(text), letters.size, letters.weight, room, most), letters, top }
    }

    /// The line that every chart ends with.
    pub(super) fn footer(top: f64) -> Self {
        Block::new(FOOTER, LESSER, 2, top)
    }

    /// What heads a chart: whose it is, what it says, and what it shows of how many futures.
    pub(super) fn headings(title: &str, message: &str, statistics: &str) -> [Block; 3] {
        let title = Block::new(title, LESSER, 2, MARGIN - 6.0);
        let message = Block::new(message, MESSAGE, 6, title.bottom() + 2.0);
        let statistics = Block::new(statistics, TEXT, 8, message.bottom() + 6.0);
        [title, message, statistics]
    }

    /// The title of a vertical axis, below something that ends there.
    pub(super) fn axis(text: &str, above: f64) -> Self {
        Block::new(text, AXIS, 2, above + 12.0)
    }

    /// What runs along the bottom of a plot, if that needs words.
    pub(super) fn below(text: &str, top: f64) -> Self {
        Block::new(text, AXIS, 2, top)
    }

    pub(super) fn bottom(&self) -> f64 {
        self.top + self.lines.len() as f64 * self.letters.size * LEADING
    }

    pub(super) fn draw(&self, canvas: &Canvas) -> Result<(), ChartError> {
        for (i, line) in self.lines.iter().enumerate() {
            let baseline = self.top + i as f64 * self.letters.size * LEADING + self.letters.size;
            canvas.text(line, (MARGIN, baseline), Align::Start, self.letters)?;
        }
        Ok(())
    }
}

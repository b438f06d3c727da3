//! Charts: plotters draws them as SVG, which is the one source of the PNG too.
//!
//! Every chart has two titles (what it says, and what it shows of how many simulated
//! futures), direct labels in place of a key, calendar dates, its denominator on the axis,
//! and its values in words for those who cannot see it. The font is embedded, so no
//! machine needs one. Colours are the UK Government Analysis Function's accessible
//! palette, in an order that also alternates dark and light in grey.

mod axes;
mod blocks;
mod canvas;
mod coverage;
mod difference;
mod fonts;
mod hours;
mod labels;
mod levels;
mod palette;
mod plot;
mod sheet;
mod stack;
mod states;
mod study;
mod svg;
mod targets;

use crate::results::{Curves, Ensemble};
use crate::scenario::Scenario;

pub use difference::difference;
pub use study::{Bar, Bars, sensitivity, study_charts};
pub use svg::png;

/// A chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Stem of its file's name.
    pub name: &'static str,
    /// The picture: one `svg` element, with its title and description.
    pub svg: String,
    /// The message and the values in words, for an `alt` text.
    pub alt: String,
}

/// Why a chart could not be drawn. None of these depends on the results.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// The embedded font cannot be read.
    #[error("the embedded font {name} cannot be read")]
    Font {
        /// Which.
        name: &'static str,
    },
    /// plotters refuses.
    #[error("cannot draw a chart: {0}")]
    Draw(String),
    /// The picture is no SVG.
    #[error("cannot read the svg: {0}")]
    Svg(#[from] resvg::usvg::Error),
    /// The picture cannot become a PNG.
    #[error("cannot turn the svg into a png: {0}")]
    Png(String),
}

/// What a chart is drawn from.
#[derive(Clone, Copy)]
struct Data<'a> {
    scenario: &'a Scenario,
    ensemble: &'a Ensemble,
    curves: &'a Curves,
}

/// What heads a scenario's charts: its title, or its name if it has none.
fn heading(scenario: &Scenario) -> &str {
    if scenario.title.is_empty() { &scenario.name } else { &scenario.title }
}

/// The four charts of a run: `coverage`, `levels_of_use`, `organisation_states` and
/// `hours_by_task`. The same results give the same bytes.
///
/// # Errors
/// If the drawing library refuses; nothing in the results makes it do so.
pub fn charts(
    scenario: &Scenario,
    ensemble: &Ensemble,
    curves: &Curves,
) -> Result<Vec<Chart>, ChartError> {
    let data = Data { scenario, ensemble, curves };
    [coverage::draw, levels::draw, states::draw, hours::draw]
        .iter()
        .map(|draw| draw(data))
        .collect()
}

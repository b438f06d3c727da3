//! Charts: plotters draws them as SVG, which is the one source of the PNG too.
//!
//! Every chart has two titles (what it says, and what it shows of how many simulated
//! futures), direct labels in place of a key, calendar dates, its denominator on the axis,
//! and its values in words for those who cannot see it. The font is embedded, so no
//! machine needs one. Colours are the UK Government Analysis Function's accessible
//! palette, in an order that also alternates dark and light in grey.

mod afterwards;
mod axes;
mod blocks;
mod canvas;
mod chance;
mod convergence;
mod cost;
mod courses;
mod coverage;
mod difference;
mod fonts;
mod futures;
mod grid;
mod hours;
mod labels;
mod levels;
mod money;
mod observed;
mod palette;
mod plot;
mod roll_out;
mod sheet;
mod stack;
mod states;
mod study;
mod svg;
mod targets;
mod verified;

use jiff::civil::Date;

use super::Compared;
use super::words::capital;
use crate::results::{Curves, Ensemble};
use crate::scenario::{Observed, Scenario};

pub use difference::difference;
pub use observed::{Seen, Titles, observed};
pub use study::{Bar, Bars, Ring, RingArrow, Spot, bars, rings, sensitivity, spots, study_charts};
pub use svg::png;
pub use verified::verified_charts;

pub(super) use convergence::{second_half, settling};
pub(super) use cost::pounds_each;

/// A chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Stem of its file's name.
    pub name: &'static str,
    /// The picture: one `svg` element, with its title and description.
    pub svg: String,
    /// The picture inside a page that has its buttons, where that is another.
    pub inline: Option<String>,
    /// The message and the values in words, for an `alt` text.
    pub alt: String,
    /// The values in rows.
    pub table: Table,
    /// Where the rows of the table stand in the picture, if each is a day along its bottom.
    pub read_out: Option<ReadOut>,
}

/// The calendar along the bottom of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadOut {
    /// Left end of the calendar, in thousandths of the picture's width.
    pub left: u16,
    /// Right end.
    pub right: u16,
    /// Top of the plot, in thousandths of the picture's height.
    pub top: u16,
    /// Bottom of the plot.
    pub bottom: u16,
    /// The day at the left end.
    pub from: Date,
    /// The day at the right end.
    pub to: Date,
}

/// The values behind a chart, as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// What each column holds.
    pub head: Vec<String>,
    /// Rows, each as long as the head.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows.
    pub(super) fn new<T: Into<String>>(head: impl IntoIterator<Item = T>) -> Self {
        Table { head: head.into_iter().map(Into::into).collect(), rows: Vec::new() }
    }

    /// The same with capitals in its head, but for the Greek letters.
    pub(super) fn capitals(&self) -> Table {
        let is_word = |head: &String| head.starts_with(|c: char| c.is_ascii_alphabetic());
        let capital = |head: &String| if is_word(head) { capital(head) } else { head.clone() };
        Table { head: self.head.iter().map(capital).collect(), rows: self.rows.clone() }
    }

    /// A row more.
    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }
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
    /// What was observed, shown as dots on the curves.
    seen: Option<&'a Observed>,
}

/// What heads a scenario's charts: its title, or its name if it has none.
fn heading(scenario: &Scenario) -> &str {
    if scenario.title.is_empty() { &scenario.name } else { &scenario.title }
}

/// The charts of a run: `coverage`, `levels_of_use`, `organisation_states`, `hours_by_task`,
/// `target_chance` (with a goal), `cost_coverage`, `money` (where it is limited), `twelve_futures`, `after_funding` (where money
/// ends), `organisation_months` and `roll_out` (of the recorded future), and `convergence`; with what
/// was observed as dots where a chart has its curve. The same results give the same bytes.
///
/// # Errors
/// If the drawing library refuses; nothing in the results makes it do so.
pub fn charts(
    scenario: &Scenario,
    ensemble: &Ensemble,
    curves: &Curves,
    seen: Option<&Observed>,
) -> Result<Vec<Chart>, ChartError> {
    let data = Data { scenario, ensemble, curves, seen };
    CHARTS.iter().filter_map(|(_, draw)| draw(data)).collect()
}

/// Draws a chart, if there is something to draw.
type Drawn = fn(Data) -> Option<Result<Chart, ChartError>>;

/// The charts of a run, in their order.
const CHARTS: [(&str, Drawn); 12] = [
    ("coverage", |data| Some(coverage::draw(data))),
    ("levels_of_use", |data| Some(levels::draw(data))),
    ("organisation_states", |data| Some(states::draw(data))),
    ("hours_by_task", |data| Some(hours::draw(data))),
    ("target_chance", |data| chance::draw(&[data])),
    ("cost_coverage", |data| cost::draw(&[data])),
    ("money", money::draw),
    ("twelve_futures", |data| Some(futures::draw(data))),
    ("after_funding", afterwards::draw),
    ("organisation_months", grid::draw),
    ("roll_out", roll_out::draw),
    ("convergence", |data| Some(convergence::draw(data))),
];

/// Some of them.
///
/// # Errors
/// As [`charts`].
pub fn some_charts(
    names: &[&str],
    scenario: &Scenario,
    ensemble: &Ensemble,
    curves: &Curves,
) -> Result<Vec<Chart>, ChartError> {
    let data = Data { scenario, ensemble, curves, seen: None };
    let wanted = CHARTS.iter().filter(|(name, _)| names.contains(name));
    wanted.filter_map(|(_, draw)| draw(data)).collect()
}

/// The charts of a comparison: `difference`, `target_chance` (with a goal) and `cost_coverage`.
/// `curves` are those of the scenarios, in their order.
///
/// # Errors
/// If the drawing library refuses; nothing in the results makes it do so.
pub fn comparison_charts(compared: &Compared, curves: &[Curves]) -> Result<Vec<Chart>, ChartError> {
    let both = compared.scenarios.iter().zip(compared.ensembles).zip(curves);
    let data: Vec<Data> = both
        .map(|((scenario, ensemble), curves)| Data { scenario, ensemble, curves, seen: None })
        .collect();
    let all = [Some(difference(compared)), chance::draw(&data), cost::draw(&data)];
    all.into_iter().flatten().collect()
}

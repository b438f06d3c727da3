//! Twelve simulated futures, each in a plot of its own.

use plotters::style::Color;

use super::axes::Scale;
use super::blocks::{Block, FOOTER, LESSER, MARGIN, TEXT, WIDTH};
use super::canvas::{Align, Canvas};
use super::coverage::weeks_drawn;
use super::fonts::{self, width};
use super::palette::{BLUE, GRID, INK, TURQUOISE, WHITE};
use super::plot::Frame;
use super::sheet::Words;
use super::{Chart, ChartError, Data, Table, heading};
use crate::measures::Counter;
use crate::outputs::calendar::month_and_year;
use crate::outputs::words::{self, count};

/// Futures shown.
const SAMPLES: usize = 12;
const COLUMNS: usize = 3;
/// Height of a plot, and of the words above it.
const PLOT: f64 = 92.0;
const HEAD: f64 = 40.0;
const GAP: f64 = 18.0;

/// One future: live organisations and those in real use, week by week.
struct Sample {
    number: u32,
    live: Vec<f64>,
    in_use: Vec<f64>,
}

pub(super) fn draw(data: Data) -> Result<Chart, ChartError> {
    fonts::register()?;
    let samples = samples(data);
    let most = samples.iter().flat_map(|s| &s.live).copied().fold(0.0, f64::max);
    let scale = Scale::numbers(most);
    let (message, statistics) = (message(data, &samples), statistics(data, samples.len()));
    let headings = Block::headings(heading(data.scenario), &message, &statistics);
    let axis = format!("Organisations, of {}", count(data.ensemble.organisations.into()));
    let axis = Block::axis(&axis, headings[2].bottom());
    let top = axis.bottom() + 6.0;
    let rows = samples.len().div_ceil(COLUMNS).max(1);
    let bottom = top + rows as f64 * (HEAD + PLOT) + 34.0;
    let footer = Block::footer(bottom);
    let size = (WIDTH, (footer.bottom() + MARGIN).ceil());
    let drawn = Canvas::draw(size, |canvas| {
        canvas.block((0.0, 0.0), size, WHITE.to_rgba())?;
        let marks = [0.0, scale.top].map(count);
        let room = marks.iter().map(|m| width(m, TEXT.size, TEXT.weight)).fold(0.0, f64::max);
        for (i, sample) in samples.iter().enumerate() {
            let frame = frame((i / COLUMNS, i % COLUMNS), room, top, &scale, data);
            let is_left = i % COLUMNS == 0;
            // The last row, and the plots above its empty places.
            let is_lowest = i + COLUMNS >= samples.len();
            sample.draw(canvas, &frame, &scale, is_left)?;
            if is_lowest {
                years(canvas, &frame, data)?;
            }
        }
        headings.iter().chain([&axis, &footer]).try_for_each(|block| block.draw(canvas))
    })?;
    let description = format!("{statistics} {} {FOOTER}", values(&samples));
    let words = Words { name: "twelve_futures", message: &message, description: &description };
    Ok(words.chart(&drawn, size, data.scenario, table(data, &samples)))
}

/// Futures of one draw of the parameters are alike, so they are taken from all draws.
fn samples(data: Data) -> Vec<Sample> {
    let replicates = &data.ensemble.replicates;
    let apart = match data.ensemble.draws {
        Some(_) => (replicates.len() / SAMPLES).max(1),
        None => 1,
    };
    let rows = 0..=data.ensemble.weeks as usize;
    let sample = |r: &crate::results::ReplicateResult| {
        let of = |counter| rows.clone().map(|w| r.trajectory.get(counter, 0, w).into()).collect();
        Sample {
            number: r.replicate + 1,
            live: of(Counter::OrgLive),
            in_use: of(Counter::OrgRealUse),
        }
    };
    replicates.iter().step_by(apart).take(SAMPLES).map(sample).collect()
}

fn frame((row, column): (usize, usize), room: f64, top: f64, scale: &Scale, data: Data) -> Frame {
    let left = MARGIN + room + 8.0;
    let wide = (WIDTH - MARGIN - left - GAP * (COLUMNS - 1) as f64) / COLUMNS as f64;
    let x = left + column as f64 * (wide + GAP);
    let y = top + HEAD + row as f64 * (HEAD + PLOT);
    let weeks = data.ensemble.weeks.into();
    Frame::between((x, y), (x + wide, y + PLOT), weeks, (scale.bottom, scale.top))
}

impl Sample {
    fn last(&self) -> (f64, f64) {
        let last = |values: &[f64]| values.last().copied().unwrap_or(0.0);
        (last(&self.live), last(&self.in_use))
    }

    fn draw(
        &self,
        canvas: &Canvas,
        frame: &Frame,
        scale: &Scale,
        is_left: bool,
    ) -> Result<(), ChartError> {
        let ((left, right), (top, bottom)) = (frame.sides(), frame.ends());
        for (y, value) in [(top, scale.top), (bottom, 0.0)] {
            canvas.line([(left, y), (right, y)], GRID.to_rgba(), 1.0)?;
            if is_left {
                canvas.text(&count(value), (left - 8.0, y + 6.0), Align::End, TEXT)?;
            }
        }
        let line = |values: &[f64]| -> Vec<_> {
            weeks_drawn(values.len()).map(|w| frame.at(w as f64, values[w])).collect()
        };
        let mut under = line(&self.in_use);
        canvas.line(line(&self.live), TURQUOISE.to_rgba(), 2.6)?;
        canvas.line(under.clone(), BLUE.to_rgba(), 3.0)?;
        under.extend([(right, bottom), (left, bottom)]);
        canvas.shape(under, BLUE.mix(0.16))?;
        let (live, in_use) = self.last();
        let words = format!("{} of {}", count(in_use), count(live));
        let place = (left, top - 9.0);
        canvas.text(&words, place, Align::Start, TEXT)
    }
}

/// The first and the last year below a plot.
fn years(canvas: &Canvas, frame: &Frame, data: Data) -> Result<(), ChartError> {
    let ((left, right), (_, bottom)) = (frame.sides(), frame.ends());
    let year = |week: u32| data.ensemble.date(week).year().to_string();
    let (first, last) = (year(0), year(data.ensemble.weeks));
    canvas.line([(left, bottom), (right, bottom)], INK.to_rgba(), 1.4)?;
    canvas.text(&first, (left, bottom + 23.0), Align::Start, LESSER)?;
    if first == last {
        return Ok(());
    }
    canvas.text(&last, (right, bottom + 23.0), Align::End, LESSER)
}

fn message(data: Data, samples: &[Sample]) -> String {
    let ends = samples.iter().map(|s| s.last().1);
    let (low, high) =
        ends.fold((f64::MAX, 0.0), |(low, high): (f64, f64), x| (low.min(x), high.max(x)));
    let month = month_and_year(data.ensemble.date(data.ensemble.weeks));
    match samples.len() {
        0 => "No simulated future is complete.".to_owned(),
        1 => format!("One simulated future ends with {} organisations in real use.", count(high)),
        n => format!(
            "{} futures under the same plan end with {} to {} organisations in real use in {month}.",
            if n == SAMPLES { "Twelve".to_owned() } else { count(n as f64) },
            count(low),
            count(high)
        ),
    }
}

fn statistics(data: Data, shown: usize) -> String {
    let of = words::futures(data.ensemble.replicates.len());
    let which = match data.ensemble.draws {
        Some(_) => format!("{shown} of {of}, from all draws of the parameters"),
        None if shown > 1 => format!("The first {shown} of {of}, which differ in luck alone"),
        None => "One simulated future".to_owned(),
    };
    format!(
        "{which}. Upper line: live; dark line over shade: in real use. Words: in real use, of those \
         live, at the end."
    )
}

fn values(samples: &[Sample]) -> String {
    let one = |s: &Sample| {
        let (live, in_use) = s.last();
        format!("Future {}: {} live, {} in real use.", s.number, count(live), count(in_use))
    };
    samples.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn table(data: Data, samples: &[Sample]) -> Table {
    let month = month_and_year(data.ensemble.date(data.ensemble.weeks));
    let mut table = Table::new([
        "Future".to_owned(),
        format!("Live, {month}"),
        format!("In real use, {month}"),
    ]);
    for sample in samples {
        let (live, in_use) = sample.last();
        table.row([sample.number.to_string(), count(live), count(in_use)]);
    }
    table
}

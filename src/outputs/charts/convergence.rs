//! How the middle and the range settle as futures are added.

use plotters::style::Color;

use super::axes::Scale;
use super::canvas::At;
use super::palette::BLUE;
use super::plot::{Across, EndLabel};
use super::sheet::Sheet;
use super::{Chart, ChartError, Data, Table};
use crate::measures::Counter;
use crate::outputs::calendar::month_and_year;
use crate::outputs::words::{self, FEWEST_FOR_PERCENTILES, between, capital, count};
use crate::results::Ensemble;
use crate::stats::quantiles::quantile;

/// Most numbers of futures that are looked at.
const MOST_PLACES: usize = 120;

/// Organisations in real use at the horizon, over the first so many futures.
#[derive(Clone, Copy)]
pub(in crate::outputs) struct Settled {
    pub futures: usize,
    pub low: f64,
    pub middle: f64,
    pub high: f64,
}

/// The middle and the range of the first few futures, of more, and of all.
pub(in crate::outputs) fn settling(ensemble: &Ensemble) -> Vec<Settled> {
    let week = ensemble.weeks as usize;
    let value = |k: usize| ensemble.replicates[k].trajectory.get(Counter::OrgRealUse, 0, week);
    let n = ensemble.replicates.len();
    let step = n.div_ceil(MOST_PLACES).max(1);
    let mut sorted: Vec<f32> = Vec::with_capacity(n);
    let mut settled = Vec::new();
    for k in 0..n {
        let place = sorted.partition_point(|&x| x < value(k));
        sorted.insert(place, value(k));
        if (k + 1) % step != 0 && k + 1 != n {
            continue;
        }
        let few = k + 1 < FEWEST_FOR_PERCENTILES;
        let at = |q: f64| quantile(&sorted, q);
        let (low, high) = if few { (at(0.0), at(1.0)) } else { (at(0.05), at(0.95)) };
        settled.push(Settled { futures: k + 1, low, middle: at(0.5), high });
    }
    settled
}

/// Between which values the middle stays once half of the futures are there.
pub(in crate::outputs) fn second_half(settled: &[Settled]) -> Option<(f64, f64)> {
    let all = settled.last()?.futures;
    let late = settled.iter().filter(|s| 2 * s.futures >= all);
    let (low, high) =
        late.fold((f64::MAX, f64::MIN), |(low, high), s| (s.middle.min(low), s.middle.max(high)));
    Some((low, high))
}

pub(super) fn draw(data: Data) -> Result<Chart, ChartError> {
    let settled = settling(data.ensemble);
    let most = settled.iter().map(|s| s.high).fold(0.0, f64::max);
    let futures = Scale::numbers(data.ensemble.replicates.len() as f64);
    let sheet = Sheet {
        message: message(data, &settled),
        statistics: "Thick line: the middle of the first so many futures, in their order; \
                     band: 90 of 100 of them (all of them below 20 futures)."
            .to_owned(),
        axis: format!(
            "Organisations in real use in {}, of {}",
            month_and_year(data.ensemble.date(data.ensemble.weeks)),
            count(data.ensemble.organisations.into())
        ),
        values: values(&settled),
        scale: Scale::numbers(most),
        labels: labels(&settled),
        table: table(&settled),
        across: Across::Numbers(&futures),
        below: "Simulated futures",
        money_ends: None,
        ..Sheet::over_weeks(data, "convergence")
    };
    sheet.draw(|canvas, frame| {
        let line = |value: fn(&Settled) -> f64| -> Vec<At> {
            settled.iter().map(|s| frame.at(s.futures as f64, value(s))).collect()
        };
        let (low, middle, high) = (line(|s| s.low), line(|s| s.middle), line(|s| s.high));
        canvas.shape(high.iter().chain(low.iter().rev()).copied(), BLUE.mix(0.16))?;
        for edge in [low, high] {
            canvas.line(edge, BLUE.mix(0.75), 1.1)?;
        }
        canvas.line(middle, BLUE.to_rgba(), 3.6)
    })
}

fn message(data: Data, settled: &[Settled]) -> String {
    let n = data.ensemble.replicates.len();
    match second_half(settled) {
        Some((low, high)) if n > 1 => format!(
            "From the {} on, the middle result stays at {} of {} organisations.",
            ordinal(n.div_ceil(2)),
            between(low, high),
            count(data.ensemble.organisations.into())
        ),
        _ => format!("{} says nothing about how the middle settles.", capital(&words::futures(n))),
    }
}

/// "100th future".
fn ordinal(n: usize) -> String {
    let ending = match (n % 100, n % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{}{ending} future", count(n as f64))
}

fn labels(settled: &[Settled]) -> Vec<EndLabel> {
    let Some(last) = settled.last() else { return Vec::new() };
    let label =
        |value: f64, lines: [String; 2]| EndLabel { value, colour: BLUE, lines: lines.into() };
    let middle = label(last.middle, ["Middle".to_owned(), count(last.middle)]);
    let (low, high) = (count(last.low), count(last.high));
    if low == high {
        return vec![middle];
    }
    let [above, below] = if last.futures < FEWEST_FOR_PERCENTILES {
        [["Highest".to_owned(), high], ["Lowest".to_owned(), low]]
    } else {
        let beyond = |word: &str, end: String| ["5 in 100".to_owned(), format!("{word} {end}")];
        [beyond("above", high), beyond("below", low)]
    };
    vec![label(last.high, above), middle, label(last.low, below)]
}

/// Some of the numbers of futures, the last among them.
fn some(settled: &[Settled]) -> impl Iterator<Item = &Settled> {
    let every = settled.len().div_ceil(8).max(1);
    let last = settled.len().saturating_sub(1);
    settled
        .iter()
        .enumerate()
        .filter(move |(i, _)| i % every == every - 1 || *i == last)
        .map(|s| s.1)
}

fn values(settled: &[Settled]) -> String {
    let one = |s: &Settled| {
        format!(
            "first {}: middle {}, range {} to {}.",
            count(s.futures as f64),
            count(s.middle),
            count(s.low),
            count(s.high)
        )
    };
    some(settled).map(one).collect::<Vec<_>>().join(" ")
}

fn table(settled: &[Settled]) -> Table {
    let mut table = Table::new(["Futures", "Middle", "Low end", "High end"]);
    for s in some(settled) {
        table.row([count(s.futures as f64), count(s.middle), count(s.low), count(s.high)]);
    }
    table
}

//! The chart `equal_money`: what each lever brings for the same money; and `frontier`: what each
//! option costs and brings, with what nothing cheaper outdoes.

use super::Ranked;
use super::shown::some;
use crate::outputs::charts::{Bar, Bars, Chart, ChartError, Spot, bars, spots};
use crate::outputs::document::Frame;
use crate::outputs::words::{count, pounds};

fn heading<'a>(ranked: &'a Ranked) -> &'a str {
    let scenario = ranked.scenario;
    if scenario.title.is_empty() { &scenario.name } else { &scenario.title }
}

pub(super) fn equal_money(ranked: &Ranked, equal: &Frame) -> Result<Chart, ChartError> {
    let (gains, table) = (ranked.gains(), &ranked.found.equal);
    let scale = gains.scale().0;
    let row = |(i, r): (usize, &crate::results::ranking::Rated)| Bars {
        name: format!("{}  {}", table.group[i], r.name()),
        bars: vec![Bar::around(
            scale * r.gain.mean,
            r.gain.half_width.map(|half| scale * half),
            !table.told[i],
        )],
        words: gains.signed(r.gain.mean),
    };
    let rows: Vec<Bars> = table.rated.iter().enumerate().map(row).collect();
    let chart = bars(
        "equal_money",
        heading(ranked),
        &format!("What each lever brings for {} by {}", pounds(ranked.found.money), ranked.when()),
        &format!(
            "Mean gain in {}, over {}; lines: what luck and draws leave open of it (95 in 100). Before \
             each name its group: those of one group cannot be told from its first. Grey: cannot be \
             told from doing nothing.",
            ranked.unit_in_words(),
            ranked.futures_in_words()
        ),
        &rows,
    )?;
    Ok(Chart { table: equal.table(), ..chart })
}

pub(super) fn frontier(ranked: &Ranked, mixes: &Frame) -> Result<Chart, ChartError> {
    let (gains, found) = (ranked.gains(), ranked.found);
    let scale = gains.scale().0;
    let spot = |(i, r): (usize, &crate::results::ranking::Rated)| Spot {
        name: r.name(),
        across: r.cost.mean,
        up: scale * r.gain.mean,
        range: (scale * r.gain.p05, scale * r.gain.p95),
        on_line: found.frontier.contains(&i),
        marked: i == found.best.mix,
    };
    let all: Vec<Spot> = found.mixes.iter().enumerate().map(spot).collect();
    let chart = spots(
        "frontier",
        heading(ranked),
        (
            &format!(
                "{} of {} options are outdone by none that costs as little",
                count(found.frontier.len() as f64),
                count(found.mixes.len() as f64)
            ),
            &format!(
                "Mean extra cost and mean gain by {}, over {} that the search had not seen. Line: what \
             nothing cheaper outdoes. Upright lines: 90 of 100 futures.",
                ranked.when(),
                ranked.futures_in_words()
            ),
        ),
        (&format!("Gain: {}", ranked.unit_in_words()), "Extra cost"),
        (&all, None),
    )?;
    Ok(Chart { table: some(mixes, found.frontier.iter().copied()), ..chart })
}

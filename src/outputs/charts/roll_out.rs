//! One simulated roll-out, spreading month by month: an animated picture that starts only when
//! it is asked to, can be paused, and otherwise shows the end.
//!
//! There is no script: each month is a group of shapes that appears after a delay of a CSS
//! animation. Inside a report, radio buttons before the picture run and stop it; the file by
//! itself has links for that.

use std::fmt::Write;

use plotters::style::{Color, RGBColor};

use super::blocks::{Block, FOOTER, MARGIN, TEXT, WIDTH};
use super::canvas::{Align, At, Canvas};
use super::courses::{MOST_ROWS, Row, STANDINGS, counts, rows};
use super::fonts::{self, width};
use super::grid::recorded;
use super::palette::{PALE_GREY, WHITE};
use super::sheet::Words;
use super::states::{COLOURS, STATES};
use super::{Chart, ChartError, Data, Table, heading};
use crate::outputs::calendar::{month_and_year, short_date, year_ends};
use crate::outputs::words::count;
use crate::results::{Course, Standing, Standings};

/// Seconds that each month is shown.
const SECONDS: f64 = 0.4;
/// Side of a square, and from one to the next.
const SIDE: f64 = 12.0;
const PITCH: f64 = 14.5;
/// Height of the words above a kind's squares.
const KIND: f64 = 27.0;
/// Height of the line that names the month.
const CLOCK: f64 = 34.0;

/// Where a row's square is.
struct Square {
    row: Row,
    place: At,
}

/// The squares of one kind of organisation.
struct Cluster {
    words: String,
    top: f64,
}

/// The chart `roll_out`; none where no future was recorded.
pub(super) fn draw(data: Data) -> Option<Result<Chart, ChartError>> {
    let (number, standings) = recorded(data)?;
    standings.weeks.last()?;
    Some(drawn(data, number, standings))
}

fn drawn(data: Data, number: u32, standings: &Standings) -> Result<Chart, ChartError> {
    fonts::register()?;
    let months = standings.weeks.len();
    let message = message(data, standings);
    let each = standings.courses.len().div_ceil(MOST_ROWS).max(1);
    let statistics = statistics(number, each);
    let headings = Block::headings(heading(data.scenario), &message, &statistics);
    let (legend, clock) = legend(headings[2].bottom() + 10.0);
    let (clusters, squares, bottom) = layout(data, standings, clock + CLOCK, each);
    let footer = Block::footer(bottom + 10.0);
    let controls = footer.bottom() + 4.0;
    let size = (WIDTH, (controls + 30.0 + MARGIN).ceil());

    let still = Canvas::draw(size, |canvas| {
        canvas.block((0.0, 0.0), size, WHITE.to_rgba())?;
        for &(standing, (x, y)) in &legend {
            mark(canvas, (x, y - SIDE), standing)?;
            let words = STATES[standing as usize];
            canvas.text(words, (x + SIDE + 7.0, y), Align::Start, TEXT)?;
        }
        for cluster in &clusters {
            canvas.text(&cluster.words, (MARGIN, cluster.top + 18.0), Align::Start, TEXT)?;
        }
        headings.iter().chain([&footer]).try_for_each(|block| block.draw(canvas))
    })?;
    let mut body = shapes(&still).to_owned();
    let mut delays = String::new();
    for month in 0..months {
        let squares = Canvas::draw(size, |canvas| {
            let changed = squares.iter().filter(|s| s.has_changed(month));
            changed.into_iter().try_for_each(|square| square.draw(canvas, month))
        })?;
        let clock = Canvas::draw(size, |canvas| {
            let words = month_in_words(data, standings, month);
            canvas.text(&words, (MARGIN, clock + 20.0), Align::Start, TEXT)
        })?;
        let at = month as f64 * SECONDS;
        // Without an animation, as in a PNG, only the last month is named.
        let last = if month + 1 == months { " last" } else { "" };
        let opacity = u8::from(month + 1 == months);
        // Writing to a String cannot fail.
        let _ = write!(
            body,
            "<g class=\"month m{month}\">\n{}</g>\n\
             <g class=\"clock m{month}{last}\" opacity=\"{opacity}\">\n{}</g>\n",
            shapes(&squares),
            shapes(&clock)
        );
        // No attribute: a report lets in no style that its policy does not name.
        let _ = writeln!(delays, ".m{month}{{animation-delay:{at:.1}s!important}}");
    }
    let description = format!("{statistics} {} {FOOTER}", values(data, standings));
    let words = Words { name: "roll_out", message: &message, description: &description };
    let table = table(data, standings);
    let whole = |style: &str| format!("<svg>\n<style>\n{style}{delays}</style>\n{body}</svg>\n");
    let inline = words.chart(&whole(""), size, data.scenario, Table::default()).svg;
    let chart = words.chart(&whole(STYLE), size, data.scenario, table);
    let svg = with_controls(&chart.svg, controls);
    Ok(Chart { svg, inline: Some(inline), ..chart })
}

/// How months appear. `animation` is set by what runs the picture, so that without it, on
/// paper, and for readers who asked for less motion before they press a button, the end shows.
const STYLE: &str = "\
    svg:has(#play:target,#pause:target) .month,\
    svg:has(#play:target,#pause:target) .clock.last{animation:appear .01s step-end both}\n\
    svg:has(#play:target,#pause:target) .clock{animation:pass .4s step-end}\n\
    svg:has(#pause:target) :is(.month,.clock){animation-play-state:paused!important}\n\
    @supports (animation:none){.controls{opacity:1}}\n\
    .controls text{fill:#12436D;text-decoration:underline}\n\
    @keyframes appear{from{opacity:0}to{opacity:1}}\n\
    @keyframes pass{from{opacity:1}to{opacity:1}}\n\
    @media print{:is(.month,.clock){animation:none!important}.controls{display:none}}\n";

/// What can be pressed is hidden where there is no animation, as in a PNG.
const CONTROLS: &str = "<g class=\"controls\" opacity=\"0\">\n";

/// The picture as one image, and below it links that run and stop it: a picture whose parts can
/// be pressed is not one image.
fn with_controls(svg: &str, top: f64) -> String {
    let (Some(head), Some(title)) = (svg.find(" role=\"img\""), svg.find("<title")) else {
        return svg.to_owned();
    };
    let labelled = &svg[head..svg[head..].find(" stroke-linejoin").map_or(title, |at| head + at)];
    let end = svg.rfind("</svg>").unwrap_or(svg.len());
    let y = (top + 18.0) * super::canvas::FINE;
    let link = |id: &str, x: f64, words: &str| {
        format!(
            "<a id=\"{id}\" href=\"#{id}\"><text x=\"{}\" y=\"{y}\" font-family=\"{}, Arial, \
             sans-serif\" font-size=\"180\">{words}</text></a>\n",
            x * super::canvas::FINE,
            fonts::FAMILY
        )
    };
    format!(
        "{}{}<g{labelled}>\n{}</g>\n{CONTROLS}{}{}{}</g>\n</svg>\n",
        &svg[..head],
        &svg[head + labelled.len()..title],
        &svg[title..end],
        link("play", MARGIN, "Play from the start"),
        link("pause", MARGIN + 190.0, "Pause"),
        link("end", MARGIN + 260.0, "Show the end"),
    )
}

/// What plotters wrote between the ends of its SVG.
fn shapes(drawn: &str) -> &str {
    let start = drawn.find('>').map_or(0, |end| end + 1);
    let end = drawn.rfind("</svg>").unwrap_or(drawn.len());
    drawn.get(start..end).unwrap_or("").trim_start()
}

impl Square {
    fn has_changed(&self, month: usize) -> bool {
        let standings = &self.row.standings;
        month == 0 || standings[month] != standings[month - 1]
    }

    fn draw(&self, canvas: &Canvas, month: usize) -> Result<(), ChartError> {
        mark(canvas, self.place, self.row.standings[month])
    }
}

/// A square; where two states would look alike in grey, one of them has another shape: what has
/// stopped is hollow, what has agreed is small.
fn mark(canvas: &Canvas, (x, y): At, standing: Standing) -> Result<(), ChartError> {
    let colour = COLOURS[standing as usize];
    let square = |rim: f64, colour: RGBColor| {
        canvas.block((x + rim, y + rim), (x + SIDE - rim, y + SIDE - rim), colour.to_rgba())
    };
    match standing {
        Standing::Lapsed => {
            square(0.0, colour)?;
            square(3.0, WHITE)
        }
        Standing::Agreed => {
            square(0.0, PALE_GREY)?;
            square(2.5, colour)
        }
        _ => square(0.0, colour),
    }
}

type Legend = Vec<(Standing, At)>;

/// The states with their marks, in as many lines as they need, and where they end.
fn legend(top: f64) -> (Legend, f64) {
    let (mut x, mut y) = (MARGIN, top + 16.0);
    let mut legend = Vec::new();
    for (words, standing) in STATES.into_iter().zip(STANDINGS) {
        let room = SIDE + 7.0 + width(words, TEXT.size, TEXT.weight) + 18.0;
        if x + room > WIDTH && x > MARGIN {
            (x, y) = (MARGIN, y + 25.0);
        }
        legend.push((standing, (x, y)));
        x += room;
    }
    (legend, y + 12.0)
}

/// The squares by kind, from `top` down, and where they end.
fn layout(
    data: Data,
    standings: &Standings,
    top: f64,
    each: usize,
) -> (Vec<Cluster>, Vec<Square>, f64) {
    let across = ((WIDTH - 2.0 * MARGIN + PITCH - SIDE) / PITCH).floor() as usize;
    let (mut clusters, mut squares, mut y) = (Vec::new(), Vec::new(), top);
    // Invented results may have kinds that the scenario does not list.
    let kinds = standings.courses.iter().map(|c| c.kind + 1).max().unwrap_or(0);
    for kind in 0..kinds {
        let of_kind: Vec<&Course> = standings.courses.iter().filter(|c| c.kind == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        let label = data.scenario.kinds.get(kind).map_or("Organisations", |k| k.label.as_str());
        clusters
            .push(Cluster { words: format!("{label}, {}", count(of_kind.len() as f64)), top: y });
        y += KIND;
        let rows = rows(&of_kind, of_kind.len().div_ceil(each));
        let lines = rows.len().div_ceil(across);
        squares.extend(rows.into_iter().enumerate().map(|(i, row)| Square {
            row,
            place: (MARGIN + (i % across) as f64 * PITCH, y + (i / across) as f64 * PITCH),
        }));
        y += lines as f64 * PITCH + 3.0;
    }
    (clusters, squares, y)
}

fn month_in_words(data: Data, standings: &Standings, month: usize) -> String {
    let counts = counts(standings, month);
    let number = |standing: Standing| count(counts[standing as usize] as f64);
    format!(
        "{}: {} live, of these {} in real use",
        month_and_year(data.ensemble.date(standings.weeks[month])),
        count((counts[Standing::RealUse as usize] + counts[Standing::Live as usize]) as f64),
        number(Standing::RealUse)
    )
}

fn message(data: Data, standings: &Standings) -> String {
    let counts = counts(standings, standings.weeks.len() - 1);
    let live = counts[Standing::RealUse as usize] + counts[Standing::Live as usize];
    format!(
        "One simulated future: {} of {} organisations are live in {}, {} of them in real use.",
        count(live as f64),
        count(standings.courses.len() as f64),
        month_and_year(data.ensemble.date(data.ensemble.weeks)),
        count(counts[Standing::RealUse as usize] as f64)
    )
}

fn statistics(number: u32, each: usize) -> String {
    let stands = match each {
        1 => "Each square is one organisation".to_owned(),
        n => format!(
            "Each square is up to {} organisations of a kind that fared alike",
            count(n as f64)
        ),
    };
    format!(
        "Simulated future {number}, one of many and not a typical one: who comes when is luck. \
         {stands}."
    )
}

/// The states at each year's end, in words.
fn values(data: Data, standings: &Standings) -> String {
    let ends = year_ends(&data.curves.dates);
    let months = standings.weeks.iter().enumerate().filter(|(_, w)| ends.contains(&(**w as usize)));
    months
        .map(|(month, _)| format!("{}.", month_in_words(data, standings, month)))
        .collect::<Vec<_>>()
        .join(" ")
}

fn table(data: Data, standings: &Standings) -> Table {
    let mut table = Table::new(["Week of"].into_iter().chain(STATES));
    for (month, &week) in standings.weeks.iter().enumerate() {
        let cells = counts(standings, month).map(|n| count(n as f64));
        table.row([short_date(data.ensemble.date(week))].into_iter().chain(cells));
    }
    table
}

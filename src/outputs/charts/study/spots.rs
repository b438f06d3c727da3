//! What options cost and bring: a spot each, a line through those that nothing cheaper outdoes,
//! and what these are in a list below.

use plotters::style::Color;

use super::super::axes::Scale;
use super::super::blocks::{MARGIN, TEXT, WIDTH};
use super::super::canvas::{Align, Letters};
use super::super::fonts::{Weight, width};
use super::super::palette::{BLUE, GRID, INK, MID_GREY, ORANGE, WHITE};
use super::super::{Chart, ChartError};
use super::page::Page;
use crate::outputs::words::short_pounds;

const HEIGHT: f64 = 320.0;
/// From the plot to the list.
const BELOW: f64 = 74.0;
const LINE: f64 = 22.0;
/// Room of a number before its name in the list.
const NUMBER: f64 = 28.0;

/// An option.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// What it is.
    pub name: String,
    /// Pounds.
    pub across: f64,
    /// What it brings.
    pub up: f64,
    /// The range of that.
    pub range: (f64, f64),
    /// True if nothing as cheap outdoes it.
    pub on_line: bool,
    /// True for the one that is pointed out.
    pub marked: bool,
}

/// The chart of some options, perhaps with a level that is wanted.
///
/// # Errors
/// If the drawing library refuses; nothing in the results makes it do so.
pub fn spots(
    name: &'static str,
    study: &str,
    (message, statistics): (&str, &str),
    (up, across): (&str, &str),
    (spots, wanted): (&[Spot], Option<(f64, &str)>),
) -> Result<Chart, ChartError> {
    super::super::fonts::register()?;
    let small = Letters { size: 15.0, ..TEXT };
    let mut listed: Vec<&Spot> = spots.iter().filter(|s| s.on_line || s.marked).collect();
    listed.sort_by(|a, b| a.across.total_cmp(&b.across));
    let ends = |of: fn(&Spot) -> [f64; 2]| {
        let all = spots.iter().filter(|s| s.on_line || s.marked).flat_map(of);
        all.chain(spots.iter().map(|s| s.up))
            .fold((0.0f64, 0.0f64), |(l, h), x| (l.min(x), h.max(x)))
    };
    let (low, high) = ends(|s| [s.range.0, s.range.1]);
    let high = wanted.map_or(high, |(level, _)| high.max(level));
    let scale = Scale::differences(low, high);
    let money = Scale::pounds(spots.iter().map(|s| s.across).fold(0.0, f64::max));
    let widest =
        scale.marks.iter().map(|(_, w)| width(w, TEXT.size, TEXT.weight)).fold(0.0, f64::max);
    let (left, right) = (MARGIN + widest + 8.0, WIDTH - MARGIN - 14.0);
    let lines: Vec<Vec<String>> =
        listed.iter().map(|s| wrapped(&s.name, right - MARGIN - NUMBER, small)).collect();
    let list: f64 = lines.iter().map(|l| l.len() as f64 * LINE).sum();
    let page = Page {
        name,
        study,
        message: message.to_owned(),
        statistics: statistics.to_owned(),
        axis: up.to_owned(),
        values: spots
            .iter()
            .map(|s| format!("{}: {}, {:.1}.", s.name, short_pounds(s.across), s.up))
            .collect::<Vec<_>>()
            .join(" "),
    };
    page.draw(HEIGHT + BELOW + list, |canvas, top| {
        let bottom = top + HEIGHT;
        let x = |pounds: f64| left + (right - left) * (pounds / money.top).clamp(0.0, 1.0);
        let y = |value: f64| bottom - HEIGHT * (value - scale.bottom) / (scale.top - scale.bottom);
        for (value, words) in &scale.marks {
            canvas.line([(left, y(*value)), (right, y(*value))], GRID.to_rgba(), 1.0)?;
            canvas.text(words, (left - 8.0, y(*value) + 6.0), Align::End, TEXT)?;
        }
        canvas.line([(left, y(0.0)), (right, y(0.0))], INK.to_rgba(), 1.2)?;
        if let Some((level, words)) = wanted {
            canvas.line([(left, y(level)), (right, y(level))], ORANGE.to_rgba(), 1.6)?;
            canvas.text(words, (right, y(level) - 6.0), Align::End, TEXT)?;
        }
        for (value, words) in &money.marks {
            canvas.text(words, (x(*value), bottom + 22.0), Align::Middle, TEXT)?;
        }
        let bold = Letters { weight: Weight::Bold, ..TEXT };
        canvas.text(across, (left, bottom + 48.0), Align::Start, bold)?;
        let on_line: Vec<(f64, f64)> =
            listed.iter().filter(|s| s.on_line).map(|s| (x(s.across), y(s.up))).collect();
        canvas.line(on_line, BLUE.to_rgba(), 2.4)?;
        for s in spots.iter().filter(|s| !s.on_line && !s.marked) {
            dot(canvas, (x(s.across), y(s.up)), 5.0, MID_GREY)?;
        }
        let mut taken: Vec<((f64, f64), f64)> = Vec::new();
        for (number, s) in listed.iter().enumerate() {
            let (at, colour) = ((x(s.across), y(s.up)), if s.marked { ORANGE } else { BLUE });
            canvas.line([(at.0, y(s.range.0)), (at.0, y(s.range.1))], colour.mix(0.7), 1.6)?;
            dot(canvas, at, 8.0, WHITE)?;
            dot(canvas, at, 6.5, colour)?;
            let words = (number + 1).to_string();
            let room = width(&words, bold.size, bold.weight);
            let place = free_place(at, room, (left, right), &taken);
            taken.push((place, room));
            canvas.text(&words, place, Align::Start, bold)?;
        }
        let mut line = bottom + BELOW + 14.0;
        for (number, parts) in lines.iter().enumerate() {
            canvas.text(&(number + 1).to_string(), (MARGIN, line), Align::Start, bold)?;
            for part in parts {
                canvas.text(part, (MARGIN + NUMBER, line), Align::Start, small)?;
                line += LINE;
            }
        }
        Ok(())
    })
}

/// Where a number stands beside its spot without covering another: above to the right, else below or to
/// the left, else further out.
fn free_place(
    at: (f64, f64),
    room: f64,
    (left, right): (f64, f64),
    taken: &[((f64, f64), f64)],
) -> (f64, f64) {
    let height = TEXT.size;
    let free = |&(x, y): &(f64, f64)| {
        let apart = |&((ox, oy), other): &((f64, f64), f64)| {
            x + room < ox || ox + other < x || (y - oy).abs() >= height
        };
        x >= left && x + room <= right + 14.0 && taken.iter().all(apart)
    };
    let rings = (0..6).flat_map(|ring| {
        let out = f64::from(ring) * height;
        let sides = [(9.0, -9.0 - out), (9.0, 9.0 + height + out)];
        let others = [(-9.0 - room, -9.0 - out), (-9.0 - room, 9.0 + height + out)];
        sides.into_iter().chain(others).map(move |(x, y)| (at.0 + x, at.1 + y))
    });
    let mut rings = rings;
    rings.find(free).unwrap_or((at.0 + 9.0, at.1 - 9.0))
}

fn dot(
    canvas: &super::super::canvas::Canvas,
    (x, y): (f64, f64),
    half: f64,
    colour: plotters::style::RGBColor,
) -> Result<(), ChartError> {
    let corners = [(x - half, y), (x, y - half), (x + half, y), (x, y + half)];
    canvas.shape(corners, colour.to_rgba())
}

/// A name in lines of at most that width, broken before a plus.
fn wrapped(name: &str, room: f64, letters: Letters) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    for part in name.split(" + ") {
        let longer = lines.last().map(|line| format!("{line} + {part}"));
        match longer.filter(|line| width(line, letters.size, letters.weight) <= room) {
            Some(longer) => *lines.last_mut().unwrap_or(&mut String::new()) = longer,
            None if lines.is_empty() => lines.push(part.to_owned()),
            None => lines.push(format!("+ {part}")),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kind of fault: two marks on one place.
    #[test]
    fn numbers_of_spots_on_one_place_do_not_cover_each_other() {
        let mut taken: Vec<((f64, f64), f64)> = Vec::new();
        for i in 0..8 {
            let at = (100.0 + f64::from(i % 2), 200.0);
            let place = free_place(at, 12.0, (0.0, 400.0), &taken);
            for ((x, y), room) in &taken {
                let beside = place.0 + 12.0 < *x || x + room < place.0;
                assert!(beside || (place.1 - y).abs() >= TEXT.size, "{place:?} on {x} {y}");
            }
            taken.push((place, 12.0));
        }
    }

    #[test]
    fn long_names_break_before_a_plus() {
        super::super::super::fonts::register().unwrap();
        assert_eq!(wrapped("a + b", 500.0, TEXT), ["a + b"]);
        assert_eq!(wrapped("a + b", 20.0, TEXT), ["a", "+ b"]);
    }
}

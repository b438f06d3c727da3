//! Causal loops: each a ring of variables with an arrow from one to the next.

use std::f64::consts::{PI, TAU};

use plotters::style::Color;

use super::super::blocks::{MARGIN, TEXT, WIDTH};
use super::super::canvas::{Align, At, Canvas, Letters};
use super::super::fonts::{Weight, width, wrap};
use super::super::palette::{BLUE, INK, LESSER_INK, PINK};
use super::super::{Chart, ChartError};
use super::page::Page;
use crate::stats::maths::sin;

/// Height of a ring with its title.
const HEIGHT: f64 = 270.0;
/// Centre of the ring from the left, and half-axes.
const CENTRE: f64 = 208.0;
const ACROSS: f64 = 120.0;
const UP: f64 = 76.0;
/// Widest line of a variable's name, and height of a line.
const NAME: f64 = 124.0;
const LINE: f64 = 17.0;
const SMALL: Letters = Letters { size: 15.0, ..TEXT };

/// One arrow, from a variable to the next.
#[derive(Debug, Clone, PartialEq)]
pub struct RingArrow {
    /// The variable that it comes from.
    pub from: &'static str,
    /// True for more from more.
    pub same_way: bool,
    /// Its strength, in words.
    pub strength: Option<String>,
}

/// One loop.
#[derive(Debug, Clone, PartialEq)]
pub struct Ring {
    /// Its title.
    pub title: String,
    /// True if an increase comes back as an increase.
    pub reinforces: bool,
    /// What goes round.
    pub words: String,
    /// Its arrows in their order.
    pub arrows: Vec<RingArrow>,
    /// Lines beside it.
    pub beside: Vec<String>,
}

/// A picture of some loops, one below the other. `name` is the stem of its file's name.
///
/// # Errors
/// If the drawing library refuses; nothing in the results makes it do so.
pub fn rings(
    name: &'static str,
    heading: &str,
    message: &str,
    statistics: &str,
    rings: &[Ring],
) -> Result<Chart, ChartError> {
    let said = |ring: &Ring| format!("{}: {}; {}.", ring.title, ring.words, ring.beside.join(", "));
    let page = Page {
        name,
        study: heading,
        message: message.to_owned(),
        statistics: statistics.to_owned(),
        axis: String::new(),
        values: rings.iter().map(said).collect::<Vec<_>>().join(" "),
    };
    page.draw(rings.len() as f64 * HEIGHT, |canvas, top| {
        for (i, ring) in rings.iter().enumerate() {
            draw(canvas, ring, top + i as f64 * HEIGHT)?;
        }
        Ok(())
    })
}

fn draw(canvas: &Canvas, ring: &Ring, top: f64) -> Result<(), ChartError> {
    let bold = Letters { weight: Weight::Bold, ..TEXT };
    canvas.line([(MARGIN, top), (WIDTH - MARGIN, top)], LESSER_INK.to_rgba(), 0.6)?;
    canvas.text(&ring.title, (MARGIN, top + 22.0), Align::Start, bold)?;
    let centre = (CENTRE, top + 150.0);
    let step = TAU / ring.arrows.len().max(1) as f64;
    let at = |angle: f64| (centre.0 + ACROSS * sin(angle), centre.1 - UP * cos(angle));
    let names: Vec<Vec<String>> = ring
        .arrows
        .iter()
        .map(|arrow| wrap(arrow.from, SMALL.size, SMALL.weight, NAME, 3))
        .collect();
    let wide = |lines: &[String]| {
        lines.iter().map(|l| width(l, SMALL.size, SMALL.weight)).fold(0.0, f64::max)
    };
    // Angle that a name keeps free on either side: as wide as it is above and below, as high as it is
    // at the sides.
    let free = |i: usize| {
        let (angle, lines) = (i as f64 * step, &names[i % names.len()]);
        let flat = (wide(lines) / 2.0 + 8.0) / ACROSS * cos(angle).abs();
        let steep = (lines.len() as f64 * LINE / 2.0 + 12.0) / UP * sin(angle).abs();
        flat.max(steep)
    };
    for (i, arrow) in ring.arrows.iter().enumerate() {
        let colour = if arrow.same_way { BLUE } else { PINK };
        let (from, to) = (i as f64 * step + free(i), (i + 1) as f64 * step - free(i + 1));
        let bend = (0..=16).map(|k| at(from + (to - from) * f64::from(k) / 16.0));
        canvas.line(bend, colour.to_rgba(), 2.2)?;
        head(canvas, at(to - 0.06), at(to), colour)?;
        let sign = if arrow.same_way { "+" } else { "−" };
        let words = match &arrow.strength {
            Some(strength) => format!("{sign} ({strength})"),
            None => sign.to_owned(),
        };
        let middle = (from + to) / 2.0;
        let place =
            (centre.0 + (ACROSS + 14.0) * sin(middle), centre.1 - (UP + 14.0) * cos(middle) + 5.0);
        let letters = Letters { colour, ..SMALL };
        canvas.text(&words, place, side(middle), letters)?;
        // The variable stands where its arrow begins.
        let lines = &names[i];
        let (x, y) = at(i as f64 * step);
        let half = wide(lines) / 2.0;
        let x = x.clamp(MARGIN + half, WIDTH - MARGIN - half);
        let first = y + 5.0 - (lines.len() as f64 - 1.0) * LINE / 2.0;
        for (k, line) in lines.iter().enumerate() {
            canvas.text(line, (x, first + k as f64 * LINE), Align::Middle, SMALL)?;
        }
    }
    let letters = Letters { colour: LESSER_INK, ..SMALL };
    let kind = if ring.reinforces { "feeds itself" } else { "holds itself" };
    canvas.text(kind, (centre.0, centre.1 + 2.0), Align::Middle, letters)?;
    if !ring.reinforces {
        canvas.text("back", (centre.0, centre.1 + 19.0), Align::Middle, letters)?;
    }
    let left = 412.0;
    let mut y = top + 56.0;
    for line in wrap(&ring.words, SMALL.size, SMALL.weight, WIDTH - MARGIN - left, 7) {
        canvas.text(&line, (left, y), Align::Start, letters)?;
        y += 18.0;
    }
    y += 10.0;
    for line in std::iter::once(&"Gain:".to_owned()).chain(&ring.beside) {
        canvas.text(line, (left, y), Align::Start, Letters { colour: INK, ..SMALL })?;
        y += 19.0;
    }
    Ok(())
}

fn cos(x: f64) -> f64 {
    sin(x + PI / 2.0)
}

/// Where a text beside the ring stands.
fn side(angle: f64) -> Align {
    let right = angle.rem_euclid(TAU);
    if (right - PI).abs() < 0.3 || !(0.3..=TAU - 0.3).contains(&right) {
        Align::Middle
    } else if right < PI {
        Align::Start
    } else {
        Align::End
    }
}

/// The point of an arrow.
fn head(
    canvas: &Canvas,
    from: At,
    to: At,
    colour: plotters::style::RGBColor,
) -> Result<(), ChartError> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let long = (dx * dx + dy * dy).sqrt().max(1e-9);
    let (dx, dy) = (dx / long, dy / long);
    let back = (to.0 - 11.0 * dx, to.1 - 11.0 * dy);
    let (wide_x, wide_y) = (5.5 * -dy, 5.5 * dx);
    let corners = [to, (back.0 + wide_x, back.1 + wide_y), (back.0 - wide_x, back.1 - wide_y)];
    canvas.shape(corners, colour.to_rgba())
}

//! A drawing surface in pixels over plotters' SVG backend.

use plotters::coord::Shift;
use plotters::element::{PathElement, Polygon, Text};
use plotters::prelude::{DrawingArea, IntoDrawingArea, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, IntoFont, RGBAColor, RGBColor, ShapeStyle, TextStyle};

use super::ChartError;
use super::fonts::{self, FAMILY, PLOTTERS_EM, Weight};

/// Units of the drawing per pixel: plotters rounds coordinates to whole units, and curves
/// should not show it.
pub(super) const FINE: f64 = 10.0;
/// plotters writes a text that hangs from its top with this shift of the baseline, in em.
const PLOTTERS_TOP: f64 = 0.76;

/// A place in pixels from the top left.
pub(super) type At = (f64, f64);

/// Where a text stands from its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Start,
    Middle,
    End,
}

/// Size, weight and colour of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Letters {
    pub size: f64,
    pub weight: Weight,
    pub colour: RGBColor,
}

/// The surface.
pub(super) struct Canvas<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
}

impl Canvas<'_> {
    /// Draw on a new surface of that size; the result is plotters' SVG.
    pub(super) fn draw(
        (width, height): (f64, f64),
        body: impl FnOnce(&Canvas) -> Result<(), ChartError>,
    ) -> Result<String, ChartError> {
        fonts::register()?;
        let mut svg = String::new();
        let size = ((width * FINE) as u32, (height * FINE) as u32);
        let canvas = Canvas { area: SVGBackend::with_string(&mut svg, size).into_drawing_area() };
        body(&canvas)?;
        canvas.area.present().map_err(failed)?;
        drop(canvas);
        Ok(svg)
    }

    /// A text whose baseline is at the place.
    pub(super) fn text(
        &self,
        text: &str,
        (x, baseline): At,
        align: Align,
        letters: Letters,
    ) -> Result<(), ChartError> {
        let h_pos = match align {
            Align::Start => HPos::Left,
            Align::Middle => HPos::Center,
            Align::End => HPos::Right,
        };
        let size = letters.size * FINE * PLOTTERS_EM;
        let style = TextStyle::from((FAMILY, size, letters.weight.style()).into_font())
            .color(&letters.colour)
            .pos(Pos::new(h_pos, VPos::Top));
        let top = baseline - PLOTTERS_TOP * letters.size;
        self.area.draw(&Text::new(text.to_owned(), unit((x, top)), style)).map_err(failed)
    }

    /// A line through these places.
    pub(super) fn line(
        &self,
        places: impl IntoIterator<Item = At>,
        colour: RGBAColor,
        width: f64,
    ) -> Result<(), ChartError> {
        let style =
            ShapeStyle { color: colour, filled: false, stroke_width: (width * FINE) as u32 };
        let places: Vec<_> = places.into_iter().map(unit).collect();
        // plotters draws a single place as nothing; so does a reader see it.
        self.area.draw(&PathElement::new(places, style)).map_err(failed)
    }

    /// A filled shape.
    pub(super) fn shape(
        &self,
        corners: impl IntoIterator<Item = At>,
        colour: RGBAColor,
    ) -> Result<(), ChartError> {
        let corners: Vec<_> = corners.into_iter().map(unit).collect();
        self.area.draw(&Polygon::new(corners, colour.filled())).map_err(failed)
    }

    /// A filled rectangle between two corners.
    pub(super) fn block(
        &self,
        (x0, y0): At,
        (x1, y1): At,
        colour: RGBAColor,
    ) -> Result<(), ChartError> {
        self.shape([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], colour)
    }
}

fn unit((x, y): At) -> (i32, i32) {
    ((x * FINE).round() as i32, (y * FINE).round() as i32)
}

fn failed(error: impl std::error::Error) -> ChartError {
    ChartError::Draw(error.to_string())
}

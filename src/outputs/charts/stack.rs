//! Areas stacked on each other, week by week.

use plotters::style::{Color, RGBColor};

use super::ChartError;
use super::canvas::Canvas;
use super::palette::WHITE;
use super::plot::{EndLabel, Frame};

/// One area of a stack.
pub(super) struct Layer {
    pub name: &'static str,
    pub colour: RGBColor,
    /// One value a week, from [`Stack::first_week`] on.
    pub values: Vec<f64>,
}

/// Areas from the bottom up. Those that are nothing throughout are left out.
pub(super) struct Stack {
    layers: Vec<Layer>,
    first_week: usize,
}

impl Stack {
    pub(super) fn new(layers: Vec<Layer>, first_week: usize) -> Self {
        let layers = layers.into_iter().filter(|l| l.values.iter().any(|&v| v > 0.0)).collect();
        Stack { layers, first_week }
    }

    /// The greatest sum of all layers.
    pub(super) fn greatest(&self) -> f64 {
        let weeks = self.layers.first().map_or(0, |l| l.values.len());
        (0..weeks).map(|w| self.below(self.layers.len(), w)).fold(0.0, f64::max)
    }

    /// Sum of the layers below that one.
    fn below(&self, layer: usize, week: usize) -> f64 {
        self.layers[..layer].iter().map(|l| l.values[week]).sum()
    }

    /// A label beside the end of each layer.
    pub(super) fn labels(&self, words: impl Fn(&Layer, f64) -> String) -> Vec<EndLabel> {
        let layers = self.layers.iter().enumerate();
        let label = |(i, layer): (usize, &Layer)| {
            let last = *layer.values.last()?;
            Some(EndLabel {
                value: self.below(i, layer.values.len() - 1) + last / 2.0,
                colour: layer.colour,
                lines: vec![layer.name.to_owned(), words(layer, last)],
            })
        };
        // From the top down, so that labels of equal places keep the order of the layers.
        layers.rev().filter_map(label).collect()
    }

    /// Draw the areas, with white lines between them.
    pub(super) fn draw(&self, canvas: &Canvas, frame: &Frame) -> Result<(), ChartError> {
        let edge = |layer: usize| -> Vec<_> {
            let weeks = self.layers.first().map_or(0, |l| l.values.len());
            let week = |w: usize| (self.first_week + w) as f64;
            let mut edge: Vec<_> =
                (0..weeks).map(|w| frame.at(week(w), self.below(layer, w))).collect();
            if let [only] = edge[..] {
                // A single week is drawn over the week that it stands for.
                edge.insert(0, (frame.at(week(0) - 1.0, 0.0).0, only.1));
            }
            edge
        };
        for (i, layer) in self.layers.iter().enumerate() {
            let around = edge(i + 1).into_iter().chain(edge(i).into_iter().rev());
            canvas.shape(around, layer.colour.to_rgba())?;
        }
        (1..self.layers.len()).try_for_each(|i| canvas.line(edge(i), WHITE.to_rgba(), 1.2))
    }
}

//! What the forecasts of the training series say to whoever forecasts next.

use super::rolling::Weights;

/// What was learnt from a record of forecasts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Record {
    /// How methods have done.
    pub weights: Weights,
    /// By what the spread of the mixture is multiplied.
    pub spread: f64,
}

/// Of all origins of all series, in the order of [`crate::results::forecast::Method::MIXED`]. A test holds it
/// to `docs/FORECASTS.md`, whose last line before the remarks it is.
pub const RECORD: Record = Record {
    weights: Weights { scores: [10.386, 13.587, 12.176, 15.851], rows: [13.0; 4] },
    spread: 0.648,
};

//! Which inputs matter: elementary effects for screening, and shares of the variance.

mod elementary;
mod indices;

pub use elementary::{ElementaryEffects, elementary_effects};
pub use indices::{Index, Indices, Saltelli, across_scrambles, grand_mean, indices};

use super::moments::{half_width, moments};

/// Probability beyond each end of the intervals of this module.
const TAIL: f64 = 0.025;

/// Mean, and half-width of its 95 % interval by Student's t; no half-width from one value, and
/// nothing from none.
pub fn mean_and_half_width(values: &[f64]) -> Option<(f64, Option<f64>)> {
    let (mean, variance) = moments(values)?;
    Some((mean, half_width(variance, values.len(), TAIL)))
}

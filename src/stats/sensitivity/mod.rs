//! Which inputs matter: elementary effects for screening, and shares of the variance.

mod elementary;
mod indices;

pub use elementary::{ElementaryEffects, elementary_effects};
pub use indices::{Index, Indices, Saltelli, across_scrambles, grand_mean, indices};

use super::student::student_quantile;

/// Level of the intervals of this module.
const LEVEL: f64 = 0.95;

/// Mean, and half-width of its 95 % interval by Student's t; no half-width from one value, and
/// nothing from none.
pub fn mean_and_half_width(values: &[f64]) -> Option<(f64, Option<f64>)> {
    let n = values.len();
    let mean = (n > 0).then(|| values.iter().sum::<f64>() / n as f64)?;
    let freedom = n as u32 - 1;
    let half = student_quantile(0.5 + LEVEL / 2.0, freedom).map(|t| {
        let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
        t * (squares / f64::from(freedom) / n as f64).sqrt()
    });
    Some((mean, half))
}

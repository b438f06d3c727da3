//! 1.2 A health service on the edge.

pub mod deprioritised_extras;
pub mod fragmentation;
pub mod resource_limits;
pub mod transformation;

use crate::forces::Force;

/// All of them, in the order of the paper.
pub static ALL: &[&dyn Force] = &[
    &resource_limits::ResourceLimits,
    &fragmentation::Fragmentation,
    &transformation::Transformation,
    &deprioritised_extras::DeprioritisedExtras,
];

//! 2 Pure drivers.

pub mod ecosystem;
pub mod fit;
pub mod solution;
pub mod team;

use super::Force;

/// All of them, in the order of the framework.
pub static ALL: &[&[&dyn Force]] =
    &[solution::ALL, &[&team::Leadership], &[&fit::Fit], &[&ecosystem::Ecosystem]];

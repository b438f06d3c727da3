//! 1.1 Radical innovation: a family of mechanisms.

pub mod repetition;
pub mod vicious_circles;

use crate::forces::Force;

/// Those that are no vicious circle.
pub static ALL: &[&dyn Force] = &[&repetition::Repetition];

//! 3 Oppositional and ambivalent forces.

pub mod recurring;

use super::Force;

/// All of them, in the order of the framework.
pub static ALL: &[&[&dyn Force]] = &[&[&recurring::Recurring]];

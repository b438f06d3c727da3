//! 1.5 Rules, laws and algorithms in spaces that also call for humanity, flexibility and art.

pub mod mismatch;
pub mod workarounds;

use crate::forces::Force;

/// Both of them.
pub static ALL: &[&dyn Force] = &[&mismatch::Mismatch, &workarounds::Workarounds];

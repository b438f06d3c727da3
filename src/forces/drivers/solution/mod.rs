//! 2.1 Drivers internal to the IT solution.

pub mod brevity;
pub mod vision;

use crate::forces::Force;

/// Both.
pub static ALL: &[&dyn Force] = &[&vision::Solution, &brevity::Brevity];

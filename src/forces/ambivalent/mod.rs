//! 3 Oppositional and ambivalent forces.
//!
//! Numbers are those of the paper's Boxes, in which 3.5 is inequality and 3.6 unintended
//! consequences.

pub mod contexts;
pub mod evidence;
pub mod inequality;
pub mod recurring;
pub mod reversals;
pub mod temporary;
pub mod unintended;
pub mod values;
pub mod vicarious;

use super::Force;

/// All of them, in the order of the framework.
pub static ALL: &[&[&dyn Force]] = &[&[
    &temporary::Temporary,
    &recurring::Recurring,
    &contexts::Contexts,
    &values::Values,
    &inequality::Inequality,
    &unintended::Unintended,
    &reversals::Reversals,
    &evidence::Evidence,
    &vicarious::Vicarious,
]];

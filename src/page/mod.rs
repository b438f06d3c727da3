//! What a page asks about a plan, and what it is told: the same in a browser (`web/core`) and from
//! `uptake serve`.
//!
//! A plan is a scenario's text with changes; what is told of it are the sentences, curves and
//! comparisons that the commands print and write, to the last digit.

mod plan;
mod sound;
mod told;

pub use plan::Plan;
pub use sound::{Noted, Placed, Sound, parameters, placed, sound};
pub use told::{Futures, Told, groups, kept, table, told};

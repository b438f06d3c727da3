//! Study files: which parameters of a scenario are varied, how, and what is kept.
//!
//! | Step | Module |
//! |---|---|
//! | the user's text into a [`Study`], or every problem at its place | `read`, `parameters` |
//! | what the base scenario has to say: documented ranges, the horizon, a goal | `complete` |
//! | a table of points of the user's own | `table` |
//!
//! A study names parameters by their paths, as `--set` does, so whatever the registry holds can
//! be varied.

mod cell;
mod complete;
mod draws;
mod model;
mod parameters;
mod read;
mod table;
#[cfg(test)]
mod tests;

pub use cell::{Cell, CellKind};
pub use model::{
    Design, Luck, MOST_FUTURES, Range, Refused, STUDY_LIMIT, Study, StudyParameter, Threshold,
    is_study,
};
pub use read::read_study;

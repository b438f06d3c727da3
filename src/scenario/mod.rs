//! Scenario files: text in, a validated [`Scenario`] out, or every problem at its place.

mod model;
mod sections;

pub use model::*;

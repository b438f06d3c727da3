//! Studies: many points of a scenario's parameters, each simulated some times.
//!
//! What comes of a future is determined by the design, the point and the number of the replicate
//! alone, so that it does not matter which machine simulates it, with how many threads, in which
//! order or how often.

mod check;
pub mod decisions;
pub mod discovery;
mod inputs;
mod points;
pub mod sensitivity;
mod simulate;
#[cfg(test)]
mod tests;
mod values;

pub use check::check_points;
pub use points::{DesignError, Points, morris_trajectories, saltelli};
pub use simulate::{Kept, Simulate, Task, refused, simulate};
pub use values::Values;

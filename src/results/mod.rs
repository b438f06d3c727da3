//! What a run leaves: trajectories of each replicate, and curves over all of them.

mod curves;
mod draws;
mod trajectory;

pub use curves::{Curve, Curves, Point};
pub use draws::ParameterDraws;
pub use trajectory::{
    Ensemble, Event, Fingerprint, Group, Layout, ReplicateResult, Trajectory, WorkCounts,
};

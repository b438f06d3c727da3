//! What a run leaves: trajectories of each replicate, curves over all of them, and differences
//! between runs that met the same luck.

mod comparison;
mod curves;
mod draws;
mod explanation;
pub mod fit;
pub mod forecast;
pub mod loops;
mod outcome;
mod pence;
pub mod ranking;
pub mod seek;
pub mod sensitivity;
mod standings;
pub mod study;
mod trajectory;
mod verified;

pub use comparison::{Comparison, Difference, Gain, Spend, paired};
pub use curves::{Curve, Curves, Point};
pub use draws::ParameterDraws;
pub use explanation::{
    Attribution, BINDING_ALPHA, Binding, Constraint, Effect, Explanation, FamilyShare, ForceShare,
    Observed, Period, Relaxed, Spread, TOLD_ALPHA, binding, tell,
};
pub use outcome::Outcome;
pub use pence::mean_pence;
pub use standings::{Course, Standing, Standings, month_ends};
pub use trajectory::{
    Ensemble, Event, Fingerprint, Group, Layout, ReplicateResult, Trajectory, WorkCounts,
};
pub use verified::{ForceFound, LimitFound, PatternFound, TargetFound, Verdict, Verified};

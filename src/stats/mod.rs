//! Pure numbers: quantiles, intervals, exact distributions. Knows nothing of agents or files.

pub mod anova;
pub mod exact;
pub mod maths;
pub mod paired;
pub mod quantiles;
pub mod student;

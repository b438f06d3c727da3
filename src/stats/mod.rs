//! Pure numbers: quantiles, intervals, exact distributions, designs of experiments and what is
//! made of them. Knows nothing of agents or files.

pub mod anova;
pub mod chance;
pub mod designs;
pub mod distributions;
pub mod exact;
pub mod holm;
pub mod information;
pub mod linear;
pub mod maths;
pub mod moments;
pub mod paired;
pub mod prim;
pub mod quantiles;
pub mod ratio;
pub mod selection;
pub mod sensitivity;
pub mod shapley;
pub mod student;
pub mod surrogate;

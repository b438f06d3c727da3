//! Pure numbers: quantiles, intervals, exact distributions. Knows nothing of agents or files.

pub mod quantiles;

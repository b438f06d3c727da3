//! Experiments: several ensembles, designed together and judged together.
//!
//! They run the engine and summarise what it leaves; they know nothing of files, charts,
//! clocks or terminals, and progress goes through a callback.

mod compare;
pub mod explanation;
pub mod fit;
pub mod loops;
pub mod ranking;
pub mod readings;
pub mod seek;
pub mod study;
pub mod uncertainty;
pub mod verification;

pub use compare::{Batches, Matched, Mismatch, Precision, Progress, Run, run};

//! Experiments: several ensembles, designed together and judged together.
//!
//! They run the engine and summarise what it leaves; they know nothing of files, charts,
//! clocks or terminals, and progress goes through a callback.

pub mod uncertainty;

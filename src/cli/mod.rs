//! The command line: the only part that knows a terminal, a clock or a signal.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the one place that reads the clock, the environment and the command line"
)]

mod again;
mod analysis;
mod args;
mod ask;
mod commands;
mod curve;
mod diagnostics;
mod drawn;
mod estimate;
mod exit;
mod fit;
mod given;
mod interrupt;
mod load;
mod offer;
mod program;
mod progress;
mod record;
mod results;
mod sensitivity;
mod serve;
mod simulate;
mod study;
mod tables;
mod terminal;

pub use program::main;

//! The command line: the only part that knows a terminal, a clock or a signal.

pub mod args;
pub mod commands;
mod diagnostics;
mod estimate;
mod exit;
mod interrupt;
mod job;
mod levels;
mod load;
mod progress;
mod results;
mod simulate;
mod terminal;
mod words;

pub use terminal::Terminal;

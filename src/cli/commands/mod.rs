//! One file per command.

pub mod check;
pub mod compare;
pub mod completions;
pub mod describe;
pub mod diff;
pub mod example;
pub mod levers;
pub mod man;
pub mod new;
pub mod reproduce;
pub mod run;
pub mod schema;
pub mod trace;
pub mod verify;

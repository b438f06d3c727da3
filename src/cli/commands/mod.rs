//! One file per command.

pub mod check;
pub mod compare;
pub mod completions;
pub mod describe;
pub mod diff;
pub mod discover;
pub mod example;
pub mod explain;
pub mod levers;
pub mod loops;
pub mod man;
pub mod merge;
pub mod new;
pub mod rank;
pub mod report;
pub mod reproduce;
pub mod run;
pub mod schema;
pub mod seek;
pub mod sensitivity;
pub mod serve;
pub mod status;
pub mod sweep;
pub mod trace;
pub mod value;
pub mod verify;

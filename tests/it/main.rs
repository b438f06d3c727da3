//! Integration tests, in one binary.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests use files")]
#![allow(clippy::print_stderr, reason = "a test that cannot be held here says so")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod analyses;
mod architecture;
mod broken_scenarios;
mod cli;
mod cmd;
mod compare;
mod coverage;
mod docs;
mod effects;
mod engine;
mod estimates;
mod eval;
mod events;
mod evidence;
mod example;
mod examples;
mod explain;
mod feedback;
mod fit;
mod forces;
mod forecasts;
mod fuzz;
mod gallery;
mod guide;
mod holds;
mod import;
mod levers;
mod limits;
mod loops;
mod manifests;
mod mechanisms;
mod memory;
mod money;
mod money_by_year;
mod outputs;
mod owners;
mod patterns;
mod pinned;
mod planner;
mod randomness;
mod rank;
mod seek;
mod sensitivity;
mod serve;
mod standing;
mod started;
mod study;
mod study_tables;
mod supply;
mod tampered;
mod terminal;
mod turnover;
mod uncertainty;
mod validation;
mod work_counts;
mod workbook;

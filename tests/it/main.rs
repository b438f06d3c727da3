//! Integration tests, in one binary.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests use files")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod architecture;
mod cli;
mod engine;
mod example;
mod forces;
mod outputs;
mod randomness;

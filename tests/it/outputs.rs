//! Results to bytes, and bytes to folders.

mod charts;
mod report;
mod store;
mod synthetic;
mod tables;

//! Results to bytes, and bytes to folders.

mod charts;
mod store;
mod synthetic;
mod tables;

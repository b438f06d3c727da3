//! Folders of runs: the only code that reads or writes files.
//!
//! A run writes into a folder of its own. Every file appears whole or not at all: it is
//! written under a temporary name, flushed to the disk and then renamed. Nothing that
//! uptake did not write is replaced or removed.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the one place where files are read and written"
)]

mod error;
mod merge;
mod part;
mod read;
mod run;
mod study;

pub use error::StoreError;
pub use merge::Merged;
pub use part::PartFile;
pub use read::{SCENARIO_LIMIT, read_text};
pub use run::{MANIFEST_FILE, RunFolder};
pub use study::{Journal, ShardName, StudyFolder};

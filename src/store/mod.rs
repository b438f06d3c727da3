//! Folders of runs: the only code that reads or writes files.
//!
//! A run writes into a folder of its own. Every file appears whole or not at all: it is
//! written under a temporary name, flushed to the disk and then renamed. Nothing that
//! uptake did not write is replaced or removed. Who writes into a folder owns it until it is done,
//! and what is read is held to the digest that was recorded of it.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the one place where files are read and written"
)]

mod error;
mod lock;
mod machine;
mod merge;
mod part;
mod read;
mod run;
mod shards;
mod study;

pub use error::StoreError;
pub use machine::{free_disk, memory};
pub use merge::Merged;
pub use part::PartFile;
pub use read::{SCENARIO_LIMIT, read_bytes, read_draws, read_text, same_file};
pub use run::{MANIFEST_FILE, RunFolder, WAVES, discard_waves};
pub use shards::{Journal, OwnPart, ShardName};
pub use study::{MERGE_FILE, OwnStudy, StudyFolder};

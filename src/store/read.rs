//! Reading files that people name.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::StoreError;

/// Most bytes of a scenario file or a list of organisations.
pub const SCENARIO_LIMIT: u64 = 10_000_000;

/// The text of a file of at most `limit` bytes.
///
/// # Errors
/// If it is not there, is a directory, may not be read, is longer than `limit`, or is not
/// UTF-8 (the error says at which byte).
pub fn read_text(path: &Path, limit: u64) -> Result<String, StoreError> {
    let bytes = read_bytes(path, limit)?;
    String::from_utf8(bytes).map_err(|error| StoreError::NotUtf8 {
        path: path.to_owned(),
        at: error.utf8_error().valid_up_to() + 1,
    })
}

/// The bytes of a file of at most `limit` bytes.
pub(super) fn read_bytes(path: &Path, limit: u64) -> Result<Vec<u8>, StoreError> {
    let of = |error| StoreError::of(path, error);
    let file = File::open(path).map_err(of)?;
    if file.metadata().map_err(of)?.is_dir() {
        return Err(StoreError::IsDirectory { path: path.to_owned() });
    }
    let mut bytes = Vec::new();
    // The length that the system gives is not asked: a pipe or device has none.
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(of)?;
    if bytes.len() as u64 > limit {
        return Err(StoreError::TooLarge { path: path.to_owned(), limit });
    }
    Ok(bytes)
}

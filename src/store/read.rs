//! Reading files that people name, and files that are held to a digest.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use super::StoreError;
use crate::outputs::study::Digesting;
use crate::outputs::{OutputRecord, Plausible, read_plausible};

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

/// True if both paths lead to one file that is there.
pub fn same_file(a: &Path, b: &Path) -> bool {
    let place = |path: &Path| fs::canonicalize(path).ok();
    place(a).is_some_and(|a| Some(a) == place(b))
}

/// The draws that a table of plausible parameters holds.
///
/// # Errors
/// If it is not there, may not be read or is no such table.
pub fn read_draws(path: &Path) -> Result<Plausible, StoreError> {
    let of = |source| StoreError::Table { path: path.to_owned(), source };
    read_plausible(open(path)?).map_err(of)
}

/// The bytes of a file of at most `limit` bytes.
///
/// # Errors
/// If it is not there, is a directory, may not be read, or is longer than `limit`.
pub fn read_bytes(path: &Path, limit: u64) -> Result<Vec<u8>, StoreError> {
    let file = open(path)?;
    let mut bytes = Vec::new();
    // The length that the system gives is not asked: a pipe or device has none.
    let read = file.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| StoreError::of(path, error))?;
    if bytes.len() as u64 > limit {
        return Err(StoreError::TooLarge { path: path.to_owned(), limit });
    }
    Ok(bytes)
}

/// Opens a file to read, without ever waiting for somebody to write into it.
pub(super) fn open(path: &Path) -> Result<File, StoreError> {
    let of = |error| StoreError::of(path, error);
    let found = fs::metadata(path).map_err(of)?;
    if found.is_dir() {
        return Err(StoreError::IsDirectory { path: path.to_owned() });
    }
    if waits(path, &found) {
        return Err(StoreError::NotAFile { path: path.to_owned() });
    }
    File::open(path).map_err(of)
}

/// True for a pipe that has a name on a disk: opening it waits until somebody opens its other
/// end. What a shell makes of `<(…)` or `-` has no name but that of a process's file, or lies in
/// `/dev`, and its other end is open.
#[cfg(unix)]
fn waits(path: &Path, found: &fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    let named = || fs::canonicalize(path).is_ok_and(|path| !path.starts_with("/dev"));
    found.file_type().is_fifo() && named()
}

#[cfg(not(unix))]
fn waits(_: &Path, _: &fs::Metadata) -> bool {
    false
}

/// True if a file has the length and the digest that were recorded of it. Any length is read, a
/// piece at a time.
pub(super) fn is_as_recorded(path: &Path, record: &OutputRecord) -> Result<bool, StoreError> {
    let mut file = open(path)?;
    let of = |error| StoreError::of(path, error);
    let found = file.metadata().map_err(of)?;
    // Without reading them: files of other lengths, and what has no end.
    if !found.is_file() || found.len() != record.bytes {
        return Ok(false);
    }
    let mut sink = Digesting::new(io::sink());
    io::copy(&mut file, &mut sink).map_err(of)?;
    Ok(sink.finish(&record.file).1 == *record)
}

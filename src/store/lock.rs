//! One owner of a folder, or of a part of a study.
//!
//! The lock is the operating system's and ends with the process that holds it, however that ends.
//! The file that is locked says who that is. Some disks that machines share know no locks: there
//! two may do the same work, which costs time and nothing else, since files appear whole, by
//! rename, and one that is whole is never replaced by less.

use std::env;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::thread;
use std::time::Duration;

use super::StoreError;
use super::read::read_bytes;

/// Most bytes of what an owner says of itself.
const WORDS: u64 = 300;
/// Times that a file is opened anew because its last owner has just taken it away.
const ATTEMPTS: usize = 1_000;
/// Times that is looked again, and after how long, before a lock counts as held.
const LOOKS: usize = 3;
const PAUSE: Duration = Duration::from_millis(20);

/// Ownership, until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    /// Keeps the lock; none on a disk that knows no locks.
    file: Option<File>,
}

impl Lock {
    /// Take the lock on that file; `of` is what it is the lock of.
    ///
    /// # Errors
    /// [`StoreError::Busy`] if somebody has it, unless `wait` is set.
    pub(super) fn take(path: PathBuf, of: &Path, wait: bool) -> Result<Lock, StoreError> {
        let mut looks = LOOKS;
        for _ in 0..ATTEMPTS {
            let failed = |error| StoreError::of(&path, error);
            let mut options = OpenOptions::new();
            let options = options.read(true).write(true).create(true).truncate(false);
            let mut file = options.open(&path).map_err(failed)?;
            if !file.metadata().map_err(failed)?.is_file() {
                return Err(StoreError::NotAFile { path });
            }
            let locked = match wait {
                true => file.lock().map_err(TryLockError::Error),
                false => file.try_lock(),
            };
            match locked {
                Ok(()) => {}
                // Who asks for the holder has it for a moment.
                Err(TryLockError::WouldBlock) if looks > 0 => {
                    looks -= 1;
                    thread::sleep(PAUSE);
                    continue;
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(StoreError::Busy { path: of.to_owned(), owner: owner(&path) });
                }
                // The disk knows no locks.
                Err(TryLockError::Error(_)) => return Ok(Lock { path, file: None }),
            }
            // Its last owner may have taken it away between the two: then this is a lock on nothing.
            if is_named(&file, &path) {
                let said = file.set_len(0).and_then(|()| file.write_all(myself().as_bytes()));
                said.map_err(failed)?;
                return Ok(Lock { path, file: Some(file) });
            }
        }
        Err(StoreError::Busy { path: of.to_owned(), owner: "many others at a time".to_owned() })
    }

    /// Who has the lock on that file, if anybody.
    pub(super) fn holder(path: &Path) -> Option<String> {
        let file = OpenOptions::new().read(true).write(true).open(path).ok()?;
        matches!(file.try_lock(), Err(TryLockError::WouldBlock)).then(|| owner(path))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Still locked, so that nobody can lock it in between, unless somebody has taken it away and
        // another has one of that name. Where that cannot be seen, it stays.
        if self.file.as_ref().is_some_and(|file| cfg!(unix) && is_named(file, &self.path)) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(unix)]
fn is_named(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let same = |a: fs::Metadata, b: fs::Metadata| (a.dev(), a.ino()) == (b.dev(), b.ino());
    file.metadata().is_ok_and(|own| fs::metadata(path).is_ok_and(|named| same(own, named)))
}

#[cfg(not(unix))]
fn is_named(_: &File, _: &Path) -> bool {
    true
}

/// This process, as others are told of it.
fn myself() -> String {
    let machine = fs::read_to_string("/proc/sys/kernel/hostname")
        .or_else(|_| env::var("HOSTNAME").or_else(|_| env::var("COMPUTERNAME")))
        .map_or_else(|_| String::new(), |name| format!(" on {}", name.trim()));
    format!("process {}{machine}", process::id())
}

/// What the owner says of itself; nobody else is to be believed to write only what can be shown.
fn owner(path: &Path) -> String {
    let words = read_bytes(path, WORDS).unwrap_or_default();
    let words = String::from_utf8_lossy(&words);
    let plain: String = words.chars().filter(|c| !c.is_control()).collect();
    if plain.is_empty() { "another process".to_owned() } else { plain }
}

/// Removes files that processes were writing in a folder when they were killed, of those whose
/// name fits. Whoever owns the folder may do so: nobody else writes there.
pub(super) fn sweep_up(folder: &Path, fits: impl Fn(&str) -> bool) -> Result<(), StoreError> {
    for entry in fs::read_dir(folder).map_err(|error| StoreError::of(folder, error))? {
        let entry = entry.map_err(|error| StoreError::of(folder, error))?;
        let name = entry.file_name();
        if name.to_str().is_some_and(|name| is_part(name) && fits(name)) {
            remove_if_there(&entry.path())?;
        }
    }
    Ok(())
}

/// True for the name of a file that was being written: `.NAME.PROCESS.part`.
pub(super) fn is_part(name: &str) -> bool {
    let inner = name.strip_prefix('.').and_then(|name| name.strip_suffix(".part"));
    let number = inner.and_then(|inner| inner.rsplit_once('.')).map(|(_, number)| number);
    number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit() || b == b'-'))
}

/// Removes a file; one that is gone already is no error.
pub(super) fn remove_if_there(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::of(path, error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    /// Kind of fault: two owners at a time. Threads take and give back one lock as fast as they
    /// can, so that files are taken away between another's opening and locking.
    #[test]
    fn a_lock_has_one_owner_at_a_time_also_while_its_file_comes_and_goes() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("lock");
        let (inside, entered) = (AtomicU32::new(0), AtomicU32::new(0));
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for round in 0..400 {
                        let lock = Lock::take(path.clone(), &path, round % 2 == 0);
                        let Ok(lock) = lock else { continue };
                        assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0, "two owners");
                        entered.fetch_add(1, Ordering::SeqCst);
                        inside.fetch_sub(1, Ordering::SeqCst);
                        drop(lock);
                    }
                });
            }
        });
        assert!(entered.into_inner() >= 800);
        assert_eq!(Lock::holder(&path), None);
        let _lock = Lock::take(path.clone(), &path, false).unwrap();
        let busy = Lock::take(path.clone(), place.path(), false).unwrap_err().to_string();
        let own = format!("process {}", process::id());
        assert!(busy.contains(&own) && Lock::holder(&path).unwrap().starts_with(&own), "{busy}");
    }

    #[test]
    fn parts_are_known_by_their_names() {
        assert!(is_part(".coverage.csv.123.part") && is_part(".a.12-2.part"));
        assert!(!is_part(".part") && !is_part("a.12.part") && !is_part(".mine.part"));
    }
}

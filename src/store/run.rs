//! The folder of one run.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Component, Path, PathBuf};

use serde::Deserialize;

use super::StoreError;
use super::lock::{Lock, is_part, remove_if_there, sweep_up};
use super::part::PartFile;
use super::read::{is_as_recorded, read_bytes, read_text};
use crate::outputs::{Manifest, OutputRecord, REPORT_FILE};

/// Name of the manifest in a run's folder.
pub const MANIFEST_FILE: &str = "manifest.json";

/// Most bytes of a manifest: it holds a scenario and a list of organisations.
const MANIFEST_LIMIT: u64 = 64_000_000;

/// Most folders of one name that are tried.
const MOST_FOLDERS: u32 = 100_000;

/// Folder of the waves of a fit within that of its results: they may be there before anything else.
pub const WAVES: &str = "waves";

/// Name of the file that says who writes into a folder.
pub(super) const LOCK_FILE: &str = ".uptake.lock";

/// A folder that a run writes into, or has written.
#[derive(Debug)]
pub struct RunFolder {
    path: PathBuf,
    /// Of who writes; none of who reads.
    lock: Option<Lock>,
}

/// Take away the waves of an earlier fit, if there are any. Who calls it owns the folder.
///
/// # Errors
/// If one cannot be removed.
pub fn discard_waves(folder: &Path) -> Result<(), StoreError> {
    let path = folder.join(WAVES);
    match fs::remove_dir_all(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::of(&path, error)),
        _ => Ok(()),
    }
}

impl RunFolder {
    /// Make the folder of a new run, and own it until it is dropped.
    ///
    /// Without `explicit` it is `base/name`, or the first of `base/name-2`, `base/name-3` …
    /// that does not exist. An `explicit` one is made with its parents; if it exists,
    /// `force` is needed, and then the files that its manifest lists, and the manifest, are
    /// removed, so that nothing of the old run can be taken for the new one's.
    ///
    /// # Errors
    /// If the folder exists and `force` is not given, is a file, holds a study, or files but no
    /// manifest of uptake, is in use, or cannot be made.
    pub fn create(
        base: &Path,
        name: &str,
        explicit: Option<&Path>,
        force: bool,
    ) -> Result<RunFolder, StoreError> {
        match explicit {
            Some(path) => Self::create_explicit(path, force),
            None => Self::create_numbered(base, name),
        }
    }

    fn create_numbered(base: &Path, name: &str) -> Result<RunFolder, StoreError> {
        checked_name(name)?;
        make_parents(base)?;
        for number in 1..=MOST_FOLDERS {
            let path = match number {
                1 => base.join(name),
                _ => base.join(format!("{name}-{number}")),
            };
            // Making it is the test: of two runs at a time only one succeeds.
            match fs::create_dir(&path) {
                Ok(()) => return RunFolder { path, lock: None }.own(),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(StoreError::of(&path, error)),
            }
        }
        Err(StoreError::Exists { path: base.join(name) })
    }

    fn create_explicit(path: &Path, force: bool) -> Result<RunFolder, StoreError> {
        let was_there = match fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                make_parents(path)?;
                false
            }
            Err(error) => return Err(StoreError::of(path, error)),
            Ok(found) if !found.is_dir() => {
                return Err(StoreError::NotADirectory { path: path.to_owned() });
            }
            Ok(_) => true,
        };
        let exists = || StoreError::Exists { path: path.to_owned() };
        if was_there && !force {
            return Err(exists());
        }
        let folder = RunFolder { path: path.to_owned(), lock: None }.own()?;
        // Another may have made it, and written into it, at the same time.
        if !force && folder.holds_files()? {
            return Err(exists());
        }
        folder.clear()?;
        Ok(folder)
    }

    /// Own the folder, so that nobody else writes there.
    ///
    /// # Errors
    /// [`StoreError::Busy`] if somebody does, or if the system refuses.
    pub fn own(mut self) -> Result<RunFolder, StoreError> {
        self.lock = Some(Lock::take(self.path.join(LOCK_FILE), &self.path, false)?);
        Ok(self)
    }

    /// Who writes into the folder, if somebody does.
    pub fn owner(&self) -> Option<String> {
        Lock::holder(&self.path.join(LOCK_FILE))
    }

    /// Open the folder of a run that has been.
    ///
    /// # Errors
    /// If there is no such folder.
    pub fn open(path: &Path) -> Result<RunFolder, StoreError> {
        let found = fs::metadata(path).map_err(|error| StoreError::of(path, error))?;
        if !found.is_dir() {
            return Err(StoreError::NotADirectory { path: path.to_owned() });
        }
        Ok(RunFolder { path: path.to_owned(), lock: None })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Write a file of these bytes, in place of one of that name.
    ///
    /// # Errors
    /// If it cannot be written; then no part of it is left.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.write_with(name, |file| file.write_all(bytes))
    }

    /// Write a file piece by piece, in place of one of that name.
    ///
    /// # Errors
    /// If it cannot be written, or `body` fails; then no part of it is left.
    pub fn write_with(
        &self,
        name: &str,
        body: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
    ) -> Result<(), StoreError> {
        let mut part = PartFile::new(self.file(name)?)?;
        part.fill(body)?;
        part.publish()
    }

    /// The text of a file of at most `limit` bytes.
    ///
    /// # Errors
    /// As [`read_text`].
    pub fn read_text(&self, name: &str, limit: u64) -> Result<String, StoreError> {
        read_text(&self.file(name)?, limit)
    }

    /// The bytes of a file of at most `limit` bytes.
    ///
    /// # Errors
    /// If it is not there, is a directory, may not be read or is too long.
    pub fn read(&self, name: &str, limit: u64) -> Result<Vec<u8>, StoreError> {
        read_bytes(&self.file(name)?, limit)
    }

    /// Write the manifest.
    ///
    /// # Errors
    /// As [`RunFolder::write`].
    pub fn write_manifest(&self, manifest: &Manifest) -> Result<(), StoreError> {
        let path = self.path.join(MANIFEST_FILE);
        let text = manifest.to_json().map_err(|source| StoreError::Manifest { path, source })?;
        self.write(MANIFEST_FILE, text.as_bytes())
    }

    /// Read the manifest.
    ///
    /// # Errors
    /// If there is none, or none that this version of uptake reads.
    pub fn read_manifest(&self) -> Result<Manifest, StoreError> {
        let path = self.path.join(MANIFEST_FILE);
        let text = read_text(&path, MANIFEST_LIMIT)?;
        Manifest::from_json(&text).map_err(|source| StoreError::Manifest { path, source })
    }

    /// Names of the files that are not as a manifest says, sorted: those that lack, and those that
    /// were changed.
    ///
    /// # Errors
    /// If the manifest names a file that cannot be one of a folder, or one cannot be read.
    pub fn differing(&self, outputs: &[OutputRecord]) -> Result<Vec<String>, StoreError> {
        let mut names = Vec::new();
        for output in outputs {
            match is_as_recorded(&self.file(&output.file)?, output) {
                Ok(true) => {}
                Ok(false)
                | Err(
                    StoreError::NotFound { .. }
                    | StoreError::IsDirectory { .. }
                    | StoreError::NotAFile { .. },
                ) => names.push(output.file.clone()),
                Err(error) => return Err(error),
            }
        }
        names.sort();
        Ok(names)
    }

    /// The text of a result file, which has to be the one that the manifest tells of.
    ///
    /// # Errors
    /// As [`RunFolder::read_text`], and [`StoreError::OtherResult`] if it is another.
    pub fn read_result(
        &self,
        manifest: &Manifest,
        name: &str,
        limit: u64,
    ) -> Result<String, StoreError> {
        let text = self.read_text(name, limit)?;
        let found = OutputRecord::new(name, text.as_bytes());
        match manifest.outputs.contains(&found) {
            true => Ok(text),
            false => Err(StoreError::OtherResult { path: self.file(name)? }),
        }
    }

    /// Remove what this run wrote, and the folder unless other things are in it: nothing
    /// came of the run.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn discard(mut self) -> Result<(), StoreError> {
        self.clear()?;
        drop(self.lock.take());
        match fs::remove_dir(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::DirectoryNotEmpty => {
                Err(StoreError::of(&self.path, error))
            }
            _ => Ok(()),
        }
    }

    /// The path of a file with that plain name.
    fn file(&self, name: &str) -> Result<PathBuf, StoreError> {
        Ok(self.path.join(checked_name(name)?))
    }

    /// True if the folder holds more than what a run leaves that was killed before it began, and the waves
    /// of a fit.
    fn holds_files(&self) -> Result<bool, StoreError> {
        let of = |error| StoreError::of(&self.path, error);
        for entry in fs::read_dir(&self.path).map_err(of)? {
            let name = entry.map_err(of)?.file_name();
            let ours = |name: &str| name == LOCK_FILE || name == WAVES || is_part(name);
            if !name.to_str().is_some_and(ours) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Remove what an earlier run wrote, or has left half written, and nothing else.
    fn clear(&self) -> Result<(), StoreError> {
        if !self.holds_files()? {
            return sweep_up(&self.path, |_| true);
        }
        let foreign = || StoreError::Foreign { path: self.path.clone() };
        let path = self.path.join(MANIFEST_FILE);
        let text = match read_text(&path, MANIFEST_LIMIT) {
            Err(StoreError::NotFound { .. }) => return Err(foreign()),
            other => other?,
        };
        // Manifests of other versions of the format count as well.
        let old: AnyManifest = serde_json::from_str(&text).map_err(|_| foreign())?;
        if old.tool.name != env!("CARGO_PKG_NAME") {
            return Err(foreign());
        }
        if old.plan_version.is_some() {
            return Err(StoreError::IsStudy { path: self.path.clone() });
        }
        // The manifest goes last: should this stop half way, the folder is still ours. The report
        // has no digest, so the manifest does not list it.
        let listed = old.outputs.iter().map(|output| output.file.as_str());
        let listed = listed.filter(|name| *name != MANIFEST_FILE);
        let names = listed.chain([REPORT_FILE, MANIFEST_FILE]);
        // All names are checked before anything is removed.
        let paths: Vec<PathBuf> = names.map(|name| self.file(name)).collect::<Result<_, _>>()?;
        sweep_up(&self.path, |_| true)?;
        paths.iter().try_for_each(|path| remove_if_there(path))
    }
}

/// What every version of the manifest says.
#[derive(Deserialize)]
struct AnyManifest {
    tool: AnyTool,
    /// Of the plan of a study.
    plan_version: Option<serde_json::Value>,
    #[serde(default)]
    outputs: Vec<AnyOutput>,
}

#[derive(Deserialize)]
struct AnyTool {
    name: String,
}

#[derive(Deserialize)]
struct AnyOutput {
    file: String,
}

/// A name of a file or folder that stays where it is put.
pub(super) fn checked_name(name: &str) -> Result<&str, StoreError> {
    let mut parts = Path::new(name).components();
    let plain = matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None));
    if plain && !name.contains(['/', '\\', '\0']) {
        Ok(name)
    } else {
        Err(StoreError::BadName { name: name.to_owned() })
    }
}

pub(super) fn make_parents(path: &Path) -> Result<(), StoreError> {
    fs::create_dir_all(path).map_err(|error| match error.kind() {
        // What is there already is no folder, or create_dir_all would be content.
        io::ErrorKind::AlreadyExists => StoreError::NotADirectory { path: path.to_owned() },
        _ => StoreError::of(path, error),
    })
}

/// See a rename onto the disk. Some systems cannot, and the file itself is safe by then.
pub(super) fn sync_folder(path: &Path) {
    if let Ok(folder) = File::open(path) {
        let _ = folder.sync_all();
    }
}

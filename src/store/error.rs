//! What can go wrong with files, in words.

use std::io;
use std::path::{Path, PathBuf};

use crate::outputs::study::{PlanError, ShardError};
use crate::outputs::{ManifestError, OutputError};

/// Why a file or folder could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is nothing there.
    #[error("{} not found", path.display())]
    NotFound {
        /// What was looked for.
        path: PathBuf,
    },
    /// A folder stands where a file is needed.
    #[error("{} is a directory, not a file", path.display())]
    IsDirectory {
        /// The folder.
        path: PathBuf,
    },
    /// A file stands where a folder is needed.
    #[error("{} is a file, not a directory", path.display())]
    NotADirectory {
        /// The file, or what was to lie below it.
        path: PathBuf,
    },
    /// The operating system refuses.
    #[error("no permission for {}", path.display())]
    NoPermission {
        /// What was to be read or written.
        path: PathBuf,
    },
    /// The disk, or the share of it that one may use, is full.
    #[error("disk full while writing {}", path.display())]
    DiskFull {
        /// What was being written.
        path: PathBuf,
    },
    /// Not text.
    #[error("{} is not UTF-8 text (byte {at}); save it as UTF-8, and a workbook as CSV UTF-8", path.display())]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// The first wrong byte, counted from 1.
        at: usize,
    },
    /// More than can be meant.
    #[error("{} is larger than {} MB", path.display(), limit / 1_000_000)]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Most bytes that are read.
        limit: u64,
    },
    /// An explicit folder that is there already.
    #[error("{} already exists; --force replaces the files that uptake wrote there", path.display())]
    Exists {
        /// The folder.
        path: PathBuf,
    },
    /// A folder with other things in it.
    #[error("{} holds files but no manifest of uptake, so nothing in it is replaced", path.display())]
    Foreign {
        /// The folder.
        path: PathBuf,
    },
    /// A name that would lead out of the folder, or nowhere.
    #[error("{name:?} cannot be the name of a file or folder")]
    BadName {
        /// The name.
        name: String,
    },
    /// A manifest that cannot be used.
    #[error("{}: {source}", path.display())]
    Manifest {
        /// The file.
        path: PathBuf,
        /// Why.
        source: ManifestError,
    },
    /// A plan that cannot be worked on.
    #[error("{}: {source}", path.display())]
    Plan {
        /// The file.
        path: PathBuf,
        /// Why.
        source: PlanError,
    },
    /// A shard that cannot be used.
    #[error("{} {source}", path.display())]
    Shard {
        /// The file.
        path: PathBuf,
        /// Why.
        source: ShardError,
    },
    /// Somebody else works there.
    #[error("{} is in use by {owner}; wait for it, or stop it", path.display())]
    Busy {
        /// The folder, or the part of a study.
        path: PathBuf,
        /// Who.
        owner: String,
    },
    /// The folder of a study, in which a run has no place.
    #[error("{} is the folder of a study, which no run replaces; choose another folder", path.display())]
    IsStudy {
        /// The folder.
        path: PathBuf,
    },
    /// A pipe, or something else that is read only once.
    #[error("{} is a pipe or a device, not a file", path.display())]
    NotAFile {
        /// What was to be read.
        path: PathBuf,
    },
    /// A file of a study that is not as the study's record of it says.
    #[error("{} is not the file that {record} tells of: it was changed, cut off or exchanged; {help}", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
        /// The file with the record.
        record: &'static str,
        /// What to do.
        help: &'static str,
    },
    /// A result file that is not as the manifest says.
    #[error("{} is not the file that its manifest tells of: it was changed or exchanged since", path.display())]
    OtherResult {
        /// The file.
        path: PathBuf,
    },
    /// The journals of a part went while it was worked on.
    #[error("{}: what this part had done was removed while it was at work; run it again", path.display())]
    Lost {
        /// The shard that was to be made of them.
        path: PathBuf,
    },
    /// Two shards that hold other results for the same point.
    #[error("{} and {} hold other results for point {point}; one of them is not of this study", one.display(), other.display())]
    Conflict {
        /// The one.
        one: PathBuf,
        /// The other.
        other: PathBuf,
        /// The point.
        point: u32,
    },
    /// A table that cannot be read or written.
    #[error("{}: {source}", path.display())]
    Table {
        /// The file.
        path: PathBuf,
        /// Why.
        source: OutputError,
    },
    /// Anything else.
    #[error("{}: {source}", path.display())]
    Io {
        /// What was to be read or written.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
}

impl StoreError {
    /// What an error of the operating system means for that path.
    pub(super) fn of(path: &Path, source: io::Error) -> Self {
        use io::ErrorKind;
        let path = path.to_owned();
        match source.kind() {
            ErrorKind::NotFound => StoreError::NotFound { path },
            ErrorKind::IsADirectory => StoreError::IsDirectory { path },
            ErrorKind::NotADirectory => StoreError::NotADirectory { path },
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                StoreError::NoPermission { path }
            }
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::WriteZero => {
                StoreError::DiskFull { path }
            }
            _ => StoreError::Io { path, source },
        }
    }
}

//! The folder of a study: its plan, the table of its points, its shards and their journals.
//!
//! ```text
//! manifest.json     the plan
//! design.parquet    the points
//! shards/shard-0002-of-0007.txt            results of a part, whole
//! shards/shard-0002-of-0007.journal-1      what a part has done so far
//! ```
//!
//! A journal is only ever appended to, by the process that made it; one that takes the work up
//! again makes a journal of its own. So a kill at any moment costs the last batch at most, and a
//! part that is run twice at a time does no harm.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, Write};
use std::path::{Path, PathBuf};

use super::merge::Merged;
use super::part::PartFile;
use super::read::{read_bytes, read_text};
use super::run::{checked_name, make_parents, sync_folder};
use super::{MANIFEST_FILE, StoreError};
use crate::outputs::study::{DESIGN_FILE, DesignReader, Plan, ShardHead, ShardLines, shard_head};

/// Most bytes of a plan: it holds a study, a scenario and a list of organisations.
const PLAN_LIMIT: u64 = 64_000_000;
/// Folder of the shards.
const SHARDS: &str = "shards";

/// A part of a study: shard `index` of `of`, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ShardName {
    /// Which.
    pub index: u32,
    /// Of how many.
    pub of: u32,
}

impl ShardName {
    /// All of it as one part.
    pub const WHOLE: ShardName = ShardName { index: 1, of: 1 };

    /// The points of this part among so many.
    pub fn range(self, points: u32) -> std::ops::Range<u32> {
        let end = |i: u32| (u64::from(points) * u64::from(i) / u64::from(self.of.max(1))) as u32;
        end(self.index - 1)..end(self.index)
    }

    fn stem(self) -> String {
        format!("shard-{:04}-of-{:04}", self.index, self.of)
    }

    fn file(self) -> String {
        self.stem() + ".txt"
    }
}

/// A folder with the plan of a study.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StudyFolder {
    path: PathBuf,
}

impl StudyFolder {
    /// The folder at that path, made with its parents if it is not there.
    ///
    /// # Errors
    /// If it cannot be made, or holds something that is no study.
    pub fn at(path: &Path) -> Result<Self, StoreError> {
        make_parents(&path.join(SHARDS))?;
        let folder = StudyFolder { path: path.to_owned() };
        if !folder.has_plan() {
            let of = |error| StoreError::of(path, error);
            for entry in fs::read_dir(path).map_err(of)? {
                let name = entry.map_err(of)?.file_name();
                let name = name.to_string_lossy();
                // What a plan that was stopped half way may have left.
                let ours = name == SHARDS || name == DESIGN_FILE || name.ends_with(".part");
                if !ours {
                    return Err(StoreError::Foreign { path: path.to_owned() });
                }
            }
        }
        Ok(folder)
    }

    /// The folder of a study that was planned.
    ///
    /// # Errors
    /// If there is no such folder, or no plan in it.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let found = fs::metadata(path).map_err(|error| StoreError::of(path, error))?;
        if !found.is_dir() {
            return Err(StoreError::NotADirectory { path: path.to_owned() });
        }
        Ok(StudyFolder { path: path.to_owned() })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// True if there is a plan.
    pub fn has_plan(&self) -> bool {
        self.path.join(MANIFEST_FILE).is_file()
    }

    /// The plan.
    ///
    /// # Errors
    /// If there is none, or none that this version works on.
    pub fn plan(&self) -> Result<Plan, StoreError> {
        let path = self.path.join(MANIFEST_FILE);
        let text = read_text(&path, PLAN_LIMIT)?;
        Plan::from_json(&text).map_err(|source| StoreError::Plan { path, source })
    }

    /// Begin a file of results, of the table of points, or of the plan.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn part(&self, name: &str) -> Result<PartFile, StoreError> {
        PartFile::new(self.path.join(checked_name(name)?))
    }

    /// Write a file of these bytes, in place of one of that name.
    ///
    /// # Errors
    /// If it cannot be written; then no part of it is left.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let mut part = self.part(name)?;
        part.write_all(bytes).map_err(|error| StoreError::of(part.path(), error))?;
        part.publish()
    }

    /// The bytes of a file of at most `limit` bytes.
    ///
    /// # Errors
    /// If it is not there, may not be read or is too long.
    pub fn read(&self, name: &str, limit: u64) -> Result<Vec<u8>, StoreError> {
        read_bytes(&self.path.join(checked_name(name)?), limit)
    }

    /// Write the plan, which makes the folder a study.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write_plan(&self, plan: &Plan) -> Result<(), StoreError> {
        let path = self.path.join(MANIFEST_FILE);
        let text = plan.to_json().map_err(|source| StoreError::Plan { path, source })?;
        self.write(MANIFEST_FILE, text.as_bytes())
    }

    /// The table of points.
    ///
    /// # Errors
    /// If it is not there, or not that of the plan.
    pub fn design(&self, plan: &Plan) -> Result<DesignReader, StoreError> {
        let path = self.path.join(DESIGN_FILE);
        let file = File::open(&path).map_err(|error| StoreError::of(&path, error))?;
        DesignReader::new(file, &plan.parameters)
            .map_err(|source| StoreError::Table { path, source })
    }

    /// Shards that are there, in the order of their first points.
    ///
    /// # Errors
    /// If one of them is no shard of this plan.
    pub fn shards(&self, plan: &Plan) -> Result<Vec<(ShardHead, PathBuf)>, StoreError> {
        let mut found = Vec::new();
        for path in self.listed(|name| name.starts_with("shard-") && name.ends_with(".txt"))? {
            if let Some(lines) = lines(&path, plan, false)? {
                found.push((lines.head().clone(), path));
            }
        }
        found.sort_by(|(a, one), (b, other)| (a.from, one).cmp(&(b.from, other)));
        Ok(found)
    }

    /// The results of all shards that are there, in the order of the points, each once.
    ///
    /// # Errors
    /// If one of them is no shard of this plan.
    pub fn merged<'a>(&self, plan: &'a Plan) -> Result<Merged<'a>, StoreError> {
        Ok(Merged::new(self.shards(plan)?, plan, false))
    }

    /// What the journals of a part hold, likewise.
    ///
    /// # Errors
    /// If one of them is of another plan.
    pub fn journaled<'a>(
        &self,
        shard: ShardName,
        plan: &'a Plan,
    ) -> Result<Merged<'a>, StoreError> {
        let mut found = Vec::new();
        for path in self.journals(shard)? {
            if let Some(lines) = lines(&path, plan, true)? {
                found.push((lines.head().clone(), path));
            }
        }
        Ok(Merged::new(found, plan, true))
    }

    /// The shard of a part, if it is there and whole.
    ///
    /// # Errors
    /// If it belongs to another plan, or cannot be read.
    pub fn has_shard(&self, shard: ShardName, plan: &Plan) -> Result<bool, StoreError> {
        let path = self.shard_path(shard);
        if !path.is_file() {
            return Ok(false);
        }
        match lines(&path, plan, false)? {
            Some(mut lines) => {
                let points = lines.by_ref().try_fold(0, |n, line| line.map(|_| n + 1));
                Ok(points.is_ok_and(|n: usize| n == shard.range(plan.points).len()))
            }
            None => Ok(false),
        }
    }

    /// A new journal of a part, with its head.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn new_journal(&self, shard: ShardName, plan: &Plan) -> Result<Journal, StoreError> {
        let folder = self.path.join(SHARDS);
        for number in 1.. {
            let path = folder.join(format!("{}.journal-{number}", shard.stem()));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => {
                    let mut journal = Journal { file, path };
                    journal.append(&head(shard, plan))?;
                    sync_folder(&folder);
                    return Ok(journal);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(StoreError::of(&path, error)),
            }
        }
        Err(StoreError::Exists { path: folder })
    }

    /// Begin the file of a whole shard; its head is what [`StudyFolder::head`] gives.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn new_shard(&self, shard: ShardName) -> Result<PartFile, StoreError> {
        PartFile::new(self.shard_path(shard))
    }

    /// The first line of a shard.
    pub fn head(&self, shard: ShardName, plan: &Plan) -> String {
        head(shard, plan)
    }

    /// Remove the journals of a part, which its shard has made needless.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn remove_journals(&self, shard: ShardName) -> Result<(), StoreError> {
        for path in self.journals(shard)? {
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(StoreError::of(&path, error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn shard_path(&self, shard: ShardName) -> PathBuf {
        self.path.join(SHARDS).join(shard.file())
    }

    fn journals(&self, shard: ShardName) -> Result<Vec<PathBuf>, StoreError> {
        let stem = format!("{}.journal-", shard.stem());
        self.listed(|name| name.starts_with(&stem))
    }

    /// Parts that were begun and are not whole.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn begun(&self) -> Result<Vec<ShardName>, StoreError> {
        let named = |path: &PathBuf| {
            let name = path.file_name()?.to_str()?.strip_prefix("shard-")?;
            let (stem, _) = name.split_once(".journal-")?;
            let (index, of) = stem.split_once("-of-")?;
            Some(ShardName { index: index.parse().ok()?, of: of.parse().ok()? })
        };
        let journals = self.listed(|name| name.contains(".journal-"))?;
        let mut parts: Vec<ShardName> = journals.iter().filter_map(named).collect();
        parts.sort_unstable();
        parts.dedup();
        Ok(parts)
    }

    /// Files among the shards with a name that fits, sorted.
    fn listed(&self, fits: impl Fn(&str) -> bool) -> Result<Vec<PathBuf>, StoreError> {
        let folder = self.path.join(SHARDS);
        let of = |error| StoreError::of(&folder, error);
        let mut found = Vec::new();
        for entry in fs::read_dir(&folder).map_err(of)? {
            let entry = entry.map_err(of)?;
            if entry.file_name().to_str().is_some_and(&fits) {
                found.push(entry.path());
            }
        }
        found.sort();
        Ok(found)
    }
}

fn head(shard: ShardName, plan: &Plan) -> String {
    let range = shard.range(plan.points);
    shard_head(&ShardHead {
        design_hash: plan.design_hash.clone(),
        from: range.start,
        to: range.end,
        replicates: plan.replicates,
    })
}

/// Open a shard or a journal; none for a journal without a whole head.
pub(super) fn lines(
    path: &Path,
    plan: &Plan,
    journal: bool,
) -> Result<Option<ShardLines<BufReader<File>>>, StoreError> {
    let file = File::open(path).map_err(|error| StoreError::of(path, error))?;
    let columns = plan.columns().len();
    ShardLines::new(BufReader::new(file), &plan.design_hash, columns, journal)
        .map_err(|source| StoreError::Shard { path: path.to_owned(), source })
}

/// What a part has done so far.
#[derive(Debug)]
pub struct Journal {
    file: File,
    path: PathBuf,
}

impl Journal {
    /// Append lines and see them onto the disk.
    ///
    /// # Errors
    /// If the system refuses, as it does when the disk is full; what was appended before is kept.
    pub fn append(&mut self, lines: &str) -> Result<(), StoreError> {
        let written = self.file.write_all(lines.as_bytes()).and_then(|()| self.file.sync_data());
        written.map_err(|error| StoreError::of(&self.path, error))
    }
}

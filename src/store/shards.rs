//! Parts of a study: who works on one, its journals, and the shard that comes of them.
//!
//! A journal is only ever appended to, by the process that made it; one that takes the work up
//! again makes a journal of its own. So a kill at any moment costs the last batch at most. One
//! process at a time owns a part. Where a disk that machines share knows no locks, two may work on
//! one: each has journals of its own, a shard is published only when it is whole, and what both
//! publish is the same.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Write};
use std::path::{Path, PathBuf};

use super::StoreError;
use super::lock::{Lock, remove_if_there, sweep_up};
use super::merge::Merged;
use super::part::PartFile;
use super::read::open;
use super::run::sync_folder;
use super::study::{SHARDS, StudyFolder};
use crate::outputs::study::{
    Digesting, Plan, ShardError, ShardHead, ShardLines, ShardOf, shard_footer, shard_head,
    shard_line,
};

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
        end(self.index.saturating_sub(1))..end(self.index)
    }

    fn stem(self) -> String {
        format!("shard-{:04}-of-{:04}", self.index, self.of)
    }

    fn file(self) -> String {
        self.stem() + ".txt"
    }

    /// The part of which a journal is, by the journal's name.
    fn of_journal(name: &str) -> Option<Self> {
        let (stem, _) = name.strip_prefix("shard-")?.split_once(".journal-")?;
        let (index, of) = stem.split_once("-of-")?;
        let (index, of) = (index.parse().ok()?, of.parse().ok()?);
        (1..=of).contains(&index).then_some(ShardName { index, of })
    }
}

impl StudyFolder {
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

    /// Parts that were begun and are not whole, and who works on each.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn begun(&self) -> Result<Vec<(ShardName, Option<String>)>, StoreError> {
        let named = |path: &PathBuf| ShardName::of_journal(path.file_name()?.to_str()?);
        let journals = self.listed(|name| name.contains(".journal-"))?;
        let mut parts: Vec<ShardName> = journals.iter().filter_map(named).collect();
        parts.sort_unstable();
        parts.dedup();
        Ok(parts.into_iter().map(|part| (part, Lock::holder(&self.lock_of(part)))).collect())
    }

    /// Own a part, so that nobody else works on it.
    ///
    /// # Errors
    /// [`StoreError::Busy`] if somebody does, or if the system refuses.
    pub fn own_part(&self, shard: ShardName) -> Result<OwnPart<'_>, StoreError> {
        let folder = self.path().join(SHARDS);
        let lock = Lock::take(self.lock_of(shard), &folder.join(shard.stem()), false)?;
        let own = format!(".{}.", shard.file());
        sweep_up(&folder, |name| name.starts_with(&own))?;
        Ok(OwnPart { folder: self, shard, _lock: lock })
    }

    fn lock_of(&self, shard: ShardName) -> PathBuf {
        self.path().join(SHARDS).join(format!(".{}.lock", shard.stem()))
    }

    fn journals(&self, shard: ShardName) -> Result<Vec<PathBuf>, StoreError> {
        let stem = format!("{}.journal-", shard.stem());
        self.listed(|name| name.starts_with(&stem))
    }

    /// Files among the shards with a name that fits, sorted.
    fn listed(&self, fits: impl Fn(&str) -> bool) -> Result<Vec<PathBuf>, StoreError> {
        let folder = self.path().join(SHARDS);
        let of = |error| StoreError::of(&folder, error);
        let mut found = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(of)? {
            let entry = entry.map_err(of)?;
            if entry.file_name().to_str().is_some_and(&fits) {
                found.push(entry.path());
            }
        }
        found.sort();
        Ok(found)
    }
}

/// A part of a study that this process works on, until it is dropped.
#[derive(Debug)]
pub struct OwnPart<'a> {
    folder: &'a StudyFolder,
    shard: ShardName,
    _lock: Lock,
}

impl OwnPart<'_> {
    /// True if the shard of the part is there; it is then read to its end.
    ///
    /// # Errors
    /// If it is not the shard of this part, whole and of this plan.
    pub fn is_done(&self, plan: &Plan) -> Result<bool, StoreError> {
        let path = self.path();
        match lines(&path, plan, false) {
            Err(StoreError::NotFound { .. }) => Ok(false),
            Err(error) => Err(error),
            Ok(None) => Ok(false),
            Ok(Some(mut lines)) => {
                let of = |source| StoreError::Shard { path: path.clone(), source };
                let (from, to, replicates) =
                    (lines.head().from, lines.head().to, lines.head().replicates);
                if (from..to) != self.shard.range(plan.points) {
                    return Err(of(ShardError::OtherPlan { from, to, replicates }));
                }
                lines.try_for_each(|line| line.map(|_| ())).map_err(of)?;
                Ok(true)
            }
        }
    }

    /// A new journal, with its head.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn new_journal(&self, plan: &Plan) -> Result<Journal, StoreError> {
        let folder = self.folder.path().join(SHARDS);
        for number in 1.. {
            let path = folder.join(format!("{}.journal-{number}", self.shard.stem()));
            match OpenOptions::new().append(true).create_new(true).open(&path) {
                Ok(file) => {
                    let mut journal = Journal { file, path };
                    journal.append(&head(self.shard, plan))?;
                    sync_folder(&folder);
                    return Ok(journal);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(StoreError::of(&path, error)),
            }
        }
        Err(StoreError::Exists { path: folder })
    }

    /// Make the shard of what the journals hold, each point once and in order, and remove them.
    /// Nothing is published that is not whole.
    ///
    /// # Errors
    /// If a journal is not of this plan, points lack (and no other process has made the shard), or
    /// the system refuses.
    pub fn publish(&self, plan: &Plan) -> Result<(), StoreError> {
        let path = self.path();
        let mut sink = Digesting::new(PartFile::new(path.clone())?);
        let failed = |error| StoreError::of(&path, error);
        sink.write_all(head(self.shard, plan).as_bytes()).map_err(failed)?;
        let mut wanted = self.shard.range(plan.points);
        for outcome in self.folder.journaled(self.shard, plan)? {
            let outcome = outcome?;
            if wanted.next() != Some(outcome.point) {
                return self.lost(plan);
            }
            sink.write_all(shard_line(&outcome).as_bytes()).map_err(failed)?;
        }
        if wanted.next().is_some() {
            return self.lost(plan);
        }
        let (mut part, hash) = sink.into_parts();
        part.write_all(shard_footer(hash).as_bytes()).map_err(failed)?;
        part.publish()?;
        self.remove_journals()
    }

    /// Points lack that were journaled: another process may have made the shard of them.
    fn lost(&self, plan: &Plan) -> Result<(), StoreError> {
        if self.is_done(plan)? { Ok(()) } else { Err(StoreError::Lost { path: self.path() }) }
    }

    /// Remove the journals, which the shard has made needless.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn remove_journals(&self) -> Result<(), StoreError> {
        self.folder.journals(self.shard)?.iter().try_for_each(|path| remove_if_there(path))
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join(SHARDS).join(self.shard.file())
    }
}

/// The first line of a shard and of its journals.
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
    let of_plan = ShardOf {
        design_hash: &plan.design_hash,
        points: plan.points,
        replicates: plan.replicates,
        columns: plan.columns().len(),
    };
    ShardLines::new(BufReader::new(open(path)?), of_plan, journal)
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

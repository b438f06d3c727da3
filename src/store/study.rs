//! The folder of a study: its plan, the table of its points, and what is made of its shards.
//!
//! ```text
//! manifest.json     the plan
//! design.parquet    the points
//! shards/shard-0002-of-0007.txt            results of a part, whole
//! shards/shard-0002-of-0007.journal-1      what a part has done so far
//! merge.json        last: the digests of what was merged
//! ```
//!
//! The plan holds its own digest and that of the table, and every shard names the design; whatever
//! is read is held to them.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::lock::{Lock, is_part, remove_if_there, sweep_up};
use super::part::PartFile;
use super::read::{is_as_recorded, open, read_bytes, read_text};
use super::run::{LOCK_FILE, checked_name, make_parents};
use super::{MANIFEST_FILE, StoreError};
use crate::outputs::study::{DESIGN_FILE, DesignHasher, DesignReader, MergeReport, Plan};

/// File with the digests of all that is merged.
pub const MERGE_FILE: &str = "merge.json";

/// Most bytes of a plan: it holds a study, a scenario and a list of organisations.
const PLAN_LIMIT: u64 = 64_000_000;
/// Most bytes of `merge.json`.
const MERGE_LIMIT: u64 = 1_000_000;
/// Folder of the shards.
pub(super) const SHARDS: &str = "shards";
/// What to do about a plan or a table that is not as it was planned.
const AGAIN: &str = "put it back, or plan the study anew in another folder";
/// What to do about merged files.
const MERGE_AGAIN: &str = "uptake merge makes it anew from the shards";

/// What every version of a plan has, and no manifest of a run.
#[derive(Deserialize)]
struct AnyPlan {
    plan_version: Option<serde_json::Value>,
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
        make_parents(path)?;
        let folder = StudyFolder { path: path.to_owned() };
        if !folder.has_plan() {
            let of = |error| StoreError::of(path, error);
            for entry in fs::read_dir(path).map_err(of)? {
                let name = entry.map_err(of)?.file_name();
                let name = name.to_string_lossy();
                // What a plan that was stopped half way may have left.
                let ours = [SHARDS, DESIGN_FILE, LOCK_FILE].contains(&&*name) || is_part(&name);
                // Another may have written the plan by now.
                if !ours && !folder.has_plan() {
                    return Err(StoreError::Foreign { path: path.to_owned() });
                }
            }
        }
        make_parents(&path.join(SHARDS))?;
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

    /// True if what is there is the plan of a study, of any version and in any state, and not the
    /// manifest of a run.
    pub fn has_study(&self) -> bool {
        let text = read_text(&self.path.join(MANIFEST_FILE), PLAN_LIMIT).unwrap_or_default();
        serde_json::from_str::<AnyPlan>(&text).is_ok_and(|any| any.plan_version.is_some())
    }

    /// True if a file of that name is there.
    pub fn has(&self, name: &str) -> bool {
        self.path.join(name).is_file()
    }

    /// The plan.
    ///
    /// # Errors
    /// If there is none, or none that this version works on, or it was changed.
    pub fn plan(&self) -> Result<Plan, StoreError> {
        let path = self.path.join(MANIFEST_FILE);
        let text = read_text(&path, PLAN_LIMIT)?;
        Plan::from_json(&text).map_err(|source| StoreError::Plan { path, source })
    }

    /// The table of points.
    ///
    /// # Errors
    /// If it is not there, or not that of the plan: byte for byte, and point for point what the
    /// design hash was made of.
    pub fn design(&self, plan: &Plan) -> Result<DesignReader, StoreError> {
        let path = self.path.join(DESIGN_FILE);
        let changed = |path: PathBuf, record| StoreError::Changed { path, record, help: AGAIN };
        let record = plan.outputs.iter().find(|output| output.file == DESIGN_FILE);
        let is_recorded = match record {
            Some(record) => is_as_recorded(&path, record)?,
            None => false,
        };
        if !is_recorded {
            return Err(changed(path, MANIFEST_FILE));
        }
        let of = |source| StoreError::Table { path: path.clone(), source };
        let design = DesignReader::new(open(&path)?, &plan.parameters).map_err(of)?;
        let mut hasher = DesignHasher::new(plan);
        let mut points = 0;
        for row in design.points(0..plan.points as usize) {
            hasher.point(&row.map_err(of)?.1);
            points += 1;
        }
        if design.len() != points || points != plan.points as usize {
            return Err(changed(path, MANIFEST_FILE));
        }
        if hasher.finish() != plan.design_hash {
            return Err(changed(self.path.join(MANIFEST_FILE), DESIGN_FILE));
        }
        Ok(design)
    }

    /// What was merged, if a merge has come to its end.
    ///
    /// # Errors
    /// If the record of it was changed or is of another design, or a merged file is not as it says.
    pub fn merge_report(&self, plan: &Plan) -> Result<Option<MergeReport>, StoreError> {
        let changed =
            |path: PathBuf, record| StoreError::Changed { path, record, help: MERGE_AGAIN };
        let path = self.path.join(MERGE_FILE);
        let bytes = match read_bytes(&path, MERGE_LIMIT) {
            Err(StoreError::NotFound { .. }) => return Ok(None),
            other => other?,
        };
        let report = MergeReport::from_json(&String::from_utf8_lossy(&bytes));
        let own = report.filter(|report| report.design_hash == plan.design_hash);
        let Some(report) = own else { return Err(changed(path, MANIFEST_FILE)) };
        for output in &report.outputs {
            let path = self.path.join(checked_name(&output.file)?);
            let is_recorded = match is_as_recorded(&path, output) {
                Err(StoreError::NotFound { .. }) => false,
                other => other?,
            };
            if !is_recorded {
                return Err(changed(path, MERGE_FILE));
            }
        }
        Ok(Some(report))
    }

    /// Own the folder, so that nobody else writes what is made of the shards. Parts have owners of
    /// their own.
    ///
    /// # Errors
    /// [`StoreError::Busy`] if somebody does, or if the system refuses.
    pub fn own(&self) -> Result<OwnStudy<'_>, StoreError> {
        self.owned(false)
    }

    /// Own the folder for the short time that writing a plan takes: whoever comes second waits, and
    /// then finds the plan.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn own_to_plan(&self) -> Result<OwnStudy<'_>, StoreError> {
        self.owned(true)
    }

    fn owned(&self, wait: bool) -> Result<OwnStudy<'_>, StoreError> {
        let lock = Lock::take(self.path.join(LOCK_FILE), &self.path, wait)?;
        sweep_up(&self.path, |_| true)?;
        Ok(OwnStudy { folder: self, _lock: lock })
    }
}

/// The folder of a study that this process writes into, until it is dropped.
#[derive(Debug)]
pub struct OwnStudy<'a> {
    folder: &'a StudyFolder,
    _lock: Lock,
}

impl OwnStudy<'_> {
    /// The folder.
    pub fn folder(&self) -> &StudyFolder {
        self.folder
    }

    /// Begin a file of results, of the table of points, or of the plan.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn part(&self, name: &str) -> Result<PartFile, StoreError> {
        PartFile::new(self.folder.path.join(checked_name(name)?))
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

    /// Remove a file, if it is there.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn remove(&self, name: &str) -> Result<(), StoreError> {
        remove_if_there(&self.folder.path.join(checked_name(name)?))
    }

    /// Write the plan, which makes the folder a study.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write_plan(&self, plan: &Plan) -> Result<(), StoreError> {
        let path = self.folder.path.join(MANIFEST_FILE);
        let text = plan.to_json().map_err(|source| StoreError::Plan { path, source })?;
        self.write(MANIFEST_FILE, text.as_bytes())
    }
}

//! Results of several shards as one, in the order of the points, with no more than the shards in
//! memory that hold the next point.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use super::StoreError;
use super::shards::lines;
use crate::outputs::study::{Outcome, Plan, ShardHead, ShardLines};

/// A shard that is being read, with its next point.
struct Open {
    lines: ShardLines<BufReader<File>>,
    path: PathBuf,
    next: Outcome,
}

/// The results of shards, or of journals, each point once. Shards that hold the same point have
/// to agree on it.
pub struct Merged<'a> {
    /// Those not opened yet, the one with the least first point last.
    waiting: Vec<(ShardHead, PathBuf)>,
    open: Vec<Open>,
    plan: &'a Plan,
    journal: bool,
    failed: bool,
}

impl<'a> Merged<'a> {
    pub(super) fn new(
        mut shards: Vec<(ShardHead, PathBuf)>,
        plan: &'a Plan,
        journal: bool,
    ) -> Self {
        shards.sort_by(|(a, one), (b, other)| (b.from, other).cmp(&(a.from, one)));
        Merged { waiting: shards, open: Vec::new(), plan, journal, failed: false }
    }

    fn advance(&mut self) -> Result<Option<Outcome>, StoreError> {
        // A shard that begins no later than the next point may hold it.
        while let Some((head, _)) = self.waiting.last() {
            if self.least().is_some_and(|least| head.from > least) {
                break;
            }
            let Some((_, path)) = self.waiting.pop() else { break };
            if let Some(mut lines) = lines(&path, self.plan, self.journal)?
                && let Some(next) = next(&mut lines, &path)?
            {
                self.open.push(Open { lines, path, next });
            }
        }
        let Some(least) = self.least() else { return Ok(None) };
        let mut found: Option<(Outcome, PathBuf)> = None;
        let mut still = Vec::with_capacity(self.open.len());
        for mut one in std::mem::take(&mut self.open) {
            if one.next.point != least {
                still.push(one);
                continue;
            }
            match &found {
                Some((other, path)) if *other != one.next => {
                    let (one, other) = (path.clone(), one.path);
                    return Err(StoreError::Conflict { one, other, point: least });
                }
                Some(_) => {}
                None => found = Some((one.next.clone(), one.path.clone())),
            }
            if let Some(next) = next(&mut one.lines, &one.path)? {
                one.next = next;
                still.push(one);
            }
        }
        self.open = still;
        Ok(found.map(|(outcome, _)| outcome))
    }

    fn least(&self) -> Option<u32> {
        self.open.iter().map(|open| open.next.point).min()
    }
}

fn next(
    lines: &mut ShardLines<BufReader<File>>,
    path: &Path,
) -> Result<Option<Outcome>, StoreError> {
    let of = |source| StoreError::Shard { path: path.to_owned(), source };
    lines.next().transpose().map_err(of)
}

impl Iterator for Merged<'_> {
    type Item = Result<Outcome, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let next = self.advance().transpose();
        self.failed = matches!(next, Some(Err(_)) | None);
        next
    }
}

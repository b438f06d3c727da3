//! Whole futures as bytes, from the worker that simulated them to the one that holds them.
//!
//! All numbers are little-endian: for each future its number, digest, work, how often each kind of event
//! came, how many values it has, and these.

use std::sync::Arc;

use uptake::page;
use uptake::results::{Group, Layout, ReplicateResult, Trajectory, WorkCounts};
use uptake::scenario::{EventKind, Scenario};

/// First bytes of a request that hands futures over; the slot they are for follows.
pub const MARK: &[u8; 4] = b"part";

/// The groups of which something is kept: all of them for a table of everything, else what is told of.
pub fn groups(scenario: &Scenario, whole: bool) -> Vec<Group> {
    if whole { Group::all(scenario) } else { page::groups(scenario) }
}

/// The layout of these groups.
pub fn layout(scenario: &Scenario, groups: &[Group]) -> Arc<Layout> {
    Arc::new(Layout::new(groups, scenario.weeks as usize + 1))
}

/// Append a future.
pub fn push(out: &mut Vec<u8>, future: &ReplicateResult) {
    let work = &future.work;
    out.extend(future.replicate.to_le_bytes());
    out.extend(future.digest.to_le_bytes());
    let counts =
        [work.staff_weeks, work.staff_weeks_live, work.words_drawn, work.openings, work.leavers];
    out.extend(counts.iter().flat_map(|n| n.to_le_bytes()));
    out.extend(future.happened.iter().flat_map(|n| n.to_le_bytes()));
    let values = future.trajectory.values();
    out.extend((values.len() as u32).to_le_bytes());
    out.extend(values.iter().flat_map(|x| x.to_le_bytes()));
}

/// Read all futures; none where the bytes are no such futures.
pub fn pull(mut bytes: &[u8], layout: &Arc<Layout>) -> Option<Vec<ReplicateResult>> {
    let mut futures = Vec::new();
    while !bytes.is_empty() {
        let replicate = u32(&mut bytes)?;
        let digest = u64(&mut bytes)?;
        let work = WorkCounts {
            staff_weeks: u64(&mut bytes)?,
            staff_weeks_live: u64(&mut bytes)?,
            words_drawn: u64(&mut bytes)?,
            openings: u64(&mut bytes)?,
            leavers: u64(&mut bytes)?,
        };
        let mut happened = [0; EventKind::COUNT];
        for count in &mut happened {
            *count = u32(&mut bytes)?;
        }
        let length = u32(&mut bytes)? as usize * 4;
        let (values, rest) = bytes.split_at_checked(length)?;
        bytes = rest;
        let values = values.as_chunks::<4>().0.iter().map(|x| f32::from_le_bytes(*x)).collect();
        futures.push(ReplicateResult {
            replicate,
            trajectory: Trajectory::from_values(Arc::clone(layout), values)?,
            digest,
            work,
            happened,
            events: Vec::new(),
            fingerprints: Vec::new(),
            standings: Default::default(),
        });
    }
    Some(futures)
}

/// The next number.
pub fn u32(bytes: &mut &[u8]) -> Option<u32> {
    let (number, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(u32::from_le_bytes(*number))
}

fn u64(bytes: &mut &[u8]) -> Option<u64> {
    let (number, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(u64::from_le_bytes(*number))
}

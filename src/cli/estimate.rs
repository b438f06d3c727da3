//! How long a piece of work takes and how much memory and disk it needs, from counts alone; what
//! does not fit is not begun.
//!
//! The constants are times of a release build on one thread of an ordinary machine of 2024, and
//! bytes as measured at the peak. Memory and disk are held within a factor of two on four cases by
//! `tests/it/estimates.rs`, and on the gallery and a thousand regions where that is asked for; times are
//! not held by a test.

use std::num::NonZero;
use std::path::Path;
use std::thread;

use uptake::engine::Size;
use uptake::outputs::words::count;
use uptake::scenario::Scenario;
use uptake::store;

use super::exit::Failure;

/// Nanoseconds of a week: an organisation, what it takes more once it is live, both so many times more
/// where all forces act; a post of one that is live; a region.
const ORGANISATION: f64 = 80.0;
const LIVE: f64 = 165.0;
const FORCES: f64 = 5.0;
const POST: f64 = 9.0;
const REGION: f64 = 4_000.0;
/// A place in a team, a recognised patient, a list that is met, a combination in which is counted,
/// a group.
const SEAT: f64 = 100.0;
const PATIENT: f64 = 4.0;
const LINK: f64 = 4.0;
const CELL: f64 = 100.0;
const GROUP: f64 = 180.0;
/// A contact of a live organisation, of which a few are openings of the tool; and the share of them
/// after which a list is searched for the patient to be written about.
const CONTACT: f64 = 2.0;
const WRITTEN: f64 = 0.01;
/// Share of the organisations that are not live at the start which are, on average over the plan:
/// between those of a region that is hardly reached and one that is reached soon.
const REACHED: f64 = 0.2;
/// A fingerprint, by organisation; a value that is sorted into a point of a curve; a row of a table.
const FINGERPRINT: f64 = 30.0;
const VALUE: f64 = 40.0;
const ROW: f64 = 900.0;
/// Nanoseconds that reading a scenario takes.
pub const READING: f64 = 2e6;
/// Nanoseconds of the charts and the report of one scenario.
const PICTURES: f64 = 0.45e9;

/// Bytes of a program that has simulated nothing: code, fonts, charts while they are drawn.
pub const PROGRAM: f64 = 52e6;
/// Bytes of a row of `coverage.csv` (while it is made, and on the disk), of `fingerprints.csv` and
/// of `events.csv`; of a value in `replicates.parquet`.
const ROW_HELD: f64 = 128.0;
const ROW_BYTES: f64 = 105.0;
const FINGERPRINT_BYTES: f64 = 45.0;
const EVENT_BYTES: f64 = 70.0;
const VALUE_BYTES: f64 = 4.0;
/// Bytes of the charts and the report.
const PICTURE_BYTES: f64 = 1.7e6;
/// Bytes that are kept of a future of which a few values are looked at.
const LOOKED_AT: f64 = 250.0;

/// What is simulated of a scenario, and what is kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Task {
    /// Futures of which all counters are kept, over all scenarios.
    pub kept: f64,
    /// Further ones of which a few values are looked at.
    pub looked_at: f64,
    /// Draws of the parameters, each with a scenario of its own.
    pub draws: f64,
    /// Scenarios of which curves and reports are made.
    pub subjects: f64,
    /// True if one future is told week by week.
    pub recorded: bool,
    /// True if all curves are written.
    pub tables: bool,
    /// True if every value of every future is written.
    pub every_value: bool,
}

impl Task {
    /// A run of so many futures.
    pub fn run(futures: u32) -> Self {
        Task {
            kept: f64::from(futures),
            looked_at: 0.0,
            draws: 0.0,
            subjects: 1.0,
            recorded: true,
            tables: true,
            every_value: false,
        }
    }
}

/// What a piece of work takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The scenario.
    pub size: Size,
    /// Posts in scope × weeks × futures.
    pub staff_weeks: f64,
    /// Seconds on so many threads.
    pub seconds: f64,
    /// Bytes of memory at the peak.
    pub memory: f64,
    /// Bytes of what is written.
    pub disk: f64,
}

impl Estimate {
    /// Of work on a scenario, on so many threads (none: all).
    pub fn of(scenario: &Scenario, work: Task, jobs: Option<usize>) -> Self {
        let size = Size::of(scenario);
        let futures = work.kept + work.looked_at;
        let threads = (threads(jobs) as f64).min(futures.max(1.0));
        // More threads than processors are no faster, and hold a future each.
        let at_once = jobs.map_or(threads, |jobs| (jobs as f64).min(futures.max(1.0)));
        let record = if work.recorded { 1.0 } else { 0.0 };
        let tables = if work.tables { 1.0 } else { 0.0 };
        let every = if work.every_value { 1.0 } else { 0.0 };
        let points = size.points * work.subjects;

        let told = record * size.fingerprints() / size.regions.max(1.0) * size.organisations;
        let values = size.points * work.kept;
        let in_parallel = futures * future(&size) + values * VALUE;
        let alone = told * FINGERPRINT
            + (tables * points + record * size.fingerprints() + every * values) * ROW
            + PICTURES * work.subjects
            + work.draws * READING;

        let rows = tables * points;
        let disk = rows * ROW_BYTES
            + record * (size.fingerprints() * FINGERPRINT_BYTES + size.events() * EVENT_BYTES)
            + every * values * VALUE_BYTES
            + PICTURE_BYTES * work.subjects;
        let kept = work.kept * size.kept_bytes() + work.looked_at * LOOKED_AT;
        let simulating = at_once * (size.world_bytes() + size.kept_bytes());
        let writing =
            size.curve_bytes() * work.subjects + rows * ROW_HELD + disk - rows * ROW_BYTES;
        Estimate {
            staff_weeks: size.posts_in_scope * size.weeks * futures,
            seconds: (in_parallel / threads + alone) * 1e-9,
            memory: PROGRAM
                + size.shared_bytes()
                + kept
                + work.draws * size.scenario_bytes()
                + record * size.record_bytes()
                + simulating.max(writing),
            disk,
            size,
        }
    }

    /// The estimate in a sentence.
    pub fn in_words(&self, futures: u32) -> String {
        format!(
            "{} organisations, about {} posts in scope, {} simulated futures: {}, {} of memory and {} \
             of disk.",
            count(self.size.organisations),
            count(self.size.posts_in_scope),
            count(f64::from(futures)),
            duration(self.seconds),
            bytes(self.memory),
            bytes(self.disk),
        )
    }

    /// Refuse what this machine cannot hold, before anything is written.
    ///
    /// # Errors
    /// If more memory is needed than there is, or more disk than is free where `folder` lies.
    pub fn fits(&self, folder: &Path) -> Result<(), Failure> {
        fits(self.memory, self.disk, folder)
    }
}

/// Refuse work that needs more bytes of memory, or of the disk on which a folder lies, than there
/// are.
///
/// # Errors
/// If it does not fit, in words.
pub fn fits(memory: f64, disk: f64, folder: &Path) -> Result<(), Failure> {
    let too_large = |needed: f64, has: u64, what: &str| {
        Failure::runtime(format!(
            "this needs {} of {what}, and there is {}; nothing was begun",
            bytes(needed),
            bytes(has as f64)
        ))
        .with_help(
            "take fewer --replicates, weeks or regions; uptake sweep keeps a few values of each \
                 future and needs no more memory for more of them",
        )
    };
    match store::memory() {
        Some(has) if memory > has as f64 => {
            return Err(too_large(memory, has, "memory"));
        }
        _ => {}
    }
    match store::free_disk(folder) {
        Some(has) if disk > has as f64 => Err(too_large(disk, has, "disk")),
        _ => Ok(()),
    }
}

/// Nanoseconds of one future on one thread.
pub fn future(size: &Size) -> f64 {
    let live = size.live + (1.0 - size.live) * REACHED;
    let contacts = size.contacts * live;
    let week = size.organisations * (1.0 + FORCES * size.forces) * (ORGANISATION + live * LIVE)
        + size.posts_in_scope * live * POST
        + size.regions * REGION
        + size.seats * SEAT
        + size.patients * PATIENT
        + size.links * LINK
        + size.cells * CELL
        + size.groups * GROUP
        + contacts * (CONTACT + WRITTEN * size.patients_per_list() / 2.0);
    size.weeks * week
}

/// Threads on this machine, or as many of them as are asked for.
pub fn threads(jobs: Option<usize>) -> usize {
    let all = thread::available_parallelism().map_or(1, NonZero::get);
    jobs.map_or(all, |jobs| jobs.min(all))
}

/// "about 3 minutes".
pub fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 1.5 => "about a second".to_owned(),
        s if s < 90.0 => format!("about {} seconds", count(s.round())),
        s if s < 5400.0 => format!("about {} minutes", count((s / 60.0).round())),
        s if s < 1e6 => format!("about {} hours", count((s / 3600.0).round())),
        s => format!("about {} days", count((s / 86_400.0).round())),
    }
}

/// "about 12 MB".
pub fn bytes(bytes: f64) -> String {
    let megabytes = (bytes / 1e6).max(1.0);
    if megabytes < 1000.0 {
        format!("about {} MB", count(megabytes.round()))
    } else {
        format!("about {} GB", count((megabytes / 1000.0).round()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_sizes_are_said_in_the_unit_that_fits() {
        assert_eq!(duration(0.2), "about a second");
        assert_eq!(duration(42.4), "about 42 seconds");
        assert_eq!(duration(600.0), "about 10 minutes");
        assert_eq!(duration(36_000.0), "about 10 hours");
        assert_eq!(duration(8.64e6), "about 100 days");
        assert_eq!(bytes(1e5), "about 1 MB");
        assert_eq!(bytes(3.2e9), "about 3 GB");
    }
}

//! How long a run takes and how much memory it needs, from counts alone.

use uptake::measures::GroupKind;
use uptake::outputs::words::count;
use uptake::results::{Group, Layout};
use uptake::scenario::{Level, Scenario, Task};

/// Time for one post in scope and one week, in nanoseconds, on one thread of an ordinary
/// machine: between that of the built-in region, where a fifth of staff-weeks are live (about
/// 12), and of one where all are (about 35). Measured in release builds.
const NANOSECONDS_PER_STAFF_WEEK: f64 = 25.0;
/// Time for one organisation and one week, in nanoseconds: forces, tasks, counters, its
/// share of patients and records.
const NANOSECONDS_PER_ORGANISATION_WEEK: f64 = 300.0;
/// State of one post in memory, in bytes.
const BYTES_PER_POST: f64 = 64.0;
/// State of one organisation in memory, in bytes.
const BYTES_PER_ORGANISATION: f64 = 1024.0;

/// The size of a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Organisations.
    pub organisations: f64,
    /// Posts in scope.
    pub posts_in_scope: f64,
    /// Posts in scope × weeks × replicates.
    pub staff_weeks: f64,
    /// Seconds on so many threads.
    pub seconds: f64,
    /// Bytes at the peak.
    pub bytes: f64,
}

/// Estimate a run of a scenario on so many threads.
pub fn estimate(scenario: &Scenario, threads: usize) -> Estimate {
    let (organisations, posts_in_scope) = sizes(scenario);
    let weeks = f64::from(scenario.weeks);
    let replicates = f64::from(scenario.replicates);
    let threads = (threads as f64).min(replicates);
    let staff_weeks = posts_in_scope * weeks * replicates;
    let nanoseconds = staff_weeks * NANOSECONDS_PER_STAFF_WEEK
        + organisations * weeks * replicates * NANOSECONDS_PER_ORGANISATION_WEEK;
    let world = posts_in_scope * BYTES_PER_POST + organisations * BYTES_PER_ORGANISATION;
    let counters = Layout::new(&groups(scenario), scenario.weeks as usize + 1).bytes() as f64;
    Estimate {
        organisations,
        posts_in_scope,
        staff_weeks,
        seconds: nanoseconds / threads * 1e-9,
        bytes: world * threads + counters * replicates,
    }
}

impl Estimate {
    /// The estimate in a sentence.
    pub fn in_words(&self, replicates: u32) -> String {
        format!(
            "{} organisations, about {} posts in scope, {} simulated futures: {} and {} of memory.",
            count(self.organisations),
            count(self.posts_in_scope),
            count(f64::from(replicates)),
            duration(self.seconds),
            memory(self.bytes),
        )
    }
}

/// Organisations, and expected posts in scope.
fn sizes(scenario: &Scenario) -> (f64, f64) {
    if let Some(listed) = &scenario.organisations {
        let posts = listed.iter().map(|o| f64::from(o.staff) * scenario.kinds[o.kind].in_scope);
        return (listed.len() as f64, posts.sum());
    }
    let mut total = (0.0, 0.0);
    for region in &scenario.regions {
        for (kind, &number) in scenario.kinds.iter().zip(&region.counts) {
            total.0 += f64::from(number);
            total.1 += f64::from(number) * kind.staff * kind.in_scope;
        }
    }
    total
}

/// Groups for which counters are kept, by their kinds alone.
fn groups(scenario: &Scenario) -> Vec<Group> {
    let regions = if scenario.regions.len() > 1 { scenario.regions.len() } else { 0 };
    let numbers = [
        (GroupKind::All, 1),
        (GroupKind::Region, regions),
        (GroupKind::Kind, scenario.kinds.len()),
        (GroupKind::System, scenario.systems.len()),
        (GroupKind::Task, Task::COUNT),
        (GroupKind::Level, Level::ALL.len()),
    ];
    let unnamed = |kind| Group { kind, id: String::new(), label: String::new() };
    numbers.into_iter().flat_map(|(kind, n)| std::iter::repeat_n(unnamed(kind), n)).collect()
}

/// "about 3 minutes".
pub fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 1.5 => "about a second".to_owned(),
        s if s < 90.0 => format!("about {} seconds", count(s.round())),
        s if s < 5400.0 => format!("about {} minutes", count((s / 60.0).round())),
        s => format!("about {} hours", count((s / 3600.0).round())),
    }
}

/// "about 12 MB".
pub fn memory(bytes: f64) -> String {
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
        assert_eq!(memory(1e5), "about 1 MB");
        assert_eq!(memory(3.2e9), "about 3 GB");
    }
}

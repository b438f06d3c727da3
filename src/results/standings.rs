//! Where every organisation stood at the end of each month, in one simulated future.

use jiff::ToSpan;
use jiff::civil::Date;

/// How far an organisation has come, as people see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Live, and in real use.
    RealUse,
    /// Live, without real use.
    Live,
    /// Was live and has stopped.
    Lapsed,
    /// Has agreed; not live yet.
    Agreed,
    /// Known to the project.
    Known,
    /// Not known to it yet.
    Unknown,
}

/// One organisation, month by month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// Its name, as events have it.
    pub name: String,
    /// Index into the scenario's kinds.
    pub kind: usize,
    /// Where it stood, one entry for each of [`Standings::weeks`].
    pub standings: Vec<Standing>,
}

/// All organisations of one replicate; empty unless it was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standings {
    /// Week 0, and the last week of each calendar month up to the horizon.
    pub weeks: Vec<u32>,
    /// The organisations, in the order of the scenario.
    pub courses: Vec<Course>,
}

/// Week 0, the last week that begins in each calendar month, and the horizon.
pub fn month_ends(start: Date, weeks: u32) -> Vec<u32> {
    let day = |week: u32| start.saturating_add(i64::from(week).weeks());
    let ends = |week: u32| week == 0 || week == weeks || day(week).month() != day(week + 1).month();
    (0..=weeks).filter(|&week| ends(week)).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::month_ends;

    #[test]
    fn months_end_with_their_last_week_and_the_ends_count() {
        // Weeks of 2026 begin on 5, 12, 19, 26 January, 2 February …
        assert_eq!(month_ends(date(2026, 1, 5), 9), [0, 3, 7, 9]);
        assert_eq!(month_ends(date(2026, 1, 5), 0), [0]);
        assert_eq!(month_ends(date(2026, 1, 5), 260).len(), 61);
    }
}

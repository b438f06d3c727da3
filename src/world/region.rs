//! Regions: the climate, the team, the money, and what flowed last week.

use crate::scenario::Task;

/// One member of a project team.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Week in which the place is filled (again); the place is empty before it.
    pub from_week: u32,
    /// How many people have left the place: the attempt in the address of its recruitment.
    pub departures: u32,
    /// Moving average of the share of hours in the most repeated task.
    pub repetition: f64,
}

/// Levers that money and hours were found for this week. Forces and processes read these, not
/// the scenario's interventions: nothing granted, no effect.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LeversGranted {
    /// Further hours a week by level of authority.
    pub extra_hours: [f64; 3],
    /// Share of staff time for training that is backfilled.
    pub backfill: f64,
    /// Share of misses that are forgiven.
    pub grace: f64,
    /// Share of hours kept for maintenance.
    pub ring_fence: f64,
    /// Weeks between refreshers, in place of the policy's; 0 for the policy's own.
    pub refresher_weeks: u32,
}

/// What flowed in the last week; processes fill it, forces read it. Loops close here.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Flows {
    /// Hours worked by task.
    pub hours_by_task: [f64; Task::COUNT],
    /// Hours worked by level of authority.
    pub hours_by_level: [f64; 3],
    /// Share of organisations live in the project's books.
    pub reported_coverage: f64,
    /// How far the books lag behind the plan, a share of all organisations.
    pub slippage: f64,
    /// Useful reads a record and week.
    pub reads_per_record: f64,
    /// Share of look-ups that failed.
    pub failing: f64,
    /// Share of contacts that fall to organisations in real use.
    pub contacts_covered: f64,
}

/// State of one region.
#[derive(Debug, Clone, PartialEq)]
pub struct RegionState {
    /// Interest in the tool, a share.
    pub interest: f64,
    /// Quality of the tool, a share.
    pub quality: f64,
    /// The team.
    pub members: Vec<Member>,
    /// Experience retained, by task and IT system: `experience[task][system]`, in repetitions.
    pub experience: Vec<Vec<f64>>,
    /// Productive hours to hand out this week, by level of authority.
    pub hours: [f64; 3],
    /// True after the project's money has ended: maintenance only.
    pub only_maintenance: bool,
    /// Levers granted this week.
    pub levers: LeversGranted,
    /// Pounds spent so far.
    pub spent: f64,
    /// Hours worked so far by task.
    pub hours_by_task: [f64; Task::COUNT],
    /// Hours worked so far by level.
    pub hours_by_level: [f64; 3],
    /// Flows of last week.
    pub flows: Flows,
    /// Organisations in the order in which they are approached.
    pub order: Vec<usize>,
}

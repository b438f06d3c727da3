//! Regions: the climate, the team, the money, and what flowed last week.

use crate::scenario::{Lever, Task};

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
    /// How successful the region looks to its funder, a share.
    pub looks: f64,
    /// How much like success it looks to those whose money and attention may turn away, a share.
    pub success: f64,
    /// What organisations get from the tool for others to see: mean over all, mean over the live.
    pub benefit: [f64; 2],
    /// Share of live organisations in real use.
    pub used: f64,
    /// Share of look-ups that found a record overtaken by events.
    pub stale: f64,
    /// Look-ups this week.
    pub looked: f64,
    /// Incidents in which the tool had a part, a moving rate a year.
    pub incidents: f64,
}

/// What the outside world has done to a region, as stocks and weeks; events change it, time
/// mends it.
#[derive(Debug, Clone, PartialEq)]
pub struct Climate {
    /// Interest in the tool, a share.
    pub interest: f64,
    /// Trust in data sharing, a share; 1 until a scandal.
    pub trust: f64,
    /// Moving average of slippage: what has been promised and not kept.
    pub slipped: f64,
    /// What evaluations have made people believe of the tool: 0 to 1, 0.5 for nothing.
    pub evidence: f64,
    /// First week in which the region has a sponsor (again).
    pub sponsor_from: u32,
    /// First week after an open conflict.
    pub conflict_until: u32,
    /// First week after the pause that follows a scandal.
    pub scandal_until: u32,
    /// Alternatives to the tool.
    pub alternatives: u32,
    /// Week in which a rival last failed for all to see.
    pub rival_failed: i32,
    /// Strength of a mandate or payment, a share.
    pub mandate: f64,
    /// First week after it.
    pub mandate_until: u32,
    /// First week in which each IT system's vendor has what is needed.
    pub vendor_ready: Vec<u32>,
}

/// What is fixed about a region in one simulated future, and differs between regions and futures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Character {
    /// Multiplies the hours of its team.
    pub team_size: f64,
    /// Week in which its project begins.
    pub begins: u32,
    /// Added to the base of joining, log-odds.
    pub joining: f64,
    /// Added to the load of its organisations.
    pub load: f64,
}

/// What the funder has seen and done.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// Failed reviews in a row.
    pub failed: u32,
    /// Share of the money that the funder still gives.
    pub funded: f64,
}

/// What the project's money is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heading {
    /// Salaries of those whom the project pays.
    Team,
    /// Levers, hours on top among them, but for cover.
    Levers,
    /// Staff time for training.
    Cover,
    /// Anything else, and what was committed.
    Other,
}

impl Heading {
    /// How many there are.
    pub const COUNT: usize = Heading::Other as usize + 1;
}

/// State of one region.
#[derive(Debug, Clone, PartialEq)]
pub struct RegionState {
    /// What is fixed about it in this future.
    pub own: Character,
    /// True once its project has been stopped for good.
    pub closed: bool,
    /// True once a rival keeps the organisations going in the project's place.
    pub taken_over: bool,
    /// True once the tool has gone, with its records.
    pub gone: bool,
    /// The outside world.
    pub climate: Climate,
    /// The funder.
    pub review: Review,
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
    /// Share of what is wanted that the project can pay this week.
    pub affordable: f64,
    /// Share of the promised cover of training ([`Lever::Backfill`]) for which money is set aside.
    pub cover_paid: f64,
    /// Pounds set aside for that cover and not spent yet.
    pub set_aside: f64,
    /// Levers granted this week, each in its own unit: what money and hours were found for.
    /// Forces and processes read these, not the scenario's interventions: nothing granted, no
    /// effect.
    pub granted: [f64; Lever::COUNT],
    /// How far the tool has drifted from what each kind of organisation needs, a share.
    pub mismatch: Vec<f64>,
    /// Share done of the sub-projects that make the tool fit the world outside.
    pub fit: f64,
    /// Pounds spent so far.
    pub spent: f64,
    /// The same by what they were for.
    pub spent_on: [f64; Heading::COUNT],
    /// Salaries of this week that the project paid.
    pub salaries: f64,
    /// Of what it has paid for people so far, pounds for hours in which nobody had anything to do.
    pub paid_idle: f64,
    /// Of `money.by_year`, what may be spent by the end of this year, since the start, in pounds.
    pub granted_pounds: f64,
    /// Years of it that have begun.
    pub years_begun: usize,
    /// True while all is paid that `money.total` and `money.by_year` allow.
    pub run_out: bool,
    /// What its employers have paid so far for members whom the project does not pay, in pounds.
    pub employers: f64,
    /// What front-line minutes have cost so far, in pounds, but for those that the project paid.
    pub clinicians: f64,
    /// Hours so far: of all places as stated, of those in post, handed out.
    pub hours_had: [f64; 3],
    /// Hours of plain work done so far by task.
    pub plain_by_task: [f64; Task::COUNT],
    /// Hours worked so far on sessions for newcomers.
    pub newcomer_hours: f64,
    /// Hours that the lever `mapping` has got and not yet used.
    pub mapping_hours: f64,
    /// Pounds so far that the project had and that turned elsewhere or were cut.
    pub taken: f64,
    /// Hours so far for which nobody at their level had anything to do.
    pub idle: f64,
    /// Hours worked so far by task.
    pub hours_by_task: [f64; Task::COUNT],
    /// Hours worked so far by level.
    pub hours_by_level: [f64; 3],
    /// Flows of last week.
    pub flows: Flows,
    /// Organisations in the order in which they are approached.
    pub order: Vec<usize>,
}

impl RegionState {
    /// Spend pounds.
    pub fn spend(&mut self, heading: Heading, pounds: f64) {
        self.spent += pounds;
        self.spent_on[heading as usize] += pounds;
    }

    /// True once the project has no money: it was stopped, the money has ended, or all is paid.
    pub fn has_ended(&self, week: u32, ends: Option<u32>) -> bool {
        self.closed || self.run_out || ends.is_some_and(|end| week > end)
    }

    /// Strength of what makes use worth while from outside, a share: a mandate, or payment, whichever
    /// is stronger. `full` is what counts as full payment.
    pub fn incentive(&self, full: f64) -> f64 {
        let paid = (self.granted[Lever::Payment as usize] / full).min(1.0);
        paid.max(self.climate.mandate)
    }
}

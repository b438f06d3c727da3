//! The counters of every replicate, and the ensemble of them.

use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use super::draws::ParameterDraws;
use super::standings::Standings;
use crate::measures::{Counter, GroupKind, MEASURES, Measure, Window};
use crate::scenario::{EventKind, Level, Scenario, Task};

/// A group for which counters are kept.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// What sort of group.
    pub kind: GroupKind,
    /// Identifier in the scenario; `all` for everything.
    pub id: String,
    /// What charts call it.
    pub label: String,
}

impl Group {
    /// The groups of a scenario: everything, regions (where there are several), kinds, systems,
    /// tasks, levels.
    pub fn all(scenario: &Scenario) -> Vec<Group> {
        let group =
            |kind, id: &str, label: &str| Group { kind, id: id.into(), label: label.into() };
        let mut groups = vec![group(GroupKind::All, "all", "All")];
        if scenario.regions.len() > 1 {
            groups.extend(scenario.regions.iter().map(|r| group(GroupKind::Region, &r.id, &r.id)));
        }
        groups.extend(scenario.kinds.iter().map(|k| group(GroupKind::Kind, &k.id, &k.label)));
        groups.extend(scenario.systems.iter().map(|s| group(GroupKind::System, &s.id, &s.label)));
        let tasks = Task::ALL.iter();
        groups.extend(tasks.map(|t| group(GroupKind::Task, t.id(), &t.id().replace('_', " "))));
        let levels = Level::ALL.iter();
        groups.extend(levels.map(|l| group(GroupKind::Level, l.id(), l.id())));
        groups
    }
}

/// Which counters are kept for which groups: those that some measure of the group's kind needs.
/// One layout serves all replicates of an ensemble.
#[derive(Debug, PartialEq)]
pub struct Layout {
    groups: Vec<Group>,
    rows: usize,
    series: Vec<Series>,
    /// First value of a counter and group, in rows; `NONE` where it is not kept. What single precision
    /// leaves of pounds stands in the series after them.
    slots: Vec<u32>,
}

const NONE: u32 = u32::MAX;

/// What one row of values is: a counter of a group, or what single precision leaves of it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Series {
    group: usize,
    counter: Counter,
    rest: bool,
}

impl Layout {
    /// Lay out the counters of these groups over `rows` weeks (the horizon and week 0).
    pub fn new(groups: &[Group], rows: usize) -> Self {
        let mut layout = Layout {
            groups: groups.to_vec(),
            rows,
            series: vec![],
            slots: vec![NONE; Counter::COUNT * groups.len()],
        };
        for m in MEASURES {
            for counter in std::iter::once(m.top).chain(m.bottom) {
                for (group, _) in groups.iter().enumerate().filter(|(_, g)| m.family.covers(g.kind))
                {
                    let slot = &mut layout.slots[counter as usize * groups.len() + group];
                    if *slot == NONE {
                        *slot = layout.series.len() as u32;
                        let of = Series { group, counter, rest: false };
                        layout.series.push(of);
                        if counter.is_pounds() {
                            layout.series.push(Series { rest: true, ..of });
                        }
                    }
                }
            }
        }
        layout
    }

    /// The groups, the first being everything.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Where the kind, system or region of that name stands; everything together without a name, or
    /// where there is none.
    pub fn index_of(&self, of: Option<&str>) -> usize {
        let kept = [GroupKind::Kind, GroupKind::System, GroupKind::Region];
        let is = |kind, id| self.groups.iter().position(|g| g.kind == kind && g.id == id);
        of.and_then(|id| kept.into_iter().find_map(|kind| is(kind, id))).unwrap_or(0)
    }

    /// Bytes that one replicate takes.
    pub fn bytes(&self) -> usize {
        self.series.len() * self.rows * size_of::<f32>()
    }

    /// How many values one week has, and how many weeks there are.
    pub fn shape(&self) -> (usize, usize) {
        (self.series.len(), self.rows)
    }

    /// What is kept of the values of one week, by group and counter.
    pub fn week(&self, values: &[[f64; Counter::COUNT]]) -> impl Iterator<Item = f32> {
        self.series.iter().map(|of| {
            let value = values[of.group][of.counter as usize];
            let near = value as f32;
            if of.rest { (value - f64::from(near)) as f32 } else { near }
        })
    }

    fn at(&self, counter: Counter, group: usize, week: usize) -> Option<usize> {
        debug_assert!(group < self.groups.len() && week < self.rows);
        let slot = self.slots[counter as usize * self.groups.len() + group];
        (slot != NONE).then(|| slot as usize * self.rows + week)
    }
}

/// Counters of one replicate, week by week.
#[derive(Debug, Clone, PartialEq)]
pub struct Trajectory {
    layout: Arc<Layout>,
    values: Vec<f32>,
}

impl Trajectory {
    /// Zeros.
    pub fn new(layout: Arc<Layout>) -> Self {
        let values = vec![0.0; layout.series.len() * layout.rows];
        Trajectory { layout, values }
    }

    /// From all values, as [`Trajectory::values`] gives them; none where there are more or fewer.
    pub fn from_values(layout: Arc<Layout>, values: Vec<f32>) -> Option<Self> {
        (values.len() == layout.series.len() * layout.rows).then_some(Trajectory { layout, values })
    }

    /// All values, in the order of the layout.
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// What is counted, and of whom.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The value of a counter; 0 where it is not kept for the group.
    pub fn get(&self, counter: Counter, group: usize, week: usize) -> f32 {
        self.layout.at(counter, group, week).map_or(0.0, |at| self.values[at])
    }

    /// The same without loss of a penny where it is of pounds, of which single precision holds seven digits.
    pub fn exact(&self, counter: Counter, group: usize, week: usize) -> f64 {
        self.layout.at(counter, group, week).map_or(0.0, |at| {
            let rest = if counter.is_pounds() { self.values[at + self.layout.rows] } else { 0.0 };
            f64::from(self.values[at]) + f64::from(rest)
        })
    }

    /// Set the value of a counter; where it is not kept for the group, nothing happens.
    pub fn set(&mut self, counter: Counter, group: usize, week: usize, value: f64) {
        if let Some(at) = self.layout.at(counter, group, week) {
            let near = value as f32;
            self.values[at] = near;
            if counter.is_pounds() {
                self.values[at + self.layout.rows] = (value - f64::from(near)) as f32;
            }
        }
    }

    /// Set the values of some weeks that follow each other, as [`Layout::week`] gives them.
    pub fn set_weeks(&mut self, first: usize, weeks: &[f32]) {
        let series = self.layout.series.len();
        for (nth, row) in self.values.chunks_exact_mut(self.layout.rows).enumerate() {
            for (value, week) in row[first..].iter_mut().zip(weeks.chunks_exact(series)) {
                *value = week[nth];
            }
        }
    }

    /// The value of a measure, or `None` where its denominator is zero.
    ///
    /// Totals are differenced over the measure's window; before the window is full, over
    /// the weeks since the start (week 0 has no value).
    pub fn measure(&self, m: &Measure, group: usize, week: usize) -> Option<f32> {
        let top = self.windowed(m.top, group, week, m.window)?;
        match m.bottom {
            Some(bottom) => {
                let bottom = self.windowed(bottom, group, week, m.window)?;
                (bottom > 0.0).then(|| (top / bottom) as f32)
            }
            None => Some(top as f32),
        }
    }

    /// The value of a measure's denominator, or `None` where it has none.
    pub fn denominator(&self, m: &Measure, group: usize, week: usize) -> Option<f64> {
        self.windowed(m.bottom?, group, week, m.window)
    }

    fn windowed(&self, counter: Counter, group: usize, week: usize, window: Window) -> Option<f64> {
        let now = self.exact(counter, group, week);
        match window {
            Window::Now | Window::Total => Some(now),
            Window::Last(weeks) => {
                let span = week.min(weeks as usize);
                let then = self.exact(counter, group, week - span);
                (span > 0).then(|| (now - then) / span as f64)
            }
        }
    }
}

/// Something that happened in one replicate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Event {
    /// Week.
    pub week: u32,
    /// Region.
    pub region: String,
    /// What happened, one word or two joined by `_` (`agreed`, `went_live`, `member_left`, …).
    pub event: &'static str,
    /// To whom: an organisation, a member of the team, or nothing.
    pub subject: String,
    /// Further words for readers.
    pub note: String,
}

/// Fingerprint of the state of one region after one process of one week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fingerprint {
    /// Week.
    pub week: u32,
    /// Region.
    pub region: String,
    /// Process that had just run.
    pub process: &'static str,
    /// Hash of that region's state.
    pub hash: u64,
}

/// How much work a replicate was; counts, not clocks, so that tests can hold them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct WorkCounts {
    /// Posts in scope × weeks.
    pub staff_weeks: u64,
    /// Of these, in organisations that had gone live (the others are skipped exactly).
    pub staff_weeks_live: u64,
    /// Words drawn from the block generator.
    pub words_drawn: u64,
    /// Openings of the tool (views and writes).
    pub openings: u64,
    /// People who left a simulated post.
    pub leavers: u64,
}

impl std::ops::AddAssign for WorkCounts {
    fn add_assign(&mut self, other: Self) {
        self.staff_weeks += other.staff_weeks;
        self.staff_weeks_live += other.staff_weeks_live;
        self.words_drawn += other.words_drawn;
        self.openings += other.openings;
        self.leavers += other.leavers;
    }
}

/// One simulated future.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplicateResult {
    /// Its number, from 0.
    pub replicate: u32,
    /// Counters.
    pub trajectory: Trajectory,
    /// Digest of the final state, and of what was opened, who left and how many posts were in live
    /// organisations in every week.
    pub digest: u64,
    /// Work done.
    pub work: WorkCounts,
    /// How often each kind of event came, indexed by [`EventKind`].
    pub happened: [u32; EventKind::COUNT],
    /// Events; empty unless asked for.
    pub events: Vec<Event>,
    /// Fingerprints; empty unless asked for.
    pub fingerprints: Vec<Fingerprint>,
    /// Where each organisation stood, month by month; empty unless asked for.
    pub standings: Standings,
}

/// All replicates of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Ensemble {
    /// The scenario's name.
    pub scenario: String,
    /// First day of week 0.
    pub start: Date,
    /// Horizon; trajectories have one row more.
    pub weeks: u32,
    /// Groups, the first being everything.
    pub groups: Vec<Group>,
    /// Organisations in the scenario.
    pub organisations: u32,
    /// People in posts, in scope or not.
    pub posts: u32,
    /// Posts in scope.
    pub posts_in_scope: u32,
    /// Replicates in order of their number.
    pub replicates: Vec<ReplicateResult>,
    /// The parameters of each draw; none where all replicates have the scenario's own values,
    /// so that they differ in luck only.
    pub draws: Option<ParameterDraws>,
}

impl Ensemble {
    /// The day on which a week starts.
    pub fn date(&self, week: u32) -> Date {
        self.start.saturating_add(i64::from(week).weeks())
    }

    /// Index of a group.
    pub fn group(&self, kind: GroupKind, id: &str) -> Option<usize> {
        self.groups.iter().position(|g| g.kind == kind && g.id == id)
    }

    /// Values of a measure over replicates, in their order; those without a value left out.
    pub fn values(&self, m: &Measure, group: usize, week: u32) -> Vec<f32> {
        self.replicates
            .iter()
            .filter_map(|r| r.trajectory.measure(m, group, week as usize))
            .collect()
    }

    /// Total work.
    pub fn work(&self) -> WorkCounts {
        let mut total = WorkCounts::default();
        for r in &self.replicates {
            total += r.work;
        }
        total
    }

    /// One digest over all replicates, independent of how they were scheduled.
    pub fn digest(&self) -> u64 {
        self.replicates.iter().fold(0xcbf2_9ce4_8422_2325, |h, r| {
            (h ^ r.digest).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(29)
        })
    }
}

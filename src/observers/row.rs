//! The counters of one week, while observers fill them.

use crate::measures::{Counter, GroupKind};
use crate::results::{Group, Trajectory};
use crate::scenario::{Level, Task};
use crate::world::Blueprint;

/// Counters by cell: what observers add up, cheaply, before it is rolled up into groups. A cell
/// is one combination of region, kind and system that occurs.
pub struct Cells {
    groups: Vec<GroupKind>,
    /// Groups of each cell, beside the first (everything).
    of_cell: Vec<[Option<usize>; 3]>,
    /// Cell of each organisation.
    of_org: Vec<usize>,
    regions: Vec<Option<usize>>,
    first_task: usize,
    first_level: usize,
    /// By group.
    totals: Vec<[f64; Counter::COUNT]>,
    /// The week's counters, by cell (empty from week to week) and by group; kept so that no week
    /// allocates.
    by_cell: Vec<[f64; Counter::COUNT]>,
    values: Vec<[f64; Counter::COUNT]>,
    /// The last weeks, until there are enough of them.
    recent: Vec<f32>,
}

/// Weeks that are put into their place together: a line of the cache. In a trajectory the weeks of a
/// counter lie side by side, and there are more counters than a cache has room for beside the rest.
const TOGETHER: usize = 64 / size_of::<f32>();

impl Cells {
    /// Find the cells of a blueprint.
    pub fn new(b: &Blueprint, groups: &[Group]) -> Self {
        let first = |kind| groups.iter().position(|g| g.kind == kind);
        let group = |kind, i: usize| first(kind).map(|f| f + i);
        let mut cells: Vec<(usize, usize, usize)> =
            (0..b.organisations()).map(|o| (b.region[o], b.kind[o], b.system[o])).collect();
        let of = cells.clone();
        cells.sort_unstable();
        cells.dedup();
        Cells {
            by_cell: vec![[0.0; Counter::COUNT]; cells.len()],
            values: vec![[0.0; Counter::COUNT]; groups.len()],
            groups: groups.iter().map(|g| g.kind).collect(),
            of_cell: cells
                .iter()
                .map(|&(r, k, s)| {
                    [
                        group(GroupKind::Region, r),
                        group(GroupKind::Kind, k),
                        group(GroupKind::System, s),
                    ]
                })
                .collect(),
            of_org: of.iter().map(|c| cells.partition_point(|x| x < c)).collect(),
            regions: (0..b.region_orgs.len()).map(|r| group(GroupKind::Region, r)).collect(),
            first_task: first(GroupKind::Task).unwrap_or(0),
            first_level: first(GroupKind::Level).unwrap_or(0),
            totals: vec![[0.0; Counter::COUNT]; groups.len()],
            recent: vec![],
        }
    }
}

/// The counters of one week.
pub struct Row<'a> {
    cells: &'a mut Cells,
}

impl<'a> Row<'a> {
    /// An empty row.
    pub fn new(cells: &'a mut Cells) -> Self {
        cells.values.fill([0.0; Counter::COUNT]);
        Row { cells }
    }

    /// The counters of the cell in which an organisation lies.
    #[inline]
    pub fn organisation(&mut self, o: usize) -> &mut [f64; Counter::COUNT] {
        &mut self.cells.by_cell[self.cells.of_org[o]]
    }

    /// Add to a counter of a whole region (and of everything).
    pub fn region(&mut self, region: usize, counter: Counter, x: f64) {
        self.group(counter, 0, x);
        if let Some(group) = self.cells.regions[region] {
            self.group(counter, group, x);
        }
    }

    /// Set a counter of everything.
    pub fn whole(&mut self, counter: Counter, x: f64) {
        self.group(counter, 0, x);
    }

    /// Add to a counter of a task.
    pub fn task(&mut self, task: Task, counter: Counter, x: f64) {
        self.group(counter, self.cells.first_task + task as usize, x);
    }

    /// Add to a counter of a level of authority.
    pub fn level(&mut self, level: Level, counter: Counter, x: f64) {
        self.group(counter, self.cells.first_level + level as usize, x);
    }

    fn group(&mut self, counter: Counter, group: usize, x: f64) {
        self.cells.values[group][counter as usize] += x;
    }

    /// What organisations have added to two counters so far, by the groups of a kind.
    pub fn by(&self, kind: GroupKind, counters: [Counter; 2]) -> Vec<[f64; 2]> {
        let Cells { groups, of_cell, by_cell, .. } = &*self.cells;
        let mut sums = vec![[0.0; 2]; groups.len()];
        for (of_cell, values) in of_cell.iter().zip(by_cell) {
            for &group in of_cell.iter().flatten().filter(|&&group| groups[group] == kind) {
                for (sum, counter) in sums[group].iter_mut().zip(counters) {
                    *sum += values[counter as usize];
                }
            }
        }
        sums
    }

    /// Roll up and write the row, that of the week after the last; counters that are totals go on from last week's.
    pub fn close(self, week: u32, out: &mut Trajectory) {
        let Cells { of_cell, by_cell, totals, values, recent, .. } = self.cells;
        for (of_cell, cell) in of_cell.iter().zip(by_cell) {
            for group in std::iter::once(0).chain(of_cell.iter().flatten().copied()) {
                for (sum, x) in values[group].iter_mut().zip(cell.iter()) {
                    *sum += x;
                }
            }
            *cell = [0.0; Counter::COUNT];
        }
        for counter in Counter::ALL.into_iter().filter(|counter| counter.is_total()) {
            for (values, totals) in values.iter_mut().zip(&mut *totals) {
                totals[counter as usize] += values[counter as usize];
                values[counter as usize] = totals[counter as usize];
            }
        }
        let (week, (series, weeks)) = (week as usize, out.layout().shape());
        recent.extend(out.layout().week(values));
        if recent.len() == TOGETHER * series || week + 1 == weeks {
            out.set_weeks(week + 1 - recent.len() / series, recent);
            recent.clear();
        }
    }
}

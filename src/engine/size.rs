//! How large a scenario is, counted before anything is simulated: what its time, memory and disk
//! follow from.
//!
//! Counts come from the scenario alone, so that a scenario of any size is measured at once. What is
//! drawn (sizes of organisations, patients on a list) is counted by its mean.

use std::collections::BTreeSet;

use crate::forces::{self, coefficients::OrgCoef};
use crate::measures::{Counter, GroupKind, MEASURES};
use crate::processes::PLAN;
use crate::results::{Group, Layout};
use crate::scenario::{Level, Lists, Scenario, StateToday, Task};
use crate::world::Patient;

/// State and luck of one post in scope, in bytes.
const POST: f64 = 72.0;
/// State of one organisation without its posts, in bytes, with what rounding its luck up to whole
/// blocks takes.
const ORGANISATION: f64 = 560.0;
/// What is known of one organisation for ever, with its name and its posts by role.
const FACTS: f64 = 320.0;
/// One list without its patients.
const LIST: f64 = 180.0;
/// Columns of patients grow by doubling: half as much again is held, on average.
const GROWTH: f64 = 1.5;
/// One place in a region's team.
const SEAT: f64 = 40.0;
/// One list that an organisation meets: an index and a weight.
const LINK: f64 = 16.0 * GROWTH;
/// One fingerprint, with the name of its region on the heap.
const FINGERPRINT: f64 = 96.0;
/// One event, with its words, and about how many an organisation has in a year.
const EVENT: f64 = 180.0;
const EVENTS_PER_ORGANISATION_YEAR: f64 = 4.0;
/// A validated scenario without what it states of every region and organisation.
const SCENARIO: f64 = 16e3;
/// One point of a curve.
const POINT: f64 = 64.0;

/// The size of a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Size {
    /// Weeks simulated.
    pub weeks: f64,
    /// Regions.
    pub regions: f64,
    /// Organisations.
    pub organisations: f64,
    /// Posts in scope.
    pub posts_in_scope: f64,
    /// Lists of patients.
    pub lists: f64,
    /// Share of organisations that are live at the start.
    pub live: f64,
    /// Share of all forces that act.
    pub forces: f64,
    /// Recognised patients at any time.
    pub patients: f64,
    /// Pairs of an organisation and a list that it meets, where it does not meet all.
    pub links: f64,
    /// Contacts with recognised patients, a week.
    pub contacts: f64,
    /// Places in all teams.
    pub seats: f64,
    /// Combinations of region, kind and system, in which is counted.
    pub cells: f64,
    /// Groups for which counters are kept.
    pub groups: f64,
    /// Counters kept of one future, over all weeks.
    pub counters: f64,
    /// Points of all curves: measures by group and week.
    pub points: f64,
    /// Shares of IT systems, which every region has of every kind, and organisations listed.
    pub stated: f64,
}

impl Size {
    /// Count a scenario.
    pub fn of(s: &Scenario) -> Self {
        let weeks = f64::from(s.weeks);
        let groups = groups(s);
        let curves: usize = MEASURES
            .iter()
            .map(|m| groups.iter().filter(|g| m.family.covers(g.kind)).count())
            .sum();
        let layout = Layout::new(&groups, 1);
        let mut size = Size {
            weeks,
            regions: s.regions.len() as f64,
            seats: (s.regions.len() * s.team.len()) as f64,
            groups: groups.len() as f64,
            counters: layout.bytes() as f64 / size_of::<f32>() as f64 * (weeks + 1.0),
            points: curves as f64 * (weeks + 1.0),
            cells: cells(s),
            live: s.initial.live,
            forces: forces::acting(s).len() as f64 / forces::registry().count() as f64,
            stated: (s.regions.len() * s.kinds.len() * (s.systems.len() + 4)) as f64
                + 12.0 * s.organisations.as_ref().map_or(0, Vec::len) as f64,
            ..Size::default()
        };
        match &s.organisations {
            Some(listed) => {
                let live = listed.iter().filter(|o| o.state == StateToday::Live).count();
                size.live = live as f64 / listed.len().max(1) as f64;
                for o in listed {
                    size.posts_in_scope += f64::from(o.staff) * s.kinds[o.kind].in_scope;
                }
            }
            None => {
                for (i, kind) in s.kinds.iter().enumerate() {
                    let number: f64 = s.regions.iter().map(|r| f64::from(r.counts[i])).sum();
                    size.posts_in_scope += number * kind.staff * kind.in_scope;
                }
            }
        }
        let per_list = s.patients.recognised_per_week * s.patients.stay_weeks;
        for region in &s.regions {
            let kinds = || s.kinds.iter().zip(&region.counts).filter(|(_, n)| **n > 0);
            let keepers = kinds().filter(|(kind, _)| kind.keeps_list);
            let lists: f64 = keepers.map(|(_, &n)| f64::from(n)).sum();
            size.lists += lists;
            size.patients += lists * per_list;
            for (kind, &number) in kinds() {
                let number = f64::from(number);
                size.organisations += number;
                size.contacts += lists * per_list * kind.contacts;
                size.links += match kind.lists {
                    Lists::Own => number,
                    Lists::All => 0.0,
                    Lists::Nearby(near) => {
                        number * f64::from(near).max((lists / number).ceil()).min(lists)
                    }
                };
            }
        }
        size
    }

    /// Patients on one list.
    pub fn patients_per_list(&self) -> f64 {
        self.patients / self.lists.max(1.0)
    }

    /// Bytes of the scenario itself.
    pub fn scenario_bytes(&self) -> f64 {
        SCENARIO + self.stated * size_of::<f64>() as f64
    }

    /// Bytes that all futures of the scenario share.
    pub fn shared_bytes(&self) -> f64 {
        self.organisations * FACTS + self.links * LINK
    }

    /// Bytes of one future while it is simulated.
    pub fn world_bytes(&self) -> f64 {
        let coefficients = (OrgCoef::ALL.len() * size_of::<f64>()) as f64;
        let counted = self.cells + 2.0 * self.groups;
        self.posts_in_scope * POST
            + self.organisations * (ORGANISATION + coefficients)
            + self.lists * LIST
            + self.patients * size_of::<Patient>() as f64 * GROWTH
            + self.seats * SEAT
            + counted * (Counter::COUNT * size_of::<f64>()) as f64
    }

    /// Bytes that are kept of every future.
    pub fn kept_bytes(&self) -> f64 {
        self.counters * size_of::<f32>() as f64
    }

    /// Rows of fingerprints that are kept of the one future that is told week by week.
    pub fn fingerprints(&self) -> f64 {
        self.regions * self.weeks * PLAN.len() as f64
    }

    /// About how many events are kept of that future.
    pub fn events(&self) -> f64 {
        self.organisations * self.weeks / 52.0 * EVENTS_PER_ORGANISATION_YEAR
    }

    /// Bytes that are kept of that future beside its counters.
    pub fn record_bytes(&self) -> f64 {
        let months = self.weeks / 4.3;
        self.fingerprints() * FINGERPRINT + self.events() * EVENT + self.organisations * months
    }

    /// Bytes of all curves.
    pub fn curve_bytes(&self) -> f64 {
        self.points * POINT
    }
}

/// Combinations of region, kind and system that can occur.
fn cells(s: &Scenario) -> f64 {
    if let Some(listed) = &s.organisations {
        let cells: BTreeSet<_> = listed.iter().map(|o| (o.region, o.kind, o.system)).collect();
        return cells.len() as f64;
    }
    let of_region = |region: &crate::scenario::Region| -> f64 {
        let used = |shares: &Vec<f64>| shares.iter().filter(|share| **share > 0.0).count() as f64;
        let kinds = region.counts.iter().zip(&region.system_shares);
        kinds.map(|(&n, shares)| used(shares).min(f64::from(n))).sum()
    };
    s.regions.iter().map(of_region).sum()
}

/// Groups for which counters are kept, by their kinds alone.
fn groups(s: &Scenario) -> Vec<Group> {
    let regions = if s.regions.len() > 1 { s.regions.len() } else { 0 };
    let numbers = [
        (GroupKind::All, 1),
        (GroupKind::Region, regions),
        (GroupKind::Kind, s.kinds.len()),
        (GroupKind::System, s.systems.len()),
        (GroupKind::Task, Task::COUNT),
        (GroupKind::Level, Level::ALL.len()),
    ];
    let unnamed = |kind| Group { kind, id: String::new(), label: String::new() };
    numbers.into_iter().flat_map(|(kind, n)| std::iter::repeat_n(unnamed(kind), n)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::Curves;
    use crate::rng::Lot;
    use crate::scenario::builtin;
    use crate::world::{Blueprint, World};

    fn near(counted: f64, found: usize, of: &str) {
        let ratio = counted / (found as f64).max(1.0);
        assert!((0.8..1.25).contains(&ratio), "{of}: counted {counted}, found {found}");
    }

    /// What is counted beforehand is what is then laid out, for scenarios that are large in
    /// different ways.
    #[test]
    fn what_is_counted_is_what_is_laid_out() {
        for set in [
            &[][..],
            &["region.cambridgeshire.size=0.1"],
            &["patients.recognised_per_week=5", "patients.stay_weeks=200"],
            &["kind.gp_practice.lists=\"nearby\"", "kind.gp_practice.lists_near=40"],
            &["region.cambridgeshire.counts={ gp_practice = 30, ward = 60 }"],
        ] {
            let set: Vec<String> = set.iter().map(|&text| text.to_owned()).collect();
            let mut s = builtin(&set).unwrap().scenario;
            s.end_after(3);
            s.replicates = 1;
            let (size, b) = (Size::of(&s), Blueprint::of(&s));
            let world = World::new(&b, &s, Lot::new(s.seed, 0));
            assert_eq!(size.organisations, b.organisations() as f64, "{set:?}");
            assert_eq!(size.lists, b.panel_org.len() as f64, "{set:?}");
            assert_eq!(size.links, b.links.iter().map(Vec::len).sum::<usize>() as f64, "{set:?}");
            near(size.posts_in_scope, b.posts_in_scope(), "posts");
            near(size.patients, world.panels.iter().map(|p| p.patients.len()).sum(), "patients");
            let options = crate::engine::Options::of(&s);
            let futures =
                crate::engine::ensemble(&s, &options, &|_| std::ops::ControlFlow::Continue(()));
            let points: usize = Curves::of(&futures).curves.iter().map(|c| c.points.len()).sum();
            assert_eq!(size.points, points as f64, "{set:?}");
            assert_eq!(size.groups, futures.groups.len() as f64, "{set:?}");
            let told = &futures.replicates[0].fingerprints;
            assert_eq!(size.fingerprints(), told.len() as f64, "{set:?}");
        }
    }
}

//! What was seen in a period without any change, from the counters that every run keeps.

use crate::measures::{Counter, GroupKind, Unit};
use crate::results::{Ensemble, Observed, ReplicateResult, Spread};
use crate::scenario::{Level, Scenario};

/// Names and words by level: hours described, and hours worked.
const HOURS: [[(&str, &str); 2]; 3] = [
    [
        ("hours_described_top", "hours a week at the top, of the team as it is described"),
        ("hours_worked_top", "hours a week worked at the top"),
    ],
    [
        ("hours_described_middle", "hours a week in the middle, of the team as it is described"),
        ("hours_worked_middle", "hours a week worked in the middle"),
    ],
    [
        ("hours_described_technical", "technical hours a week, of the team as it is described"),
        ("hours_worked_technical", "technical hours a week worked"),
    ],
];

/// All figures of the period between the ends of two weeks.
pub fn observed(scenario: &Scenario, base: &Ensemble, from: u32, to: u32) -> Vec<Observed> {
    let mut all = Vec::new();
    let mut add = |(name, label), unit, of: &dyn Fn(&ReplicateResult) -> f64| {
        let values: Vec<f64> = base.replicates.iter().map(of).collect();
        all.extend(Spread::of(&values).map(|spread| Observed { name, label, unit, spread }));
    };
    let weeks = f64::from(to - from);
    for level in Level::ALL {
        let [described, worked] = HOURS[level as usize];
        let hours: f64 =
            scenario.team.iter().filter(|m| m.level == level).map(|member| member.hours).sum();
        let regions: f64 = scenario.regions.iter().map(|region| region.team_size).sum();
        add(described, Unit::Hours, &|_| hours * regions);
        if let Some(group) = base.group(GroupKind::Level, level.id()) {
            add(worked, Unit::Hours, &|r| {
                let at = |week: u32| {
                    f64::from(r.trajectory.get(Counter::HoursCum, group, week as usize))
                };
                (at(to) - at(from)) / weeks
            });
        }
    }
    let count = |r: &ReplicateResult, counter, week: u32| {
        f64::from(r.trajectory.get(counter, 0, week as usize))
    };
    let mean_share = |r: &ReplicateResult, top, bottom| {
        let total = |counter| (from + 1..=to).map(|week| count(r, counter, week)).sum::<f64>();
        let below = total(bottom);
        if below > 0.0 { total(top) / below } else { 0.0 }
    };
    add(("team_filled", "places in the team filled, mean over the period"), Unit::Share, &|r| {
        mean_share(r, Counter::TeamFilled, Counter::TeamPlaces)
    });
    add(
        ("waiting_for_agreement", "organisations known but not agreed, at its end"),
        Unit::Count,
        &|r| count(r, Counter::OrgMapped, to) - count(r, Counter::OrgAgreed, to),
    );
    add(
        ("waiting_for_launch", "organisations agreed but not live, at its end"),
        Unit::Count,
        &|r| count(r, Counter::OrgAgreed, to) - count(r, Counter::OrgLive, to),
    );
    add(("load", "load of the organisations, mean over the period"), Unit::Share, &|r| {
        mean_share(r, Counter::LoadSum, Counter::OrgAll)
    });
    add(("leavers", "people who left posts with access, a week"), Unit::Count, &|r| {
        (count(r, Counter::LeaversCum, to) - count(r, Counter::LeaversCum, from)) / weeks
    });
    all
}

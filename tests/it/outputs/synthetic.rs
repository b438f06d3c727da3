//! Invented ensembles for tests of outputs: S-curves with some luck, the same every time.

use std::sync::Arc;

use jiff::civil::date;
use uptake::measures::{Counter, GroupKind};
use uptake::results::{
    Course, Ensemble, Event, Fingerprint, Group, Layout, ReplicateResult, Standing, Standings,
    Trajectory, WorkCounts, month_ends,
};
use uptake::scenario::{EventKind, First, Money, Order, Policy, Region, Scenario, Target, Task};

/// What to invent.
#[derive(Debug, Clone)]
pub struct Spec {
    pub weeks: u32,
    pub replicates: u32,
    pub organisations: u32,
    pub posts_in_scope: u32,
    pub money_ends: Option<u32>,
    pub title: String,
    /// Multiplies everything that happens; 0 for a world in which nothing does.
    pub life: f64,
}

impl Default for Spec {
    fn default() -> Self {
        Spec {
            weeks: 260,
            replicates: 40,
            organisations: 330,
            posts_in_scope: 5330,
            money_ends: None,
            title: "Data sharing for end-of-life care in a region of 330 organisations".to_owned(),
            life: 1.0,
        }
    }
}

/// A scenario with the registry's defaults and two targets.
pub fn scenario(spec: &Spec) -> Scenario {
    let builtin = uptake::scenario::builtin(&[]).unwrap().scenario;
    let target = |measure: &str, at_least: f64, week: u32| Target {
        measure: measure.to_owned(),
        of: None,
        at_least,
        week: week.min(spec.weeks),
    };
    Scenario {
        name: "synthetic".to_owned(),
        title: spec.title.clone(),
        question: "How far does it get?".to_owned(),
        start: date(2026, 1, 5),
        weeks: spec.weeks,
        replicates: spec.replicates,
        seed: 1,
        regions: vec![Region {
            id: "one".to_owned(),
            label: "one".to_owned(),
            counts: vec![],
            system_shares: vec![],
            team_size: 1.0,
            budget_per_year: None,
            begins: 0,
        }],
        kinds: vec![],
        roles: vec![],
        systems: vec![],
        team: vec![],
        organisations: None,
        money: Money {
            price_year: 2025,
            ends_week: spec.money_ends,
            kept_for_maintenance: 0.0,
            budget_per_year: None,
            total: None,
            by_year: vec![],
            carry_over: false,
            committed: 0.0,
            backfill_per_hour: 35.0,
            other_per_year: 0.0,
        },
        policy: Policy {
            order: Order::Random,
            kind_rank: vec![],
            work_in_progress: 10,
            first: First::Maintenance,
            maintenance_cap: 1.0,
            refresher_weeks: 26,
            follow_up_weeks: 13,
            renegotiate_weeks: 0,
            ..builtin.policy.clone()
        },
        targets: vec![
            target("organisations.real_use", 0.5, 168),
            target("patients.true_current", 0.33, 260),
        ],
        interventions: vec![],
        assumptions: vec![],
        ..builtin
    }
}

/// A number in 0..1 that depends on its address alone (splitmix64).
fn luck(replicate: u32, what: u64) -> f64 {
    let mut z = (u64::from(replicate) << 32 | what).wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) as f64 / u64::MAX as f64
}

pub fn ensemble(spec: &Spec) -> Ensemble {
    let group = |kind, id: &str| Group { kind, id: id.to_owned(), label: id.to_owned() };
    let mut groups = vec![group(GroupKind::All, "all")];
    groups.extend(["gp_practice", "care_home"].map(|id| group(GroupKind::Kind, id)));
    groups.extend(["systmone", "paper"].map(|id| group(GroupKind::System, id)));
    groups.extend(Task::ALL.map(|task| group(GroupKind::Task, task.id())));
    Ensemble {
        scenario: "synthetic".to_owned(),
        start: date(2026, 1, 5),
        weeks: spec.weeks,
        organisations: spec.organisations,
        posts: spec.posts_in_scope * 5 / 2,
        posts_in_scope: spec.posts_in_scope,
        replicates: (0..spec.replicates).map(|r| replicate(spec, r, &groups)).collect(),
        groups,
        draws: None,
    }
}

fn replicate(spec: &Spec, replicate: u32, groups: &[Group]) -> ReplicateResult {
    let mut trajectory = Trajectory::new(Arc::new(Layout::new(groups, spec.weeks as usize + 1)));
    let speed = 0.02 + 0.015 * luck(replicate, 1);
    let height = 0.55 + 0.4 * luck(replicate, 2);
    let middle = 90.0 + 60.0 * luck(replicate, 3);
    for (g, group) in groups.iter().enumerate() {
        let size = match group.kind {
            GroupKind::All => 1.0,
            _ => 0.5,
        };
        let mut totals = Totals::default();
        for week in 0..=spec.weeks {
            let time = f64::from(week);
            let rise = |delay: f64, to: f64| {
                spec.life * to / (1.0 + (-speed * 2.0 * (time - middle - delay)).exp())
            };
            let wobble = 1.0 + 0.08 * (luck(replicate, 1000 + u64::from(week) / 4) - 0.5);
            let orgs = f64::from(spec.organisations) * size;
            let posts = f64::from(spec.posts_in_scope) * size;
            let patients = f64::from(spec.organisations) * 10.0 * size;
            let decline = match spec.money_ends {
                Some(end) if week > end => (-(time - f64::from(end)) / 60.0).exp(),
                _ => 1.0,
            };
            let live = rise(0.0, height) * (0.6 + 0.4 * decline);
            let lapsed = rise(60.0, 0.12) + rise(0.0, height) * 0.4 * (1.0 - decline);
            let whole = |share: f64| (share * orgs).round();
            use Counter::*;
            let mut set = |counter, value: f64| trajectory.set(counter, g, week as usize, value);
            set(OrgAll, orgs);
            set(OrgMapped, whole(rise(-70.0, 1.0)));
            set(OrgAnswered, whole((live + rise(-30.0, 0.2)).min(1.0)));
            set(OrgAgreed, whole((live + rise(-30.0, 0.12)).min(1.0)));
            set(OrgLive, whole(live));
            set(OrgReported, whole(live * 1.1));
            set(OrgRealUse, whole(live * 0.8 * wobble));
            set(OrgLapsed, whole(lapsed));
            set(StaffInScope, posts);
            set(StaffAccess, live * posts);
            set(StaffCompetent, live * 0.5 * posts * decline.max(0.3));
            set(StaffEver, live * 0.6 * posts);
            set(StaffMonth, live * 0.3 * wobble * posts);
            set(StaffWeek, live * 0.12 * wobble * posts);
            set(PatRecognised, patients);
            set(PatRecorded, rise(20.0, 0.5) * patients);
            set(PatTrue, rise(30.0, 0.38) * wobble * patients);
            totals.deaths += patients / 46.0;
            totals.deaths_recorded += rise(20.0, 0.4) * patients / 46.0;
            set(DeathsCum, totals.deaths);
            set(DeathsRecordCum, totals.deaths_recorded);
            set(One, 1.0);
            let work = 75.0 * spec.life * if decline < 1.0 { 0.2 } else { 1.0 };
            let kept = (live * 1.1).min(1.0);
            let hours = match group.kind {
                GroupKind::All => work,
                GroupKind::Task => work * task_share(&group.id, kept),
                _ => 0.0,
            };
            if week > 0 {
                totals.hours += hours;
                totals.maintenance += hours * kept;
                totals.pounds += 3000.0 * spec.life;
            }
            set(HoursCum, totals.hours);
            set(HoursMaintenanceCum, totals.maintenance);
            set(TeamPlaces, 7.0);
            set(TeamFilled, 6.0 * spec.life);
            set(TeamRepetition, 6.0 * spec.life * (0.3 + 0.4 * kept));
            set(SpendCum, totals.pounds);
            set(SpendTeamCum, totals.pounds);
        }
    }
    ReplicateResult {
        replicate,
        trajectory,
        digest: luck(replicate, 9).to_bits(),
        work: WorkCounts { staff_weeks: 10, ..WorkCounts::default() },
        happened: [0; EventKind::COUNT],
        events: Vec::new(),
        fingerprints: Vec::new(),
        standings: if replicate == 0 { standings(spec) } else { Standings::default() },
    }
}

/// Organisations that come live one after the other; every fifth stops again.
fn standings(spec: &Spec) -> Standings {
    let weeks = month_ends(date(2026, 1, 5), spec.weeks);
    let course = |o: u32| {
        let begins = 200.0 * luck(o, 77) / spec.life.max(1e-9);
        let standing = |&week: &u32| match f64::from(week) - begins {
            late if late < 0.0 => Standing::Unknown,
            late if late < 20.0 => Standing::Known,
            late if late < 40.0 => Standing::Agreed,
            late if late < 60.0 => Standing::Live,
            late if late > 120.0 && o.is_multiple_of(5) => Standing::Lapsed,
            _ => Standing::RealUse,
        };
        Course {
            name: format!("kind-{o}"),
            kind: (o % 3) as usize,
            standings: weeks.iter().map(standing).collect(),
        }
    };
    Standings { courses: (0..spec.organisations).map(course).collect(), weeks }
}

#[derive(Default)]
struct Totals {
    deaths: f64,
    deaths_recorded: f64,
    hours: f64,
    maintenance: f64,
    pounds: f64,
}

/// Share of all hours that a task takes when that share of the work is maintenance.
fn task_share(task: &str, kept: f64) -> f64 {
    match task {
        "refresh" => kept * 0.45,
        "support" => kept * 0.35,
        "follow_up" | "renegotiate" => kept * 0.1,
        "develop" => (1.0 - kept) * 0.16,
        _ => (1.0 - kept) * 0.84 / 8.0,
    }
}

pub fn events() -> Vec<Event> {
    let event = |week, event, subject: &str, note: &str| Event {
        week,
        region: "one".to_owned(),
        event,
        subject: subject.to_owned(),
        note: note.to_owned(),
    };
    vec![
        event(3, "agreed", "Oak, Ash \"and\" Elm Surgery", "after two contacts"),
        event(9, "went_live", "=HYPERLINK(\"http://example.org\")", ""),
    ]
}

pub fn fingerprints() -> Vec<Fingerprint> {
    let processes = ["climate", "project_work", "use"];
    (0..4)
        .flat_map(|week| processes.map(|process| (week, process)))
        .map(|(week, process)| Fingerprint {
            week,
            region: "one".to_owned(),
            process,
            hash: luck(week, process.len() as u64).to_bits() << 2,
        })
        .collect()
}

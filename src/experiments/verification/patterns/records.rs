//! What becomes of the tool where it is: critical mass, lags, senders and receivers, load.

use super::{Pattern, Seen, Variant, by, keyed, quiet};
use crate::measures::GroupKind;
use crate::scenario::{ListedOrganisation, Scenario, StateToday};

pub(super) const PATTERNS: &[Pattern] = &[
    Pattern {
        number: 3,
        claim: "everybody has the tool: ten years on, records that began empty and records that \
                began full are still 60 points apart",
        mechanism: "writing that pays only if records are read",
        keys: quiet![
            "initial.live=1",
            "initial.mapped=1",
            "region.*.size=0.3",
            "organisation.exit_per_year=0",
            "organisation.neglect_exit_per_year=0",
            "organisation.neglect_access=0",
            "policy.renegotiate_weeks=0",
            "forces.disappointment.exit_per_year=0",
            "use.own_benefit=0",
            "use.curiosity=0.005",
            "use.heard_reads=0.05",
            "use.threshold=0.3",
        ],
        variants: &[
            keyed(&["initial.expectation_read=0.05", "initial.expectation_write=0.05"]),
            keyed(&[
                "initial.competent=0.9",
                "initial.habit=0.7",
                "initial.records=0.9",
                "initial.expectation_read=0.9",
                "initial.expectation_write=0.9",
            ]),
        ],
        weeks: 520,
        replicates: 2,
        without: &["use.own_benefit=1"],
        vary: [by("use.threshold", 0.3), by("use.heard_reads", 0.05), by("use.learning", 0.1)],
        figure: |seen| {
            let fill = |run| seen.over(run, "patients.fill", 469..=520);
            fill(1) - fill(0)
        },
        least: 0.6,
    },
    Pattern {
        number: 5,
        claim: "contacts informed by a record reach half of their height a year or more after \
                access has",
        mechanism: "skill and expectation, which use needs and which grow by use only",
        keys: &["core_only=true"],
        variants: &[keyed(&[])],
        weeks: 416,
        replicates: 2,
        without: &["use.threshold=0.01", "skill.attend=1", "skill.retention_weeks=520"],
        vary: [by("use.learning", 0.1), by("skill.attend", 0.8), by("use.habit_gain", 0.045)],
        figure: |seen| seen.half_time(0, "encounters.informed") - seen.half_time(0, "staff.access"),
        least: 52.0,
    },
    Pattern {
        number: 6,
        claim: "the tool at senders and receivers informs more contacts than the sum of what it \
                does at either alone, by a point or more",
        mechanism: "receivers' systems that can read what senders write",
        keys: quiet![
            "core_only=true",
            "forces.interoperability.strength=1",
            "initial.mapped=1",
            // Nobody joins: those who have the tool are those who began with it.
            "joining.base=-15",
            "region.*.team_size=2",
        ],
        variants: &[
            Variant { keys: &[], change: |s| live(s, is_sender) },
            Variant { keys: &[], change: |s| live(s, |kind| !is_sender(kind)) },
            Variant { keys: &[], change: |s| live(s, |_| true) },
        ],
        weeks: 104,
        replicates: 4,
        without: &["system.*.reads={}"],
        vary: [by("use.learning", 0.1), by("use.curiosity", 0.01), by("skill.attend", 0.8)],
        figure: |seen| {
            let informed = |run| seen.over(run, "encounters.informed", 53..=104);
            informed(2) - informed(0) - informed(1)
        },
        least: 0.01,
    },
    Pattern {
        number: 8,
        claim: "load: at first worse for all; three years on still worse for practices, which \
                write, and better for urgent care and community teams, which find",
        mechanism: "investment before savings",
        keys: &[
            "core_only=true",
            "forces.investment_before_savings.strength=1",
            "initial.live=1",
            "initial.mapped=1",
            "region.*.size=0.5",
            "time.slack=40",
            "time.season=0",
            "time.swing=0",
        ],
        variants: &[keyed(&[])],
        weeks: 156,
        replicates: 3,
        without: &["forces.investment_before_savings.strength=0"],
        vary: [
            by("time.slack", 40.0),
            by("time.write", 8.0),
            by("forces.investment_before_savings.burden", 1.0),
        ],
        figure: load,
        least: 0.003,
    },
];

/// The least of: load of all in the first quarter above the start, of practices in the third year
/// above it, of urgent care and community teams below it.
fn load(seen: &Seen) -> f64 {
    let over = |kind: &str, weeks: std::ops::RangeInclusive<u32>| {
        let n = weeks.clone().count() as f64;
        let of = |week| seen.mean_of(0, "load.mean", Some((GroupKind::Kind, kind)), week);
        weeks.map(of).sum::<f64>() / n - of(0)
    };
    let s = seen.scenario(0);
    let first = s.kinds.iter().map(|kind| over(&kind.id, 2..=13)).fold(f64::INFINITY, f64::min);
    let gain = (-over("urgent_care", 105..=156)).min(-over("community_team", 105..=156));
    first.min(over("gp_practice", 105..=156)).min(gain)
}

/// Kinds that write most of the records.
fn is_sender(kind: &str) -> bool {
    matches!(kind, "gp_practice" | "community_team" | "specialist")
}

/// A third of the region as a list, on systems of which senders and receivers share none; those of
/// some kinds live, the others known.
fn live(s: &mut Scenario, is_live: impl Fn(&str) -> bool) {
    let system = |kind: &str| match kind {
        "ward" => "hospital_record",
        "urgent_care" => "urgent_system",
        "care_home" => "care_system",
        "other" => "paper",
        _ => "systmone",
    };
    let mut list = vec![];
    for (kind, spec) in s.kinds.iter().enumerate() {
        let on = s.systems.iter().position(|other| other.id == system(&spec.id)).unwrap_or(0);
        let state = if is_live(&spec.id) { StateToday::Live } else { StateToday::Mapped };
        list.extend((0..s.regions[0].counts[kind].div_ceil(3)).map(|nth| ListedOrganisation {
            name: format!("{}-{nth}", spec.id),
            region: 0,
            kind,
            system: on,
            staff: spec.staff.round() as u32,
            state,
            live_since: None,
            in_use: None,
            trained: None,
        }));
    }
    s.organisations = Some(list);
}

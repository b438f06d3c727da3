//! Who comes first and who is where: regions, the order of sites, kinds, illnesses.

use super::{AS_IT_IS, Pattern, Seen, Variant, by, keyed, quiet};
use crate::measures::{GroupKind, measure};
use crate::scenario::Scenario;

pub(super) const PATTERNS: &[Pattern] = &[
    Pattern {
        number: 12,
        claim: "regions that differ in luck only: when the share of organisations in real use \
                first comes to 5 % on average, its coefficient of variation is .35 to .9",
        // Without frailty, events and peers alone it falls by about a tenth: among some hundred
        // organisations chance does the rest.
        mechanism: "all forces (the twin is the core)",
        keys: &["region.*.size=0.3", "region.*.team_size=1.8"],
        variants: &[Variant { keys: &[], change: |s| alike(s, 24) }],
        weeks: 60,
        replicates: 4,
        without: &["core_only=true"],
        vary: [
            by("joining.frailty_sigma", 1.5),
            by("region.*.team_size", 1.8),
            by("forces.information_governance.delay", 2.5),
        ],
        figure: spread,
        least: 0.35,
    },
    Pattern {
        number: 15,
        claim: "the same hours: senders first instead of receivers first leaves three points more \
                patients with a truly current record after three years",
        mechanism: "scarce hours (the twin's team reaches all at once)",
        keys: quiet!["region.*.team_size=2"],
        variants: &[
            keyed(&["policy.order=\"senders_first\""]),
            keyed(&[
                "policy.order=\"by_kind\"",
                "policy.kind_order=[\"care_home\", \"ward\", \"urgent_care\"]",
            ]),
        ],
        weeks: 156,
        replicates: 3,
        without: &["region.*.team_size=50", "policy.work_in_progress=330"],
        vary: [by("region.*.team_size", 2.0), by("use.curiosity", 0.01), by("role.gp.write", 0.7)],
        figure: |seen| {
            let current = |run| seen.over(run, "patients.true_current", 131..=156);
            current(0) - current(1)
        },
        least: 0.03,
    },
    Pattern {
        number: 15,
        claim: "two kinds alike: one served before the other, the gap between them in monthly use \
                widens, and has narrowed by five points or more after six years",
        mechanism: "one kind after the other (the twin's order is random)",
        keys: quiet![
            "policy.order=\"by_kind\"",
            "policy.kind_order=[\"gp_practice\", \"care_home\"]",
            "region.*.team_size=2",
            "kind.community_team.count=0",
            "kind.ward.count=0",
            "kind.specialist.count=0",
            "kind.urgent_care.count=0",
            "kind.other.count=0",
            "kind.*.load=0.4",
            "kind.*.mobile=0.2",
            "kind.*.systems={ systmone = 1.0 }",
            // As many contacts a post as in a practice.
            "kind.care_home.contacts=0.92",
            "role.*.core=0.2",
            "role.*.it_skill=0.7",
            "role.*.weeks_to_fill=0",
            "role.*.write=0.4",
            "role.*.read=0.7",
            "role.*.converse=0.05",
            "role.*.leave_per_year=0.15",
        ],
        variants: &[AS_IT_IS],
        weeks: 312,
        replicates: 3,
        without: &["policy.order=\"random\""],
        vary: [by("region.*.team_size", 2.0), by("use.curiosity", 0.01), by("kind.*.load", 0.4)],
        figure: |seen| {
            let half = |from: u32| seen.over(0, "inequality.kinds", from + 1..=from + 26);
            let widest = (0..6).map(|n| half(26 * n)).fold(0.0, f64::max);
            widest - half(286)
        },
        least: 0.05,
    },
    Pattern {
        number: 16,
        claim: "those who die of cancer have a record a tenth oftener than all who die, or more",
        mechanism: "recognition that is easier in cancer",
        keys: &[
            "initial.live=1",
            "initial.mapped=1",
            "initial.competent=0.7",
            "initial.habit=0.3",
            "initial.records=0.5",
            "region.*.size=0.3",
        ],
        variants: &[AS_IT_IS],
        weeks: 104,
        replicates: 6,
        without: &["patients.recognised_cancer=0.479"],
        vary: [
            by("patients.recognised_cancer", 0.7),
            by("patients.cancer_share", 0.3),
            by("patients.stay_weeks", 46.0),
        ],
        figure: |seen| {
            let last = |name| seen.mean(0, name, 104);
            last("deaths.with_record_cancer") / last("deaths.with_record")
        },
        least: 1.1,
    },
];

/// So many regions like the first.
fn alike(s: &mut Scenario, regions: usize) {
    let first = s.regions[0].clone();
    let named = |nth| crate::scenario::Region { id: format!("r{nth}"), ..first.clone() };
    s.regions = (1..=regions).map(named).collect();
}

/// Coefficient of variation over regions in the week in which their mean first comes to 5 %, mean
/// over futures; no number where it never does, nothing above 0.9.
fn spread(seen: &Seen) -> f64 {
    let futures = seen.futures(0);
    let Some(used) = measure("organisations.real_use") else { return f64::NAN };
    let groups: Vec<usize> = (0..futures.groups.len())
        .filter(|&g| futures.groups[g].kind == GroupKind::Region)
        .collect();
    let n = groups.len() as f64;
    let of_one = |k: usize| {
        let share = |group: usize, week: u32| {
            let value = futures.replicates[k].trajectory.measure(used, group, week as usize);
            f64::from(value.unwrap_or(0.0))
        };
        let mean = |week: u32| groups.iter().map(|&g| share(g, week)).sum::<f64>() / n;
        let week = (0..=futures.weeks).find(|&week| mean(week) >= 0.05)?;
        let gap = |g: usize| share(g, week) - mean(week);
        let variance = groups.iter().map(|&g| gap(g) * gap(g)).sum::<f64>() / (n - 1.0);
        Some(variance.sqrt() / mean(week))
    };
    let all: Option<Vec<f64>> = (0..futures.replicates.len()).map(of_one).collect();
    let Some(all) = all else { return f64::NAN };
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    if mean <= 0.9 { mean } else { 0.0 }
}

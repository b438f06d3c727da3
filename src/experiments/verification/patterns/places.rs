//! Who comes first and who is where: regions, the order of sites, kinds, illnesses.

use super::{AS_IT_IS, Pattern, by, keyed, quiet};

pub(super) const PATTERNS: &[Pattern] = &[
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
        vary: [by("region.*.team_size", 2.0), by("use.curiosity", 0.02), by("role.gp.write", 0.7)],
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
        vary: [by("region.*.team_size", 2.0), by("use.curiosity", 0.02), by("kind.*.load", 0.4)],
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

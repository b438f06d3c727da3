//! What money and its end do: relapse, vision without resource, success that is not ring-fenced.

use super::{AS_IT_IS, Pattern, by, keyed, quiet};

pub(super) const PATTERNS: &[Pattern] = &[
    Pattern {
        number: 7,
        claim: "the money ends: two years on, records that were few and of which little was expected \
                keep less of what they would be with money than records that were full, by 40 points",
        mechanism: "the end of the money",
        keys: quiet![
            "core_only=true",
            "initial.live=1",
            "initial.mapped=1",
            "region.*.size=0.3",
            "organisation.exit_per_year=0",
            "organisation.neglect_exit_per_year=0",
            "policy.renegotiate_weeks=0",
            "use.own_benefit=0",
            "use.curiosity=0.005",
            "use.heard_reads=0.05",
        ],
        variants: &[
            keyed(&[FEW[0], FEW[1], FEW[2]]),
            keyed(&[FEW[0], FEW[1], FEW[2], ENDS]),
            keyed(&[FULL[0], FULL[1], FULL[2], FULL[3], FULL[4]]),
            keyed(&[FULL[0], FULL[1], FULL[2], FULL[3], FULL[4], ENDS]),
        ],
        weeks: 110,
        replicates: 3,
        without: &["money.ends=2100-01-01"],
        vary: [
            by("organisation.neglect_access", 0.5),
            by("use.curiosity", 0.005),
            by("use.learning", 0.1),
        ],
        figure: |seen| {
            let fill = |run| seen.over(run, "patients.fill", 98..=110);
            fill(3) / fill(2) - fill(1) / fill(0)
        },
        least: 0.4,
    },
    Pattern {
        number: 11,
        claim: "a vision that a fifth of the team has to keep up: use comes to a peak in the first \
                half-year and has lost half of it in the third year",
        mechanism: "the want of resources (the twin has four times the team)",
        keys: quiet![
            "core_only=true",
            "forces.solution.strength=1",
            "forces.solution.vision=1",
            "initial.live=1",
            "initial.mapped=1",
            "initial.competent=0.7",
            "initial.habit=0.3",
            "initial.records=0.5",
            "region.*.size=0.3",
            "region.*.team_size=0.06",
        ],
        variants: &[AS_IT_IS],
        weeks: 156,
        replicates: 3,
        without: &["region.*.team_size=1.2"],
        vary: [
            by("region.*.team_size", 0.06),
            by("organisation.neglect_exit_per_year", 0.3),
            by("organisation.neglect_access", 0.5),
        ],
        figure: |seen| {
            let weekly = |week| seen.mean(0, "staff.weekly", week);
            let peak = (1..=26).map(weekly).fold(0.0, f64::max);
            1.0 - seen.over(0, "staff.weekly", 105..=156) / peak
        },
        least: 0.5,
    },
    Pattern {
        number: 11,
        claim: "success that the funder sees: money turns elsewhere, and use in the seventh year is \
                a tenth below that of the first",
        mechanism: "self-defeating success",
        keys: quiet![
            "core_only=true",
            "forces.self_defeating_success.strength=1",
            "team.*.paid_by=project",
            "initial.live=1",
            "initial.mapped=1",
            "initial.competent=0.7",
            "initial.habit=0.3",
            "initial.records=0.5",
            "region.*.size=0.3",
            "region.*.team_size=0.24",
            "task.develop.hours=1.2",
        ],
        variants: &[AS_IT_IS],
        weeks: 364,
        replicates: 3,
        without: &["forces.self_defeating_success.strength=0"],
        vary: [
            by("forces.self_defeating_success.money_lost", 0.4),
            by("organisation.neglect_exit_per_year", 0.3),
            by("forces.self_defeating_success.from_success", 0.5),
        ],
        figure: |seen| {
            let year = |n: u32| seen.over(0, "staff.weekly", 52 * n - 25..=52 * n);
            1.0 - year(7) / year(1)
        },
        least: 0.1,
    },
];

const ENDS: &str = "money.ends=2026-02-02";

/// Few records, little expected of them.
const FEW: [&str; 3] =
    ["initial.records=0.3", "initial.expectation_read=0.05", "initial.expectation_write=0.05"];

/// Full records, and people who count on them.
const FULL: [&str; 5] = [
    "initial.records=0.9",
    "initial.competent=0.9",
    "initial.habit=0.7",
    "initial.expectation_read=0.9",
    "initial.expectation_write=0.9",
];

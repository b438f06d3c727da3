//! What comes from outside: mandate, scandal, incentive.

use super::{AS_IT_IS, Pattern, Seen, Variant, by, comes, keyed, quiet};
use crate::scenario::{EventKind, Intervention, Lever, Order, Scenario};

pub(super) const PATTERNS: &[Pattern] = &[
    Pattern {
        number: 13,
        claim: "a mandate adds four points or more a year to the share live, while it lasts",
        mechanism: "fit (incentive structures)",
        keys: quiet!["joining.base=-3", "region.*.team_size=6", "policy.work_in_progress=200"],
        variants: &[AS_IT_IS, Variant { keys: &[], change: |s| comes(s, EventKind::Mandate, 52) }],
        weeks: 156,
        replicates: 3,
        without: &["forces.fit.strength=0"],
        vary: [
            by("forces.fit.mandate_join", 2.0),
            by("joining.base", -3.0),
            by("region.*.team_size", 6.0),
        ],
        figure: |seen| {
            let live = |run| seen.mean(run, "organisations.live", 156);
            (live(1) - live(0)) / 2.0
        },
        least: 0.04,
    },
    Pattern {
        number: 13,
        claim: "a scandal stops use for half a year; after it fewer of those asked agree, and two \
                years on use is still lower than it would be",
        mechanism: "scandal",
        keys: quiet![
            "initial.live=1",
            "initial.mapped=1",
            "initial.competent=0.7",
            "initial.habit=0.3",
            "initial.records=0.5",
            "region.*.size=0.5",
        ],
        variants: &[
            AS_IT_IS,
            Variant { keys: &[], change: |s| comes(s, EventKind::LocalScandal, 52) },
        ],
        weeks: 156,
        replicates: 6,
        without: &["forces.scandal.strength=0"],
        vary: [
            by("events.scandal_trust", 0.5),
            by("forces.scandal.decline", 0.7),
            by("events.trust_recovery_weeks", 104.0),
        ],
        figure: scandal,
        least: 1.0,
    },
    Pattern {
        number: 14,
        claim: "pay for each live organisation: more is written, and what is found says less",
        mechanism: "ticking boxes",
        keys: quiet![
            "core_only=true",
            "forces.fit.strength=1",
            "forces.recurring.strength=1",
            "initial.live=1",
            "initial.mapped=1",
            "initial.competent=0.7",
            "initial.habit=0.3",
            "initial.records=0.5",
            "region.*.size=0.3",
        ],
        variants: &[keyed(&[]), Variant { keys: &[], change: pay }],
        weeks: 104,
        replicates: 4,
        without: &["forces.recurring.tick_box=0"],
        vary: [
            by("forces.recurring.tick_box", 0.2),
            by("forces.fit.mandate_writing", 0.4),
            by("events.full_payment", 1000.0),
        ],
        figure: incentive,
        least: 0.1,
    },
];

/// The least of the three, each over what it has to be: use lost in the pause (nine tenths),
/// agreement lost in the year and a half after it (half a point), use lost in the second year
/// after it (a twentieth).
fn scandal(seen: &Seen) -> f64 {
    let lost = |weeks: std::ops::RangeInclusive<u32>| {
        1.0 - seen.over(1, "staff.weekly", weeks.clone()) / seen.over(0, "staff.weekly", weeks)
    };
    let agree = |run| {
        let over = |name| seen.over(run, name, 79..=156);
        over("patients.agreed") / over("patients.approached")
    };
    (lost(56..=74) / 0.9).min((agree(0) - agree(1)) / 0.005).min(lost(131..=156) / 0.05)
}

/// A full payment from the first week on.
fn pay(s: &mut Scenario) {
    let note = Lever::Payment.note();
    s.interventions.push(Intervention {
        lever: Lever::Payment,
        start: 0,
        end: s.weeks,
        intensity: 1000.0,
        level: note.level,
        hours_per_week: note.hours,
        order: Order::LargestFirst,
        cost_per_week: 0.0,
    });
}

/// By how much less likely a look-up is to help for each patient with a current record, a share;
/// nothing if not a twentieth more is written.
fn incentive(seen: &Seen) -> f64 {
    let over = |run, name| seen.over(run, name, 53..=104);
    let written = |run| over(run, "records.written");
    let helps = |run| {
        let fails = over(run, "encounters.missing") + over(run, "encounters.stale");
        (1.0 - fails) / over(run, "patients.true_current")
    };
    if written(1) < 1.05 * written(0) { 0.0 } else { 1.0 - helps(1) / helps(0) }
}

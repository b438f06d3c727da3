//! How far the tool reaches: toe, treadmill, cascade, turnover, books.

use super::{AS_IT_IS, Pattern, Seen, by, by_whole, quiet};
use crate::measures::GroupKind;
use crate::scenario::Task;
use crate::stats::quantiles::quantile;
use crate::world::WEEKS_PER_YEAR;

pub(super) const PATTERNS: &[Pattern] = &[
    Pattern {
        number: 1,
        claim: "where every system waits for its vendor it takes more than 65 weeks until 3 % are \
                live; the toe shortens without the delay",
        mechanism: "delayed innovation",
        keys: &["system.*.waits_for_vendor=true"],
        variants: &[AS_IT_IS],
        weeks: 156,
        replicates: 16,
        without: &["forces.delayed_innovation.strength=0"],
        vary: [
            by("events.supplier_delay_weeks", 87.0),
            by("forces.delayed_innovation.hesitation", 0.5),
            by("region.*.team_size", 1.0),
        ],
        figure: toe,
        least: 65.0,
    },
    Pattern {
        number: 2,
        claim: "with maintenance first, support takes all hours when H/m organisations are live, and \
                the rest are never reached",
        mechanism: "support of live organisations",
        keys: &[
            "core_only=true",
            "organisation.exit_per_year=0",
            "organisation.neglect_exit_per_year=0",
            "policy.refresher_weeks=0",
            "policy.follow_up_weeks=0",
            "policy.renegotiate_weeks=0",
            "task.support.hours=1",
        ],
        variants: &[AS_IT_IS],
        weeks: 520,
        replicates: 2,
        without: &["task.support.hours=0", "task.support.hours_per_post=0"],
        vary: [
            by("task.support.hours", 1.0),
            by("region.*.team_size", 1.0),
            by("task.configure.hours", 4.0),
        ],
        figure: treadmill,
        least: 0.6,
    },
    Pattern {
        number: 4,
        claim: "three years on, those with access are 1.3 times the competent, these 1.3 times those \
                who use it in a month, and these 1.3 times those of a week; the tenth that uses it \
                most makes 30 % of the use",
        mechanism: "forgetting, missed training, and contacts that few have",
        keys: &["policy.refresher_weeks=13"],
        variants: &[AS_IT_IS],
        weeks: 156,
        replicates: 8,
        without: &[
            "skill.retention_weeks=520",
            "skill.attend=1",
            "forces.investment_before_savings.strength=0",
            "use.concentration=20",
        ],
        vary: [
            by("skill.retention_weeks", 5.35),
            by("use.concentration", 1.0),
            by("use.curiosity", 0.01),
        ],
        figure: cascade,
        least: 1.0,
    },
    Pattern {
        number: 9,
        claim: "of two kinds alike in all but turnover, the one that loses 30 % of its people a year \
                has a tenth fewer competent than the one that loses 10 %",
        mechanism: "different turnover",
        keys: quiet![
            "initial.live=1",
            "initial.mapped=1",
            "initial.competent=0.7",
            "initial.habit=0.3",
            "initial.records=0.5",
            // Sessions that are rare: a leaver's place is without skill for longer.
            "policy.refresher_weeks=52",
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
        ],
        variants: &[AS_IT_IS],
        weeks: 104,
        replicates: 3,
        without: &["role.*.leave_per_year=0.15"],
        vary: [
            by("role.care_worker.leave_per_year", 0.296),
            by("skill.retention_weeks", 5.35),
            by("skill.attend", 0.8),
        ],
        figure: |seen| {
            let competent = |kind| {
                let of =
                    |week| seen.mean_of(0, "staff.competent", Some((GroupKind::Kind, kind)), week);
                (53..=104).map(of).sum::<f64>()
            };
            1.0 - competent("care_home") / competent("gp_practice")
        },
        least: 0.1,
    },
    Pattern {
        number: 10,
        claim: "the books stand above the truth by (rate of silent stops) × (live) × (mean time \
                until a follow-up), within a fifth",
        mechanism: "silent stops",
        keys: &[
            "core_only=true",
            "initial.live=1",
            "initial.mapped=1",
            "organisation.exit_per_year=0.12",
            "organisation.neglect_exit_per_year=0",
            "organisation.return_per_year=0",
            // Sessions and renewals put the books right too.
            "policy.refresher_weeks=0",
            "policy.renegotiate_weeks=0",
        ],
        variants: &[AS_IT_IS],
        weeks: 208,
        replicates: 8,
        without: &["organisation.exit_per_year=0"],
        vary: [
            by("organisation.exit_per_year", 0.12),
            by_whole("policy.follow_up_weeks", 26.0),
            by("joining.base", 0.3),
        ],
        figure: books,
        least: 0.8,
    },
];

/// Median over futures of the week in which 3 % are live (the week after the horizon if never).
fn toe(seen: &Seen) -> f64 {
    let futures = seen.futures(0);
    let live = crate::measures::measure("organisations.live");
    let Some(live) = live else { return f64::NAN };
    let first = |k: usize| {
        let at = |week: &u32| {
            let now = futures.replicates[k].trajectory.measure(live, 0, *week as usize);
            now.is_some_and(|share| share >= 0.03)
        };
        f64::from((0..=futures.weeks).find(at).unwrap_or(futures.weeks + 1))
    };
    let mut weeks: Vec<f64> = (0..futures.replicates.len()).map(first).collect();
    weeks.sort_unstable_by(f64::total_cmp);
    quantile(&weeks, 0.5)
}

/// How near the live ones come to H/m (1 is there), times the share that is not live.
fn treadmill(seen: &Seen) -> f64 {
    let (s, weeks) = (seen.scenario(0), seen.futures(0).weeks);
    let support = &s.tasks[Task::Support as usize];
    let able = s.team.iter().filter(|member| support.levels[member.level as usize]);
    let filled = seen.over(0, "project.filled", weeks - 51..=weeks);
    let hours = able.map(|member| member.hours).sum::<f64>() * s.regions[0].team_size * filled;
    let futures = seen.futures(0);
    let all = f64::from(futures.organisations);
    let posts = f64::from(futures.posts_in_scope) / all;
    let capacity = (hours / (support.hours + support.hours_per_post * posts)).min(all);
    let live = seen.over(0, "organisations.live", weeks - 51..=weeks);
    let ratio = live * all / capacity;
    ratio.min(1.0 / ratio) * (1.0 - live)
}

/// The least of the steps, each over what it has to be.
fn cascade(seen: &Seen) -> f64 {
    let share = |name| seen.over(0, name, 131..=156);
    let steps = ["staff.access", "staff.competent", "staff.monthly", "staff.weekly"].map(share);
    let least = steps.windows(2).map(|pair| pair[0] / pair[1]).fold(f64::INFINITY, f64::min);
    (least / 1.3).min(share("staff.top_tenth") / 0.3)
}

/// The gap between books and truth and what the formula says, the smaller over the larger.
fn books(seen: &Seen) -> f64 {
    let s = seen.scenario(0);
    // Follow-ups come at intervals: whoever stops in between waits half of one on average.
    let interval = f64::from(s.policy.follow_up_weeks);
    let from = s.policy.follow_up_weeks;
    let weeks = from..=seen.futures(0).weeks / from * from;
    let live = seen.over(0, "organisations.live", weeks.clone());
    let gap = seen.over(0, "organisations.reported_live", weeks) - live;
    let formula = s.organisation.exit_per_year / WEEKS_PER_YEAR * live * interval / 2.0;
    if formula > 0.0 { (gap / formula).min(formula / gap) } else { gap }
}

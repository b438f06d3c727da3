//! The funder: at its reviews it holds what it is shown against the plan, and loses patience.
//!
//! Shown raw counts, `n` organisations live in the books look like a share `1 − e^(−n / impressed)` of
//! success; shown proportions, like what they are. A review fails if that is below `tolerance` times
//! the plan; after more than `patience` failures in a row a share `cut` of the money goes. Once less
//! than `stops_below` of it is left the project is stopped for good.
//!
//! As far as `funder.benefit` says, what users get counts too: with `V` the mean of it over live
//! organisations, the region looks like `1 − (1 − looks)(1 − benefit · V)`, and a review that is passed
//! gives back `benefit · V` of what had been cut. A programme is held to fewer milestones: the plan counts
//! for `1 − programme · lever`. What looks like success, for those who turn away from it, is another
//! matter (`funder.success`): the impression, coverage of the whole need, or the lead over other areas;
//! with the last two nothing does while the region is behind its plan, so that no review both blames it
//! for being late and holds it to be done.

use super::{Step, survival};
use crate::scenario::{EventKind, Lever, Shown, Success};
use crate::stats::maths;
use crate::world::World;

/// How successful a region looks to its funder, 0 to 1.
pub fn looks(world: &World, step: &Step<'_>, r: usize) -> f64 {
    let region = &world.regions[r];
    let all = step.blueprint.region_orgs[r].len() as f64;
    let share = region.flows.reported_coverage;
    let proportions = match step.scenario.funder.shown {
        Shown::Proportions => 1.0,
        Shown::Counts => region.granted[Lever::ReportProportions as usize],
    };
    let counts = 1.0 - maths::exp(-share * all / step.scenario.funder.impressed);
    proportions * share + (1.0 - proportions) * counts.max(share)
}

/// How much it looks like success: nothing, while it is behind its plan.
fn success(world: &World, step: &Step<'_>, r: usize, behind: bool) -> f64 {
    let coverage = |r: usize| world.regions[r].flows.reported_coverage;
    let (s, n) = (step.scenario, world.regions.len());
    match s.funder.success {
        Success::Impression => world.regions[r].flows.looks,
        _ if behind => 0.0,
        Success::Need => coverage(r),
        Success::Others => {
            let others = match n {
                1 => s.forces.ecosystem.elsewhere,
                _ => ((0..n).map(coverage).sum::<f64>() - coverage(r)) / (n - 1) as f64,
            };
            (coverage(r) - others).max(0.0)
        }
    }
}

/// Hold the region's review, if it is due.
pub(super) fn review(world: &mut World, step: &mut Step<'_>, r: usize) {
    let s = step.scenario;
    let own = &s.funder;
    let looks = looks(world, step, r);
    world.regions[r].flows.looks = looks;
    let benefit = own.benefit * world.regions[r].flows.benefit[1];
    let looks = if benefit > 0.0 { 1.0 - (1.0 - looks) * (1.0 - benefit) } else { looks };
    let since = step.week.saturating_sub(world.regions[r].own.begins);
    let ended = world.regions[r].has_ended(step.week, s.money.ends_week);
    let planned = (f64::from(since) / f64::from(s.plan.weeks_to_all)).min(1.0);
    let held = 1.0 - own.programme * world.regions[r].granted[Lever::ProgrammeFunding as usize];
    let kept = looks >= own.tolerance * planned * held;
    world.regions[r].flows.success = success(world, step, r, !kept);
    if own.review_weeks == 0 || since == 0 || !since.is_multiple_of(own.review_weeks) || ended {
        return;
    }
    let patience =
        f64::from(own.patience) * (1.0 + world.regions[r].granted[Lever::Evaluation as usize]);
    let review = &mut world.regions[r].review;
    if kept {
        review.failed = 0;
        review.funded += benefit * (1.0 - review.funded);
        return;
    }
    review.failed += 1;
    if f64::from(review.failed) > patience {
        review.failed = 0;
        review.funded *= 1.0 - own.cut;
        let stops = review.funded < own.stops_below;
        step.note_region(r, "funding_cut", "", "the funder has lost patience");
        if stops {
            world.happened[EventKind::Closure as usize] += 1;
            survival::close(world, step, r, "the funder stops the project");
        }
    }
}

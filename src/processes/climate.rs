//! Step 1: climate. Interest in the region moves; the plan is held against the books.
//!
//! `dw = (r · w · (1 − w) − (fade + InterestFade) · w) / 52`, with rates a year. No curve is put
//! in by hand. Slippage is the share of all organisations by which the project's books lag
//! behind a plan that rises in a straight line to all of them in `plan.weeks_to_all` weeks.

use super::Step;
use crate::forces::effects::RegionCoef;
use crate::world::World;
use crate::world::build::WEEKS_PER_YEAR;

/// Move interest and slippage.
pub fn run(world: &mut World, step: &mut Step<'_>) {
    let s = step.scenario;
    let planned = (f64::from(step.week) / f64::from(s.plan.weeks_to_all)).min(1.0);
    for (r, region) in world.regions.iter_mut().enumerate() {
        let w = region.interest;
        let fade = s.joining.interest_fade + step.effects.region.get(RegionCoef::InterestFade, r);
        let change = s.joining.interest_growth * w * (1.0 - w) - fade * w;
        region.interest = (w + change / WEEKS_PER_YEAR).clamp(0.0, 1.0);

        let orgs = step.blueprint.region_orgs[r].clone();
        let all = orgs.len().max(1) as f64;
        let reported = orgs.filter(|&o| world.orgs.reported_live[o]).count() as f64;
        region.flows.reported_coverage = reported / all;
        region.flows.slippage = (planned - region.flows.reported_coverage).max(0.0);
    }
}

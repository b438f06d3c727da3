//! Step 1: climate. Interest, trust and what was promised move; events come; the plan is held
//! against the books.
//!
//! `dw = ((interest_benefit · V + InterestGrowth) · w · (1 − w) − (fade + InterestFade) · w) / 52`, with
//! rates a year and `V` what organisations get from the tool, mean over all of them. No curve is put in by hand. Slippage is the share of all organisations by which the
//! project's books lag behind a plan that rises in a straight line to all of them in
//! `plan.weeks_to_all` weeks from the region's beginning; what has slipped is remembered for about
//! half a year. Trust recovers as `dT = (1 − T) / recovery`.

use super::Step;
use super::events;
use crate::forces::coefficients::RegionCoef;
use crate::world::WEEKS_PER_YEAR;
use crate::world::World;

/// Weekly share by which the memory of slippage follows it.
const SLIPPED_PACE: f64 = 1.0 / 26.0;

/// Move the climate of every region.
pub fn run(world: &mut World, step: &mut Step<'_>) {
    let s = step.scenario;
    for (r, region) in world.regions.iter_mut().enumerate() {
        let climate = &mut region.climate;
        let w = climate.interest;
        let seen = s.joining.interest_benefit * region.flows.benefit[0];
        let growth = step.effects.region.get(RegionCoef::InterestGrowth, r) + seen;
        let fade = s.joining.interest_fade + step.effects.region.get(RegionCoef::InterestFade, r);
        let change = growth * w * (1.0 - w) - fade * w;
        climate.interest = (w + change / WEEKS_PER_YEAR).clamp(0.0, 1.0);
        climate.trust += (1.0 - climate.trust) / s.events.trust_recovery_weeks;
        if step.week >= climate.mandate_until {
            climate.mandate = 0.0;
        }

        let orgs = step.blueprint.region_orgs[r].clone();
        let all = orgs.len().max(1) as f64;
        let reported = orgs.filter(|&o| world.orgs.reported_live[o]).count() as f64;
        let weeks = f64::from(step.week.saturating_sub(region.own.begins));
        let planned = (weeks / f64::from(s.plan.weeks_to_all)).min(1.0);
        region.flows.reported_coverage = reported / all;
        region.flows.slippage = (planned - region.flows.reported_coverage).max(0.0);
        let gap = region.flows.slippage - climate.slipped;
        climate.slipped += SLIPPED_PACE * gap;
    }
    events::run(world, step);
}

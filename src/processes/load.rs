//! Step 8: load. `load = base + season + swing + Load`, within 0 to 0.95, `base` the kind's and what
//! its region's readiness takes off it or adds;
//! the swing is first-order autoregressive, the season a cosine with its top in mid-January.

use super::Step;
use crate::forces::coefficients::OrgCoef;
use crate::rng::address;
use crate::stats::maths;
use crate::world::World;

/// Load never takes everything.
const MOST: f64 = 0.95;
/// Day of the year on which winter pressure is highest.
const WINTER_TOP: f64 = 15.0;

/// Move every organisation's load.
pub fn run(world: &mut World, step: &mut Step<'_>) {
    let (b, s) = (step.blueprint, step.scenario);
    let t = &s.time;
    let day = f64::from(s.start.day_of_year()) + 7.0 * f64::from(step.week);
    let angle = 2.0 * std::f64::consts::PI * (day - WINTER_TOP) / 365.25;
    let season = t.season * maths::sin(angle + std::f64::consts::FRAC_PI_2);
    let innovation = t.swing * (1.0 - t.swing_carry * t.swing_carry).sqrt();
    let week = address(u64::from(step.week));
    let columns = world.orgs.load.iter_mut().zip(&mut world.orgs.swing);
    let facts = b.kind.iter().zip(&b.region).zip(step.effects.org.column(OrgCoef::Load));
    let facts = facts.zip(&world.orgs.luck);
    for ((load, swing), (((&kind, &region), &added), luck)) in columns.zip(facts) {
        if t.swing > 0.0 {
            let z = luck.swing.then_at(week).normal();
            *swing = t.swing_carry * *swing + innovation * z;
        }
        let base = s.kinds[kind].load + world.regions[region].own.load;
        *load = (base + season + *swing + added).clamp(0.0, MOST);
    }
}

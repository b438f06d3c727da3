//! 2.4 The wider ecosystem of health IT.
//!
//! # What it does
//! Things get easier without the project's doing. Interest in sharing grows by itself, the crest
//! of a wave, and faster where others are seen to blaze the trail. Vendors add functions to
//! their systems year by year. And thoughtful practices of asking patients spread from elsewhere.
//!
//! # Equation
//! With `c` the mean share of organisations live in the books of the other regions (of those
//! beyond the model, `elsewhere`, where there is one region only) and `t` the years since the
//! start: `RegionCoef::InterestGrowth += interest_growth + trailblazers · c`,
//! `RegionCoef::Agree += consent`, and for every pair of systems
//! `LinkCoef::Opened ← 1 − e^(−functions_per_year · t)`.
//!
//! # Parameters
//! `forces.ecosystem.*`: `interest_growth`, `trailblazers`, `elsewhere`, `consent`,
//! `functions_per_year`.
//!
//! # Writes
//! [`RegionCoef::InterestGrowth`], [`RegionCoef::Agree`], [`LinkCoef::Opened`].
//!
//! # Limits
//! Interest grows logistically: hardly at first, hardly near 1. What visible neighbours do to a
//! single organisation is 3.9's; what vendors open because it pays is 1.9's.
//!
//! # Test
//! More organisations live than without it; a region beside one that is fully live sees interest
//! grow faster.

use crate::forces::coefficients::{LinkCoef, RegionCoef};
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::forces::Ecosystem as Own;
use crate::stats::maths;
use crate::world::WEEKS_PER_YEAR;

force!(
    Ecosystem,
    ecosystem,
    "2.4",
    "The wider health-IT ecosystem",
    "ecosystem.rs",
    [RegionCoef::InterestGrowth, RegionCoef::Agree, LinkCoef::Opened],
    &[Shows {
        keys: &[
            "region.cambridgeshire.team_size=6",
            "policy.work_in_progress=200",
            "joining.interest=0.3",
            "joining.base=-3",
            "events.takeover_per_year=0"
        ],
        outcome: "organisations.live",
        week: 156,
        raises: true,
        event: None,
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    let regions = &see.world.regions;
    let total: f64 = regions.iter().map(|region| region.flows.reported_coverage).sum();
    for (r, region) in see.regions() {
        let seen = match regions.len() {
            1 => own.elsewhere,
            n => (total - region.flows.reported_coverage) / (n - 1) as f64,
        };
        out.add(RegionCoef::InterestGrowth, r, own.interest_growth + own.trailblazers * seen);
        out.add(RegionCoef::Agree, r, own.consent);
    }
    let years = f64::from(see.week) / WEEKS_PER_YEAR;
    let added = maths::probability(own.functions_per_year * years);
    let systems = see.scenario.systems.len();
    for pair in (0..systems * systems).filter(|pair| pair / systems != pair % systems) {
        out.add(LinkCoef::Opened, pair, added);
    }
}

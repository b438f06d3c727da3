//! What is fixed about an organisation in one simulated future, and differs between futures.

use super::Blueprint;
use super::WEEKS_PER_YEAR;
use crate::rng::{Draw, Lot, Purpose};
use crate::scenario::Scenario;

/// Spread of organisations' preferences around their kind's.
const PREFERENCE_SPREAD: f64 = 0.25;
/// Share of comparable organisations that one which waits wants to have seen, at the least.
const LEAST_SEEN: f64 = 0.05;
/// And at the most.
const MOST_SEEN: f64 = 0.35;
/// Shortest and longest freeze of an organisation that brings in a record of its own, weeks.
const FREEZE: (f64, f64) = (26.0, 104.0);

/// Fixed traits: one entry an organisation.
#[derive(Debug, Clone, Default)]
pub struct Traits {
    /// Lies in an area that changes its allegiance.
    pub boundary: Vec<bool>,
    /// How remote or deprived it is, 0 to 1, evenly spread.
    pub remote: Vec<f64>,
    /// Is represented on the project's groups.
    pub represented: Vec<bool>,
    /// Preference for detail against brevity, 0 to 1.
    pub detail: Vec<f64>,
    /// Preference for structure against free text, 0 to 1.
    pub structure: Vec<f64>,
    /// Share of those it sees that have to go first; 0 for one that does not wait.
    pub waits_for: Vec<f64>,
    /// Has a template of its own that has to be filled in as well.
    pub own_template: Vec<bool>,
    /// Weeks from and until which an upheaval of its own freezes it; the same week for none.
    pub freeze: Vec<[u32; 2]>,
}

impl Traits {
    /// The traits of one simulated future.
    pub fn of(b: &Blueprint, s: &Scenario, lot: Lot) -> Self {
        let mut traits = Traits::default();
        for (o, &kind) in b.kind.iter().enumerate() {
            let kind = &s.kinds[kind];
            let trait_draw = |n: u64| lot.draw(Purpose::Trait, b.key[o], n);
            traits.boundary.push(trait_draw(0).chance(kind.boundary));
            traits.remote.push(trait_draw(1).uniform());
            traits.represented.push(trait_draw(2).chance(kind.represented));
            let around = |draw: Draw, centre: f64| {
                (centre + PREFERENCE_SPREAD * draw.normal()).clamp(0.0, 1.0)
            };
            traits.detail.push(around(trait_draw(3), kind.detail));
            traits.structure.push(around(trait_draw(4), 0.5));
            let threshold = LEAST_SEEN + (MOST_SEEN - LEAST_SEEN) * trait_draw(5).then(1).uniform();
            let waits = trait_draw(5).chance(kind.waits);
            traits.waits_for.push(if waits { threshold } else { 0.0 });
            traits.own_template.push(trait_draw(6).chance(kind.own_template));
            traits.freeze.push(freeze(trait_draw(7), kind.upheaval));
        }
        traits
    }
}

/// The first upheaval that comes at a yearly rate, from a year before the start on.
fn freeze(draw: Draw, rate: f64) -> [u32; 2] {
    if rate <= 0.0 {
        return [0, 0];
    }
    let begins = WEEKS_PER_YEAR * (draw.exponential() / rate - 1.0);
    let lasts = FREEZE.0 + (FREEZE.1 - FREEZE.0) * draw.then(2).uniform();
    let week = |x: f64| x.clamp(0.0, 10_000.0) as u32;
    [week(begins), week(begins + lasts)]
}

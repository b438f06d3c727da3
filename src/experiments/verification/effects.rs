//! What a force does to an outcome, against the same futures without it.

use std::ops::ControlFlow;

use crate::engine::{self, Options};
use crate::forces::{Force, Shows};
use crate::measures::measure;
use crate::results::Ensemble;
use crate::scenario::{self, Problems, Scenario};
use crate::stats::moments::{half_width, moments};

/// Probability beyond each end of the interval of the mean: the interval is a 99 % one.
const TAIL: f64 = 0.005;
/// Least mean effect that counts, a share.
const LEAST_EFFECT: f64 = 0.01;
/// Least share of the pairs with the right sign.
const LEAST_RIGHT: f64 = 0.9;

/// The measured effect of a force: with it less without it, over matched futures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// Pairs in which the force could act.
    pub pairs: u32,
    /// Mean difference of the outcome, a share.
    pub mean: f64,
    /// Half-width of the 99 % interval of that mean (Student's t); infinite with one pair.
    pub half_width: f64,
    /// Share of the pairs in which the difference has the sign that is claimed.
    pub right: f64,
    /// Mean outcome without the force, a share.
    pub without: f64,
}

impl Effect {
    /// True if the effect is as claimed: at least one point, its 99 % interval without 0, and the
    /// sign right in nine pairs of ten.
    pub fn holds(&self, raises: bool) -> bool {
        let mean = if raises { self.mean } else { -self.mean };
        mean >= LEAST_EFFECT && mean > self.half_width && self.right >= LEAST_RIGHT
    }
}

/// All claims are made of forces at their whole effect: what is asked is whether a mechanism is there
/// and has its sign. How much of it is its own is another question, for all forces alike.
pub const WHOLE: &str = "forces.own_share=1";

/// The scenario of a claim, with the force.
///
/// # Errors
/// If a key or value of the claim does not fit.
pub fn scenario_of(shows: &Shows) -> Result<Scenario, Problems> {
    let keys: Vec<String> = [WHOLE].iter().chain(shows.keys).map(|key| (*key).to_owned()).collect();
    let mut s = scenario::builtin(&keys)?.scenario;
    s.end_after(shows.week);
    s.targets.clear();
    Ok(s)
}

/// Run the futures of a claim with and without its force.
///
/// # Errors
/// If a key or value of the claim does not fit.
pub fn measure_effect(
    force: &dyn Force,
    shows: &Shows,
    replicates: u32,
) -> Result<Effect, Problems> {
    let with = scenario_of(shows)?;
    let mut without = with.clone();
    if let Some(strength) = without.forces.strength_mut(force.meta().name) {
        *strength = 0.0;
    }
    let run = |s: &Scenario| {
        let options = Options { replicates: 0..replicates, record: None, ..Options::of(s) };
        engine::ensemble(s, &options, &|_| ControlFlow::Continue(()))
    };
    Ok(effect(shows, &run(&with), &run(&without)))
}

fn effect(shows: &Shows, with: &Ensemble, without: &Ensemble) -> Effect {
    let values = |e: &Ensemble| match measure(shows.outcome) {
        Some(m) => e.values(m, 0, shows.week),
        None => vec![],
    };
    let could_act = |k: usize| match shows.event {
        Some(event) => with.replicates[k].happened[event as usize] > 0,
        None => true,
    };
    let (a, b) = (values(with), values(without));
    let pairs: Vec<(f64, f64)> = (0..a.len().min(b.len()))
        .filter(|&k| could_act(k))
        .map(|k| (f64::from(a[k]), f64::from(b[k])))
        .collect();
    let n = pairs.len() as f64;
    let differences: Vec<f64> = pairs.iter().map(|(a, b)| a - b).collect();
    let (mean, variance) = moments(&differences).unwrap_or_default();
    let half_width = half_width(variance, pairs.len(), TAIL).unwrap_or(f64::INFINITY);
    let right = pairs.iter().filter(|(a, b)| if shows.raises { a > b } else { a < b }).count();
    Effect {
        pairs: pairs.len() as u32,
        mean,
        half_width,
        right: right as f64 / n.max(1.0),
        without: pairs.iter().map(|(_, b)| b).sum::<f64>() / n.max(1.0),
    }
}

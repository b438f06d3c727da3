//! Two levels of uncertainty: what is not known about the parameters outside, luck inside.
//!
//! Each *draw* gives every uncertain parameter a value from its distribution
//! ([`crate::scenario::uncertain`]); each draw is simulated with some *replicates*, which differ
//! in luck. Replicate r of draw d is replicate `d · replicates + r` of the master seed, so no
//! two futures share their luck, and without any spread the ensemble is the plain one, digit
//! for digit.
//!
//! The value of parameter k in draw d is a function of seed, k and d alone: another parameter
//! more, or more draws, change no other value.

use std::ops::ControlFlow;

use crate::engine::{Options, ensemble_over};
use crate::results::{Ensemble, ParameterDraws};
use crate::rng::{Lot, Purpose, name_hash};
use crate::scenario::{Problems, Read, Scenario, UncertainParameter};

/// How many replicates of each draw, where nobody says so. Eight are few for the luck of one
/// draw, but the luck of all draws is judged together, and another draw says more.
pub const REPLICATES_PER_DRAW: u32 = 8;

/// What is drawn, and how often.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// The parameters; those of [`crate::scenario::uncertain`] or some of them.
    pub parameters: Vec<UncertainParameter>,
    /// Draws of the parameters.
    pub draws: u32,
    /// Replicates of each draw.
    pub replicates: u32,
}

/// A draw makes no scenario.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("draw {draw} of the parameters makes no valid scenario:\n{problems}")]
pub struct Refused {
    /// Which, from 0.
    pub draw: u32,
    /// Why.
    pub problems: Problems,
}

impl Design {
    /// Simulated futures in all.
    pub fn futures(&self) -> u32 {
        self.draws.saturating_mul(self.replicates)
    }

    /// The values of all parameters in one draw under a master seed.
    pub fn values(&self, seed: u64, draw: u32) -> Vec<f64> {
        let lot = Lot::of_region(seed);
        let value = |parameter: &UncertainParameter| {
            let address = name_hash(&parameter.luck);
            let luck = lot.draw(Purpose::Parameter, address, u64::from(draw));
            parameter.distribution.quantile(luck.uniform())
        };
        self.parameters.iter().map(value).collect()
    }

    /// The scenario of every draw, under all checks of the reader.
    fn scenarios(&self, read: &Read, values: &[Vec<f64>]) -> Result<Vec<Scenario>, Refused> {
        let scenario = |(draw, values): (u32, &Vec<f64>)| {
            let set = self.parameters.iter().zip(values).map(|(p, &value)| p.set(value));
            let set: Vec<String> = set.collect();
            read.with(&set).map_err(|problems| Refused { draw, problems })
        };
        (0..).zip(values).map(scenario).collect()
    }
}

/// Simulate every draw with its replicates.
///
/// `options.replicates` counts futures over all draws: `0..design.futures()` for all of them.
/// `progress` is that of [`crate::engine::ensemble`]. The values drawn are in the ensemble's
/// `draws`, and [`Ensemble::variance`] parts its variance.
///
/// # Errors
/// The first draw that the reader refuses; nothing has been simulated by then.
pub fn run(
    read: &Read,
    design: &Design,
    options: &Options,
    progress: &(dyn Fn(u32) -> ControlFlow<()> + Sync),
) -> Result<Ensemble, Refused> {
    let own = &read.scenario;
    let values: Vec<Vec<f64>> = (0..design.draws).map(|d| design.values(own.seed, d)).collect();
    let scenarios = design.scenarios(read, &values)?;
    let draws = ParameterDraws {
        replicates_per_draw: design.replicates,
        keys: design.parameters.iter().map(|parameter| parameter.key.clone()).collect(),
        values,
    };
    let scenario_of = |replicate| scenarios.get(draws.draw_of(replicate)).unwrap_or(own);
    let ensemble = ensemble_over(own, scenario_of, options, progress);
    Ok(Ensemble { draws: Some(draws), ..ensemble })
}

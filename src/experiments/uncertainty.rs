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
use crate::scenario::{Problems, Read, Scenario, UncertainParameter, uncertain};

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
    /// All parameters of a scenario that nobody knows exactly, each draw with as many
    /// replicates as the scenario has.
    pub fn of(read: &Read, draws: u32) -> Self {
        Design { parameters: uncertain(read), draws, replicates: read.scenario.replicates }
    }

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
}

/// A design with the scenario of every draw, ready to be simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared<'a> {
    own: &'a Scenario,
    scenarios: Vec<Scenario>,
    draws: ParameterDraws,
}

/// Draw the parameters and read the scenario of every draw; nothing is simulated yet.
///
/// # Errors
/// The first draw that the reader refuses.
pub fn prepare<'a>(read: &'a Read, design: &Design) -> Result<Prepared<'a>, Refused> {
    let own = &read.scenario;
    let values: Vec<Vec<f64>> = (0..design.draws).map(|d| design.values(own.seed, d)).collect();
    let keys = design.parameters.iter().map(|parameter| parameter.key.clone()).collect();
    prepare_draws(read, ParameterDraws { replicates_per_draw: design.replicates, keys, values })
}

/// Read the scenario of every draw that is given, under all checks of the reader.
///
/// # Errors
/// The first draw that the reader refuses.
pub fn prepare_draws(read: &Read, draws: ParameterDraws) -> Result<Prepared<'_>, Refused> {
    let scenario = |(draw, values): (u32, &Vec<f64>)| {
        let set = draws.keys.iter().zip(values).map(|(key, value)| format!("{key}={value}"));
        let set: Vec<String> = set.collect();
        read.with(&set).map_err(|problems| Refused { draw, problems })
    };
    let scenarios = (0..).zip(&draws.values).map(scenario).collect::<Result<_, _>>()?;
    Ok(Prepared { own: &read.scenario, scenarios, draws })
}

impl Prepared<'_> {
    /// Simulated futures in all.
    pub fn futures(&self) -> u32 {
        (self.scenarios.len() as u32).saturating_mul(self.draws.replicates_per_draw)
    }

    /// The scenario of a future: that of its draw.
    pub fn scenario(&self, future: u32) -> &Scenario {
        self.scenarios.get(self.draws.draw_of(future)).unwrap_or(self.own)
    }

    /// The values drawn.
    pub fn draws(&self) -> &ParameterDraws {
        &self.draws
    }

    /// Simulate the draws with their replicates.
    ///
    /// `options.replicates` counts futures over all draws, `0..design.futures()` for all of
    /// them; `progress` is that of [`crate::engine::ensemble`]. The ensemble's `draws` hold the
    /// values, and [`Ensemble::variance`] parts its variance.
    pub fn run(
        &self,
        options: &Options,
        progress: &(dyn Fn(u32) -> ControlFlow<()> + Sync),
    ) -> Ensemble {
        let of = |future| self.scenario(future);
        let ensemble = ensemble_over(self.own, of, options, progress);
        Ensemble { draws: Some(self.draws.clone()), ..ensemble }
    }
}

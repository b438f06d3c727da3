//! What a run simulates: a scenario as it is, or draws of its parameters.

use std::ops::ControlFlow;

use uptake::engine::{self, Options};
use uptake::experiments::Progress as Step;
use uptake::experiments::uncertainty::Prepared;
use uptake::results::Ensemble;
use uptake::scenario::{Read, Scenario};

use super::drawn::Drawn;
use super::estimate::{Estimate, Task};
use super::exit::{Exit, Failure};

/// Most simulated futures of one run, with or without draws of the parameters.
const MOST_FUTURES: u64 = 1_000_000;

/// What a run simulates.
pub struct Work<'a> {
    own: &'a Scenario,
    draws: Option<Prepared<'a>>,
}

impl<'a> Work<'a> {
    /// The futures of a scenario, perhaps with draws of its parameters.
    ///
    /// # Errors
    /// If a draw makes no valid scenario.
    pub fn of(read: &'a Read, draws: Option<&Drawn>) -> Result<Self, Failure> {
        let draws = draws.map(|draws| draws.prepare(read)).transpose()?;
        Ok(Work { own: &read.scenario, draws })
    }

    /// Simulate so many futures, all or (where `step` breaks) those that were complete.
    pub fn run(
        &self,
        futures: u32,
        jobs: Option<usize>,
        step: &(dyn Fn(Step) -> ControlFlow<()> + Sync),
    ) -> Ensemble {
        let options = Options { replicates: 0..futures, jobs, ..Options::of(self.own) };
        let step = |done| step(Step { done, of: futures });
        match &self.draws {
            None => engine::ensemble(self.own, &options, &step),
            Some(prepared) => prepared.run(&options, &step),
        }
    }
}

/// Simulated futures of a run, with or without draws of the parameters.
///
/// # Errors
/// If they are more than a million.
pub fn futures_in_all(scenario: &Scenario, draws: Option<&Drawn>) -> Result<u32, Failure> {
    let (draws, replicates) = (draws.map_or(1, Drawn::len), scenario.replicates);
    let all = u64::from(draws) * u64::from(replicates);
    u32::try_from(all).ok().filter(|&all| u64::from(all) <= MOST_FUTURES).ok_or_else(|| {
        let message =
            format!("{draws} draws of {replicates} simulated futures are more than a million");
        Failure::runtime(message)
            .with_exit(Exit::Flags)
            .with_help("say how many futures each draw has: --replicates 8")
    })
}

/// What a run takes.
///
/// # Errors
/// As [`futures_in_all`].
pub fn estimated(
    scenario: &Scenario,
    draws: Option<&Drawn>,
    every_value: bool,
    jobs: Option<usize>,
) -> Result<Estimate, Failure> {
    let run = Task::run(futures_in_all(scenario, draws)?);
    let task = Task { draws: f64::from(draws.map_or(0, Drawn::len)), every_value, ..run };
    Ok(Estimate::of(scenario, task, jobs))
}

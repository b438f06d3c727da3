//! Runs an ensemble, or several that are matched, with a bar and an ear for Ctrl-C.

use std::ops::ControlFlow;

use uptake::engine::{self, Options};
use uptake::experiments::uncertainty::{Design, Prepared, prepare};
use uptake::experiments::{self, Batches, Matched, Run};
use uptake::results::Ensemble;
use uptake::scenario::{Read, Scenario};

use super::estimate::{Estimate, Task};
use super::exit::{Exit, Failure};
use super::interrupt;
use super::progress::Progress;
use super::terminal::Terminal;

/// Most simulated futures of one run, with or without draws of the parameters.
const MOST_FUTURES: u64 = 1_000_000;

/// What a run simulates.
pub enum Work<'a> {
    /// The scenario as it is.
    Plain(&'a Scenario),
    /// Draws of its parameters.
    Draws(Prepared<'a>),
}

impl<'a> Work<'a> {
    /// The futures of a scenario, with so many draws of its parameters.
    ///
    /// # Errors
    /// If they are too many, or a draw makes no valid scenario.
    pub fn of(read: &'a Read, draws: Option<u32>) -> Result<Self, Failure> {
        futures_in_all(read, draws)?;
        let Some(draws) = draws else { return Ok(Work::Plain(&read.scenario)) };
        let prepared = prepare(read, &Design::of(read, draws));
        prepared
            .map(Work::Draws)
            .map_err(|refused| Failure::runtime(refused).with_exit(Exit::Invalid))
    }

    /// Simulated futures in all.
    pub fn futures(&self) -> u32 {
        match self {
            Work::Plain(scenario) => scenario.replicates,
            Work::Draws(prepared) => prepared.futures(),
        }
    }

    /// Simulate the futures of `options`, all or (after Ctrl-C) those that were complete.
    pub fn run(&self, options: &Options, terminal: Terminal) -> Ensemble {
        interrupt::watch();
        let futures = options.replicates.len() as u32;
        let progress = Progress::new(terminal, futures);
        let step = |done| {
            progress.set(done);
            if interrupt::asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let ensemble = match self {
            Work::Plain(scenario) => engine::ensemble(scenario, options, &step),
            Work::Draws(prepared) => prepared.run(options, &step),
        };
        progress.clear();
        ensemble
    }
}

/// What so many futures of each of some matched scenarios take. They have the same organisations
/// and horizon, so the first stands for all.
pub fn estimated_matched(matched: &Matched, futures: u32, jobs: Option<usize>) -> Estimate {
    let subjects = matched.scenarios().len() as f64;
    let run = Task { recorded: false, subjects, ..Task::run(futures) };
    Estimate::of(matched.base(), Task { kept: subjects * run.kept, ..run }, jobs)
}

/// Simulated futures of a run, with or without draws of the parameters.
///
/// # Errors
/// If they are more than a million.
pub fn futures_in_all(read: &Read, draws: Option<u32>) -> Result<u32, Failure> {
    let (draws, replicates) = (draws.unwrap_or(1), read.scenario.replicates);
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
    read: &Read,
    draws: Option<u32>,
    every_value: bool,
    jobs: Option<usize>,
) -> Result<Estimate, Failure> {
    let run = Task::run(futures_in_all(read, draws)?);
    let task = Task { draws: f64::from(draws.unwrap_or(0)), every_value, ..run };
    Ok(Estimate::of(&read.scenario, task, jobs))
}

/// Simulate matched scenarios, likewise.
pub fn simulate_matched(
    matched: &Matched,
    batches: Batches,
    jobs: Option<usize>,
    terminal: Terminal,
) -> Run {
    interrupt::watch();
    let progress = Progress::new(terminal, 0);
    let run = experiments::run(matched, batches, jobs, &|step| {
        progress.set_length(step.of);
        progress.set(step.done);
        if interrupt::asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    progress.clear();
    run
}

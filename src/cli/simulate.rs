//! Runs an ensemble, or several that are matched, with a bar and an ear for Ctrl-C.

use std::ops::ControlFlow;

use uptake::engine::{self, Options};
use uptake::experiments::{self, Batches, Matched, Run};
use uptake::results::Ensemble;
use uptake::scenario::Scenario;

use super::interrupt;
use super::progress::Progress;
use super::terminal::Terminal;

/// Simulate the futures of a scenario, all or (after Ctrl-C) those that were complete.
pub fn simulate(scenario: &Scenario, options: &Options, terminal: Terminal) -> Ensemble {
    interrupt::watch();
    let futures = options.replicates.len() as u32;
    let progress = Progress::new(terminal, futures);
    let ensemble = engine::ensemble(scenario, options, &|done| {
        progress.set(done);
        if interrupt::asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    progress.clear();
    ensemble
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

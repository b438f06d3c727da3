//! This package: the verification scenario through the library, every step and observer on.

use std::ops::ControlFlow;

use uptake::engine::{self, Options};
use uptake::measures::Counter;
use uptake::scenario::{self, NoFiles, Source};

const TOY: &str = include_str!("../../../../scenarios/verification/markov-organisation.toml");

fn run(seed: u64) -> Vec<f64> {
    let overrides = [
        format!("seed={seed}"),
        format!("kind.organisation.count={}", peers::ORGANISATIONS),
        format!("kind.organisation.staff={}", peers::STAFF),
        format!("weeks={}", peers::WEEKS),
    ];
    let source = Source { name: "markov-organisation.toml", text: TOY };
    let toy = scenario::read(source, &overrides, &NoFiles).expect("a scenario").scenario;
    let options =
        Options { replicates: 0..1, jobs: Some(1), record: None, ..Options::of(&toy) };
    let futures = engine::ensemble(&toy, &options, &|_| ControlFlow::Continue(()));
    let counters = &futures.replicates[0].trajectory;
    let all = f64::from(counters.get(Counter::StaffInScope, 0, 0));
    (1..=peers::WEEKS)
        .map(|week| f64::from(counters.get(Counter::StaffCompetent, 0, week)) / all)
        .collect()
}

fn main() {
    peers::report("uptake", run);
}

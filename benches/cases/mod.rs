//! What the benches run: scenarios by name, and one replicate of one of them.

#![allow(dead_code, reason = "each bench uses a part")]

use std::ops::ControlFlow;
use std::path::Path;

use uptake::engine::{self, Options};
use uptake::results::{Ensemble, WorkCounts};
use uptake::scenario::{self, NoFiles, Scenario, Source};

#[path = "../baseline/toy.rs"]
pub mod baseline;
pub mod weeks;

/// Staff-weeks of one run of the yardstick.
pub const YARDSTICK_STAFF_WEEKS: u64 =
    (baseline::ORGANISATIONS * baseline::STAFF * baseline::WEEKS) as u64;

const TOY: &str = include_str!("../../scenarios/verification/markov-organisation.toml");
const FULL: &str = include_str!("../../scenarios/verification/critical-mass-full.toml");

/// The country; not every version of the package has it.
pub const ENGLAND: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/england.toml");

/// A scenario with a name for tables.
pub struct Case {
    pub name: &'static str,
    pub what: &'static str,
    pub scenario: Scenario,
}

fn read(name: &str, text: &str, overrides: &[&str]) -> Scenario {
    let overrides: Vec<String> = overrides.iter().map(|&x| x.to_owned()).collect();
    match scenario::read(Source { name, text }, &overrides, &NoFiles) {
        Ok(read) => read.scenario,
        Err(problems) => {
            let said: Vec<&str> = problems.0.iter().map(|p| p.message.as_str()).collect();
            panic!("{name} is not a scenario: {said:?}")
        }
    }
}

/// The toy rule as a scenario: the same numbers as the yardstick, every step of the week and
/// every observer of a full run.
pub fn toy() -> Scenario {
    read("markov-organisation.toml", TOY, &["kind.organisation.count=1000", "weeks=520"])
}

/// The built-in region, so many times as large.
pub fn default_region(size: u32, weeks: u32) -> Scenario {
    let size = format!("region.cambridgeshire.size={size}");
    let mut region = read("cambridgeshire.toml", scenario::BUILTIN, &[&size]);
    // Set here, since the region's goals lie beyond shorter horizons.
    region.end_after(weeks);
    region
}

/// The built-in region with the tool everywhere from week 0.
pub fn all_live() -> Scenario {
    read("cambridgeshire.toml", scenario::BUILTIN, &["initial.live=1.0", "initial.mapped=1.0"])
}

/// The built-in region in which the tool reaches nobody, with so many times as many posts in as
/// many organisations.
pub fn nowhere(posts: f64) -> Scenario {
    let mut region = default_region(1, 260);
    region.policy.work_in_progress = 0;
    region.kinds.iter_mut().for_each(|kind| kind.staff *= posts);
    region
}

/// The tool everywhere, records filled, habits formed, and many contacts: half an opening a
/// staff-week, and more.
pub fn busy() -> Scenario {
    read("critical-mass-full.toml", FULL, &["weeks=260", "kind.*.contacts=3.0"])
}

/// The country, if this version of the package has it.
pub fn england() -> Option<Scenario> {
    let path = Path::new(ENGLAND);
    path.exists().then(|| {
        let text = std::fs::read_to_string(path).expect("the file can be read");
        read("england.toml", &text, &[])
    })
}

/// All cases of the table, the small ones first.
pub fn cases() -> Vec<Case> {
    let mut cases = vec![
        Case { name: "toy", what: "the toy rule, through the engine", scenario: toy() },
        Case { name: "default_x1", what: "the built-in region", scenario: default_region(1, 260) },
        Case { name: "default_x10", what: "ten times as large", scenario: default_region(10, 260) },
        Case {
            name: "default_x100",
            what: "a hundred times as large",
            scenario: default_region(100, 260),
        },
        Case { name: "all_live", what: "the tool everywhere from week 0", scenario: all_live() },
        Case { name: "busy", what: "everywhere, in use, many contacts", scenario: busy() },
    ];
    if let Some(scenario) = england() {
        cases.push(Case { name: "england", what: "42 regions", scenario });
    }
    cases
}

/// Some replicates on some threads, as any run does them; nothing recorded.
pub fn ensemble(scenario: &Scenario, replicates: std::ops::Range<u32>, jobs: usize) -> Ensemble {
    let options = Options { replicates, jobs: Some(jobs), record: None, ..Options::of(scenario) };
    engine::ensemble(scenario, &options, &|_| ControlFlow::Continue(()))
}

/// One replicate on one thread.
pub fn replicate(scenario: &Scenario, number: u32) -> WorkCounts {
    ensemble(scenario, number..number + 1, 1).work()
}

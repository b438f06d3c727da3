//! The vicious circles: what has to be nothing, what has to come back, what has to multiply, and the
//! command. Fixed seeds; what is said of means holds in every one of the few futures.

use std::ops::ControlFlow;

use uptake::engine::{self, Options};
use uptake::experiments::loops::{Run, loops};
use uptake::measures::measure;
use uptake::results::loops::{LoopFound, Loops};
use uptake::scenario::{NoFiles, Scenario, Source, read};

use super::cli::{Desk, widest_line};

/// Some sixty organisations over three years and a bit, with a plan that nobody can keep.
const SMALL: &str = "name = \"small\"\nweeks = 160\n[initial]\nmapped = 0.8\n[plan]\nweeks_to_all = 60\n\
                     [region.here]\nsize = 0.2\nteam_size = 0.4\n\
                     [forces]\nown_share = 1\n";

fn small(replicates: u32, set: &[&str]) -> Scenario {
    let set: Vec<String> = set.iter().map(|text| (*text).to_owned()).collect();
    let source = Source { name: "small.toml", text: SMALL };
    let mut scenario = read(source, &set, &NoFiles).unwrap().scenario;
    scenario.replicates = replicates;
    scenario
}

fn run(scenario: &Scenario, jobs: Option<usize>) -> Run {
    let outcome = measure("organisations.live").unwrap();
    let run = loops(scenario, &outcome.into(), jobs, &|_| ControlFlow::Continue(()));
    assert!(!run.stopped);
    run
}

fn of<'a>(found: &'a Loops, name: &str) -> &'a LoopFound {
    found.loops.iter().find(|one| one.name == name).unwrap()
}

#[test]
fn a_circle_comes_back_where_it_acts_and_its_arrows_multiply_to_its_gain() {
    let found = run(&small(4, &[]), None).loops.unwrap();
    assert_eq!(found.loops.len(), 7, "five circles, use, repetition");
    let friction = of(&found, "governance_friction");
    assert!(friction.reinforces());
    assert_eq!(friction.years.len(), 2, "the third whole year has none after it");
    for year in &friction.years {
        let gain = year.gain.unwrap();
        assert_eq!(gain.more, 4, "slippage begets slippage, in every future: {gain:?}");
        let arrows: Option<Vec<f64>> = year.arrows.iter().copied().collect();
        let product: f64 = arrows.unwrap().iter().product();
        assert!((product - gain.mean()).abs() < 1e-9, "{product} and {}", gain.mean());
    }
    assert!(friction.cost.mean() >= 0.0, "without reporting no fewer are live");
    let success = of(&found, "self_defeating_success");
    assert!(!success.reinforces(), "success that undoes itself holds itself back");
}

#[test]
fn a_circle_that_is_switched_off_brings_back_exactly_nothing() {
    let scenario = small(2, &["forces.governance_friction.strength=0"]);
    let found = run(&scenario, None).loops.unwrap();
    let friction = of(&found, "governance_friction");
    for year in &friction.years {
        let gain = year.gain.unwrap();
        assert_eq!((gain.spread.least, gain.spread.greatest), (0.0, 0.0));
        assert_eq!((year.cost.same, gain.told), (2, false));
    }
    assert_eq!(friction.cost.same, 2);
}

#[test]
fn looking_on_changes_nothing_and_neither_do_threads() {
    let scenario = small(2, &[]);
    let (one, two) = (run(&scenario, Some(1)), run(&scenario, Some(2)));
    assert_eq!(one, two);
    let plain =
        engine::ensemble(&scenario, &Options::of(&scenario), &|_| ControlFlow::Continue(()));
    for (k, own) in plain.replicates.iter().enumerate() {
        let mut weeks = 0;
        let watched =
            engine::future_watched(&scenario, k as u32, None, &mut |see| weeks += see.week);
        assert_eq!((watched.digest, weeks), (own.digest, (1..=160).sum()));
    }
}

#[test]
fn the_command_answers_writes_tables_and_is_reproduced() {
    let desk = Desk::new();
    desk.write("small.toml", SMALL);
    let outcome = desk.ok(&["loops", "small.toml", "--replicates", "2", "-o", "found"]);
    assert!(outcome.out.contains("Governance friction"), "{}", outcome.out);
    assert!(widest_line(&outcome.out) <= 80, "{}", outcome.out);
    let header = desk.text("found/loops.csv").lines().next().unwrap().to_owned();
    assert!(header.starts_with("loop,title,kind,year,pressure,gain"));
    assert_eq!(desk.text("found/loops.csv").lines().count(), 1 + 7 * 2);
    for file in ["arrows.csv", "levers.csv", "loops.json", "causal_loops.svg", "report.html"] {
        assert!(desk.has(&format!("found/{file}")), "{file}");
    }
    let again = desk.ok(&["reproduce", "found/manifest.json"]);
    assert!(again.out.contains("the same"), "{}", again.out);
    // A run says the same beside its own answer.
    let both = ["run", "small.toml", "--replicates", "3", "--loops", "2", "-o", "run"];
    assert!(desk.ok(&both).out.contains("Governance friction"));
    let alone = ["loops", "small.toml", "--replicates", "2", "-o", "alone"];
    desk.ok(&alone);
    for file in ["loops.csv", "arrows.csv", "levers.csv", "causal_loops.svg"] {
        assert_eq!(desk.text(&format!("run/{file}")), desk.text(&format!("alone/{file}")));
    }
    assert!(desk.text("run/report.html").contains("Which circles turn"));
    assert!(desk.ok(&["reproduce", "run/manifest.json"]).out.contains("the same"));
    // Nothing can come back in a plan of one year.
    desk.write("short.toml", &SMALL.replace("weeks = 160", "weeks = 80"));
    let refused = desk.run(&["loops", "short.toml", "-o", "none"]);
    assert_eq!(refused.code, 3, "{}", refused.err);
    let refused = desk.run(&["run", "short.toml", "--loops", "2", "-o", "none"]);
    assert_eq!(refused.code, 3, "{}", refused.err);
    assert!(!desk.has("none"));
}

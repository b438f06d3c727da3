//! Where there are two states: everybody has the tool, and what is left ten years on depends on
//! whether records began empty or full.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use uptake::scenario::{self, NoFiles, Source};

use super::{all_asked, mean, run, values};

const OWN_BENEFIT: [f64; 4] = [0.0, 0.2, 0.4, 0.8];
const CURIOSITY: [f64; 4] = [0.0, 0.005, 0.02, 0.05];
const WEEKS: u32 = 520;

/// Share of agreed patients with a truly current record ten years on, from a start.
fn fill(start: &str, own_benefit: f64, curiosity: f64) -> f64 {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let path = root.join(format!("scenarios/verification/critical-mass-{start}.toml"));
    let text = fs::read_to_string(path).expect("the scenario");
    let set = [format!("use.own_benefit={own_benefit}"), format!("use.curiosity={curiosity}")];
    let s = match scenario::read(Source { name: start, text: &text }, &set, &NoFiles) {
        Ok(read) => read.scenario,
        Err(problems) => panic!("{start}: {problems}"),
    };
    mean(&values(&run(&s, 4), "patients.fill", WEEKS))
}

/// The table of docs/VALIDATION.md is what comes out, and has a place with two states and one without.
#[test]
fn the_map_of_two_states_is_as_told() {
    let corners =
        [(0.0, 0.005), (0.8, 0.05)].map(|(b, c)| fill("full", b, c) - fill("empty", b, c));
    assert!(corners[0] > 0.6 && corners[1].abs() < 0.1, "{corners:?}");
    if !all_asked() {
        return;
    }
    let mut table = String::from("| Own benefit of writing |");
    for c in CURIOSITY {
        write!(table, " curiosity {c} |").expect("a string");
    }
    table.push_str("\n|---|---|---|---|---|\n");
    for b in OWN_BENEFIT {
        write!(table, "| {b} |").expect("a string");
        for c in CURIOSITY {
            let (empty, full) = (fill("empty", b, c), fill("full", b, c));
            let two = if full - empty > 0.3 { " **two**" } else { "" };
            write!(table, " {:.0} → {:.0}{two} |", 100.0 * empty, 100.0 * full).expect("a string");
        }
        table.push('\n');
    }
    let page = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/VALIDATION.md");
    let text = fs::read_to_string(page).expect("the page");
    assert!(text.contains(&table), "docs/VALIDATION.md has not:\n{table}");
}

//! Where organisations are lost and how many wait, made again from the counters.

use uptake::measures::Counter;

use super::expected::ALL;
use super::facts::{FUTURES, Facts, WEEKS};

/// Steps of organisations: label, counters, and true where what is missing waits.
pub const STEPS: [(&str, &[Counter], bool); 6] = [
    ("Known to the project", &[Counter::OrgMapped], true),
    ("Asked, and have answered", &[Counter::OrgAnswered], true),
    ("Have agreed to take part", &[Counter::OrgAgreed, Counter::OrgLapsed], false),
    ("Have had it live", &[Counter::OrgLive, Counter::OrgLapsed], true),
    ("Live now", &[Counter::OrgLive], false),
    ("In real use", &[Counter::OrgRealUse], false),
];

/// Organisations after each step, by future.
fn after(facts: &Facts, scenario: usize, counters: &[Counter]) -> Vec<f64> {
    let mut sums = vec![0.0; FUTURES as usize];
    for &counter in counters {
        for (sum, x) in sums.iter_mut().zip(facts.values(scenario, counter, WEEKS)) {
            *sum += x;
        }
    }
    sums
}

/// The step at which most are lost in most futures, in how many, and how many wait in each.
pub fn largest(facts: &Facts, scenario: usize) -> (String, usize, Vec<f64>) {
    let mut before = vec![ALL; FUTURES as usize];
    let (mut lost, mut waiting) = (vec![], vec![0.0; FUTURES as usize]);
    for (_, counters, waits) in STEPS {
        let here = after(facts, scenario, counters);
        let gone: Vec<f64> = before.iter().zip(&here).map(|(b, h)| b - h).collect();
        if waits {
            waiting.iter_mut().zip(&gone).for_each(|(w, g)| *w += g);
        }
        lost.push(if waits { vec![0.0; FUTURES as usize] } else { gone });
        before = here;
    }
    let mut votes = [0; 6];
    for k in 0..FUTURES as usize {
        let most = lost.iter().map(|step| step[k]).fold(f64::MIN, f64::max);
        if most > 0.0 {
            votes[lost.iter().position(|step| step[k] == most).unwrap()] += 1;
        }
    }
    let best = (0..6).rev().max_by_key(|&i| votes[i]).unwrap();
    (format!("from “{}” to “{}”", STEPS[best - 1].0, STEPS[best].0), votes[best], waiting)
}

//! What verification and validation have found, as it is stored with the program.

use crate::outputs::parse_verified;
use crate::results::{Verdict, Verified};

/// Written by `uptake verify --long`; a test holds that `docs/VALIDATION.md` says the same.
const STORED: &str = include_str!("../../../docs/verification.json");

/// What was found; nothing if it cannot be read.
pub(super) fn found() -> Verified {
    parse_verified(STORED).unwrap_or_default()
}

/// Verification in one sentence: limits, forces, patterns.
pub(super) fn verified(found: &Verified) -> String {
    let share = |held: usize, all: usize| {
        if held == all { format!("all {all}") } else { format!("{held} of {all}") }
    };
    let limits = found.limits.iter().filter(|x| x.holds).count();
    let forces = found.forces.iter().filter(|x| x.holds).count();
    let patterns = found.patterns.iter().filter(|x| x.holds).count();
    format!(
        "`uptake verify`, run by its makers: {} tests of limits with an exact answer are passed; each \
         force, switched off beside all others in a scenario in which it matters, moves the outcome \
         as is claimed of it in {} cases; and {} patterns that the mechanisms are held to make appear \
         with them and not without.",
        share(limits, found.limits.len()),
        share(forces, found.forces.len()),
        share(patterns, found.patterns.len())
    )
}

/// Published figures that the model's range meets, and all that it was held against.
pub(super) fn inside(found: &Verified) -> (usize, usize) {
    let inside = found.targets.iter().filter(|x| x.verdict == Verdict::Inside).count();
    (inside, found.targets.len())
}

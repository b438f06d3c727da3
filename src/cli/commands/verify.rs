//! `uptake verify`.

use uptake::experiments::verification::effects::measure_effect;
use uptake::experiments::verification::patterns::{Pattern, check, patterns};
use uptake::forces::{Force, Shows, registry};

use crate::cli::args::Verify;
use crate::cli::exit::Failure;
use crate::cli::terminal::Terminal;

/// Pairs of futures of a claim; twice as many where an event has to come first.
const PAIRS: u32 = 24;
/// With `--long`.
const MANY_PAIRS: u32 = 96;

/// Check every claim.
pub fn run(args: &Verify, terminal: Terminal) -> Result<(), Failure> {
    let asked = |force: &&dyn Force| {
        let meta = force.meta();
        args.only.as_deref().is_none_or(|only| only == meta.name || only == meta.section)
    };
    let mut failed = 0;
    for force in registry().filter(asked) {
        for shows in force.meta().shows {
            let holds = claim(force, shows, args.long, terminal)?;
            failed += u32::from(!holds);
        }
    }
    let asked = |pattern: &&Pattern| {
        let own = format!("pattern-{}", pattern.number);
        args.only.as_deref().is_none_or(|only| only == "patterns" || only == own)
    };
    for pattern in patterns().into_iter().filter(asked) {
        failed += u32::from(!emerges(pattern, args.long, terminal)?);
    }
    match failed {
        0 => Ok(()),
        n => Err(Failure::runtime(format!("{n} claims do not hold"))),
    }
}

/// Measure a claim and print its line; true if it holds.
fn claim(
    force: &dyn Force,
    shows: &Shows,
    long: bool,
    terminal: Terminal,
) -> Result<bool, Failure> {
    let pairs = if long { MANY_PAIRS } else { PAIRS } * (1 + u32::from(shows.event.is_some()));
    let effect = measure_effect(force, shows, pairs).map_err(Failure::runtime)?;
    let holds = effect.holds(shows.raises);
    terminal.data(&format!(
        "{} {:7} {:28} {:24} {:+.3} ± {:.3} from {:.3}, right in {:3.0} % of {}\n",
        if holds { "holds" } else { "FAILS" },
        force.meta().section,
        force.meta().name,
        shows.outcome,
        effect.mean,
        effect.half_width,
        effect.without,
        100.0 * effect.right,
        effect.pairs
    ))?;
    Ok(holds)
}

/// Look for a pattern and print its line, with `long` a line for each variation too; true if it
/// is there, and absent without its mechanism.
fn emerges(pattern: &Pattern, long: bool, terminal: Terminal) -> Result<bool, Failure> {
    let outcome = check(pattern, pattern.replicates, long).map_err(Failure::runtime)?;
    let holds = outcome.holds(pattern);
    terminal.data(&format!(
        "{} pattern {:2} {:.3} (at least {}), without {}: {:.3}; {}\n",
        if holds { "holds" } else { "FAILS" },
        pattern.number,
        outcome.figure,
        pattern.least,
        pattern.mechanism,
        outcome.twin,
        pattern.claim
    ))?;
    for (change, figure) in &outcome.variations {
        terminal.data(&format!("                 {figure:.3} at {change}\n"))?;
    }
    Ok(holds)
}

//! `uptake verify`.

use uptake::experiments::verification::effects::measure_effect;
use uptake::experiments::verification::limits::{self, LIMITS};
use uptake::experiments::verification::patterns::{self, Pattern};
use uptake::experiments::verification::validation::{Size, validate};
use uptake::forces::{Force, Shows, registry};
use uptake::outputs::charts::verified_charts;
use uptake::outputs::{simulated, targets_counted, value_of, verified_files};
use uptake::results::{ForceFound, LimitFound, PatternFound, TargetFound, Verified};
use uptake::scenario::{EVIDENCE_TARGETS, evidence_targets};
use uptake::store::RunFolder;

use crate::cli::args::Verify;
use crate::cli::exit::Failure;
use crate::cli::record::BASE;
use crate::cli::terminal::Terminal;

/// Pairs of futures of a claim; twice as many where an event has to come first.
const PAIRS: u32 = 24;
/// With `--long`.
const MANY_PAIRS: u32 = 96;

/// Check every claim, and hold simulations beside what is known.
pub fn run(args: &Verify, terminal: Terminal) -> Result<(), Failure> {
    let folder = match &args.output {
        Some(path) => Some(
            RunFolder::create(BASE.as_ref(), "verification", Some(path), false)
                .map_err(Failure::runtime)?,
        ),
        None => None,
    };
    let only = args.only.as_deref();
    let all = |part: &str| only.is_none_or(|only| only == part);
    let mut found = Verified {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        long: args.long,
        ..Verified::default()
    };
    if all("limits") {
        terminal.say("Verification: limits with exact answers");
        found.limits = exact_answers(terminal)?;
    }
    let asked = |force: &&dyn Force| {
        only.is_none_or(|only| only == force.meta().name || only == force.meta().section)
    };
    for force in registry().filter(asked) {
        for shows in force.meta().shows {
            found.forces.push(claim(force, shows, args.long, terminal)?);
        }
    }
    let asked = |pattern: &&Pattern| {
        all("patterns") || only.is_some_and(|only| only == format!("pattern-{}", pattern.number))
    };
    for pattern in patterns::patterns().into_iter().filter(asked) {
        found.patterns.push(emerges(pattern, args.long, terminal)?);
    }
    if all("targets") {
        found.targets = targets(args.long, terminal)?;
    }
    if let Some(folder) = folder {
        write(&folder, &found)?;
        terminal.say(&format!("Results: {}", folder.path().display()));
    }
    match found.failures() {
        0 => Ok(()),
        n => Err(Failure::runtime(format!("{n} claims do not hold"))),
    }
}

/// Tables, JSON and charts into the folder.
fn write(folder: &RunFolder, found: &Verified) -> Result<(), Failure> {
    for (name, bytes) in verified_files(found).map_err(Failure::runtime)? {
        folder.write(name, &bytes).map_err(Failure::runtime)?;
    }
    for chart in verified_charts(found).map_err(Failure::runtime)? {
        let name = format!("{}.svg", chart.name);
        folder.write(&name, chart.svg.as_bytes()).map_err(Failure::runtime)?;
    }
    Ok(())
}

fn holds_or_fails(holds: bool) -> &'static str {
    if holds { "holds" } else { "FAILS" }
}

/// Run every limit and print a line for each, with its largest score.
fn exact_answers(terminal: Terminal) -> Result<Vec<LimitFound>, Failure> {
    let mut all = vec![];
    for limit in LIMITS {
        let found = limits::check(limit).map_err(Failure::runtime)?;
        let largest = found.iter().map(|x| x.z.abs()).fold(0.0, f64::max);
        terminal.data(&format!(
            "{} limit   {:50} largest of {} scores {largest:.2}, passes below {:.2}\n",
            holds_or_fails(found.iter().all(|x| x.holds)),
            limit.name,
            found.len(),
            found.first().map_or(0.0, |x| x.critical)
        ))?;
        all.extend(found);
    }
    Ok(all)
}

/// Measure a claim and print its line.
fn claim(
    force: &dyn Force,
    shows: &Shows,
    long: bool,
    terminal: Terminal,
) -> Result<ForceFound, Failure> {
    let pairs = if long { MANY_PAIRS } else { PAIRS } * (1 + u32::from(shows.event.is_some()));
    let effect = measure_effect(force, shows, pairs).map_err(Failure::runtime)?;
    let meta = force.meta();
    let found = ForceFound {
        section: meta.section.to_owned(),
        force: meta.name.to_owned(),
        title: meta.title.to_owned(),
        keys: shows.keys.iter().map(|&key| key.to_owned()).collect(),
        outcome: shows.outcome.to_owned(),
        week: shows.week,
        raises: shows.raises,
        pairs: effect.pairs,
        mean: effect.mean,
        half_width: effect.half_width,
        right: effect.right,
        without: effect.without,
        holds: effect.holds(shows.raises),
    };
    terminal.data(&format!(
        "{} {:7} {:28} {:24} {:+.3} ± {:.3} from {:.3}, right in {:3.0} % of {}\n",
        holds_or_fails(found.holds),
        found.section,
        found.force,
        found.outcome,
        found.mean,
        found.half_width,
        found.without,
        100.0 * found.right,
        found.pairs
    ))?;
    Ok(found)
}

/// Look for a pattern and print its line, with `long` a line for each variation too.
fn emerges(pattern: &Pattern, long: bool, terminal: Terminal) -> Result<PatternFound, Failure> {
    let outcome = patterns::check(pattern, pattern.replicates, long).map_err(Failure::runtime)?;
    let holds = outcome.holds(pattern);
    terminal.data(&format!(
        "{} pattern {:2} {:.3} (at least {}), without {}: {:.3}; {}\n",
        holds_or_fails(holds),
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
    Ok(PatternFound {
        number: u32::from(pattern.number),
        claim: pattern.claim.to_owned(),
        mechanism: pattern.mechanism.to_owned(),
        figure: outcome.figure,
        twin: outcome.twin,
        least: pattern.least,
        variations: outcome.variations,
        holds,
    })
}

/// Hold simulations beside the evidence and print a line for each target.
fn targets(long: bool, terminal: Terminal) -> Result<Vec<TargetFound>, Failure> {
    let targets =
        evidence_targets(EVIDENCE_TARGETS).map_err(|error| Failure::runtime(error.to_string()))?;
    let size = if long { Size::LONG } else { Size::SHORT };
    let next = |scenario: &str| terminal.say(&format!("Validation: simulating {scenario} …"));
    let found = validate(&targets, size, &next).map_err(Failure::runtime)?;
    for x in &found {
        terminal.data(&format!(
            "{:14} {:6} {:22} {:>8} to {:<8} {}\n",
            x.verdict.words(),
            x.strength,
            x.id,
            value_of(x.low, &x.unit),
            value_of(x.high, &x.unit),
            simulated(x)
        ))?;
    }
    terminal.data(&format!("{}\n", targets_counted(&found)))?;
    Ok(found)
}

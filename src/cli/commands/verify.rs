//! `uptake verify`.

use uptake::experiments::verification::effects::measure_effect;
use uptake::experiments::verification::validation::{Size, validate};
use uptake::forces::{Force, Shows, registry};
use uptake::outputs::charts::verified_charts;
use uptake::outputs::{simulated, targets_counted, value_of, verified_files};
use uptake::results::{ForceFound, TargetFound, Verified};
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

/// Check every claim, and hold what is known beside what is simulated.
pub fn run(args: &Verify, terminal: Terminal) -> Result<(), Failure> {
    let folder = match &args.output {
        Some(path) => Some(
            RunFolder::create(BASE.as_ref(), "verification", Some(path), false)
                .map_err(Failure::runtime)?,
        ),
        None => None,
    };
    let mut found = Verified {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        long: args.long,
        ..Verified::default()
    };
    terminal.data("Verification: is every force there, with its sign? On less off, points.\n")?;
    found.forces = forces(args, terminal)?;
    if args.only.is_none() {
        terminal.data("\nValidation: evidence, and the median (5 to 95 %) of simulations.\n")?;
        found.targets = targets(args, terminal)?;
        terminal.data(&format!("{}\n", targets_counted(&found.targets)))?;
    }
    if let Some(folder) = folder {
        write(&folder, &found)?;
        terminal.say(&format!("Results: {}", folder.path().display()));
    }
    match found.failures() {
        0 => Ok(()),
        n => Err(Failure::runtime(format!("{n} claims of verification do not hold"))),
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

fn forces(args: &Verify, terminal: Terminal) -> Result<Vec<ForceFound>, Failure> {
    let asked = |force: &&dyn Force| {
        let meta = force.meta();
        args.only.as_deref().is_none_or(|only| only == meta.name || only == meta.section)
    };
    let mut found = vec![];
    for force in registry().filter(asked) {
        for shows in force.meta().shows {
            found.push(claim(force, shows, args.long, terminal)?);
        }
    }
    Ok(found)
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
        if found.holds { "holds" } else { "FAILS" },
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

fn targets(args: &Verify, terminal: Terminal) -> Result<Vec<TargetFound>, Failure> {
    let targets = evidence_targets(EVIDENCE_TARGETS).map_err(Failure::runtime)?;
    let size = if args.long { Size::LONG } else { Size::SHORT };
    let next = |scenario: &str| terminal.say(&format!("Simulating {scenario} …"));
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
    Ok(found)
}

//! Validation: what is simulated, beside what is known from outside the model.
//!
//! Each target of the evidence ([`EvidenceTarget`]) has one function that makes the quantity from a
//! simulated future ([`QUANTITIES`]). A scenario is simulated once for all its targets. Where it is
//! the built-in region or a variant of it, the uncertain parameters are drawn too; national
//! scenarios are simulated with their own values, so that their ranges are over luck only.
//! National scenarios end with the last week that is compared.
//!
//! A target is met if the simulated median lies in its range. What is not met stays in the list.

mod quantities;
mod special;

use std::ops::ControlFlow;

use crate::engine::{Options, ensemble};
use crate::experiments::uncertainty::{Design, prepare};
use crate::results::{Ensemble, TargetFound, Verdict};
use crate::scenario::{
    BUILTIN, BUILTIN_NAME, EvidenceTarget, Files, NoFiles, Problems, Read, Scenario, Source,
    compared_scenario, read, uncertain,
};
use crate::stats::quantiles::quantile;

pub use quantities::{QUANTITIES, Quantity};

use quantities::{Future, Of};

/// Replicates that are held in memory at a time.
const BATCH: u32 = 16;
/// Least share of the futures that must have a value, for anything to be said.
const LEAST_WITH_VALUE: f64 = 0.5;

/// How many futures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Draws of the uncertain parameters, where they are drawn.
    pub draws: u32,
    /// Futures of each draw.
    pub replicates: u32,
    /// Futures of a national scenario.
    pub national: u32,
    /// Futures of a set-up that isolates one quantity, for each of its arms.
    pub isolated: u32,
}

impl Size {
    /// A quick look.
    pub const SHORT: Size = Size { draws: 16, replicates: 1, national: 4, isolated: 8 };
    /// What the report is made with.
    pub const LONG: Size = Size { draws: 60, replicates: 2, national: 16, isolated: 40 };
}

/// Values of one quantity over futures, those without one left out.
struct Sample {
    values: Vec<f64>,
    futures: u32,
    drawn: bool,
}

/// Compare every target with what is simulated; `progress` is told what is simulated next.
///
/// # Errors
/// If a shipped scenario, or a draw of its parameters, does not fit.
pub fn validate(
    targets: &[EvidenceTarget],
    size: Size,
    progress: &dyn Fn(&str),
) -> Result<Vec<TargetFound>, Problems> {
    let mut found: Vec<Option<TargetFound>> = vec![None; targets.len()];
    let mut scenarios: Vec<&str> = targets.iter().map(|t| t.scenario.as_str()).collect();
    scenarios.sort_unstable();
    scenarios.dedup();
    for scenario in scenarios {
        progress(scenario);
        let of_it: Vec<(usize, Option<&Quantity>)> = (0..targets.len())
            .filter(|&i| targets[i].scenario == scenario)
            .map(|i| (i, quantity(&targets[i].id)))
            .collect();
        let wanted: Vec<&Quantity> = of_it.iter().filter_map(|&(_, q)| q).collect();
        let mut samples = samples(scenario, &wanted, size)?.into_iter();
        for (i, quantity) in of_it {
            let sample = quantity.and_then(|_| samples.next());
            found[i] = Some(judge(&targets[i], sample));
        }
    }
    Ok(found.into_iter().flatten().collect())
}

/// The function that belongs to a target.
pub fn quantity(id: &str) -> Option<&'static Quantity> {
    QUANTITIES.iter().find(|q| q.id == id)
}

/// A sample for each quantity, in their order.
fn samples(scenario: &str, wanted: &[&Quantity], size: Size) -> Result<Vec<Sample>, Problems> {
    let together: Vec<&Quantity> =
        wanted.iter().filter(|q| matches!(q.of, Of::Future(_))).copied().collect();
    let mut shared = match compared_scenario(scenario) {
        Some(text) if !together.is_empty() => of_futures(scenario, text, &together, size)?,
        _ => vec![],
    }
    .into_iter();
    let mut all = vec![];
    for q in wanted {
        match q.of {
            Of::Future(_) => all.extend(shared.next()),
            Of::Isolated(of) => {
                let values = of(size.isolated)?;
                let values = values.into_iter().flatten().filter(|x| x.is_finite()).collect();
                all.push(Sample { values, futures: size.isolated, drawn: false });
            }
        }
    }
    Ok(all)
}

/// Simulate a scenario once, as far as the last of these quantities needs, and take all of them.
fn of_futures(
    name: &str,
    text: &str,
    wanted: &[&Quantity],
    size: Size,
) -> Result<Vec<Sample>, Problems> {
    let mut read = read(Source { name, text }, &[], &NoFiles)?;
    let drawn = is_built_in_region(&read);
    if !drawn {
        until(&mut read.scenario, wanted.iter().map(|q| q.until).max().unwrap_or(1));
    }
    let mut samples: Vec<Sample> =
        wanted.iter().map(|_| Sample { values: vec![], futures: 0, drawn }).collect();
    let mut take = |futures: &Ensemble| {
        for one in &futures.replicates {
            let future = Future { ensemble: futures, one, scenario: &read.scenario };
            for (sample, q) in samples.iter_mut().zip(wanted) {
                sample.futures += 1;
                if let Of::Future(of) = q.of {
                    sample.values.extend(of(&future).filter(|x| x.is_finite()));
                }
            }
        }
    };
    let go_on = |_| ControlFlow::Continue(());
    let part = |first: u32, all: u32| Options {
        replicates: first..all.min(first + BATCH),
        record: None,
        ..Options::of(&read.scenario)
    };
    if drawn {
        let design =
            Design { parameters: uncertain(&read), draws: size.draws, replicates: size.replicates };
        let prepared = prepare(&read, &design).map_err(|refused| refused.problems)?;
        for first in (0..design.futures()).step_by(BATCH as usize) {
            take(&prepared.run(&part(first, design.futures()), &go_on));
        }
    } else {
        // A future of a country is large: few are held at a time.
        for first in 0..size.national {
            let options = Options { replicates: first..first + 1, ..part(first, size.national) };
            take(&ensemble(&read.scenario, &options, &go_on));
        }
    }
    Ok(samples)
}

/// True for the built-in region and its variants.
fn is_built_in_region(read: &Read) -> bool {
    read.scenario.regions.len() == 1 && read.scenario.regions[0].id == "cambridgeshire"
}

fn judge(target: &EvidenceTarget, sample: Option<Sample>) -> TargetFound {
    let Sample { mut values, futures, drawn } =
        sample.unwrap_or(Sample { values: vec![], futures: 0, drawn: false });
    values.sort_by(f64::total_cmp);
    let enough = !values.is_empty() && values.len() as f64 >= LEAST_WITH_VALUE * f64::from(futures);
    let at = |q: f64| enough.then(|| quantile(&values, q));
    let verdict = match at(0.5) {
        None => Verdict::NotComputable,
        Some(middle) if (target.low..=target.high).contains(&middle) => Verdict::Inside,
        Some(_) => Verdict::Outside,
    };
    TargetFound {
        id: target.id.clone(),
        scenario: target.scenario.clone(),
        quantity: target.quantity.clone(),
        when: target.when.clone(),
        unit: target.unit.clone(),
        strength: target.strength.clone(),
        evidence: target.note.clone(),
        low: target.low,
        high: target.high,
        futures,
        values: values.len() as u32,
        parameters_drawn: drawn,
        p05: at(0.05),
        p50: at(0.5),
        p95: at(0.95),
        verdict,
    }
}

/// End a scenario sooner; goals beyond that end mean nothing then.
fn until(s: &mut Scenario, weeks: u32) {
    s.end_after(weeks);
    s.targets.clear();
}

/// The built-in region with overrides and files of its own, up to some week.
fn builtin_until(weeks: u32, overrides: &[&str], files: &dyn Files) -> Result<Scenario, Problems> {
    let overrides: Vec<String> = overrides.iter().map(|&x| x.to_owned()).collect();
    let mut s = read(Source { name: BUILTIN_NAME, text: BUILTIN }, &overrides, files)?.scenario;
    until(&mut s, weeks);
    Ok(s)
}

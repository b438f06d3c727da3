//! Paired comparison: scenarios that meet the same luck, replicate by replicate.
//!
//! Draws are addressed (see [`crate::rng`]), so the same seed and replicate number is the same
//! luck in every scenario, and the difference between two scenarios varies less than either.

use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};

use jiff::civil::Date;

use crate::engine::{self, Options};
use crate::measures::Measure;
use crate::parallel;
use crate::results::{Ensemble, ParameterDraws, paired};
use crate::scenario::Scenario;
use crate::world::Blueprint;

/// Replicates a thread that are run of one scenario before the next has its turn: few, so that
/// an interrupted comparison loses little, and enough to keep all threads busy.
const BATCH_PER_THREAD: usize = 4;
/// Organisations named in a message.
const NAMED: usize = 3;

/// Scenarios that can be compared pair by pair; the first is the base.
#[derive(Debug, Clone, PartialEq)]
pub struct Matched {
    scenarios: Vec<Scenario>,
    notes: Vec<String>,
    /// Draws of the parameters, and each scenario with each of them; none to take its own values.
    draws: Option<ParameterDraws>,
    drawn: Vec<Vec<Scenario>>,
}

/// Why scenarios cannot be compared pair by pair.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    /// Fewer than two.
    #[error("a comparison needs two scenarios or more")]
    TooFew,
    /// Another first day.
    #[error(
        "{base} starts on {base_start} and {other} on {other_start}; matched futures start on \
         the same day"
    )]
    Start {
        /// Name of the base.
        base: String,
        /// Its first day.
        base_start: Date,
        /// Name of the other.
        other: String,
        /// Its first day.
        other_start: Date,
    },
    /// Another year of prices.
    #[error(
        "{base} has costs in prices of {base_year} and {other} in prices of {other_year}; give \
         both the same money.price_year"
    )]
    Prices {
        /// Name of the base.
        base: String,
        /// Its year.
        base_year: u32,
        /// Name of the other.
        other: String,
        /// Its year.
        other_year: u32,
    },
    /// Other organisations.
    #[error(
        "{base} and {other} do not have the same organisations, so their futures cannot be \
         matched{}{}",
        only_in(base, base_only),
        only_in(other, other_only)
    )]
    Organisations {
        /// Name of the base.
        base: String,
        /// Organisations that the base alone has.
        base_only: Vec<String>,
        /// Name of the other.
        other: String,
        /// Organisations that the other alone has.
        other_only: Vec<String>,
    },
}

/// "; only in NAME: a, b, c and 12 more".
fn only_in(scenario: &str, organisations: &[String]) -> String {
    if organisations.is_empty() {
        return String::new();
    }
    let named = organisations.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    let more = match organisations.len().saturating_sub(NAMED) {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    format!("; only in {scenario}: {named}{more}")
}

impl Matched {
    /// Match scenarios to the first: its seed and replicates, the shortest horizon of all.
    /// Scenarios of the same name get a number, so that they can be told apart.
    ///
    /// # Errors
    /// If they do not start on the same day, have other years of prices, or do not have the
    /// same organisations.
    pub fn new(mut scenarios: Vec<Scenario>) -> Result<Self, Mismatch> {
        give_own_names(&mut scenarios);
        let weeks = scenarios.iter().map(|s| s.weeks).min().unwrap_or(0);
        let mut notes = Vec::new();
        let Some((base, others)) = scenarios.split_first_mut().filter(|(_, o)| !o.is_empty())
        else {
            return Err(Mismatch::TooFew);
        };
        for other in others.iter_mut() {
            if other.seed != base.seed {
                notes.push(format!("{} is run with the seed of {}", other.name, base.name));
            }
            (other.seed, other.replicates) = (base.seed, base.replicates);
        }
        let organisations = organisations(base);
        for other in others.iter() {
            check(base, &organisations, other)?;
        }
        for s in std::iter::once(base).chain(others).filter(|s| s.weeks > weeks) {
            notes.push(format!(
                "{} is compared over {weeks} of its {} weeks, the shortest of all horizons",
                s.name, s.weeks
            ));
            s.end_after(weeks);
        }
        Ok(Matched { scenarios, notes, draws: None, drawn: Vec::new() })
    }

    /// The same over draws of the parameters: future `k` of a scenario is simulated with draw `k`, read
    /// as `drawn[scenario][k]`, the same draw in every scenario.
    #[must_use]
    pub fn over(mut self, draws: ParameterDraws, mut drawn: Vec<Vec<Scenario>>) -> Self {
        for (scenario, drawn) in self.scenarios.iter().zip(&mut drawn) {
            for own in drawn {
                own.name.clone_from(&scenario.name);
                (own.seed, own.replicates) = (scenario.seed, scenario.replicates);
                own.end_after(scenario.weeks);
            }
        }
        (self.draws, self.drawn) = (Some(draws), drawn);
        self
    }

    /// The scenarios, the first being the base.
    pub fn scenarios(&self) -> &[Scenario] {
        &self.scenarios
    }

    /// The base.
    pub fn base(&self) -> &Scenario {
        &self.scenarios[0]
    }

    /// What was changed to match them, in words.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }
}

/// Number the later ones of scenarios with the same name. Names become names of files, and
/// some systems do not tell capitals from small letters.
fn give_own_names(scenarios: &mut [Scenario]) {
    for i in 1..scenarios.len() {
        let (before, rest) = scenarios.split_at_mut(i);
        let taken = |name: &str| before.iter().any(|s| s.name.eq_ignore_ascii_case(name));
        let own = &mut rest[0].name;
        if taken(own) {
            let numbered = (2..).map(|n| format!("{own}-{n}")).find(|name| !taken(name));
            *own = numbered.unwrap_or_default();
        }
    }
}

/// Organisations by key, with their names.
fn organisations(scenario: &Scenario) -> BTreeMap<u64, String> {
    let blueprint = Blueprint::of(scenario);
    blueprint.key.into_iter().zip(blueprint.name).collect()
}

fn check(
    base: &Scenario,
    expected: &BTreeMap<u64, String>,
    other: &Scenario,
) -> Result<(), Mismatch> {
    if base.start != other.start {
        return Err(Mismatch::Start {
            base: base.name.clone(),
            base_start: base.start,
            other: other.name.clone(),
            other_start: other.start,
        });
    }
    if base.money.price_year != other.money.price_year {
        return Err(Mismatch::Prices {
            base: base.name.clone(),
            base_year: base.money.price_year,
            other: other.name.clone(),
            other_year: other.money.price_year,
        });
    }
    let found = organisations(other);
    let missing = |from: &BTreeMap<u64, String>, within: &BTreeMap<u64, String>| -> Vec<String> {
        from.iter().filter(|(key, _)| !within.contains_key(key)).map(|(_, n)| n.clone()).collect()
    };
    let (mut base_only, mut other_only) = (missing(expected, &found), missing(&found, expected));
    if base_only.is_empty() && other_only.is_empty() {
        return Ok(());
    }
    // Keys are hashes; people look for names in their order.
    base_only.sort_unstable();
    other_only.sort_unstable();
    Err(Mismatch::Organisations {
        base: base.name.clone(),
        base_only,
        other: other.name.clone(),
        other_only,
    })
}

/// How well the mean difference of a measure at the horizon is to be known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Precision {
    /// The measure.
    pub measure: &'static Measure,
    /// Greatest half-width of the 95 % interval of the mean, in the measure's unit.
    pub half_width: f64,
}

impl Precision {
    /// True if the mean difference of every scenario from the first is known so well.
    pub fn is_reached(&self, ensembles: &[Ensemble]) -> bool {
        let Some((base, others)) = ensembles.split_first() else { return true };
        others.iter().all(|other| {
            let difference = paired(base, other, self.measure, base.weeks);
            difference.and_then(|d| d.half_width).is_some_and(|half| half <= self.half_width)
        })
    }
}

/// How many replicates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Batches {
    /// So many.
    Fixed(u32),
    /// First so many, then twice as many, and so on until the precision is reached or `most`
    /// are done.
    Until {
        /// Replicates before the first look.
        first: u32,
        /// Most replicates.
        most: u32,
        /// When to stop.
        precision: Precision,
    },
}

/// How far a comparison has come, counting the replicates of all its scenarios.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Done.
    pub done: u32,
    /// To be done before the next look, or in all.
    pub of: u32,
}

/// What came of running matched scenarios.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// One ensemble a scenario, all of the same replicates from 0 on.
    pub ensembles: Vec<Ensemble>,
    /// True if it was stopped before it was done.
    pub stopped: bool,
}

/// Run matched scenarios.
///
/// `progress` is called after every replicate; when it breaks, the ensembles hold the
/// replicates that every scenario has completed. Nothing but the number of replicates depends
/// on `batches`, and nothing at all on `jobs` (threads; none for as many as there are cores).
pub fn run(
    matched: &Matched,
    batches: Batches,
    jobs: Option<usize>,
    progress: &(dyn Fn(Progress) -> ControlFlow<()> + Sync),
) -> Run {
    let mut target = match batches {
        Batches::Fixed(n) => n,
        Batches::Until { first, most, .. } => first.min(most),
    };
    let mut ensembles = run_range(matched, 0..0, jobs, &|_| ControlFlow::Continue(()));
    loop {
        let stopped = !extend(matched, &mut ensembles, target, jobs, progress);
        target = match batches {
            Batches::Until { most, precision, .. }
                if !stopped && target < most && !precision.is_reached(&ensembles) =>
            {
                target.saturating_mul(2).min(most)
            }
            _ => return Run { ensembles, stopped },
        };
    }
}

/// Add replicates up to `target`; false if the user stopped it.
fn extend(
    matched: &Matched,
    ensembles: &mut [Ensemble],
    target: u32,
    jobs: Option<usize>,
    progress: &(dyn Fn(Progress) -> ControlFlow<()> + Sync),
) -> bool {
    let scenarios = ensembles.len() as u32;
    let batch_size = (parallel::threads(jobs) * BATCH_PER_THREAD) as u32;
    let mut from = ensembles.first().map_or(0, |e| e.replicates.len() as u32);
    while from < target {
        let batch = from..target.min(from + batch_size);
        let done = from * scenarios;
        let told = |n| progress(Progress { done: done + n, of: target * scenarios });
        let more = run_range(matched, batch.clone(), jobs, &told);
        let all_ran = more.len() == ensembles.len();
        let least = more.iter().map(|e| e.replicates.len()).min().filter(|_| all_ran);
        let common = least.unwrap_or(0);
        for (ensemble, more) in ensembles.iter_mut().zip(more) {
            ensemble.replicates.extend(more.replicates.into_iter().take(common));
        }
        if common < batch.len() {
            return false;
        }
        from = batch.end;
    }
    true
}

/// One ensemble a scenario, of these replicates; scenarios after one that was stopped are left
/// out.
fn run_range(
    matched: &Matched,
    replicates: Range<u32>,
    jobs: Option<usize>,
    progress: &(dyn Fn(u32) -> ControlFlow<()> + Sync),
) -> Vec<Ensemble> {
    let each = replicates.len();
    let mut ensembles = Vec::with_capacity(matched.scenarios.len());
    for (i, (scenario, before)) in matched.scenarios.iter().zip(0..).enumerate() {
        let options =
            Options { replicates: replicates.clone(), jobs, record: None, ..Options::of(scenario) };
        let told = |done| progress(before * each as u32 + done);
        let drawn = matched.drawn.get(i).filter(|drawn| !drawn.is_empty());
        let of = |k: u32| drawn.map_or(scenario, |drawn| &drawn[k as usize % drawn.len()]);
        let ensemble = engine::ensemble_over(scenario, of, &options, &told);
        let ensemble = Ensemble { draws: matched.draws.clone(), ..ensemble };
        let stopped = ensemble.replicates.len() < each;
        ensembles.push(ensemble);
        if stopped {
            break;
        }
    }
    ensembles
}

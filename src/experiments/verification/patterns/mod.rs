//! Patterns that must emerge: what the model shows without any of it being put in by hand.
//!
//! Each is measured in the built-in region with a few keys changed, so that the mechanism it is due
//! to matters. Its *twin* is the same with that mechanism taken away: there the pattern must be
//! absent. And it must not hang on one value: three parameters are moved by a fifth, one at a time,
//! down and up. Claims are about the model, not about the world.

mod money;
mod places;
mod reach;
mod records;
mod shocks;

use std::ops::ControlFlow;

use super::effects::WHOLE;
use crate::engine::{self, Options};
use crate::measures::{GroupKind, measure};
use crate::results::Ensemble;
use crate::scenario::{self, EventKind, Problems, Scenario, ScheduledEvent};

/// The region in which patterns are looked for: mechanisms that came later, and that would blur what
/// a pattern is due to, are off. A pattern that is about one of them switches it on.
const PLAIN: &[&str] = &[
    WHOLE,
    "policy.order=random",
    "policy.refresh=calendar",
    "policy.lever_weeks=0",
    "use.flag=0",
    "use.deliberate=0.6",
    "use.mandated=0",
    "diffusion.benefit_seen=0",
    "diffusion.mandate_per_year=0",
    "joining.interest_benefit=0",
    "embedding.champions=0",
    "embedding.arises_per_year=0",
    "organisation.lead_leaves=0",
    "forces.core_and_peripheral.unsupported=0",
    "forces.unintended.misled=0",
    "funder.success=impression",
    "funder.benefit=0",
    "funder.stops_below=0",
    "events.takeover_per_year=0",
    "events.scandal_leave=0",
    "events.scandal_ends=0",
    "events.scandal_sponsor=0",
    "scale.develop_waits=false",
    "scale.reference_size=0",
    "scale.shared_experience=1",
    "policy.work_in_progress=40",
    "team.clinical_lead.leads=false",
];

/// By how much a parameter is varied.
const VARIED: f64 = 0.2;

/// A pattern, and where it is looked for.
#[derive(Debug)]
pub struct Pattern {
    /// Its number, 1 to 16; a pattern of two claims has two entries.
    pub number: u8,
    /// What is claimed, in words.
    pub claim: &'static str,
    /// The mechanism that it is due to, as it is named in the twin.
    pub mechanism: &'static str,
    /// Keys over the built-in region, in all variants.
    pub keys: &'static [&'static str],
    /// What is compared; at least one.
    pub variants: &'static [Variant],
    /// Horizon, weeks.
    pub weeks: u32,
    /// Futures of each variant.
    pub replicates: u32,
    /// Keys that take the mechanism away.
    pub without: &'static [&'static str],
    /// Parameters that are moved by a fifth.
    pub vary: [Vary; 3],
    /// What is measured of the variants; no number where it cannot be measured.
    pub figure: fn(&Seen) -> f64,
    /// The pattern is there if the figure is at least this, and absent if it is less.
    pub least: f64,
}

/// One of the scenarios that a pattern compares.
#[derive(Debug)]
pub struct Variant {
    /// Further keys.
    pub keys: &'static [&'static str],
    /// What keys cannot say: events, levers, listed organisations, further regions.
    pub change: fn(&mut Scenario),
}

/// A scenario with further keys only.
const fn keyed(keys: &'static [&'static str]) -> Variant {
    Variant { keys, change: |_| {} }
}

/// The scenario as it is.
const AS_IT_IS: Variant = keyed(&[]);

/// A parameter that is varied, with the value that it has in the pattern.
#[derive(Debug, Clone, Copy)]
pub struct Vary {
    /// Key.
    pub key: &'static str,
    /// Its value; a test holds that it is the one in force.
    pub value: f64,
    /// True if only whole numbers are allowed.
    pub whole: bool,
}

const fn by(key: &'static str, value: f64) -> Vary {
    Vary { key, value, whole: false }
}

const fn by_whole(key: &'static str, value: f64) -> Vary {
    Vary { key, value, whole: true }
}

impl Vary {
    /// The override that sets it to so many times its value.
    pub fn times(&self, factor: f64) -> String {
        let value = self.value * factor;
        // Past the ninth digit there is only the noise of the product, which a range may refuse.
        let value = if self.whole { value.round() } else { (value * 1e9).round() / 1e9 };
        format!("{}={value}", self.key)
    }
}

/// What came of a pattern.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The figure with the mechanism.
    pub figure: f64,
    /// The figure of the twin.
    pub twin: f64,
    /// The figure with one parameter moved: the override and the figure. Empty unless asked for.
    pub variations: Vec<(String, f64)>,
}

impl Outcome {
    /// True if the pattern is there, in all variations, and absent in the twin.
    pub fn holds(&self, pattern: &Pattern) -> bool {
        let there = |figure: f64| figure >= pattern.least;
        there(self.figure)
            && self.twin < pattern.least
            && self.variations.iter().all(|(_, figure)| there(*figure))
    }
}

/// The variants of a pattern as they were run.
#[derive(Debug)]
pub struct Seen {
    runs: Vec<(Scenario, Ensemble)>,
}

/// All patterns, in the order of their numbers.
pub fn patterns() -> Vec<&'static Pattern> {
    let all =
        [reach::PATTERNS, records::PATTERNS, money::PATTERNS, places::PATTERNS, shocks::PATTERNS];
    let mut list: Vec<&Pattern> = all.into_iter().flatten().collect();
    list.sort_by_key(|pattern| pattern.number);
    list
}

/// Run a pattern, its twin, and the six variations if they are asked for.
///
/// # Errors
/// If a key or value of the pattern does not fit.
pub fn check(pattern: &Pattern, replicates: u32, vary: bool) -> Result<Outcome, Problems> {
    let figure = |more: &[&str]| {
        let runs = pattern.variants.iter().map(|variant| {
            let s = scenario_of(pattern, variant, more)?;
            let options = Options { replicates: 0..replicates, record: None, ..Options::of(&s) };
            let futures = engine::ensemble(&s, &options, &|_| ControlFlow::Continue(()));
            Ok((s, futures))
        });
        let seen = Seen { runs: runs.collect::<Result<_, Problems>>()? };
        Ok::<f64, Problems>((pattern.figure)(&seen))
    };
    let mut variations = vec![];
    if vary {
        for parameter in &pattern.vary {
            for factor in [1.0 - VARIED, 1.0 + VARIED] {
                let change = parameter.times(factor);
                let value = figure(&[&change])?;
                variations.push((change, value));
            }
        }
    }
    Ok(Outcome { figure: figure(&[])?, twin: figure(pattern.without)?, variations })
}

/// The scenario of a variant, with `more` keys laid over it.
///
/// # Errors
/// If a key or value does not fit.
pub fn scenario_of(
    pattern: &Pattern,
    variant: &Variant,
    more: &[&str],
) -> Result<Scenario, Problems> {
    let own = [pattern.keys, variant.keys, more].concat();
    let name = |key: &str| key.split('=').next().unwrap_or_default().to_owned();
    let stated = |key: &&&str| !own.iter().any(|other| name(other) == name(key));
    let keys = PLAIN.iter().filter(stated).chain(&own).copied();
    let keys: Vec<String> = keys.map(str::to_owned).collect();
    let mut s = scenario::builtin(&keys)?.scenario;
    s.end_after(pattern.weeks);
    s.targets.clear();
    (variant.change)(&mut s);
    Ok(s)
}

impl Seen {
    fn scenario(&self, run: usize) -> &Scenario {
        &self.runs[run].0
    }

    fn futures(&self, run: usize) -> &Ensemble {
        &self.runs[run].1
    }

    /// Mean of a measure over futures in a week, for everything.
    fn mean(&self, run: usize, name: &str, week: u32) -> f64 {
        self.mean_of(run, name, None, week)
    }

    /// The same for a group; no number where no future has a value.
    fn mean_of(&self, run: usize, name: &str, group: Option<(GroupKind, &str)>, week: u32) -> f64 {
        let futures = self.futures(run);
        let at = match group {
            Some((kind, id)) => futures.group(kind, id),
            None => Some(0),
        };
        let values = match (measure(name), at) {
            (Some(m), Some(at)) => futures.values(m, at, week),
            _ => vec![],
        };
        values.iter().map(|&x| f64::from(x)).sum::<f64>() / values.len() as f64
    }

    /// Mean over several weeks as well.
    fn over(&self, run: usize, name: &str, weeks: std::ops::RangeInclusive<u32>) -> f64 {
        let n = weeks.clone().count() as f64;
        weeks.map(|week| self.mean(run, name, week)).sum::<f64>() / n
    }

    /// The week in which the mean over futures has come to half of what it is at most until the
    /// horizon.
    fn half_time(&self, run: usize, name: &str) -> f64 {
        let weeks = self.futures(run).weeks;
        // The first week has no value of a measure over a window.
        let course: Vec<f64> = (1..=weeks).map(|week| self.mean(run, name, week)).collect();
        let most = course.iter().fold(0.0, |a: f64, &b| a.max(b));
        let at = course.iter().position(|&x| x >= most / 2.0);
        at.map_or(f64::NAN, |at| at as f64 + 1.0)
    }
}

/// Nothing by chance: for comparisons of what an event would blur.
macro_rules! quiet {
    ($($more:literal),* $(,)?) => {
        &[
            "events.reorganisation=off", "events.boundary_change=off", "events.sponsor_loss=off",
            "events.conflict=off", "events.local_scandal=off", "events.national_scandal=off",
            "events.contract_collapse=off", "events.tool_setback=off",
            "events.new_alternative=off", "events.rival_fails=off", "events.merger=off",
            "events.system_change=off", "events.supplier_delay=off", "events.evaluation=off",
            $($more),*
        ]
    };
}
use quiet;

/// An event everywhere in a week.
fn comes(s: &mut Scenario, event: EventKind, week: u32) {
    s.scheduled.push(ScheduledEvent { event, week, region: None, size: 1.0 });
}

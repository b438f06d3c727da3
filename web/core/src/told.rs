//! What follows from the futures that are held: in words, as curves, beside another plan.

use serde::Serialize;
use uptake::experiments::Matched;
use uptake::measures::{Counter, Measure, measure};
use uptake::outputs::answer::{answer, sentences};
use uptake::outputs::{Compared, ComparisonSummary, HEADLINES, Summary, coverage_csv};
use uptake::results::{Comparison, Curves, Ensemble, ReplicateResult};

use crate::held::Held;

/// What the two plans are called.
const NAMES: [&str; 2] = ["Plan A", "Plan B"];

/// What is told of a plan.
#[derive(Serialize)]
pub struct Told {
    /// Futures that this rests on.
    futures: u32,
    /// The answer, sentence by sentence, as `uptake run` prints it.
    answer: Vec<String>,
    /// `summary.json`.
    summary: Summary,
    /// The rows of `coverage.csv` of the measures asked for, of everything together.
    rows: String,
    /// What the measures are.
    measures: Vec<About>,
    /// For each future, how many organisations are in real use week by week.
    courses: Vec<Vec<f32>>,
    /// The plan beside the one that it is held against.
    beside: Option<Beside>,
}

/// A measure in words.
#[derive(Serialize)]
struct About {
    name: &'static str,
    label: &'static str,
    unit: &'static str,
    of: &'static str,
}

/// A plan beside another.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Beside {
    /// Why they cannot be compared future by future.
    Cannot(String),
    Compared(Box<Pairs>),
}

/// Two plans in the same futures.
#[derive(Serialize)]
pub struct Pairs {
    /// What `uptake compare` says: on coverage, on cost, on how sure that is.
    sentences: [String; 3],
    /// `comparison.json`.
    summary: Option<ComparisonSummary>,
    /// Future by future, organisations in real use at the end: more (or fewer) than in the other plan.
    differences: Vec<f32>,
}

/// Futures drawn one by one.
const COURSES: usize = 12;

/// Tell of the first futures.
pub fn told(
    held: &Held,
    base: Option<&Held>,
    most: u32,
    wanted: &[&'static Measure],
) -> Result<Told, String> {
    let scenario = &held.read.scenario;
    let ensemble = held.first(most, &scenario.name);
    let is_wanted = |m: &Measure| wanted.iter().any(|w| w.name == m.name);
    let curves = Curves::only(&ensemble, |m| is_wanted(m) || HEADLINES.contains(&m.name));
    let summary = Summary::of(scenario, &ensemble, &curves);
    let shown = Curves {
        scenario: curves.scenario.clone(),
        dates: curves.dates.clone(),
        groups: curves.groups.clone(),
        curves: curves
            .curves
            .iter()
            .filter(|c| c.group == 0 && is_wanted(c.measure))
            .cloned()
            .collect(),
    };
    let rows = coverage_csv(&shown).map_err(|error| error.to_string())?;
    let course = |r: &ReplicateResult| {
        let weeks = 0..=ensemble.weeks as usize;
        weeks.map(|week| r.trajectory.get(Counter::OrgRealUse, 0, week)).collect()
    };
    Ok(Told {
        futures: ensemble.replicates.len() as u32,
        answer: answer(&ensemble, &summary),
        summary,
        rows: String::from_utf8(rows).map_err(|error| error.to_string())?,
        measures: wanted
            .iter()
            .map(|m| About { name: m.name, label: m.label, unit: m.unit.id(), of: m.of })
            .collect(),
        courses: ensemble.replicates.iter().take(COURSES).map(course).collect(),
        beside: base.and_then(|base| beside(base, held, most)),
    })
}

fn beside(base: &Held, held: &Held, most: u32) -> Option<Beside> {
    let both = [base, held];
    let named = both.iter().zip(NAMES).map(|(held, name)| {
        let mut scenario = held.read.scenario.clone();
        name.clone_into(&mut scenario.name);
        scenario
    });
    let matched = match Matched::new(named.collect()) {
        Ok(matched) if matched.notes().is_empty() => matched,
        Ok(matched) => return Some(Beside::Cannot(matched.notes().join("; "))),
        Err(mismatch) => return Some(Beside::Cannot(mismatch.to_string())),
    };
    let many = both.map(|held| held.first(most, "").replicates.len() as u32);
    let ensembles: Vec<Ensemble> =
        both.iter().zip(NAMES).map(|(held, name)| held.first(many[0].min(many[1]), name)).collect();
    let measures: Vec<_> = HEADLINES.iter().filter_map(|name| measure(name)).collect();
    let comparison = Comparison::of(&ensembles[0], &ensembles[1], &measures, 0.0)?;
    let comparisons = [comparison];
    let compared = Compared {
        scenarios: matched.scenarios(),
        notes: matched.notes(),
        ensembles: &ensembles,
        comparisons: &comparisons,
        precise: measure(HEADLINES[2])?,
        half_width: 0.01,
        discount_per_year: 0.0,
    };
    let at_end = |e: &Ensemble| -> Vec<f32> {
        let real_use =
            |r: &ReplicateResult| r.trajectory.get(Counter::OrgRealUse, 0, e.weeks as usize);
        e.replicates.iter().map(real_use).collect()
    };
    let pairs = at_end(&ensembles[0]).into_iter().zip(at_end(&ensembles[1]));
    Some(Beside::Compared(Box::new(Pairs {
        sentences: sentences(&comparisons[0], &compared),
        summary: ComparisonSummary::of(&compared),
        differences: pairs.map(|(a, b)| b - a).collect(),
    })))
}

/// `coverage.csv` of the first futures, byte for byte that of `uptake run`.
pub fn csv(held: &Held, most: u32) -> Result<Vec<u8>, String> {
    let ensemble = held.first(most, &held.read.scenario.name);
    coverage_csv(&Curves::of(&ensemble)).map_err(|error| error.to_string())
}

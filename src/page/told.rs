//! What follows from some futures: in words, as curves, beside another plan.

use std::sync::Arc;

use serde::Serialize;

use crate::experiments::Matched;
use crate::measures::{Counter, GroupKind, Measure, measure};
use crate::outputs::about::{self as reach, REACH};
use crate::outputs::answer::{answer, sentences};
use crate::outputs::{
    Compared, ComparisonSummary, HEADLINES, OutputError, Summary, coverage_csv, subject,
};
use crate::results::{Comparison, Curves, Ensemble, Group, Layout, ReplicateResult, Trajectory};
use crate::scenario::{Scenario, Target};

/// What the two plans are called.
const NAMES: [&str; 2] = ["Plan A", "Plan B"];

/// What is told of a plan.
#[derive(Serialize)]
pub struct Told {
    /// Futures that this rests on.
    futures: u32,
    /// What the organisations of the first sentence and of its curve are called.
    noun: String,
    /// The answer, sentence by sentence, as `uptake run` prints it.
    answer: Vec<String>,
    /// `summary.json`.
    summary: Summary,
    /// The rows of `coverage.csv` of the measures asked for, of everything together; of organisations in real
    /// use those of the first sentence.
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

/// A plan's scenario with some of its futures, from the first on.
#[derive(Debug, Clone, Copy)]
pub struct Futures<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Its futures; of each at least what is counted of everything together.
    pub ensemble: &'a Ensemble,
}

impl Futures<'_> {
    /// The first futures under another name.
    fn first(&self, most: usize, name: &str) -> Ensemble {
        let mut first = self.ensemble.clone();
        first.replicates.truncate(most);
        name.clone_into(&mut first.scenario);
        first
    }
}

/// Tell of a plan, perhaps beside another in the same futures.
///
/// # Errors
/// If a table cannot be written, which memory alone can cause.
pub fn told(
    plan: Futures<'_>,
    base: Option<Futures<'_>>,
    wanted: &[&'static Measure],
) -> Result<Told, OutputError> {
    let Futures { scenario, ensemble } = plan;
    let is_wanted = |m: &Measure| wanted.iter().any(|w| w.name == m.name);
    let curves = Curves::only(ensemble, |m| is_wanted(m) || HEADLINES.contains(&m.name));
    let summary = Summary::of(scenario, ensemble, &curves);
    let about = reach::About::of(scenario, ensemble);
    let shown = Curves {
        scenario: curves.scenario.clone(),
        dates: curves.dates.clone(),
        groups: curves.groups.clone(),
        curves: curves
            .curves
            .iter()
            .filter(|c| c.group == if c.measure.name == REACH { about.group } else { 0 })
            .filter(|c| is_wanted(c.measure))
            .cloned()
            .collect(),
    };
    let rows = coverage_csv(&shown)?;
    let course = |r: &ReplicateResult| {
        let weeks = 0..=ensemble.weeks as usize;
        weeks.map(|week| r.trajectory.get(Counter::OrgRealUse, about.group, week)).collect()
    };
    Ok(Told {
        futures: ensemble.replicates.len() as u32,
        noun: about.noun,
        answer: answer(ensemble, &summary),
        summary,
        rows: String::from_utf8_lossy(&rows).into_owned(),
        measures: wanted
            .iter()
            .map(|m| About { name: m.name, label: m.label, unit: m.unit.id(), of: m.of })
            .collect(),
        courses: ensemble.replicates.iter().take(COURSES).map(course).collect(),
        beside: base.and_then(|base| beside(base, plan)),
    })
}

fn beside(base: Futures<'_>, plan: Futures<'_>) -> Option<Beside> {
    let both = [base, plan];
    let named = both.iter().zip(NAMES).map(|(futures, name)| {
        let mut scenario = futures.scenario.clone();
        name.clone_into(&mut scenario.name);
        scenario
    });
    let matched = match Matched::new(named.collect()) {
        Ok(matched) if matched.notes().is_empty() => matched,
        Ok(matched) => return Some(Beside::Cannot(matched.notes().join("; "))),
        Err(mismatch) => return Some(Beside::Cannot(mismatch.to_string())),
    };
    let many = both.iter().map(|futures| futures.ensemble.replicates.len()).min()?;
    let named = both.iter().zip(NAMES);
    let ensembles: Vec<Ensemble> = named.map(|(futures, name)| futures.first(many, name)).collect();
    let measures: Vec<_> = HEADLINES.iter().filter_map(|name| measure(name)).collect();
    let of = subject(matched.base(), &ensembles[0]);
    let what = (&measures[..], of.as_deref());
    let comparison = Comparison::of(&ensembles[0], &ensembles[1], what, 0.0)?;
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
        let real_use = |r: &ReplicateResult| {
            let group = r.trajectory.layout().index_of(of.as_deref());
            r.trajectory.get(Counter::OrgRealUse, group, e.weeks as usize)
        };
        e.replicates.iter().map(real_use).collect()
    };
    let pairs = at_end(&ensembles[0]).into_iter().zip(at_end(&ensembles[1]));
    Some(Beside::Compared(Box::new(Pairs {
        sentences: sentences(&comparisons[0], &compared),
        summary: ComparisonSummary::of(&compared),
        differences: pairs.map(|(a, b)| b - a).collect(),
    })))
}

/// `coverage.csv` of whole futures, byte for byte that of `uptake run`.
///
/// # Errors
/// As [`told`].
pub fn table(ensemble: &Ensemble) -> Result<Vec<u8>, OutputError> {
    coverage_csv(&Curves::of(ensemble))
}

/// Groups of which enough is kept to tell of a plan: everything, regions, of which pounds are the sum, and
/// what goals are about.
pub fn groups(scenario: &Scenario) -> Vec<Group> {
    let told = |group: &Group| {
        let goal = |target: &Target| target.of.as_ref().is_some_and(|of| of.id == group.id);
        matches!(group.kind, GroupKind::All | GroupKind::Region)
            || scenario.targets.iter().any(goal)
    };
    Group::all(scenario).into_iter().filter(told).collect()
}

/// What of a future is enough to tell of it. `layout` is that of [`groups`].
pub fn kept(future: ReplicateResult, layout: &Arc<Layout>, weeks: u32) -> ReplicateResult {
    let mut few = Trajectory::new(Arc::clone(layout));
    let whole = future.trajectory.layout().groups();
    for (to, group) in layout.groups().iter().enumerate() {
        let is_it = |other: &Group| other.kind == group.kind && other.id == group.id;
        let Some(from) = whole.iter().position(is_it) else { continue };
        for counter in Counter::ALL {
            for week in 0..=weeks as usize {
                few.set(counter, to, week, future.trajectory.exact(counter, from, week));
            }
        }
    }
    ReplicateResult { trajectory: few, ..future }
}

//! `explanation.json`: the main figures, for programs.

use serde::Serialize;

use super::Explained;
use crate::measures::Unit;
use crate::outputs::OutputError;
use crate::outputs::numbers::rounded;
use crate::results::{Binding, Effect};

/// Version of the format of `explanation.json`.
pub const EXPLANATION_SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Summary<'a> {
    schema_version: u32,
    scenario: &'a str,
    measure: &'static str,
    unit: Unit,
    week: u32,
    date: String,
    seed: u64,
    replicates: u32,
    without_value: u32,
    runs: u64,
    largest_step: Option<Step>,
    periods: Vec<Year>,
    not_relaxed: Vec<NotRelaxed>,
    total: Option<Figures>,
    all_on: Option<f64>,
    all_off: Option<f64>,
    families: Vec<Named>,
    forces: Vec<Named>,
    absent: &'a [&'static str],
}

#[derive(Serialize)]
struct Step {
    from: &'static str,
    to: &'static str,
    futures: usize,
    of: usize,
}

#[derive(Serialize)]
struct Year {
    from_week: u32,
    to_week: u32,
    to_date: String,
    /// One if a constraint binds, several if they cannot be told apart, none if nothing gains.
    binding: Vec<&'static str>,
}

#[derive(Serialize)]
struct NotRelaxed {
    name: &'static str,
    why: &'static str,
}

#[derive(Serialize)]
struct Named {
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    exact: Option<Figures>,
    sampled: Figures,
    knock_out: Figures,
}

/// A mean difference in the measure's unit.
#[derive(Serialize)]
struct Figures {
    mean: f64,
    half_width: Option<f64>,
    p05: f64,
    p50: f64,
    p95: f64,
    more: u32,
    same: u32,
    fewer: u32,
    told_from_zero: bool,
}

fn number(x: f64) -> f64 {
    rounded(x, 6)
}

impl From<&Effect> for Figures {
    fn from(effect: &Effect) -> Self {
        let [mean, p05, p50, p95] =
            [effect.mean(), effect.spread.p05, effect.spread.p50, effect.spread.p95].map(number);
        Figures {
            mean,
            half_width: effect.half_width.map(number),
            p05,
            p50,
            p95,
            more: effect.more,
            same: effect.same,
            fewer: effect.fewer(),
            told_from_zero: effect.told,
        }
    }
}

/// `explanation.json`.
///
/// # Errors
/// If it cannot be encoded, which memory alone can cause.
pub fn explanation_json(explained: &Explained) -> Result<Vec<u8>, OutputError> {
    let found = explained.found;
    let attribution = found.attribution.as_ref();
    let names = |binding: &Binding| -> Vec<&'static str> {
        let which = match binding {
            Binding::One(one) => vec![*one],
            Binding::Several(several) => several.clone(),
            Binding::Nothing => vec![],
        };
        which.into_iter().map(|i| explained.constraint(i).name).collect()
    };
    let summary = Summary {
        schema_version: EXPLANATION_SCHEMA,
        scenario: &explained.scenario.name,
        measure: found.measure.name,
        unit: found.measure.unit,
        week: found.week,
        date: explained.base.date(found.week).to_string(),
        seed: explained.scenario.seed,
        replicates: found.replicates,
        without_value: found.without_value,
        runs: found.runs,
        largest_step: explained.funnel().largest.map(|largest| Step {
            from: largest.from,
            to: largest.to,
            futures: largest.futures,
            of: largest.all,
        }),
        periods: found
            .periods
            .iter()
            .map(|period| Year {
                from_week: period.from,
                to_week: period.to,
                to_date: explained.base.date(period.to).to_string(),
                binding: names(&period.binding),
            })
            .collect(),
        not_relaxed: found
            .not_relaxed
            .iter()
            .map(|(constraint, why)| NotRelaxed { name: constraint.name, why })
            .collect(),
        total: attribution.map(|a| Figures::from(&a.total)),
        all_on: attribution.map(|a| number(a.all_on.mean)),
        all_off: attribution.map(|a| number(a.all_off.mean)),
        families: attribution.map_or(Vec::new(), |a| {
            let named = |f: &crate::results::FamilyShare| Named {
                name: f.name,
                exact: Some((&f.exact).into()),
                sampled: (&f.sampled).into(),
                knock_out: (&f.knock_out).into(),
            };
            a.families.iter().map(named).collect()
        }),
        forces: attribution.map_or(Vec::new(), |a| {
            let named = |f: &crate::results::ForceShare| Named {
                name: f.name,
                exact: None,
                sampled: (&f.sampled).into(),
                knock_out: (&f.knock_out).into(),
            };
            a.forces.iter().map(named).collect()
        }),
        absent: &found.absent,
    };
    let mut bytes = serde_json::to_vec_pretty(&summary)?;
    bytes.push(b'\n');
    Ok(bytes)
}

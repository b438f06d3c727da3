//! The three tidy tables.

use super::Explained;
use crate::measures::Unit;
use crate::outputs::OutputError;
use crate::outputs::funnel::ALL;
use crate::outputs::numbers::rounded;
use crate::outputs::study::plain_table;
use crate::results::{Binding, Effect, Spread};

/// Columns of `funnel.csv`: shares of the denominator of each chain; what is `missing` of the step
/// before `waits` or is `lost`.
pub const FUNNEL_COLUMNS: [&str; 13] = [
    "step",
    "date",
    "week",
    "chain",
    "label",
    "missing",
    "of",
    "denominator",
    "replicates",
    "low",
    "p50",
    "high",
    "largest_in",
];
/// Columns of `constraints.csv`. `kind` is `observed`, `gain_within` (made within the period) or
/// `gain_by_end`; `binds` is `yes`, `level` (not told from the largest) or `no`.
pub const CONSTRAINT_COLUMNS: [&str; 20] = [
    "period",
    "from_week",
    "to_week",
    "to_date",
    "kind",
    "name",
    "label",
    "relaxed",
    "unit",
    "replicates",
    "mean",
    "half_width",
    "p05",
    "p50",
    "p95",
    "more",
    "same",
    "fewer",
    "told_from_zero",
    "binds",
];
/// Columns of `attribution.csv`. `method` is `knock_out`, `sampled` (Owen value) or `exact`
/// (Shapley value among families); `level` is `force`, `family` or `all`.
pub const ATTRIBUTION_COLUMNS: [&str; 18] = [
    "level",
    "method",
    "name",
    "title",
    "section",
    "family",
    "measure",
    "unit",
    "replicates",
    "mean",
    "half_width",
    "p05",
    "p50",
    "p95",
    "more",
    "same",
    "fewer",
    "told_from_zero",
];

/// Decimals of values.
const DECIMALS: u32 = 6;

fn number(x: f64) -> String {
    rounded(x, DECIMALS).to_string()
}

fn whole(n: impl Into<u64>) -> String {
    n.into().to_string()
}

/// `funnel.csv`: a row a step, from all organisations on.
///
/// # Errors
/// If memory runs out.
pub fn funnel_csv(explained: &Explained) -> Result<Vec<u8>, OutputError> {
    let funnel = explained.funnel();
    let (date, week) = (explained.base.date(funnel.week).to_string(), whole(funnel.week));
    let all = number(f64::from(funnel.organisations));
    let futures = funnel.futures.to_string();
    let mut rows = vec![
        [
            "0",
            &date,
            &week,
            "organisations",
            ALL,
            "",
            "organisations",
            &all,
            &futures,
            "1",
            "1",
            "1",
            "",
        ]
        .map(str::to_owned)
        .to_vec(),
    ];
    for (i, step) in funnel.steps.iter().enumerate() {
        let left = |of: fn(&crate::outputs::funnel::Left) -> f64| {
            step.left.as_ref().map_or(String::new(), |left| number(of(left)))
        };
        rows.push(vec![
            (i + 1).to_string(),
            date.clone(),
            week.clone(),
            step.chain.to_owned(),
            step.label.to_owned(),
            step.missing.word().to_owned(),
            step.of.to_owned(),
            left(|l| l.of),
            step.left.map_or(0, |l| l.replicates).to_string(),
            left(|l| l.p05),
            left(|l| l.p50),
            left(|l| l.p95),
            step.largest_in.to_string(),
        ]);
    }
    plain_table(&FUNNEL_COLUMNS, &rows)
}

/// Mean, half-width, percentiles.
fn figures(spread: &Spread, half_width: Option<f64>) -> Vec<String> {
    let half = half_width.map_or(String::new(), number);
    let mut cells = vec![whole(spread.replicates), number(spread.mean), half];
    cells.extend([spread.p05, spread.p50, spread.p95].map(number));
    cells
}

fn counts(effect: &Effect) -> [String; 3] {
    [whole(effect.more), whole(effect.same), whole(effect.fewer())]
}

fn unit(unit: Unit) -> String {
    unit.id().to_owned()
}

/// `constraints.csv`: for each period what was seen, and what each relaxation gains.
///
/// # Errors
/// If memory runs out.
pub fn constraints_csv(explained: &Explained) -> Result<Vec<u8>, OutputError> {
    let found = explained.found;
    let mut rows = Vec::new();
    for (which, period) in found.periods.iter().enumerate() {
        let head = |kind: &str, name: &str, label: &str, relaxed: &str, unit: String| {
            vec![
                (which + 1).to_string(),
                whole(period.from),
                whole(period.to),
                explained.base.date(period.to).to_string(),
                kind.to_owned(),
                name.to_owned(),
                label.to_owned(),
                relaxed.to_owned(),
                unit,
            ]
        };
        for seen in &period.observed {
            let mut row = head("observed", seen.name, seen.label, "", unit(seen.unit));
            row.extend(figures(&seen.spread, None));
            row.extend([const { String::new() }; 5]);
            rows.push(row);
        }
        for (i, relaxed) in period.relaxed.iter().enumerate() {
            let constraint = explained.constraint(i);
            let binds = match &period.binding {
                Binding::One(one) if *one == i => "yes",
                Binding::Several(several) if several.contains(&i) => "level",
                _ => "no",
            };
            for (kind, effect, binds) in
                [("gain_within", relaxed.within, binds), ("gain_by_end", relaxed.by_end, "")]
            {
                let of = unit(found.measure.unit);
                let mut row = head(kind, constraint.name, constraint.label, constraint.relaxed, of);
                row.extend(figures(&effect.spread, effect.half_width));
                row.extend(counts(&effect));
                row.extend([effect.told.to_string(), binds.to_owned()]);
                rows.push(row);
            }
        }
    }
    plain_table(&CONSTRAINT_COLUMNS, &rows)
}

/// `attribution.csv`: what forces, families and all forces add, in the measure's unit.
///
/// # Errors
/// If memory runs out.
pub fn attribution_csv(explained: &Explained) -> Result<Vec<u8>, OutputError> {
    let measure = explained.found.measure;
    let mut rows = Vec::new();
    let mut add = |names: [&str; 6], effect: &Effect| {
        let mut row = names.map(str::to_owned).to_vec();
        row.extend([measure.name.to_owned(), unit(measure.unit)]);
        row.extend(figures(&effect.spread, effect.half_width));
        row.extend(counts(effect));
        row.push(effect.told.to_string());
        rows.push(row);
    };
    if let Some(found) = &explained.found.attribution {
        add(["all", "knock_out", "all", "All forces", "", ""], &found.total);
        for family in &found.families {
            for (method, effect) in [
                ("exact", &family.exact),
                ("sampled", &family.sampled),
                ("knock_out", &family.knock_out),
            ] {
                add(["family", method, family.name, family.title, "", family.name], effect);
            }
        }
        for force in &found.forces {
            let family = found.families[force.family].name;
            for (method, effect) in [("sampled", &force.sampled), ("knock_out", &force.knock_out)] {
                add(["force", method, force.name, force.title, force.section, family], effect);
            }
        }
    }
    plain_table(&ATTRIBUTION_COLUMNS, &rows)
}

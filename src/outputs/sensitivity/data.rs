//! The figures of an analysis as CSV and as JSON.

use serde_json::{Map, Value, json};

use super::{Analysed, sensitivity_answer};
use crate::outputs::OutputError;
use crate::outputs::study::{plain_table, six_digits};
use crate::results::sensitivity::Found;
use crate::stats::sensitivity::Index;

/// Version of the format of `sensitivity.json`.
pub const SENSITIVITY_SCHEMA: u32 = 2;

const MORRIS: [&str; 8] = [
    "parameter",
    "mu_star",
    "mu_star_half_width",
    "mu",
    "sigma",
    "mu_star_plain",
    "effects",
    "told_from_luck",
];
const SOBOL: [&str; 8] = [
    "parameter",
    "first",
    "first_low",
    "first_high",
    "total",
    "total_low",
    "total_high",
    "told_from_zero",
];
const TORNADO: [&str; 5] = ["parameter", "value", "change", "half_width", "told_from_zero"];

/// `sensitivity.csv`: a row a parameter, or one at a time a row a value; in the unit of the measure.
///
/// # Errors
/// If the table cannot be encoded.
pub fn sensitivity_csv(analysed: &Analysed) -> Result<Vec<u8>, OutputError> {
    let (columns, rows) = table(analysed);
    plain_table(columns, &rows)
}

/// `sensitivity.json`: the answer in words, and the rows of the table.
///
/// # Errors
/// If memory runs out.
pub fn sensitivity_json(analysed: &Analysed) -> Result<Vec<u8>, OutputError> {
    let (columns, rows) = table(analysed);
    let object = |row: &Vec<String>| {
        let cells = columns.iter().zip(row).map(|(name, cell)| {
            let number = cell.parse::<f64>().ok().and_then(serde_json::Number::from_f64);
            let value = match (cell.as_str(), number) {
                ("", _) => Value::Null,
                ("true", _) => Value::Bool(true),
                ("false", _) => Value::Bool(false),
                (_, Some(number)) => Value::Number(number),
                (text, None) => Value::from(text),
            };
            ((*name).to_owned(), value)
        });
        Value::Object(cells.collect::<Map<_, _>>())
    };
    let (plan, column) = (analysed.plan, analysed.column);
    let extra = match analysed.found {
        Found::Morris(_) => json!({}),
        Found::Sobol(shares) => json!({ "luck_share_of_variance": shares.noise_share }),
        Found::Tornado { base, .. } => json!({ "base": base }),
    };
    let json = json!({
        "schema_version": SENSITIVITY_SCHEMA,
        "name": plan.name,
        "design": plan.design,
        "design_hash": plan.design_hash,
        "points": plan.points,
        "replicates": plan.replicates,
        "measure": column.measure.name,
        "week": column.week,
        "date": column.date.to_string(),
        "answer": sensitivity_answer(analysed).map(|words| words.replace('\u{a0}', " ")),
        "method": extra,
        "parameters": rows.iter().map(object).collect::<Vec<_>>(),
    });
    Ok((serde_json::to_string_pretty(&json)? + "\n").into_bytes())
}

fn table(analysed: &Analysed) -> (&'static [&'static str], Vec<Vec<String>>) {
    let key = |which: usize| analysed.key(which).to_owned();
    let half = |half: Option<f64>| half.map_or(String::new(), six_digits);
    match analysed.found {
        Found::Morris(found) => {
            let row = |s: &crate::results::sensitivity::Screened| {
                let e = &s.effects;
                vec![
                    key(s.parameter),
                    six_digits(e.mu_star),
                    half(e.half_width),
                    six_digits(e.mu),
                    six_digits(e.sigma),
                    six_digits(e.plain),
                    e.effects.to_string(),
                    (!s.cannot_be_told_from_luck()).to_string(),
                ]
            };
            (&MORRIS, found.iter().map(row).collect())
        }
        Found::Sobol(shares) => {
            let row = |(which, told): (usize, bool)| {
                let (first, total) = shares.indices[which];
                let figures = |index: Index| {
                    let ends = index.interval;
                    let low = half(ends.map(|(low, _)| low));
                    [six_digits(index.value), low, half(ends.map(|(_, high)| high))]
                };
                let mut row = vec![key(which)];
                row.extend(figures(first).into_iter().chain(figures(total)));
                row.push(told.to_string());
                row
            };
            (&SOBOL, analysed.order().into_iter().map(row).collect())
        }
        Found::Tornado { swings, .. } => {
            let rows = swings.iter().flat_map(|s| {
                s.levels.iter().map(|level| {
                    vec![
                        key(s.parameter),
                        level.cell.to_string().trim_matches('"').to_owned(),
                        six_digits(level.mean),
                        half(level.half_width),
                        (!level.cannot_be_told_from_zero()).to_string(),
                    ]
                })
            });
            (&TORNADO, rows.collect())
        }
    }
}

//! The tables as CSV, and the main figures as JSON.

use serde::Serialize;

use super::Ranked;
use crate::measures::Unit;
use crate::outputs::OutputError;
use crate::outputs::study::{plain_table, six_digits};
use crate::results::ranking::{Rated, Table};
use crate::stats::ratio::Ratio;

/// Version of the format of `ranking.json`.
pub const RANKING_SCHEMA: u32 = 2;

/// Columns of `ranking.csv`: a row a lever and table, `alone` or `equal_money`. Gains are in the
/// unit of the measure.
pub const RANKING_COLUMNS: [&str; 27] = [
    "table",
    "rank",
    "group",
    "told_from_nothing",
    "bought",
    "dose",
    "intensity",
    "unit",
    "hours",
    "measure",
    "week",
    "futures",
    "draws",
    "gain",
    "gain_half_width",
    "gain_p05",
    "gain_p50",
    "gain_p95",
    "more",
    "cost",
    "over_money",
    "per_organisation",
    "per_organisation_low",
    "per_organisation_high",
    "per_patient",
    "per_patient_low",
    "per_patient_high",
];
/// Columns of `mixes.csv`: a row an option that was judged on fresh futures.
pub const MIX_COLUMNS: [&str; 22] = [
    "mix",
    "best",
    "as_good",
    "frontier",
    "measure",
    "week",
    "futures",
    "draws",
    "gain",
    "gain_half_width",
    "gain_p05",
    "gain_p50",
    "gain_p95",
    "more",
    "cost",
    "over_money",
    "per_organisation",
    "per_organisation_low",
    "per_organisation_high",
    "per_patient",
    "per_patient_low",
    "per_patient_high",
];

/// `ranking.csv`.
///
/// # Errors
/// If the table cannot be encoded.
pub fn ranking_csv(ranked: &Ranked) -> Result<Vec<u8>, OutputError> {
    let found = ranked.found;
    let rows = |name: &'static str, table: &Table| -> Vec<Vec<String>> {
        let row = |(i, r): (usize, &Rated)| {
            let mut row = vec![
                name.to_owned(),
                (i + 1).to_string(),
                table.group[i].to_string(),
                yes(table.told[i]),
            ];
            match r.bought.first() {
                Some(b) => row.extend([
                    b.name.clone(),
                    six_digits(b.dose),
                    six_digits(b.intensity),
                    b.unit.to_owned(),
                ]),
                None => row.extend(["", "", "", ""].map(str::to_owned)),
            }
            row.push(six_digits(r.hours));
            row.extend(figures(ranked, r));
            row
        };
        table.rated.iter().enumerate().map(row).collect()
    };
    let mut all = rows("alone", &found.alone);
    all.extend(rows("equal_money", &found.equal));
    plain_table(&RANKING_COLUMNS, &all)
}

/// `mixes.csv`.
///
/// # Errors
/// If the table cannot be encoded.
pub fn mixes_csv(ranked: &Ranked) -> Result<Vec<u8>, OutputError> {
    let found = ranked.found;
    let row = |(i, r): (usize, &Rated)| {
        let mut row = vec![
            r.name(),
            yes(i == found.best.mix),
            yes(found.best.as_good.contains(&i)),
            yes(found.frontier.contains(&i)),
        ];
        row.extend(figures(ranked, r));
        row
    };
    let rows: Vec<Vec<String>> = found.mixes.iter().enumerate().map(row).collect();
    plain_table(&MIX_COLUMNS, &rows)
}

fn yes(is: bool) -> String {
    if is { "yes" } else { "no" }.to_owned()
}

fn figures(ranked: &Ranked, r: &Rated) -> Vec<String> {
    let each = |ratio: Option<Ratio>| {
        let interval = ratio.and_then(|ratio| ratio.interval);
        [ratio.map(|ratio| ratio.value), interval.map(|i| i.0), interval.map(|i| i.1)]
            .map(|x| x.map_or(String::new(), six_digits))
    };
    let mut row = vec![
        ranked.found.measure.name.to_owned(),
        ranked.found.week.to_string(),
        r.gain.replicates.to_string(),
        r.gain.units.to_string(),
        six_digits(r.gain.mean),
        r.gain.half_width.map_or(String::new(), six_digits),
        six_digits(r.gain.p05),
        six_digits(r.gain.p50),
        six_digits(r.gain.p95),
        r.gain.more.to_string(),
        six_digits(r.cost.mean),
        r.over(ranked.found.money).0.to_string(),
    ];
    row.extend(each(r.per_organisation));
    row.extend(each(r.per_patient));
    row
}

#[derive(Serialize)]
struct Summary<'a> {
    schema_version: u32,
    scenario: &'a str,
    measure: &'static str,
    less_is_better: bool,
    unit: Unit,
    week: u32,
    date: String,
    seed: u64,
    draws: u32,
    futures: u32,
    runs: u64,
    money: f64,
    indifference: f64,
    alone: Vec<Row>,
    equal_money: Vec<Row>,
    best: Row,
    as_good: Vec<Row>,
    steps: Vec<Step<'a>>,
    frontier: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    bought: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    told_from_nothing: Option<bool>,
    gain: f64,
    /// Half-width of the 95 % interval of the mean; the unit is the draw.
    gain_half_width: Option<f64>,
    p05: f64,
    p95: f64,
    more: u32,
    cost: f64,
    over_money: u32,
    per_organisation: Option<f64>,
    per_organisation_interval: Option<[f64; 2]>,
    per_patient: Option<f64>,
    per_patient_interval: Option<[f64; 2]>,
}

#[derive(Serialize)]
struct Step<'a> {
    mix: &'a str,
    settled: bool,
}

/// `ranking.json`: the main figures, for programs.
///
/// # Errors
/// If it cannot be encoded.
pub fn ranking_json(ranked: &Ranked) -> Result<Vec<u8>, OutputError> {
    let found = ranked.found;
    let plain = |i: &usize| row(&found.mixes[*i], found.money, None);
    let table = |table: &Table| -> Vec<Row> {
        let marks = table.group.iter().copied().zip(table.told.iter().copied());
        table.rated.iter().zip(marks).map(|(r, marks)| row(r, found.money, Some(marks))).collect()
    };
    let summary = Summary {
        schema_version: RANKING_SCHEMA,
        scenario: &ranked.scenario.name,
        measure: found.measure.name,
        less_is_better: found.less,
        unit: found.measure.unit,
        week: found.week,
        date: ranked.base.date(found.week).to_string(),
        seed: ranked.scenario.seed,
        draws: found.draws,
        futures: found.futures,
        runs: found.runs,
        money: six(found.money),
        indifference: found.indifference,
        alone: table(&found.alone),
        equal_money: table(&found.equal),
        best: plain(&found.best.mix),
        as_good: found.best.as_good.iter().map(plain).collect(),
        steps: found
            .best
            .steps
            .iter()
            .map(|(mix, settled)| Step { mix, settled: *settled })
            .collect(),
        frontier: found.frontier.iter().map(plain).collect(),
    };
    let mut json = serde_json::to_vec_pretty(&summary)?;
    json.push(b'\n');
    Ok(json)
}

fn row(r: &Rated, money: f64, marks: Option<(u32, bool)>) -> Row {
    Row {
        bought: r.name(),
        group: marks.map(|(group, _)| group),
        told_from_nothing: marks.map(|(_, told)| told),
        gain: six(r.gain.mean),
        gain_half_width: r.gain.half_width.map(six),
        p05: six(r.gain.p05),
        p95: six(r.gain.p95),
        more: r.gain.more,
        cost: six(r.cost.mean),
        over_money: r.over(money).0,
        per_organisation: r.per_organisation.map(|ratio| six(ratio.value)),
        per_organisation_interval: ends(r.per_organisation),
        per_patient: r.per_patient.map(|ratio| six(ratio.value)),
        per_patient_interval: ends(r.per_patient),
    }
}

fn ends(ratio: Option<Ratio>) -> Option<[f64; 2]> {
    ratio?.interval.map(|(low, high)| [six(low), six(high)])
}

/// To six digits, as in the tables.
fn six(x: f64) -> f64 {
    six_digits(x).parse().unwrap_or(x)
}

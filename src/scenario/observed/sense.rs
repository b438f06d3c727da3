//! What rows say together: none twice, none against another, enough of them to fit to.

use std::collections::BTreeMap;

use super::super::fit::plain;
use super::{FEWEST, Observation, Row, RowRole, Table};
use crate::measures::Window;

/// Measures of which each is part of the next, for the same group and week.
const NESTED: [&[&str]; 5] = [
    &[
        "organisations.daily",
        "organisations.weekly",
        "organisations.monthly",
        "organisations.ever",
        "organisations.access",
    ],
    &[
        "organisations.real_use",
        "organisations.live",
        "organisations.agreed",
        "organisations.mapped",
    ],
    &["staff.daily", "staff.weekly", "staff.monthly", "staff.ever"],
    &[
        "patients.true_current",
        "patients.apparent_current",
        "patients.recorded",
        "patients.agreed",
        "patients.approached",
    ],
    &["encounters.informed", "encounters.opened"],
];
/// Standard errors by which a part may exceed its whole where both are estimates.
const WITHIN: f64 = 3.0;

pub(super) fn check(table: &mut Table<'_, '_>, rows: &[Row], to_fit: bool) {
    twice(table, rows);
    parts(table, rows);
    totals(table, rows);
    if to_fit && table.report.is_sound() {
        enough(table, rows);
    }
}

type Key<'a> = (&'a str, &'a str, u32);

fn key(row: &Observation) -> Key<'_> {
    (row.measure.name, &row.group, row.week)
}

/// The same measure, group and week stands once.
fn twice(table: &mut Table<'_, '_>, rows: &[Row]) {
    let mut known: BTreeMap<Key<'_>, &Observation> = BTreeMap::new();
    for Row { observation: row, start } in rows {
        let Some(first) = known.get(&key(row)) else {
            known.insert(key(row), row);
            continue;
        };
        let line = first.line;
        let what = format!("{} of {}", row.measure.name, row.group);
        let (message, help) = if first.value != row.value {
            (
                format!(
                    "contradicts line {line}: {what} is {} there and {} here, in the same week",
                    said(first),
                    said(row)
                ),
                "keep the one that is right, or their mean with its sd",
            )
        } else if first.role != row.role {
            (
                format!("line {line} has {what} for the same week, with the other role"),
                "what is held back must not be fitted to: keep one of them",
            )
        } else {
            (format!("line {line} has {what} for the same week already"), "take one of them out")
        };
        let place = table.field(*start, "measure");
        table.report.error(place, message, help.to_owned());
    }
}

/// A part is no more than its whole.
fn parts(table: &mut Table<'_, '_>, rows: &[Row]) {
    let known: BTreeMap<Key<'_>, &Observation> =
        rows.iter().map(|row| (key(&row.observation), &row.observation)).collect();
    for Row { observation: row, start } in rows {
        let chain = NESTED.iter().find(|chain| chain.contains(&row.measure.name));
        let wholes = chain
            .into_iter()
            .flat_map(|chain| chain.iter().skip_while(|name| **name != row.measure.name).skip(1));
        for name in wholes {
            let Some(whole) = known.get(&(*name, row.group.as_str(), row.week)) else { continue };
            let error = (variance(row) + variance(whole)).sqrt();
            if row.value <= whole.value + WITHIN * error + 1e-9 {
                continue;
            }
            let message = format!(
                "contradicts line {}: `{}` ({}) is part of `{name}` ({}), in the same week",
                whole.line,
                row.measure.name,
                said(row),
                said(whole)
            );
            let help = "look up which of the two is right, and whether both are of the same group";
            let place = table.field(*start, "value");
            table.report.error(place, message, help.to_owned());
            break;
        }
    }
}

/// What is a total since the start never falls.
fn totals(table: &mut Table<'_, '_>, rows: &[Row]) {
    let is_total = |row: &&Row| row.observation.measure.window == Window::Total;
    let mut sorted: Vec<&Row> = rows.iter().filter(is_total).collect();
    sorted.sort_by_key(|Row { observation: o, .. }| (o.measure.name, &o.group, o.week));
    for pair in sorted.windows(2) {
        let (before, after) = (&pair[0].observation, &pair[1].observation);
        let same = before.measure.name == after.measure.name && before.group == after.group;
        let error = (variance(before) + variance(after)).sqrt();
        if !same || after.value >= before.value - WITHIN * error {
            continue;
        }
        let message = format!(
            "contradicts line {}: `{}` is a total since the start and cannot fall from {} to {}",
            before.line,
            after.measure.name,
            said(before),
            said(after)
        );
        let place = table.field(pair[1].start, "value");
        table.report.error(place, message, "give the total since the start of the plan".to_owned());
    }
}

/// The value as it stands there: out of how many, where that is said.
fn said(row: &Observation) -> String {
    match row.denominator {
        Some(all) => format!("{} of {}", plain((row.value * all).round()), plain(all)),
        None => plain(row.value),
    }
}

/// Variance of what is seen around what there is: sampling a share out of so many has one, and so
/// has a report with an error of its own. A count of all of them has none.
fn variance(row: &Observation) -> f64 {
    let sampling = row
        .denominator
        .map_or(0.0, |all| row.left_to_sampling() * row.value * (1.0 - row.value) / all);
    sampling + row.sd.map_or(0.0, |sd| sd * sd)
}

fn enough(table: &mut Table<'_, '_>, rows: &[Row]) {
    let fit: Vec<&Row> = rows.iter().filter(|row| row.observation.role == RowRole::Fit).collect();
    let (message, help, row) = match (&fit[..], rows) {
        ([], [first, ..]) => (
            "every row is held back: there is nothing to fit to".to_owned(),
            "give the earlier rows the role fit, and hold the later ones",
            first,
        ),
        ([only], _) if FEWEST > 1 => (
            "one row alone can be fitted to by anything".to_owned(),
            "give at least two rows the role fit: other months, or another measure",
            *only,
        ),
        _ => return,
    };
    let place = table.field(row.start, "role");
    table.report.error(place, message, help.to_owned());
}

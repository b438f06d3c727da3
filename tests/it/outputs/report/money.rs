//! The tables of money in the report, made again from the counters.

use uptake::measures::Counter::{self, *};

use super::facts::Facts;

/// The last weeks that begin in 2026 and in 2027, and the horizon.
const YEAR_ENDS: [u32; 3] = [51, 103, 104];
/// What the project pays by heading, what others give, and what is told beside these.
const PROJECT: [Counter; 4] = [SpendTeamCum, SpendLeversCum, SpendCoverCum, SpendOtherCum];
const OTHERS: [Counter; 2] = [EmployersCum, CliniciansCum];
const BESIDE: [Counter; 2] = [SpendIdleCum, TakenCum];

/// `£1,234.05`.
fn penny(pence: i64) -> String {
    let sign = if pence < 0 { "−" } else { "" };
    format!(
        "{sign}£{}.{:02}",
        super::expected::count((pence.abs() / 100) as f64),
        pence.abs() % 100
    )
}

/// Pence since the start at the end of each year, the mean of all futures.
fn since_start(facts: &Facts, scenario: usize, counter: Counter) -> [i64; 3] {
    YEAR_ENDS.map(|week| {
        let values = facts.values(scenario, counter, week);
        (100.0 * values.iter().sum::<f64>() / values.len() as f64).round() as i64
    })
}

/// All cells with figures.
pub fn cells(facts: &Facts) -> Vec<String> {
    let mut texts: Vec<String> = YEAR_ENDS.map(|week| facts.date(week).year().to_string()).into();
    for scenario in 0..facts.names().len() {
        let mut lines = Vec::new();
        let mut sum = [0; 3];
        for headings in [&PROJECT[..], &OTHERS[..]] {
            for &heading in headings {
                let line = since_start(facts, scenario, heading);
                sum = [0, 1, 2].map(|year| sum[year] + line[year]);
                lines.push(line);
            }
            lines.push(sum);
        }
        lines.extend(BESIDE.map(|counter| since_start(facts, scenario, counter)));
        for [first, second, third] in lines {
            texts.extend([first, second - first, third - second, third].map(penny));
        }
    }
    texts
}

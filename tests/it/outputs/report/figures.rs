//! What the charts of the comparison have to show, made from the CSV by other code than theirs.

use std::collections::BTreeSet;

use uptake::measures::Counter;
use uptake::results::month_ends;

use super::expected::{ALL, count, day, month, percent, percents, pounds, signed};
use super::facts::{FUTURES, Facts, GOAL_WEEK, MONEY_ENDS, WEEKS};
use super::{decoded, section};

const USE: &str = "organisations.real_use";
/// The last weeks that begin in 2026 and in 2027, and the horizon.
const YEAR_ENDS: [u32; 3] = [51, 103, 104];
const LEVELS: [&str; 4] = ["staff.access", "staff.competent", "staff.monthly", "staff.weekly"];
const WORK: [&[&str]; 6] = [
    &["map", "persuade", "negotiate", "govern"],
    &["configure", "tailor", "launch"],
    &["train"],
    &["refresh"],
    &["support", "follow_up", "renegotiate"],
    &["develop", "fit_in", "levers"],
];
const LEFT: [Counter; 4] =
    [Counter::OrgLive, Counter::OrgRealUse, Counter::StaffMonth, Counter::PatTrue];

fn mean_count(x: f64) -> String {
    if x > 0.0 && x < 0.5 { "<1".to_owned() } else { count(x) }
}

/// Futures in which the goal has been reached at least once by a week.
fn reached(facts: &Facts, scenario: usize, by: u32) -> usize {
    let mut ever = vec![false; FUTURES as usize];
    for week in 0..=by {
        let values = facts.values(scenario, Counter::OrgRealUse, week);
        for (ever, value) in ever.iter_mut().zip(values) {
            *ever |= value >= 0.06 * ALL;
        }
    }
    ever.iter().filter(|e| **e).count()
}

/// Means of states that exclude each other.
fn states(facts: &Facts, name: &str, week: u32) -> [f64; 6] {
    let mean = |measure: &str| facts.row(name, measure, week).mean * ALL;
    let (live, used) = (mean("organisations.live"), mean(USE));
    let (mapped, agreed) = (mean("organisations.mapped"), mean("organisations.agreed"));
    let lapsed = mean("organisations.lapsed");
    [used, live - used, lapsed, agreed - live, mapped - agreed - lapsed, ALL - mapped]
}

fn hours(facts: &Facts, name: &str, week: u32) -> Vec<f64> {
    let of = |tasks: &&[&str]| {
        tasks.iter().map(|task| facts.group(name, "project.hours", task, week).mean).sum()
    };
    WORK.iter().map(of).collect()
}

/// The middle and the range (type-7 quantiles) of what is left, over the futures that had any.
fn left(facts: &Facts, scenario: usize, counter: Counter, week: u32) -> Option<String> {
    let had = facts.values(scenario, counter, MONEY_ENDS);
    let now = facts.values(scenario, counter, week);
    let mut shares: Vec<f64> =
        had.iter().zip(now).filter(|(had, _)| **had > 0.0).map(|(had, now)| now / had).collect();
    shares.sort_by(f64::total_cmp);
    if shares.is_empty() {
        return None;
    }
    // Of fewer than twenty the ends are the least and the greatest.
    let (low, high) = if shares.len() < 20 { (0.0, 1.0) } else { (0.05, 0.95) };
    let q = |q: f64| {
        let place = q * (shares.len() - 1) as f64;
        let below = place.floor() as usize;
        let above = (below + 1).min(shares.len() - 1);
        shares[below] + (shares[above] - shares[below]) * (place - below as f64)
    };
    Some(format!("{} ({})", percent(q(0.5)), percents(q(low), q(high))))
}

/// The cells of all tables behind charts that hold a digit.
pub fn tables(facts: &Facts) -> Vec<String> {
    let mut cells = vec!["90 of 100 matched futures".to_owned(), "90 of 100 futures".to_owned()];
    // The chart of coverage has a row for each month.
    for week in month_ends(facts.date(0), WEEKS) {
        cells.push(day(facts, week));
        for name in facts.names() {
            let row = facts.row(name, USE, week);
            cells.push(format!("{} ({})", count(row.p50 * ALL), percent(row.p50)));
            cells.push(format!(
                "{} to {} ({})",
                count(row.p05 * ALL),
                count(row.p95 * ALL),
                percents(row.p05, row.p95)
            ));
            cells.push("330 organisations".to_owned());
        }
    }
    for week in YEAR_ENDS {
        for (i, name) in facts.names().into_iter().enumerate() {
            if i > 0 {
                let gap = facts.gap(name, USE, week);
                cells.push(signed(gap.p50 * ALL));
                cells.push(format!("{} to {}", signed(gap.p05 * ALL), signed(gap.p95 * ALL)));
            }
            cells.push(format!("{} of 21", reached(facts, i, week)));
            let row = facts.row(name, USE, week);
            let spent = facts.row(name, "project.spend", week).p50;
            cells.extend([pounds(spent), count(row.p50 * ALL)]);
            if row.p50 * ALL >= 0.999 {
                cells.push(pounds(spent / (row.p50 * ALL).round()));
            }
            for level in LEVELS {
                let row = facts.row(name, level, week);
                cells.push(format!("{} of {}", percent(row.p50), count(row.of)));
            }
            cells.extend(states(facts, name, week).map(mean_count));
            cells.extend(hours(facts, name, week).into_iter().map(mean_count));
            if name == "funding-ends" && week > MONEY_ENDS {
                cells.extend(LEFT.iter().filter_map(|c| left(facts, i, *c, week)));
            }
        }
    }
    cells
}

/// The table of how the base settles: at most eight numbers of futures, the last among them.
pub fn convergence(facts: &Facts) -> Vec<String> {
    let values = facts.values(0, Counter::OrgRealUse, WEEKS);
    let mut cells = Vec::new();
    for n in [3, 6, 9, 12, 15, 18, 21] {
        let mut first = values[..n].to_vec();
        first.sort_by(f64::total_cmp);
        let middle = f64::midpoint(first[(n - 1) / 2], first[n / 2]);
        let (low, high) = if n < 20 { (first[0], first[n - 1]) } else { (first[1], first[19]) };
        cells.extend([n as f64, middle, low, high].map(count));
    }
    cells
}

/// Every chart's description states its values at the horizon.
pub fn check_descriptions(facts: &Facts, html: &str) {
    let (last, end) = (day(facts, WEEKS), WEEKS);
    let figures = ["answer", "figures", "quality"].map(|id| section(html, id)).concat();
    let charts: Vec<&str> = figures.split("<svg").skip(1).collect();
    let described: Vec<(String, String)> = charts
        .iter()
        .map(|chart| {
            let id = chart.split("<title id=\"").nth(1).unwrap().split("-title").next().unwrap();
            let words = chart.split("<desc").nth(1).unwrap().split("</desc>").next().unwrap();
            let title = chart.split("<title").nth(1).unwrap().split("</title>").next().unwrap();
            assert!(chart.contains("role=\"img\""), "{id}");
            (id.to_owned(), decoded(&format!("{title} {words}")))
        })
        .collect();
    let says = |id: &str, words: &str| {
        let found = described.iter().find(|(known, _)| known == id);
        let (_, text) = found.unwrap_or_else(|| panic!("no chart {id}"));
        assert!(text.contains(words), "{id} does not say {words:?}: {text}");
    };
    let by_goal: Vec<String> = (0..4)
        .map(|i| format!("{} {} of 21", facts.names()[i], reached(facts, i, GOAL_WEEK)))
        .collect();
    says("base-target_chance", &format!("by {}: {}.", month(facts, GOAL_WEEK), by_goal.join("; ")));
    for (i, name) in facts.names().into_iter().enumerate() {
        let row = facts.row(name, USE, end);
        let range = percents(row.p05, row.p95);
        says(
            &format!("{name}-coverage"),
            &format!("{last}: middle {} of 330, 90 of 100 futures {range}.", percent(row.p50)),
        );
        says(
            &format!("{name}-coverage"),
            &format!(
                "between {} and {} of 330 organisations ({range})",
                count(row.p05 * ALL),
                count(row.p95 * ALL)
            ),
        );
        let levels: Vec<String> = ["with access", "competent", "used in a month", "used this week"]
            .iter()
            .zip(LEVELS)
            .map(|(words, level)| format!("{words} {}", percent(facts.row(name, level, end).p50)))
            .collect();
        says(&format!("{name}-levels_of_use"), &format!("{last}: {}.", levels.join(", ")));
        let [used, live, lapsed, ..] = states(facts, name, end).map(mean_count);
        says(
            &format!("{name}-organisation_states"),
            &format!("{last}: live, in real use {used}; live, not in use {live}; lapsed {lapsed};"),
        );
        let winning = mean_count(hours(facts, name, end)[0]);
        says(
            &format!("{name}-hours_by_task"),
            &format!("{last}: hours a week, winning over {winning};"),
        );
        let spent = pounds(facts.row(name, "project.spend", end).p50);
        says("base-cost_coverage", &format!("{name}, spent and reached: "));
        says("base-cost_coverage", &format!("{last}: {spent}, {}.", count(row.p50 * ALL)));
        if i > 0 {
            let gap = facts.gap(name, USE, end);
            let [low, mid, high] = [gap.p05, gap.p50, gap.p95].map(|x| signed(x * ALL));
            says("base-difference", &format!("{last}: middle {mid}, range {low} to {high}."));
        }
    }
    let row = facts.row("base", USE, end);
    let [low, middle, high] = [row.p05, row.p50, row.p95].map(|x| count(x * ALL));
    says("base-convergence", &format!("first 21: middle {middle}, range {low} to {high}."));
    let live = left(facts, 3, Counter::OrgLive, end).unwrap();
    says("funding-ends-after_funding", &format!("{last}: Live {live};"));
    // Three of all, five of each, what is left after funding, and how the base settles.
    assert_eq!(charts.len(), 3 + 4 * 4 + 1 + 1, "a chart that this test does not know");
}

/// The data inside the report: rows of the CSV at the ends of months, for everything together.
pub fn check_data(facts: &Facts, html: &str) {
    let months: BTreeSet<u32> = month_ends(facts.date(0), WEEKS).into_iter().collect();
    for (name, csv) in facts.names().into_iter().zip(&facts.csv) {
        let link = format!("download=\"{name}.monthly.csv\" href=\"data:text/csv;charset=utf-8,");
        let start = html.find(&link).unwrap() + link.len();
        let inside = percent_decoded(html[start..].split('"').next().unwrap());
        let wanted = csv.lines().filter(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            cells[0] == "scenario"
                || (cells[5] == "all" && months.contains(&cells[1].parse().unwrap()))
        });
        let wanted: Vec<&str> = wanted.collect();
        assert!(wanted.len() > 1000, "{}", wanted.len());
        assert!(inside.lines().eq(wanted.iter().copied()), "{name}");
    }
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next().unwrap(), rest.next().unwrap()];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

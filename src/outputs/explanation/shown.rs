//! Tables that people read: on the terminal and in the report.

use super::{Explained, period_in_words, plain};
use crate::measures::Unit;
use crate::outputs::charts::Table;
use crate::outputs::funnel::ALL;
use crate::outputs::words::{FEWEST_FOR_PERCENTILES, count, percent, percent_range};
use crate::results::{Binding, Effect, ForceShare, Spread};

fn table<const N: usize>(head: [&str; N]) -> Table {
    Table { head: head.map(str::to_owned).to_vec(), rows: Vec::new() }
}

/// Ends of the range: of 90 in 100 futures, or of all where they are few.
fn ends(spread: &Spread) -> (f64, f64) {
    if (spread.replicates as usize) < FEWEST_FOR_PERCENTILES {
        (spread.least, spread.greatest)
    } else {
        (spread.p05, spread.p95)
    }
}

/// What is left after each step: step, middle, range, of what, and whether what is missing waits or is
/// lost.
pub fn funnel_shown(explained: &Explained) -> Table {
    let funnel = explained.funnel();
    let mut shown = table(["step", "middle", "range", "of", "missing"]);
    let all = count(f64::from(funnel.organisations));
    let (none, organisations) = (String::new(), format!("{all} organisations"));
    shown.rows.push(vec![ALL.to_owned(), none.clone(), none.clone(), organisations, none]);
    for step in &funnel.steps {
        let mut row = vec![step.label.to_owned()];
        match step.left {
            Some(left) => row.extend([
                percent(left.p50),
                percent_range(left.p05, left.p95),
                format!("{} {}", count(left.of), step.of),
            ]),
            None => row.extend(["–".to_owned(), String::new(), step.of.to_owned()]),
        }
        row.push(step.missing.word().to_owned());
        shown.rows.push(row);
    }
    shown
}

/// What binds in each period: period, constraint, gain made within it, futures with a gain.
pub fn periods_shown(explained: &Explained) -> Table {
    let mut shown = table(["period", "binds", "gain", "range", "gains in"]);
    for (which, period) in explained.found.periods.iter().enumerate() {
        let name = period_in_words(explained, which, period);
        let several = match &period.binding {
            Binding::One(one) => vec![*one],
            Binding::Several(several) => several.clone(),
            Binding::Nothing => {
                let nothing = ["none told from luck", "", "", ""].map(str::to_owned);
                shown.rows.push([vec![name], nothing.to_vec()].concat());
                continue;
            }
        };
        for (place, i) in several.iter().enumerate() {
            let effect = &period.relaxed[*i].within;
            let words = if place == 0 { name.clone() } else { "  or".to_owned() };
            let mut row = vec![words, explained.constraint(*i).label.to_owned()];
            row.extend(figures(explained, effect));
            row.push(gains_in(effect));
            shown.rows.push(row);
        }
    }
    shown
}

/// What relaxing each constraint from the start gains by the end, the largest first, `most` of them.
pub fn gains_shown(explained: &Explained, most: usize) -> Table {
    let mut shown = table(["relaxed from the start", "gain", "range", "gains in", TOLD]);
    let Some(last) = explained.found.periods.last() else { return shown };
    let mut order: Vec<usize> = (0..last.relaxed.len()).collect();
    let mean = |i: usize| last.relaxed[i].by_end.mean();
    order.sort_by(|&a, &b| mean(b).total_cmp(&mean(a)).then(a.cmp(&b)));
    for i in order.into_iter().take(most) {
        let effect = &last.relaxed[i].by_end;
        let mut row = vec![explained.constraint(i).label.to_owned()];
        row.extend(figures(explained, effect));
        row.extend([gains_in(effect), verdict(effect)]);
        shown.rows.push(row);
    }
    shown
}

/// "11 of 12".
fn gains_in(effect: &Effect) -> String {
    format!("{} of {}", count(effect.more.into()), count(effect.spread.replicates.into()))
}

/// Head of the column of verdicts.
const TOLD: &str = "told from 0";

/// Mean with its half-width, and range.
fn figures(explained: &Explained, effect: &Effect) -> [String; 2] {
    let (low, high) = ends(&effect.spread);
    [
        explained.with_half_width(effect.mean(), effect.half_width),
        format!("{} to {}", explained.signed(low), explained.signed(high)),
    ]
}

/// What was seen in each period, the middle over futures: a row a quantity, a column a period.
pub fn observed_shown(explained: &Explained) -> Table {
    let periods = &explained.found.periods;
    let years = (1..=periods.len()).map(|year| format!("year {year}"));
    let mut shown =
        Table { head: std::iter::once("seen".to_owned()).chain(years).collect(), rows: Vec::new() };
    let Some(first) = periods.first() else { return shown };
    for seen in &first.observed {
        let cell = |period: &crate::results::Period| {
            let own = period.observed.iter().find(|o| o.name == seen.name);
            own.map_or("–".to_owned(), |o| match o.unit {
                Unit::Share => percent(o.spread.p50),
                _ => plain(o.spread.p50),
            })
        };
        let cells = periods.iter().map(cell);
        shown.rows.push(std::iter::once(seen.label.to_owned()).chain(cells).collect());
    }
    shown
}

fn verdict(effect: &Effect) -> String {
    if effect.told { "yes" } else { "no" }.to_owned()
}

/// What each family adds: exact Shapley value, range, knock-out, verdict.
pub fn families_shown(explained: &Explained) -> Table {
    let mut shown = table(["family", "adds", "range", "alone off", TOLD]);
    let Some(found) = &explained.found.attribution else { return shown };
    for family in &found.families {
        let mut row = vec![family.title.to_owned()];
        row.extend(figures(explained, &family.exact));
        row.push(explained.with_half_width(family.knock_out.mean(), family.knock_out.half_width));
        row.push(verdict(&family.exact));
        shown.rows.push(row);
    }
    let mut row = vec![format!("all {} forces", found.forces.len())];
    row.extend(figures(explained, &found.total));
    row.extend([String::new(), verdict(&found.total)]);
    shown.rows.push(row);
    shown
}

/// The forces in the order of what they add (the size, whatever the sign).
pub(super) fn by_size<'a>(explained: &Explained<'a>) -> Vec<&'a ForceShare> {
    let Some(found) = &explained.found.attribution else { return Vec::new() };
    let mut forces: Vec<&ForceShare> = found.forces.iter().collect();
    forces.sort_by(|a, b| b.sampled.mean().abs().total_cmp(&a.sampled.mean().abs()));
    forces
}

/// What the forces add that add most, `most` of them: sampled, range, knock-out, verdict.
pub fn forces_shown(explained: &Explained, most: usize) -> Table {
    let mut shown = table(["force", "adds", "range", "alone off", TOLD]);
    for force in by_size(explained).into_iter().take(most) {
        let mut row = vec![force.name.to_owned()];
        row.extend(figures(explained, &force.sampled));
        row.push(explained.with_half_width(force.knock_out.mean(), force.knock_out.half_width));
        row.push(verdict(&force.sampled));
        shown.rows.push(row);
    }
    shown
}

/// The same with number and title in place of the name.
pub fn forces_titled(explained: &Explained, most: usize) -> Table {
    let mut shown = forces_shown(explained, most);
    for (row, force) in shown.rows.iter_mut().zip(by_size(explained)) {
        row[0] = format!("{} {}", force.section, force.title);
    }
    shown
}

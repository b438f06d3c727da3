//! What people read below the answer: where coverage is lost, what binds, what the forces add.

use super::answer::{not_attributed, why_they_differ};
use super::{Explained, period_in_words, plain};
use crate::measures::Unit;
use crate::outputs::charts::Table;
use crate::outputs::document::{Block, Shown};
use crate::outputs::funnel::NOTE;
use crate::outputs::words::{FEWEST_FOR_PERCENTILES, count, matched_futures, percent};
use crate::results::{Constraint, Effect, ForceShare, Spread};

/// Constraints and forces that are shown before the whole table is opened.
const RELAXED: usize = 6;
const FORCES: usize = 10;

/// All of it.
pub(super) fn body(explained: &Explained) -> Vec<Block> {
    [lost(explained), binds(explained), forces(explained)].concat()
}

fn lost(explained: &Explained) -> Vec<Block> {
    let caption = format!("What is left after each step, {}", explained.when());
    vec![
        Block::Heading("Where coverage is lost"),
        Block::table(caption, explained.funnel_frame().table(), usize::MAX),
        Block::Aside(explained.funnel().claim()),
        Block::Aside(NOTE.to_owned()),
    ]
}

fn binds(explained: &Explained) -> Vec<Block> {
    let found = explained.found;
    let intro = format!(
        "Each constraint was relaxed by itself, from the start, in {}. One binds in a year if its \
         relaxation has the largest mean gain made within that year, told from that of every other \
         (paired tests, 1 in 100 wrong over all of them); where it is not told from others, all \
         are named. Gains in {}.",
        matched_futures(found.replicates as usize),
        explained.unit_in_words()
    );
    let definition = |c: &Constraint| format!("{}: {}.", c.label, c.relaxed);
    let mut defined: Vec<String> = found.constraints.iter().map(definition).collect();
    let not = found.not_relaxed.iter();
    defined.extend(not.map(|(c, why)| format!("{}: not relaxed, {why}.", c.label)));
    let gains =
        format!("What relaxing each constraint from the start gains by {}", explained.when());
    let seen = "What was seen in each year, the middle over futures";
    let note = "Hours asked for are not counted in the model: that more hours would be used shows in \
                the gain of doubling them.";
    vec![
        Block::Heading("What binds, year by year"),
        Block::Aside(intro),
        Block::table("What binds in each year of the plan", periods_shown(explained), usize::MAX),
        Block::table(gains, gains_shown(explained), RELAXED),
        Block::List("How each constraint was relaxed", defined),
        Block::table(seen, observed_shown(explained), 0),
        Block::Aside(note.to_owned()),
    ]
}

fn forces(explained: &Explained) -> Vec<Block> {
    let heading = Block::Heading("What the forces add");
    let Some(found) = &explained.found.attribution else {
        return vec![heading, Block::Aside("No force acts in this scenario.".to_owned())];
    };
    let few = (explained.found.replicates as usize) < FEWEST_FOR_PERCENTILES;
    let of = if few { "all futures" } else { "90 of 100 futures" };
    let unit = format!(
        "In {}; ranges are those of {of}; ± is what luck leaves open of the mean, 95 in 100. What \
         families add adds up; “alone off” is all forces less all but that one, and does not, since \
         forces act on each other.",
        explained.unit_in_words()
    );
    let how = format!(
        "What a family adds is its Shapley value over all {} coalitions of families; what a force adds \
         is its mean change when forces are switched on one by one in random order, families together. \
         Both add up, in every future, to all forces less none. “Cannot be told from 0” allows for how \
         many are looked at.",
        count((1u32 << found.families.len()).into())
    );
    let families = families_shown(explained);
    let mut blocks = vec![
        heading,
        Block::Words(unit),
        Block::Aside(how),
        Block::table("What each family of forces adds", families, usize::MAX),
        Block::Table(Shown {
            caption: "What each force adds or takes".to_owned(),
            table: forces_shown(explained),
            first: FORCES,
            brief: &["force", "adds", "range", "alone off", TOLD],
        }),
    ];
    blocks.extend(why_they_differ(explained).map(Block::Words));
    blocks.push(Block::Words(not_attributed(explained)));
    blocks
}

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

/// What binds in each period: period, constraint, gain made within it, futures with a gain.
fn periods_shown(explained: &Explained) -> Table {
    let mut shown = table(["period", "binds", "gain", "range", "gains in"]);
    for (which, period) in explained.found.periods.iter().enumerate() {
        let name = period_in_words(explained, which, period);
        let binds = period.binding.all();
        if binds.is_empty() {
            let nothing = ["none told from luck", "", "", ""].map(str::to_owned);
            shown.rows.push([vec![name], nothing.to_vec()].concat());
            continue;
        }
        for (place, i) in binds.iter().enumerate() {
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

/// What relaxing each constraint from the start gains by the end, the largest first.
fn gains_shown(explained: &Explained) -> Table {
    let mut shown = table(["relaxed from the start", "gain", "range", "gains in", TOLD]);
    let Some(last) = explained.found.periods.last() else { return shown };
    let mut order: Vec<usize> = (0..last.relaxed.len()).collect();
    let mean = |i: usize| last.relaxed[i].by_end.mean();
    order.sort_by(|&a, &b| mean(b).total_cmp(&mean(a)).then(a.cmp(&b)));
    for i in order {
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
fn observed_shown(explained: &Explained) -> Table {
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
pub(super) fn families_shown(explained: &Explained) -> Table {
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

/// What each force adds, the largest first: sampled, range, knock-out, verdict.
pub(super) fn forces_shown(explained: &Explained) -> Table {
    let mut shown = table(["force", "title", "adds", "range", "alone off", TOLD]);
    for force in by_size(explained) {
        let title = format!("{} {}", force.section, force.title);
        let mut row = vec![force.name.to_owned(), title];
        row.extend(figures(explained, &force.sampled));
        row.push(explained.with_half_width(force.knock_out.mean(), force.knock_out.half_width));
        row.push(verdict(&force.sampled));
        shown.rows.push(row);
    }
    shown
}

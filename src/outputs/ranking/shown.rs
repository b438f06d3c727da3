//! The tables that the terminal and the report share.

use super::Ranked;
use crate::outputs::charts::Table;
use crate::outputs::words::{count, each_in_brief, pounds};
use crate::results::ranking::{Rated, Table as Ranks};
use crate::stats::ratio::Ratio;

/// Each lever at its full dose, its hours found by the team.
pub fn alone_shown(ranked: &Ranked, most: usize) -> Table {
    ranks(ranked, &ranked.found.alone, most)
}

/// Each lever with its hours hired and the rest of the money on more hours.
pub fn equal_shown(ranked: &Ranked, most: usize) -> Table {
    ranks(ranked, &ranked.found.equal, most)
}

/// A table of this page with fewer columns, for a terminal.
pub fn brief(table: Table, wanted: &[&str]) -> Table {
    let places: Vec<usize> =
        wanted.iter().filter_map(|name| table.head.iter().position(|h| h == name)).collect();
    let of = |cells: &Vec<String>| places.iter().map(|&i| cells[i].clone()).collect();
    Table { head: of(&table.head), rows: table.rows.iter().map(of).collect() }
}

/// Mixes for the money on futures that the search has not seen, the best first.
pub fn mixes_shown(ranked: &Ranked) -> Table {
    let best = &ranked.found.best;
    let places = std::iter::once(best.mix).chain(best.as_good.iter().copied());
    rows(ranked, places.map(|i| &ranked.found.mixes[i]))
}

/// What nothing cheaper outdoes, in order of its cost.
pub fn frontier_shown(ranked: &Ranked) -> Table {
    rows(ranked, ranked.found.frontier.iter().map(|&i| &ranked.found.mixes[i]))
}

fn ranks(ranked: &Ranked, table: &Ranks, most: usize) -> Table {
    let mut shown = rows(ranked, table.rated.iter().take(most));
    shown.head.insert(0, "group".to_owned());
    for ((row, group), told) in shown.rows.iter_mut().zip(&table.group).zip(&table.told) {
        row.insert(0, if *told { group.to_string() } else { format!("{group} ○") });
    }
    shown
}

fn rows<'a>(ranked: &Ranked, rated: impl Iterator<Item = &'a Rated>) -> Table {
    let head =
        ["bought", "mean gain", "range", "more in", "cost", "dearer in", "each", "each patient"];
    let row = |r: &Rated| {
        let gains = ranked.gains();
        let each = |ratio: Option<Ratio>| ratio.map_or("–".to_owned(), each_in_brief);
        vec![
            r.name(),
            match r.gain.half_width {
                Some(half) => format!("{} ± {}", gains.signed(r.gain.mean), gains.plain(half)),
                None => gains.signed(r.gain.mean),
            },
            format!("{} to {}", gains.signed(r.gain.p05), gains.signed(r.gain.p95)),
            format!("{} of {}", count(r.gain.more.into()), count(r.gain.replicates.into())),
            price(r.cost.mean),
            format!(
                "{} of {}",
                count(r.over(ranked.found.money).0.into()),
                count(r.costs.len() as f64)
            ),
            each(r.per_organisation),
            each(r.per_patient),
        ]
    };
    Table { head: head.map(str::to_owned).to_vec(), rows: rated.map(row).collect() }
}

/// Pounds; nothing where it is less than one.
fn price(x: f64) -> String {
    match x {
        x if x.abs() < 1.0 => "£0".to_owned(),
        x if x < 0.0 => format!("−{}", pounds(-x)),
        x => pounds(x),
    }
}

//! Which column is what: by its name, and by what stands in it.

use crate::scenario::Scenario;

use super::sheet::Cell;
use super::table::Table;
use super::values::{Days, Decimals, day, number, yes};
use super::words::{self, Role};
use super::{kinds, systems};

/// Cells of a column that are looked at.
const LOOKED_AT: usize = 500;
/// Share of a column's cells from which on what stands there tells what it is, without its name.
const TELLS: f64 = 0.8;
/// Share below which a name alone does not make it one.
const DENIES: f64 = 0.3;

/// The column of each role.
pub(super) type Columns = [Option<usize>; Role::ALL.len()];

/// Share of the filled cells of a column that read as what a role needs. A formula that failed says
/// nothing of what its column is: where all have, the name decides.
fn fits(table: &Table, at: usize, role: Role, region: &Scenario) -> f64 {
    let filled = table.column(at).filter(|cell| !cell.is_empty()).take(LOOKED_AT);
    let (failed, cells): (Vec<&Cell>, Vec<&Cell>) =
        filled.partition(|cell| matches!(cell, Cell::Fault(_)));
    if cells.is_empty() {
        return if failed.is_empty() { 0.0 } else { DENIES };
    }
    let (kinds, systems) = (kinds(region), systems(region));
    let is_text = |cell: &Cell| matches!(cell, Cell::Text(_));
    let fit = |cell: &Cell| match role {
        Role::Name => is_text(cell),
        Role::Kind => is_text(cell) && words::kind(&cell.words(), &kinds).is_some(),
        Role::System => is_text(cell) && words::system(&cell.words(), &systems).is_some(),
        Role::State => words::state(&cell.words()).is_some(),
        Role::Staff | Role::Trained => [Decimals::Point, Decimals::Comma]
            .iter()
            .any(|d| number(cell, *d).is_some_and(|x| (0.0..100_000.0).contains(&x))),
        Role::LiveSince => {
            [Days::DayFirst, Days::MonthFirst].iter().any(|d| day(cell, *d).is_some())
        }
        Role::InUse => yes(cell).is_some(),
    };
    let share = cells.iter().filter(|cell| fit(cell)).count() as f64 / cells.len() as f64;
    // Names are told apart, what sorts is shared.
    let mut texts: Vec<String> = cells.iter().map(|cell| cell.words()).collect();
    texts.sort();
    texts.dedup();
    let distinct = texts.len() as f64 / cells.len() as f64;
    match role {
        Role::Name => share * distinct,
        Role::Kind | Role::System | Role::State if cells.len() >= 8 && distinct > 0.5 => {
            0.5 * share
        }
        _ => share,
    }
}

/// Columns of which each could be the same thing, by their names and what stands in them.
pub(super) type Doubts = Vec<(Role, Vec<usize>)>;

/// How much better of two columns the one must be for the other not to be as good.
const BETTER: f64 = 3.0;

/// The columns as they are best taken, each one thing at most; and what two columns could be alike, which is
/// left to the user.
pub(super) fn guess(table: &Table, region: &Scenario) -> (Columns, Doubts) {
    let mut found: Vec<(f64, Role, usize)> = Vec::new();
    for at in 0..table.columns.len() {
        for role in Role::ALL {
            let named = words::names(&table.columns[at], role);
            let fits = fits(table, at, role, region);
            let by_content = matches!(role, Role::Kind | Role::System | Role::State)
                && !words::counts_else(&table.columns[at])
                && !(role == Role::State
                    && table.column(at).all(|cell| cell.is_empty() || yes(cell).is_some()))
                && table.column(at).all(|cell| !matches!(cell, Cell::Flag(_) | Cell::Number(_)));
            // Words that cannot be read yet are asked for where the name of the column is plain.
            let asked =
                named == 3 && matches!(role, Role::Kind | Role::System | Role::State | Role::Name);
            if (named > 0 && (fits >= DENIES || asked)) || (by_content && fits >= TELLS) {
                found.push((f64::from(10 * named) + 9.0 * fits, role, at));
            }
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut columns, mut doubts): (Columns, Doubts) = Default::default();
    for &(score, role, at) in &found {
        let free = |at: usize| !columns.contains(&Some(at));
        if columns[role as usize].is_some() || !free(at) || doubts.iter().any(|d| d.0 == role) {
            continue;
        }
        let alike = |other: &&(f64, Role, usize)| {
            other.1 == role && free(other.2) && score - other.0 < BETTER && score >= 10.0
        };
        let alike: Vec<usize> = found.iter().filter(alike).map(|other| other.2).collect();
        let asked = matches!(role, Role::System | Role::State | Role::Staff | Role::LiveSince);
        if asked && alike.len() > 1 {
            doubts.push((role, alike));
        } else {
            columns[role as usize] = Some(at);
        }
    }
    if columns[Role::Name as usize].is_none() {
        // The first column of texts that differ.
        let free = (0..table.columns.len()).filter(|at| !columns.contains(&Some(*at)));
        columns[Role::Name as usize] =
            free.filter(|at| fits(table, *at, Role::Name, region) > TELLS).min();
    }
    (columns, doubts)
}

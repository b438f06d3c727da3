//! Rows → organisations, and what is to be said of them, by kind and not row by row.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::scenario::Scenario;

use super::columns::Columns;
use super::mapping::{BY_NAME, BY_SHARE, Map, OF_KIND, OPEN, Taken};
use super::near;
use super::sheet::{Cell, Row};
use super::table::{Table, numbers, rows_of, short};
use super::values::{Days, Decimals, day, is_percentage, number, yes};
use super::words::{self, LEAVE_OUT, Role};

/// Most people in posts of one organisation.
const MOST_STAFF: f64 = 20_000.0;
/// Times the mean of a kind from which on a number of staff is doubted.
const MANY: f64 = 10.0;
/// Longest name, characters.
const LONGEST_NAME: usize = 200;

/// An organisation of the clean list.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Organisation {
    pub(super) name: String,
    pub(super) kind: usize,
    /// None where the list says none, until all rows are read.
    pub(super) system: Option<usize>,
    /// The same.
    pub(super) staff: Option<u32>,
    pub(super) state: String,
    pub(super) live_since: Option<Date>,
    pub(super) in_use: Option<bool>,
    pub(super) trained: Option<u32>,
    /// Its row, and where it stands in the table.
    pub(super) row: usize,
    pub(super) at: usize,
}

/// The organisations, and what is to be said.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Read {
    pub(super) organisations: Vec<Organisation>,
    pub(super) said: Vec<String>,
    /// What was filled in, for the register of assumptions.
    pub(super) assumed: Vec<String>,
}

/// A row that is an organisation, and the heading of the section in which it stands, if that names a kind.
pub(super) struct Kept<'a> {
    pub(super) row: &'a Row,
    at: usize,
    pub(super) section: Option<String>,
}

/// The rows that are organisations, and what the others are.
pub(super) fn kept<'a>(table: &'a Table, columns: &Columns) -> (Vec<Kept<'a>>, Vec<String>) {
    let name = columns[Role::Name as usize];
    let others: Vec<usize> =
        columns.iter().flatten().copied().filter(|at| Some(*at) != name).collect();
    let (mut kept, mut totals, mut notes, mut nameless) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut section = None;
    for (at, row) in table.rows.iter().enumerate() {
        let first = row.filled().next().map_or(String::new(), |(_, cell)| cell.words());
        let own = name.map_or(String::new(), |name| row.cell(name).words());
        let alone = row.filled().count() == 1;
        let has_kind = columns[Role::Kind as usize]
            .is_some_and(|at| !row.cell(at).is_empty() && !words::is_total(&row.cell(at).words()));
        let total = words::is_total(&first) || words::is_total(&own);
        if words::is_sum(&own) || (total && !has_kind) {
            totals.push(row.number);
        } else if alone && !others.is_empty() {
            let heads = columns[Role::Kind as usize].is_none() && words::is_kind(&first);
            if heads {
                section = Some(first);
            } else {
                notes.push(row.number);
            }
        } else if name.is_some() && own.is_empty() {
            nameless.push(row.number);
        } else {
            kept.push(Kept { row, at, section: section.clone() });
        }
    }
    let mut said = Vec::new();
    for (rows, what) in
        [(&totals, "of totals"), (&notes, "of notes or headings"), (&nameless, "without a name")]
    {
        if !rows.is_empty() {
            said.push(format!("{} {what} ({})", rows_of(rows.len()), numbers(rows)));
        }
    }
    (kept, said)
}

/// Rows of the same fault, by what is at fault.
#[derive(Default)]
struct Faults(BTreeMap<&'static str, Vec<(usize, String)>>);

impl Faults {
    fn note(&mut self, what: &'static str, row: usize, value: &str) {
        self.0.entry(what).or_default().push((row, short(value)));
    }

    fn said(self) -> impl Iterator<Item = String> {
        self.0.into_iter().map(|(what, rows)| {
            let one = |(row, value): &(usize, String)| {
                if value.is_empty() {
                    format!("row {row}")
                } else {
                    format!("“{value}” in row {row}")
                }
            };
            let first: Vec<String> = rows.iter().take(4).map(one).collect();
            let more = if rows.len() > 4 {
                format!(" and {} more", rows.len() - 4)
            } else {
                String::new()
            };
            format!("{what}: {}{more}.", first.join(", "))
        })
    }
}

/// The organisations of a table.
pub(super) fn read(table: &Table, map: &Map, region: &Scenario) -> Read {
    let (rows, left) = kept(table, &map.columns);
    let mut read = Read::default();
    let mut faults = Faults::default();
    let mut left: Vec<String> = table.left.iter().cloned().chain(left).collect();
    let (days, decimals) =
        (map.days.unwrap_or(Days::DayFirst), map.decimals.unwrap_or(Decimals::Point));
    let target = |values: &[Taken], text: &str| {
        values.iter().find(|taken| taken.value == text).map(|taken| taken.target.clone())
    };
    let kinds = super::kinds(region);
    let systems = super::systems(region);
    let mut out = Vec::new();
    let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
    for Kept { row, at, section } in &rows {
        let cell = |role: Role| map.column(role).map_or(&Cell::Empty, |at| row.cell(at));
        let text = |role: Role| cell(role).words();
        let whole = text(Role::Name);
        let name: String = whole.chars().take(LONGEST_NAME).collect();
        if name.len() < whole.len() {
            faults.note("Names longer than 200 characters, cut", row.number, &whole);
        }
        // What a spreadsheet would take for a formula stays text in every file that names it.
        let name = crate::outputs::text_cell(&name).into_owned();
        let kind = match text(Role::Kind) {
            text if text.is_empty() => match section {
                Some(section) => words::kind(section, &kinds),
                None if map.empty[0] == BY_NAME || map.empty[0] == OPEN => {
                    let kind = words::kind_of_name(&name, &kinds);
                    *by_name.entry(kind.clone().unwrap_or_default()).or_insert(0) += 1;
                    kind
                }
                None => Some(map.empty[0].clone()),
            },
            text => target(&map.kinds, &text),
        };
        let Some(kind) = kind.and_then(|kind| kinds.iter().position(|id| *id == kind)) else {
            continue;
        };
        let stated = match text(Role::State) {
            text if text.is_empty() => None,
            text => target(&map.states, &text),
        };
        if stated.as_deref() == Some(LEAVE_OUT) {
            out.push(row.number);
            continue;
        }
        let system = match text(Role::System) {
            text if text.is_empty() => (map.empty[1] != BY_SHARE).then(|| map.empty[1].clone()),
            text => target(&map.systems, &text),
        };
        let system = system.and_then(|system| systems.iter().position(|id| *id == system));
        let found = number(cell(Role::Staff), decimals)
            .map(|x| if x > 0.0 { x.round().max(1.0) } else { x });
        if !cell(Role::Staff).is_empty() && !found.is_some_and(|x| (1.0..=MOST_STAFF).contains(&x))
        {
            faults.note(
                "Staff that is no number from 1 to 20000, read as empty",
                row.number,
                &text(Role::Staff),
            );
        }
        let staff = found.filter(|x| (1.0..=MOST_STAFF).contains(x)).map(|x| x as u32);
        if staff.is_some_and(|x| f64::from(x) > MANY * region.kinds[kind].staff) {
            faults.note(
                "Staff more than ten times the usual of its kind, kept: is it another number, such as patients?",
                row.number,
                &text(Role::Staff),
            );
        }
        let people = staff.unwrap_or_else(|| filled(map, region, kind));
        let since = day(cell(Role::LiveSince), days);
        if !cell(Role::LiveSince).is_empty() && since.is_none() {
            faults.note(
                "Days that cannot be read, taken as empty",
                row.number,
                &text(Role::LiveSince),
            );
        }
        let since = since.map(|(day, month)| {
            if month {
                faults.note(
                    "Months without a day, taken as their first",
                    row.number,
                    &text(Role::LiveSince),
                );
            }
            day
        });
        let used = yes(cell(Role::InUse));
        if !cell(Role::InUse).is_empty() && used.is_none() {
            faults.note(
                "“In use” that is neither yes nor no, taken as not known",
                row.number,
                &text(Role::InUse),
            );
        }
        let trained = trained(cell(Role::Trained), decimals, people);
        if !cell(Role::Trained).is_empty() && trained.is_none() {
            faults.note(
                "Trained that is no number of its staff, taken as not known",
                row.number,
                &text(Role::Trained),
            );
        }
        let past = since.filter(|day| *day <= map.start);
        let state = match (stated, since, used) {
            (Some(state), ..) if state != OPEN => state,
            (_, Some(day), _) if day <= map.start => "live".to_owned(),
            (.., Some(true)) => "live".to_owned(),
            (_, Some(_), _) => {
                faults.note(
                    "A day of going live after the start, taken as agreed",
                    row.number,
                    &text(Role::LiveSince),
                );
                "agreed".to_owned()
            }
            _ => map.empty[3].clone(),
        };
        if state == LEAVE_OUT {
            out.push(row.number);
            continue;
        }
        let live = state == "live";
        if !live && (past.is_some() || used == Some(true)) && state != "lapsed" {
            faults.note(
                "Live by its day or in use, and not by its state, which holds",
                row.number,
                &text(Role::State),
            );
        }
        if live && since.is_some() && past.is_none() {
            faults.note(
                "Live by its state, and since a day after the start, which is left out",
                row.number,
                &text(Role::LiveSince),
            );
        }
        read.organisations.push(Organisation {
            name,
            kind,
            system,
            staff,
            state,
            live_since: past.filter(|_| live),
            in_use: used.filter(|_| live),
            trained: trained.filter(|_| live),
            row: row.number,
            at: *at,
        });
    }
    if !out.is_empty() {
        left.push(format!(
            "{} that their state leaves out ({})",
            rows_of(out.len()),
            numbers(&out)
        ));
    }
    if !left.is_empty() {
        read.said.push(format!("Left out: {}.", left.join("; ")));
    }
    // Before anything is filled in: what was not said cannot tell two rows apart.
    near::settle(&mut read);
    let all = &mut read.organisations;
    let without_system = all.iter().filter(|o| o.system.is_none()).count();
    let without_staff = all.iter().filter(|o| o.staff.is_none()).count();
    share_systems(all, region);
    for organisation in all.iter_mut() {
        let people = || filled(map, region, organisation.kind);
        organisation.staff = organisation.staff.or_else(|| Some(people()));
    }
    let (source, all) = ("in the built-in region", read.organisations.len());
    if !by_name.is_empty() {
        let each: Vec<String> = by_name.iter().map(|(kind, n)| format!("{n} {kind}")).collect();
        read.assumed.push(format!(
            "the kind of {} of {all} organisations is taken from their name ({})",
            by_name.values().sum::<usize>(),
            each.join(", ")
        ));
    }
    if without_system > 0 {
        read.assumed.push(format!("{without_system} of {all} organisations have no IT system in the list; each has one so that every kind has the shares that it has {source}"));
    }
    if without_staff > 0 {
        let value = if map.empty[2] == OF_KIND {
            format!("the mean of its kind {source}")
        } else {
            map.empty[2].clone()
        };
        read.assumed.push(format!("{without_staff} of {all} organisations have no number of staff in the list; each has {value}"));
    }
    if map.column(Role::State).is_none() {
        read.assumed.push(format!("the list has no column for where an organisation stands; without a day of going live and use that is {}", map.empty[3]));
    }
    read.said.extend(read.assumed.iter().map(|text| format!("Assumed: {text}.")));
    read.said.extend(faults.said());
    read
}

/// People trained: a number, or a share of the staff.
fn trained(cell: &Cell, decimals: Decimals, staff: u32) -> Option<u32> {
    let found = number(cell, decimals)?;
    let people = if is_percentage(cell) || (found > 0.0 && found < 1.0) {
        found * f64::from(staff)
    } else {
        found
    };
    (0.0..=f64::from(staff) + 0.5).contains(&people).then(|| (people.round() as u32).min(staff))
}

/// People in posts where the list says none.
fn filled(map: &Map, region: &Scenario, kind: usize) -> u32 {
    let mean = || (region.kinds[kind].staff.round() as u32).max(1);
    map.empty[2].parse().unwrap_or_else(|_| mean())
}

/// Gives organisations without an IT system one each, so that of every kind the largest shares come first
/// and none is further from its share than one organisation.
fn share_systems(all: &mut [Organisation], region: &Scenario) {
    let mut given = vec![vec![0.0; region.systems.len()]; region.kinds.len()];
    let mut asked = vec![0.0; region.kinds.len()];
    for organisation in all.iter_mut().filter(|o| o.system.is_none()) {
        let kind = organisation.kind;
        let shares = &region.regions[0].system_shares[kind];
        asked[kind] += 1.0;
        let behind = |system: usize| shares[system] * asked[kind] - given[kind][system];
        let next =
            (0..shares.len()).max_by(|a, b| behind(*a).total_cmp(&behind(*b)).then(b.cmp(a)));
        let next = next.unwrap_or(0);
        given[kind][next] += 1.0;
        organisation.system = Some(next);
    }
}

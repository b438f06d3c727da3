//! How a list is read, as a small file: kept beside the list, to be changed and given back.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;
use toml_edit::{Item, Table as Toml, Value};

use crate::scenario::Scenario;

use super::columns::{self, Columns, Doubts};
use super::rows::{self, Kept};
use super::sheet::Cell;
use super::table::{Table, first_of, short};
use super::values::{self, Days, Decimals, Evidence};
use super::words::{self, LEAVE_OUT, Role, STATE_IDS};
use super::{Refused, Wanted, kinds, systems};

/// What has to be decided.
pub(super) const OPEN: &str = "?";
const DAY_FIRST: &str = "day/month/year";
const MONTH_FIRST: &str = "month/day/year";
const POINT: &str = "1,200.5";
const COMMA: &str = "1.200,5";
pub(super) const BY_NAME: &str = "by its name";
pub(super) const BY_SHARE: &str = "by share";
pub(super) const OF_KIND: &str = "of its kind";
/// Most values of a column that have to be told apart.
const MOST_VALUES: usize = 400;
/// Values that are shown on a screen.
const SHOWN: usize = 8;

/// A value of a column, what it is taken for, and in how many rows it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Taken {
    pub(super) value: String,
    pub(super) target: String,
    pub(super) rows: usize,
}

/// How a table is read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Map {
    pub(super) columns: Columns,
    /// What several columns could be alike.
    doubts: Doubts,
    pub(super) days: Option<Days>,
    pub(super) decimals: Option<Decimals>,
    /// Some days could be read in two ways, and nothing tells which.
    doubtful_days: bool,
    pub(super) start: Date,
    pub(super) kinds: Vec<Taken>,
    pub(super) systems: Vec<Taken>,
    pub(super) states: Vec<Taken>,
    /// Where a kind, a system, staff or a state is empty.
    pub(super) empty: [String; 4],
    /// Organisations without a kind that their name does not tell.
    unknown: usize,
}

/// A mapping that the user gave back, before it meets the table.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Given {
    name: String,
    pub(super) sheet: Option<String>,
    pub(super) header: Option<usize>,
    start: Date,
    days: Option<Days>,
    decimals: Option<Decimals>,
    columns: BTreeMap<Role, String>,
    values: [BTreeMap<String, String>; 3],
    empty: [String; 4],
}

/// The sections with what values mean, and the columns in which they stand.
const SECTIONS: [(&str, Role); 3] =
    [("kinds", Role::Kind), ("systems", Role::System), ("states", Role::State)];
const EMPTY: [&str; 4] = ["kind", "system", "staff", "state"];

fn allowed(region: &Scenario) -> [Vec<String>; 3] {
    let owned = |all: &[&str]| all.iter().map(|id| (*id).to_owned()).collect();
    let states = STATE_IDS.iter().copied().chain([LEAVE_OUT]).collect::<Vec<_>>();
    [owned(&kinds(region)), owned(&systems(region)), owned(&states)]
}

/// Values of a column with the number of rows, in the order of their first row.
fn values_of(kept: &[Kept], at: Option<usize>) -> Vec<(String, usize)> {
    let Some(at) = at else { return Vec::new() };
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut found: Vec<(String, usize)> = Vec::new();
    for row in kept {
        let text = row.row.cell(at).words();
        if text.is_empty() {
            continue;
        }
        if let Some(place) = places.get(&text) {
            found[*place].1 += 1;
        } else if found.len() < MOST_VALUES {
            places.insert(text.clone(), found.len());
            found.push((text, 1));
        }
    }
    found
}

fn texts<'a>(kept: &'a [Kept], at: Option<usize>) -> impl Iterator<Item = &'a str> {
    let cells = kept.iter().filter_map(move |row| at.map(|at| row.row.cell(at)));
    cells.filter_map(|cell| match cell {
        Cell::Text(text) => Some(text.as_str()),
        _ => None,
    })
}

/// The mapping as it is best guessed.
pub(super) fn guess(table: &Table, region: &Scenario, start: Date) -> Map {
    let (columns, doubts) = columns::guess(table, region);
    let map = complete(table, region, columns, start, &Default::default(), None, None, None);
    Map { doubts, ..map }
}

#[allow(clippy::too_many_arguments, reason = "the parts of a mapping, stated or not")]
fn complete(
    table: &Table,
    region: &Scenario,
    columns: Columns,
    start: Date,
    stated: &[BTreeMap<String, String>; 3],
    days: Option<Days>,
    decimals: Option<Decimals>,
    empty: Option<[String; 4]>,
) -> Map {
    let (kept, _) = rows::kept(table, &columns);
    let allowed = allowed(region);
    let (kinds, systems) = (kinds(region), systems(region));
    let taken = |nth: usize, meant: &dyn Fn(&str) -> Option<String>| {
        let at = columns[SECTIONS[nth].1 as usize];
        let values = values_of(&kept, at).into_iter();
        let target = |value: &str| {
            let own = stated[nth].get(value).cloned();
            own.or_else(|| meant(value))
                .filter(|id| id == OPEN || allowed[nth].contains(id))
                .unwrap_or(OPEN.to_owned())
        };
        values
            .map(|(value, rows)| Taken { target: target(&value), value, rows })
            .collect::<Vec<_>>()
    };
    let date_texts = texts(&kept, columns[Role::LiveSince as usize]);
    let told = values::days(date_texts);
    let numbers = texts(&kept, columns[Role::Staff as usize])
        .chain(texts(&kept, columns[Role::Trained as usize]));
    let written = values::decimals(numbers);
    let at = columns[Role::Kind as usize];
    let blank = kept
        .iter()
        .filter(|row| at.is_none_or(|at| row.row.cell(at).is_empty()) && row.section.is_none());
    let name = |row: &Kept| {
        columns[Role::Name as usize].map_or(String::new(), |at| row.row.cell(at).words())
    };
    let (mut blanks, mut unknown) = (0, 0);
    for row in blank {
        blanks += 1;
        unknown += usize::from(words::kind_of_name(&name(row), &kinds).is_none());
    }
    let by_default = || {
        let kind = if blanks > 0 && unknown > 0 { OPEN } else { BY_NAME };
        [kind, BY_SHARE, OF_KIND, "unmapped"].map(str::to_owned)
    };
    let empty = empty.unwrap_or_else(by_default);
    let unknown = if empty[0] == BY_NAME || empty[0] == OPEN { unknown } else { 0 };
    Map {
        columns,
        doubts: Vec::new(),
        days: days.or(match told {
            Evidence::All(days) => Some(days),
            Evidence::Both => None,
            Evidence::None | Evidence::Open => Some(Days::DayFirst),
        }),
        decimals: decimals.or(match written {
            Evidence::All(decimals) => Some(decimals),
            Evidence::Both => None,
            Evidence::None | Evidence::Open => Some(Decimals::Point),
        }),
        doubtful_days: days.is_none() && told == Evidence::Open,
        start,
        kinds: taken(0, &|value| words::kind(value, &kinds)),
        systems: taken(1, &|value| words::system(value, &systems)),
        states: taken(2, &words::state),
        empty,
        unknown,
    }
}

impl Map {
    pub(super) fn column(&self, role: Role) -> Option<usize> {
        self.columns[role as usize]
    }

    fn sections(&self) -> [&Vec<Taken>; 3] {
        [&self.kinds, &self.systems, &self.states]
    }

    /// What has to be decided before there can be a list.
    pub(super) fn open(&self, table: &Table) -> Vec<String> {
        let mut open = Vec::new();
        if self.column(Role::Name).is_none() {
            open.push(
                "no column is plainly the name of an organisation: say which in [columns]"
                    .to_owned(),
            );
        }
        for (role, alike) in &self.doubts {
            let named = alike.iter().map(|at| format!("“{}”", table.columns[*at])).collect();
            let among =
                if alike.is_empty() { String::new() } else { format!(": {}", first_of(named)) };
            open.push(format!(
                "several columns could be `{}`{among}; say which in [columns]",
                role.id()
            ));
        }
        if self.days.is_none() {
            open.push("some days read as day/month/year only and others as month/day/year only: say which in `dates`; the others are then left empty".to_owned());
        }
        if self.decimals.is_none() {
            open.push("some numbers have a decimal point and others a decimal comma: say which in `numbers`".to_owned());
        }
        for ((section, _), values) in SECTIONS.iter().zip(self.sections()) {
            let unknown: Vec<&Taken> = values.iter().filter(|taken| taken.target == OPEN).collect();
            if unknown.is_empty() {
                continue;
            }
            let first: Vec<String> = unknown
                .iter()
                .take(SHOWN)
                .map(|t| format!("“{}” ({})", short(&t.value), t.rows))
                .collect();
            let more = if unknown.len() > SHOWN { " …" } else { "" };
            open.push(format!(
                "what {} are is not known; say it in [{section}]",
                first.join(", ") + more
            ));
        }
        if self.empty[0] == OPEN || (self.empty[0] == BY_NAME && self.unknown > 0) {
            let what = match self.column(Role::Kind) {
                Some(_) => "have no kind",
                None => "have no kind: no column tells it",
            };
            open.push(format!("{} organisations {what}, and their names do not say it; say it in [empty], or give the list a column for it", self.unknown));
        }
        open
    }

    /// What was taken for what, a paragraph each.
    pub(super) fn said(&self, table: &Table, region: &Scenario) -> Vec<String> {
        let mut said = Vec::new();
        let columns: Vec<String> = Role::ALL
            .iter()
            .filter_map(|role| {
                Some(format!("{} = “{}”", role.id(), table.columns[self.column(*role)?]))
            })
            .collect();
        said.push(format!("Columns: {}.", columns.join("; ")));
        let aside = self.aside(table);
        if !aside.is_empty() {
            let named = aside.iter().map(|at| table.columns[*at].clone()).collect();
            said.push(format!("Kept aside: {}.", first_of(named)));
        }
        for ((section, _), values) in SECTIONS.iter().zip(self.sections()) {
            let known: Vec<&Taken> = values.iter().filter(|taken| taken.target != OPEN).collect();
            if known.is_empty() {
                continue;
            }
            let one = |taken: &&Taken| {
                format!("“{}” = {} ({})", short(&taken.value), taken.target, taken.rows)
            };
            let first: Vec<String> = known.iter().take(SHOWN).map(one).collect();
            let more = if known.len() > SHOWN {
                format!("; and {} more, which the mapping lists", known.len() - SHOWN)
            } else {
                String::new()
            };
            said.push(format!("Taken for {section}: {}{more}.", first.join("; ")));
        }
        if self
            .kinds
            .iter()
            .any(|t| t.target == "ward" && words::normal(&t.value).contains("hospital"))
        {
            let label = region
                .kinds
                .iter()
                .find(|kind| kind.id == "ward")
                .map_or("", |kind| kind.label.as_str());
            said.push(format!("A hospital is taken as one organisation of the kind ward ({label}); where its wards take part one by one, list them."));
        }
        if self.column(Role::LiveSince).is_some() && self.days.is_some() && self.doubtful_days {
            said.push(format!("Days such as 03/04/2025 could be read in two ways, and no other tells which: they are read as {DAY_FIRST}; the mapping can say {MONTH_FIRST}."));
        }
        said
    }

    /// Columns that are nothing of the list.
    pub(super) fn aside(&self, table: &Table) -> Vec<usize> {
        let free = (0..table.columns.len()).filter(|at| !self.columns.contains(&Some(*at)));
        free.filter(|at| table.column(*at).any(|cell| !cell.is_empty())).collect()
    }

    /// The file.
    pub(super) fn text(&self, wanted: &Wanted, table: &Table, region: &Scenario) -> String {
        let quoted = |text: &str| Value::from(text).to_string();
        let allowed = allowed(region);
        let mut text = format!(
            "# How {} is read. Change what is wrong, and give this file back with --mapping.\n\
             # {OPEN} marks what has to be decided.\n",
            quoted(wanted.name)
        );
        if !table.sheet.is_empty() {
            let _ = writeln!(text, "sheet = {}", quoted(&table.sheet));
        }
        let days = self
            .days
            .map_or(OPEN, |days| if days == Days::DayFirst { DAY_FIRST } else { MONTH_FIRST });
        let decimals =
            self.decimals.map_or(OPEN, |d| if d == Decimals::Point { POINT } else { COMMA });
        let _ = write!(
            text,
            "header = {}    # the row that names the columns\n\
             start = {}    # first day of the scenario: where the organisations stand then\n\
             dates = \"{days}\"    # or \"{}\"\n\
             numbers = \"{decimals}\"    # or \"{}\"\n\n\
             # What each column is; leave out what the list does not have.\n[columns]\n",
            table.header,
            self.start,
            if days == DAY_FIRST { MONTH_FIRST } else { DAY_FIRST },
            if decimals == POINT { COMMA } else { POINT },
        );
        for role in Role::ALL {
            let column = self.column(role).map(|at| quoted(&table.columns[at]));
            let _ = match column {
                Some(column) => writeln!(text, "{} = {column}", role.id()),
                None if role == Role::Name || self.doubts.iter().any(|d| d.0 == role) => {
                    writeln!(text, "{} = \"{OPEN}\"", role.id())
                }
                None => writeln!(text, "# {} = \"\"", role.id()),
            };
        }
        let aside: Vec<String> =
            self.aside(table).iter().map(|at| quoted(&table.columns[*at])).collect();
        if !aside.is_empty() {
            let _ = writeln!(text, "# kept aside: {}", aside.join(", "));
        }
        for (nth, (section, _)) in SECTIONS.iter().enumerate() {
            let _ = write!(
                text,
                "\n# What stands in the list, and what it is: {}.\n[{section}]\n",
                allowed[nth].join(", ")
            );
            for taken in self.sections()[nth] {
                let _ = writeln!(
                    text,
                    "{} = {}    # {}",
                    quoted(&taken.value),
                    quoted(&taken.target),
                    super::table::rows_of(taken.rows)
                );
            }
        }
        let _ = write!(
            text,
            "\n# Where a cell is empty. kind: one of the above, or \"{BY_NAME}\"; system: one of the above, or \"{BY_SHARE}\",\n\
             # as the systems of its kind are shared in the built-in region; staff: a number, or \"{OF_KIND}\", the mean of\n\
             # the built-in region; state: one of the above (a day of going live, or use, says live).\n[empty]\n",
        );
        for (key, value) in EMPTY.iter().zip(&self.empty) {
            let _ = writeln!(text, "{key} = {}", quoted(value));
        }
        text
    }
}

/// The mapping that a user gave back.
pub(super) fn read(name: &str, text: &str, region: &Scenario) -> Result<Given, Refused> {
    let help = "uptake import without --mapping writes one to change";
    let refused = |what: String| Refused::new(format!("{name}: {what}"), help);
    let document = toml_edit::Document::parse(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        refused(format!("line {}: {}", before.matches('\n').count() + 1, error.message()))
    })?;
    let root: &Toml = document.as_table();
    let known = [
        "sheet", "header", "start", "dates", "numbers", "columns", "kinds", "systems", "states",
        "empty",
    ];
    if let Some((key, _)) = root.iter().find(|(key, _)| !known.contains(key)) {
        return Err(refused(format!("unknown key `{}`", short(key))));
    }
    let word = |item: &Item, key: &str| {
        item.as_str()
            .map(str::to_owned)
            .ok_or_else(|| refused(format!("`{key}` needs text in quotes")))
    };
    let own = |key: &str| root.get(key).map(|item| word(item, key)).transpose();
    let pairs = |section: &str| -> Result<BTreeMap<String, String>, Refused> {
        let Some(item) = root.get(section) else { return Ok(BTreeMap::new()) };
        let table = item
            .as_table_like()
            .ok_or_else(|| refused(format!("[{section}] needs lines name = \"value\"")))?;
        let pair = |(key, item): (&str, &Item)| {
            let value = item.as_integer().map(|n| n.to_string());
            Ok((key.to_owned(), value.map_or_else(|| word(item, key), Ok)?))
        };
        table.iter().map(pair).collect()
    };
    let header = match root.get("header") {
        None => None,
        Some(item) => {
            let number = item.as_integer().and_then(|n| usize::try_from(n).ok());
            Some(number.ok_or_else(|| refused("`header` needs the number of a row".to_owned()))?)
        }
    };
    let start = root
        .get("start")
        .and_then(Item::as_datetime)
        .and_then(|day| day.to_string().parse::<Date>().ok());
    let start = start.filter(|day| (1990..2100).contains(&day.year()));
    let start =
        start.ok_or_else(|| refused("`start` needs a day, such as 2026-04-06".to_owned()))?;
    let choice = |key: &str, of: [&str; 2]| -> Result<Option<usize>, Refused> {
        let Some(text) = own(key)?.filter(|text| text != OPEN) else { return Ok(None) };
        let place = of.iter().position(|word| *word == text);
        place.map(Some).ok_or_else(|| refused(format!("`{key}` is \"{}\" or \"{}\"", of[0], of[1])))
    };
    let days =
        choice("dates", [DAY_FIRST, MONTH_FIRST])?.map(|n| [Days::DayFirst, Days::MonthFirst][n]);
    let decimals =
        choice("numbers", [POINT, COMMA])?.map(|n| [Decimals::Point, Decimals::Comma][n]);
    let mut columns = BTreeMap::new();
    for (key, column) in pairs("columns")? {
        let role = Role::ALL.into_iter().find(|role| role.id() == key);
        let role = role.ok_or_else(|| {
            refused(format!(
                "[columns] has no `{}`; there are {}",
                short(&key),
                Role::ALL.map(Role::id).join(", ")
            ))
        })?;
        columns.insert(role, column);
    }
    let allowed = allowed(region);
    let mut values: [BTreeMap<String, String>; 3] = Default::default();
    for (nth, (section, _)) in SECTIONS.iter().enumerate() {
        values[nth] = pairs(section)?;
        if let Some((value, target)) =
            values[nth].iter().find(|(_, target)| *target != OPEN && !allowed[nth].contains(target))
        {
            let message = format!(
                "[{section}] takes “{}” for “{}”; there are {}",
                short(value),
                short(target),
                allowed[nth].join(", ")
            );
            return Err(refused(message));
        }
    }
    let mut empty = [OPEN, BY_SHARE, OF_KIND, "unmapped"].map(str::to_owned);
    for (key, value) in pairs("empty")? {
        let place = EMPTY.iter().position(|known| *known == key);
        let place = place.ok_or_else(|| {
            refused(format!("[empty] has no `{}`; there are {}", short(&key), EMPTY.join(", ")))
        })?;
        let staff = || value.parse::<u32>().is_ok_and(|n| (1..=20_000).contains(&n));
        let fits = match place {
            0 => value == OPEN || value == BY_NAME || allowed[0].contains(&value),
            1 => value == BY_SHARE || allowed[1].contains(&value),
            2 => value == OF_KIND || staff(),
            _ => allowed[2].contains(&value),
        };
        if !fits {
            return Err(refused(format!("[empty] {key} cannot be “{}”", short(&value))));
        }
        empty[place] = value;
    }
    let sheet = own("sheet")?;
    Ok(Given {
        name: name.to_owned(),
        sheet,
        header,
        start,
        days,
        decimals,
        columns,
        values,
        empty,
    })
}

impl Given {
    /// The mapping of a table; values that it does not name are guessed.
    pub(super) fn of_table(self, table: &Table, region: &Scenario) -> Result<Map, Refused> {
        let mut columns: Columns = Default::default();
        let mut doubts = Doubts::new();
        for (role, name) in &self.columns {
            if name == OPEN && *role != Role::Name {
                doubts.push((*role, Vec::new()));
            }
            if name.is_empty() || name == OPEN {
                continue;
            }
            let at = table.columns.iter().position(|column| column == name);
            let Some(at) = at else {
                let there = table
                    .columns
                    .iter()
                    .take(20)
                    .map(|name| format!("“{name}”"))
                    .collect::<Vec<_>>()
                    .join(", ");
                let message = format!(
                    "{}: {} has no column “{}” in row {}",
                    self.name,
                    table.place,
                    short(name),
                    table.header
                );
                return Err(Refused::new(message, format!("there are {there}")));
            };
            if columns.contains(&Some(at)) {
                let message =
                    format!("{}: [columns] takes “{}” for two things", self.name, short(name));
                return Err(Refused::new(message, "a column is one thing; leave the other out"));
            }
            columns[*role as usize] = Some(at);
        }
        let map = complete(
            table,
            region,
            columns,
            self.start,
            &self.values,
            self.days,
            self.decimals,
            Some(self.empty),
        );
        Ok(Map { doubts, ..map })
    }
}

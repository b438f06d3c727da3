//! The clean list, the scenario that takes it, and what was kept aside.

use crate::outputs::text_cell;
use crate::scenario::{self, Files, Scenario, Source};

use super::mapping::Map;
use super::rows::Read;
use super::table::Table;
use super::words::Role;
use super::{ASIDE, LIST, Refused, SCENARIO, Wanted, fault};

/// The files, by the ending of their names. The scenario is read with the list before it is given.
pub(super) fn files(
    wanted: &Wanted,
    table: &Table,
    map: &Map,
    read: &Read,
    region: &Scenario,
) -> Result<Vec<(&'static str, String)>, Refused> {
    let list = list(map, read, region)?;
    let name = format!("{}{LIST}", wanted.stem);
    let text = scenario_text(wanted, table, map, read, &name);
    let source = Source { name: &format!("{}{SCENARIO}", wanted.stem), text: &text };
    scenario::read(source, &[], &One(&list)).map_err(|problems| fault(&problems))?;
    let mut files = vec![(SCENARIO, text), (LIST, list)];
    if !map.aside(table).is_empty() {
        files.push((ASIDE, aside(table, map, read)?));
    }
    Ok(files)
}

/// The one file beside a scenario.
struct One<'a>(&'a str);

impl Files for One<'_> {
    fn read(&self, _relative: &str) -> Result<String, String> {
        Ok(self.0.to_owned())
    }
}

fn csv(rows: impl Iterator<Item = Vec<String>>) -> Result<String, Refused> {
    let refused = || Refused::new("the list cannot be written: no memory", "");
    let mut table = csv::Writer::from_writer(Vec::new());
    for row in rows {
        table
            .write_record(row.iter().map(|text| text_cell(text).into_owned()))
            .map_err(|_| refused())?;
    }
    let bytes = table.into_inner().map_err(|_| refused())?;
    String::from_utf8(bytes).map_err(|_| refused())
}

/// The clean list; what is known of live organisations, where the list says something of it.
fn list(map: &Map, read: &Read, region: &Scenario) -> Result<String, Refused> {
    let more =
        [Role::LiveSince, Role::InUse, Role::Trained].map(|role| map.column(role).map(|_| role));
    let mut head: Vec<String> =
        ["name", "kind", "system", "staff", "state"].map(str::to_owned).to_vec();
    head.extend(more.iter().flatten().map(|role| role.id().to_owned()));
    let rows = read.organisations.iter().map(|o| {
        let mut row = vec![
            o.name.clone(),
            region.kinds[o.kind].id.clone(),
            o.system.map_or(String::new(), |system| region.systems[system].id.clone()),
            o.staff.map_or(String::new(), |staff| staff.to_string()),
            o.state.clone(),
        ];
        row.extend(more.iter().flatten().map(|role| match role {
            Role::LiveSince => o.live_since.map_or(String::new(), |day| day.to_string()),
            Role::InUse => o.in_use.map_or("", |used| if used { "yes" } else { "no" }).to_owned(),
            _ => o.trained.map_or(String::new(), |n| n.to_string()),
        }));
        row
    });
    csv(std::iter::once(head).chain(rows))
}

/// What else the list holds of each organisation.
fn aside(table: &Table, map: &Map, read: &Read) -> Result<String, Refused> {
    let columns = map.aside(table);
    let head = ["name", "row"]
        .map(str::to_owned)
        .into_iter()
        .chain(columns.iter().map(|at| table.columns[*at].clone()));
    let rows = read.organisations.iter().map(|o| {
        let more = columns.iter().map(|at| table.rows[o.at].cell(*at).words());
        [o.name.clone(), o.row.to_string()].into_iter().chain(more).collect()
    });
    csv(std::iter::once(head.collect()).chain(rows))
}

/// The scenario: the built-in region with these organisations in the place of its own.
fn scenario_text(wanted: &Wanted, table: &Table, map: &Map, read: &Read, list: &str) -> String {
    let quoted = |text: &str| toml_edit::Value::from(text).to_string();
    let sheet =
        if table.sheet.is_empty() { String::new() } else { format!(", sheet {}", table.sheet) };
    let source = format!("{}{sheet}", wanted.name);
    let mut text = format!(
        "# Made by `uptake import`: the organisations of a list; everything else is as in the built-in\n\
         # region until it is changed here (`uptake describe KEY`): team, money, policy, goals.\n\
         schema = 1\n\
         title = {}\n\
         start = {}      # where the organisations stand on this day is in the list\n\
         organisations = {}\n\n\
         [[assumption]]\n\
         parameter = \"organisations\"\n\
         why = \"{} organisations of the list\"\n\
         source = {}\n\
         sure = \"measured\"\n",
        quoted(wanted.stem),
        map.start,
        quoted(list),
        read.organisations.len(),
        quoted(&source),
    );
    for why in &read.assumed {
        text += &format!(
            "\n[[assumption]]\nparameter = \"organisations\"\nwhy = {}\nsource = {}\nsure = \"assumed\"\n",
            quoted(why),
            quoted(&source)
        );
    }
    text
}

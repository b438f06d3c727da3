//! From a layer of checked settings to the validated [`Scenario`]: names become indices,
//! dates become weeks, and impossible combinations are refused in words.

mod people;
mod plan;
mod regions;

use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use super::check::{FOLDER_NAME, is_folder_name};
use super::fit::quoted;
use super::groups::GroupName;
use super::layer::{Entry, Layer, is_users};
use super::model::{Forces, Kind, Scenario};
use super::organisations::{self, ListText};
use super::problem::{Place, Report};
use super::raw::{RawRoot, typed};
use super::registry::registry;

/// Days of one step.
const DAYS_PER_WEEK: i64 = 7;

/// What every part of the resolution reads from and reports to.
struct Context<'a> {
    layer: &'a Layer,
    report: &'a mut Report,
}

/// A table of the file with its typed values.
struct Read<'a, T> {
    entry: &'a Entry,
    raw: T,
}

impl<'a> Context<'a> {
    /// The section that stands once.
    fn one<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let (index, section) = registry().named(name)?;
        let none = Entry::new("", None);
        let entry = self.layer.entry(index, "").unwrap_or(&none);
        self.or_fault(typed(section, entry))
    }

    /// Every entry of a collection or list.
    fn each<T: DeserializeOwned>(&mut self, name: &str) -> Vec<Read<'a, T>> {
        let Some((index, section)) = registry().named(name) else { return Vec::new() };
        let entries = self.layer.entries(index).iter();
        entries
            .filter_map(|entry| Some(Read { entry, raw: self.or_fault(typed(section, entry))? }))
            .collect()
    }

    /// Strength and parameters of all forces, as one value.
    fn forces(&mut self) -> Option<Forces> {
        let mut forces: Json = self.one("forces")?;
        for name in registry().group("forces") {
            forces[name] = self.one(&format!("forces.{name}"))?;
        }
        self.or_fault(serde_json::from_value(forces).map_err(|error| error.to_string()))
    }

    /// Registry and structs disagreeing is a fault of the program, which tests exclude; it is
    /// reported all the same, so that nothing can stop a reader with a panic.
    fn or_fault<T>(&mut self, result: Result<T, String>) -> Option<T> {
        result
            .map_err(|fault| self.report.error(None, format!("a fault of uptake: {fault}"), None))
            .ok()
    }

    /// The place of a key before the first section.
    fn root_place(&self, key: &str) -> Option<Place> {
        self.layer.root(key).map(|setting| setting.place)
    }

    fn error(&mut self, place: Option<Place>, message: impl Into<String>, help: impl Into<String>) {
        self.report.error(place, message, help.into());
    }
}

/// The first of the places that lies in the user's own text.
fn users_first(places: impl IntoIterator<Item = Option<Place>>) -> Option<Place> {
    places.into_iter().flatten().find(|place| is_users(*place))
}

/// Week in which a day lies; negative before the start.
fn week_of(start: Date, day: Date) -> i64 {
    let days = day.duration_since(start).as_hours() / 24;
    days.div_euclid(DAYS_PER_WEEK)
}

/// People who use it find what was written before: where a list says that it is used, and no patient has a
/// record at the start, use falls in the first weeks as it never did.
fn used_without_records(cx: &mut Context<'_>, scenario: &Scenario) {
    let listed = scenario.organisations.iter().flatten();
    let used = listed.filter(|organisation| organisation.in_use == Some(true)).count();
    if used > 0 && scenario.initial.records == 0.0 {
        let message = format!(
            "the list says that {used} {} in use, and no patient has a record at the start",
            if used == 1 { "organisation is" } else { "organisations are" }
        );
        let help = "say for how many of the recognised patients there is one: records = 0.3 in [initial]; \
                    without, use falls in the first weeks";
        cx.report.warn(cx.root_place("organisations"), message, help.to_owned());
    }
}

/// The validated scenario; none if something was reported that leaves nothing to return.
pub(super) fn resolve(
    layer: &Layer,
    list: Option<&ListText>,
    report: &mut Report,
) -> Option<Scenario> {
    let mut cx = Context { layer, report };
    let root: RawRoot = cx.one("")?;
    if !is_folder_name(&root.name) {
        let message = format!("unfit name {}", quoted(&root.name));
        let place = cx.root_place("name");
        cx.error(place, message, FOLDER_NAME);
    }
    let systems = regions::systems(&mut cx);
    let roles = people::roles(&mut cx);
    let role_ids: Vec<&str> = roles.iter().map(|role| role.id.as_str()).collect();
    let system_ids: Vec<&str> = systems.iter().map(|system| system.id.as_str()).collect();
    let kinds = regions::kinds(&mut cx, &role_ids, &system_ids);
    let listed = list.map(|list| {
        let region_ids: Vec<&str> = layer.named("region").iter().map(|r| r.id.as_str()).collect();
        let kind_ids: Vec<&str> = kinds.iter().map(|kind| kind.kind.id.as_str()).collect();
        let names = organisations::Names {
            kinds: &kind_ids,
            systems: &system_ids,
            regions: &region_ids,
            start: root.start.0,
        };
        organisations::read(list, &names, cx.report)
    });
    let regions = regions::regions(&mut cx, &kinds, &system_ids, listed.as_deref(), root.weeks);
    let money = plan::money(&mut cx, root.start.0)?;
    let interventions = plan::interventions(&mut cx, root.weeks, money.ends_week);
    let region_ids: Vec<&str> = regions.iter().map(|region| region.id.as_str()).collect();
    let scheduled = plan::events(&mut cx, root.weeks, &region_ids);
    let team = people::team(&mut cx);
    let tasks = people::tasks(&mut cx, &team, &interventions)?;
    let of_kinds: Vec<Kind> = kinds.iter().map(|kind| kind.kind.clone()).collect();
    let groups = GroupName::all(&of_kinds, &systems, &regions);
    let targets = plan::targets(&mut cx, root.start.0, root.weeks, &groups);
    let kind_ids: Vec<&str> = kinds.iter().map(|kind| kind.kind.id.as_str()).collect();
    let policy = plan::policy(&mut cx, &kind_ids)?;
    let assumptions = cx.each("assumption").into_iter().map(|read| read.raw).collect();
    let scenario = Scenario {
        title: if root.title.is_empty() { root.name.clone() } else { root.title },
        name: root.name,
        question: root.question,
        start: root.start.0,
        weeks: root.weeks,
        replicates: root.replicates,
        seed: root.seed,
        regions,
        kinds: kinds.into_iter().map(|kind| kind.kind).collect(),
        roles,
        systems,
        team,
        organisations: listed,
        money,
        policy,
        experience: cx.one("experience")?,
        tasks,
        variation: cx.one("variation")?,
        scale: cx.one("scale")?,
        embedding: cx.one("embedding")?,
        joining: cx.one("joining")?,
        diffusion: cx.one("diffusion")?,
        organisation: cx.one("organisation")?,
        skill: cx.one("skill")?,
        r#use: cx.one("use")?,
        patients: cx.one("patients")?,
        records: cx.one("records")?,
        time: cx.one("time")?,
        tool: cx.one("tool")?,
        plan: cx.one("plan")?,
        initial: cx.one("initial")?,
        forces: cx.forces()?,
        funder: cx.one("funder")?,
        events: cx.one("events")?,
        scheduled,
        targets,
        interventions,
        assumptions,
    };
    used_without_records(&mut cx, &scenario);
    Some(scenario)
}

/// What charts and tables call an entry.
fn label_or(label: String, id: &str) -> String {
    if label.is_empty() { id.to_owned() } else { label }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_fall_into_weeks_from_the_start() {
        let start = date(2026, 1, 5);
        assert_eq!(week_of(start, start), 0);
        assert_eq!(week_of(start, date(2026, 1, 11)), 0);
        assert_eq!(week_of(start, date(2026, 1, 12)), 1);
        assert_eq!(week_of(start, date(2026, 1, 4)), -1);
        assert_eq!(week_of(start, date(2030, 12, 30)), 260);
    }
}

//! Sections as they stand in a file, with names still text; the registry has checked every value.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

use super::layer::Entry;
use super::model::{EventKind, First, Level, Lever, LeverPrice, Order, Refresh};
use super::registry::Section;

/// A day, which layers hand over as text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Day(pub(super) Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Day).map_err(serde::de::Error::custom)
    }
}

/// The typed section: what the entry sets, with the registry's defaults for the rest.
///
/// # Errors
/// A fault of uptake, in words: registry and struct do not fit each other.
pub(super) fn typed<T: DeserializeOwned>(section: &Section, entry: &Entry) -> Result<T, String> {
    let values = section.keys.iter().filter_map(|key| {
        entry.value(section, &key.name).map(|value| (key.name.clone(), value.to_json()))
    });
    serde_json::from_value(values.collect())
        .map_err(|error| format!("{}: {error}", section.header(&entry.id)))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRoot {
    #[serde(rename = "schema")]
    pub(super) _schema: u32,
    pub(super) name: String,
    pub(super) title: String,
    pub(super) question: String,
    #[serde(rename = "base")]
    pub(super) _base: String,
    pub(super) start: Day,
    pub(super) weeks: u32,
    pub(super) replicates: u32,
    pub(super) seed: u64,
    #[serde(rename = "organisations")]
    pub(super) _organisations: Option<String>,
    #[serde(rename = "core_only")]
    pub(super) _core_only: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRegion {
    pub(super) label: String,
    pub(super) size: f64,
    #[serde(default)]
    pub(super) counts: BTreeMap<String, u32>,
    pub(super) systems: Option<BTreeMap<String, f64>>,
    pub(super) team_size: f64,
    pub(super) budget_per_year: Option<f64>,
    pub(super) begins: u32,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawLists {
    Own,
    Nearby,
    All,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawKind {
    pub(super) label: String,
    pub(super) count: u32,
    pub(super) staff: f64,
    pub(super) staff_sigma: f64,
    pub(super) in_scope: f64,
    pub(super) roles: BTreeMap<String, f64>,
    pub(super) systems: BTreeMap<String, f64>,
    pub(super) incumbent: f64,
    pub(super) hold: f64,
    pub(super) load: f64,
    pub(super) contacts: f64,
    pub(super) lists: RawLists,
    pub(super) lists_near: u32,
    pub(super) keeps_list: bool,
    pub(super) independence: f64,
    pub(super) minutes_saved: f64,
    pub(super) outside: f64,
    pub(super) boundary: f64,
    pub(super) mobile: f64,
    pub(super) detail: f64,
    pub(super) own_template: f64,
    pub(super) represented: f64,
    pub(super) waits: f64,
    pub(super) upheaval: f64,
    pub(super) mandated: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRole {
    pub(super) label: String,
    pub(super) leave_per_year: f64,
    pub(super) weeks_to_fill: f64,
    pub(super) write: f64,
    pub(super) read: f64,
    pub(super) protocol: f64,
    pub(super) core: f64,
    pub(super) converse: f64,
    pub(super) it_skill: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSystem {
    pub(super) label: String,
    pub(super) reads: BTreeMap<String, f64>,
    pub(super) waits_for_vendor: bool,
    pub(super) switch_on_per_year: f64,
    pub(super) switch_on_together: bool,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawPayer {
    Project,
    Employer,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMember {
    pub(super) label: String,
    pub(super) level: Level,
    pub(super) hours: f64,
    pub(super) count: u32,
    pub(super) salary: f64,
    pub(super) paid_by: RawPayer,
    pub(super) leads: bool,
    pub(super) leave_per_year: f64,
    pub(super) weeks_to_recruit: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMoney {
    pub(super) price_year: u32,
    pub(super) ends: Option<Day>,
    pub(super) kept_for_maintenance: f64,
    pub(super) budget_per_year: Option<f64>,
    pub(super) total: Option<f64>,
    pub(super) by_year: Option<Vec<f64>>,
    pub(super) carry_over: bool,
    pub(super) committed: f64,
    pub(super) backfill_per_hour: f64,
    pub(super) other_per_year: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPolicy {
    pub(super) order: Order,
    #[serde(default)]
    pub(super) kind_order: Vec<String>,
    pub(super) work_in_progress: u32,
    pub(super) first: First,
    pub(super) maintenance_cap: f64,
    pub(super) refresher_weeks: u32,
    pub(super) follow_up_weeks: u32,
    pub(super) renegotiate_weeks: u32,
    pub(super) refresh: Refresh,
    pub(super) refresh_share: f64,
    pub(super) lever_price: LeverPrice,
    pub(super) lever_weeks: f64,
    pub(super) mapping_maps: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTask {
    pub(super) levels: Vec<Level>,
    pub(super) hours: f64,
    pub(super) sigma: f64,
    pub(super) hours_per_post: f64,
    pub(super) least_weeks: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTarget {
    pub(super) measure: String,
    pub(super) of: Option<String>,
    pub(super) at_least: f64,
    pub(super) date: Option<Day>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawIntervention {
    pub(super) lever: Lever,
    pub(super) start: u32,
    pub(super) end: Option<u32>,
    pub(super) intensity: f64,
    pub(super) level: Option<Level>,
    pub(super) hours_per_week: Option<f64>,
    pub(super) order: Order,
    pub(super) cost_per_week: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEvent {
    pub(super) event: EventKind,
    pub(super) week: u32,
    pub(super) region: Option<String>,
    pub(super) size: f64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::model;
    use crate::scenario::registry::registry;

    fn defaults_of<T: DeserializeOwned>(name: &str) {
        let (_, section) = registry().named(name).expect(name);
        let entry = Entry::new("", None);
        typed::<T>(section, &entry).expect(name);
        // The other way round: every key, those that may be left out too, has its field.
        let all = section.keys.iter().map(|key| (key.name.clone(), key.example.to_json()));
        serde_json::from_value::<T>(all.collect()).map(drop).expect(name);
    }

    #[test]
    fn structs_and_registry_have_the_same_keys() {
        defaults_of::<RawRoot>("");
        defaults_of::<RawRegion>("region");
        defaults_of::<RawKind>("kind");
        defaults_of::<RawRole>("role");
        defaults_of::<RawSystem>("system");
        defaults_of::<RawMember>("team");
        defaults_of::<RawMoney>("money");
        defaults_of::<RawPolicy>("policy");
        defaults_of::<RawTarget>("target");
        defaults_of::<RawIntervention>("intervention");
        defaults_of::<RawEvent>("event");
        defaults_of::<model::Assumption>("assumption");
        for task in model::Task::ALL {
            defaults_of::<RawTask>(&format!("task.{}", task.id()));
        }
        defaults_of::<model::Experience>("experience");
        defaults_of::<model::Variation>("variation");
        defaults_of::<model::Scale>("scale");
        defaults_of::<model::Embedding>("embedding");
        defaults_of::<model::Joining>("joining");
        defaults_of::<model::Diffusion>("diffusion");
        defaults_of::<model::OrganisationDynamics>("organisation");
        defaults_of::<model::Skill>("skill");
        defaults_of::<model::Use>("use");
        defaults_of::<model::Patients>("patients");
        defaults_of::<model::Records>("records");
        defaults_of::<model::Time>("time");
        defaults_of::<model::Tool>("tool");
        defaults_of::<model::Plan>("plan");
        defaults_of::<model::Initial>("initial");
        defaults_of::<model::Funder>("funder");
        defaults_of::<model::Events>("events");
    }
}

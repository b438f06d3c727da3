//! Regions, kinds of organisation and IT systems.

use std::collections::BTreeMap;

use super::plan::horizon_is_doubtful;
use super::{Context, Read, label_or, users_first};
use crate::scenario::check::is_name;
use crate::scenario::fit::{plain, quoted};
use crate::scenario::layer::Entry;
use crate::scenario::model::{Kind, ListedOrganisation, Lists, Patients, Region, System};
use crate::scenario::raw::{RawKind, RawLists, RawRegion, RawSystem};
use crate::scenario::suggest::did_you_mean;
use crate::scenario::value::Value;

/// How far shares may be from adding up to 1; a hair above 1e-6, so that three times 0.333333
/// still does.
const SHARES_TOLERANCE: f64 = 1.001e-6;
/// Most posts in scope over all regions: about what fits into a usual computer's memory.
const MOST_POSTS: f64 = 20_000_000.0;
/// Most organisations over all regions, for the same reason.
const MOST_ORGANISATIONS: f64 = 1_000_000.0;
/// Most people in posts, in scope or not: a few times those of the largest health service.
const MOST_PEOPLE: f64 = 1_000_000_000.0;
/// Most patients over all lists, recognised or not, for the same reason as posts.
const MOST_PATIENTS: f64 = 20_000_000.0;

/// A kind with what regions need of it.
pub(super) struct ReadKind<'a> {
    pub(super) kind: Kind,
    entry: &'a Entry,
    count: u32,
    system_shares: Vec<f64>,
}

pub(super) fn systems(cx: &mut Context) -> Vec<System> {
    let read: Vec<Read<RawSystem>> = cx.each("system");
    let ids: Vec<&str> = read.iter().map(|system| system.entry.id.as_str()).collect();
    let mut systems = Vec::new();
    for (own, Read { entry, raw }) in read.iter().enumerate() {
        check_names(cx, entry, "reads", "system", &ids);
        let mut reads = row(&raw.reads, &ids);
        if raw.reads.get(&entry.id).is_some_and(|share| *share < 1.0) {
            let help = format!("leave `{}` out of `reads`", entry.id);
            cx.error(entry.place_of("reads"), "a system reads all of its own records", help);
        }
        reads[own] = 1.0;
        let label = label_or(raw.label.clone(), &entry.id);
        systems.push(System {
            id: entry.id.clone(),
            label,
            reads,
            waits_for_vendor: raw.waits_for_vendor,
            switch_on_per_year: raw.switch_on_per_year,
            switch_on_together: raw.switch_on_together,
        });
    }
    systems
}

pub(super) fn kinds<'a>(
    cx: &mut Context<'a>,
    roles: &[&str],
    systems: &[&str],
) -> Vec<ReadKind<'a>> {
    let read: Vec<Read<RawKind>> = cx.each("kind");
    if read.is_empty() {
        let help = "add [kind.NAME] sections, or build on the built-in region with base = \"cambridgeshire\"";
        cx.error(None, "the scenario has no kinds of organisation", help);
    }
    let mut keeper: Option<String> = None;
    let mut kinds = Vec::new();
    for Read { entry, raw } in read {
        let role_shares = shares(cx, entry, "roles", "role", &raw.roles, roles);
        let system_shares = shares(cx, entry, "systems", "system", &raw.systems, systems);
        let keeps = raw.keeps_list && !entry.misfits.contains("keeps_list");
        if matches!(raw.lists, RawLists::Own)
            && !raw.keeps_list
            && !entry.misfits.contains("keeps_list")
        {
            let help = "add keeps_list = true, or choose lists = \"nearby\" or \"all\"";
            let message = format!("kind `{}` meets its own list but keeps none", entry.id);
            cx.error(entry.place_of("lists"), message, help);
        }
        match &keeper {
            Some(first) if keeps => {
                let message = format!("`{first}` keeps a list of patients already");
                let help =
                    "patients stand on one list each: only one kind may have keeps_list = true";
                cx.error(entry.place_of("keeps_list"), message, help);
            }
            None if keeps => keeper = Some(entry.id.clone()),
            _ => {}
        }
        let kind = Kind {
            id: entry.id.clone(),
            label: label_or(raw.label, &entry.id),
            staff: raw.staff,
            staff_sigma: raw.staff_sigma,
            in_scope: raw.in_scope,
            role_shares,
            incumbent: raw.incumbent,
            hold: raw.hold,
            load: raw.load,
            contacts: raw.contacts,
            lists: match raw.lists {
                RawLists::Own => Lists::Own,
                RawLists::Nearby => Lists::Nearby(raw.lists_near),
                RawLists::All => Lists::All,
            },
            keeps_list: raw.keeps_list,
            independence: raw.independence,
            minutes_saved: raw.minutes_saved,
            outside: raw.outside,
            boundary: raw.boundary,
            mobile: raw.mobile,
            detail: raw.detail,
            own_template: raw.own_template,
            represented: raw.represented,
            waits: raw.waits,
            upheaval: raw.upheaval,
            mandated: raw.mandated,
        };
        kinds.push(ReadKind { kind, entry, count: raw.count, system_shares });
    }
    kinds
}

pub(super) fn regions(
    cx: &mut Context,
    kinds: &[ReadKind],
    systems: &[&str],
    list: Option<&[ListedOrganisation]>,
    weeks: u32,
) -> Vec<Region> {
    let read: Vec<Read<RawRegion>> = cx.each("region");
    if read.is_empty() {
        let help = "add a section [region.NAME]";
        cx.error(None, "the scenario has no region", help);
    }
    let kind_ids: Vec<&str> = kinds.iter().map(|kind| kind.kind.id.as_str()).collect();
    let mut listed = vec![vec![0; kinds.len()]; read.len()];
    for organisation in list.unwrap_or_default() {
        // The list was read against the same regions and kinds, unless there are none.
        let count = listed.get_mut(organisation.region);
        if let Some(count) = count.and_then(|counts| counts.get_mut(organisation.kind)) {
            *count += 1;
        }
    }
    let mut regions = Vec::new();
    for (index, Read { entry, raw }) in read.iter().enumerate() {
        check_names(cx, entry, "counts", "kind", &kind_ids);
        let own =
            raw.systems.as_ref().map(|map| shares(cx, entry, "systems", "system", map, systems));
        let counts: Vec<u32> = match list {
            Some(_) => std::mem::take(&mut listed[index]),
            None => kinds.iter().map(|kind| scaled(kind, raw)).collect(),
        };
        let system_shares = kinds
            .iter()
            .map(|kind| own.clone().unwrap_or_else(|| kind.system_shares.clone()))
            .collect();
        let doubtful = ["size", "counts"].iter().any(|key| entry.misfits.contains(*key))
            || kinds.iter().any(|kind| kind.entry.misfits.contains("count"))
            || kinds.is_empty()
            || (list.is_some() && !cx.report.is_sound());
        if !doubtful && counts.iter().all(|count| *count == 0) {
            let message = format!("region `{}` has no organisations", entry.id);
            let help = match list {
                Some(_) => {
                    format!("name {} in the list's column `region`, or remove the region", entry.id)
                }
                None => "give a kind a count, or the region another size".to_owned(),
            };
            let place = users_first([entry.place_of("size"), entry.place]).or(entry.place);
            cx.error(place, message, help);
        }
        if raw.begins >= weeks && !horizon_is_doubtful(cx) {
            let message = format!(
                "the project of `{}` never begins: the scenario ends in week {weeks}",
                entry.id
            );
            let help = "let it begin earlier, or give `weeks` a later horizon".to_owned();
            cx.report.warn(entry.place_of("begins"), message, help);
        }
        regions.push(Region {
            id: entry.id.clone(),
            label: label_or(raw.label.clone(), &entry.id),
            counts,
            system_shares,
            team_size: raw.team_size,
            budget_per_year: raw.budget_per_year,
            begins: raw.begins,
        });
    }
    refuse_too_many(cx, kinds, &regions, list);
    refuse_too_many_patients(cx, kinds, &regions);
    regions
}

/// Number of organisations of a kind in a region: the region's own number as it stands, or
/// the kind's multiplied by the region's size.
fn scaled(kind: &ReadKind, region: &RawRegion) -> u32 {
    let scaled = || (f64::from(kind.count) * region.size).round() as u32;
    region.counts.get(&kind.kind.id).copied().unwrap_or_else(scaled)
}

fn refuse_too_many(
    cx: &mut Context,
    kinds: &[ReadKind],
    regions: &[Region],
    list: Option<&[ListedOrganisation]>,
) {
    let of_kind = |index: usize| -> f64 {
        regions.iter().map(|region| f64::from(region.counts[index])).sum()
    };
    let people_of = |index: usize| match list {
        Some(list) => {
            let own = list.iter().filter(|organisation| organisation.kind == index);
            own.map(|o| f64::from(o.staff)).sum::<f64>()
        }
        None => of_kind(index) * kinds[index].kind.staff,
    };
    let posts_of = |index: usize| people_of(index) * kinds[index].kind.in_scope;
    let organisations: f64 = (0..kinds.len()).map(of_kind).sum();
    let posts: f64 = (0..kinds.len()).map(posts_of).sum();
    let people: f64 = (0..kinds.len()).map(people_of).sum();
    let (found, most, what, part): (_, _, _, &dyn Fn(usize) -> f64) = if posts > MOST_POSTS {
        (posts, MOST_POSTS, "posts in scope", &posts_of)
    } else if organisations > MOST_ORGANISATIONS {
        (organisations, MOST_ORGANISATIONS, "organisations", &of_kind)
    } else if people > MOST_PEOPLE {
        (people, MOST_PEOPLE, "people in posts", &people_of)
    } else {
        return;
    };
    let largest = (0..kinds.len()).max_by(|a, b| part(*a).total_cmp(&part(*b)));
    let kind = largest.map(|index| kinds[index].entry);
    let keys = ["count", "staff", "in_scope"];
    let own =
        keys.iter().map(|key| kind.and_then(|entry| entry.settings.get(*key)).map(|s| s.place));
    let sizes = cx.layer.named("region").iter().flat_map(|r| [r.place_of("size"), r.place]);
    let place = users_first(own.chain(sizes));
    let name = kind.map_or("", |entry| entry.id.as_str());
    let message = format!("the scenario has {found:.0} {what}, more than {most:.0}");
    let help = format!("lower `count`, `staff` or `size`; the largest part is kind `{name}`");
    cx.error(place, message, help);
}

fn refuse_too_many_patients(cx: &mut Context, kinds: &[ReadKind], regions: &[Region]) {
    let Some(patients) = cx.one::<Patients>("patients") else { return };
    let keepers = kinds.iter().enumerate().filter(|(_, kind)| kind.kind.keeps_list);
    let lists: f64 =
        keepers.flat_map(|(i, _)| regions.iter().map(move |r| f64::from(r.counts[i]))).sum();
    let unrecognised: f64 =
        patients.by_illness().iter().map(|(comes, _)| comes * patients.unrecognised_weeks).sum();
    let found = lists * (patients.recognised_per_week * patients.stay_weeks + unrecognised);
    if found <= MOST_PATIENTS {
        return;
    }
    let entry = cx.layer.named("patients").first();
    let keys = ["stay_weeks", "recognised_per_week", "unrecognised_weeks", "recognised_share"];
    let own = keys.iter().map(|key| entry.and_then(|e| e.settings.get(*key)).map(|s| s.place));
    let sizes = cx.layer.named("region").iter().flat_map(|r| [r.place_of("size"), r.place]);
    let place = users_first(own.chain(sizes));
    let message = format!(
        "the scenario has {found:.0} patients at a time on {lists:.0} lists, more than \
         {MOST_PATIENTS:.0}"
    );
    let help = "a list has about `recognised_per_week` × `stay_weeks` recognised patients, and those \
                not recognised beside them; lower one of these, or the number of lists";
    cx.error(place, message, help);
}

/// Shares by name as a row in the order of `known`, checked to add up to 1.
fn shares(
    cx: &mut Context,
    entry: &Entry,
    key: &str,
    noun: &str,
    map: &BTreeMap<String, f64>,
    known: &[&str],
) -> Vec<f64> {
    check_names(cx, entry, key, noun, known);
    if entry.misfits.contains(key) {
        return row(map, known);
    }
    let sum: f64 = map.values().sum();
    let place = entry.place_of(key);
    if map.is_empty() {
        let example = known.first().copied().unwrap_or("name");
        let message = format!("`{}` names no {noun}s", entry.id);
        let help = format!("write {key} = {{ {example} = 1.0 }}, with shares that add up to 1");
        cx.error(place, message, help);
    } else if (sum - 1.0).abs() > SHARES_TOLERANCE {
        let message = format!("shares of {noun}s must add up to 1, found {}", plain(rounded(sum)));
        let rest = rounded((1.0 - sum).abs());
        let verb = if sum < 1.0 { "is missing" } else { "is too much" };
        cx.error(place, message, format!("{key} of `{}`: {} {verb}", entry.id, plain(rest)));
    }
    row(map, known)
}

/// A sum of decimal shares without the dust of binary arithmetic.
fn rounded(x: f64) -> f64 {
    (x * 1e7).round() / 1e7
}

/// Values by name as a row in the order of `known`.
fn row(map: &BTreeMap<String, f64>, known: &[&str]) -> Vec<f64> {
    known.iter().map(|name| map.get(*name).copied().unwrap_or(0.0)).collect()
}

/// Reports the names in a map that no section has.
fn check_names(cx: &mut Context, entry: &Entry, key: &str, noun: &str, known: &[&str]) {
    let Some(setting) = entry.settings.get(key) else { return };
    let Value::Map(names) = &setting.value else { return };
    for (index, (name, _)) in names.iter().enumerate() {
        if !known.contains(&name.as_str()) && !cx.report.is_full() {
            let meant = did_you_mean(name, known.iter().copied());
            let help = match is_name(name) {
                true => format!("{meant}\nor define it: [{noun}.{name}]"),
                false => meant,
            };
            cx.error(Some(setting.part(index)), format!("unknown {noun} {}", quoted(name)), help);
        }
    }
}

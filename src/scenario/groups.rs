//! Groups of organisations by name: a kind, an IT system, a region.

use serde::Serialize;

use super::fit::quoted;
use super::model::{Kind, Region, System};
use super::suggest::did_you_mean;
use crate::measures::{GroupKind, Measure};

/// A group that a goal or a measure is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupName {
    /// What sort of group.
    pub kind: GroupKind,
    /// Its name in the scenario.
    pub id: String,
    /// What charts and sentences call it.
    pub label: String,
}

impl GroupName {
    /// All groups of organisations: kinds of which there are any, systems, and regions where there are
    /// several.
    pub fn all(kinds: &[Kind], systems: &[System], regions: &[Region]) -> Vec<Self> {
        let group =
            |kind, id: &str, label: &str| GroupName { kind, id: id.into(), label: label.into() };
        let is_there = |at: usize| regions.iter().any(|r| r.counts.get(at).is_some_and(|&n| n > 0));
        let kinds = kinds.iter().enumerate().filter(|(at, _)| is_there(*at));
        let kinds = kinds.map(|(_, k)| group(GroupKind::Kind, &k.id, &k.label));
        let systems = systems.iter().map(|s| group(GroupKind::System, &s.id, &s.label));
        let several = regions.iter().filter(|_| regions.len() > 1);
        let regions = several.map(|r| group(GroupKind::Region, &r.id, &r.id));
        kinds.chain(systems).chain(regions).collect()
    }

    /// The group of that name, for which a measure is kept: a kind, else a system, else a region.
    ///
    /// # Errors
    /// What is wrong, and how to mend it.
    pub fn of(
        name: &str,
        measure: Option<&Measure>,
        all: &[GroupName],
    ) -> Result<Self, (String, String)> {
        let found: Vec<&GroupName> = all.iter().filter(|g| g.id == name).collect();
        let kept = |g: &&&GroupName| measure.is_none_or(|m| m.family.covers(g.kind));
        match (found.iter().find(kept), found.first()) {
            (Some(group), _) => Ok((**group).clone()),
            (None, Some(group)) => Err((
                format!(
                    "`{}` is not kept by {}",
                    measure.map_or("", |m| m.name),
                    in_words(group.kind)
                ),
                "ask for it without `of`, or for another measure".to_owned(),
            )),
            (None, None) => Err((
                format!(
                    "no kind, system or region of these organisations is called {}",
                    quoted(name)
                ),
                did_you_mean(name, all.iter().map(|g| g.id.as_str())),
            )),
        }
    }
}

/// `kind`, `system`, `region`.
fn in_words(kind: GroupKind) -> &'static str {
    match kind {
        GroupKind::All => "all",
        GroupKind::Region => "region",
        GroupKind::Kind => "kind",
        GroupKind::System => "system",
        GroupKind::Task => "task",
        GroupKind::Level => "level",
    }
}

//! A layer of settings, and how one layer is laid over another.

use std::collections::{BTreeMap, BTreeSet};

use super::fit::Fitted;
use super::problem::{Origin, Place};
use super::registry::{Section, Shape, registry};
use super::value::Value;

/// A value with the places of it and of its parts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Setting {
    pub(crate) value: Value,
    pub(crate) place: Place,
    parts: Vec<Option<Place>>,
}

impl Setting {
    pub(crate) fn new(fitted: Fitted, place: Place) -> Setting {
        let part =
            |span: Option<std::ops::Range<usize>>| span.map(|span| Place::new(place.origin, span));
        let parts = fitted.parts.into_iter().map(part).collect();
        Setting { value: fitted.value, place, parts }
    }

    /// Place of an element of a list or of a key of a map; of the whole where that is unknown.
    pub(crate) fn part(&self, index: usize) -> Place {
        self.parts.get(index).copied().flatten().unwrap_or(self.place)
    }
}

/// One table of a scenario: a section, or an entry of a collection or list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    /// The entry's name; its ordinal in a list; empty for a section that stands once.
    pub(crate) id: String,
    pub(crate) place: Option<Place>,
    pub(crate) settings: BTreeMap<String, Setting>,
    /// Keys whose value did not fit: reported already, so not to be judged again.
    pub(crate) misfits: BTreeSet<String>,
}

impl Entry {
    pub(crate) fn new(id: impl Into<String>, place: Option<Place>) -> Entry {
        let (settings, misfits) = (BTreeMap::new(), BTreeSet::new());
        Entry { id: id.into(), place, settings, misfits }
    }

    /// Where the key is set, or else where the entry begins.
    pub(crate) fn place_of(&self, key: &str) -> Option<Place> {
        self.settings.get(key).map(|setting| setting.place).or(self.place)
    }

    /// The value set here, or the default; none for a key that was left out.
    pub(crate) fn value<'a>(&'a self, section: &'a Section, key: &str) -> Option<&'a Value> {
        let default = || section.key(key).and_then(|key| key.default.as_ref());
        self.settings.get(key).map(|setting| &setting.value).or_else(default)
    }

    fn lay_over(&mut self, top: Entry) {
        self.place = top.place.or(self.place);
        self.settings.extend(top.settings);
        self.misfits.extend(top.misfits);
    }
}

/// Settings by section, in the order of the registry.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Layer {
    sections: Vec<Vec<Entry>>,
}

impl Layer {
    pub(crate) fn empty() -> Layer {
        Layer { sections: vec![Vec::new(); registry().sections.len()] }
    }

    pub(crate) fn entries(&self, section: usize) -> &[Entry] {
        self.sections.get(section).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn entries_mut(&mut self, section: usize) -> &mut Vec<Entry> {
        if section >= self.sections.len() {
            self.sections.resize(section + 1, Vec::new());
        }
        &mut self.sections[section]
    }

    /// Entries of the section of that name.
    pub(crate) fn named(&self, name: &str) -> &[Entry] {
        registry().named(name).map_or(&[], |(index, _)| self.entries(index))
    }

    pub(crate) fn entry(&self, section: usize, id: &str) -> Option<&Entry> {
        self.entries(section).iter().find(|entry| entry.id == id)
    }

    /// The entry of that name, made if it is not there.
    pub(crate) fn entry_or_new(&mut self, section: usize, id: &str, place: Place) -> &mut Entry {
        let entries = self.entries_mut(section);
        let index = entries.iter().position(|entry| entry.id == id).unwrap_or_else(|| {
            entries.push(Entry::new(id, Some(place)));
            entries.len() - 1
        });
        &mut entries[index]
    }

    /// A setting among the keys before the first section.
    pub(crate) fn root(&self, key: &str) -> Option<&Setting> {
        self.entry(0, "").and_then(|root| root.settings.get(key))
    }

    /// With `core_only`, states strength 0 for every force whose strength is not stated.
    pub(crate) fn leave_the_core(&mut self) {
        let Some(flag) = self.root("core_only").filter(|flag| flag.value == Value::Flag(true))
        else {
            return;
        };
        let place = flag.place;
        for (index, section) in registry().sections.iter().enumerate() {
            if section.path.len() == 2 && section.path[0] == "forces" {
                let entry = self.entry_or_new(index, "", place);
                let absent = || Setting::new(Value::Number(0.0).into(), place);
                entry.settings.entry("strength".to_owned()).or_insert_with(absent);
            }
        }
    }

    /// Lays `top` over this layer.
    ///
    /// Sections and entries of a collection are merged key by key. What `top` has of regions and
    /// of lists replaces what is below: nobody who describes a region of their own wants the
    /// built-in one beside it. The assumptions below hold on, except for parameters of which
    /// `top` has an assumption of its own.
    pub(crate) fn lay_over(&mut self, top: Layer) {
        for (index, above) in top.sections.into_iter().enumerate() {
            let Some(section) = registry().sections.get(index) else { continue };
            let below = self.entries_mut(index);
            let name = section.name();
            if above.is_empty() {
                continue;
            }
            if name == "assumption" {
                below.retain(|old| above.iter().all(|new| parameter(new) != parameter(old)));
                let kept = std::mem::replace(below, above);
                below.extend(kept);
                renumber(below);
            } else if section.shape == Shape::List || name == "region" {
                *below = above;
            } else {
                for entry in above {
                    match below.iter_mut().find(|old| old.id == entry.id) {
                        Some(old) => old.lay_over(entry),
                        None => below.push(entry),
                    }
                }
            }
        }
    }
}

/// Names the entries of a list by their ordinals, from 1.
pub(crate) fn renumber(entries: &mut [Entry]) {
    for (index, entry) in entries.iter_mut().enumerate() {
        entry.id = (index + 1).to_string();
    }
}

/// The parameter that an assumption is about.
pub(crate) fn parameter(assumption: &Entry) -> Option<&str> {
    match assumption.settings.get("parameter").map(|setting| &setting.value) {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    }
}

/// True for places in the user's own texts.
pub(crate) fn is_users(place: Place) -> bool {
    place.origin != Origin::Builtin
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(section: &str, ids: &[&str], key: &str, value: i64) -> Layer {
        let place = Place::new(Origin::File, 0..1);
        let (index, _) = registry().named(section).expect("a section");
        let mut layer = Layer::empty();
        for id in ids {
            let setting = Setting::new(Value::Whole(value).into(), place);
            let entry = layer.entry_or_new(index, id, place);
            entry.settings.insert(key.to_owned(), setting);
        }
        layer
    }

    fn ids(layer: &Layer, section: &str) -> Vec<String> {
        layer.named(section).iter().map(|entry| entry.id.clone()).collect()
    }

    #[test]
    fn entries_merge_by_name_and_new_ones_follow() {
        let mut below = layer("kind", &["a", "b"], "count", 1);
        below.lay_over(layer("kind", &["b", "c"], "staff", 9));
        assert_eq!(ids(&below, "kind"), ["a", "b", "c"]);
        assert_eq!(below.named("kind")[1].settings.len(), 2);
    }

    #[test]
    fn regions_and_lists_are_replaced() {
        for section in ["region", "target"] {
            let mut below = layer(section, &["1", "2"], "x", 1);
            below.lay_over(layer(section, &["3"], "x", 1));
            assert_eq!(ids(&below, section), ["3"]);
            below.lay_over(Layer::empty());
            assert_eq!(ids(&below, section), ["3"], "nothing stated, nothing replaced");
        }
    }
}

//! Which parameters a scenario changes, and which of these nobody has accounted for.

use super::builtin::builtin_layer;
use super::layer::{Entry, Layer, is_users, parameter};
use super::model::Assumption;
use super::note::Form;
use super::problem::{Place, Report};
use super::registry::{Key, Section, Shape, registry};
use super::suggest::closest;
use super::value::Value;

/// A parameter that differs from its default (for what the built-in region states: from that).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The key: `skill.attend`, `kind.gp_practice.count`.
    pub key: String,
    /// The default as it would stand in a file; `none` for a key that may be left out.
    pub default: String,
    /// The value as it would stand in a file.
    pub value: String,
}

/// Every changed parameter, in the order of the registry. Labels, goals, interventions, the
/// assumptions themselves and how long and how often is simulated are no parameters.
pub(super) fn changed(layer: &Layer) -> Vec<Changed> {
    let mut changes = Vec::new();
    for_each_change(layer, |section, entry, key, default, value| {
        changes.push(Changed {
            key: section.full_key(&entry.id, &key.name),
            default: shown(default),
            value: value.to_string(),
        });
    });
    changes
}

fn for_each_change<'a>(
    layer: &'a Layer,
    mut visit: impl FnMut(&'a Section, &'a Entry, &'a Key, Option<&'a Value>, &'a Value),
) {
    let reference = builtin_layer();
    // The first section holds the settings of the run.
    for (index, section) in registry().sections.iter().enumerate().skip(1) {
        if section.shape == Shape::List {
            continue;
        }
        for entry in layer.entries(index) {
            let own = reference.entry(index, &entry.id);
            for key in &section.keys {
                let Some(value) = entry.settings.get(&key.name).map(|setting| &setting.value)
                else {
                    // Left out here, so the default holds; the built-in region may state another.
                    continue;
                };
                let stated = own.and_then(|own| own.settings.get(&key.name)).map(|s| &s.value);
                let default = stated.or(key.default.as_ref());
                if default != Some(value) && key.note.form != Form::Text {
                    visit(section, entry, key, default, value);
                }
            }
        }
    }
}

/// A setting of the user's that changes parameters without an assumption.
struct Unexplained<'a> {
    place: Place,
    /// The keys that this one setting changes: several with `--set 'forces.*.strength=0'`.
    keys: Vec<String>,
    default: String,
    value: &'a Value,
}

/// Warns of changed parameters that no assumption of the user's covers, and of new entries;
/// a new one may be a slip for one of the built-in region.
pub(super) fn warn_of_unexplained(layer: &Layer, report: &mut Report) {
    let covers: Vec<&str> = layer
        .named("assumption")
        .iter()
        .filter(|assumption| assumption.place.is_some_and(is_users))
        .filter_map(parameter)
        .collect();
    let mut found: Vec<Unexplained> = Vec::new();
    let mut new: Vec<(&Section, &Entry)> = Vec::new();
    for_each_change(layer, |section, entry, key, default, value| {
        let full = section.full_key(&entry.id, &key.name);
        let Some(place) = entry.settings.get(&key.name).map(|setting| setting.place) else {
            return;
        };
        if !is_users(place) || covers.iter().any(|pattern| is_covered(&full, pattern)) {
            return;
        }
        if is_new(section, entry) {
            if !new.iter().any(|(_, known)| std::ptr::eq(*known, entry)) {
                new.push((section, entry));
            }
        } else if let Some(same) = found.iter_mut().find(|one| one.place == place) {
            same.keys.push(full);
        } else {
            let default = shown(default);
            found.push(Unexplained { place, keys: vec![full], default, value });
        }
    });
    for Unexplained { place, keys, default, value } in found {
        let message = match &keys[..] {
            [key] => format!("`{key}` is changed from {default} to {value} without an assumption"),
            _ => {
                let more = keys.len() - 1;
                format!(
                    "`{}` and {more} more are changed to {value} without an assumption",
                    keys[0]
                )
            }
        };
        report.warn(place, message, register_help(&keys[0]));
    }
    for (section, entry) in new {
        let name = format!("{}.{}", section.name(), entry.id);
        let known = builtin_layer().named(&section.name()).iter().map(|known| known.id.as_str());
        let help = match closest(&entry.id, known) {
            Some(meant) => format!("did you mean `{meant}`?\n{}", register_help(&name)),
            None => register_help(&name),
        };
        report.warn(entry.place, format!("`{name}` is new and has no assumption"), help);
    }
}

/// True for an entry of a collection that the built-in region does not have.
fn is_new(section: &Section, entry: &Entry) -> bool {
    section.shape == Shape::Collection
        && builtin_layer().named(&section.name()).iter().all(|known| known.id != entry.id)
}

fn shown(default: Option<&Value>) -> String {
    default.map_or_else(|| "none".to_owned(), Value::to_string)
}

fn register_help(key: &str) -> String {
    format!("say why: [[assumption]] with parameter = \"{key}\", why, source and sure")
}

impl Assumption {
    /// True if it is about the parameter of that key: its parameter is the key, the key's section
    /// or a pattern (`kind.*.count`, `kind.ward`, `kind`).
    pub fn covers(&self, key: &str) -> bool {
        is_covered(key, &self.parameter)
    }
}

/// True if an assumption's parameter (`kind.*.count`, `kind.ward`, `kind`) covers the key.
pub(super) fn is_covered(key: &str, pattern: &str) -> bool {
    let mut parts = key.split('.');
    pattern
        .trim()
        .split('.')
        .all(|wanted| parts.next().is_some_and(|part| wanted == part || wanted == "*"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assumption_covers_its_key_its_section_and_its_pattern() {
        for pattern in ["kind.ward.count", "kind.*.count", "kind.ward", "kind", "kind.*"] {
            assert!(is_covered("kind.ward.count", pattern), "{pattern}");
        }
        for pattern in ["", "kind.ward.staff", "kind.gp", "kind.ward.count.more", "in words"] {
            assert!(!is_covered("kind.ward.count", pattern), "{pattern}");
        }
    }
}

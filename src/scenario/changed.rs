//! Which parameters a scenario changes, and which of these nobody has accounted for.

use super::builtin::builtin_layer;
use super::layer::{Entry, Layer, is_users, parameter};
use super::note::Form;
use super::problem::Report;
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
            default: default.map_or_else(|| "none".to_owned(), Value::to_string),
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

/// Warns of changed parameters that no assumption of the user's covers, and of entries that
/// look like a slip for one of the built-in region.
pub(super) fn warn_of_unexplained(layer: &Layer, report: &mut Report) {
    let covers: Vec<&str> = layer
        .named("assumption")
        .iter()
        .filter(|assumption| assumption.place.is_some_and(is_users))
        .filter_map(parameter)
        .collect();
    let reference = builtin_layer();
    let mut last_new: Option<(&str, &str)> = None;
    for_each_change(layer, |section, entry, key, default, value| {
        let full = section.full_key(&entry.id, &key.name);
        let Some(setting) = entry.settings.get(&key.name) else { return };
        if !is_users(setting.place) || covers.iter().any(|pattern| is_covered(&full, pattern)) {
            return;
        }
        let index = registry().named(&section.name()).map_or(0, |(index, _)| index);
        let is_new =
            section.shape == Shape::Collection && reference.entry(index, &entry.id).is_none();
        if !is_new {
            let default = default.map_or_else(|| "none".to_owned(), Value::to_string);
            let message =
                format!("`{full}` is changed from {default} to {value} without an assumption");
            report.warn(setting.place, message, register_help(&full));
        } else if last_new != Some((section.path[0].as_str(), entry.id.as_str())) {
            last_new = Some((section.path[0].as_str(), entry.id.as_str()));
            let name = format!("{}.{}", section.name(), entry.id);
            let message = format!("`{name}` is new and has no assumption");
            let known = reference.entries(index).iter().map(|entry| entry.id.as_str());
            let help = match closest(&entry.id, known) {
                Some(meant) => format!("did you mean `{meant}`? else {}", register_help(&name)),
                None => register_help(&name),
            };
            report.warn(entry.place, message, help);
        }
    });
}

fn register_help(key: &str) -> String {
    format!("say why: [[assumption]] with parameter = \"{key}\", why, source and sure")
}

/// True if an assumption's parameter (`kind.*.count`, `kind.ward`, `kind`) covers the key.
fn is_covered(key: &str, pattern: &str) -> bool {
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

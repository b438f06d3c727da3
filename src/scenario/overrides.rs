//! `--set key=value`: single values laid over a scenario.

use std::ops::Range;

use toml_edit::Item;

use super::check::{report_misfits, store};
use super::fit::{fit, plain, quoted};
use super::layer::{Layer, Setting};
use super::problem::{Origin, Place, Report};
use super::registry::{Address, Shape, registry};
use super::suggest::did_you_mean;
use super::value::Value;

/// What problems call the overrides.
pub(crate) const SOURCE: &str = "--set";

/// The overrides as one text, a line for each, to which places refer.
pub(crate) fn as_text(overrides: &[String]) -> String {
    let lines: Vec<String> = overrides.iter().map(|text| text.replace(['\n', '\r'], " ")).collect();
    lines.join("\n")
}

/// Lays every override over `layer`; `kind.*.hold=0.2` sets all entries.
pub(crate) fn apply(overrides: &str, layer: &mut Layer, report: &mut Report) {
    let mut start = 0;
    for line in overrides.lines() {
        if !line.trim().is_empty() {
            apply_one(line, start, layer, report);
        }
        start += line.len() + 1;
    }
}

fn apply_one(line: &str, start: usize, layer: &mut Layer, report: &mut Report) {
    let place = |span: Range<usize>| Place::new(Origin::Set, start + span.start..start + span.end);
    let Some((left, right)) = line.split_once('=') else {
        let help = "write --set key=value, such as --set skill.attend=0.9";
        let message = format!("{} has no `=`", quoted(line));
        report.error(place(0..line.len()), message, help.to_owned());
        return;
    };
    let key_text = left.trim();
    let key_start = left.len() - left.trim_start().len();
    let key_place = place(key_start..key_start + key_text.len());
    let addresses = registry().locate(key_text);
    if addresses.is_empty() {
        let help = unknown_key_help(key_text);
        report.error(key_place, format!("unknown key {}", quoted(key_text)), help);
        return;
    }
    if key_text == "base" {
        let help = "state it in the file: base = \"bare\"".to_owned();
        report.error(key_place, "`base` cannot be overridden", help);
        return;
    }
    let value = right.trim();
    let value_start = left.len() + 1 + (right.len() - right.trim_start().len());
    let value_place = place(value_start..value_start + value.len());
    if let Some(step) = value.strip_prefix('+').and_then(|step| step.trim().parse::<f64>().ok()) {
        let help = a_step(&addresses, layer, key_text, step);
        report.error(
            value_place,
            format!("{} is not added: --set states a value", quoted(value)),
            help,
        );
        return;
    }
    for address in addresses {
        let section = &registry().sections[address.section];
        let key = &section.keys[address.key];
        let note = key.help(&section.full_key(address.entry.as_deref().unwrap_or(""), &key.name));
        let Some((item, shift)) = parse(value) else {
            let message = match value {
                "" => "the value is missing".to_owned(),
                _ => format!("{} is not a TOML value", quoted(value)),
            };
            report.error(value_place, message, note);
            return;
        };
        // From the place in the text that was parsed to the place in the override.
        let moved = |span: Range<usize>| {
            let to = |at: usize| (start + value_start + at).saturating_sub(shift);
            to(span.start)..to(span.end)
        };
        match fit(&key.note, &item) {
            Ok(mut fitted) => {
                for part in &mut fitted.parts {
                    *part = part.take().map(moved);
                }
                set(&address, &Setting::new(fitted, value_place), key_place, layer, report);
            }
            Err(mut misfits) => {
                for misfit in &mut misfits {
                    misfit.span = misfit.span.take().map(moved);
                }
                report_misfits(report, &misfits, value_place, &note);
                return;
            }
        }
    }
}

/// How to write the sum, or the number alone.
fn a_step(addresses: &[Address], layer: &Layer, key: &str, step: f64) -> String {
    let alone = format!("{key}={} states that number", plain(step));
    let now = addresses.first().and_then(|address| {
        let section = &registry().sections[address.section];
        let entry = layer.entry(address.section, address.entry.as_deref().unwrap_or(""))?;
        match entry.value(section, &section.keys[address.key].name)? {
            Value::Whole(n) => Some(*n as f64),
            Value::Number(x) => Some(*x),
            _ => None,
        }
    });
    match now {
        Some(now) => format!(
            "it is {} now, so {} more is {key}={}; {alone}",
            plain(now),
            plain(step),
            plain(now + step)
        ),
        None => alone,
    }
}

/// The value as TOML, with how far it was moved; what is no TOML counts as text, so that words
/// need no quotes and anything else is told what was found.
fn parse(value: &str) -> Option<(Item, usize)> {
    let alone = |text: &str| {
        let document = toml_edit::Document::parse(text.to_owned()).ok()?;
        let only = document.as_table().len() == 1;
        document.get("v").filter(|_| only).cloned()
    };
    alone(&format!("v={value}")).map(|item| (item, 2)).or_else(|| {
        let bare = !value.is_empty() && !value.contains(['"', '\\']) && !value.starts_with('\'');
        bare.then(|| alone(&format!("v=\"{value}\""))).flatten().map(|item| (item, 3))
    })
}

fn set(
    address: &Address,
    setting: &Setting,
    key_place: Place,
    layer: &mut Layer,
    report: &mut Report,
) {
    let section = &registry().sections[address.section];
    let key = &section.keys[address.key];
    if section.shape == Shape::Single {
        let entry = layer.entry_or_new(address.section, "", key_place);
        store(entry, key, Some(setting.clone()));
        return;
    }
    let wanted = address.entry.as_deref().unwrap_or("*");
    let mut found = false;
    for entry in layer.entries_mut(address.section) {
        if wanted == "*" || entry.id == wanted {
            store(entry, key, Some(setting.clone()));
            found = true;
        }
    }
    if !found {
        let ids = layer.entries(address.section).iter().map(|entry| entry.id.as_str());
        let name = section.name();
        let help = did_you_mean(wanted, ids);
        report.error(key_place, format!("the scenario has no {name} {}", quoted(wanted)), help);
    }
}

fn unknown_key_help(key: &str) -> String {
    let registry = registry();
    let parts: Vec<&str> = key.split('.').collect();
    // A section's own name, as in `team.facilitators=4`.
    let section = registry.sections[1..].iter().find(|section| {
        let entries = usize::from(section.shape != Shape::Single);
        parts.len() == section.path.len() + entries
            && section.path.iter().zip(&parts).all(|(own, part)| own == part)
    });
    if let Some(section) = section {
        let likely = ["strength", "count"].into_iter().find(|name| section.key(name).is_some());
        let name = likely.or_else(|| section.key_names().next()).unwrap_or_default();
        return format!("name one of its keys, such as {key}.{name}");
    }
    match registry.nearest(key) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "`uptake describe KEY` explains a key; `uptake schema` lists them all".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::builtin::builtin_layer;

    fn set_all(overrides: &[&str]) -> Result<Layer, Vec<String>> {
        let owned: Vec<String> = overrides.iter().map(|text| (*text).to_owned()).collect();
        let text = as_text(&owned);
        let mut report = Report::new("a.toml", "");
        report.add_text(Origin::Set, SOURCE, &text);
        let mut layer = builtin_layer().clone();
        apply(&text, &mut layer, &mut report);
        match report.finish() {
            Ok(_) => Ok(layer),
            Err(problems) => Err(problems.0.iter().map(|problem| problem.to_string()).collect()),
        }
    }

    #[test]
    fn values_words_dates_and_maps_can_be_set() {
        let layer = set_all(&[
            "skill.attend = 1",
            "policy.order=by_kind",
            "title=A day's work at 5 %",
            "money.ends=2029-01-01",
            "kind.ward.systems={ paper = 1.0 }",
            "target.2.at_least=0.4",
        ]);
        let layer = layer.expect("sound");
        let title = layer.root("title").map(|setting| setting.value.to_string());
        assert_eq!(title.as_deref(), Some("\"A day's work at 5 %\""));
        assert_eq!(layer.named("skill")[0].settings["attend"].value, Value::Number(1.0));
        assert_eq!(layer.named("target")[1].settings["at_least"].value, Value::Number(0.4));
    }

    #[test]
    fn stars_set_every_entry() {
        let layer = set_all(&["kind.*.hold=0.2", "forces.*.strength=0"]).expect("sound");
        let holds = layer.named("kind").iter().map(|kind| &kind.settings["hold"].value);
        assert!(holds.into_iter().all(|value| *value == Value::Number(0.2)));
        assert_eq!(
            layer.named("forces.recurring")[0].settings["strength"].value,
            Value::Number(0.0)
        );
    }

    #[test]
    fn slips_are_placed_in_the_override() {
        let said = set_all(&["seed=2", "skill.attend= 1.4", "kind.wart.count=1", "team.sponsor=4"]);
        let said = said.expect_err("three slips");
        assert!(
            said[0].starts_with("--set:2:15: share must lie in 0..1, found 1.4"),
            "{}",
            said[0]
        );
        assert!(
            said[1].contains(":3:1: the scenario has no kind `wart`\n  help: did you mean `ward`?")
        );
        assert!(said[2].ends_with("help: name one of its keys, such as team.sponsor.count"));
    }

    #[test]
    fn an_override_sets_one_value_only() {
        assert!(set_all(&["seed=2\nweeks=3"]).is_err());
        assert!(set_all(&["seed="]).is_err());
        assert!(set_all(&["=3"]).is_err());
    }
}

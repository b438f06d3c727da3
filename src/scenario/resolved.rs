//! The full resolved scenario as TOML: every parameter stated, nothing inherited.

use std::fmt::Write;

use super::layer::{Entry, Layer};
use super::registry::{Section, Shape, registry};
use super::value::Value;

/// Text that reads back to an equal scenario, whatever later versions' defaults are.
pub(super) fn resolved(layer: &Layer) -> String {
    let mut out = String::from("# Resolved by uptake: every parameter is stated.\n");
    for (index, section) in registry().sections.iter().enumerate() {
        let none = Entry::new("", None);
        let entries = layer.entries(index);
        let once = section.shape == Shape::Single && entries.is_empty();
        for entry in if once { std::slice::from_ref(&none) } else { entries } {
            write_entry(&mut out, section, entry);
        }
    }
    out
}

fn write_entry(out: &mut String, section: &Section, entry: &Entry) {
    // Writing to a String cannot fail.
    if !section.path.is_empty() {
        let _ = writeln!(out, "\n{}", section.header(&entry.id));
    }
    for key in &section.keys {
        let bare = Value::Text("bare".to_owned());
        let is_base = section.path.is_empty() && key.name == "base";
        let value = if is_base { Some(&bare) } else { entry.value(section, &key.name) };
        if let Some(value) = value {
            let _ = writeln!(out, "{} = {value}", key.name);
        }
    }
}

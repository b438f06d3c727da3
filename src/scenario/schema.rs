//! JSON Schema for editors, generated from the registry so that the two cannot disagree.

use serde_json::{Map, Value as Json, json};

use super::note::{Form, Note};
use super::registry::{Key, Registry, Section, Shape, registry};
use crate::measures::MEASURES;

/// Names of entries, as `check` has them.
const NAME_PATTERN: &str = "^[A-Za-z0-9_][A-Za-z0-9_-]{0,63}$";

/// The schema of a scenario file (draft 2020-12), as indented JSON with a final newline.
pub fn schema() -> String {
    let registry = registry();
    let mut root = table(&registry.sections[0]);
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["title"] = json!("uptake scenario");
    root["description"] =
        json!("A scenario of how a patient-data-sharing tool spreads through care organisations.");
    for head in registry.heads() {
        root["properties"][head] = section_or_group(registry, head);
    }
    format!("{root:#}\n")
}

fn section_or_group(registry: &Registry, head: &str) -> Json {
    let own = registry.named(head);
    if registry.group(head).next().is_none()
        && let Some((_, section)) = own
    {
        return match section.shape {
            Shape::Single => table(section),
            Shape::Collection => json!({
                "type": "object",
                "description": section.prose,
                "propertyNames": { "pattern": NAME_PATTERN },
                "additionalProperties": table(section),
            }),
            Shape::List => json!({
                "type": "array",
                "description": section.prose,
                "items": table(section),
            }),
        };
    }
    let members = registry.group(head).filter_map(|name| {
        let (_, section) = registry.named(&format!("{head}.{name}"))?;
        Some((name.to_owned(), table(section)))
    });
    let keys = own.into_iter().flat_map(|(_, section)| &section.keys);
    let keys = keys.map(|key| (key.name.clone(), property(key)));
    closed(keys.chain(members).collect())
}

fn table(section: &Section) -> Json {
    let mut table =
        closed(section.keys.iter().map(|key| (key.name.clone(), property(key))).collect());
    if !section.prose.is_empty() {
        table["description"] = json!(section.prose);
    }
    table
}

fn closed(properties: Map<String, Json>) -> Json {
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

fn property(key: &Key) -> Json {
    let mut property = form(&key.note.form);
    property["description"] = json!(about(&key.note));
    match &key.default {
        Some(default) => property["default"] = default.to_json(),
        None => property["examples"] = json!([key.example.to_json()]),
    }
    property
}

fn about(note: &Note) -> String {
    format!("{} ({}; {}: {})", note.prose, note.allowed(), note.sure, note.source)
}

fn form(form: &Form) -> Json {
    match form {
        Form::Whole { low, high } => json!({ "type": "integer", "minimum": low, "maximum": high }),
        Form::Number { low, high } => json!({ "type": "number", "minimum": low, "maximum": high }),
        Form::Day { .. } => json!({ "type": "string", "format": "date" }),
        Form::Flag => json!({ "type": "boolean" }),
        Form::Text => json!({ "type": "string" }),
        Form::File => json!({ "type": "string", "minLength": 1 }),
        Form::Measure => {
            let names: Vec<&str> = MEASURES.iter().map(|measure| measure.name).collect();
            json!({ "type": "string", "enum": names })
        }
        Form::Choice(words) => json!({ "type": "string", "enum": words }),
        Form::Choices(words) => json!({
            "type": "array",
            "minItems": 1,
            "uniqueItems": true,
            "items": { "type": "string", "enum": words },
        }),
        Form::Names { .. } => json!({
            "type": "array",
            "uniqueItems": true,
            "items": { "type": "string", "pattern": NAME_PATTERN },
        }),
        Form::Numbers { low, high } => json!({
            "type": "array",
            "minItems": 1,
            "items": { "type": "number", "minimum": low, "maximum": high },
        }),
        Form::Map { each, .. } => json!({
            "type": "object",
            "propertyNames": { "pattern": NAME_PATTERN },
            "additionalProperties": self::form(each),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_states_ranges_choices_and_defaults() {
        let schema: Json = serde_json::from_str(&schema()).expect("JSON");
        let attend = &schema["properties"]["skill"]["properties"]["attend"];
        assert_eq!(attend["maximum"], 1.0);
        assert_eq!(attend["default"], 0.8);
        let count = &schema["properties"]["kind"]["additionalProperties"]["properties"]["count"];
        assert_eq!(count["type"], "integer");
        assert_eq!(schema["properties"]["target"]["type"], "array");
        let forces = &schema["properties"]["forces"];
        assert_eq!(forces["additionalProperties"], false);
        assert!(forces["properties"]["recurring"]["properties"]["strength"].is_object());
    }
}

//! The registry: every parameter of the model with its note, read from `defaults/*.toml`.

use std::sync::OnceLock;

use super::fit::fit;
use super::note::{Form, Note};
use super::suggest::closest;
use super::value::Value;

/// One text, in parts that fit on a desk; the parts of the forces follow the framework's order.
const DEFAULTS: &str = concat!(
    include_str!("defaults/model.toml"),
    include_str!("defaults/radical_innovation.toml"),
    include_str!("defaults/challenges.toml"),
    include_str!("defaults/drivers.toml"),
    include_str!("defaults/ambivalent.toml"),
    include_str!("defaults/plan.toml"),
);

/// How a section stands in a scenario file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Once: `[skill]`, or the keys before the first section.
    Single,
    /// Any number of times under names of one's own: `[kind.gp_practice]`.
    Collection,
    /// Any number of times without names: `[[target]]`.
    List,
}

/// A section with its parameters.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Section {
    /// `[]`, `["skill"]`, `["task", "map"]`, `["kind"]`.
    pub(crate) path: Vec<String>,
    pub(crate) shape: Shape,
    pub(crate) prose: String,
    pub(crate) keys: Vec<Key>,
}

/// A parameter.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Key {
    pub(crate) name: String,
    pub(crate) note: Note,
    /// The default; a parameter without one may be left out and then means "none".
    pub(crate) default: Option<Value>,
    /// The default, or an example for a parameter without one.
    pub(crate) example: Value,
}

/// One parameter in one entry: what `kind.gp_practice.count` or `kind.*.count` names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) section: usize,
    /// Name of the entry of a collection, ordinal in a list, `*` for all of them.
    pub(crate) entry: Option<String>,
    pub(crate) key: usize,
}

/// Every parameter, in the order of `defaults.toml`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Registry {
    pub(crate) sections: Vec<Section>,
}

/// The registry of this version of uptake.
pub(crate) fn registry() -> &'static Registry {
    static REGISTRY: OnceLock<Registry> = OnceLock::new();
    // The file is part of the program, so this cannot depend on what a user does.
    REGISTRY.get_or_init(|| match parse(DEFAULTS) {
        Ok(registry) => registry,
        Err(fault) => unreachable!("defaults, {fault}"),
    })
}

impl Section {
    /// `skill`, `task.map`, `kind`; empty for the keys before the first section.
    pub(crate) fn name(&self) -> String {
        self.path.join(".")
    }

    /// The section's name in front of a key, with the entry's: `kind.gp_practice.`, `kind.*.`.
    pub(crate) fn full_key(&self, entry: &str, key: &str) -> String {
        let mut parts: Vec<&str> = self.path.iter().map(String::as_str).collect();
        if self.shape != Shape::Single {
            parts.push(if entry.is_empty() { "*" } else { entry });
        }
        parts.push(key);
        parts.join(".")
    }

    /// The header in a scenario file: `[skill]`, `[kind.gp_practice]`, `[[target]]`.
    pub(crate) fn header(&self, entry: &str) -> String {
        match self.shape {
            Shape::Single => format!("[{}]", self.name()),
            Shape::Collection => format!("[{}.{entry}]", self.name()),
            Shape::List => format!("[[{}]]", self.name()),
        }
    }

    pub(crate) fn key(&self, name: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    pub(crate) fn key_names(&self) -> impl Iterator<Item = &str> + Clone {
        self.keys.iter().map(|key| key.name.as_str())
    }
}

impl Key {
    /// `skill.attend: Share of staff who come … (share in 0..1, default 0.8)`.
    pub(crate) fn help(&self, full_key: &str) -> String {
        let default = match &self.default {
            Some(Value::Text(text)) if text.is_empty() => String::new(),
            Some(value) => format!(", default {value}"),
            None => ", may be left out".to_owned(),
        };
        let prose = self.note.prose.trim_end_matches('.');
        format!("{full_key}: {prose} ({}{default})", self.note.allowed())
    }
}

impl Registry {
    /// Position of the section at that path.
    pub(crate) fn section_at(&self, path: &[&str]) -> Option<usize> {
        self.sections.iter().position(|section| {
            section.path.len() == path.len() && section.path.iter().zip(path).all(|(a, b)| a == b)
        })
    }

    /// Section by its dotted name, for names written in this crate.
    pub(crate) fn named(&self, name: &str) -> Option<(usize, &Section)> {
        self.sections.iter().enumerate().find(|(_, section)| section.name() == name)
    }

    /// The first words of all section headers, each once, in order.
    pub(crate) fn heads(&self) -> impl Iterator<Item = &str> + Clone {
        let sections = &self.sections;
        sections.iter().enumerate().filter_map(|(i, section)| {
            let head = section.path.first()?;
            let before = sections[..i].iter().any(|other| other.path.first() == Some(head));
            (!before).then_some(head.as_str())
        })
    }

    /// The last words of the sections of a group such as `task` or `forces`.
    pub(crate) fn group<'a>(&'a self, head: &'a str) -> impl Iterator<Item = &'a str> + Clone {
        self.sections.iter().filter(|s| s.path.len() == 2).filter_map(move |section| {
            (section.path[0] == head).then_some(section.path[1].as_str())
        })
    }

    /// Sections and keys that a key such as `kind.gp_practice.count`, `forces.*.strength` or
    /// `kind.*.count` names; empty if none.
    pub(crate) fn locate(&self, key: &str) -> Vec<Address> {
        let parts: Vec<&str> = key.split('.').collect();
        let mut found = Vec::new();
        for (index, section) in self.sections.iter().enumerate() {
            let entries = usize::from(section.shape != Shape::Single);
            let heads = section.path.len();
            if parts.len() != heads + entries + 1 {
                continue;
            }
            let same = section.path.iter().zip(&parts).enumerate();
            // A star stands for every section of a group, not for any group.
            let matches =
                same.into_iter().all(|(i, (own, part))| own == part || (i > 0 && *part == "*"));
            let position = section.keys.iter().position(|key| key.name == parts[parts.len() - 1]);
            if let (true, Some(key)) = (matches, position) {
                let entry = (entries == 1).then(|| parts[heads].to_owned());
                found.push(Address { section: index, entry, key });
            }
        }
        found
    }

    /// The key that a misspelt or shortened one most likely stands for.
    pub(crate) fn nearest(&self, key: &str) -> Option<String> {
        let parts: Vec<&str> = key.split('.').collect();
        let last = parts.last().copied().unwrap_or_default();
        let mut all = Vec::new();
        for section in &self.sections {
            let collection = section.shape != Shape::Single;
            // The entry's name is the user's own: it is taken over as it is.
            let entry = match (collection, parts.len()) {
                (true, 3..) => parts[1],
                _ => "",
            };
            all.extend(section.key_names().map(|name| section.full_key(entry, name)));
            all.extend((!section.path.is_empty()).then(|| section.name()));
        }
        closest(key, all.iter().map(String::as_str)).map(str::to_owned).or_else(|| {
            let ends = |full: &&String| full.rsplit('.').next() == Some(last);
            all.iter().find(ends).cloned()
        })
    }
}

fn parse(text: &str) -> Result<Registry, String> {
    let root =
        Section { path: vec![], shape: Shape::Single, prose: String::new(), keys: Vec::new() };
    let mut sections = vec![root];
    let (mut prose, mut note) = (Vec::new(), None);
    for (number, line) in text.lines().enumerate() {
        let at_line = |fault: String| format!("line {}: {fault}", number + 1);
        if let Some(rest) = line.strip_prefix("#: ") {
            note = Some(rest);
            continue;
        }
        if let Some(rest) = line.strip_prefix('#')
            && !rest.starts_with('?')
        {
            prose.push(rest.trim());
            continue;
        }
        let words = prose.join(" ");
        if line.starts_with('[') {
            let section = parse_header(line, &words, &sections).map_err(at_line)?;
            sections.push(section);
        } else if !line.trim().is_empty() {
            let key = parse_key(line, &words, note, &sections).map_err(at_line)?;
            sections.last_mut().ok_or_else(|| at_line("no section".to_owned()))?.keys.push(key);
        }
        prose.clear();
        note = None;
    }
    Ok(Registry { sections })
}

fn parse_header(line: &str, prose: &str, before: &[Section]) -> Result<Section, String> {
    let inner = line.trim().trim_start_matches('[').trim_end_matches(']');
    let (path, shape) = match inner.strip_suffix(".\"*\"") {
        Some(path) => (path, Shape::Collection),
        None if line.starts_with("[[") => (inner, Shape::List),
        None => (inner, Shape::Single),
    };
    let path: Vec<String> = path.split('.').map(str::to_owned).collect();
    let known = |section: &Section| section.path == path;
    if path.iter().any(String::is_empty) || path.len() > 2 || before.iter().any(known) {
        return Err(format!("bad header {line}"));
    }
    Ok(Section { path, shape, prose: prose.to_owned(), keys: Vec::new() })
}

fn parse_key(
    line: &str,
    prose: &str,
    note: Option<&str>,
    sections: &[Section],
) -> Result<Key, String> {
    let optional = line.starts_with("#?");
    let line = line.trim_start_matches("#?").trim();
    let document = toml_edit::Document::parse(line).map_err(|error| error.to_string())?;
    let (name, item) = document.iter().next().ok_or("a key is needed")?;
    let note = match note {
        Some(note) => Note::parse(prose, note, item.as_integer().is_some())?,
        None => inherited(name, sections).ok_or(format!("{name} has no note"))?,
    };
    let example = match &note.form {
        // No entry exists yet to which the map's names could refer.
        Form::Map { .. } if item.as_inline_table().is_some_and(|t| t.is_empty()) => {
            Value::Map(Vec::new())
        }
        _ => fit(&note, item).map_err(|misfits| format!("{name}: {misfits:?}"))?.value,
    };
    let default = (!optional).then(|| example.clone());
    Ok(Key { name: name.to_owned(), note, default, example })
}

/// The note of the same key in the first section of the current section's group.
fn inherited(name: &str, sections: &[Section]) -> Option<Note> {
    let (current, before) = sections.split_last()?;
    let group = current.path.first()?;
    let siblings = before.iter().filter(|section| section.path.first() == Some(group));
    siblings.filter_map(|section| section.key(name)).next().map(|key| key.note.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Forces, Task};

    #[test]
    fn every_parameter_has_prose_certainty_and_source() {
        let keys: Vec<&Key> = registry().sections.iter().flat_map(|s| &s.keys).collect();
        assert!(keys.len() > 180, "{}", keys.len());
        for key in keys {
            assert!(!key.note.prose.is_empty() && !key.note.source.is_empty(), "{}", key.name);
        }
        for section in &registry().sections[1..] {
            assert!(!section.prose.is_empty(), "{}", section.name());
        }
    }

    #[test]
    fn a_default_outside_its_own_range_is_refused() {
        let text = "# Share.\n#: share in 0..1 | assumed | x\nshare = 1.5\n";
        assert!(parse(text).expect_err("out of range").starts_with("line 3: share"));
        assert!(parse("x = 1\n").expect_err("no note").contains("no note"));
        assert!(parse("# A.\n[a]\n[a]\n").is_err());
    }

    #[test]
    fn keys_without_a_note_have_that_of_their_first_sibling() {
        let hours = &registry().named("task.develop").expect("a section").1.keys[1];
        assert_eq!(hours.note.prose, "Median hours of one go at it.");
        assert_eq!(hours.default, Some(Value::Number(4.0)));
        let strength = registry().named("forces.recurring").expect("a section").1;
        assert_eq!(strength.key("strength").expect("a key").note.allowed(), "strength in 0..5");
    }

    #[test]
    fn shapes_are_read_from_the_headers() {
        let shape = |name: &str| registry().named(name).map(|(_, section)| section.shape);
        assert_eq!(shape("skill"), Some(Shape::Single));
        assert_eq!(shape("kind"), Some(Shape::Collection));
        assert_eq!(shape("target"), Some(Shape::List));
        assert_eq!(registry().group("task").count(), Task::COUNT);
        assert_eq!(registry().heads().filter(|head| *head == "forces").count(), 1);
    }

    #[test]
    fn keys_are_found_with_names_and_with_stars() {
        let found = |key: &str| registry().locate(key).len();
        assert_eq!(found("weeks"), 1);
        assert_eq!(found("skill.attend"), 1);
        assert_eq!(found("kind.gp_practice.count"), 1);
        assert_eq!(found("kind.*.count"), 1);
        assert_eq!(found("forces.*.strength"), Forces::NAMES.len());
        assert_eq!(found("task.*.hours"), Task::COUNT);
        assert_eq!(found("*.attend"), 0);
        assert_eq!(found("skill"), 0);
        assert_eq!(registry().nearest("skill.atend").as_deref(), Some("skill.attend"));
        assert_eq!(registry().nearest("attend").as_deref(), Some("skill.attend"));
        assert_eq!(registry().nearest("kind.ward.cuont").as_deref(), Some("kind.ward.count"));
        assert_eq!(registry().nearest("zzzzzzzz"), None);
    }
}

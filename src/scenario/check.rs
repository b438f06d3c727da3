//! Walks a TOML document beside the registry: every key known, every value of the right type
//! and in its range, or a problem at its place.

use std::ops::Range;

use toml_edit::{Item, Key as TomlKey, TableLike, Value as Toml};

use super::builtin::builtin_layer;
use super::fit::{Misfit, fit, quoted};
use super::layer::{Entry, Layer, Setting, renumber};
use super::problem::{Origin, Place, Report};
use super::registry::{Key, Section, Shape, registry};
use super::suggest::{closest, did_you_mean};

/// Longest name of an entry, characters.
const LONGEST_NAME: usize = 64;

/// Most entries that a collection or list may have: kinds, roles and systems multiply with each
/// other and with regions.
fn most_entries(section: &str) -> usize {
    if matches!(section, "kind" | "role" | "system") { 100 } else { 1_000 }
}

/// Reads a TOML text into a layer; none if it is not TOML at all.
pub(crate) fn check(text: &str, origin: Origin, report: &mut Report) -> Option<Layer> {
    // A parser would complain of the first strange byte, which helps nobody.
    if let Some(at) = text.find(|c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        let help = "a scenario is a plain text file in TOML; `uptake new my.toml` writes one";
        let place = Place::new(origin, at..at + 1);
        report.error(
            place,
            "this is not a text file: it holds a control character",
            help.to_owned(),
        );
        return None;
    }
    let document = match toml_edit::Document::parse(text) {
        Ok(document) => document,
        Err(error) => {
            let place = error.span().map(|span| Place::new(origin, span));
            let whole = Place::new(origin, text.len()..text.len());
            let message = error.message().replace('\n', ", ");
            let at = error.span().map_or(text.len(), |span| span.start.min(text.len()));
            let from = text[..at].rfind('\n').map_or(0, |end| end + 1);
            let help = syntax_help(&message, text[from..].lines().next().unwrap_or_default());
            report.error(place.unwrap_or(whole), format!("not valid TOML: {message}"), help);
            return None;
        }
    };
    let mut walk = Walk { origin, report, layer: Layer::empty() };
    walk.root(document.as_table());
    Some(walk.layer)
}

/// How to mend what the parser stumbled over in a line.
fn syntax_help(message: &str, line: &str) -> String {
    let says = |word: &str| message.contains(word);
    let value = line.split_once('=').map_or("", |(_, value)| value.trim());
    let numbers =
        || value.split(['/', '.', ' ']).filter(|part| part.parse::<u32>().is_ok()).count();
    let foreign = line.chars().find(|c| ('\u{370}'..='\u{52f}').contains(c));
    if line.contains(['“', '”', '„', '‘', '’']) {
        return "quotes are straight, not curly: name = \"my region\"".to_owned();
    } else if let (Some(letter), true) = (foreign, !value.starts_with('"')) {
        return format!("`{letter}` is a letter of another alphabet; type it again");
    }
    let help = if says("duplicate key") {
        "a name may stand only once: join the two, or give one another name"
    } else if !value.starts_with(['"', '\'']) && numbers() == 3 {
        "a day is written 2029-03-31"
    } else if !value.starts_with(['"', '\'']) && numbers() == 2 && value.contains('/') {
        "a half is written 0.5"
    } else if !value.starts_with(['"', '\'']) && numbers() == 2 && value.contains(' ') {
        "a day is written 2029-03-31, and text stands in double quotes"
    } else if says("string") || says("quot") {
        "text stands between double quotes on one line: name = \"my region\""
    } else if says("unclosed") {
        "what is opened by [ or { must be closed; is the file cut off?"
    } else if says("expected newline") {
        "one key = value on each line; numbers have a point, not a comma: 0.7"
    } else if says("date") || says("time") {
        "a day is written 2029-03-31"
    } else {
        "a line is key = value or a [section]; text stands in double quotes"
    };
    help.to_owned()
}

struct Walk<'r> {
    origin: Origin,
    report: &'r mut Report,
    layer: Layer,
}

impl Walk<'_> {
    fn place(&self, key: Option<&TomlKey>, item: &Item) -> Place {
        let span = key.and_then(TomlKey::span).or_else(|| item.span()).unwrap_or(0..0);
        Place::new(self.origin, span)
    }

    fn root(&mut self, table: &dyn TableLike) {
        let registry = registry();
        let root = &registry.sections[0];
        for (name, item) in table.iter() {
            let place = self.place(table.key(name), item);
            if let Some(key) = root.key(name) {
                self.value(0, "", place, key, item);
            } else if registry.group(name).next().is_some() {
                self.group(name, place, item);
            } else if let Some(index) = registry.section_at(&[name]) {
                match registry.sections[index].shape {
                    Shape::Single => self.section(index, "", place, item.as_table_like()),
                    Shape::Collection => self.collection(index, place, item),
                    Shape::List => self.list(index, place, item),
                }
            } else {
                self.unknown_at_root(name, place, item);
            }
        }
    }

    fn unknown_at_root(&mut self, name: &str, place: Place, item: &Item) {
        if self.report.is_full() {
            return;
        }
        let registry = registry();
        let table = item.is_table_like() || item.is_array_of_tables();
        let names = registry.sections[0].key_names().chain(registry.heads());
        let help = match closest(name, names) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None if table => {
                format!("the sections are {}", registry.heads().collect::<Vec<_>>().join(", "))
            }
            None => {
                elsewhere(name, 0).unwrap_or_else(|| "`uptake schema` lists every key".to_owned())
            }
        };
        let what = if table { "section" } else { "key" };
        self.report.error(place, format!("unknown {what} {}", quoted(name)), help);
    }

    /// `[task.…]`, `[forces.…]`, and the keys of `[forces]` itself.
    fn group(&mut self, head: &str, place: Place, item: &Item) {
        let Some(table) = item.as_table_like() else {
            let example = registry().group(head).next().unwrap_or_default();
            let help = format!("write [{head}.{example}] and its keys below");
            self.report.error(place, format!("`{head}` is a group of sections"), help);
            return;
        };
        let own = registry().section_at(&[head]);
        for (name, item) in table.iter() {
            let place = self.place(table.key(name), item);
            if let Some(index) = own
                && let Some(key) = registry().sections[index].key(name)
            {
                self.value(index, "", place, key, item);
                continue;
            }
            match registry().section_at(&[head, name]) {
                None if self.report.is_full() => {}
                Some(index) => self.section(index, "", place, item.as_table_like()),
                None => {
                    let message =
                        format!("unknown section `{head}.{}`", quoted(name).trim_matches('`'));
                    self.report.error(place, message, did_you_mean(name, registry().group(head)));
                }
            }
        }
    }

    /// `[kind.…]`.
    fn collection(&mut self, index: usize, place: Place, item: &Item) {
        let section = &registry().sections[index];
        let name = section.name();
        let Some(table) = item.as_table_like() else {
            let help = format!("each entry has a name of its own: [{name}.my_{name}]");
            self.report.error(place, format!("`{name}` needs named entries"), help);
            return;
        };
        for (id, item) in table.iter() {
            let place = self.place(table.key(id), item);
            if self.layer.entries(index).len() >= most_entries(&name) {
                self.too_many(&name, place);
                return;
            }
            if section.key(id).is_some() && !item.is_table_like() {
                let message =
                    format!("`{id}` stands in [{name}] itself, not in one of its entries");
                let help = format!("write [{name}.my_{name}] above it");
                self.report.error(place, message, help);
            } else if is_name(id) {
                self.section(index, id, place, item.as_table_like());
            } else {
                let message = format!("unfit name {}", quoted(id));
                let help = match id.contains('*') {
                    true => every_entry(section, &name),
                    false => {
                        format!("a name has letters a-z, digits, - and _, at most {LONGEST_NAME}")
                    }
                };
                self.report.error(place, message, help);
            }
        }
    }

    /// `[[target]]`.
    fn list(&mut self, index: usize, place: Place, item: &Item) {
        let name = registry().sections[index].name();
        let tables: Option<Vec<&dyn TableLike>> = match item {
            Item::ArrayOfTables(tables) => {
                Some(tables.iter().map(|table| table as &dyn TableLike).collect())
            }
            Item::Value(Toml::Array(array)) => array
                .iter()
                .map(|value| value.as_inline_table().map(|table| table as &dyn TableLike))
                .collect(),
            _ => None,
        };
        let Some(tables) = tables else {
            let help = format!("write [[{name}]] in double brackets, once for each");
            self.report.error(place, format!("`{name}` is a list"), help);
            return;
        };
        if tables.len() > most_entries(&name) {
            self.too_many(&name, place);
            return;
        }
        let spans: Vec<Option<Range<usize>>> = match item {
            Item::ArrayOfTables(tables) => tables.iter().map(|table| table.span()).collect(),
            Item::Value(Toml::Array(array)) => array.iter().map(|value| value.span()).collect(),
            _ => Vec::new(),
        };
        for (number, (table, span)) in tables.into_iter().zip(spans).enumerate() {
            let place = span.map_or(place, |span| Place::new(self.origin, span));
            self.section(index, &(number + 1).to_string(), place, Some(table));
        }
        renumber(self.layer.entries_mut(index));
    }

    fn too_many(&mut self, name: &str, place: Place) {
        self.report.error(
            place,
            format!("more than {} entries of `{name}`", most_entries(name)),
            None,
        );
    }

    /// The keys of one section or entry.
    fn section(&mut self, index: usize, id: &str, place: Place, table: Option<&dyn TableLike>) {
        let section = &registry().sections[index];
        let Some(table) = table else {
            let own = section.full_key(id, "");
            let name = own.trim_end_matches('.');
            let example = ["strength", "count"].into_iter().find(|key| section.key(key).is_some());
            let help = format!(
                "name one of its keys: {own}{} = …",
                example.or_else(|| section.key_names().next()).unwrap_or_default()
            );
            self.report.error(place, format!("`{name}` is a section, not a value"), help);
            return;
        };
        self.layer.entry_or_new(index, id, place);
        for (name, item) in table.iter() {
            let place = self.place(table.key(name), item);
            match section.key(name) {
                Some(key) => self.value(index, id, place, key, item),
                None => self.unknown_key(section, id, name, place),
            }
        }
    }

    fn unknown_key(&mut self, section: &Section, id: &str, name: &str, place: Place) {
        if self.report.is_full() {
            return;
        }
        let here = registry().named(&section.name()).map_or(0, |(index, _)| index);
        let help = match closest(name, section.key_names()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => elsewhere(name, here).unwrap_or_else(|| {
                let names: Vec<&str> = section.key_names().collect();
                format!("{} has {}", section.header(id), names.join(", "))
            }),
        };
        let message = format!("unknown key {} in {}", quoted(name), section.header(id));
        self.report.error(place, message, help);
    }

    fn value(&mut self, index: usize, id: &str, place: Place, key: &Key, item: &Item) {
        let section = &registry().sections[index];
        // An inline value's own place is better than its key's; a table's is its whole body.
        let own = item.span().filter(|_| item.is_value()).map(|s| Place::new(self.origin, s));
        let place = own.unwrap_or(place);
        let result = fit(&key.note, item);
        if let (Err(_), "schema") = (&result, key.name.as_str()) {
            let found = item.as_integer().map_or("another".to_owned(), |n| n.to_string());
            let message = format!("this version of uptake reads schema 1, found {found}");
            let help = "write schema = 1, or use the version of uptake that the file is for";
            self.report.error(place, message, help.to_owned());
        } else if let Err(misfits) = &result {
            report_misfits(
                self.report,
                misfits,
                place,
                &key.help(&section.full_key(id, &key.name)),
            );
        }
        let entry = self.layer.entry_or_new(index, id, place);
        store(entry, key, result.ok().map(|fitted| Setting::new(fitted, place)));
    }
}

/// Stores a setting, or notes that its value did not fit.
pub(crate) fn store(entry: &mut Entry, key: &Key, setting: Option<Setting>) {
    match setting {
        Some(setting) => {
            entry.misfits.remove(&key.name);
            entry.settings.insert(key.name.clone(), setting);
        }
        None => {
            entry.misfits.insert(key.name.clone());
        }
    }
}

/// Reports what is wrong with a value, with the parameter's note as help.
pub(crate) fn report_misfits(report: &mut Report, misfits: &[Misfit], place: Place, note: &str) {
    for misfit in misfits {
        let at = misfit.span.clone().map_or(place, |span| Place::new(place.origin, span));
        let help = match &misfit.hint {
            Some(hint) => format!("{hint}\n{note}"),
            None => note.to_owned(),
        };
        report.error(at, misfit.message.clone(), help);
    }
}

/// What to write where a pattern was meant: a file names each entry.
fn every_entry(section: &Section, name: &str) -> String {
    let key = section.key_names().find(|key| *key != "label").unwrap_or_default();
    let known = builtin_layer().named(name).iter().map(|entry| format!("[{name}.{}]", entry.id));
    let known: Vec<String> = known.take(3).collect();
    format!(
        "a file names each entry: {}, …; a * stands for all of them in --set '{name}.*.{key}=…', in \
         studies and in the parameter of an assumption",
        known.join(", ")
    )
}

/// Where a key that is unknown here would be known.
fn elsewhere(name: &str, here: usize) -> Option<String> {
    let mut sections = registry().sections.iter().enumerate();
    let (index, section) = sections.find(|(i, s)| *i != here && s.key(name).is_some())?;
    Some(match index {
        0 => format!("`{name}` belongs at the top of the file, before the first [section]"),
        _ => format!("`{name}` belongs in {}", section.header("NAME")),
    })
}

/// True for a name that needs no quotes in TOML and that no command takes for an option.
pub(crate) fn is_name(name: &str) -> bool {
    (1..=LONGEST_NAME).contains(&name.len())
        && !name.starts_with('-')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// How a name of a scenario or a study, after which folders are called, has to be.
pub(crate) const FOLDER_NAME: &str = "a name begins with a letter, a digit or _, has letters a-z, \
     digits, - and _, at most 64, and is none that Windows keeps for a device, such as CON";

/// True for a name that a folder may have, on every system.
pub(crate) fn is_folder_name(name: &str) -> bool {
    is_name(name) && !is_device(name)
}

/// A name for what a file describes that has no name of its own; none if nothing is left of it.
pub(crate) fn name_of_file(file: &str) -> Option<String> {
    let file = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = file.strip_suffix(".toml").unwrap_or(file);
    let fit = |c: char| if c.is_ascii_alphanumeric() || "-_".contains(c) { c } else { '-' };
    let name: String = stem.chars().map(fit).skip_while(|c| *c == '-').take(LONGEST_NAME).collect();
    let name = if is_device(&name) { name + "_" } else { name };
    name.chars().any(|c| c.is_ascii_alphanumeric()).then_some(name)
}

/// True for what Windows takes for a device instead of a file or folder.
fn is_device(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let port = name.strip_prefix("com").or_else(|| name.strip_prefix("lpt"));
    matches!(name.as_str(), "con" | "prn" | "aux" | "nul")
        || port.is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::problem::Problem;

    #[test]
    fn names_are_fit_for_folders_of_every_system_and_no_options() {
        for name in ["a", "A-1_b", "_x", "console", "com", "lpt10", "0"] {
            assert!(is_folder_name(name), "{name}");
        }
        for name in ["", "-rf", "--help", "a b", "CON", "nul", "Com1", "LPT9", "a.b", "é"] {
            assert!(!is_folder_name(name), "{name}");
        }
        let named = |file: &str| name_of_file(file).unwrap_or_default();
        assert_eq!(named("x/-rf.toml"), "rf");
        assert_eq!(named("CON.toml"), "CON_");
        assert_eq!(named("my region.toml"), "my-region");
        assert_eq!(name_of_file("--.toml"), None);
        for file in ["-rf", "aux.toml", "com1.toml", "-nul.toml", &"a".repeat(200)] {
            assert!(is_folder_name(&named(file)), "{file}");
        }
    }

    fn problems(text: &str) -> Vec<String> {
        let mut report = Report::new("a.toml", text);
        check(text, Origin::File, &mut report);
        let found = report.finish().err().map_or_else(Vec::new, |problems| problems.0);
        let line = |p: &Problem| {
            let help = p.help.as_deref().unwrap_or_default();
            format!("{}:{} {} | {help}", p.line, p.column, p.message)
        };
        found.iter().map(line).collect()
    }

    #[test]
    fn a_sound_file_has_no_problems() {
        let text = "weeks = 52\n[skill]\nattend = 1\n[kind.a]\nroles = { gp = 1.0 }\n[[target]]\n";
        assert_eq!(problems(text), [""; 0]);
        assert_eq!(problems("skill.attend = 0.5\ntask = { map = { hours = 2 } }\n"), [""; 0]);
        assert_eq!(problems("[kind.a.roles]\ngp = 1.0\n"), [""; 0]);
    }

    #[test]
    fn unknown_keys_say_where_they_belong() {
        assert_eq!(
            problems("[skill]\natend = 1\nseed = 3\n"),
            [
                "2:1 unknown key `atend` in [skill] | did you mean `attend`?",
                "3:1 unknown key `seed` in [skill] | `seed` belongs at the top of the file, before the first [section]",
            ]
        );
        assert_eq!(
            problems("vision = 1\n"),
            ["1:1 unknown key `vision` | `vision` belongs in [forces.solution]"]
        );
    }

    #[test]
    fn tables_in_the_wrong_shape_are_explained() {
        let starts = |text: &str, start: &str| {
            let found = problems(text);
            assert!(found.len() == 1 && found[0].starts_with(start), "{found:?}");
        };
        starts(
            "skill = 3\n",
            "1:1 `skill` is a section, not a value | name one of its keys: skill.",
        );
        starts("[target]\n", "1:2 `target` is a list | write [[target]]");
        starts("[[kind]]\n", "1:3 `kind` needs named entries");
        starts("[kind]\ncount = 3\n", "2:1 `count` stands in [kind] itself");
        starts("[kind.\"a b\"]\n", "1:7 unfit name `a b`");
        starts("forces = 1\n", "1:1 `forces` is a group of sections");
        starts("[forces.repetitoin]\n", "1:9 unknown section `forces.repetitoin` | did you mean");
        starts(
            "team.lead = 3\n",
            "1:6 `team.lead` is a section, not a value | name one of its keys: team.lead.count",
        );
    }
}

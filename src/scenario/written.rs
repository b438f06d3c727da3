//! A plan as one text: what was changed beside a scenario, written into it.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, Value};

use super::problem::Problems;
use super::read::{Files, Source, read};

/// Sections whose entries are no parameters, so that nobody accounts for them.
const LISTS: [&str; 4] = ["target", "assumption", "intervention", "event"];

/// The text that reads as the plan does, with a line of the register for each change; where the changes
/// cannot be written into it, the plan with every parameter stated.
///
/// # Errors
/// As those of [`read`].
pub fn written(source: Source, set: &[String], files: &dyn Files) -> Result<String, Problems> {
    let whole = read(source, set, files)?;
    let with_changes = || {
        let mut text: DocumentMut = source.text.parse().ok()?;
        let stated: DocumentMut = whole.resolved.parse().ok()?;
        for change in set {
            let (key, value) = change.split_once('=')?;
            let path: Vec<&str> = key.trim().split('.').collect();
            put(text.as_table_mut(), stated.as_table(), &path, &item(value.trim()))?;
        }
        let again = text.to_string();
        let again = read(Source { text: &again, ..source }, &[], files);
        let same = again.is_ok_and(|again| again.resolved == whole.resolved);
        if !same {
            return None;
        }
        for change in set {
            let key = change.split('=').next().unwrap_or_default().trim();
            let (section, parameter) = key.split_once('.').unwrap_or((key, ""));
            if !parameter.is_empty() && !LISTS.contains(&section) {
                account_for(&mut text, key)?;
            }
        }
        Some(text.to_string())
    };
    Ok(with_changes().unwrap_or_else(|| whole.resolved.clone()))
}

/// A value as it would stand in a file: a word needs no quotation marks in a change.
fn item(value: &str) -> Item {
    Item::Value(value.parse::<Value>().unwrap_or_else(|_| Value::from(value)))
}

/// Put a value under a path; a star goes through what the whole text has there.
fn put(table: &mut Table, stated: &Table, path: &[&str], value: &Item) -> Option<()> {
    let (first, rest) = path.split_first()?;
    if rest.is_empty() {
        table.insert(first, value.clone());
        return Some(());
    }
    if *first == "*" {
        let names: Vec<String> = stated.iter().map(|(name, _)| name.to_owned()).collect();
        for name in names {
            let path: Vec<&str> =
                std::iter::once(name.as_str()).chain(rest.iter().copied()).collect();
            put(table, stated, &path, value)?;
        }
        return Some(());
    }
    let below = stated.get(first)?;
    if let Some(entries) = table.get_mut(first).and_then(Item::as_array_of_tables_mut) {
        return put_in_list(entries, rest, value);
    }
    let inner = table.entry(first).or_insert_with(|| {
        let mut new = Table::new();
        new.set_implicit(true);
        Item::Table(new)
    });
    put(inner.as_table_mut()?, below.as_table()?, rest, value)
}

/// Put a value into an entry of a list, by its number from 1.
fn put_in_list(entries: &mut ArrayOfTables, path: &[&str], value: &Item) -> Option<()> {
    let [number, key] = path else { return None };
    let chosen: Vec<usize> = match *number {
        "*" => (0..entries.len()).collect(),
        number => vec![number.parse::<usize>().ok()?.checked_sub(1)?],
    };
    for entry in chosen {
        entries.get_mut(entry)?.insert(key, value.clone());
    }
    Some(())
}

fn account_for(text: &mut DocumentMut, key: &str) -> Option<()> {
    let list = text.entry("assumption").or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
    let mut entry = Table::new();
    entry.insert("parameter", toml_edit::value(key));
    entry.insert("why", toml_edit::value("Tried on the page."));
    entry.insert("source", toml_edit::value("scenario"));
    entry.insert("sure", toml_edit::value("assumed"));
    list.as_array_of_tables_mut()?.push(entry);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::read::NoFiles;
    use super::*;

    #[test]
    fn changes_are_written_where_they_belong_and_read_back() {
        let set = [
            "team.facilitators.count=4",
            "policy.order=senders_first",
            "target.1.at_least=0.3",
            "role.*.leave_per_year=0.2",
            "forces.repetition.strength=0",
            "weeks=104",
        ];
        let text = "# Ours.\ntitle = \"Ours\"\n\n[[target]]\nmeasure = \"organisations.live\"\nat_least = 0.5\n";
        let set = set.map(str::to_owned);
        let source = Source { name: "ours.toml", text };
        let all = written(source, &set, &NoFiles).expect("sound");
        assert!(
            all.starts_with("# Ours.") && all.contains("[team.facilitators]\ncount = 4"),
            "{all}"
        );
        assert!(
            all.contains("at_least = 0.3") && all.contains("parameter = \"role.*.leave_per_year\"")
        );
        let again = read(Source { name: "ours.toml", text: &all }, &[], &NoFiles).expect("sound");
        let first = read(source, &set, &NoFiles).expect("sound");
        assert_eq!(first.scenario.team.len(), again.scenario.team.len());
        assert_eq!(first.changed, again.changed);
        assert!(again.warnings.is_empty(), "{}", Problems(again.warnings.clone()));
    }
}

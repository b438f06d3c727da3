//! The evidence tables in `docs/evidence`: every row has one role, and a use that exists.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use uptake::measures::measure;
use uptake::scenario::{all_keys, describe};

const ROLES: [&str; 4] = ["input", "calibrate", "validate", "unused"];

/// A row, by the names of its columns.
type Row = BTreeMap<String, String>;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/evidence")
}

fn rows(file: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(folder().join(file)).expect("a table");
    reader.deserialize().map(|row| row.expect("a row as wide as the header")).collect()
}

/// Every row of evidence, with the name of its file without the ending.
fn evidence() -> Vec<(String, Row)> {
    let mut names: Vec<String> = fs::read_dir(folder())
        .expect("docs/evidence")
        .filter_map(|entry| entry.expect("an entry").file_name().into_string().ok())
        .filter_map(|name| name.strip_suffix(".csv").map(str::to_owned))
        .filter(|name| name != "targets")
        .collect();
    names.sort();
    let of = |name: &String| -> Vec<(String, Row)> {
        rows(&format!("{name}.csv")).into_iter().map(|row| (name.clone(), row)).collect()
    };
    names.iter().flat_map(of).collect()
}

fn parts(row: &Row) -> impl Iterator<Item = &str> {
    row["used_for"].split("; ")
}

/// True for what is written as a parameter: `role.gp.leave_per_year`, `task.*.hours`.
fn looks_like_a_key(part: &str) -> bool {
    part.contains('.') && !part.contains([' ', ':'])
}

/// A registered parameter; the kind, role or person that it names stands in the shipped region.
fn is_parameter(key: &str) -> bool {
    let path: Vec<&str> = key.split('.').collect();
    let own = ["kind", "role", "system", "team", "region"].contains(&path[0]) && path[1] != "*";
    let shipped = include_str!("../../scenarios/cambridgeshire.toml");
    let stands = !own || shipped.contains(&format!("[{}.{}]", path[0], path[1]));
    stands && describe(key).is_ok_and(|found| found.parameter.is_some())
}

/// `scenario:eps-national`.
fn is_scenario(part: &str) -> bool {
    let slug =
        |name: &str| name.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c.is_ascii_digit());
    part.strip_prefix("scenario:").is_some_and(|name| !name.is_empty() && slug(name))
}

/// What is wrong with a row, if anything is.
fn fault(row: &Row) -> Option<String> {
    let role = row["role"].as_str();
    if !ROLES.contains(&role) {
        return Some(format!("`{role}` is no role"));
    }
    if row["used_for"].trim().is_empty() {
        return Some("says nothing of its use".to_owned());
    }
    if !["seen", "memory", "derived"].contains(&row["status"].as_str()) {
        return Some(format!("`{}` is no status", row["status"]));
    }
    if !["high", "medium", "low-medium", "low", "not stated"].contains(&row["confidence"].as_str())
    {
        return Some(format!("`{}` is no confidence", row["confidence"]));
    }
    let known = |part: &str| match role {
        "validate" => measure(part).is_some() || is_scenario(part),
        "unused" => true,
        _ if looks_like_a_key(part) => is_parameter(part),
        _ => is_scenario(part) || part.starts_with("force ") || part.starts_with("structure: "),
    };
    parts(row)
        .find(|part| !known(part))
        .map(|part| format!("`{part}` is nothing that a {role} row can name"))
}

/// True if the key of one row (`role.*.hours`) speaks of the other.
fn covers(key: &str, other: &str) -> bool {
    let (a, b): (Vec<&str>, Vec<&str>) = (key.split('.').collect(), other.split('.').collect());
    a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| a == b || *a == "*" || *b == "*")
}

#[test]
fn every_row_has_one_role_and_a_use_that_exists() {
    let faults: Vec<String> = evidence()
        .iter()
        .filter_map(|(_, row)| fault(row).map(|why| format!("{}: {why}", row["id"])))
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn a_broken_copy_of_a_row_is_found() {
    let all = evidence();
    let of = |role: &str| all.iter().map(|(_, row)| row).find(|row| row["role"] == role).unwrap();
    let broken = |role: &str, column: &str, value: &str| {
        let mut row = of(role).clone();
        row.insert(column.to_owned(), value.to_owned());
        assert!(fault(&row).is_some(), "{column} = {value} passed for a {role} row");
    };
    broken("input", "role", "input; validate");
    broken("input", "role", "");
    broken("unused", "used_for", "  ");
    broken("input", "used_for", "role.gp.leaves_per_year");
    broken("input", "used_for", "role.astronaut.leave_per_year");
    broken("calibrate", "used_for", "use.deliberate; use.curious");
    broken("calibrate", "used_for", "use");
    broken("validate", "used_for", "encounters.opend");
    broken("validate", "used_for", "use.deliberate");
    broken("validate", "used_for", "scenario:");
    broken("validate", "status", "seen (high)");
    broken("validate", "confidence", "sure");
}

#[test]
fn identifiers_are_unique() {
    let mut seen = BTreeMap::new();
    for (file, row) in evidence() {
        assert_eq!(seen.insert(row["id"].clone(), file), None, "{} stands twice", row["id"]);
    }
}

/// Parameters whose note cites a table in which no row names them.
fn citations_without_a_row(all: &[(String, Row)]) -> Vec<String> {
    let mut missing = Vec::new();
    for key in all_keys() {
        let Some(parameter) = describe(&key).expect("a key").parameter else { continue };
        for cited in parameter.source.split("[E ").skip(1) {
            let inside = cited.split(']').next().unwrap_or_default();
            for table in inside.split(", ").filter(|table| *table != "memory") {
                let rests = all.iter().any(|(file, row)| {
                    file == table
                        && ["input", "calibrate"].contains(&row["role"].as_str())
                        && parts(row).any(|part| looks_like_a_key(part) && covers(part, &key))
                });
                if !rests {
                    missing.push(format!("{key} cites {table}"));
                }
            }
        }
    }
    missing
}

#[test]
fn every_citation_of_a_table_has_its_row() {
    let all = evidence();
    assert_eq!(citations_without_a_row(&all), [""; 0]);
    let without: Vec<(String, Row)> = all
        .into_iter()
        .filter(|(_, row)| !row["used_for"].contains("organisation.exit_per_year"))
        .collect();
    let missed = ["organisation.exit_per_year cites usage_and_lapse"];
    assert_eq!(citations_without_a_row(&without), missed);
}

#[test]
fn targets_rest_on_validate_rows_and_every_such_row_has_one() {
    let all = evidence();
    let targets = rows("targets.csv");
    assert!((15..=25).contains(&targets.len()), "{} targets", targets.len());
    let mut compared = Vec::new();
    for target in &targets {
        let id = &target["id"];
        assert!(is_scenario(&format!("scenario:{}", target["scenario"])), "{id}");
        for name in target["measure"].split("; ") {
            assert!(measure(name).is_some(), "{id}: no measure `{name}`");
        }
        let (low, high): (f64, f64) =
            (target["low"].parse().unwrap(), target["high"].parse().unwrap());
        assert!(low < high, "{id}: {low} to {high}");
        assert!(["strong", "fair", "weak"].contains(&target["strength"].as_str()), "{id}");
        assert!(
            ["quantity", "when", "unit", "note"].iter().all(|column| !target[*column].is_empty()),
            "{id}"
        );
        for wanted in target["row"].split(' ') {
            let found = all
                .iter()
                .find(|(file, row)| format!("{file}.csv") == target["file"] && row["id"] == wanted);
            let (_, row) =
                found.unwrap_or_else(|| panic!("{id}: no row {wanted} in {}", target["file"]));
            assert_eq!(row["role"], "validate", "{id} rests on {wanted}");
            compared.push(wanted);
        }
    }
    for (_, row) in all.iter().filter(|(_, row)| row["role"] == "validate") {
        assert!(compared.contains(&row["id"].as_str()), "{} is compared with nothing", row["id"]);
    }
}

#[test]
fn the_readme_counts_the_rows_as_they_are() {
    let readme = fs::read_to_string(folder().join("README.md")).expect("its README");
    let all = evidence();
    let count = |file: Option<&str>, role: &str| {
        let here = |name: &str| file.is_none_or(|wanted| wanted == name);
        all.iter().filter(|(name, row)| here(name) && row["role"] == role).count()
    };
    let line = |title: &str, file: Option<&str>| {
        let counts = ROLES.map(|role| count(file, role));
        let sum: usize = counts.iter().sum();
        let [input, calibrate, validate, unused] = counts;
        format!("| {title} | {input} | {calibrate} | {validate} | {unused} | {sum} |")
    };
    let mut wanted = vec![line("all", None)];
    let mut files: Vec<&str> = all.iter().map(|(file, _)| file.as_str()).collect();
    files.dedup();
    wanted.extend(files.iter().map(|file| line(&format!("`{file}.csv`"), Some(file))));
    for line in wanted {
        assert!(readme.contains(&line), "docs/evidence/README.md lacks\n{line}");
    }
}

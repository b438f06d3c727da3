//! What the program is made of: licences, sources and doubled packages, held to `deny.toml` as
//! cargo-deny holds them, also where that is not installed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use toml::Table;

/// What `cargo metadata` says of this package and all that it can be built with.
fn metadata() -> Value {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--all-features",
            "--locked",
            "--manifest-path",
        ])
        .arg(manifest)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn rules() -> Table {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("deny.toml");
    std::fs::read_to_string(file).unwrap().parse().unwrap()
}

fn words(rules: &Table, section: &str, key: &str) -> BTreeSet<String> {
    let list = rules[section][key].as_array().unwrap();
    list.iter().map(|word| word.as_str().unwrap().to_owned()).collect()
}

/// True if an SPDX expression can be met by what is allowed: one side of an OR, both of an AND.
/// An AND binds closer, as the standard has it; `/` is an old way of writing OR.
fn is_met(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let text = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut rest: Vec<&str> = text.split_whitespace().rev().collect();
    let met = either(&mut rest, allowed);
    met && rest.is_empty()
}

fn either(rest: &mut Vec<&str>, allowed: &BTreeSet<String>) -> bool {
    let mut met = both(rest, allowed);
    while rest.last() == Some(&"OR") {
        rest.pop();
        met |= both(rest, allowed);
    }
    met
}

fn both(rest: &mut Vec<&str>, allowed: &BTreeSet<String>) -> bool {
    let mut met = one(rest, allowed);
    while rest.last() == Some(&"AND") {
        rest.pop();
        met &= one(rest, allowed);
    }
    met
}

fn one(rest: &mut Vec<&str>, allowed: &BTreeSet<String>) -> bool {
    match rest.pop() {
        Some("(") => {
            let met = either(rest, allowed);
            met && rest.pop() == Some(")")
        }
        Some(licence) if rest.last() == Some(&"WITH") => {
            rest.pop();
            let exception = rest.pop().unwrap_or_default();
            allowed.contains(&format!("{licence} WITH {exception}"))
        }
        Some(licence) => allowed.contains(licence),
        None => false,
    }
}

/// Packages that the program is built with, without what only tests need.
fn shipped(metadata: &Value) -> BTreeSet<String> {
    let nodes: BTreeMap<&str, &Value> = metadata["resolve"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| (node["id"].as_str().unwrap(), node))
        .collect();
    let mut found = BTreeSet::new();
    let mut next = vec![metadata["resolve"]["root"].as_str().unwrap()];
    while let Some(id) = next.pop() {
        if !found.insert(id.to_owned()) {
            continue;
        }
        for dependency in nodes[id]["deps"].as_array().unwrap() {
            let kinds = dependency["dep_kinds"].as_array().unwrap();
            if kinds.iter().any(|kind| kind["kind"] != "dev") {
                next.push(dependency["pkg"].as_str().unwrap());
            }
        }
    }
    found
}

#[test]
fn every_licence_and_source_is_one_that_is_allowed() {
    let (metadata, rules) = (metadata(), rules());
    let licences = words(&rules, "licenses", "allow");
    let registries = words(&rules, "sources", "allow-registry");
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 100);
    for package in packages {
        let name = &package["name"];
        let licence = package["license"].as_str().unwrap_or_default();
        assert!(is_met(licence, &licences), "{name}: the licence {licence:?} is not allowed");
        if let Some(source) = package["source"].as_str() {
            let registry = source.strip_prefix("registry+");
            let known = registry.is_some_and(|registry| registries.contains(registry));
            assert!(known, "{name} comes from {source}");
        }
    }
}

#[test]
fn no_package_is_there_in_two_versions_but_those_that_are_named() {
    let (metadata, rules) = (metadata(), rules());
    let skipped: Vec<(String, String)> = rules["bans"]["skip"]
        .as_array()
        .unwrap()
        .iter()
        .map(|skip| skip["crate"].as_str().unwrap().split_once('@').unwrap())
        .map(|(name, version)| (name.to_owned(), format!("{version}.")))
        .collect();
    let shipped = shipped(&metadata);
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let packages = metadata["packages"].as_array().unwrap();
    for package in packages.iter().filter(|p| shipped.contains(p["id"].as_str().unwrap())) {
        let name = package["name"].as_str().unwrap();
        versions.entry(name).or_default().push(package["version"].as_str().unwrap());
    }
    let mut needed = BTreeSet::new();
    for (name, versions) in versions.iter().filter(|(_, versions)| versions.len() > 1) {
        let mut is_skipped = |version: &&&str| {
            let at = skipped.iter().position(|(n, v)| n == name && version.starts_with(v.as_str()));
            needed.extend(at);
            at.is_some()
        };
        let left = versions.iter().filter(|version| !is_skipped(version)).count();
        assert!(left <= 1, "{name} is there as {versions:?}");
    }
    let idle: Vec<_> = (0..skipped.len()).filter(|i| !needed.contains(i)).collect();
    assert!(
        idle.is_empty(),
        "no longer needed: {:?}",
        idle.iter().map(|&i| &skipped[i]).collect::<Vec<_>>()
    );
}

#[test]
fn expressions_are_read_as_the_standard_has_them() {
    let allowed: BTreeSet<String> =
        ["MIT", "Zlib", "Apache-2.0 WITH LLVM-exception"].map(str::to_owned).into();
    for (expression, met) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("", false),
        ("MIT OR GPL-3.0", true),
        ("GPL-3.0/MIT", true),
        ("MIT AND GPL-3.0", false),
        ("(MIT OR GPL-3.0) AND Zlib", true),
        ("(MIT OR Zlib) AND GPL-3.0", false),
        ("GPL-3.0 AND Zlib OR MIT", true),
        ("Apache-2.0", false),
        ("Apache-2.0 WITH LLVM-exception OR GPL-3.0", true),
        ("MIT MIT", false),
    ] {
        assert_eq!(is_met(expression, &allowed), met, "{expression}");
    }
}

/// Packages of the core alone, or of what is built with further features.
fn packages(features: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--edges", "normal", "--prefix", "none", "--format", "{lib}"])
        .args(["--package", "uptake", "--no-default-features"])
        .args(features)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

#[test]
fn the_core_needs_no_terminal_threads_charts_or_parquet() {
    let heavy = [
        "clap",
        "indicatif",
        "miette",
        "parquet",
        "plotters",
        "rayon",
        "resvg",
        "signal_hook",
        "sysinfo",
        "terminal_size",
    ];
    let core = packages(&[]);
    assert!(core.contains("serde_json"), "{core:?}");
    let all = packages(&["--features", "cli,charts,parquet,parallel"]);
    for name in heavy {
        assert!(all.contains(name) && !core.contains(name), "{name}");
    }
}

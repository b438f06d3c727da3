//! Pages that are made from the code are as the code makes them. `UPDATE_DOCS=1 cargo test docs`
//! writes them anew; with `UPTAKE_VERIFICATION=FOLDER` it first takes over what `uptake verify`
//! wrote there.

use std::path::Path;

use uptake::forces::document::{Document, HEADINGS, page};
use uptake::forces::registry;
use uptake::outputs::charts::verified_charts;
use uptake::outputs::{gaps_list, limits_table, parse_verified, targets_counted, verified_tables};
use uptake::results::Verified;
use uptake::scenario::{EVIDENCE_TARGETS, all_keys, builtin, describe, evidence_targets, schema};

fn holds(file: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(file);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, made).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == made, "docs/{file} has drifted; run UPDATE_DOCS=1 cargo test docs");
}

#[test]
fn forces_are_described_as_their_files_say() {
    holds("FORCES.md", &page());
}

#[test]
fn every_file_of_a_force_has_the_same_headings() {
    for force in registry() {
        let meta = force.meta();
        let document = Document::of(meta);
        let headings: Vec<&str> = document.parts.iter().map(|(heading, _)| &**heading).collect();
        assert_eq!(headings, HEADINGS, "{}", meta.name);
        assert!(document.parts.iter().all(|(_, text)| !text.is_empty()), "{}", meta.name);
        assert!(document.title.starts_with(meta.section), "{}: {}", meta.name, document.title);
        for written in meta.writes {
            let name = written.coefficient().name;
            assert!(document.part("Writes").contains(name), "{} writes {name}", meta.name);
        }
    }
}

#[test]
fn parameters_are_listed_as_the_registry_has_them() {
    holds("PARAMETERS.md", &uptake::scenario::parameters_page());
}

#[test]
fn levers_are_listed_as_the_registry_has_them() {
    holds("LEVERS.md", &uptake::scenario::levers_page());
}

/// The page of verification and validation with the parts that are made from what was found.
fn validation_page(page: &str, found: &Verified) -> String {
    let [forces, patterns, targets] = verified_tables(found);
    let parts = [
        ("limits", limits_table(&found.limits)),
        ("forces", forces),
        ("patterns", patterns),
        ("counted", targets_counted(&found.targets) + "\n"),
        ("targets", targets),
        ("gaps", gaps_list(&found.targets)),
    ];
    let mut page = page.to_owned();
    for (name, made) in parts {
        let begin = format!("<!-- made: {name} -->\n");
        let from = page.find(&begin).expect("a mark in VALIDATION.md") + begin.len();
        let to = from + page[from..].find("<!-- end -->").expect("the end of a part");
        page.replace_range(from..to, &format!("\n{made}\n"));
    }
    page
}

#[test]
fn validation_says_what_was_found() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let kept = docs.join("verification.json");
    let update = std::env::var_os("UPDATE_DOCS").is_some();
    if let (true, Some(folder)) = (update, std::env::var_os("UPTAKE_VERIFICATION")) {
        let folder = Path::new(&folder);
        std::fs::copy(folder.join("verification.json"), &kept).unwrap();
    }
    let found = parse_verified(&std::fs::read_to_string(&kept).unwrap()).unwrap();
    let images = docs.join("images/verification");
    for chart in verified_charts(&found).unwrap() {
        let path = images.join(format!("{}.svg", chart.name));
        if update {
            std::fs::create_dir_all(&images).unwrap();
            std::fs::write(&path, &chart.svg).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == chart.svg, "{} has drifted", path.display());
    }
    let page = std::fs::read_to_string(docs.join("VALIDATION.md")).unwrap();
    holds("VALIDATION.md", &validation_page(&page, &found));

    // What was found is about the evidence and the forces as they are now.
    let targets = evidence_targets(EVIDENCE_TARGETS).unwrap();
    assert_eq!(found.targets.len(), targets.len());
    for (was, is) in found.targets.iter().zip(&targets) {
        assert_eq!((&was.id, was.low, was.high), (&is.id, is.low, is.high));
    }
    let claims: Vec<(&str, &str)> = registry()
        .map(uptake::forces::Force::meta)
        .flat_map(|meta| meta.shows.iter().map(|shows| (meta.name, shows.outcome)))
        .collect();
    let was: Vec<(&str, &str)> =
        found.forces.iter().map(|x| (x.force.as_str(), x.outcome.as_str())).collect();
    assert_eq!(was, claims);
    assert!(found.long, "made by uptake verify --long");
}

/// The part of the schema that is about a key such as `kind.*.count`.
fn in_schema<'a>(schema: &'a serde_json::Value, key: &str) -> &'a serde_json::Value {
    key.split('.').fold(schema, |at, part| match &at["properties"][part] {
        serde_json::Value::Null if at["type"] == "array" => &at["items"],
        serde_json::Value::Null => &at["additionalProperties"],
        found => found,
    })
}

/// Notes on parameters exist once: the range that is described is the one that a check enforces and the
/// one that editors are given, for every number that there is.
#[test]
fn what_is_described_is_what_is_checked_and_what_editors_are_given() {
    let schema: serde_json::Value = serde_json::from_str(&schema()).unwrap();
    let mut numbers = 0;
    for key in all_keys() {
        let description = describe(&key).unwrap();
        let own = in_schema(&schema, &key);
        let said = own["description"].as_str().unwrap_or_default();
        let note = description.parameter.as_ref().unwrap();
        // A parameter that is called as a measure is says so as well.
        let prose = description.prose.split(" A measure, ").next().unwrap();
        let parts = [prose, &note.allowed, &note.source];
        assert!(parts.iter().all(|part| said.contains(part)), "{key}: {said}");
        // `share in 0..1`; words, days, lists and maps have no ends that a number could pass.
        let ends = note.allowed.strip_prefix(&format!("{} in ", note.unit));
        let ends = ends
            .and_then(|ends| ends.split_once(".."))
            .and_then(|(low, high)| Some((low.parse::<f64>().ok()?, high.parse::<f64>().ok()?)));
        let Some((low, high)) = ends.filter(|_| key != "schema") else { continue };
        assert_eq!(
            (own["minimum"].as_f64(), own["maximum"].as_f64()),
            (Some(low), Some(high)),
            "{key}"
        );
        numbers += 1;
        for beyond in [low - 1.0, high + 1.0] {
            let refused = builtin(&[format!("{key}={beyond}")]).unwrap_err().to_string();
            let range =
                format!("{} must lie in {}, found", note.unit, ends_in_words(&note.allowed));
            // A key of an entry that the region does not have is refused before its value is looked at.
            assert!(refused.contains(&range), "{key} = {beyond}: {refused}");
        }
    }
    assert!(numbers > 300, "{numbers}");
}

fn ends_in_words(allowed: &str) -> &str {
    allowed.rsplit_once(" in ").map_or("", |(_, ends)| ends)
}

//! Pages that are made from the code are as the code makes them. `UPDATE_DOCS=1 cargo test docs`
//! writes them anew.

use std::path::Path;

use uptake::forces::document::{Document, HEADINGS, page};
use uptake::forces::registry;

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

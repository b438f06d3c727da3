//! The schema that editors use to mark broken scenarios.

use std::path::Path;

/// `UPDATE_SCHEMA=1 cargo test schema` writes the file anew.
#[test]
fn the_committed_schema_has_not_drifted() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/scenario.schema.json");
    let schema = uptake::scenario::schema();
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(&path, &schema).expect("docs can be written");
    }
    let committed = std::fs::read_to_string(&path).expect("docs/scenario.schema.json exists");
    assert!(
        committed == schema,
        "docs/scenario.schema.json differs from the registry; run UPDATE_SCHEMA=1 cargo test schema"
    );
}

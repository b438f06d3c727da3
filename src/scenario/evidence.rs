//! What results are compared with: the targets of `docs/evidence/targets.csv`, as text.

use serde::Deserialize;

/// The targets as shipped.
pub const EVIDENCE_TARGETS: &str = include_str!("../../docs/evidence/targets.csv");

/// Something known from outside the model, with the range in which a simulated median has to lie.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceTarget {
    /// Identifier.
    pub id: String,
    /// Table of the evidence that it rests on.
    pub file: String,
    /// Rows of that table, with spaces between.
    pub row: String,
    /// Name of the scenario.
    pub scenario: String,
    /// Measures of `coverage.csv` that it is made of, with `; ` between.
    pub measure: String,
    /// What is compared, in words.
    pub quantity: String,
    /// When, in words.
    pub when: String,
    /// Lowest value that is inside.
    pub low: f64,
    /// Highest value that is inside.
    pub high: f64,
    /// Unit.
    pub unit: String,
    /// What a hit is worth: strong, fair or weak.
    pub strength: String,
    /// The figure that is known, and why the range is as wide as it is.
    pub note: String,
}

/// The targets in a table.
///
/// # Errors
/// Where the table has another column, too few, or something that is no number.
pub fn evidence_targets(text: &str) -> Result<Vec<EvidenceTarget>, csv::Error> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().collect()
}

/// The text of a shipped scenario with which evidence is compared.
pub fn compared_scenario(name: &str) -> Option<&'static str> {
    Some(match name {
        "cambridgeshire" => super::BUILTIN,
        "eps-national" => include_str!("../../scenarios/eps-national.toml"),
        "funding-ends" => include_str!("../../scenarios/funding-ends.toml"),
        "referrals-mandate" => include_str!("../../scenarios/evidence/referrals-mandate.toml"),
        "scandal" => include_str!("../../scenarios/scandal.toml"),
        "summary-records" => include_str!("../../scenarios/evidence/summary-records.toml"),
        "us-hospitals" => include_str!("../../scenarios/us-hospitals.toml"),
        _ => return None,
    })
}

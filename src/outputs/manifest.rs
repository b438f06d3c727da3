//! `manifest.json`: what ran, on what, and the digests of what it left.
//!
//! The manifest is written first, with the status `running`; again before the results, which it
//! then lists; and at the end. So a folder whose run was killed says which files are its own. It is
//! the one result file that holds times, and it holds all that is needed to run again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::sealed::{sealed, unsealed};

/// Version of the manifest's format.
pub const MANIFEST_SCHEMA: u32 = 2;
/// The version before: the same without a digest of the manifest itself.
const UNSEALED_SCHEMA: u64 = 1;
/// Most futures that a manifest can tell of: with drawn parameters, those of all draws.
const MOST_FUTURES: u32 = 1_000_000;

/// Provenance of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of this format, [`MANIFEST_SCHEMA`].
    pub schema_version: u32,
    /// What ran.
    pub tool: ToolRecord,
    /// How far it got.
    pub status: Status,
    /// The scenario as it was read.
    pub scenario: FileRecord,
    /// The user's list of organisations, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisations: Option<FileRecord>,
    /// The other scenarios of a comparison, in their order; [`Manifest::scenario`] is the base.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<ScenarioRecord>,
    /// Master seed.
    pub seed: u64,
    /// How draws follow from the seed, in words.
    pub seed_rule: String,
    /// Simulated futures asked for.
    pub replicates: u32,
    /// The command as typed, word by word.
    pub command: Vec<String>,
    /// Options that bear on the results, by name.
    pub options: BTreeMap<String, String>,
    /// When the run started (RFC 3339).
    pub started: String,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished: Option<String>,
    /// How long it took.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<f64>,
    /// Where it ran.
    pub machine: Machine,
    /// Digest over all replicates, 16 hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ensemble_digest: Option<String>,
    /// The files written.
    pub outputs: Vec<OutputRecord>,
}

/// A scenario beside the first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioRecord {
    /// The scenario as it was read.
    pub scenario: FileRecord,
    /// The user's list of organisations, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisations: Option<FileRecord>,
}

/// Name and version of the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToolRecord {
    /// `uptake`.
    pub name: String,
    /// Its version.
    pub version: String,
}

impl ToolRecord {
    /// This program.
    pub fn this() -> Self {
        ToolRecord {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

/// How far a run got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It has not ended, or was killed.
    Running,
    /// All is there.
    Complete,
    /// It was stopped; what is there is whole.
    Interrupted,
    /// It ended with an error.
    Failed,
}

/// A file that was read, in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileRecord {
    /// Its name.
    pub name: String,
    /// SHA-256 of the text.
    pub sha256: String,
    /// The text.
    pub text: String,
}

impl FileRecord {
    /// A record of this text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let (name, text) = (name.into(), text.into());
        FileRecord { name, sha256: sha256_hex(text.as_bytes()), text }
    }
}

/// The machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Machine {
    /// Operating system.
    pub os: String,
    /// Processor architecture.
    pub arch: String,
    /// Processor cores used.
    pub cores: u32,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutputRecord {
    /// Its name in the folder.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
}

impl OutputRecord {
    /// A record of these bytes.
    pub fn new(file: impl Into<String>, bytes: &[u8]) -> Self {
        OutputRecord { file: file.into(), sha256: sha256_hex(bytes), bytes: bytes.len() as u64 }
    }
}

/// Why a text is not a manifest that can be trusted.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    /// Not JSON, or without the fields of a manifest.
    #[error("not a manifest of uptake: {0}")]
    Json(#[from] serde_json::Error),
    /// Written by another version of the format.
    #[error(
        "manifest format {found}, but this version of uptake reads formats 1 to {MANIFEST_SCHEMA}"
    )]
    Version {
        /// The version found.
        found: u64,
    },
    /// It is not as it was written.
    #[error("this manifest was changed since it was written: it does not match its own digest")]
    Changed,
    /// A number that no run has.
    #[error("{what} is {found}, which no run has")]
    Impossible {
        /// Which number.
        what: &'static str,
        /// What it is.
        found: String,
    },
    /// A text in it is not the one that ran.
    #[error("the text of {name} in the manifest does not match its digest")]
    Altered {
        /// Which text.
        name: String,
    },
}

#[derive(Deserialize)]
struct VersionOnly {
    schema_version: u64,
}

impl Manifest {
    /// The manifest as indented JSON with a final newline.
    ///
    /// # Errors
    /// If `seconds` is not a finite number it is written as `null`; nothing else can fail
    /// but memory.
    pub fn to_json(&self) -> Result<String, ManifestError> {
        Ok(sealed(serde_json::to_string_pretty(self)?))
    }

    /// Read a manifest.
    ///
    /// # Errors
    /// If the text is no manifest, is of another version of the format, was changed, or holds a
    /// scenario or list of organisations that does not match its digest.
    pub fn from_json(text: &str) -> Result<Self, ManifestError> {
        let version: VersionOnly = serde_json::from_str(text)?;
        let manifest: Manifest = match version.schema_version {
            UNSEALED_SCHEMA => serde_json::from_str(text)?,
            found if found == u64::from(MANIFEST_SCHEMA) => {
                serde_json::from_str(&unsealed(text).ok_or(ManifestError::Changed)?)?
            }
            found => return Err(ManifestError::Version { found }),
        };
        if manifest.replicates > MOST_FUTURES {
            let found = manifest.replicates.to_string();
            return Err(ManifestError::Impossible { what: "the number of futures", found });
        }
        let first = [Some(&manifest.scenario), manifest.organisations.as_ref()];
        let others =
            manifest.others.iter().flat_map(|o| [Some(&o.scenario), o.organisations.as_ref()]);
        for file in first.into_iter().chain(others).flatten() {
            if sha256_hex(file.text.as_bytes()) != file.sha256 {
                return Err(ManifestError::Altered { name: file.name.clone() });
            }
        }
        Ok(manifest)
    }
}

/// SHA-256 as 64 lower-case hexadecimal digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::sha256_hex;

    #[test]
    fn digests_are_those_of_the_standard() {
        // FIPS 180-2, appendix B.1.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256_hex(b"abc"), abc);
    }
}

//! `merge.json`: what was merged, with the digest of every file.

use serde::{Deserialize, Serialize};

use crate::outputs::sealed::{sealed, unsealed};
use crate::outputs::{OutputError, OutputRecord};

/// What came of a merge. It names no time, so that the same study gives the same bytes however it
/// was run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MergeReport {
    /// Hash of the design.
    pub design_hash: String,
    /// Points that were there.
    pub points: u32,
    /// Points that were missing, and were allowed to be.
    pub missing: u32,
    /// Simulated futures.
    pub futures: u64,
    /// Of them ended with an error of the model.
    pub failed: u64,
    /// The files.
    pub outputs: Vec<OutputRecord>,
}

impl MergeReport {
    /// The report as indented JSON with a final newline.
    ///
    /// # Errors
    /// If memory runs out.
    pub fn to_json(&self) -> Result<String, OutputError> {
        Ok(sealed(serde_json::to_string_pretty(self)?))
    }

    /// Read a report; `None` if the text is none, or was changed since it was written.
    pub fn from_json(text: &str) -> Option<Self> {
        serde_json::from_str(&unsealed(text)?).ok()
    }
}

//! A plan as a page sends it, and the scenario that it is.

use serde::Deserialize;

use crate::scenario::{Files, Problems, Read, Source, read, written};

/// A scenario's text, the list of organisations that it names, and changes.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Plan {
    /// What problems call it.
    pub name: String,
    /// Its text.
    pub scenario: String,
    /// The list of organisations, if it names one.
    pub organisations: Option<String>,
    /// Changes, `key=value`.
    pub set: Vec<String>,
}

/// No path reaches a disk: the one file that a scenario can name came with the request.
impl Files for Plan {
    fn read(&self, relative: &str) -> Result<String, String> {
        self.organisations.clone().ok_or_else(|| {
            format!("{relative} did not come with the scenario: choose both files at once")
        })
    }
}

impl Plan {
    /// The scenario.
    ///
    /// # Errors
    /// Every problem at its place.
    pub fn read(&self) -> Result<Read, Problems> {
        read(self.source(), &self.set, self)
    }

    /// The plan as one text, as [`written`] gives it.
    ///
    /// # Errors
    /// As [`Plan::read`].
    pub fn written(&self) -> Result<String, Problems> {
        written(self.source(), &self.set, self)
    }

    fn source(&self) -> Source<'_> {
        Source { name: &self.name, text: &self.scenario }
    }
}

//! A plan as a page sends it, and the scenario that it is.

use std::cell::RefCell;
use std::rc::Rc;

use serde::Deserialize;
use uptake::scenario::{Files, Problems, Read, Source, read};

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

thread_local! {
    static LAST: RefCell<Option<(Plan, Rc<Read>)>> = const { RefCell::new(None) };
}

impl Plan {
    /// The scenario. Futures are asked for a few at a time, so the last one read is remembered.
    pub fn read(&self) -> Result<Rc<Read>, Problems> {
        let known = LAST.with_borrow(|last| match last {
            Some((plan, read)) if plan == self => Some(Rc::clone(read)),
            _ => None,
        });
        if let Some(read) = known {
            return Ok(read);
        }
        let fresh = Rc::new(read(self.source(), &self.set, self)?);
        LAST.set(Some((self.clone(), Rc::clone(&fresh))));
        Ok(fresh)
    }

    /// The text with its name.
    pub fn source(&self) -> Source<'_> {
        Source { name: &self.name, text: &self.scenario }
    }
}

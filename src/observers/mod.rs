//! Read-only watchers: they turn the state of the world into counters, every week.
//!
//! An observer cannot change anything, and cannot draw: with or without it, a run is the same
//! digit for digit. Totals since week 0 are carried by the [`Row`], not by observers.

mod organisations;
mod patients;
mod project;
mod row;
mod staff;

pub use row::{Cells, Row};

use crate::scenario::Scenario;
use crate::world::{Blueprint, World};

/// What observers see at the end of a week.
#[derive(Clone, Copy)]
pub struct Sight<'a> {
    /// The week.
    pub week: u32,
    /// Parameters.
    pub scenario: &'a Scenario,
    /// Who exists.
    pub blueprint: &'a Blueprint,
    /// State at the end of the week.
    pub world: &'a World,
}

/// One family of measures.
pub struct Observer {
    /// Name.
    pub name: &'static str,
    /// Fill its counters of the row.
    pub observe: fn(&Sight<'_>, &mut Row<'_>),
}

/// All observers.
pub static OBSERVERS: [Observer; 4] = [
    Observer { name: "organisations", observe: organisations::observe },
    Observer { name: "staff", observe: staff::observe },
    Observer { name: "patients", observe: patients::observe },
    Observer { name: "project", observe: project::observe },
];

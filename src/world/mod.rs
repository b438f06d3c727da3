//! The state of the world: regions, organisations, posts, team, patients.
//!
//! A [`Blueprint`] holds what never changes (who exists, with which system, who meets whose
//! patients); it is built once and shared by all replicates. A [`World`] holds what does, as
//! columns: one entry an organisation, a post, a list, a member of a team.

mod blocks;
mod blueprint;
pub mod build;
pub mod digest;
pub mod lists;
mod organisations;
pub mod parts;
mod posts;
mod region;
mod traits;
pub mod turnover;
mod unrecognised;

pub use blocks::Blocks;
pub use blueprint::{Blueprint, RoleSpan};
pub use lists::{Currency, FOUND, ILLNESSES, Panel, Patient, PatientCounts, Patients};
pub use organisations::{Due, Luck, Organisations, Stage};
pub use posts::{PartPosts, Posts};
pub use region::{Character, Climate, Flows, Heading, Member, RegionState, Review};
pub use traits::Traits;
pub use unrecognised::Unrecognised;

use crate::scenario::EventKind;

/// All state of one replicate.
#[derive(Debug, Clone)]
pub struct World {
    /// Regions with their teams.
    pub regions: Vec<RegionState>,
    /// Organisations, in the order of the blueprint.
    pub orgs: Organisations,
    /// What is fixed about each organisation in this future.
    pub traits: Traits,
    /// Posts in scope, those of one organisation side by side, by role.
    pub posts: Posts,
    /// Patient lists.
    pub panels: Vec<Panel>,
    /// Chances of those on any list who have not been recognised.
    pub unrecognised: Unrecognised,
    /// How often each kind of event has come.
    pub happened: [u32; EventKind::COUNT],
}

/// Weeks in a year.
pub const WEEKS_PER_YEAR: f64 = 365.25 / 7.0;
/// Weeks within which a use counts as lately: this one and the three before.
pub const LATELY: i32 = 4;
/// "Never", for columns that hold a week.
pub const NEVER: i32 = i32::MIN / 2;

//! 1.3 Work in large impermanent teams.

pub mod languages;
pub mod own_organisation_first;
pub mod politics;
pub mod precarious_involvement;
pub mod promises;

use crate::forces::Force;

/// All of them, in the order of the paper.
pub static ALL: &[&dyn Force] = &[
    &politics::Politics,
    &own_organisation_first::OwnOrganisationFirst,
    &promises::Promises,
    &languages::Languages,
    &precarious_involvement::PrecariousInvolvement,
];

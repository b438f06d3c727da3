//! 1.4 IT work, narrowly construed.

pub mod immaturity;
pub mod information_governance;
pub mod interoperability;
pub mod it_skills;
pub mod work_in_progress;

use crate::forces::Force;

/// All of them, in the order of the paper.
pub static ALL: &[&dyn Force] = &[
    &interoperability::Interoperability,
    &information_governance::InformationGovernance,
    &immaturity::Immaturity,
    &it_skills::ItSkills,
    &work_in_progress::WorkInProgress,
];

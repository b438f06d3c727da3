//! 1.7 Work with highly sensitive issues: dying on the one hand, confidentiality on the other.

pub mod conversation_skills;
pub mod scandal;

use crate::forces::Force;

/// Both.
pub static ALL: &[&dyn Force] = &[&conversation_skills::ConversationSkills, &scandal::Scandal];

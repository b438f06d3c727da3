//! Verification: does the program do what its description says?
//!
//! Every force is switched off in a scenario in which it matters, while all others act
//! ([`effects`]). What this shows is that the mechanisms are there and have the sign that the paper
//! gives them. It does not show that their sizes are right: most are priors.

pub mod effects;
pub mod validation;

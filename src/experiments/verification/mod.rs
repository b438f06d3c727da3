//! Verification: does the program do what its description says? And beside it, validation: is what it
//! does like what is known from outside?
//!
//! With everything else switched off, what is left must meet its exact answer ([`limits`]).
//!
//! Every force is switched off in a scenario in which it matters, while all others act
//! ([`effects`]). What this shows is that the mechanisms are there and have the sign that the paper
//! gives them. It does not show that their sizes are right: most are priors.
//!
//! Sixteen patterns that mechanisms should bring about are looked for with and without the mechanism
//! ([`patterns`]).
//!
//! Simulations are held beside evidence that nothing was tuned to ([`validation`]).

pub mod effects;
pub mod limits;
pub mod patterns;
pub mod validation;

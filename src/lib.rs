//! `uptake` simulates how a patient-data-sharing tool spreads, or fails to, through
//! hundreds of care organisations and the people in them.

pub mod engine;
pub mod experiments;
pub mod forces;
pub mod observers;
pub mod outputs;
pub mod processes;
pub mod results;
pub mod rng;
pub mod scenario;
pub mod stats;
pub mod store;
pub mod world;

//! `uptake` simulates how a patient-data-sharing tool spreads, or fails to, through
//! hundreds of care organisations and the people in them.

pub mod observers;
pub mod outputs;
pub mod results;
pub mod scenario;
pub mod stats;
pub mod store;

//! 1 Pure challenges.

pub mod core_and_peripheral;
pub mod market_forces;
pub mod radical_innovation;
pub mod sensitive_issues;
pub mod technology_and_users;

use super::Force;

/// All of them, in the order of the framework.
pub static ALL: &[&[&dyn Force]] = &[
    radical_innovation::ALL,
    radical_innovation::vicious_circles::ALL,
    &[&core_and_peripheral::CoreAndPeripheral],
    sensitive_issues::ALL,
    &[&technology_and_users::TechnologyAndUsers],
    &[&market_forces::MarketForces],
];

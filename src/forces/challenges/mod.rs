//! 1 Pure challenges.

pub mod core_and_peripheral;
pub mod edge;
pub mod impermanent_teams;
pub mod it_work;
pub mod market_forces;
pub mod radical_innovation;
pub mod rules_and_art;
pub mod sensitive_issues;
pub mod technology_and_users;

use super::Force;

/// All of them, in the order of the framework.
pub static ALL: &[&[&dyn Force]] = &[
    radical_innovation::BEFORE,
    radical_innovation::vicious_circles::ALL,
    radical_innovation::AFTER,
    edge::ALL,
    impermanent_teams::ALL,
    it_work::ALL,
    rules_and_art::ALL,
    &[&core_and_peripheral::CoreAndPeripheral],
    sensitive_issues::ALL,
    &[&technology_and_users::TechnologyAndUsers],
    &[&market_forces::MarketForces],
];

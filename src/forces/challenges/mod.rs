//! 1 Pure challenges.

pub mod core_and_peripheral;
pub mod edge;
pub mod radical_innovation;

use super::Force;

/// All of them, in the order of the framework.
pub static ALL: &[&[&dyn Force]] = &[
    radical_innovation::BEFORE,
    radical_innovation::vicious_circles::ALL,
    radical_innovation::AFTER,
    edge::ALL,
    &[&core_and_peripheral::CoreAndPeripheral],
];

//! 1 Pure challenges.

pub mod core_and_peripheral;
pub mod radical_innovation;

use super::Force;

/// All of them, in the order of the framework.
pub static ALL: &[&[&dyn Force]] = &[
    radical_innovation::ALL,
    radical_innovation::vicious_circles::ALL,
    &[&core_and_peripheral::CoreAndPeripheral],
];

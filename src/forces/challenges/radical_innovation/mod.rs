//! 1.1 Radical innovation: a family of mechanisms.

pub mod alternatives;
pub mod delayed_innovation;
pub mod external_support;
pub mod repetition;
pub mod slipping_timelines;
pub mod uneven_involvement;
pub mod uniqueness;
pub mod vicious_circles;

use crate::forces::Force;

/// Magnitude and choice, before the vicious circles.
pub static BEFORE: &[&dyn Force] = &[&repetition::Repetition, &alternatives::Alternatives];

/// Those after the vicious circles.
pub static AFTER: &[&dyn Force] = &[
    &uneven_involvement::UnevenInvolvement,
    &uniqueness::Uniqueness,
    &external_support::ExternalSupport,
    &delayed_innovation::DelayedInnovation,
    &slipping_timelines::SlippingTimelines,
];

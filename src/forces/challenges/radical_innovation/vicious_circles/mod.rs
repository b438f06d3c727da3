//! 1.1.3 Five vicious circles. Each file owns one link of its loop and the gain of that link.

pub mod disappointment;
pub mod good_enough;
pub mod governance_friction;
pub mod investment_before_savings;
pub mod self_defeating_success;

use crate::forces::Force;

/// All five, in the order of the paper.
pub static ALL: &[&dyn Force] = &[
    &disappointment::Disappointment,
    &governance_friction::GovernanceFriction,
    &investment_before_savings::InvestmentBeforeSavings,
    &good_enough::GoodEnough,
    &self_defeating_success::SelfDefeatingSuccess,
];

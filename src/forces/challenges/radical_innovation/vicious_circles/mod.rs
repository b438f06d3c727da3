//! 1.1.3 Five vicious circles. Each file owns one link of its loop and the gain of that link.

pub mod disappointment;
pub mod good_enough;
pub mod governance_friction;
pub mod investment_before_savings;
pub mod self_defeating_success;

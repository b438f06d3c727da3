//! Turnover of staff: weekly chances and what they come to in the long run.

use super::WEEKS_PER_YEAR;
use crate::scenario::Role;
use crate::stats::maths;

/// Long-run share of empty posts of a role: leaving and filling in balance.
pub fn vacancy_share(role: &Role) -> f64 {
    let (leave, fill) = leave_and_fill(role);
    if leave + fill > 0.0 && fill < 1.0 { leave / (leave + fill) } else { 0.0 }
}

/// Weekly chances that a holder leaves and that an empty post is filled.
pub fn leave_and_fill(role: &Role) -> (f64, f64) {
    let leave = maths::probability(role.leave_per_year / WEEKS_PER_YEAR);
    let fill =
        if role.weeks_to_fill > 0.0 { maths::probability(1.0 / role.weeks_to_fill) } else { 1.0 };
    (leave, fill)
}

//! 1.4 The complexity of information governance.
//!
//! # What it does
//! Every organisation that is to share data needs an agreement on information governance, and
//! needs it renewed. Each takes more of the team's hours than its content would, and it takes
//! weeks of waiting for signatures, assessments and toolkits, whatever the hours. Agreements that
//! are not renewed in time pause the tool; that link is the core's.
//!
//! # Equation
//! For the tasks `govern` and `renegotiate`: `TaskCoef::Effort += ln(effort)`,
//! `TaskCoef::Delay += ln(delay)`.
//!
//! # Parameters
//! `forces.information_governance.*`: `effort`, `delay`.
//!
//! # Writes
//! [`TaskCoef::Effort`], [`TaskCoef::Delay`].
//!
//! # Limits
//! Without it an agreement is a form to be filled in: `task.govern.hours` and
//! `task.govern.least_weeks` as they stand.
//!
//! # Test
//! Fewer live organisations than without the force.

use crate::forces::coefficients::TaskCoef;
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::Task;
use crate::scenario::forces::InformationGovernance as Own;
use crate::stats::maths;

force!(
    InformationGovernance,
    information_governance,
    "1.4",
    "Information governance",
    "information_governance.rs",
    [TaskCoef::Effort, TaskCoef::Delay],
    &[Shows {
        keys: &["region.cambridgeshire.team_size=2"],
        outcome: "organisations.live",
        week: 156,
        raises: false,
        event: None,
    }]
);

fn write(own: &Own, _see: &View<'_>, out: &mut Writer<'_, '_>) {
    for task in [Task::Govern, Task::Renegotiate] {
        out.add(TaskCoef::Effort, task as usize, maths::ln(own.effort));
        out.add(TaskCoef::Delay, task as usize, maths::ln(own.delay));
    }
}

//! 1.6 Core tasks, peripheral tasks.
//!
//! # What it does
//! The tool serves specialists who meet its task daily and many others who meet it monthly, and
//! it is peripheral twice over: end-of-life care and data sharing are two skills. Those for whom
//! it is peripheral forget sooner, form the habit more slowly, and defer the hard conversations
//! to the few specialists.
//!
//! # Equation
//! With `c` how core the task is to a role: `RoleCoef::Retention −= retention · (1 − c)`,
//! `RoleCoef::Habit −= habit · (1 − c)`, `RoleCoef::ConverseLost ← deferred · (1 − c)`.
//!
//! # Parameters
//! `forces.core_and_peripheral.*`: `retention`, `habit`, `deferred`; `c` is `role.*.core`.
//!
//! # Writes
//! [`RoleCoef::Retention`], [`RoleCoef::Habit`], [`RoleCoef::ConverseLost`].
//!
//! # Limits
//! A role with core 1 is untouched.
//!
//! # Test
//! Roles with low core are less competent than with the force off; a role with core 1 is not.

use crate::forces::coefficients::RoleCoef;
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::forces::CoreAndPeripheral as Own;

force!(
    CoreAndPeripheral,
    core_and_peripheral,
    "1.6",
    "Core tasks, peripheral tasks",
    "core_and_peripheral.rs",
    [RoleCoef::Retention, RoleCoef::Habit, RoleCoef::ConverseLost],
    &[Shows {
        keys: &[
            "initial.live=1",
            "initial.competent=0.7",
            "initial.habit=0.3",
            "initial.records=0.5"
        ],
        outcome: "patients.true_current",
        week: 26,
        raises: false,
        event: None,
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    for (r, role) in see.scenario.roles.iter().enumerate() {
        let peripheral = 1.0 - role.core;
        out.add(RoleCoef::Retention, r, -own.retention * peripheral);
        out.add(RoleCoef::Habit, r, -own.habit * peripheral);
        out.add(RoleCoef::ConverseLost, r, own.deferred * peripheral);
    }
}

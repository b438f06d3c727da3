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

use crate::forces::effects::AnyCoefficient as Any;
use crate::forces::effects::{RoleCoef, Writer};
use crate::forces::{Force, Meta, View};
use crate::scenario::Forces;

/// The force.
pub struct CoreAndPeripheral;

static META: Meta = Meta {
    name: "core_and_peripheral",
    section: "1.6",
    title: "Core tasks, peripheral tasks",
    writes: &[
        Any::RoleCoef(RoleCoef::Retention),
        Any::RoleCoef(RoleCoef::Habit),
        Any::RoleCoef(RoleCoef::ConverseLost),
    ],
};

impl Force for CoreAndPeripheral {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn strength(&self, forces: &Forces) -> f64 {
        forces.core_and_peripheral.strength
    }

    fn write(&self, see: &View<'_>, out: &mut Writer<'_>) {
        let own = &see.scenario.forces.core_and_peripheral;
        for (r, role) in see.scenario.roles.iter().enumerate() {
            let peripheral = 1.0 - role.core;
            out.role(RoleCoef::Retention, r, -own.retention * peripheral);
            out.role(RoleCoef::Habit, r, -own.habit * peripheral);
            out.role(RoleCoef::ConverseLost, r, own.deferred * peripheral);
        }
    }
}

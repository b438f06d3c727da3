//! 1.6 Core tasks, peripheral tasks.
//!
//! # What it does
//! The tool serves specialists who meet its task daily and many others who meet it monthly, and
//! it is peripheral twice over: end-of-life care and data sharing are two skills. Those for whom
//! it is peripheral forget sooner, form the habit more slowly, and defer the hard conversations
//! to the few specialists. Specialists are expected to support them too, and are too few: where those
//! who use the tool have hardly a specialist to ask, many of those who are taught do not learn it.
//!
//! # Equation
//! With `c` how core the task is to a role: `RoleCoef::Retention −= retention · (1 − c)`,
//! `RoleCoef::Habit −= habit · (1 − c)`, `RoleCoef::ConverseLost ← deferred · (1 − c)`; with `S` the
//! competent staff, each counted by how core the task is to its organisation (mean over the roles of
//! its kind), and `N` the staff in post where the tool has been, each by how peripheral:
//! `RoleCoef::LearnLost ← unsupported · (1 − c) · (1 − min(1, supports · S / N))`.
//!
//! # Parameters
//! `forces.core_and_peripheral.*`: `retention`, `habit`, `deferred`, `unsupported`, `supports`; `c` is
//! `role.*.core`.
//!
//! # Writes
//! [`RoleCoef::Retention`], [`RoleCoef::Habit`], [`RoleCoef::ConverseLost`], [`RoleCoef::LearnLost`].
//!
//! # Limits
//! A role with core 1 is untouched; with a specialist for every `supports` others nobody is unsupported.
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
    [RoleCoef::Retention, RoleCoef::Habit, RoleCoef::ConverseLost, RoleCoef::LearnLost],
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
    if !see.is_first() {
        return;
    }
    let alone = if own.unsupported > 0.0 { unsupported(own, see) } else { 0.0 };
    for (r, role) in see.scenario.roles.iter().enumerate() {
        let peripheral = 1.0 - role.core;
        out.add(RoleCoef::Retention, r, -own.retention * peripheral);
        out.add(RoleCoef::Habit, r, -own.habit * peripheral);
        out.add(RoleCoef::ConverseLost, r, own.deferred * peripheral);
        if alone > 0.0 {
            out.add(RoleCoef::LearnLost, r, own.unsupported * peripheral * alone);
        }
    }
}

/// Share of those for whom the task is peripheral who have no specialist to ask.
fn unsupported(own: &Own, see: &View<'_>) -> f64 {
    let orgs = &see.world.orgs;
    let cores = see.by_kind(|kind| see.by_role(kind, |role| role.core));
    let (mut specialists, mut others) = (0.0, 0.0);
    let (kind, competent, filled) =
        (&see.blueprint.kind[..], &orgs.competent[..], &orgs.filled[..]);
    for (o, _) in orgs.ever_live.iter().enumerate().filter(|&(_, &ever_live)| ever_live) {
        let core = cores[kind[o]];
        specialists += core * f64::from(competent[o]);
        others += (1.0 - core) * f64::from(filled[o]);
    }
    if others > 0.0 { 1.0 - (own.supports * specialists / others).min(1.0) } else { 0.0 }
}

//! 1.4 A digital environment that lacks maturity.
//!
//! # What it does
//! Mobile working is unresolved and signal fails where the work is done, so the tool cannot be
//! reached at bedsides and in vehicles. Pockets where paper is still the norm, and settings whose
//! comprehensive system has not come yet, open it on a screen that nobody stands at. And old
//! systems stick: setting a computer up takes longer.
//!
//! # Equation
//! `OrgCoef::UseLost ← 1 − (1 − signal · mobile_kind) · (1 − paper · p_o)`, with `p_o` 1 for an
//! organisation on a system which no other can read although it shows others: the mark of paper
//! with a view. `TaskCoef::Effort[configure] += sticky`.
//!
//! # Parameters
//! `forces.immaturity.*`: `signal`, `paper`, `sticky`; `kind.*.mobile`, `system.*.reads`.
//!
//! # Writes
//! [`OrgCoef::UseLost`], [`TaskCoef::Effort`].
//!
//! # Limits
//! Desk work on systems that others can read loses nothing. Failed log-ins and the want of a
//! computer are in `use.access`.
//!
//! # Test
//! Fewer truly current records, and fewer weekly users, most of all in mobile teams; with all at
//! desks, no digit changes.

use crate::forces::coefficients::{OrgCoef, TaskCoef};
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::forces::Immaturity as Own;
use crate::scenario::{Scenario, Task};

force!(
    Immaturity,
    immaturity,
    "1.4",
    "Immature digital environment",
    "immaturity.rs",
    [OrgCoef::UseLost, TaskCoef::Effort],
    &[Shows {
        keys: &[
            "initial.live=1",
            "initial.competent=0.7",
            "initial.habit=0.3",
            "initial.records=0.5"
        ],
        outcome: "patients.true_current",
        week: 52,
        raises: false,
        event: None,
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    out.add(TaskCoef::Effort, Task::Configure as usize, own.sticky);
    let (kind, system) = (&see.blueprint.kind[..], &see.world.orgs.system[..]);
    let s = see.scenario;
    let on_paper: Vec<bool> = (0..s.systems.len()).map(|system| shows_only(s, system)).collect();
    let mobile = see.by_kind(|kind| kind.mobile);
    out.some(OrgCoef::UseLost, see.ever_live(), |o| {
        let paper = if on_paper[system[o]] { own.paper } else { 0.0 };
        1.0 - (1.0 - own.signal * mobile[kind[o]]) * (1.0 - paper)
    });
}

/// True for a system that shows others' records and whose own nobody else can read.
fn shows_only(s: &Scenario, system: usize) -> bool {
    let mut others = (0..s.systems.len()).filter(|&other| other != system);
    let shows = others.clone().any(|other| s.systems[system].reads[other] > 0.0);
    shows && others.all(|other| s.systems[other].reads[system] == 0.0)
}

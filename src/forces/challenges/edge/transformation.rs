//! 1.2, third: constant transformation.
//!
//! # What it does
//! Every seven or eight years the health economy is reorganised: sponsors go and agreements are
//! reopened. In between, organisations merge or get new owners, and change their IT systems.
//! For a while after that an organisation is busy with itself: the tool is not opened, nobody
//! shows anybody anything, and there is no time for more.
//!
//! # Equation
//! `EventCoef::Reorganisation += reorganisation_per_year`, `OrgCoef::Merger += merger_per_year`,
//! `OrgCoef::SystemChange += system_change_per_year`; while the disruption of a merger or a change
//! of system lasts, `OrgCoef::UseLost ← use_lost`, `OrgCoef::TeachLost ← teaching_lost`,
//! `OrgCoef::Load += load`.
//!
//! # Parameters
//! `forces.transformation.*`: `reorganisation_per_year`, `merger_per_year`, `system_change_per_year`,
//! `use_lost`, `teaching_lost`, `load`; how long disruption lasts is `events.merger_weeks` and
//! `events.system_change_weeks`.
//!
//! # Writes
//! [`EventCoef::Reorganisation`], [`OrgCoef::Merger`], [`OrgCoef::SystemChange`], [`OrgCoef::UseLost`],
//! [`OrgCoef::TeachLost`], [`OrgCoef::Load`].
//!
//! # Limits
//! Without an event, nothing. What the want of a sponsor means is left to external support,
//! what lapsed agreements mean to the core.
//!
//! # Test
//! Fewer patients with a truly current record in futures in which a reorganisation came; an
//! organisation is back to normal once its disruption is over.

use crate::forces::coefficients::{EventCoef, OrgCoef};
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::EventKind;
use crate::scenario::forces::Transformation as Own;

force!(
    Transformation,
    transformation,
    "1.2",
    "On the edge: constant transformation",
    "transformation.rs",
    [
        EventCoef::Reorganisation,
        OrgCoef::Merger,
        OrgCoef::SystemChange,
        OrgCoef::UseLost,
        OrgCoef::TeachLost,
        OrgCoef::Load
    ],
    &[Shows {
        keys: &[
            "initial.live=1",
            "initial.competent=0.7",
            "initial.habit=0.3",
            "initial.records=0.5",
            "forces.transformation.reorganisation_per_year=0.5"
        ],
        outcome: "patients.true_current",
        week: 104,
        raises: false,
        event: Some(EventKind::Reorganisation),
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    for (r, _) in see.regions() {
        out.add(EventCoef::Reorganisation, r, own.reorganisation_per_year);
    }
    let (here, orgs) = (see.organisations(), &see.world.orgs);
    let disrupted_until = &orgs.disrupted_until[..];
    out.all(OrgCoef::Merger, &here, |_| own.merger_per_year);
    out.all(OrgCoef::SystemChange, &here, |_| own.system_change_per_year);
    for o in here.filter(|&o| see.week < disrupted_until[o]) {
        out.add(OrgCoef::Load, o, own.load);
        if orgs.ever_live[o] {
            out.add(OrgCoef::UseLost, o, own.use_lost);
            out.add(OrgCoef::TeachLost, o, own.teaching_lost);
        }
    }
}

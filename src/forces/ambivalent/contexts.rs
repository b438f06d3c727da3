//! 3.3 Legitimate differences of context.
//!
//! # What it does
//! In some contacts a shared record is beside the point, and some of what it holds is rightly
//! withheld. What one profession writes for its own work is too much, too little or not it for
//! another: the more kinds of organisation a region links, the more often. And those who must
//! fill in a template of their own enter things twice, unless one populates the other; where it
//! does, the shared record is filled in by the way, which is less work than without.
//!
//! # Equation
//! `OrgCoef::Reading += ln(1 − irrelevant)`; with `d_o` the share of the region's contacts, at live
//! organisations (paused ones too), that fall to other kinds, 0 where none is live, and `v` the
//! versions for contexts:
//! `OrgCoef::PayoffLost ← 1 − (1 − withheld)(1 − foreign_content · d_o · (1 − v))`. With a template
//! of one's own and `c = 1 − (1 − cross_population)(1 − v)`:
//! `OrgCoef::Writing += double_entry · (2c − 1)`,
//! `OrgCoef::EntryMinutes −= entry_minutes · (2c − 1)`.
//!
//! # Parameters
//! `forces.contexts.*`: `irrelevant`, `withheld`, `foreign_content`, `double_entry`,
//! `entry_minutes`, `cross_population`; who has a template is `kind.*.own_template`.
//!
//! # Writes
//! [`OrgCoef::Reading`], [`OrgCoef::PayoffLost`], [`OrgCoef::Writing`],
//! [`OrgCoef::EntryMinutes`].
//!
//! # Limits
//! One kind of organisation alone: no content is foreign to its readers. Half of a template
//! populated: double entry costs and gains the same.
//!
//! # Test
//! Double entry leaves fewer current records; templates that populate each other leave more.

use crate::forces::coefficients::OrgCoef;
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::Lever;
use crate::scenario::forces::Contexts as Own;
use crate::stats::maths;
use crate::world::Stage;

force!(
    Contexts,
    contexts,
    "3.3",
    "Differences of context",
    "contexts.rs",
    [OrgCoef::Reading, OrgCoef::PayoffLost, OrgCoef::Writing, OrgCoef::EntryMinutes],
    &[
        Shows {
            keys: &[
                "initial.live=1",
                "initial.competent=0.7",
                "initial.records=0.5",
                "kind.*.own_template=1",
                "forces.contexts.cross_population=0"
            ],
            outcome: "patients.true_current",
            week: 26,
            raises: false,
            event: None,
        },
        Shows {
            keys: &[
                "initial.live=1",
                "initial.competent=0.7",
                "initial.records=0.5",
                "kind.*.own_template=1",
                "forces.contexts.cross_population=1"
            ],
            outcome: "patients.true_current",
            week: 26,
            raises: true,
            event: None,
        },
    ]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    let (b, world) = (see.blueprint, see.world);
    let kinds = see.scenario.kinds.len();
    let reading = maths::ln(1.0 - own.irrelevant);
    for (r, _) in see.regions() {
        let mut contacts = vec![0.0; kinds];
        for o in see.organisations_of(r).filter(|&o| world.orgs.stage[o] == Stage::Live) {
            contacts[b.kind[o]] += world.orgs.contacts[o];
        }
        let all: f64 = contacts.iter().sum();
        let versions = see.lever(r, Lever::ContextVersions).min(1.0);
        let lost = |of_kind: &f64| {
            let others = if all > 0.0 { 1.0 - of_kind / all } else { 0.0 };
            let foreign = own.foreign_content * others.max(0.0) * (1.0 - versions);
            1.0 - (1.0 - own.withheld) * (1.0 - foreign)
        };
        let lost: Vec<f64> = contacts.iter().map(lost).collect();
        let (kind, ever_live) = (&b.kind[..], see.ever_live_of(r));
        out.some(OrgCoef::Reading, ever_live, |_| reading);
        out.some(OrgCoef::PayoffLost, ever_live, |o| lost[kind[o]]);

        let populated = 1.0 - (1.0 - own.cross_population) * (1.0 - versions);
        let gain = 2.0 * populated - 1.0;
        for &o in ever_live.iter().filter(|&&o| world.traits.own_template[o]) {
            out.add(OrgCoef::Writing, o, own.double_entry * gain);
            out.add(OrgCoef::EntryMinutes, o, -own.entry_minutes * gain);
        }
    }
}

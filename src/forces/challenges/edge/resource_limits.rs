//! 1.2, first: resource limits.
//!
//! # What it does
//! Posts stand empty and those who are there do their work as well; money and time are short
//! everywhere. What is left for anything new shrinks: for saying yes, for coming to training
//! and for opening the tool.
//!
//! # Equation
//! `OrgCoef::Load += pressure + vacancy · e_o`, with `e_o` the share of empty posts in scope; where
//! the tool has never been, the long-run share of its roles stands for it.
//!
//! # Parameters
//! `forces.resource_limits.*`: `vacancy`, `pressure`; how posts fall empty is `role.*.leave_per_year`
//! and `role.*.weeks_to_fill`.
//!
//! # Writes
//! [`OrgCoef::Load`].
//!
//! # Limits
//! With no empty post, `pressure` only. Load itself, its season and its swing are the core's.
//!
//! # Test
//! Fewer patients with a truly current record, where everybody has the tool.

use crate::forces::coefficients::OrgCoef;
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::forces::ResourceLimits as Own;

force!(
    ResourceLimits,
    resource_limits,
    "1.2",
    "On the edge: resource limits",
    "resource_limits.rs",
    [OrgCoef::Load],
    &[Shows {
        keys: &[
            "initial.live=1",
            "initial.competent=0.7",
            "initial.habit=0.3",
            "initial.records=0.5",
            "role.*.weeks_to_fill=40"
        ],
        outcome: "patients.true_current",
        week: 26,
        raises: false,
        event: None,
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    let (b, orgs) = (see.blueprint, &see.world.orgs);
    let (ever_live, filled) = (&orgs.ever_live[..], &orgs.filled[..]);
    let (posts, vacancy) = (&b.posts[..], &b.vacancy[..]);
    out.all(OrgCoef::Load, &see.organisations(), |o| {
        let empty = if ever_live[o] {
            1.0 - f64::from(filled[o]) / posts[o].len().max(1) as f64
        } else {
            vacancy[o]
        };
        own.pressure + own.vacancy * empty
    });
}

//! 3.4 Divergence of values.
//!
//! # What it does
//! Detail or brevity, structure or free text, going alone or together: each is a fair preference,
//! and no position of the tool suits all. Those whom it suits join sooner and write more, those
//! whom it does not the reverse. And those who cherish independence are harder to win.
//!
//! # Equation
//! `fit_o = 1 − (|detail_o − tool_detail| + |structure_o − tool_structure|) · (1 − v)`, from −1 to
//! 1, with `v` the versions for contexts; `OrgCoef::Join += join · fit_o − independence_weight ·
//! independence`, `OrgCoef::Writing += writing · fit_o`.
//!
//! # Parameters
//! `forces.values.*`: `tool_detail`, `tool_structure`, `join`, `writing`, `independence_weight`;
//! preferences scatter around `kind.*.detail` and around a half, independence is
//! `kind.*.independence`.
//!
//! # Writes
//! [`OrgCoef::Join`], [`OrgCoef::Writing`].
//!
//! # Limits
//! A tool in the middle between two camps suits both a little and neither well.
//!
//! # Test
//! The roll-out is slower where independence is dear and the tool too detailed for most, faster
//! where neither is so.

use crate::forces::coefficients::OrgCoef;
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::Lever;
use crate::scenario::forces::Values as Own;

force!(
    Values,
    values,
    "3.4",
    "Divergence of values",
    "values.rs",
    [OrgCoef::Join, OrgCoef::Writing],
    &[
        Shows {
            keys: &[
                "forces.values.tool_detail=1",
                "kind.*.independence=0.8",
                "region.*.team_size=3",
                "joining.base=-4"
            ],
            outcome: "organisations.live",
            week: 156,
            raises: false,
            event: None,
        },
        Shows {
            keys: &["kind.*.independence=0.1", "region.*.team_size=3", "joining.base=-4"],
            outcome: "organisations.live",
            week: 156,
            raises: true,
            event: None,
        },
    ]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    let (kind, traits) = (&see.blueprint.kind[..], &see.world.traits);
    let (detail, structure) = (&traits.detail[..], &traits.structure[..]);
    let independence = see.by_kind(|kind| kind.independence);
    for (r, _) in see.regions() {
        let one_for_all = 1.0 - see.lever(r, Lever::ContextVersions);
        let fit = |o: usize| {
            let detail = (detail[o] - own.tool_detail).abs();
            let structure = (structure[o] - own.tool_structure).abs();
            1.0 - (detail + structure) * one_for_all
        };
        out.all(OrgCoef::Join, &see.organisations_of(r), |o| {
            own.join * fit(o) - own.independence_weight * independence[kind[o]]
        });
        out.some(OrgCoef::Writing, see.ever_live_of(r), |o| own.writing * fit(o));
    }
}

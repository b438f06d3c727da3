//! 3.5 Unevenness of opportunities, inequality.
//!
//! # What it does
//! Most data sharing in an area is designed around its dominant IT system. Those on it are served
//! sooner and with less work; those on a minority system are served later and worse: their
//! records reach others as uploaded copies, out of date the next day. And remote or deprived
//! organisations have less time to spare than others. A voice for weaker partners takes part of
//! the disadvantage away.
//!
//! # Equation
//! With `p_o` the share of the region's organisations on the system of `o`, `m_o = 1 − p_o / max p`,
//! and `u = 1 − voice`: `OrgCoef::Effort += slower · m_o · u − designed_for · p_o`,
//! `OrgCoef::Delay += slower · m_o · u`, `OrgCoef::PayoffLost ← copies · m_o · u`,
//! `OrgCoef::QualityLost ← copies · m_o · u`. With `a_o` how remote it is, evenly spread over 0 to 1,
//! `OrgCoef::Load += remote_load · (2 a_o − 1)`, times `u` where that is above 0.
//!
//! # Parameters
//! `forces.inequality.*`: `slower`, `designed_for`, `copies`, `remote_load`.
//!
//! # Writes
//! [`OrgCoef::Effort`], [`OrgCoef::Delay`], [`OrgCoef::PayoffLost`], [`OrgCoef::QualityLost`],
//! [`OrgCoef::Load`].
//!
//! # Limits
//! One system for all: nobody is worse off, and all gain by what is designed for it. Time to
//! spare is shared out unevenly, but there is as much of it as without the force (but for the
//! bounds of load).
//!
//! # Test
//! A region on one system rolls out faster; with practices divided among several systems fewer
//! contacts are informed than if all were served alike.

use crate::forces::coefficients::OrgCoef;
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::Lever;
use crate::scenario::forces::Inequality as Own;

force!(
    Inequality,
    inequality,
    "3.5",
    "Uneven opportunities",
    "inequality.rs",
    [OrgCoef::Effort, OrgCoef::Delay, OrgCoef::PayoffLost, OrgCoef::QualityLost, OrgCoef::Load],
    &[
        Shows {
            keys: &[
                "initial.live=1",
                "initial.competent=0.9",
                "initial.habit=0.8",
                "initial.records=0.9",
                "kind.gp_practice.systems={ systmone = 0.4, emis = 0.4, paper = 0.2 }"
            ],
            outcome: "encounters.informed",
            week: 8,
            raises: false,
            event: None,
        },
        Shows {
            keys: &["kind.*.systems={ systmone = 1.0 }"],
            outcome: "organisations.live",
            week: 156,
            raises: true,
            event: None,
        },
    ]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    let (system, remote) = (&see.world.orgs.system[..], &see.world.traits.remote[..]);
    for (r, _) in see.regions() {
        let (here, ever_live) = (see.organisations_of(r), see.ever_live_of(r));
        let mut on = vec![0.0; see.scenario.systems.len()];
        for o in here.clone() {
            on[system[o]] += 1.0;
        }
        let (all, most) = (here.len() as f64, on.iter().copied().fold(1.0, f64::max));
        let unheard = 1.0 - see.lever(r, Lever::WeakerVoice);
        let minority: Vec<f64> = on.iter().map(|on| (1.0 - on / most) * unheard).collect();
        let effort =
            |(minority, on): (&f64, &f64)| own.slower * minority - own.designed_for * on / all;
        let effort: Vec<f64> = minority.iter().zip(&on).map(effort).collect();
        out.all(OrgCoef::Effort, &here, |o| effort[system[o]]);
        out.all(OrgCoef::Delay, &here, |o| own.slower * minority[system[o]]);
        out.all(OrgCoef::Load, &here, |o| {
            let remote = 2.0 * remote[o] - 1.0;
            let share = if remote > 0.0 { unheard } else { 1.0 };
            own.remote_load * remote * share
        });
        out.some(OrgCoef::PayoffLost, ever_live, |o| own.copies * minority[system[o]]);
        out.some(OrgCoef::QualityLost, ever_live, |o| own.copies * minority[system[o]]);
    }
}

//! 1.5 Unsafe workarounds.
//!
//! # What it does
//! Where the tool does not match the work, staff force it to do what it was not made for: they
//! tick that A is not A so that the computer lets them move on. It works, and the record says
//! something untrue. Some workarounds become incidents; people who hear of them lose faith
//! faster at every miss, and some organisations stop. An easy route to report takes the need for
//! workarounds away, and a watch on unintended consequences finds them before they do harm.
//!
//! # Equation
//! With `m` the mismatch with a kind's practice, `n` the uses of the tool in an organisation last
//! week and `v = 1 − feedback_route`: `OrgCoef::QualityLost ← untrue · m · v`;
//! `OrgCoef::Incidents += 52.18 n · unsafe · m · v · harm · (1 − unintended_watch)`. With `i` the
//! incidents of the last year in the region and `k = 1 − e^(−i / heard)`: `OrgCoef::FallFaster +=
//! shaken · k`, `OrgCoef::Exit += stop_per_year · k`.
//!
//! # Parameters
//! `forces.workarounds.*`: `untrue`, `unsafe_share`, `harm`, `shaken`,
//! `stop_per_year`, `heard`.
//!
//! # Writes
//! [`OrgCoef::QualityLost`], [`OrgCoef::Incidents`], [`OrgCoef::FallFaster`], [`OrgCoef::Exit`].
//!
//! # Limits
//! Without mismatch there is nothing to work around. Incidents feed the chance of scandal, which
//! is force 1.7's. Skill and discipline at entry are force 1.8's.
//!
//! # Test
//! Fewer truly current records where mismatch is large; without mismatch, no digit changes;
//! incidents come.

use crate::forces::coefficients::OrgCoef;
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::Lever;
use crate::scenario::forces::Workarounds as Own;
use crate::stats::maths;
use crate::world::WEEKS_PER_YEAR;

force!(
    Workarounds,
    workarounds,
    "1.5",
    "Rules and art: unsafe workarounds",
    "workarounds.rs",
    [OrgCoef::QualityLost, OrgCoef::Incidents, OrgCoef::FallFaster, OrgCoef::Exit],
    &[Shows {
        keys: &[
            "initial.live=1",
            "initial.competent=0.9",
            "initial.habit=0.8",
            "initial.records=0.9",
            "tool.mismatch=0.8"
        ],
        outcome: "patients.true_current",
        week: 104,
        raises: false,
        event: None,
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    let (kind, orgs) = (&see.blueprint.kind[..], &see.world.orgs);
    let (views, writes) = (&orgs.views[..], &orgs.writes[..]);
    for (r, region) in see.regions() {
        let ever_live = see.ever_live_of(r);
        let unreported = 1.0 - see.lever(r, Lever::FeedbackRoute);
        let mismatch = &region.mismatch[..];
        let forced = |o: usize| mismatch[kind[o]] * unreported;
        out.some(OrgCoef::QualityLost, ever_live, |o| own.untrue * forced(o));

        let unwatched = 1.0 - see.lever(r, Lever::UnintendedWatch);
        let harmful = own.unsafe_share * own.harm * unwatched;
        out.some(OrgCoef::Incidents, ever_live, |o| {
            let uses = f64::from(views[o].iter().sum::<u32>() + writes[o].iter().sum::<u32>());
            WEEKS_PER_YEAR * uses * forced(o) * harmful
        });

        let known = 1.0 - maths::exp(-region.flows.incidents / own.heard);
        out.some(OrgCoef::FallFaster, ever_live, |_| own.shaken * known);
        out.some(OrgCoef::Exit, ever_live, |_| own.stop_per_year * known);
    }
}

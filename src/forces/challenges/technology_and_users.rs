//! 1.8 Technology, human users.
//!
//! # What it does
//! However automated, the tool does nothing by itself: a record is as good as those who enter
//! it and as the codes that it is made of. Where few are trained, discipline at the point of
//! entry is lax: part of what is entered stands under a wrong code or in a wrong place and never
//! becomes part of the shared record, and part of what does is no use to a reader. And some of
//! what was meant is lost in any coding. What is spoilt at entry disappoints every later reader.
//!
//! # Equation
//! With `c_o` the share of staff in post who are competent:
//! `OrgCoef::Writing += ln(1 − miscoded · (1 − c_o))`,
//! `OrgCoef::QualityLost ← careless · (1 − c_o)` and `OrgCoef::QualityLost ← coding`.
//!
//! # Parameters
//! `forces.technology_and_users.*`: `miscoded`, `careless`, `coding`.
//!
//! # Writes
//! [`OrgCoef::Writing`], [`OrgCoef::QualityLost`].
//!
//! # Limits
//! What a single writer's skill does to a record is in the core (`records.quality_*`); this
//! force is the discipline of the organisation around the writer. Where all are competent only
//! `coding` is left, which no project can mend. Minutes of entries that are lost are not booked.
//!
//! # Test
//! Fewer patients with a current record; where all are competent, only what coding loses.

use crate::forces::coefficients::OrgCoef;
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::forces::TechnologyAndUsers as Own;
use crate::stats::maths;

force!(
    TechnologyAndUsers,
    technology_and_users,
    "1.8",
    "Technology, human users",
    "technology_and_users.rs",
    [OrgCoef::Writing, OrgCoef::QualityLost],
    &[Shows {
        keys: &[
            "initial.live=1",
            "initial.competent=0.7",
            "initial.habit=0.3",
            "initial.records=0.5"
        ],
        outcome: "patients.true_current",
        week: 39,
        raises: false,
        event: None,
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    let ever_live = see.ever_live();
    let (competent, filled) = (&see.world.orgs.competent[..], &see.world.orgs.filled[..]);
    let lax = |o: usize| {
        let competent = f64::from(competent[o]) / f64::from(filled[o].max(1));
        1.0 - competent.min(1.0)
    };
    out.some(OrgCoef::Writing, ever_live, |o| maths::ln(1.0 - own.miscoded * lax(o)));
    out.some(OrgCoef::QualityLost, ever_live, |o| own.careless * lax(o));
    out.some(OrgCoef::QualityLost, ever_live, |_| own.coding);
}

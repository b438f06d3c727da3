//! 1.7 Scandal.
//!
//! # What it does
//! Sharing data about the dying is combustible. Small missteps can grow into a scandal, here or
//! everywhere: the likelier the more incidents there were, the more the tool is in view, and the
//! more organisations have an alternative whose friends gain by it. While it lasts, use and
//! launches are paused. For long after, organisations that were close keep their distance,
//! fewer patients agree when asked, and interest fades.
//!
//! # Equation
//! With `i` the incidents of about a year, `c` the share of organisations live in the books as of
//! last week's Climate, `a` the share of organisations with an embedded alternative, and trust `T`:
//! `EventCoef::LocalScandal += local_per_year + per_incident · i · c · (1 + stoked · a)`,
//! `EventCoef::NationalScandal += national_per_year`;
//! `OrgCoef::UseFrom`, `OrgCoef::LaunchFrom ←` the end of the pause;
//! `OrgCoef::Join −= distance · (1 − T)`, `RegionCoef::Agree −= decline · (1 − T)`,
//! `RegionCoef::InterestFade += fade_per_year · (1 − T)`.
//!
//! # Parameters
//! `forces.scandal.*`: `local_per_year`, `per_incident`, `stoked`, `national_per_year`,
//! `distance`, `decline`, `fade_per_year`; what a scandal does to pauses and trust is in
//! `events.scandal_*`.
//!
//! # Writes
//! [`EventCoef::LocalScandal`], [`EventCoef::NationalScandal`], [`OrgCoef::UseFrom`],
//! [`OrgCoef::LaunchFrom`], [`OrgCoef::Join`], [`RegionCoef::Agree`], [`RegionCoef::InterestFade`].
//!
//! # Limits
//! With full trust and no pause, only the chances of events. The lever
//! `scandal_preparedness` acts where the event does: on the pause and on the trust lost.
//!
//! # Test
//! Where a scandal came, fewer organisations are live than without; while trust is low, fewer
//! patients agree.

use crate::forces::coefficients::{EventCoef, OrgCoef, RegionCoef};
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::EventKind;
use crate::scenario::forces::Scandal as Own;

force!(
    Scandal,
    scandal,
    "1.7",
    "Sensitive work: scandal",
    "scandal.rs",
    [
        EventCoef::LocalScandal,
        EventCoef::NationalScandal,
        OrgCoef::UseFrom,
        OrgCoef::LaunchFrom,
        OrgCoef::Join,
        RegionCoef::Agree,
        RegionCoef::InterestFade,
    ],
    &[Shows {
        keys: &["forces.scandal.local_per_year=1"],
        outcome: "organisations.live",
        week: 104,
        raises: false,
        event: Some(EventKind::LocalScandal),
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    let orgs = &see.world.orgs;
    for (r, region) in see.regions() {
        let here = see.organisations_of(r);
        let all = here.len().max(1) as f64;
        let rivals = here.clone().filter(|&o| orgs.hold[o] > 0.0).count() as f64 / all;
        let in_view = region.flows.reported_coverage * (1.0 + own.stoked * rivals);
        let grown = own.per_incident * region.flows.incidents * in_view;
        out.add(EventCoef::LocalScandal, r, own.local_per_year + grown);
        out.add(EventCoef::NationalScandal, r, own.national_per_year);

        let mistrust = 1.0 - region.climate.trust;
        out.add(RegionCoef::Agree, r, -own.decline * mistrust);
        out.add(RegionCoef::InterestFade, r, own.fade_per_year * mistrust);
        let until = region.climate.scandal_until;
        out.all(OrgCoef::Join, &here, |_| -own.distance * mistrust);
        if see.week < until {
            out.all(OrgCoef::UseFrom, &here, |_| f64::from(until));
            out.all(OrgCoef::LaunchFrom, &here, |_| f64::from(until));
        }
    }
}

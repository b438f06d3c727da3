//! 1.9 Market forces and public good.
//!
//! # What it does
//! Rivals bring further products, which win organisations over. The contract under the tool
//! ends or collapses. Where money has been cut or a sponsor is missing, consultancies come and
//! go, and the team picks up the pieces. Work that nobody pays for has an agenda of its own.
//! And the other way round: vendors open their interfaces once enough of their customers on
//! both sides have the tool for it to pay.
//!
//! # Equation
//! `EventCoef::NewAlternative += alternatives_per_year`,
//! `EventCoef::ContractCollapse += collapses_per_year`;
//! `RegionCoef::HoursLost ← agenda · u` with `u` the share of the hours in post (as stated) that
//! employers pay, and `RegionCoef::HoursLost ← consultancies` while reviews have cut the funding or
//! there is no sponsor; for a reader's and a writer's system with shares `c_r`, `c_w` of
//! organisations live in the books: `LinkCoef::Opened ← opened · c_r · c_w`.
//!
//! # Parameters
//! `forces.market_forces.*`: `alternatives_per_year`, `collapses_per_year`, `agenda`,
//! `consultancies`, `opened`.
//!
//! # Writes
//! [`EventCoef::NewAlternative`], [`EventCoef::ContractCollapse`], [`RegionCoef::HoursLost`],
//! [`LinkCoef::Opened`].
//!
//! # Limits
//! What an alternative does once it is there belongs to `good_enough` and 1.1.2; moves between
//! IT systems belong to 1.2. A team that the project pays for has no agenda but the project's.
//!
//! # Test
//! Where the contract collapsed, fewer use the tool; a vendor opens nothing while nobody of its
//! customers is live.

use crate::forces::coefficients::{EventCoef, LinkCoef, RegionCoef};
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::EventKind;
use crate::scenario::forces::MarketForces as Own;

force!(
    MarketForces,
    market_forces,
    "1.9",
    "Market forces and public good",
    "market_forces.rs",
    [
        EventCoef::NewAlternative,
        EventCoef::ContractCollapse,
        RegionCoef::HoursLost,
        LinkCoef::Opened,
    ],
    &[Shows {
        keys: &[
            "initial.live=1",
            "initial.competent=0.7",
            "initial.habit=0.3",
            "initial.records=0.5",
            "forces.market_forces.collapses_per_year=1"
        ],
        outcome: "patients.true_current",
        week: 78,
        raises: false,
        event: Some(EventKind::ContractCollapse),
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    for (r, region) in see.regions() {
        out.add(EventCoef::NewAlternative, r, own.alternatives_per_year);
        out.add(EventCoef::ContractCollapse, r, own.collapses_per_year);
        let (mut unpaid, mut all) = (0.0, 0.0);
        for (member, state) in see.scenario.team.iter().zip(&region.members) {
            if state.from_week <= see.week {
                all += member.hours;
                unpaid += if member.paid_by_project { 0.0 } else { member.hours };
            }
        }
        if all > 0.0 {
            out.add(RegionCoef::HoursLost, r, own.agenda * unpaid / all);
        }
        if region.review.funded < 1.0 || see.week < region.climate.sponsor_from {
            out.add(RegionCoef::HoursLost, r, own.consultancies);
        }
    }
    if see.is_first() {
        interfaces(own, see, out);
    }
}

/// Vendors open to each other what pays them both.
fn interfaces(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    let systems = see.scenario.systems.len();
    let (mut live, mut all) = (vec![0.0; systems], vec![0.0; systems]);
    for (&system, &reported) in see.world.orgs.system.iter().zip(&see.world.orgs.reported_live) {
        all[system] += 1.0;
        live[system] += if reported { 1.0 } else { 0.0 };
    }
    let pays = |system: usize| if all[system] > 0.0 { live[system] / all[system] } else { 0.0 };
    for reader in 0..systems {
        for writer in (0..systems).filter(|&writer| writer != reader) {
            let both = pays(reader) * pays(writer);
            out.add(LinkCoef::Opened, reader * systems + writer, own.opened * both);
        }
    }
}

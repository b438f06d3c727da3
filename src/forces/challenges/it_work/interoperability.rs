//! 1.4 Non-interoperable clinical IT systems.
//!
//! # What it does
//! What is written in one system can be read in another in part or not at all, and the matrix is
//! directed: A may show B and not the reverse. And technical integration is not practical
//! integration: where a list is kept on another system, staff have to switch forwards and
//! backwards, which costs minutes at every view and makes them look less often.
//!
//! # Equation
//! `LinkCoef::ReadLost ← 1 − system.READER.reads.WRITER`. With `x_o` the share of the patients whom
//! an organisation meets whose list is kept on a system other than its own (systems now, patients
//! of last week's end):
//! `OrgCoef::ViewMinutes += switch_minutes · x_o`, `OrgCoef::Reading −= put_off · x_o`.
//!
//! # Parameters
//! `forces.interoperability.*`: `switch_minutes`, `put_off`; the matrix is `system.*.reads`.
//!
//! # Writes
//! [`LinkCoef::ReadLost`], [`OrgCoef::ViewMinutes`], [`OrgCoef::Reading`].
//!
//! # Limits
//! One system for all: nothing is lost. Without the force every system shows every other's
//! content, and switching costs nothing.
//!
//! # Test
//! Fewer contacts informed by a record; one system for all: no digit changes.

use crate::forces::coefficients::{LinkCoef, OrgCoef};
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::forces::Interoperability as Own;

force!(
    Interoperability,
    interoperability,
    "1.4",
    "Non-interoperable systems",
    "interoperability.rs",
    [LinkCoef::ReadLost, OrgCoef::ViewMinutes, OrgCoef::Reading],
    &[Shows {
        keys: &[
            "initial.live=1",
            "initial.competent=0.9",
            "initial.habit=0.8",
            "initial.records=0.9",
            "region.cambridgeshire.systems={systmone=0.4,emis=0.3,care_system=0.3}"
        ],
        outcome: "encounters.informed",
        week: 8,
        raises: false,
        event: None,
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    let systems = &see.scenario.systems;
    for (reader, system) in systems.iter().enumerate() {
        for (writer, &read) in system.reads.iter().enumerate() {
            if reader != writer {
                out.add(LinkCoef::ReadLost, reader * systems.len() + writer, 1.0 - read);
            }
        }
    }
    for (r, _) in see.regions() {
        let of_region = patients_by_system(see, r);
        let of_region = (&of_region[..], of_region.iter().sum());
        for &o in see.ever_live_of(r) {
            let foreign = elsewhere(see, o, of_region);
            out.add(OrgCoef::ViewMinutes, o, own.switch_minutes * foreign);
            out.add(OrgCoef::Reading, o, -own.put_off * foreign);
        }
    }
}

/// Recognised patients of a region by the system on which their list is kept.
fn patients_by_system(see: &View<'_>, region: usize) -> Vec<f64> {
    let b = see.blueprint;
    let mut sums = vec![0.0; see.scenario.systems.len()];
    for p in b.region_panels[region].clone() {
        sums[see.world.orgs.system[b.panel_org[p]]] += patients(see, p);
    }
    sums
}

fn patients(see: &View<'_>, panel: usize) -> f64 {
    see.world.panels[panel].patients.len() as f64
}

/// Share of the patients whom an organisation meets whose list is kept on another system.
fn elsewhere(see: &View<'_>, o: usize, (of_region, sum): (&[f64], f64)) -> f64 {
    let (b, system) = (see.blueprint, &see.world.orgs.system[..]);
    let own = system[o];
    let share = b.share_of_all[o];
    let mut all = share * sum;
    let mut foreign = all - share * of_region[own];
    for &(p, weight) in &b.links[o] {
        let met = weight * patients(see, p);
        all += met;
        if system[b.panel_org[p]] != own {
            foreign += met;
        }
    }
    if all > 0.0 { foreign / all } else { 0.0 }
}

//! What records look like from each organisation: contacts to expect, the chance that a look-up
//! finds a record, the share of contacts in which one could be written.
//!
//! `fill_o = (1 − FillLost) · Σ_p weight · found_p · readable[system_p → system_o] / Σ_p weight · N_p`,
//! `readable = 1 − ReadLost · (1 − Opened)`; a system reads its own records. `exist_o` is the same for
//! every record that looks current, good or not: what a flag would show without an opening.

use std::ops::Range;

use crate::forces::coefficients::{LinkCoef, OrgCoef};
use crate::forces::effects::Effects;
use crate::parallel::side_by_side;
use crate::scenario::Scenario;
use crate::world::{Blueprint, FOUND, NEVER, Panel, PatientCounts, Patients, World};

/// Sums over the lists of one region, by the system in which their records are written.
#[derive(Default, Clone)]
struct BySystem {
    recognised: f64,
    found: Vec<[f64; FOUND]>,
    writable: f64,
}

/// Count what each list holds, then what each organisation would meet next week.
pub fn run(world: &mut World, b: &Blueprint, s: &Scenario, effects: &Effects, week: u32) {
    let reads = readable(s.systems.len(), effects);
    for panel in &mut world.panels {
        if panel.changed || week as i32 >= panel.expires {
            count(panel, s, week);
        }
        panel.counts.recognised = panel.patients.len() as u32;
    }
    let of_region = |panels: &Range<usize>| {
        let mut all =
            BySystem { found: vec![[0.0; FOUND]; s.systems.len()], ..BySystem::default() };
        for p in panels.clone() {
            let panel = &world.panels[p];
            let system = world.orgs.system[b.panel_org[p]];
            all.recognised += panel.patients.len() as f64;
            all.writable += panel.writable;
            for (sum, n) in all.found[system].iter_mut().zip(panel.found) {
                *sum += f64::from(n);
            }
        }
        all
    };
    let regions: Vec<BySystem> = b.region_panels.iter().map(of_region).collect();
    // Nobody reads these while they are written.
    let orgs = &mut world.orgs;
    let mut columns =
        [&mut orgs.contacts, &mut orgs.writable, &mut orgs.fill, &mut orgs.stale, &mut orgs.exist]
            .map(std::mem::take);
    let mut rest = columns.each_mut().map(Vec::as_mut_slice);
    let parts = b.parts.organisations.iter().map(|part| {
        let columns = rest.each_mut();
        (part.start, columns.map(|rest| rest.split_off_mut(..part.len()).unwrap_or_default()))
    });
    side_by_side(parts.collect(), |(first, [contacts, writable, fill, stale, exist])| {
        for nth in 0..contacts.len() {
            let o: usize = first + nth;
            let own = &reads[world.orgs.system[o] * s.systems.len()..];
            let here = effects.org.left(OrgCoef::FillLost, o);
            let met = meet(world, b, s, o, (&regions[b.region[o]], own, here));
            contacts[nth] = met.contacts;
            writable[nth] = met.writable;
            fill[nth] = met.fill;
            stale[nth] = met.stale;
            exist[nth] = met.exist;
        }
    });
    let orgs = &mut world.orgs;
    [orgs.contacts, orgs.writable, orgs.fill, orgs.stale, orgs.exist] = columns;
}

/// What an organisation would meet next week.
struct Met {
    contacts: f64,
    writable: f64,
    fill: f64,
    stale: f64,
    exist: f64,
}

/// Patients that the packed counts of [`count`] can take.
const PACKED: usize = u16::MAX as usize;

/// Count a list, if anything about it has changed. Seven counts are kept in two numbers, sixteen
/// bits each: there is nothing to predict in it.
fn count(panel: &mut Panel, s: &Scenario, week: u32) {
    let mut counts = PatientCounts::default();
    let (mut found, mut writable, mut oldest) = ([0; FOUND], 0.0, i32::MAX);
    let (valid, update) = (s.records.current_weeks as i32, s.records.update_current as f32);
    for some in panel.patients.chunks_mut(PACKED) {
        let (mut states, mut records) = (0, 0);
        for p in some {
            let recorded = p.written != NEVER;
            let apparent = recorded & (week as i32 - p.written < valid);
            oldest = oldest.min(if apparent { p.written } else { i32::MAX });
            let current = apparent & !p.overtaken;
            let agreed = p.state == Patients::Agreed;
            let weight = if current { update } else { 1.0 };
            p.writable = if agreed { weight } else { 0.0 };
            writable += f64::from(p.writable);
            states += u64::from(p.state != Patients::Recognised)
                | u64::from(agreed) << 16
                | u64::from(recorded) << 32
                | u64::from(apparent) << 48;
            records += u64::from(current)
                | u64::from(current & p.good) << 16
                | u64::from(apparent & p.overtaken) << 32;
        }
        let part = |packed: u64, nth: u32| (packed >> (16 * nth)) as u32 & 0xffff;
        counts.approached += part(states, 0);
        counts.agreed += part(states, 1);
        counts.recorded += part(states, 2);
        counts.apparent += part(states, 3);
        counts.current += part(records, 0);
        found[0] += part(records, 1);
        found[1] += part(records, 2);
        found[2] += part(records, 0) - part(records, 1);
    }
    (panel.counts, panel.found, panel.writable) = (counts, found, writable);
    (panel.changed, panel.expires) = (false, oldest.saturating_add(valid));
}

/// Share of what one system holds that another shows: `reader × systems + writer`.
fn readable(systems: usize, effects: &Effects) -> Vec<f64> {
    let pair = |i: usize| {
        let lost = effects.link.get(LinkCoef::ReadLost, i);
        if i / systems == i % systems {
            1.0
        } else {
            1.0 - lost * effects.link.left(LinkCoef::Opened, i)
        }
    };
    (0..systems * systems).map(pair).collect()
}

/// What one organisation meets: the lists of the region together, what its system reads of each
/// system, and the share of its contacts whose patients belong here.
fn meet(
    world: &World,
    b: &Blueprint,
    s: &Scenario,
    o: usize,
    (all, reads, here): (&BySystem, &[f64], f64),
) -> Met {
    let (mut patients, mut writable, mut found) = (0.0, 0.0, [0.0; FOUND]);
    let share = b.share_of_all[o];
    if share > 0.0 {
        patients = share * all.recognised;
        writable = share * all.writable;
        for (system, counts) in all.found.iter().enumerate() {
            for (sum, n) in found.iter_mut().zip(counts) {
                *sum += share * n * reads[system];
            }
        }
    }
    for &(p, weight) in &b.links[o] {
        let panel = &world.panels[p];
        let readable = reads[world.orgs.system[b.panel_org[p]]];
        patients += weight * panel.patients.len() as f64;
        writable += weight * panel.writable;
        for (sum, n) in found.iter_mut().zip(panel.found) {
            *sum += weight * f64::from(n) * readable;
        }
    }
    let per = if patients > 0.0 { 1.0 / patients } else { 0.0 };
    Met {
        contacts: s.kinds[b.kind[o]].contacts * patients,
        writable: writable * per,
        fill: found[0] * per * here,
        stale: found[1] * per * here,
        exist: (found.iter().sum::<f64>() * per * here).min(1.0),
    }
}

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
use crate::world::{Blueprint, Currency, FOUND, Panel, World};

/// Sums over the lists of one region, by the system in which their records are written.
#[derive(Default, Clone)]
struct BySystem {
    recognised: f64,
    found: Vec<[f64; FOUND]>,
    writable: f64,
}

/// One list as those who meet it see it.
struct Seen {
    system: usize,
    recognised: f64,
    found: [f64; FOUND],
    /// True if there is anything to be found.
    recorded: bool,
    writable: f64,
}

/// Count what each list holds, then what each organisation would meet next week.
pub fn run(world: &mut World, b: &Blueprint, s: &Scenario, effects: &Effects, week: u32) {
    let reads = readable(s.systems.len(), effects);
    let by = |week: i32| Currency::of(&s.records, week);
    let (before, now) = (by(week as i32 - 1), by(week as i32));
    let count = |(panel, &keeper): (&mut Panel, &usize)| {
        if panel.uncounted {
            panel.count(before);
        }
        panel.age(now);
        panel.counts.recognised = panel.patients.len() as u32;
        panel.writable = panel.counts.writable(now);
        Seen {
            system: world.orgs.system[keeper],
            recognised: f64::from(panel.counts.recognised),
            found: panel.counts.found().map(f64::from),
            recorded: panel.counts.apparent > 0,
            writable: panel.writable,
        }
    };
    let lists: Vec<Seen> = world.panels.iter_mut().zip(&b.panel_org).map(count).collect();
    let of_region = |panels: &Range<usize>| {
        let mut all =
            BySystem { found: vec![[0.0; FOUND]; s.systems.len()], ..BySystem::default() };
        for list in &lists[panels.clone()] {
            all.recognised += list.recognised;
            all.writable += list.writable;
            for (sum, n) in all.found[list.system].iter_mut().zip(list.found) {
                *sum += n;
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
        (part.clone(), columns.map(|rest| rest.split_off_mut(..part.len()).unwrap_or_default()))
    });
    side_by_side(parts.collect(), |(part, columns)| {
        // Cut to one length, these are looked up without a question.
        let n = part.len();
        let [contacts, writable, fill, stale, exist] = columns.map(|column| &mut column[..n]);
        let lost = &effects.org.column(OrgCoef::FillLost)[part.clone()][..n];
        let [region, kind, system] =
            [&b.region, &b.kind, &world.orgs.system].map(|column| &column[part.clone()][..n]);
        let (share, links) = (&b.share_of_all[part.clone()][..n], &b.links[part.clone()][..n]);
        for i in 0..n {
            let own = &reads[system[i] * s.systems.len()..];
            let here = 1.0 - lost[i];
            let met = meet((&regions[region[i]], share[i]), (&lists, &links[i]), own);
            let per = if met.patients > 0.0 { 1.0 / met.patients } else { 0.0 };
            contacts[i] = s.kinds[kind[i]].contacts * met.patients;
            writable[i] = met.writable * per;
            fill[i] = met.found[0] * per * here;
            stale[i] = met.found[1] * per * here;
            exist[i] = (met.found.iter().sum::<f64>() * per * here).min(1.0);
        }
    });
    let orgs = &mut world.orgs;
    [orgs.contacts, orgs.writable, orgs.fill, orgs.stale, orgs.exist] = columns;
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

/// Patients whom one organisation meets, by weight.
struct Met {
    patients: f64,
    writable: f64,
    found: [f64; FOUND],
}

/// What one organisation meets: a share of the lists of the region together, and lists by
/// weight, with what its system reads of each system.
#[inline]
fn meet(
    (all, share): (&BySystem, f64),
    (lists, links): (&[Seen], &[(usize, f64)]),
    reads: &[f64],
) -> Met {
    let (mut patients, mut writable, mut found) = (0.0, 0.0, [0.0; FOUND]);
    if share > 0.0 {
        patients = share * all.recognised;
        writable = share * all.writable;
        for (counts, readable) in all.found.iter().zip(reads) {
            for (sum, n) in found.iter_mut().zip(counts) {
                *sum += share * n * readable;
            }
        }
    }
    for &(p, weight) in links {
        let list = &lists[p];
        patients += weight * list.recognised;
        writable += weight * list.writable;
        if list.recorded {
            let readable = reads[list.system];
            for (sum, n) in found.iter_mut().zip(list.found) {
                *sum += weight * n * readable;
            }
        }
    }
    Met { patients, writable, found }
}

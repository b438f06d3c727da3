//! Patients and their records, counted where their list is kept.

use super::{Row, Sight};
use crate::measures::Counter as C;
use crate::world::{NEVER, Patients};

/// Count patients by state and records by currency.
pub fn observe(see: &Sight<'_>, row: &mut Row<'_>) {
    let current_weeks = see.scenario.records.current_weeks as i32;
    for (panel, &o) in see.world.panels.iter().zip(&see.blueprint.panel_org) {
        let mut n = [0u32; 6];
        for p in &panel.patients {
            let recorded = p.written != NEVER;
            let apparent = recorded && see.week as i32 - p.written < current_weeks;
            n[0] += 1;
            n[1] += u32::from(p.state != Patients::Recognised);
            n[2] += u32::from(p.state == Patients::Agreed);
            n[3] += u32::from(recorded);
            n[4] += u32::from(apparent);
            n[5] += u32::from(apparent && !p.overtaken);
        }
        let c = row.organisation(o);
        let counters = [
            C::PatRecognised,
            C::PatApproached,
            C::PatAgreed,
            C::PatRecorded,
            C::PatApparent,
            C::PatTrue,
        ];
        for (counter, n) in counters.into_iter().zip(n) {
            c[counter as usize] += f64::from(n);
        }
        let [cancer, other] = panel.deaths.map(|n| n as f64);
        let [cancer_recorded, other_recorded] = panel.deaths_with_record.map(|n| n as f64);
        c[C::DeathsCum as usize] += cancer + other;
        c[C::DeathsRecordCum as usize] += cancer_recorded + other_recorded;
        c[C::DeathsCancerCum as usize] += cancer;
        c[C::DeathsCancerRecordCum as usize] += cancer_recorded;
    }
}

//! Patients and their records, counted where their list is kept.

use super::{Row, Sight};
use crate::measures::Counter as C;

/// Count patients by state and records by currency.
pub fn observe(see: &Sight<'_>, row: &mut Row<'_>) {
    for (panel, &o) in see.world.panels.iter().zip(&see.blueprint.panel_org) {
        let (c, n) = (row.organisation(o), &panel.counts);
        let counters = [
            (C::PatRecognised, n.recognised),
            (C::PatApproached, n.approached),
            (C::PatAgreed, n.agreed),
            (C::PatRecorded, n.recorded),
            (C::PatApparent, n.apparent),
            (C::PatTrue, n.current),
        ];
        for (counter, n) in counters {
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

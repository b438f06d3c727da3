//! 2.1 Brevity of the template.
//!
//! # What it does
//! What users praised above all was that the core template is brief, simple and partly filled
//! in. A brief one takes fewer minutes, and is written up at contacts at which a long one would
//! be left for another day.
//!
//! # Equation
//! With `B` the brevity, 0 for as long as such templates usually are and 1 for a single screen:
//! `OrgCoef::EntryMinutes −= minutes · B`, `OrgCoef::Writing += writing · B`.
//!
//! # Parameters
//! `forces.brevity.*`: `brevity`, `minutes`, `writing`.
//!
//! # Writes
//! [`OrgCoef::EntryMinutes`], [`OrgCoef::Writing`].
//!
//! # Limits
//! With `brevity = 0`, nothing. Whether an organisation would rather have detail is 3.4's.
//!
//! # Test
//! More patients with a current record than without it.

use crate::forces::coefficients::OrgCoef;
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::forces::Brevity as Own;

force!(
    Brevity,
    brevity,
    "2.1",
    "The solution: brevity of the template",
    "brevity.rs",
    [OrgCoef::EntryMinutes, OrgCoef::Writing],
    &[Shows {
        keys: &[
            "initial.live=1",
            "initial.competent=0.7",
            "initial.habit=0.3",
            "initial.records=0.5"
        ],
        outcome: "patients.true_current",
        week: 52,
        raises: true,
        event: None,
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    let ever_live = see.ever_live();
    out.some(OrgCoef::EntryMinutes, ever_live, |_| -own.minutes * own.brevity);
    out.some(OrgCoef::Writing, ever_live, |_| own.writing * own.brevity);
}

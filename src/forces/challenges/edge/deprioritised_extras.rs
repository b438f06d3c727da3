//! 1.2, fourth: extras are put last.
//!
//! # What it does
//! A service on the edge keeps to its core business. Whatever can wait, waits: letters of the
//! project are answered late and meetings moved, and writing up for others, which is an extra,
//! goes first when time is short.
//!
//! # Equation
//! With `load_o` the load of the organisation: `OrgCoef::Delay += delay · load_o`,
//! `OrgCoef::Writing −= writing · load_o`.
//!
//! # Parameters
//! `forces.deprioritised_extras.*`: `delay`, `writing`.
//!
//! # Writes
//! [`OrgCoef::Delay`], [`OrgCoef::Writing`].
//!
//! # Limits
//! No load, nothing. That the overloaded say no, miss training and open the tool less is said
//! elsewhere: in joining, in investment before savings and in use.
//!
//! # Test
//! Fewer patients with a truly current record than without it.

use crate::forces::coefficients::OrgCoef;
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::forces::DeprioritisedExtras as Own;

force!(
    DeprioritisedExtras,
    deprioritised_extras,
    "1.2",
    "On the edge: extras are put last",
    "deprioritised_extras.rs",
    [OrgCoef::Delay, OrgCoef::Writing],
    &[Shows {
        keys: &[
            "initial.live=1",
            "initial.competent=0.7",
            "initial.habit=0.3",
            "initial.records=0.5"
        ],
        outcome: "patients.true_current",
        week: 26,
        raises: false,
        event: None,
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    let load = &see.world.orgs.load[..];
    out.all(OrgCoef::Delay, &see.organisations(), |o| own.delay * load[o]);
    out.some(OrgCoef::Writing, see.ever_live(), |o| -own.writing * load[o]);
}

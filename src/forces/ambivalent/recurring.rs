//! 3.2 Oppositional, recurring: skills against turnover, information against silence.
//!
//! # What it does
//! Some battles are never won for good. Turnover and forgetting belong to the core of the
//! model; what this force adds is the struggle with them. Where many are new, those who could
//! teach have left, and showing newcomers round is work. And where nobody has heard from the
//! project for long, what was learnt fades sooner: information needs renewal like skills do.
//! Motives need renewal too: where a target or a payment is what moves people, records are
//! written to have been written, and say less of the patient. (That incentives also bring more
//! joining and more writing is fit, 2.3.)
//!
//! # Equation
//! With `n_o` the share of staff hired within `skill.new_weeks`:
//! `OrgCoef::TeachLost ← teaching_lost · n_o`, `OrgCoef::Load += induction_load · n_o`, and with
//! `q` the weeks, over 52 (at most 1), since the launch or return, the last session or the last
//! maintenance of any kind, whichever was last: `OrgCoef::Retention −= out_of_touch · q`. With `m`
//! the strength of a mandate, or pounds a year and live organisation over `events.full_payment`
//! (at most 1), whichever is more, 0 for kinds that are not `mandated`: `OrgCoef::QualityLost ← tick_box · m`.
//!
//! # Parameters
//! `forces.recurring.*`: `teaching_lost`, `induction_load`, `out_of_touch`,
//! `tick_box`.
//!
//! # Writes
//! [`OrgCoef::TeachLost`], [`OrgCoef::Load`], [`OrgCoef::Retention`], [`OrgCoef::QualityLost`].
//!
//! # Limits
//! Without turnover, with fresh contact and no incentive, nothing.
//!
//! # Test
//! Fewer current records after a year and a half than without it; kinds with high turnover lose more
//! than kinds with low turnover; under a mandate fewer records say what readers need.

use crate::forces::coefficients::OrgCoef;
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::forces::Recurring as Own;

force!(
    Recurring,
    recurring,
    "3.2",
    "Recurring needs: skills against turnover",
    "recurring.rs",
    [OrgCoef::TeachLost, OrgCoef::Load, OrgCoef::Retention, OrgCoef::QualityLost],
    &[Shows {
        keys: &[
            "initial.live=1",
            "initial.competent=0.7",
            "initial.habit=0.3",
            "initial.records=0.5"
        ],
        outcome: "patients.true_current",
        week: 72,
        raises: false,
        event: None,
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    let (kind, orgs) = (&see.blueprint.kind[..], &see.world.orgs);
    let (newcomers, filled) = (&orgs.newcomers[..], &orgs.filled[..]);
    let last_contact = &orgs.last_contact[..];
    let new = |o: usize| f64::from(newcomers[o]) / f64::from(filled[o].max(1));
    for (r, _) in see.regions() {
        let (ever_live, asked) = (see.ever_live_of(r), see.incentives(r));
        out.some(OrgCoef::TeachLost, ever_live, |o| own.teaching_lost * new(o));
        out.some(OrgCoef::Load, ever_live, |o| own.induction_load * new(o));
        out.some(OrgCoef::Retention, ever_live, |o| {
            let silent = f64::from(see.week as i32 - last_contact[o]) / 52.0;
            -own.out_of_touch * silent.clamp(0.0, 1.0)
        });
        if asked.iter().any(|&asked| asked > 0.0) {
            out.some(OrgCoef::QualityLost, ever_live, |o| own.tick_box * asked[kind[o]]);
        }
    }
}

//! 1.7 Knowledge and skills for sensitive conversations.
//!
//! # What it does
//! Whoever asks a patient about sharing speaks of dying and of confidentiality at once. The
//! skill is complex and slow to learn, and only having such conversations teaches it: at first
//! many are put off, in time fewer. Those who come new begin again from the start.
//!
//! # Equation
//! With `d` the conversations held so far for each trained person and `n` the share of staff
//! hired within `skill.new_weeks`:
//! `OrgCoef::ConverseLost ← hard · (1 − (1 − n) · (1 − e^(−d / needed)))`.
//!
//! # Parameters
//! `forces.conversation_skills.*`: `hard`, `needed`.
//!
//! # Writes
//! [`OrgCoef::ConverseLost`].
//!
//! # Limits
//! Nobody experienced: `hard` of the conversations are put off; all of long standing and much
//! practised: none. To whom the conversation is left is 1.6's, not this force's.
//!
//! # Test
//! Fewer patients with a current record than without it; the two limits.

use crate::forces::coefficients::OrgCoef;
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::forces::ConversationSkills as Own;
use crate::stats::maths;

force!(
    ConversationSkills,
    conversation_skills,
    "1.7",
    "Sensitive work: skills for hard conversations",
    "conversation_skills.rs",
    [OrgCoef::ConverseLost],
    &[Shows {
        keys: &[
            "initial.live=1",
            "initial.competent=0.7",
            "initial.habit=0.3",
            "use.threshold=0.2"
        ],
        outcome: "patients.true_current",
        week: 52,
        raises: false,
        event: None,
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    let orgs = &see.world.orgs;
    let (newcomers, filled) = (&orgs.newcomers[..], &orgs.filled[..]);
    let conversed = &orgs.conversed[..];
    out.some(OrgCoef::ConverseLost, see.ever_live(), |o| {
        let new = f64::from(newcomers[o]) / f64::from(filled[o].max(1));
        let practised = 1.0 - maths::exp(-conversed[o] / own.needed);
        own.hard * (1.0 - (1.0 - new) * practised)
    });
}

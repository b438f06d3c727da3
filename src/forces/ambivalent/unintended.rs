//! 3.6 Unintended consequences of what is good in itself.
//!
//! # What it does
//! The more a shared record is read, the more those who keep the list of patients feel that
//! others interfere; and where few others use it, those who do write feel that it works for them
//! alone. A conversation that somebody has begun counts as had: the fuller the records, the fewer
//! conversations are started. Full records also make people trust them more than they deserve: they
//! look more readily and forgive misses, and those for whom the task is peripheral take decisions that
//! need an expert. And a record that is out of date is worse than none: it
//! shakes trust, and can be part of an incident. A watch on unintended consequences takes the
//! edge off all of these but over-confidence, which nobody who has it sees.
//!
//! # Equation
//! With `w = 1 − watch`, `R` the useful reads a record and week over those at which writing feels
//! worth while (at most 1), `U` the share of live organisations in real use, `fill_o` the chance
//! that a look-up finds a record and `S` the share of look-ups that found a stale one:
//! `OrgCoef::Writing −= (interference · independence · R [keeps a list] + alone · (1 − U)) · w`,
//! `OrgCoef::ConverseLost ← addressed · fill_o · w`, `OrgCoef::Reading += overconfidence · fill_o`,
//! `OrgCoef::FallFaster += stale_sting · S · w − overconfidence · fill_o`,
//! `OrgCoef::Incidents += (incident_per_stale_view · stale views a year + misled · (1 − c_o) · fill_o ·
//! views a year) · w`, with `c_o` how core the task is to the organisation's staff (mean over the roles of
//! its kind).
//!
//! # Parameters
//! `forces.unintended.*`: `interference`, `alone`, `addressed`, `overconfidence`, `stale_sting`,
//! `incident_per_stale_view`, `misled`.
//!
//! # Writes
//! [`OrgCoef::Writing`], [`OrgCoef::ConverseLost`], [`OrgCoef::Reading`],
//! [`OrgCoef::FallFaster`], [`OrgCoef::Incidents`].
//!
//! # Limits
//! All in real use, and no look-up that finds anything: nothing.
//!
//! # Test
//! Where care overtakes records fast, fewer patients have a current one; where records are full
//! and hold, over-confidence brings more use.

use crate::forces::coefficients::OrgCoef;
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::Lever;
use crate::scenario::forces::Unintended as Own;
use crate::world::WEEKS_PER_YEAR;

force!(
    Unintended,
    unintended,
    "3.6",
    "Unintended consequences",
    "unintended.rs",
    [
        OrgCoef::Writing,
        OrgCoef::ConverseLost,
        OrgCoef::Reading,
        OrgCoef::FallFaster,
        OrgCoef::Incidents
    ],
    &[
        Shows {
            keys: &[
                "initial.live=1",
                "initial.competent=0.7",
                "initial.records=0.5",
                "records.overtaken_per_week=0.2"
            ],
            outcome: "patients.true_current",
            week: 52,
            raises: false,
            event: None,
        },
        Shows {
            keys: &[
                "initial.live=1",
                "initial.competent=1",
                "initial.habit=1",
                "initial.records=1",
                "records.overtaken_per_week=0"
            ],
            outcome: "staff.weekly",
            week: 8,
            raises: true,
            event: None,
        },
    ]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    let (s, kind) = (see.scenario, &see.blueprint.kind[..]);
    let (fill, views) = (&see.world.orgs.fill[..], &see.world.orgs.views[..]);
    let peripheral = see.by_kind(|kind| see.by_role(kind, |role| 1.0 - role.core));
    for (r, region) in see.regions() {
        let (ever_live, flows) = (see.ever_live_of(r), &region.flows);
        let unwatched = 1.0 - see.lever(r, Lever::UnintendedWatch);
        let read = (flows.reads_per_record / s.r#use.heard_reads).min(1.0);
        let alone = 1.0 - flows.used;
        let lost = see.by_kind(|kind| {
            let overseen = if kind.keeps_list { kind.independence * read } else { 0.0 };
            own.interference * overseen + own.alone * alone
        });
        let trusted = |o: usize| own.overconfidence * fill[o];
        out.some(OrgCoef::Writing, ever_live, |o| -lost[kind[o]] * unwatched);
        out.some(OrgCoef::ConverseLost, ever_live, |o| {
            (own.addressed * fill[o] * unwatched).min(1.0)
        });
        out.some(OrgCoef::Reading, ever_live, trusted);
        let sting = own.stale_sting * flows.stale * unwatched;
        out.some(OrgCoef::FallFaster, ever_live, |o| sting - trusted(o));
        out.some(OrgCoef::Incidents, ever_live, |o| {
            let stale_a_year = f64::from(views[o][1]) * WEEKS_PER_YEAR;
            let stale = own.incident_per_stale_view * stale_a_year * unwatched;
            let all = f64::from(views[o].iter().sum::<u32>()) * WEEKS_PER_YEAR;
            stale + own.misled * peripheral[kind[o]] * fill[o] * all * unwatched
        });
    }
}

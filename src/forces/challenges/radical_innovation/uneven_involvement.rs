//! 1.1.4 Uneven involvement.
//!
//! # What it does
//! No group can hold all. Some organisations are deeply involved, with others contact is on
//! and off, others are left for later on purpose, and some nobody knows of. A seat is no voice
//! either: a representative may not pass news down, nor problems up. Meanwhile the tool grows
//! away from those left for later, since others shape it; and users look less where much of
//! the care is given by those who are not in: the weakest link.
//!
//! # Equation
//! An organisation is heard by `h = 1 − (1 − v)(1 − w)`, with `v = 1 − ineffective` if it is
//! represented, else 0, and `w` the lever `weaker_voice`.
//! - on and off: `OrgCoef::Delay += on_and_off · (1 − h)`;
//! - no cascade: `OrgCoef::AttendLost ← not_cascaded · (1 − h)`;
//! - no escalation: `RegionCoef::FeedbackLost ← not_escalated · (1 − mean h of the live)`;
//! - later: `KindCoef::Drift += drift_per_year · (1 − l)(1 − plan_left_out)(1 − w)`, with `l` the
//!   live share of the kind, once any organisation is live;
//! - excluded: not represented, and with a remoteness (the trait, even over 0 to 1) above
//!   `1 − excluded · (1 − mapping)`: `OrgCoef::MapFrom = ∞`, which matters while it is unmapped;
//! - weakest link: `OrgCoef::Reading −= weakest_link · (1 − c)(1 − plan_left_out)`, with `c` the
//!   share of contacts at organisations in real use.
//!
//! # Parameters
//! `forces.uneven_involvement.*`: `ineffective`, `on_and_off`, `not_cascaded`, `not_escalated`,
//! `drift_per_year`, `excluded`, `weakest_link`; who is represented is `kind.*.represented`.
//!
//! # Writes
//! [`OrgCoef::Delay`], [`OrgCoef::AttendLost`], [`RegionCoef::FeedbackLost`], [`KindCoef::Drift`],
//! [`OrgCoef::MapFrom`], [`OrgCoef::Reading`].
//!
//! # Limits
//! All represented, effectively: only drift and the weakest link are left, and these end when
//! all are live and in use. Who is known to the project stays known.
//!
//! # Test
//! Fewer organisations live, however many hours there are; those most remote and not represented
//! are never mapped, and with the lever `mapping` they are; each lever ends what it is for.

use crate::forces::coefficients::{KindCoef, OrgCoef, RegionCoef};
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::Lever;
use crate::scenario::forces::UnevenInvolvement as Own;
use crate::world::Stage;

force!(
    UnevenInvolvement,
    uneven_involvement,
    "1.1.4",
    "Uneven involvement",
    "uneven_involvement.rs",
    [
        OrgCoef::Delay,
        OrgCoef::AttendLost,
        RegionCoef::FeedbackLost,
        KindCoef::Drift,
        OrgCoef::MapFrom,
        OrgCoef::Reading
    ],
    &[Shows {
        keys: &["region.cambridgeshire.team_size=5"],
        outcome: "organisations.live",
        week: 156,
        raises: false,
        event: None,
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    let (kind, kinds) = (&see.blueprint.kind[..], see.scenario.kinds.len());
    let (stage, traits) = (&see.world.orgs.stage[..], &see.world.traits);
    let (remote, represented) = (&traits.remote[..], &traits.represented[..]);
    for (r, region) in see.regions() {
        let (here, ever_live) = (see.organisations_of(r), see.ever_live_of(r));
        let left_out = 1.0 - see.lever(r, Lever::PlanLeftOut);
        let unmapped = 1.0 - see.lever(r, Lever::Mapping);
        let weak = 1.0 - see.lever(r, Lever::WeakerVoice);
        let out_of_it = 1.0 - region.flows.contacts_covered;
        let unheard = [0.0, 1.0 - own.ineffective].map(|voice| (1.0 - voice) * weak);
        let unheard = |o: usize| unheard[usize::from(represented[o])];
        out.all(OrgCoef::Delay, &here, |o| own.on_and_off * unheard(o));
        out.some(OrgCoef::AttendLost, ever_live, |o| own.not_cascaded * unheard(o));
        out.some(OrgCoef::Reading, ever_live, |_| -own.weakest_link * out_of_it * left_out);
        let margin = 1.0 - own.excluded * unmapped;
        let excluded = |&o: &usize| remote[o] > margin && !represented[o];
        for o in here.clone().filter(excluded) {
            out.add(OrgCoef::MapFrom, o, f64::INFINITY);
        }

        let (mut live, mut all) = (vec![0.0; kinds], vec![0.0; kinds]);
        let mut unheard_live = 0.0;
        for o in here {
            all[kind[o]] += 1.0;
            if stage[o] == Stage::Live {
                live[kind[o]] += 1.0;
                unheard_live += unheard(o);
            }
        }
        let any: f64 = live.iter().sum();
        if any == 0.0 {
            continue; // Nobody shapes the tool yet, and nobody has anything to pass on.
        }
        out.add(RegionCoef::FeedbackLost, r, own.not_escalated * unheard_live / any);
        for kind in (0..kinds).filter(|&kind| all[kind] > 0.0) {
            let later = 1.0 - live[kind] / all[kind];
            let drift = own.drift_per_year * later * left_out * weak;
            out.add(KindCoef::Drift, r * kinds + kind, drift);
        }
    }
}

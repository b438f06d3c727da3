//! 2.3 Fit between inside and outside.
//!
//! # What it does
//! Making the tool fit a national standard, reporting requirements, local strategy and incentive
//! structures is a sub-project each and takes the team's hours. As it is done the project gains
//! credibility, and using the tool becomes the easiest way to do and report what is asked for
//! anyway. People open doors too: members whom partner organisations pay bring networks along,
//! boundary spanners and a place in local forums add to them. A mandate or a payment is the
//! strongest fit of all, while it lasts: those who have to take part, or are paid for it, also do
//! more of the setting up themselves.
//!
//! # Equation
//! With `F` the share of the sub-projects that is done, `f = 1 − (1 − F)(1 − strategic · fit_in)`,
//! `n` the share of hours in post (as stated) that employers pay, and
//! `m = max(mandate, min(1, payment / events.full_payment))`, 0 for kinds that are not `mandated`: `RegionCoef::FitHours += hours` while
//! `F < 1`, `OrgCoef::Join += join · f + networks · n + mandate_join · m` and
//! `+ spanners · boundary_spanners + forums · join_forums`,
//! `OrgCoef::Writing += writing · f + mandate_writing · m`,
//! `OrgCoef::Effort −= mandate_effort · m`.
//!
//! # Parameters
//! `forces.fit.*`: `hours`, `strategic`, `join`, `writing`, `networks`, `spanners`, `forums`,
//! `mandate_join`, `mandate_writing`, `mandate_effort`; the hours of all
//! sub-projects together are `task.fit_in.hours`.
//!
//! # Writes
//! [`RegionCoef::FitHours`], [`OrgCoef::Join`], [`OrgCoef::Writing`], [`OrgCoef::Effort`].
//!
//! # Limits
//! Before any of it is done, only networks. Payment raises the quantity of records; what it does
//! to their quality is 3.2's.
//!
//! # Test
//! More organisations live, and more current records, than without it; payment and mandate win
//! organisations.

use crate::forces::coefficients::{OrgCoef, RegionCoef};
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::Lever;
use crate::scenario::forces::Fit as Own;

force!(
    Fit,
    fit,
    "2.3",
    "Fit between inside and outside",
    "fit.rs",
    [RegionCoef::FitHours, OrgCoef::Join, OrgCoef::Writing, OrgCoef::Effort],
    &[
        Shows {
            keys: &["region.cambridgeshire.team_size=3", "joining.base=-4"],
            outcome: "organisations.live",
            week: 156,
            raises: true,
            event: None,
        },
        Shows {
            keys: &[
                "initial.live=1",
                "initial.competent=0.7",
                "initial.habit=0.3",
                "use.threshold=0.2",
                "region.cambridgeshire.team_size=4"
            ],
            outcome: "patients.true_current",
            week: 78,
            raises: true,
            event: None,
        }
    ]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    for (r, region) in see.regions() {
        if region.fit < 1.0 {
            out.add(RegionCoef::FitHours, r, own.hours);
        }
        let (mut from_partners, mut all) = (0.0, 0.0);
        for (member, state) in see.scenario.team.iter().zip(&region.members) {
            if state.from_week <= see.week {
                all += member.hours;
                from_partners += if member.paid_by_project { 0.0 } else { member.hours };
            }
        }
        let networks = if all > 0.0 { own.networks * from_partners / all } else { 0.0 };
        let strategic = own.strategic * see.lever(r, Lever::FitIn);
        let fit = 1.0 - (1.0 - region.fit) * (1.0 - strategic);
        let join = own.join * fit
            + networks
            + own.spanners * see.lever(r, Lever::BoundarySpanners)
            + own.forums * see.lever(r, Lever::JoinForums);
        let (here, asked) = (see.organisations_of(r), see.incentives(r));
        let kind = &see.blueprint.kind[..];
        out.all(OrgCoef::Join, &here, |o| join + own.mandate_join * asked[kind[o]]);
        if asked.iter().any(|&asked| asked > 0.0) {
            out.all(OrgCoef::Effort, &here, |o| -own.mandate_effort * asked[kind[o]]);
        }
        out.some(OrgCoef::Writing, see.ever_live_of(r), |o| {
            own.writing * fit + own.mandate_writing * asked[kind[o]]
        });
    }
}

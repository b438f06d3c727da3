//! 2.1 The solution: vision, quality, commitment to its clinical domain.
//!
//! # What it does
//! The promised benefits of sharing win organisations and give newcomers hope; so does a tool
//! that works well; and those whose daily work is care of the dying are committed to it. But a
//! vision far above what look-ups deliver sets up disappointment, unless bridges are built from
//! present reality to it.
//!
//! # Equation
//! With the vision `V`, the quality `q` of the tool, `k_o` how core the task is to the staff of
//! an organisation (the mean over the roles of its kind, by their shares), and `y_o` the share of
//! look-ups that paid off lately, 1 before the first:
//! `OrgCoef::Join += vision_weight · V + quality_weight · (q − usual_quality) + commitment · k_o`,
//! `OrgCoef::Hope += hope · (V − 0.5)`,
//! `OrgCoef::FallFaster += gap · max(0, V − y_o) · (1 − vision_bridges)`.
//!
//! # Parameters
//! `forces.solution.*`: `vision`, `vision_weight`, `quality_weight`, `usual_quality`,
//! `commitment`, `hope`, `gap`.
//!
//! # Writes
//! [`OrgCoef::Join`], [`OrgCoef::Hope`], [`OrgCoef::FallFaster`].
//!
//! # Limits
//! With a vision no higher than what look-ups deliver, or with full bridges, nothing falls
//! faster. What quality does at each look-up is in the core; how long the template is belongs to
//! `brevity`, whose detail it holds to 3.4.
//!
//! # Test
//! More organisations live than without it; a higher vision makes expectation fall faster where
//! look-ups fail, and bridges undo that.

use crate::forces::coefficients::OrgCoef;
use crate::forces::effects::Writer;
use crate::forces::{Shows, View, force};
use crate::scenario::Lever;
use crate::scenario::forces::Solution as Own;

/// Vision at which hope is that of newcomers anywhere.
const NEITHER: f64 = 0.5;

force!(
    Solution,
    solution,
    "2.1",
    "The solution: vision, quality, commitment",
    "vision.rs",
    [OrgCoef::Join, OrgCoef::Hope, OrgCoef::FallFaster],
    &[Shows {
        keys: &["region.cambridgeshire.team_size=3", "joining.base=-4"],
        outcome: "organisations.live",
        week: 156,
        raises: true,
        event: None,
    }]
);

fn write(own: &Own, see: &View<'_>, out: &mut Writer<'_, '_>) {
    let (kind, failing) = (&see.blueprint.kind[..], &see.world.orgs.failing[..]);
    let cores = see.by_kind(|kind| see.by_role(kind, |role| role.core));
    for (r, region) in see.regions() {
        let (here, ever_live) = (see.organisations_of(r), see.ever_live_of(r));
        let better = region.quality - own.usual_quality;
        out.all(OrgCoef::Join, &here, |o| {
            own.vision_weight * own.vision
                + own.quality_weight * better
                + own.commitment * cores[kind[o]]
        });
        out.all(OrgCoef::Hope, &here, |_| own.hope * (own.vision - NEITHER));
        let unbridged = 1.0 - see.lever(r, Lever::VisionBridges);
        out.some(OrgCoef::FallFaster, ever_live, |o| {
            let reality = 1.0 - failing[o];
            own.gap * (own.vision - reality).max(0.0) * unbridged
        });
    }
}

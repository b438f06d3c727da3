//! The loops, each as data: what goes round, where it can be cut, and what weakens it.
//!
//! A loop starts with its *pressure*, the stock or flow that its link reads; the other variables
//! follow in the order in which the pressure reaches them. Signs are those of the mechanism as it is
//! written; how strong each arrow is comes out of simulation.

use crate::observers::Sight;
use crate::scenario::{Lever, Scenario};
use crate::world::RegionState;

/// A variable of a loop.
pub struct Variable {
    /// What readers call it.
    pub label: &'static str,
    /// True if more of it means more of the next.
    pub same_way: bool,
    /// Its value at the end of a week.
    pub value: fn(&Sight<'_>) -> f64,
}

/// A loop.
pub struct Loop {
    /// Name.
    pub name: &'static str,
    /// What readers call it.
    pub title: &'static str,
    /// What goes round.
    pub words: &'static str,
    /// Its variables, the pressure first.
    pub variables: &'static [Variable],
    /// Cut the link that reads the pressure.
    pub cut: fn(&mut Scenario),
    /// Levers that act on it.
    pub levers: &'static [Lever],
}

/// Five vicious circles of the framework (1.1.3), the loop of use, and that of repetition and
/// turnover in the team (1.1.1).
pub static LOOPS: &[Loop] = &[
    Loop {
        name: "disappointment",
        title: "Disappointment",
        words: "a look-up that finds nothing makes people stop looking and writing, so that the next finds \
                nothing either",
        variables: &[
            Variable { label: "a look-up would fail", same_way: false, value: failing },
            Variable { label: "expectation", same_way: true, value: expectation },
            Variable { label: "records written", same_way: true, value: written },
            Variable { label: "current records", same_way: false, value: current },
        ],
        cut: |s| s.forces.disappointment.strength = 0.0,
        levers: &[Lever::Grace, Lever::FeedbackRoute],
    },
    Loop {
        name: "governance_friction",
        title: "Governance friction",
        words: "delay brings more reporting, which takes the hours that would have ended the delay",
        variables: &[
            Variable { label: "slippage", same_way: false, value: slippage },
            Variable { label: "hours for new work", same_way: true, value: hours },
            Variable { label: "live organisations", same_way: false, value: live },
        ],
        cut: |s| s.forces.governance_friction.strength = 0.0,
        levers: &[Lever::ProgrammeFunding],
    },
    Loop {
        name: "investment_before_savings",
        title: "Investment before savings",
        words: "the tool's minutes weigh on those who are to learn it, who then never reach the savings",
        variables: &[
            Variable { label: "minutes paid, less saved", same_way: false, value: net_minutes },
            Variable { label: "competent staff", same_way: true, value: competent },
            Variable { label: "useful look-ups", same_way: false, value: useful },
        ],
        cut: |s| s.forces.investment_before_savings.strength = 0.0,
        levers: &[Lever::Backfill, Lever::Refresher],
    },
    Loop {
        name: "good_enough",
        title: "Good enough",
        words: "the old way holds people, so that the new one stays thin and gives no reason to let go",
        variables: &[
            Variable { label: "hold of the old way", same_way: false, value: hold },
            Variable { label: "records written", same_way: true, value: written },
            Variable { label: "current records", same_way: true, value: current },
            Variable { label: "expectation", same_way: false, value: expectation },
        ],
        cut: |s| s.forces.good_enough.strength = 0.0,
        levers: &[Lever::SingleSignOn, Lever::ContextVersions],
    },
    Loop {
        name: "self_defeating_success",
        title: "Self-defeating success",
        words: "a region that looks successful loses money and attention, and with them its success",
        variables: &[
            Variable { label: "looking successful", same_way: false, value: success },
            Variable { label: "hours worked", same_way: true, value: hours },
            Variable { label: "live organisations", same_way: true, value: live },
        ],
        cut: |s| s.forces.self_defeating_success.strength = 0.0,
        levers: &[Lever::ReportProportions, Lever::RingFence],
    },
    Loop {
        name: "use",
        title: "Use feeds on itself",
        words: "records that are read make writing worth while, and what is written can be read",
        variables: &[
            Variable { label: "useful look-ups", same_way: true, value: useful },
            Variable { label: "worth of writing", same_way: true, value: worth_of_writing },
            Variable { label: "records written", same_way: true, value: written },
            Variable { label: "current records", same_way: true, value: current },
        ],
        cut: |s| s.r#use.heard_reads = UNHEARD,
        levers: &[Lever::Refresher, Lever::Grace, Lever::FeedbackRoute],
    },
    Loop {
        name: "repetition",
        title: "Repetition and turnover",
        words: "the same task over and over makes people slow and makes them leave, and what is left of the \
                team repeats it more",
        variables: &[
            Variable { label: "sameness of the team's work", same_way: false, value: sameness },
            Variable { label: "places in the team filled", same_way: true, value: team_filled },
            Variable { label: "live organisations", same_way: true, value: live },
        ],
        cut: |s| s.forces.repetition.strength = 0.0,
        levers: &[Lever::JobRotation, Lever::Handover, Lever::Secondment],
    },
];

/// Reads a record and week that nothing comes near: nobody hears of them.
const UNHEARD: f64 = 1e12;

fn ever_live<'a>(see: &Sight<'a>) -> impl Iterator<Item = usize> + use<'a> {
    let orgs = &see.world.orgs;
    (0..orgs.ever_live.len()).filter(|&o| orgs.ever_live[o])
}

/// Mean over organisations that have ever been live; 0 of none.
fn mean_inside(see: &Sight<'_>, of: impl Fn(usize) -> f64) -> f64 {
    let (sum, n) = ever_live(see).fold((0.0, 0.0), |(sum, n), o| (sum + of(o), n + 1.0));
    if n > 0.0 { sum / n } else { 0.0 }
}

/// Mean over regions.
fn over_regions(see: &Sight<'_>, of: impl Fn(&RegionState) -> f64) -> f64 {
    let regions = &see.world.regions;
    regions.iter().map(of).sum::<f64>() / regions.len().max(1) as f64
}

/// Chance that a look-up would not find what is needed, whether or not anybody looks: those who still
/// look are where it pays.
fn failing(see: &Sight<'_>) -> f64 {
    let (b, world) = (see.blueprint, see.world);
    mean_inside(see, |o| 1.0 - world.orgs.fill[o] * world.regions[b.region[o]].quality)
}

fn expectation(see: &Sight<'_>) -> f64 {
    mean_inside(see, |o| f64::from(see.world.orgs.expectation[o][0]))
}

fn worth_of_writing(see: &Sight<'_>) -> f64 {
    mean_inside(see, |o| f64::from(see.world.orgs.expectation[o][1]))
}

fn written(see: &Sight<'_>) -> f64 {
    ever_live(see).map(|o| f64::from(see.world.orgs.writes[o].iter().sum::<u32>())).sum()
}

fn useful(see: &Sight<'_>) -> f64 {
    ever_live(see).map(|o| f64::from(see.world.orgs.views[o][0])).sum()
}

fn current(see: &Sight<'_>) -> f64 {
    see.world.panels.iter().map(|panel| f64::from(panel.counts.current)).sum()
}

fn competent(see: &Sight<'_>) -> f64 {
    ever_live(see).map(|o| f64::from(see.world.orgs.competent[o])).sum()
}

fn net_minutes(see: &Sight<'_>) -> f64 {
    let orgs = &see.world.orgs;
    let net = |o: usize| orgs.minutes_paid[o] + orgs.minutes_trained[o] - orgs.minutes_saved[o];
    ever_live(see).map(net).sum()
}

fn hold(see: &Sight<'_>) -> f64 {
    let (s, orgs) = (see.scenario, &see.world.orgs);
    let threshold = s.r#use.threshold as f32;
    let shaken_off = s.forces.good_enough.shaken_off;
    mean_inside(see, |o| {
        let reliable = crate::stats::maths::hill(orgs.expectation[o][0], threshold);
        orgs.hold[o] * (1.0 - shaken_off * f64::from(reliable))
    })
}

fn slippage(see: &Sight<'_>) -> f64 {
    over_regions(see, |region| region.flows.slippage)
}

fn live(see: &Sight<'_>) -> f64 {
    over_regions(see, |region| region.flows.reported_coverage)
}

fn success(see: &Sight<'_>) -> f64 {
    let from = see.scenario.forces.self_defeating_success.from_success;
    over_regions(see, |region| (region.flows.looks - from).max(0.0))
}

fn hours(see: &Sight<'_>) -> f64 {
    over_regions(see, |region| region.flows.hours_by_level.iter().sum())
}

fn sameness(see: &Sight<'_>) -> f64 {
    over_regions(see, |region| {
        let n = region.members.len().max(1) as f64;
        region.members.iter().map(|member| member.repetition).sum::<f64>() / n
    })
}

fn team_filled(see: &Sight<'_>) -> f64 {
    over_regions(see, |region| {
        let filled = region.members.iter().filter(|member| member.from_week <= see.week).count();
        filled as f64 / region.members.len().max(1) as f64
    })
}

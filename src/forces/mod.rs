//! The forces of Petrova & Barclay (2024), as a folder tree that reads like their framework.
//!
//! A force reads last week's end state through a [`View`] and writes coefficients with a
//! [`Writer`]. It draws nothing and remembers nothing; what has to be remembered is state, and
//! processes move it. A vicious circle owns one link of its loop and the gain of that link;
//! the loop closes through state.
//!
//! Every file has the same headings: What it does · Equation · Parameters · Writes · Limits · Test.
//! How to add one is written in `CONTRIBUTING.md`.

pub mod ambivalent;
pub mod challenges;
pub mod coefficients;
pub mod document;
pub mod drivers;
pub mod effects;
pub mod powers;
mod shares;

use std::ops::Range;

use crate::parallel::side_by_side;
use crate::scenario::{EventKind, Forces, Kind, Lever, Role, Scenario};
use crate::world::{Blueprint, RegionState, World};
use coefficients::{AnyCoefficient, PartEffects};
use effects::{Effects, Writer};

/// What a force is, apart from its arithmetic.
#[derive(Debug, PartialEq, Eq)]
pub struct Meta {
    /// Name in scenarios: `forces.NAME`.
    pub name: &'static str,
    /// Number in the framework.
    pub section: &'static str,
    /// What readers call it.
    pub title: &'static str,
    /// Every coefficient that it writes; a debug build stops at any other.
    pub writes: &'static [AnyCoefficient],
    /// The source file, whose head describes the mechanism.
    pub text: &'static str,
    /// Scenarios in which the mechanism is seen to matter.
    pub shows: &'static [Shows],
}

/// A scenario in which a force is seen to matter while all others act: the built-in region with
/// a few keys changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shows {
    /// What differs from the built-in region, as `key=value`: at most five.
    pub keys: &'static [&'static str],
    /// Measure of the outcome: live organisations, weekly users, current records or informed
    /// contacts.
    pub outcome: &'static str,
    /// Week in which it is taken.
    pub week: u32,
    /// True if the force raises it, false if it lowers it.
    pub raises: bool,
    /// The event that has to have come for the force to act in a future, if there is one.
    pub event: Option<EventKind>,
}

/// Declares the force of a file: its name in scenarios, its number and title in the framework,
/// the file itself, whose head is its description, what it writes, and where it is seen to matter.
/// The file's function `write` is the mechanism; it is handed the force's own parameters.
macro_rules! force {
    ($type:ident, $name:ident, $section:literal, $title:literal, $file:literal,
     [$($family:ident::$coefficient:ident),+ $(,)?], $shows:expr) => {
        /// The force.
        pub struct $type;

        static META: $crate::forces::Meta = $crate::forces::Meta {
            name: stringify!($name),
            section: $section,
            title: $title,
            writes: &[$($crate::forces::coefficients::AnyCoefficient::$family($family::$coefficient)),+],
            text: include_str!($file),
            shows: $shows,
        };

        impl $crate::forces::Force for $type {
            fn meta(&self) -> &'static $crate::forces::Meta {
                &META
            }

            fn strength(&self, forces: &$crate::scenario::Forces) -> f64 {
                forces.$name.strength
            }

            fn write(
                &self,
                see: &$crate::forces::View<'_>,
                out: &mut $crate::forces::effects::Writer<'_, '_>,
            ) {
                write(&see.scenario.forces.$name, see, out);
            }
        }
    };
}
pub(crate) use force;

/// What a force may read: the scenario, and the state at the end of last week.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The week that is about to be simulated.
    pub week: u32,
    /// Parameters.
    pub scenario: &'a Scenario,
    /// Who exists.
    pub blueprint: &'a Blueprint,
    /// State at the end of last week.
    pub world: &'a World,
    /// The part of the regions that is asked about.
    part: (usize, usize),
    /// Its organisations whose posts are simulated, found once for all forces.
    ever_live: &'a [usize],
}

impl<'a> View<'a> {
    /// The whole of a replicate.
    pub fn new(
        week: u32,
        scenario: &'a Scenario,
        blueprint: &'a Blueprint,
        world: &'a World,
    ) -> Self {
        View { week, scenario, blueprint, world, part: (0, world.regions.len()), ever_live: &[] }
    }

    /// The regions that a force is asked about, by index.
    pub fn regions(&self) -> impl Iterator<Item = (usize, &'a RegionState)> + use<'a> {
        let (first, end) = self.part;
        (first..end).zip(&self.world.regions[first..end])
    }

    /// The organisations that it is asked about.
    pub fn organisations(&self) -> Range<usize> {
        self.blueprint.organisations_of(&(self.part.0..self.part.1))
    }

    /// True in the part whose writings about what does not go by place count: dear ones can be left
    /// out in the others.
    pub fn is_first(&self) -> bool {
        self.part.0 == 0
    }

    /// Those of one region.
    pub fn organisations_of(&self, region: usize) -> Range<usize> {
        self.blueprint.region_orgs[region].clone()
    }

    /// A lever as it was granted last week: intensity, in the lever's unit.
    pub fn lever(&self, region: usize, lever: Lever) -> f64 {
        self.world.regions[region].granted[lever as usize]
    }

    /// Strength of what makes use worth while from outside in a region, a share, by kind of
    /// organisation: a mandate, or payment, whichever is stronger; nothing where it is not for the kind.
    pub fn incentives(&self, region: usize) -> Vec<f64> {
        let strength = self.world.regions[region].incentive(self.scenario.events.full_payment);
        self.by_kind(|kind| if kind.mandated { strength } else { 0.0 })
    }

    /// Something of each kind of organisation.
    pub fn by_kind(&self, x: impl Fn(&Kind) -> f64) -> Vec<f64> {
        self.scenario.kinds.iter().map(x).collect()
    }

    /// Mean of something over the roles of a kind, by their shares.
    pub fn by_role(&self, kind: &Kind, x: impl Fn(&Role) -> f64) -> f64 {
        kind.role_shares.iter().zip(&self.scenario.roles).map(|(share, role)| share * x(role)).sum()
    }

    /// Organisations whose posts are simulated: only these can feel anything inside.
    pub fn ever_live(&self) -> &'a [usize] {
        self.ever_live
    }

    /// Those of one region.
    pub fn ever_live_of(&self, region: usize) -> &'a [usize] {
        let all = self.organisations_of(region);
        let before = |end| self.ever_live.partition_point(|&o| o < end);
        &self.ever_live[before(all.start)..before(all.end)]
    }
}

/// A mechanism of the framework.
pub trait Force: Sync {
    /// What it is.
    fn meta(&self) -> &'static Meta;
    /// Its strength in a scenario; 0 is absent.
    fn strength(&self, forces: &Forces) -> f64;
    /// Write its coefficients for the week.
    fn write(&self, see: &View<'_>, out: &mut Writer<'_, '_>);
}

/// All forces, in the order of the framework. The order carries no meaning for results: the
/// rules of combination do not depend on it.
pub fn registry() -> impl Iterator<Item = &'static dyn Force> {
    [challenges::ALL, drivers::ALL, ambivalent::ALL]
        .into_iter()
        .flat_map(|family| family.iter().copied())
        .flat_map(|forces| forces.iter().copied())
}

/// The forces that act in a scenario. One of strength 0 is not in the list, so that it is never
/// called: absent digit for digit by construction.
pub fn acting(scenario: &Scenario) -> Vec<(&'static dyn Force, f64)> {
    let with_strength = registry().map(|f| (f, f.strength(&scenario.forces)));
    with_strength.filter(|&(_, strength)| strength > 0.0).collect()
}

/// Let every acting force write its coefficients for the week, about each part of the replicate by
/// itself: what a force says of a region and its organisations hangs on no other's coefficients.
pub fn write_all(acting: &[(&'static dyn Force, f64)], see: &View<'_>, effects: &mut Effects) {
    let regions = see.blueprint.parts.regions.iter();
    let parts = regions.zip(effects.parts(see.blueprint));
    side_by_side(parts.collect(), |(regions, mut effects): (&Range<usize>, PartEffects<'_>)| {
        let ever_live = &see.world.orgs.ever_live;
        let here = see.blueprint.organisations_of(regions);
        let ever_live: Vec<usize> = here.filter(|&o| ever_live[o]).collect();
        let part = (regions.start, regions.end);
        let see = View { part, ever_live: &ever_live, ..*see };
        effects.clear();
        let own = see.scenario.forces.own_share;
        for &(force, strength) in acting {
            force.write(&see, &mut Writer::new(&mut effects, (strength, own), force.meta()));
        }
    });
}

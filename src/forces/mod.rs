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
pub mod effects;

use crate::scenario::{Forces, Scenario};
use crate::world::{Blueprint, World};
use effects::{AnyCoefficient, Effects, Writer};

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
}

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
}

impl View<'_> {
    /// Organisations whose posts are simulated: only these can feel anything inside.
    pub fn ever_live(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.blueprint.organisations()).filter(|&o| self.world.orgs.ever_live[o])
    }
}

/// A mechanism of the framework.
pub trait Force: Sync {
    /// What it is.
    fn meta(&self) -> &'static Meta;
    /// Its strength in a scenario; 0 is absent.
    fn strength(&self, forces: &Forces) -> f64;
    /// Write its coefficients for the week.
    fn write(&self, see: &View<'_>, out: &mut Writer<'_>);
}

/// All forces, in the order of the framework. The order carries no meaning for results: the
/// rules of combination do not depend on it.
pub static REGISTRY: &[&dyn Force] = &[
    &challenges::radical_innovation::repetition::Repetition,
    &challenges::radical_innovation::vicious_circles::disappointment::Disappointment,
    &challenges::radical_innovation::vicious_circles::governance_friction::GovernanceFriction,
    &challenges::radical_innovation::vicious_circles::investment_before_savings::InvestmentBeforeSavings,
    &challenges::radical_innovation::vicious_circles::good_enough::GoodEnough,
    &challenges::radical_innovation::vicious_circles::self_defeating_success::SelfDefeatingSuccess,
    &challenges::core_and_peripheral::CoreAndPeripheral,
    &ambivalent::recurring::Recurring,
];

/// The forces that act in a scenario. One of strength 0 is not in the list, so that it is never
/// called: absent digit for digit by construction.
pub fn acting(scenario: &Scenario) -> Vec<(&'static dyn Force, f64)> {
    let with_strength = REGISTRY.iter().map(|&f| (f, f.strength(&scenario.forces)));
    with_strength.filter(|&(_, strength)| strength > 0.0).collect()
}

/// Let every acting force write its coefficients for the week.
pub fn write_all(acting: &[(&'static dyn Force, f64)], see: &View<'_>, effects: &mut Effects) {
    effects.clear();
    for &(force, strength) in acting {
        force.write(see, &mut Writer::new(effects, strength, force.meta()));
    }
}

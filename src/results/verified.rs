//! What verification and validation found, as it is written to `verification.json`.

use serde::{Deserialize, Serialize};

/// All that was found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Verified {
    /// Version of the program.
    pub version: String,
    /// True for the long form, with more futures.
    pub long: bool,
    /// Verification: limits with exact answers.
    pub limits: Vec<LimitFound>,
    /// Verification: every force, off against on.
    pub forces: Vec<ForceFound>,
    /// Verification: patterns that have to come out of mechanisms.
    pub patterns: Vec<PatternFound>,
    /// Validation: evidence against simulated ranges.
    pub targets: Vec<TargetFound>,
}

impl Verified {
    /// How many claims of verification do not hold. Evidence that is not met is a gap of the model,
    /// not a fault of the program, and is not counted.
    pub fn failures(&self) -> usize {
        let limits = self.limits.iter().filter(|x| !x.holds).count();
        let forces = self.forces.iter().filter(|x| !x.holds).count();
        limits + forces + self.patterns.iter().filter(|x| !x.holds).count()
    }
}

/// One test of a limit with an exact answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LimitFound {
    /// The limit.
    pub limit: String,
    /// What was tested: the mean or the variance of what, when.
    pub what: String,
    /// What was simulated.
    pub simulated: f64,
    /// The exact answer.
    pub exact: f64,
    /// Values that were simulated.
    pub values: u32,
    /// Standard score of the difference.
    pub z: f64,
    /// Largest score that passes, for all tests of the limit together.
    pub critical: f64,
    /// True if it passes.
    pub holds: bool,
}

/// The effect of a force in one scenario, with it less without it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ForceFound {
    /// Number in the paper.
    pub section: String,
    /// Name of the force.
    pub force: String,
    /// Title of the force.
    pub title: String,
    /// What differs from the built-in region.
    pub keys: Vec<String>,
    /// Measure that it moves.
    pub outcome: String,
    /// Week.
    pub week: u32,
    /// True if it is said to raise the outcome.
    pub raises: bool,
    /// Pairs of futures in which it could act.
    pub pairs: u32,
    /// Mean paired difference, a share.
    pub mean: f64,
    /// Half-width of the 99 % interval of that mean.
    pub half_width: f64,
    /// Share of the pairs with the sign that is said.
    pub right: f64,
    /// Mean outcome without the force, a share.
    pub without: f64,
    /// True if it is a point or more, its interval does not hold 0, and nine pairs of ten agree.
    pub holds: bool,
}

/// A pattern that has to come out of mechanisms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PatternFound {
    /// Its number.
    pub number: u32,
    /// What is claimed.
    pub claim: String,
    /// The mechanism that it is due to.
    pub mechanism: String,
    /// The figure with the mechanism.
    pub figure: f64,
    /// The figure with the mechanism off.
    pub twin: f64,
    /// The pattern is there from this figure on.
    pub least: f64,
    /// The figure with one parameter moved by a fifth: the override and the figure.
    pub variations: Vec<(String, f64)>,
    /// True if it is there, in all variations, and absent without the mechanism.
    pub holds: bool,
}

/// Whether the middle of what is simulated lies in the range of the evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It does.
    Inside,
    /// It does not: a gap.
    Outside,
    /// Too few futures have a value, so nothing is said.
    NotComputable,
}

impl Verdict {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Verdict::Inside => "inside",
            Verdict::Outside => "outside",
            Verdict::NotComputable => "not computable",
        }
    }
}

/// One target of the evidence, and what was simulated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TargetFound {
    /// Identifier in `docs/evidence/targets.csv`.
    pub id: String,
    /// Scenario.
    pub scenario: String,
    /// What is compared.
    pub quantity: String,
    /// When.
    pub when: String,
    /// Unit.
    pub unit: String,
    /// What a hit is worth.
    pub strength: String,
    /// What is known, and why the range is as wide as it is.
    pub evidence: String,
    /// Lowest value that is inside.
    pub low: f64,
    /// Highest value that is inside.
    pub high: f64,
    /// Simulated futures.
    pub futures: u32,
    /// Those of them in which the quantity has a value.
    pub values: u32,
    /// True if uncertain parameters were drawn as well; else the range is over luck only.
    pub parameters_drawn: bool,
    /// 5th percentile of what was simulated.
    pub p05: Option<f64>,
    /// Median.
    pub p50: Option<f64>,
    /// 95th percentile.
    pub p95: Option<f64>,
    /// Whether the median is inside.
    pub verdict: Verdict,
}

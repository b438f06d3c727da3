//! What came of fitting a scenario to what was observed.

use crate::scenario::Observation;

/// A range of what may be: the 5th, 50th and 95th percentile.
pub type Band = [f64; 3];

/// A scenario that was fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// The waves of simulated futures, in their order.
    pub waves: Vec<Wave>,
    /// What was varied, each with what is known of it before and after.
    pub parameters: Vec<Known>,
    /// Rows that it was fitted to.
    pub rows: Vec<Row>,
    /// Series that rows are of, over the plan.
    pub series: Vec<Series>,
    /// Futures from which the draws were made, and how many of equal weight they are worth.
    pub accepted: (usize, f64),
    /// Directions in what was observed that say something of the parameters.
    pub directions: usize,
    /// The draws: a value for every parameter, in their order.
    pub draws: Vec<Vec<f64>>,
    /// What would be observed of each row that is held back, as samples: the model alone, and with
    /// what it is off by. Their values are not known here.
    pub ahead: Vec<[Vec<f64>; 2]>,
    /// What a year adds to the variance of the discrepancy, as a standard deviation on the scale of
    /// the logit or logarithm; 0 leaves it out.
    pub discrepancy: f64,
}

/// A wave of simulated futures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wave {
    /// Points, each with one future of its own.
    pub points: usize,
    /// Those in which the model failed.
    pub failed: usize,
    /// Share of what was plausible before it that is still so after it.
    pub left: f64,
}

/// What is known of a parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// Its path.
    pub key: String,
    /// The paths that are set to its value.
    pub keys: Vec<String>,
    /// The scenario's own value.
    pub own: f64,
    /// Before.
    pub before: Band,
    /// After.
    pub after: Band,
    /// Width after over width before, as standard deviations on the scale on which it is normal before.
    pub width: f64,
    /// How far its middle has moved, in standard deviations before.
    pub moved: f64,
    /// True if what was observed says something of it: it is narrower, or its middle has moved, by more than
    /// so many draws from what was known before would give by luck (5 in 100 over all parameters).
    pub told: bool,
}

/// A row that was fitted to.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The row.
    pub row: Observation,
    /// What the scenario gives before anything is fitted, as it would be observed.
    pub before: Band,
    /// What it gives after.
    pub after: Band,
    /// Share of what would be observed after that is below what was.
    pub rank: f64,
}

/// A measure of a group over the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Name of the measure.
    pub measure: &'static str,
    /// The group.
    pub group: String,
    /// Weeks.
    pub weeks: Vec<u32>,
    /// Before, at each week.
    pub before: Vec<Band>,
    /// After, at each week: the model alone.
    pub after: Vec<Band>,
    /// After, with what the model itself is off by.
    pub with_discrepancy: Vec<Band>,
}

/// No point is plausible.
#[derive(Debug, Clone, PartialEq)]
pub struct Implausible {
    /// Rows that no point comes near, whatever the others say: their places among those to fit to.
    pub alone: Vec<usize>,
    /// Rows that the best point there is does not come near.
    pub together: Vec<usize>,
    /// Rows that this point does meet.
    pub met: Vec<usize>,
    /// How many standard errors the best point is off in its worst row.
    pub off: f64,
    /// Futures that were simulated.
    pub futures: usize,
}

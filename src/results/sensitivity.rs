//! Which parameters matter: what an analysis of a study found.

use crate::scenario::study::Cell;
use crate::stats::paired::FEWEST_FOR_VERDICT;
use crate::stats::sensitivity::{ElementaryEffects, Index};

/// What was found, by method; parameters by their position in the study.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// Elementary effects, the greatest μ* first.
    Morris(Vec<Screened>),
    /// Shares of the variance.
    Sobol(Shares),
    /// One at a time, the greatest difference first.
    Tornado {
        /// Mean of the base.
        base: f64,
        /// What each parameter does.
        swings: Vec<Swings>,
    },
}

/// What screening says of a parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Screened {
    /// Position among the study's parameters.
    pub parameter: usize,
    /// Its elementary effects, for a step across its whole range.
    pub effects: ElementaryEffects,
}

impl Screened {
    /// True if luck alone would do as much.
    pub fn cannot_be_told_from_luck(&self) -> bool {
        self.effects.cannot_be_told_from_luck()
    }
}

/// Shares of the variance.
#[derive(Debug, Clone, PartialEq)]
pub struct Shares {
    /// First-order and total index of each parameter, in the order of the study.
    pub indices: Vec<(Index, Index)>,
    /// Variance of the expected value over the parameters.
    pub variance: f64,
    /// Share of the variance of one future that is luck.
    pub noise_share: f64,
    /// Scrambles that could be used.
    pub scrambles: usize,
}

/// What one level of a parameter does against the base, in matched futures.
#[derive(Debug, Clone, PartialEq)]
pub struct Swing {
    /// The value.
    pub cell: Cell,
    /// Mean difference from the base.
    pub mean: f64,
    /// Half-width of its 95 % interval, which is luck; none from one future.
    pub half_width: Option<f64>,
    /// Matched futures.
    pub futures: usize,
}

impl Swing {
    /// True if the interval holds 0, or there are too few futures for a verdict.
    pub fn cannot_be_told_from_zero(&self) -> bool {
        self.futures < FEWEST_FOR_VERDICT as usize
            || self.mean == 0.0
            || self.half_width.is_none_or(|half| self.mean.abs() <= half)
    }
}

/// All levels of a parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Swings {
    /// Position among the study's parameters.
    pub parameter: usize,
    /// Its levels in their order.
    pub levels: Vec<Swing>,
}

impl Swings {
    /// The greatest difference from the base, either way.
    pub fn greatest(&self) -> f64 {
        self.levels.iter().map(|level| level.mean.abs()).fold(0.0, f64::max)
    }

    /// True if no level can be told from the base.
    pub fn cannot_be_told_from_luck(&self) -> bool {
        self.levels.iter().all(Swing::cannot_be_told_from_zero)
    }
}

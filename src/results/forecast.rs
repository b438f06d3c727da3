//! Forecasts and their scores.

use super::fit::Band;
use crate::scenario::Observation;

/// How a forecast is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// The model alone.
    Model,
    /// The model with what it itself may be off by.
    WithDiscrepancy,
    /// The last value and the trend so far, as a random walk with drift.
    Trend,
    /// A logistic curve with informative priors.
    Logistic,
    /// A Bass curve with informative priors.
    Bass,
    /// All but the model alone, weighted by how well each has done so far, and made as wide as mixtures had to
    /// be.
    Mixture,
}

impl Method {
    /// Every one.
    pub const ALL: [Method; 6] = [
        Method::Model,
        Method::WithDiscrepancy,
        Method::Trend,
        Method::Logistic,
        Method::Bass,
        Method::Mixture,
    ];
    /// Those that know nothing of the scenario.
    pub const SIMPLE: [Method; 3] = [Method::Trend, Method::Logistic, Method::Bass];

    /// Those of which the mixture is made.
    pub const MIXED: [Method; 4] =
        [Method::WithDiscrepancy, Method::Trend, Method::Logistic, Method::Bass];

    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Method::Model => "model alone",
            Method::WithDiscrepancy => "model with discrepancy",
            Method::Trend => "last value and trend",
            Method::Logistic => "logistic",
            Method::Bass => "Bass",
            Method::Mixture => "mixture",
        }
    }
}

/// A row beside a forecast of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Foretold {
    /// The row.
    pub row: Observation,
    /// Whose forecast.
    pub method: Method,
    /// What was foretold.
    pub band: Band,
    /// Continuous ranked probability score, in the unit of the value: the less the better.
    pub crps: f64,
    /// True if the row lies in the band.
    pub inside: bool,
}

/// Rows beside forecasts of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scored {
    /// Row by row, and method by method.
    pub rows: Vec<Foretold>,
}

/// How a method does over all rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mean {
    /// Mean score.
    pub crps: f64,
    /// Rows in the band.
    pub inside: usize,
    /// Rows.
    pub rows: usize,
}

impl Scored {
    /// How a method does; none if it foretold nothing.
    pub fn mean(&self, method: Method) -> Option<Mean> {
        let own: Vec<&Foretold> = self.rows.iter().filter(|r| r.method == method).collect();
        let rows = own.len();
        (rows > 0).then(|| Mean {
            crps: own.iter().map(|r| r.crps).sum::<f64>() / rows as f64,
            inside: own.iter().filter(|r| r.inside).count(),
            rows,
        })
    }
}

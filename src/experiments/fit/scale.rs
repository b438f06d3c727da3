//! The scale on which what was simulated is held against what was observed, and the errors of both.

use crate::measures::Unit;
use crate::rng::Draw;
use crate::scenario::Observation;
use crate::stats::maths;

/// Error of a share that says neither of how many nor how sure, on the logit; of an amount, on the
/// logarithm. Assumed: about two percentage points of a half, and a twentieth.
const SD_SHARE: f64 = 0.1;
const SD_AMOUNT: f64 = 0.05;
/// Of how many a share is where nothing says so: it bounds how far out a share of 0 lies.
const ALL: f64 = 500.0;
/// Fewest things of which one is drawn by one.
const MANY: f64 = 1_000.0;
/// A share or amount below this is none.
const NOTHING: f64 = 1e-9;
/// Weeks of a year, over which the discrepancy is stated.
const YEAR: f64 = 52.0;

/// The scale of a measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scale {
    /// Log-odds of a share of so many, with half a one added on either side.
    Logit(f64),
    /// Logarithm of an amount, with a half added.
    Log,
}

impl Scale {
    /// That of a measure in a unit, of so many if that is known.
    pub fn of(unit: Unit, all: Option<f64>) -> Self {
        match unit {
            Unit::Share => Scale::Logit(all.unwrap_or(ALL)),
            _ => Scale::Log,
        }
    }

    /// A value on it.
    pub fn to(self, value: f64) -> f64 {
        match self {
            Scale::Logit(all) => {
                let of = all * value.clamp(0.0, 1.0);
                maths::ln((of + 0.5) / (all - of + 0.5))
            }
            Scale::Log => maths::ln(value.max(0.0) + 0.5),
        }
    }

    /// The value that lies there; what is nothing but for rounding is nothing.
    pub fn from(self, x: f64) -> f64 {
        let value = match self {
            Scale::Logit(all) => (((all + 1.0) * maths::logistic(x) - 0.5) / all).clamp(0.0, 1.0),
            Scale::Log => (maths::exp(x) - 0.5).max(0.0),
        };
        if value < NOTHING { 0.0 } else { value }
    }

    /// How much the scale moves for one unit of the value.
    fn slope(self, value: f64) -> f64 {
        match self {
            Scale::Logit(all) => {
                let p = (all * value + 0.5) / (all + 1.0);
                all / (all + 1.0) / (p * (1.0 - p))
            }
            Scale::Log => 1.0 / (value + 0.5),
        }
    }
}

/// A row that a scenario is held against.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Its place among the columns of a future.
    pub column: usize,
    /// Which of the series it belongs to.
    pub series: usize,
    /// Its week.
    pub week: u32,
    /// Its scale.
    pub scale: Scale,
    /// What was observed, on the scale.
    pub observed: f64,
    /// Of how many it is a count.
    all: Option<f64>,
    /// Standard deviation of its error, beside that of counting, in the unit of the value.
    sd: Option<f64>,
}

impl Target {
    /// A row, of which column and series are known.
    pub fn of(row: &Observation, column: usize, series: usize) -> Self {
        let scale = Scale::of(row.measure.unit, row.denominator);
        let observed = scale.to(row.value);
        Target { column, series, week: row.week, scale, observed, all: row.denominator, sd: row.sd }
    }

    /// Standard deviation of the error of a value on the scale, beside that of counting.
    fn sd(&self, value: f64) -> f64 {
        match (self.sd, self.all, self.scale) {
            // No nearer to the ends than the error reaches: the scale has no end there.
            (Some(sd), _, Scale::Logit(_)) => sd * self.scale.slope(value.clamp(sd, 1.0 - sd)),
            (Some(sd), _, Scale::Log) => sd * self.scale.slope(value.max(sd)),
            (None, Some(_), _) => 0.0,
            (None, None, Scale::Logit(_)) => SD_SHARE,
            (None, None, Scale::Log) => SD_AMOUNT,
        }
    }

    /// Variance of the error of what was observed, on the scale.
    pub fn variance(&self) -> f64 {
        let counting = self.all.map_or(0.0, |all| {
            let p = (all * self.scale.from(self.observed) + 0.5) / (all + 1.0);
            1.0 / (all * p * (1.0 - p))
        });
        let sd = self.sd(self.scale.from(self.observed));
        counting + sd * sd
    }

    /// What would be observed of a simulated value, on the scale.
    pub fn seen(&self, value: f64, luck: Draw) -> f64 {
        let counted = match self.all {
            Some(all) => binomial(all, value.clamp(0.0, 1.0), luck) / all,
            None => value,
        };
        self.scale.to(counted) + self.sd(value) * luck.then(u64::MAX).normal()
    }
}

/// Variance that a random walk with this standard deviation a year has after so many weeks.
pub fn walked(discrepancy: f64, weeks: u32) -> f64 {
    discrepancy * discrepancy * f64::from(weeks) / YEAR
}

/// So many of which each is counted with a probability; where they are many, the normal limit.
fn binomial(all: f64, p: f64, luck: Draw) -> f64 {
    if all <= MANY {
        let is_one = |i: &u64| luck.then(*i).chance(p);
        return (0..all as u64).filter(is_one).count() as f64;
    }
    let middle = all * p;
    (middle + (middle * (1.0 - p)).sqrt() * luck.normal()).round().clamp(0.0, all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Lot, Purpose};

    #[test]
    fn scales_lead_there_and_back() {
        for value in [0.0, 0.01, 0.5, 1.0] {
            let scale = Scale::Logit(330.0);
            assert!((scale.from(scale.to(value)) - value).abs() < 1e-12, "{value}");
        }
        assert!((Scale::Log.from(Scale::Log.to(12.0)) - 12.0).abs() < 1e-9);
        assert!(Scale::Logit(500.0).to(0.0).is_finite(), "nobody yet");
        let up = (Scale::Logit(100.0).to(0.401) - Scale::Logit(100.0).to(0.399)) / 0.002;
        assert!((up - Scale::Logit(100.0).slope(0.4)).abs() < 1e-3);
    }

    #[test]
    fn counts_have_the_mean_and_variance_of_counts() {
        let lot = Lot::of_region(5);
        for all in [40.0, 5_000.0] {
            let draw = |i| binomial(all, 0.3, lot.draw(Purpose::Design, 1, i));
            let values: Vec<f64> = (0..4_000).map(draw).collect();
            let (mean, variance) = crate::stats::moments::moments(&values).unwrap();
            // Within five standard errors of each.
            assert!((mean / all - 0.3).abs() < 5.0 * (0.21 / all / 4_000.0).sqrt(), "{mean}");
            assert!((variance / (0.21 * all) - 1.0).abs() < 5.0 * (2.0f64 / 4_000.0).sqrt());
        }
    }
}

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
    /// Out of how many these were drawn, if they are a part of what is simulated.
    whole: Option<f64>,
    /// Part of the variance of drawing by lot that is left.
    left: f64,
    /// Standard deviation of its error, beside that of counting, in the unit of the value.
    sd: Option<f64>,
}

impl Target {
    /// A row, of which column and series are known.
    pub fn of(row: &Observation, column: usize, series: usize) -> Self {
        // A scenario of two hundred cannot tell one of eight thousand from none: the coarser of the two
        // says how far apart shares near the ends are.
        let coarser = row.denominator.map(|all| row.population.map_or(all, |whole| all.min(whole)));
        let scale = Scale::of(row.measure.unit, coarser);
        let whole = row.population.filter(|whole| row.denominator.is_some_and(|all| all <= *whole));
        Target {
            column,
            series,
            week: row.week,
            scale,
            observed: scale.to(row.value),
            all: row.denominator,
            whole,
            left: row.left_to_sampling(),
            // Who counts everybody is off by half a one where nothing is said: what changes within the
            // month is in the books or not yet.
            sd: row.sd.or_else(|| row.denominator.filter(|_| row.is_census()).map(|all| 0.5 / all)),
        }
    }

    /// Standard deviation of the error of a value on the scale, beside that of counting.
    fn sd(&self, value: f64) -> f64 {
        match (self.sd, self.all, self.scale) {
            // No nearer to the ends than the error reaches: the scale has no end there.
            (Some(sd), _, Scale::Logit(_)) => {
                sd * self.scale.slope(value.clamp(sd.min(0.5), 1.0 - sd.min(0.5)))
            }
            (Some(sd), _, Scale::Log) => sd * self.scale.slope(value.max(sd)),
            (None, Some(_), _) => 0.0,
            (None, None, Scale::Logit(_)) => SD_SHARE,
            (None, None, Scale::Log) => SD_AMOUNT,
        }
    }

    /// Variance of the error of what was observed, on the scale.
    pub fn variance(&self) -> f64 {
        let value = self.scale.from(self.observed);
        let counting = self.all.map_or(0.0, |all| {
            let p = (all * value + 0.5) / (all + 1.0);
            let slope = self.scale.slope(value);
            self.left * slope * slope * p * (1.0 - p) / all
        });
        let sd = self.sd(value);
        counting + sd * sd
    }

    /// What would be observed of a simulated value, on the scale.
    pub fn seen(&self, value: f64, luck: Draw) -> f64 {
        let share = value.clamp(0.0, 1.0);
        let counted = match (self.all, self.whole) {
            (Some(all), Some(whole)) => part_of(all, (share * whole).round(), whole, luck) / all,
            (Some(all), None) => binomial(all, share, luck) / all,
            (None, _) => value,
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

/// How many of so many that are drawn from a whole without being put back are among the `marked` ones of
/// it (hypergeometric); all of them if the whole is drawn.
fn part_of(all: f64, marked: f64, whole: f64, luck: Draw) -> f64 {
    if all >= whole {
        return marked;
    }
    if all <= MANY {
        let mut found = 0.0;
        for i in 0..all as u64 {
            let left = (marked - found) / (whole - i as f64);
            found += f64::from(u8::from(luck.then(i).chance(left)));
        }
        return found;
    }
    let share = marked / whole;
    let variance = all * share * (1.0 - share) * (whole - all) / (whole - 1.0);
    (all * share + variance.sqrt() * luck.normal()).round().clamp(0.0, all.min(marked))
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

    fn row(denominator: f64, population: f64, sd: Option<f64>) -> Observation {
        Observation {
            line: 1,
            date: jiff::civil::Date::constant(2027, 1, 1),
            week: 10,
            measure: crate::measures::measure("organisations.live").unwrap(),
            group: crate::scenario::ALL.to_owned(),
            value: 0.3,
            denominator: Some(denominator),
            population: Some(population),
            sd,
            role: crate::scenario::RowRole::Fit,
        }
    }

    /// Mean and standard deviation of what would be seen of a share of 0.3.
    fn seen(row: &Observation) -> (f64, f64) {
        let (target, lot) = (Target::of(row, 0, 0), Lot::of_region(6));
        let one = |i| target.scale.from(target.seen(0.3, lot.draw(Purpose::Design, 2, i)));
        let values: Vec<f64> = (0..4_000).map(one).collect();
        let (mean, variance) = crate::stats::moments::moments(&values).unwrap();
        (mean, variance.sqrt())
    }

    /// A census has no error of sampling, a sample one that shrinks as it becomes a census, and a larger
    /// place that of so many draws. Broken twin: with the binomial's for all of them, the first two fail.
    #[test]
    fn a_census_a_sample_and_a_larger_place_have_their_own_errors() {
        let binomial = |all: f64| (0.21 / all).sqrt();
        for (all, whole, wanted) in [
            (200.0, 200.0, 0.5 / 200.0),
            (150.0, 200.0, binomial(150.0) * (50.0f64 / 199.0).sqrt()),
            (1_500.0, 2_000.0, binomial(1_500.0) * (500.0f64 / 1_999.0).sqrt()),
            (8_228.0, 200.0, binomial(8_228.0)),
        ] {
            let row = row(all, whole, None);
            let (mean, sd) = seen(&row);
            assert!((mean - 0.3).abs() < 0.002, "{all} of {whole}: {mean}");
            // A standard deviation of four thousand draws is within five standard errors, 6 %.
            assert!((sd / wanted - 1.0).abs() < 0.06, "{all} of {whole}: {sd}, wanted {wanted}");
            let target = Target::of(&row, 0, 0);
            let stated = target.variance().sqrt() / target.scale.slope(0.3);
            assert!((stated / wanted - 1.0).abs() < 0.06, "{all} of {whole}: {stated}");
        }
        // What is said of the books counts, and takes the place of half a one.
        assert!((seen(&row(200.0, 200.0, Some(0.02))).1 / 0.02 - 1.0).abs() < 0.06);
        // One practice of 8,228 and eight of them are the same to a scenario of two hundred.
        let target = Target::of(&row(8_228.0, 200.0, None), 0, 0);
        assert!(target.scale.to(8.0 / 8_228.0) - target.scale.to(1.0 / 8_228.0) < 0.4);
        assert!(target.scale.to(0.01) - target.scale.to(0.0) < 2.0);
    }
}

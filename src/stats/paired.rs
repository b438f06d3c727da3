//! Differences between two options that met the same luck.
//!
//! Two questions are kept apart. *Is there a difference on average* is answered by the interval of
//! the mean, whose unit is what was drawn independently: a future, or a draw of the parameters with
//! all its futures. *How often* the one gives more is a count of futures.

use super::moments::moments;
use super::quantiles::quantile;
use super::student::student_quantile;

/// Probability beyond each end of the interval of a mean: the interval is a 95 % one.
const TAIL: f64 = 0.025;
/// Fewer independent units than this make no verdict: an interval of a mean rests on a spread that
/// itself has to be known.
pub const FEWEST_FOR_VERDICT: u32 = 20;
/// Above this, "so many replicates are needed" is no advice.
const MOST_REPLICATES: u32 = 100_000_000;

/// Differences D = other − base over matched replicates.
///
/// Swapping the two options changes the sign of every figure, exactly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paired {
    /// Pairs.
    pub replicates: u32,
    /// Units that were drawn independently: the pairs, or draws of several pairs each.
    pub units: u32,
    /// Mean.
    pub mean: f64,
    /// Standard deviation of a unit's mean; 0 with one unit.
    pub deviation: f64,
    /// Half-width of the 95 % interval of the mean (Student's t); `None` with one unit.
    pub half_width: Option<f64>,
    /// Least.
    pub least: f64,
    /// 5th percentile.
    pub p05: f64,
    /// Median.
    pub p50: f64,
    /// 95th percentile.
    pub p95: f64,
    /// Greatest.
    pub greatest: f64,
    /// Pairs with D > 0.
    pub more: u32,
    /// Pairs with D = 0.
    pub same: u32,
    /// Variance of the difference of two unmatched options over that of matched ones,
    /// (s_A² + s_B²) / s_D²: how many times the replicates would be needed unmatched.
    /// `None` where the differences do not vary.
    pub efficiency: Option<f64>,
}

impl Paired {
    /// Compare value by value, each pair being drawn independently; `None` if there are no pairs.
    pub fn of(base: &[f64], other: &[f64]) -> Option<Self> {
        Paired::in_units(base, other, |pair| pair)
    }

    /// Compare value by value; `unit` says to which independent unit a pair belongs. Pairs of one
    /// unit stand together.
    pub fn in_units(base: &[f64], other: &[f64], unit: impl Fn(usize) -> usize) -> Option<Self> {
        let mut d: Vec<f64> = base.iter().zip(other).map(|(base, other)| other - base).collect();
        let n = d.len();
        let known = Mean::in_units(&d, &unit)?;
        let (mean, variance) = (known.mean, moments(&d)?.1);
        // Equal differences do not vary, whatever the rounding of their mean leaves.
        let variance = if d.iter().all(|&x| x == d[0]) { 0.0 } else { variance };
        let spread = moments(&base[..n])?.1 + moments(&other[..n])?.1;
        let (more, same) = (
            d.iter().filter(|&&d| d > 0.0).count() as u32,
            d.iter().filter(|&&d| d == 0.0).count() as u32,
        );
        d.sort_unstable_by(f64::total_cmp);
        // The upper percentile is the lower one seen from the other option, so that swapping
        // the two changes nothing but signs.
        let mirrored: Vec<f64> = d.iter().rev().map(|d| -d).collect();
        let replicates = n as u32;
        Some(Paired {
            replicates,
            units: known.units,
            mean,
            deviation: known.deviation,
            half_width: half_width(known.deviation, known.units),
            least: d[0],
            p05: quantile(&d, 0.05),
            p50: quantile(&d, 0.5),
            p95: -quantile(&mirrored, 0.05),
            greatest: d[n - 1],
            more,
            same,
            efficiency: (variance > 0.0).then(|| spread / variance),
        })
    }

    /// Whether the mean is told from 0: its 95 % interval does not hold 0. `None` if there are too
    /// few units for a verdict.
    pub fn is_told(&self) -> Option<bool> {
        let half = self.half_width.filter(|_| self.units >= FEWEST_FOR_VERDICT)?;
        Some(self.mean.abs() > half)
    }

    /// Share of pairs in which the other option gives more, ties counting half.
    pub fn share_more(&self) -> f64 {
        self.share(self.more)
    }

    /// Share of pairs in which the other option gives less, ties counting half.
    pub fn share_fewer(&self) -> f64 {
        self.share(self.fewer())
    }

    fn share(&self, pairs: u32) -> f64 {
        (f64::from(pairs) + 0.5 * f64::from(self.same)) / f64::from(self.replicates)
    }

    /// Pairs with D < 0.
    pub fn fewer(&self) -> u32 {
        self.replicates - self.more - self.same
    }

    /// Pairs with which the half-width of the mean is at most this, if the differences
    /// go on varying as these do; `None` if that cannot be said, or is beyond any use.
    pub fn replicates_needed(&self, wanted: f64) -> Option<u32> {
        self.half_width?;
        let enough = |n: u32| half_width(self.deviation, n).is_some_and(|half| half <= wanted);
        let (mut low, mut high) = (1, 2);
        while !enough(high) {
            if high > MOST_REPLICATES {
                return None;
            }
            (low, high) = (high, high * 2);
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if enough(middle) { high = middle } else { low = middle }
        }
        // As many pairs a unit as there are now.
        Some((f64::from(high) * f64::from(self.replicates) / f64::from(self.units)).ceil() as u32)
    }
}

/// A mean over values of which some hang together, and how much the means of independent units
/// vary.
struct Mean {
    mean: f64,
    /// Standard deviation of a unit's mean; of units of unequal size by linearisation (Cochran
    /// 1977, Sampling Techniques, 3rd ed., 2.11).
    deviation: f64,
    units: u32,
}

impl Mean {
    fn in_units(values: &[f64], unit: &dyn Fn(usize) -> usize) -> Option<Self> {
        let n = values.len() as f64;
        let mean = (n > 0.0).then(|| values.iter().sum::<f64>() / n)?;
        let sums = unit_sums(values, unit);
        let units = sums.len() as f64;
        let squares: f64 = sums.iter().map(|(sum, size)| sum - size * mean).map(|x| x * x).sum();
        // What does not vary does not, whatever the rounding of the mean leaves.
        let same = sums.iter().all(|&(sum, size)| sum * sums[0].1 == sums[0].0 * size);
        let variance = if units > 1.0 && !same { squares / (units - 1.0) } else { 0.0 };
        Some(Mean { mean, deviation: units / n * variance.sqrt(), units: sums.len() as u32 })
    }
}

/// Sum and number of the values of each unit, in their order.
pub(super) fn unit_sums(values: &[f64], unit: &dyn Fn(usize) -> usize) -> Vec<(f64, f64)> {
    let mut sums: Vec<(f64, f64)> = Vec::new();
    let mut last = None;
    for (i, x) in values.iter().enumerate() {
        match sums.last_mut().filter(|_| last == Some(unit(i))) {
            Some((sum, size)) => (*sum, *size) = (*sum + x, *size + 1.0),
            None => sums.push((*x, 1.0)),
        }
        last = Some(unit(i));
    }
    sums
}

fn half_width(deviation: f64, units: u32) -> Option<f64> {
    let t = student_quantile(1.0 - TAIL, units.checked_sub(1)?)?;
    Some(t * deviation / f64::from(units).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: [f64; 7] = [0.31, 0.27, 0.4, 0.38, 0.29, 0.33, 0.35];
    const B: [f64; 7] = [0.35, 0.33, 0.41, 0.38, 0.36, 0.3, 0.43];

    #[test]
    fn the_figures_are_those_of_a_paired_t_test() {
        let base = [10.0, 12.0, 9.0, 11.0];
        let other = [12.0, 13.0, 12.0, 11.0];
        // D = 2, 1, 3, 0: mean 1.5, variance 5/3; t(0.975, 3) = 3.182446.
        let paired = Paired::of(&base, &other).unwrap();
        assert_eq!((paired.replicates, paired.mean, paired.p50), (4, 1.5, 1.5));
        assert_eq!((paired.more, paired.same, paired.fewer()), (3, 1, 0));
        assert_eq!(paired.share_more(), 3.5 / 4.0);
        let half = 3.182_446_305 * (5.0_f64 / 3.0).sqrt() / 2.0;
        assert!((paired.half_width.unwrap() - half).abs() < 1e-8);
        // Variances of the two options: 5/3 and 2/3.
        assert!((paired.efficiency.unwrap() - (7.0 / 3.0) / (5.0 / 3.0)).abs() < 1e-12);
    }

    /// Kind of fault: futures of one draw taken as independent.
    #[test]
    fn pairs_of_one_draw_are_one_unit_of_the_mean() {
        // Draws bring 1, 3, 2 in each of four futures: the means of three units, not of twelve.
        let base = [0.0; 12];
        let other: Vec<f64> = [1.0, 3.0, 2.0].iter().flat_map(|&x| [x; 4]).collect();
        let drawn = Paired::in_units(&base, &other, |i| i / 4).unwrap();
        let plain = Paired::of(&[0.0; 3], &[1.0, 3.0, 2.0]).unwrap();
        assert_eq!((drawn.units, drawn.replicates, drawn.mean), (3, 12, 2.0));
        assert!((drawn.half_width.unwrap() - plain.half_width.unwrap()).abs() < 1e-12);
        assert!(Paired::of(&base, &other).unwrap().half_width.unwrap() < 0.6);
        assert_eq!((drawn.is_told(), drawn.more), (None, 12), "three units make no verdict");
        let needed = [&drawn, &plain].map(|p| p.replicates_needed(0.5).unwrap());
        assert_eq!(needed[0], 4 * needed[1]);
        let steady: Vec<f64> = (0..20).map(|i| f64::from(i % 2)).collect();
        assert_eq!(Paired::of(&[0.0; 20], &steady).unwrap().is_told(), Some(true));
        assert_eq!(Paired::of(&[0.5; 20], &steady).unwrap().is_told(), Some(false));
    }

    #[test]
    fn an_option_compared_with_itself_differs_by_exactly_nothing() {
        let same = Paired::of(&A, &A).unwrap();
        assert_eq!((same.mean, same.p05, same.p50, same.p95), (0.0, 0.0, 0.0, 0.0));
        assert_eq!((same.half_width, same.efficiency), (Some(0.0), None));
        assert_eq!(same.share_more(), 0.5);
        assert_eq!(same.replicates_needed(0.01), Some(2));
    }

    #[test]
    fn swapping_the_options_changes_signs_and_nothing_else() {
        let (there, back) = (Paired::of(&A, &B).unwrap(), Paired::of(&B, &A).unwrap());
        assert_eq!((there.mean, there.p50), (-back.mean, -back.p50));
        assert_eq!((there.p05, there.p95), (-back.p95, -back.p05));
        assert_eq!((there.least, there.greatest), (-back.greatest, -back.least));
        assert_eq!((there.half_width, there.efficiency), (back.half_width, back.efficiency));
        assert_eq!(there.more, back.fewer());
        assert_eq!(there.share_more(), back.share_fewer());
    }

    #[test]
    fn the_replicates_needed_are_the_fewest_that_do() {
        let paired = Paired::of(&A, &B).unwrap();
        for wanted in [0.03, 0.01, 0.001] {
            let n = paired.replicates_needed(wanted).unwrap();
            assert!(half_width(paired.deviation, n).unwrap() <= wanted);
            assert!(half_width(paired.deviation, n - 1).unwrap() > wanted);
        }
        assert_eq!(paired.replicates_needed(1e-9), None);
        assert_eq!(Paired::of(&[1.0], &[2.0]).unwrap().replicates_needed(0.1), None);
        assert_eq!(Paired::of(&[], &[]), None);
    }
}

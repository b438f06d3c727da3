//! Differences between two options that met the same luck.

use super::quantiles::quantile;
use super::student::student_quantile;

/// Probability beyond each end of the interval of a mean: the interval is a 95 % one.
const TAIL: f64 = 0.025;
/// Above this, "so many replicates are needed" is no advice.
const MOST_REPLICATES: u32 = 100_000_000;

/// Differences D = other − base over matched replicates.
///
/// Swapping the two options changes the sign of every figure, exactly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paired {
    /// Pairs.
    pub replicates: u32,
    /// Mean.
    pub mean: f64,
    /// Standard deviation; 0 with one pair.
    pub deviation: f64,
    /// Half-width of the 95 % interval of the mean (Student's t); `None` with one pair.
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
    /// Compare value by value; `None` if there are no pairs.
    pub fn of(base: &[f64], other: &[f64]) -> Option<Self> {
        let mut d: Vec<f64> = base.iter().zip(other).map(|(base, other)| other - base).collect();
        let n = d.len();
        let (mean, variance) = moments(&d)?;
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
            mean,
            deviation: variance.sqrt(),
            half_width: half_width(variance.sqrt(), replicates),
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

    /// Replicates with which the half-width of the mean is at most this, if the differences
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
        Some(high)
    }
}

fn half_width(deviation: f64, replicates: u32) -> Option<f64> {
    let t = student_quantile(1.0 - TAIL, replicates.checked_sub(1)?)?;
    Some(t * deviation / f64::from(replicates).sqrt())
}

/// Mean and variance (over n − 1; 0 for one value), in the order of the values.
fn moments(values: &[f64]) -> Option<(f64, f64)> {
    if values.is_empty() {
        return None;
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    Some((mean, if values.len() > 1 { squares / (n - 1.0) } else { 0.0 }))
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

//! A ratio of two means, such as pounds for each extra organisation, with its interval.
//!
//! The ratio of means is what one more costs on average; a ratio of medians is nothing that adds up,
//! and a mean of ratios has no meaning where a single effect may be 0. The interval is that of
//! Fieller (1954, J. R. Stat. Soc. B 16(2)): all ratios ρ for which the mean of `above − ρ below`
//! cannot be told from 0 by Student's t. It is exact for normal values, also where the mean below
//! is known badly; where that cannot be told from 0 the set has no end, and there is none.

use super::paired::unit_sums;
use super::student::student_quantile;

/// Probability beyond each end: the interval is a 95 % one.
const TAIL: f64 = 0.025;

/// Mean above over mean below.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio {
    /// The ratio of the means.
    pub value: f64,
    /// Its 95 % interval; none where the mean below cannot be told from 0.
    pub interval: Option<(f64, f64)>,
}

impl Ratio {
    /// Of values in pairs that were drawn independently; none unless the mean below is above 0.
    pub fn of(above: &[f64], below: &[f64]) -> Option<Self> {
        Ratio::in_units(above, below, |pair| pair)
    }

    /// The same where `unit` says to which independent unit a pair belongs.
    pub fn in_units(above: &[f64], below: &[f64], unit: impl Fn(usize) -> usize) -> Option<Self> {
        let (a, b) = (unit_sums(above, &unit), unit_sums(below, &unit));
        let n = a.len() as f64;
        let mean = |sums: &[(f64, f64)]| sums.iter().map(|(sum, _)| sum).sum::<f64>() / n;
        let (up, down) = (mean(&a), mean(&b));
        // Also false of what is no number.
        if !(down > 0.0 && up.is_finite()) {
            return None;
        }
        let value = up / down;
        // The size of a unit cancels in `sum above − ρ sum below`, so that units may differ in size.
        let product = |x: &[(f64, f64)], mx: f64, y: &[(f64, f64)], my: f64| {
            let terms = x.iter().zip(y).map(|((x, _), (y, _))| (x - mx) * (y - my));
            terms.sum::<f64>() / (n - 1.0) / n
        };
        let interval = student_quantile(1.0 - TAIL, (a.len() as u32).saturating_sub(1));
        let interval = interval.and_then(|t| {
            let (aa, ab) = (product(&a, up, &a, up), product(&a, up, &b, down));
            let (bb, tt) = (product(&b, down, &b, down), t * t);
            // (down² − t² bb) ρ² − 2 (up down − t² ab) ρ + up² − t² aa ≤ 0.
            let (square, linear) = (down * down - tt * bb, up * down - tt * ab);
            let root = (linear * linear - square * (up * up - tt * aa)).max(0.0).sqrt();
            (square > 0.0).then(|| ((linear - root) / square, (linear + root) / square))
        });
        Some(Ratio { value, interval })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_are_where_the_t_test_is_just_not_passed() {
        let above = [10.0, 14.0, 9.0, 12.0, 15.0, 11.0];
        let below = [2.0, 3.0, 2.5, 2.0, 3.5, 2.0];
        let found = Ratio::of(&above, &below).unwrap();
        assert!(
            (found.value - above.iter().sum::<f64>() / below.iter().sum::<f64>()).abs() < 1e-12
        );
        let (low, high) = found.interval.unwrap();
        for rho in [low, high] {
            let d: Vec<f64> = above.iter().zip(&below).map(|(a, b)| a - rho * b).collect();
            let p = crate::stats::holm::p_of_mean(&d);
            assert!((p - 0.05).abs() < 1e-9, "{rho}: {p}");
        }
        assert!(low < found.value && found.value < high);
    }

    #[test]
    fn what_may_divide_by_nothing_has_no_end() {
        let unsure = Ratio::of(&[1.0, 2.0, 3.0], &[-1.0, 4.0, 1.0]).unwrap();
        assert_eq!(unsure.interval, None);
        assert_eq!(Ratio::of(&[1.0, 1.0], &[-1.0, 1.0]), None);
        assert_eq!(Ratio::of(&[], &[]), None);
        assert_eq!(Ratio::of(&[3.0], &[2.0]), Some(Ratio { value: 1.5, interval: None }));
        let sure = Ratio::of(&[4.0, 6.0], &[2.0, 2.0]).unwrap();
        assert!(sure.interval.unwrap().0 < 2.5, "{sure:?}");
    }
}

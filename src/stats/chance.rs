//! How sure a share of futures is: exact one-sided limits of a binomial probability (Clopper & Pearson
//! 1934).

use super::student::incomplete_beta;

/// The probability below which, were it the true one, so many successes or more would come with less
/// than a chance of `alpha`: a lower limit that holds in `1 − alpha` of cases or more.
pub fn at_least(successes: u32, trials: u32, alpha: f64) -> f64 {
    if successes == 0 || trials == 0 {
        return 0.0;
    }
    let (k, n) = (f64::from(successes), f64::from(trials));
    solve(|p| incomplete_beta(k, n - k + 1.0, p), alpha)
}

/// The upper limit, likewise.
pub fn at_most(successes: u32, trials: u32, alpha: f64) -> f64 {
    1.0 - at_least(trials - successes.min(trials), trials, alpha)
}

/// Where a rising function of a probability has a value, by bisection.
fn solve(rising: impl Fn(f64) -> f64, value: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if rising(middle) < value { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::exact::binomial::Binomial;

    #[test]
    fn limits_are_where_the_tail_has_the_level() {
        for (k, n, alpha) in [(17, 20, 0.05), (850, 1000, 0.015), (1, 9, 0.2)] {
            let low = at_least(k, n, alpha);
            let b = Binomial::new(n, low);
            let tail: f64 = (k..=n).map(|k| b.probability(k)).sum();
            assert!((tail - alpha).abs() < 1e-9, "{k} of {n}: {low} has a tail of {tail}");
        }
        assert_eq!(at_least(0, 10, 0.05), 0.0);
        // Ten of ten: 0.05 to the power of a tenth.
        assert!((at_least(10, 10, 0.05) - 0.741_134).abs() < 1e-6);
        assert!((at_most(0, 10, 0.05) - (1.0 - 0.741_134)).abs() < 1e-6);
    }
}

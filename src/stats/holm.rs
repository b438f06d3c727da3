//! Several tests at once: Student's t for one mean, and Holm's step-down correction.

use super::moments::moments;
use super::student::upper_tail;

/// Two-sided p-value of the mean of these values being 0, by Student's t.
///
/// One value says nothing (1). Values that are all the same have no spread: 0 if they are not 0,
/// 1 if they are.
pub fn p_of_mean(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let Some(&first) = values.first().filter(|_| values.len() > 1) else { return 1.0 };
    if values.iter().all(|&x| x == first) {
        return if first == 0.0 { 1.0 } else { 0.0 };
    }
    let Some((mean, variance)) = moments(values) else { return 1.0 };
    (2.0 * upper_tail(mean.abs() / (variance / n).sqrt(), n - 1.0)).min(1.0)
}

/// Which of these hypotheses are rejected, so that the chance of rejecting any true one is at
/// most `alpha` (Holm 1979): the smallest p-value is held against alpha / n, the next against
/// alpha / (n − 1), and so on until one is not below.
pub fn holm(p_values: &[f64], alpha: f64) -> Vec<bool> {
    let n = p_values.len();
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    let mut rejected = vec![false; n];
    for (rank, &i) in order.iter().enumerate() {
        if p_values[i] > alpha / (n - rank) as f64 {
            break;
        }
        rejected[i] = true;
    }
    rejected
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_values_are_those_of_the_t_test() {
        // t = 3 / √(8.5 / 5) = 2.3009 with 4 degrees of freedom.
        assert!((p_of_mean(&[-1.0, 2.0, 3.0, 4.0, 7.0]) - 0.0829).abs() < 1e-3);
        assert_eq!(p_of_mean(&[]), 1.0);
        assert_eq!(p_of_mean(&[5.0]), 1.0, "one value has no spread");
        assert_eq!(p_of_mean(&[0.0, 0.0]), 1.0);
        assert_eq!(p_of_mean(&[2.0, 2.0]), 0.0);
        assert!((p_of_mean(&[-1.0, 1.0]) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn holm_stops_at_the_first_that_is_not_small_enough() {
        // Holm (1979): 0.01 ≤ 0.05/4, 0.013 ≤ 0.05/3, 0.03 > 0.05/2, so 0.04 falls with it.
        assert_eq!(holm(&[0.04, 0.01, 0.03, 0.013], 0.05), [false, true, false, true]);
        assert_eq!(holm(&[0.02], 0.01), [false]);
        assert_eq!(holm(&[], 0.01), Vec::<bool>::new());
    }
}

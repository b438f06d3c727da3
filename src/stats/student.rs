//! Student's t distribution: the interval of a mean from few values.

use super::maths;

/// Most terms of the continued fraction; a dozen are enough where it is used.
const TERMS: u32 = 500;
/// Stands for zero where a denominator vanishes (modified Lentz algorithm).
const TINY: f64 = 1e-300;

/// Quantile `p` of Student's t distribution with so many degrees of freedom, by bisection of
/// its distribution function: relative error below 10⁻⁹ for 0.0005 ≤ p ≤ 0.9995.
///
/// `None` unless 0 < p < 1 and there is at least one degree of freedom.
pub fn student_quantile(p: f64, freedom: u32) -> Option<f64> {
    if !(p > 0.0 && p < 1.0) || freedom == 0 {
        return None;
    }
    let upper = p.max(1.0 - p);
    if upper == 0.5 {
        return Some(0.0);
    }
    let freedom = f64::from(freedom);
    let tail = 1.0 - upper;
    let (mut low, mut high) = (0.0, 1.0);
    while upper_tail(high, freedom) > tail && high < 1e150 {
        (low, high) = (high, 2.0 * high);
    }
    // Each step halves the bracket: 60 leave nothing that a double could hold.
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if upper_tail(middle, freedom) > tail {
            low = middle;
        } else {
            high = middle;
        }
    }
    let t = 0.5 * (low + high);
    Some(if p < 0.5 { -t } else { t })
}

/// Probability that a t variable exceeds `t` ≥ 0 (Abramowitz & Stegun 1964, 26.7.1).
pub(super) fn upper_tail(t: f64, freedom: f64) -> f64 {
    0.5 * incomplete_beta(0.5 * freedom, 0.5, freedom / (freedom + t * t))
}

/// Regularised incomplete beta function I_x(a, b), by its continued fraction (Press et al.,
/// Numerical Recipes, 3rd ed., 6.4).
pub(crate) fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = maths::exp(
        maths::ln_gamma(a + b) - maths::ln_gamma(a) - maths::ln_gamma(b)
            + a * maths::ln(x)
            + b * maths::ln(1.0 - x),
    );
    // The fraction converges fast on this side of the mean only.
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(a, b, x) / a
    } else {
        1.0 - front * fraction(b, a, 1.0 - x) / b
    }
}

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let away = |y: f64| if y.abs() < TINY { TINY } else { y };
    let mut c = 1.0;
    let mut d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut product = d;
    for m in 1..=TERMS {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for term in [even, odd] {
            d = 1.0 / away(1.0 + term * d);
            c = away(1.0 + term / c);
            change = c * d;
            product *= change;
        }
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    product
}

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use super::student_quantile;

    fn assert_near(p: f64, freedom: u32, expected: f64, error: f64) {
        let t = student_quantile(p, freedom).unwrap();
        assert!((t / expected - 1.0).abs() < error, "p {p}, {freedom} df: {t} not {expected}");
    }

    #[test]
    fn quantiles_are_those_of_the_closed_forms() {
        for p in [0.6, 0.75, 0.9, 0.975, 0.999, 0.9995] {
            // With one, two and four degrees of freedom the quantile has a closed form
            // (Shaw 2006, J. Comput. Finance 9(4)).
            assert_near(p, 1, libm::tan(PI * (p - 0.5)), 1e-9);
            let alpha: f64 = 4.0 * p * (1.0 - p);
            assert_near(p, 2, 2.0 * (p - 0.5) * (2.0 / alpha).sqrt(), 1e-9);
            let root = alpha.sqrt();
            let q = libm::cos(libm::acos(root) / 3.0) / root;
            assert_near(p, 4, 2.0 * (q - 1.0).sqrt(), 1e-9);
            assert_eq!(
                student_quantile(1.0 - p, 7).map(|t| (t * 1e9).round()),
                student_quantile(p, 7).map(|t| (-t * 1e9).round())
            );
        }
    }

    #[test]
    fn quantiles_are_those_of_printed_tables() {
        // Every table of the t distribution, to its three decimals.
        for (freedom, expected) in [
            (1, 12.706),
            (2, 4.303),
            (3, 3.182),
            (5, 2.571),
            (9, 2.262),
            (19, 2.093),
            (30, 2.042),
            (99, 1.984),
            (199, 1.972),
            (999, 1.962),
            (4999, 1.960),
        ] {
            let t = student_quantile(0.975, freedom).unwrap();
            assert!((t - expected).abs() < 5.1e-4, "{freedom}: {t}");
        }
    }

    #[test]
    fn what_has_no_quantile_has_none() {
        for (p, freedom) in [(0.0, 3), (1.0, 3), (f64::NAN, 3), (0.975, 0)] {
            assert_eq!(student_quantile(p, freedom), None);
        }
        assert_eq!(student_quantile(0.5, 3), Some(0.0));
    }
}

//! Elementary functions that give the same digits on every machine.
//!
//! The platform's `exp`, `ln`, `pow` may be dispatched by processor and differ in the last
//! digit; one such digit can tip a comparison with a random draw and part two runs for good.

/// e^x.
#[inline]
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// Natural logarithm.
#[inline]
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// x^y.
#[inline]
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// Natural logarithm of the gamma function.
#[inline]
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// Sine.
#[inline]
pub fn sin(x: f64) -> f64 {
    libm::sin(x)
}

/// 1 / (1 + e^−x).
#[inline]
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

/// A probability with its log-odds shifted by `by`; exactly itself for a shift of 0.
#[inline]
pub fn shift_log_odds(p: f64, by: f64) -> f64 {
    if by == 0.0 || p <= 0.0 || p >= 1.0 { p } else { logistic(ln(p / (1.0 - p)) + by) }
}

/// The one way in which a rate becomes the probability of at least one event in a step of
/// length 1: 1 − e^−rate.
#[inline]
pub fn probability(rate: f64) -> f64 {
    -libm::expm1(-rate)
}

/// e^−x for x ≥ 0 in single precision, without branches: relative error below 5 × 10⁻⁷ up to
/// x = 4 and 8 × 10⁻⁶ up to x = 87; beyond, e^−87 ≈ 10⁻³⁸ stands for it.
#[inline]
pub fn exp_neg(x: f32) -> f32 {
    let t = -(if x < 87.0 { x } else { 87.0 }) * std::f32::consts::LOG2_E;
    // Nearest integer by the rounding of an addition; the rest lies in −0.5..0.5.
    const ROUND: f32 = 12_582_912.0;
    let rounded = t + ROUND;
    let rest = t - (rounded - ROUND);
    // Taylor series of 2^rest in rest · ln 2, to the sixth power.
    let y = rest * std::f32::consts::LN_2;
    let series = 1.0
        + y * (1.0
            + y * (0.5
                + y * (1.0 / 6.0 + y * (1.0 / 24.0 + y * (1.0 / 120.0 + y * (1.0 / 720.0))))));
    // The integer stands in the lowest bits of the rounded sum, whose next nine are 0: shifted
    // into the exponent, it is that power of two.
    f32::from_bits(rounded.to_bits().wrapping_add(127) << 23) * series
}

/// Hill function of order four, e⁴ / (θ⁴ + e⁴): the share of a full response at `e` when half of it
/// is reached at `threshold`.
#[inline]
pub fn hill(e: f32, threshold: f32) -> f32 {
    let (e2, t2) = (e * e, threshold * threshold);
    let e4 = e2 * e2;
    e4 / (t2 * t2 + e4)
}

/// Quantile of the standard normal distribution (Acklam's rational approximation; relative
/// error below 1.2 × 10⁻⁹).
pub fn normal_quantile(p: f64) -> f64 {
    const A: [f64; 6] = [
        -3.969_683_028_665_376e1,
        2.209_460_984_245_205e2,
        -2.759_285_104_469_687e2,
        1.383_577_518_672_69e2,
        -3.066_479_806_614_716e1,
        2.506_628_277_459_239,
    ];
    const B: [f64; 6] = [
        -5.447_609_879_822_406e1,
        1.615_858_368_580_409e2,
        -1.556_989_798_598_866e2,
        6.680_131_188_771_972e1,
        -1.328_068_155_288_572e1,
        1.0,
    ];
    const C: [f64; 6] = [
        -7.784_894_002_430_293e-3,
        -3.223_964_580_411_365e-1,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    const D: [f64; 5] = [
        7.784_695_709_041_462e-3,
        3.224_671_290_700_398e-1,
        2.445_134_137_142_996,
        3.754_408_661_907_416,
        1.0,
    ];
    const TAIL: f64 = 0.024_25;
    let horner = |coefficients: &[f64], x: f64| coefficients.iter().fold(0.0, |s, c| s * x + c);
    if p < TAIL {
        let q = (-2.0 * ln(p)).sqrt();
        horner(&C, q) / horner(&D, q)
    } else if p > 1.0 - TAIL {
        let q = (-2.0 * ln(1.0 - p)).sqrt();
        -horner(&C, q) / horner(&D, q)
    } else {
        let q = p - 0.5;
        let r = q * q;
        q * horner(&A, r) / horner(&B, r)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_neg_keeps_its_stated_error() {
        let mut worst = 0.0_f64;
        for i in 0..870_000 {
            let x = i as f32 * 1e-4;
            let exact = exp(-f64::from(x));
            worst = worst.max((f64::from(exp_neg(x)) / exact - 1.0).abs());
        }
        // Above about x = 40 the rounding of x · log2 e itself grows with x.
        assert!(worst < 8e-6, "{worst:e}");
        let mut near = 0.0_f64;
        for i in 0..40_000 {
            let x = i as f32 * 1e-4;
            near = near.max((f64::from(exp_neg(x)) / exp(-f64::from(x)) - 1.0).abs());
        }
        assert!(near < 5e-7, "{near:e}");
        assert_eq!(exp_neg(0.0), 1.0);
        assert!(exp_neg(1e6) < 1e-37);
    }

    #[test]
    fn normal_quantile_inverts_the_distribution_function() {
        for i in 1..20_000 {
            let p = f64::from(i) / 20_000.0;
            let x = normal_quantile(p);
            let back = 0.5 * libm::erfc(-x / std::f64::consts::SQRT_2);
            // An error dx in the quantile moves the probability by the density times dx.
            let density = exp(-0.5 * x * x) / (2.0 * std::f64::consts::PI).sqrt();
            assert!((back - p).abs() <= density * 1.2e-9 * x.abs() + 1e-14, "{p} {back}");
        }
        assert!(normal_quantile(1e-12) < -7.0);
    }

    #[test]
    fn rates_become_probabilities() {
        assert_eq!(probability(0.0), 0.0);
        assert!((probability(-ln(0.995)) - 0.005).abs() < 1e-15);
        assert!(probability(1e3) <= 1.0);
    }
}

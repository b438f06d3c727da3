//! Powers of shares, with the digits of [`maths::pow`] in fewer steps.
//!
//! The method and its constants are those of FreeBSD's `e_pow.c`, which `libm` follows, without
//! what shares and strengths do not need: signs, infinities, whole powers, overflow.
//!
//! Copyright (C) 2004 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy,
//! modify, and distribute this software is freely granted, provided that this notice is preserved.

use crate::stats::maths;

/// A strength, as the exponent of shares.
#[derive(Debug, Clone, Copy)]
pub(super) struct Exponent {
    pub(super) y: f64,
    /// Its upper half.
    high: f64,
    /// True for one that has no way of its own in `pow` and cannot overflow.
    plain: bool,
}

impl Exponent {
    #[inline]
    pub(super) fn new(y: f64) -> Self {
        let plain = (1e-3..16.0).contains(&y) && ![0.5, 1.0, 2.0].contains(&y);
        Exponent { y, high: upper(y), plain }
    }

    /// `x` to this power, for `x` from 0 to 1.
    #[inline]
    pub(super) fn of(self, x: f64) -> f64 {
        if self.plain && (1e-9..1.0).contains(&x) {
            self.of_plain(x)
        } else {
            maths::pow(x, self.y)
        }
    }

    #[inline(never)]
    fn of_plain(self, x: f64) -> f64 {
        let (log, log_rest) = log2(x);
        let rest = (self.y - self.high) * log + self.y * log_rest;
        exp2(self.high * log, rest)
    }
}

/// A number with the lower half of its bits cleared.
#[inline(always)]
fn upper(x: f64) -> f64 {
    f64::from_bits(x.to_bits() & 0xffff_ffff_0000_0000)
}

/// The number whose upper half of bits is this.
#[inline(always)]
fn from_upper(bits: u32) -> f64 {
    f64::from_bits(u64::from(bits) << 32)
}

/// Base-two logarithm, as a sum of two: the upper half, and the rest.
#[inline(always)]
fn log2(x: f64) -> (f64, f64) {
    const L: [f64; 6] = [
        5.999_999_999_999_946e-1,
        4.285_714_285_785_502e-1,
        3.333_333_298_183_774_3e-1,
        2.727_281_238_085_34e-1,
        2.306_607_457_755_617_5e-1,
        2.069_750_178_003_384_2e-1,
    ];
    // 2 / (3 ln 2), whole and in two parts.
    const CP: f64 = 9.617_966_939_259_756e-1;
    const CP_HIGH: f64 = 9.617_967_009_544_373e-1;
    const CP_LOW: f64 = -7.028_461_650_952_758e-9;
    // The logarithm of 1.5, in two parts.
    const HALF_MORE: (f64, f64) = (5.849_624_872_207_642e-1, 1.350_039_202_129_749e-8);

    // x is 2^n times a number near 1 or near 1.5.
    let bits = (x.to_bits() >> 32) as i32;
    let (mut n, fraction) = ((bits >> 20) - 0x3ff, bits & 0x000f_ffff);
    let mut head = fraction | 0x3ff0_0000;
    let near_one = fraction <= 0x3988e;
    let near_half_more = !near_one && fraction < 0xbb67a;
    if !near_one && !near_half_more {
        n += 1;
        head -= 0x0010_0000;
    }
    let a = f64::from_bits((head as u64) << 32 | x.to_bits() & 0xffff_ffff);
    let (point, high, low) =
        if near_half_more { (1.5, HALF_MORE.0, HALF_MORE.1) } else { (1.0, 0.0, 0.0) };

    // s = (a − point) / (a + point), in two parts.
    let (u, v) = (a - point, 1.0 / (a + point));
    let s = u * v;
    let s_high = upper(s);
    let step = if near_half_more { 1 << 18 } else { 0 };
    let t_high = from_upper(((head as u32 >> 1) | 0x2000_0000) + 0x0008_0000 + step);
    let t_low = a - (t_high - point);
    let s_low = v * ((u - s_high * t_high) - s_high * t_low);

    // The logarithm of a over that point, by its series in s.
    let s2 = s * s;
    let mut r =
        s2 * s2 * (L[0] + s2 * (L[1] + s2 * (L[2] + s2 * (L[3] + s2 * (L[4] + s2 * L[5])))));
    r += s_low * (s_high + s);
    let s2 = s_high * s_high;
    let t_high = upper(3.0 + s2 + r);
    let t_low = r - ((t_high - 3.0) - s2);
    let (u, v) = (s_high * t_high, s_low * t_high + t_low * s);
    let p_high = upper(u + v);
    let p_low = v - (p_high - u);
    let z_high = CP_HIGH * p_high;
    let z_low = CP_LOW * p_high + p_low * CP + low;

    let n = f64::from(n);
    let log = upper(((z_high + z_low) + high) + n);
    (log, z_low - (((log - n) - high) - z_high))
}

/// 2 to the power of a sum of two, from −1000 to 0.
#[inline(always)]
fn exp2(mut high: f64, low: f64) -> f64 {
    const P: [f64; 5] = [
        1.666_666_666_666_660_2e-1,
        -2.777_777_777_701_559_3e-3,
        6.613_756_321_437_934e-5,
        -1.653_390_220_546_525_2e-6,
        4.138_136_797_057_238_5e-8,
    ];
    // ln 2, whole and in two parts.
    const LN2: f64 = std::f64::consts::LN_2;
    const LN2_HIGH: f64 = 6.931_471_824_645_996e-1;
    const LN2_LOW: f64 = -1.904_654_299_957_768e-9;

    // The nearest whole number apart.
    let bits = ((low + high).to_bits() >> 32) as i32;
    let mut n = 0;
    if bits & 0x7fff_ffff > 0x3fe0_0000 {
        let exponent = ((bits & 0x7fff_ffff) >> 20) - 0x3ff;
        n = bits + (0x0010_0000 >> (exponent + 1));
        let exponent = ((n & 0x7fff_ffff) >> 20) - 0x3ff;
        high -= from_upper((n & !(0x000f_ffff >> exponent)) as u32);
        n = -(((n & 0x000f_ffff) | 0x0010_0000) >> (20 - exponent));
    }
    let t = upper(low + high);
    let u = t * LN2_HIGH;
    let v = (low - (t - high)) * LN2 + t * LN2_LOW;
    let z = u + v;
    let w = v - (z - u);
    let t = z * z;
    let t1 = z - t * (P[0] + t * (P[1] + t * (P[2] + t * (P[3] + t * P[4]))));
    let r = (z * t1) / (t1 - 2.0) - (w + z * w);
    let z = 1.0 - (r - z);
    f64::from_bits(z.to_bits().wrapping_add_signed(i64::from(n) << 52))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shares over all of their range, some of them close to 0 and to 1.
    fn shares() -> impl Iterator<Item = f64> {
        let even = (0..=20_000).map(|n| f64::from(n) / 20_000.0);
        let ends = (0..60).flat_map(|n| {
            let small = f64::from(n + 7) / 7.0 * maths::pow(0.5, f64::from(n));
            [small.min(1.0), (1.0 - small).max(0.0)]
        });
        even.chain(ends)
    }

    #[test]
    fn powers_have_the_digits_of_the_library() {
        let odd = (1..60).map(|n| f64::from(n) / 7.0 * maths::pow(1.3, f64::from(n % 11)));
        let strengths =
            [0.0, 1e-4, 1e-3, 0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 15.9, 16.0, 1e9];
        for y in strengths.into_iter().chain(odd) {
            let to = Exponent::new(y);
            for x in shares() {
                let (is, exact) = (to.of(x), maths::pow(x, y));
                assert_eq!(is.to_bits(), exact.to_bits(), "{x} to the power {y}: {is}, {exact}");
            }
        }
    }
}

//! Numbers as text in result files: a fixed number of decimals by unit, so that the same
//! results are the same bytes on every machine.

use crate::measures::Unit;

/// Decimals of a denominator.
pub(super) const DENOMINATOR_DECIMALS: u32 = 3;

/// Decimals of a value in result files.
pub(super) fn decimals(unit: Unit) -> u32 {
    match unit {
        Unit::Share => 5,
        Unit::Count | Unit::Hours | Unit::Minutes => 3,
        Unit::Pounds => 2,
    }
}

/// A value rounded to so many decimals (half away from zero), without a negative zero.
pub(super) fn rounded(value: f64, decimals: u32) -> f64 {
    let scale = 10u64.pow(decimals) as f64;
    let scaled = (value * scale).round();
    // Beyond 2^53 there are no decimals left to round.
    if scaled.abs() < 9e15 { scaled / scale + 0.0 } else { value }
}

/// Append a value with at most so many decimals; trailing zeros are left out.
/// A value that is not finite leaves the text empty.
pub(super) fn push_fixed(out: &mut Vec<u8>, value: f64, decimals: u32) {
    if !value.is_finite() {
        return;
    }
    let scale = 10u64.pow(decimals);
    let scaled = (value.abs() * scale as f64).round();
    if scaled >= 9e15 {
        out.extend_from_slice(format!("{value:.0}").as_bytes());
        return;
    }
    let scaled = scaled as u64;
    if value < 0.0 && scaled > 0 {
        out.push(b'-');
    }
    push_integer(out, scaled / scale);
    let mut fraction = scaled % scale;
    if fraction > 0 {
        let mut digits = decimals as usize;
        while fraction.is_multiple_of(10) {
            fraction /= 10;
            digits -= 1;
        }
        out.push(b'.');
        let start = out.len();
        out.resize(start + digits, b'0');
        for place in out[start..].iter_mut().rev() {
            *place = b'0' + (fraction % 10) as u8;
            fraction /= 10;
        }
    }
}

/// Append a whole number.
pub(super) fn push_integer(out: &mut Vec<u8>, mut value: u64) {
    let start = out.len();
    loop {
        out.push(b'0' + (value % 10) as u8);
        value /= 10;
        if value == 0 {
            break;
        }
    }
    out[start..].reverse();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(value: f64, decimals: u32) -> String {
        let mut out = Vec::new();
        push_fixed(&mut out, value, decimals);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn decimals_are_at_most_those_asked_for() {
        assert_eq!(fixed(0.5, 5), "0.5");
        assert_eq!(fixed(0.123456, 5), "0.12346");
        assert_eq!(fixed(1.0, 5), "1");
        assert_eq!(fixed(0.00001, 5), "0.00001");
        assert_eq!(fixed(0.999999, 5), "1");
        assert_eq!(fixed(12_345.678, 2), "12345.68");
        assert_eq!(fixed(100.25, 3), "100.25");
        assert_eq!(fixed(1e17, 2), "100000000000000000");
    }

    #[test]
    fn there_is_no_negative_zero_and_no_text_for_what_is_not_a_number() {
        assert_eq!(fixed(-0.0, 5), "0");
        assert_eq!(fixed(-0.000001, 5), "0");
        assert_eq!(fixed(-0.25, 5), "-0.25");
        assert_eq!(fixed(f64::NAN, 5), "");
        assert_eq!(fixed(f64::INFINITY, 5), "");
        assert!(rounded(-0.000001, 5).is_sign_positive());
        assert_eq!(rounded(0.123456, 5), 0.12346);
    }
}

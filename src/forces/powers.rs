//! Powers of shares, which strength takes.

use crate::stats::maths;

/// `of` to the power `to`; exactly `of` to the power 1.
#[inline]
pub(super) fn power(of: f64, to: f64) -> f64 {
    if to == 1.0 || of == 1.0 { of } else { maths::pow(of, to) }
}

/// Powers of shares that were worked out before. A force mostly writes the same share about organisation
/// after organisation, week after week, and a power costs more than all else that is done with it.
#[derive(Clone)]
pub struct Powers([Power; Powers::KEPT]);

#[derive(Clone, Copy)]
struct Power {
    of: f64,
    to: f64,
    is: f64,
}

impl std::fmt::Debug for Powers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Powers")
    }
}

/// What is remembered changes no value.
impl PartialEq for Powers {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Default for Powers {
    fn default() -> Self {
        Powers([Power { of: 1.0, to: 1.0, is: 1.0 }; Powers::KEPT])
    }
}

impl Powers {
    const BITS: u32 = 10;
    const KEPT: usize = 1 << Self::BITS;

    /// The same as [`power`].
    #[inline]
    pub(super) fn get(&mut self, of: f64, to: f64) -> f64 {
        if to == 1.0 || of == 1.0 {
            return of;
        }
        let bits =
            (of.to_bits() ^ to.to_bits().rotate_left(32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let kept = &mut self.0[(bits >> (u64::BITS - Self::BITS)) as usize];
        if (kept.of, kept.to) != (of, to) {
            *kept = Power { of, to, is: maths::pow(of, to) };
        }
        kept.is
    }
}

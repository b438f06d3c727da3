//! Designs of experiments: which points of the unit cube are looked at.
//!
//! A design is a function of its size, its dimensions and its luck. Luck comes as *bits at an
//! address* ([`Bits`]), so that a coordinate does not depend on what else was drawn, and so
//! that this module needs no source of randomness of its own.

mod grid;
mod joe_kuo;
mod latin;
mod sobol;
mod trajectories;

pub use grid::{Grid, OneAtATime};
pub use latin::Latin;
pub use sobol::{MOST_DIMENSIONS, Scrambled, sobol_bits};
pub use trajectories::{Trajectory, trajectories};

/// Sixty-four random bits at an address of two parts; the same address gives the same bits.
pub type Bits<'a> = &'a (dyn Fn(u64, u64) -> u64 + Sync);

/// Bits as a number in the open interval (0, 1), in steps of 2⁻⁵³.
pub(crate) fn unit(bits: u64) -> f64 {
    ((bits >> 11) as f64 + 0.5) * (1.0 / (1u64 << 53) as f64)
}

/// A whole number below `n` from bits, by multiplication: no number is more likely than
/// another by more than one part in 2⁶⁴/n.
pub(crate) fn below(bits: u64, n: usize) -> usize {
    ((u128::from(bits) * n as u128) >> 64) as usize
}

/// Bits for tests: the finaliser of SplitMix64 on an address.
#[cfg(test)]
pub(crate) fn test_bits(seed: u64) -> impl Fn(u64, u64) -> u64 + Sync {
    let mix = |mut x: u64| {
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    };
    move |a, b| mix(mix(mix(seed.wrapping_add(0x9e37_79b9_7f4a_7c15)) ^ a).wrapping_add(b) ^ !a)
}

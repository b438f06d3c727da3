//! Shares lost that are combined when they are read.

use super::powers::power;

/// What forces wrote of one coefficient of one organisation, each share with the strength of its force. A power
/// costs more than all else that is done with a share: where few are read in a week, whoever reads takes it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shares {
    /// What those before the ones noted combine to.
    lost: f64,
    count: usize,
    noted: [(f64, f64); Shares::MOST],
}

impl Shares {
    /// More are combined at once, so that it is only a matter of speed.
    const MOST: usize = 4;

    /// Back to neutral.
    pub fn clear(&mut self) {
        (self.lost, self.count) = (0.0, 0);
    }

    /// Note a share that a force of some strength takes away.
    #[inline]
    pub fn add(&mut self, x: f64, strength: f64) {
        debug_assert!((0.0..=1.0).contains(&x), "a share lost lies in 0..1, not {x}");
        if self.count == Shares::MOST {
            (self.lost, self.count) = (self.lost(), 0);
        }
        self.noted[self.count] = (x, strength);
        self.count += 1;
    }

    /// All of them combined, in the order in which they were written.
    pub fn lost(&self) -> f64 {
        self.noted[..self.count].iter().fold(self.lost, |lost, &(x, strength)| {
            1.0 - (1.0 - lost) * power(1.0 - x.clamp(0.0, 1.0), strength)
        })
    }
}

impl PartialEq for Shares {
    fn eq(&self, other: &Self) -> bool {
        self.lost() == other.lost()
    }
}

//! What uses teach: expectation from look-ups that pay off or not, and habit.
//!
//! Each use multiplies something by a factor, so moments are sums of powers `z^n` in the number
//! of uses `n`; where `n` is random, its generating function `E z^n` takes their place.

use super::moments::Moments;
use crate::stats::maths;

/// Expectation of people whose look-ups pay off with a fixed chance: `e ← e + u (1 − e)` at a
/// pay-off, `e ← e − d e` at a miss.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expectation {
    /// Chance H that a look-up pays off.
    pub hit: f64,
    /// Share u of the gap to 1 that a pay-off closes, above 0 and below 1.
    pub up: f64,
    /// Share d that a miss takes away, above 0 and below 1.
    pub down: f64,
}

/// Moments that are followed.
const ORDER: usize = 4;

impl Expectation {
    /// Mean to which it settles: `b H/(b H + 1 − H)`, `b = u/d`.
    pub fn settled(&self) -> f64 {
        let beta = self.up / self.down;
        beta * self.hit / (beta * self.hit + 1.0 - self.hit)
    }

    /// Expectation after a number of look-ups whose generating function is `of_uses` (for a
    /// fixed number n, `|z| maths::pow(z, n)`), from `first`.
    ///
    /// The j-th moment obeys `m_j' = z_j m_j + H Σ_(l<j) C(j, l) u^(j−l) (1 − u)^l m_l` with
    /// `z_j = H (1 − u)^j + (1 − H)(1 − d)^j`, so it is a sum of multiples of `z_0^n … z_j^n`.
    pub fn after(&self, first: f64, of_uses: impl Fn(f64) -> f64) -> Moments {
        let Expectation { hit, up, down } = *self;
        let factor = |j: usize| hit * power(1.0 - up, j) + (1.0 - hit) * power(1.0 - down, j);
        let z: [f64; ORDER + 1] = std::array::from_fn(factor);
        // `share[j][i]` is the multiple of z_i^n in the j-th moment.
        let mut share = [[0.0; ORDER + 1]; ORDER + 1];
        share[0][0] = 1.0;
        for j in 1..=ORDER {
            for i in 0..j {
                let fed: f64 = (i..j)
                    .map(|l| {
                        let gain = power(up, j - l) * power(1.0 - up, l);
                        choose(j, l) * gain * share[l][i]
                    })
                    .sum();
                share[j][i] = hit * fed / (z[i] - z[j]);
            }
            share[j][j] = power(first, j) - share[j][..j].iter().sum::<f64>();
        }
        let means = z.map(of_uses);
        let moment = |j: usize| share[j].iter().zip(means).map(|(c, g)| c * g).sum();
        Moments::of_raw([moment(1), moment(2), moment(3), moment(4)])
    }
}

fn power(x: f64, n: usize) -> f64 {
    maths::pow(x, n as f64)
}

fn choose(n: usize, k: usize) -> f64 {
    (0..k).fold(1.0, |c, i| c * (n - i) as f64 / (i + 1) as f64)
}

/// Habit after a number of uses whose generating function is `of_uses`, from none, where each
/// closes a share `gain` of the gap to 1: `h = 1 − (1 − gain)^n`.
pub fn habit(gain: f64, of_uses: impl Fn(f64) -> f64) -> Moments {
    let left = Moments::of_raw([1, 2, 3, 4].map(|j| of_uses(power(1.0 - gain, j))));
    Moments { mean: 1.0 - left.mean, ..left }
}

/// Generating function of a Poisson number of the given mean: `E z^n = e^(mean (z − 1))`.
pub fn poisson(mean: f64) -> impl Fn(f64) -> f64 {
    move |z| maths::exp(mean * (z - 1.0))
}

/// The same where the mean is itself `each` times a Poisson number of mean `number`: the uses
/// that `number` patients on average make, each `each` on average.
pub fn poisson_of_poisson(number: f64, each: f64) -> impl Fn(f64) -> f64 {
    move |z| poisson(number)(poisson(each)(z))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Generating function of a fixed number.
    fn to_the(n: usize) -> impl Fn(f64) -> f64 {
        move |z| power(z, n)
    }

    const CIRCLE: Expectation = Expectation { hit: 0.9, up: 0.1, down: 0.2 };

    #[test]
    fn expectation_settles_at_the_published_values() {
        for (hit, published) in [(0.9, 0.82), (0.5, 0.33)] {
            let e = Expectation { hit, ..CIRCLE };
            assert!((e.settled() - published).abs() < 5e-3);
            assert!((e.after(0.2, to_the(2_000)).mean - e.settled()).abs() < 1e-12);
        }
        let even = Expectation { hit: 0.6, up: 0.1, down: 0.1 };
        assert!((even.settled() - 0.6).abs() < 1e-12, "at equal speeds, the chance itself");
    }

    #[test]
    fn moments_are_those_of_all_paths() {
        let (first, uses) = (0.5, 9);
        let mut paths = vec![(1.0, first)];
        for _ in 0..uses {
            paths = paths
                .iter()
                .flat_map(|&(p, e): &(f64, f64)| {
                    [
                        (p * CIRCLE.hit, e + CIRCLE.up * (1.0 - e)),
                        (p * (1.0 - CIRCLE.hit), e - CIRCLE.down * e),
                    ]
                })
                .collect();
        }
        let raw = [1, 2, 3, 4].map(|j| paths.iter().map(|(p, e)| p * power(*e, j)).sum::<f64>());
        let (exact, found) = (Moments::of_raw(raw), CIRCLE.after(first, to_the(uses)));
        assert!((found.mean - exact.mean).abs() < 1e-12);
        assert!((found.variance - exact.variance).abs() < 1e-12);
        assert!((found.fourth - exact.fourth).abs() < 1e-12);
    }

    #[test]
    fn habit_after_so_many_uses() {
        let fixed = habit(0.045, to_the(66));
        assert!((fixed.mean - (1.0 - power(0.955, 66))).abs() < 1e-12);
        assert!(fixed.variance.abs() < 1e-12);
        let random = habit(0.045, poisson(20.0));
        assert!((random.mean - (1.0 - maths::exp(-0.9))).abs() < 1e-12);
    }

    #[test]
    fn generating_functions_are_those_of_the_distributions() {
        let (number, each, z) = (3.0, 0.7, 0.6_f64);
        let weight =
            |mean: f64, n: i32| (1..=n).fold(maths::exp(-mean), |w, k| w * mean / f64::from(k));
        let uses: f64 = (0..60)
            .map(|n| {
                let given = |k| weight(each * f64::from(n), k) * maths::pow(z, f64::from(k));
                weight(number, n) * (0..60).map(given).sum::<f64>()
            })
            .sum();
        assert!((poisson_of_poisson(number, each)(z) - uses).abs() < 1e-12);
    }
}

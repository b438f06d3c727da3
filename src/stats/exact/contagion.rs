//! Contagion: a rate of adoption of `p + q x`, with `x` the share of those seen that have
//! adopted at the start of the step.

use super::binomial::Binomial;
use super::chain::Chain;
use super::moments::Moments;
use crate::stats::maths;

/// Contagion between organisations without which nothing happens, from nobody at step 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contagion {
    /// How many organisations, at least 2.
    pub organisations: u32,
    /// Rate p of adoption by oneself, per step.
    pub spontaneous: f64,
    /// Rate q of adoption when all those seen have adopted, per step.
    pub contagion: f64,
}

impl Contagion {
    /// The same rates in steps that are `parts` times as short.
    pub fn finer(self, parts: u32) -> Self {
        let parts = f64::from(parts);
        Contagion {
            spontaneous: self.spontaneous / parts,
            contagion: self.contagion / parts,
            ..self
        }
    }

    /// Share of adopters after each of these numbers of steps (ascending), where all see one
    /// another: the number of adopters is a Markov chain, and each of the `N − k` others
    /// follows in a step with probability `1 − exp(−(p + q k/(N − 1)))`.
    pub fn complete(&self, steps: &[u32]) -> Vec<Moments> {
        let n = self.organisations;
        let chain = Chain::new(n + 1, |k| {
            let seen = f64::from(k) / f64::from(n - 1);
            let adopt = maths::probability(self.spontaneous + self.contagion * seen);
            let b = Binomial::new(n - k, adopt);
            (k + b.first..).zip(b.probabilities).collect()
        });
        let share = 1.0 / f64::from(n);
        chain.after(0, steps).iter().map(|p| Moments::of_counts(p).times(share)).collect()
    }
}

/// Share of adopters among very many who all see one another, after a time in units of the
/// rates (Bass 1969, Management Science 15: 215).
pub fn bass(p: f64, q: f64, time: f64) -> f64 {
    let left = maths::exp(-(p + q) * time);
    (1.0 - left) / (1.0 + q / p * left)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Limit of `f` as the step shrinks: `f` gets the number of steps in a unit of time, and
    /// its error is a power series in the step (Romberg: Richardson's extrapolation, repeated).
    pub fn romberg(coarsest: u32, halvings: u32, f: impl Fn(u32) -> f64) -> f64 {
        let mut row: Vec<f64> = (0..=halvings).map(|i| f(coarsest << i)).collect();
        for level in 1..=halvings {
            let power = f64::from(1_u32 << level);
            row = row.windows(2).map(|w| (power * w[1] - w[0]) / (power - 1.0)).collect();
        }
        row[0]
    }

    /// Rates a year.
    pub const P: f64 = 0.03;
    /// See [`P`].
    pub const Q: f64 = 0.38;

    fn continuous(organisations: u32, years: u32) -> f64 {
        let yearly = Contagion { organisations, spontaneous: P, contagion: Q };
        romberg(8, 4, |parts| yearly.finer(parts).complete(&[years * parts])[0].mean)
    }

    #[test]
    fn meets_the_published_shares_as_the_step_shrinks() {
        let published = [
            (10, 0.290_738_65, 0.677_066_37),
            (100, 0.326_182_13, 0.799_372_08),
            (1000, 0.330_683_30, 0.811_501_25),
        ];
        for (n, five, ten) in published {
            let found = [continuous(n, 5), continuous(n, 10)];
            assert!((found[0] - five).abs() < 6e-9, "{n} {found:?}");
            assert!((found[1] - ten).abs() < 6e-9, "{n} {found:?}");
        }
    }

    #[test]
    fn many_organisations_meet_bass() {
        assert!((bass(P, Q, 5.0) - 0.331_198_642_5).abs() < 1e-10);
        assert!((bass(P, Q, 10.0) - 0.812_803_221_2).abs() < 1e-10);
        // What is missing falls as 1/N.
        let missing = |n| bass(P, Q, 5.0) - continuous(n, 5);
        assert!((missing(500) / missing(1000) - 2.0).abs() < 0.02);
    }

    #[test]
    fn without_contagion_adopters_are_binomial() {
        let c = Contagion { organisations: 30, spontaneous: 0.01, contagion: 0.0 };
        let found = c.complete(&[100])[0];
        let exact = Moments::of_binomial(30.0, maths::probability(1.0)).times(1.0 / 30.0);
        assert!((found.mean - exact.mean).abs() < 1e-12);
        assert!((found.variance - exact.variance).abs() < 1e-12);
        assert!((found.fourth - exact.fourth).abs() < 1e-12);
    }
}

//! Staff of one organisation: leaving, learning, forgetting.

use super::binomial::Binomial;
use super::chain::Chain;
use super::moments::Moments;

/// People who learn from one another and forget, in steps of a week. In a week each person
/// first quits or not (and is replaced by someone who cannot use the tool); of those who stay,
/// one who cannot use it learns it, one who can forgets it, or not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Colleagues {
    /// How many people, at least 1.
    pub posts: u32,
    /// Chance of quitting.
    pub quit: f64,
    /// Chance of learning it by oneself.
    pub alone: f64,
    /// Chance of learning it from colleagues if all could use it at the start of the week.
    pub colleagues: f64,
    /// Chance of forgetting it.
    pub lapse: f64,
}

impl Colleagues {
    /// Share who can use it after each of these numbers of weeks (ascending), from nobody: the
    /// number who can is a Markov chain.
    pub fn after(&self, weeks: &[u32]) -> Vec<Moments> {
        let n = self.posts;
        let keep = (1.0 - self.quit) * (1.0 - self.lapse);
        let chain = Chain::new(n + 1, |k| {
            let share = f64::from(k) / f64::from(n);
            let learn = (1.0 - self.quit) * (self.alone + self.colleagues * share).min(1.0);
            let (kept, learnt) = (Binomial::new(k, keep), Binomial::new(n - k, learn));
            let first = kept.first + learnt.first;
            let mut sum = vec![0.0; kept.probabilities.len() + learnt.probabilities.len() - 1];
            for (i, a) in kept.probabilities.iter().enumerate() {
                for (j, b) in learnt.probabilities.iter().enumerate() {
                    sum[i + j] += a * b;
                }
            }
            (first..).zip(sum).collect()
        });
        let share = 1.0 / f64::from(n);
        chain.after(0, weeks).iter().map(|p| Moments::of_counts(p).times(share)).collect()
    }
}

/// People who leave, and are replaced in the same week, and a standing induction that everybody
/// passes or not who cannot use the tool, newcomers of the week among them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Induction {
    /// Chance q a week of leaving.
    pub leave: f64,
    /// Chance t a week of passing.
    pub pass: f64,
}

impl Induction {
    /// Chance that a post is held by someone who can use the tool, after so many weeks from
    /// none: `c' = c (1 − q + q t) + (1 − c) t`.
    pub fn after(&self, weeks: u32) -> f64 {
        let Induction { leave, pass } = *self;
        let one = |c: f64| c * (1.0 - leave + leave * pass) + (1.0 - c) * pass;
        (0..weeks).fold(0.0, |c, _| one(c))
    }

    /// What that settles to: `t/(t + q − t q)`.
    pub fn settled(&self) -> f64 {
        self.pass / (self.pass + self.leave - self.pass * self.leave)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::maths;

    #[test]
    fn colleagues_meet_the_published_shares() {
        let fifty =
            Colleagues { posts: 50, quit: 0.005, alone: 0.002, colleagues: 0.05, lapse: 0.01 };
        let found = fifty.after(&[26, 52, 104, 260, 520]);
        for (found, published) in found.iter().zip([0.0755, 0.2057, 0.5097, 0.7066, 0.7079]) {
            assert!((found.mean - published).abs() < 5e-5, "{}", found.mean);
        }
    }

    #[test]
    fn people_who_do_not_teach_one_another_are_binomial() {
        let staff = Colleagues { posts: 20, quit: 0.01, alone: 0.03, colleagues: 0.0, lapse: 0.02 };
        let found = staff.after(&[40])[0];
        let (keep, learn) = (0.99 * 0.98, 0.99 * 0.03);
        let c = (0..40).fold(0.0, |c, _| c * keep + (1.0 - c) * learn);
        let exact = Moments::of_binomial(20.0, c).times(1.0 / 20.0);
        assert!((found.mean - exact.mean).abs() < 1e-12);
        assert!((found.variance - exact.variance).abs() < 1e-12);
    }

    #[test]
    fn induction_settles_at_the_published_share() {
        let induction = Induction { leave: 0.007, pass: 0.05 };
        assert!((induction.settled() - 0.8826).abs() < 5e-5);
        assert!((induction.after(1000) - induction.settled()).abs() < 1e-12);
        let pace = 1.0 - 0.007 - 0.05 + 0.007 * 0.05;
        let exact = induction.settled() * (1.0 - maths::pow(pace, 30.0));
        assert!((induction.after(30) - exact).abs() < 1e-12);
    }
}

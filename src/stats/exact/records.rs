//! Records that are written at a fixed rate, and count as current for a while.

use crate::stats::maths;

/// Patients who agreed and die at a fixed rate, and records about them that are written at a
/// fixed rate whatever their age. Rates and times are per step and in steps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ageing {
    /// Rate a at which a patient's record is written or updated.
    pub write: f64,
    /// Mean stay d: patients die at rate 1/d.
    pub stay: f64,
    /// Steps M for which a record counts as current after a write.
    pub current: u32,
}

/// What is known of those who agreed, at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreed {
    /// How many there are, as a multiple of those newly recognised in a step.
    pub patients: f64,
    /// Share with a current record.
    pub fill: f64,
}

impl Ageing {
    /// Chance of a current record `k` steps after agreeing: a write in any of the last `M`
    /// steps, of which there were `k`, `1 − e^(−a min(k, M))`.
    pub fn current_after(&self, k: u32) -> f64 {
        maths::probability(self.write * f64::from(k.min(self.current)))
    }

    /// Share of those alive with a current record, once ages have settled to the geometric
    /// distribution. With `x = e^(−1/d)` and `y = x e^(−a)` the sum over ages is
    /// `(1 − y^M)(x − y)/(1 − y)`.
    pub fn settled(&self) -> f64 {
        let x = maths::exp(-1.0 / self.stay);
        let y = maths::exp(-1.0 / self.stay - self.write);
        (1.0 - maths::pow(y, f64::from(self.current))) * (x - y) / (1.0 - y)
    }

    /// The same in continuous time: `a/(a + 1/d) · (1 − e^(−M (a + 1/d)))`.
    pub fn continuous(&self) -> f64 {
        let out = self.write + 1.0 / self.stay;
        self.write / out * maths::probability(f64::from(self.current) * out)
    }

    /// Those who agreed, after so many steps from the start, at which `d` patients (as a
    /// multiple of those newly recognised in a step) are recognised and none has been asked.
    /// In a step each patient first dies or not; of those who live, one who has not agreed is
    /// asked, and agrees, with probability `ask`; then the step's newly recognised come.
    pub fn after(&self, steps: u32, ask: f64) -> Agreed {
        let live = maths::exp(-1.0 / self.stay);
        let mut unasked = self.stay;
        // By steps since agreeing.
        let mut ages: Vec<f64> = vec![];
        for _ in 0..steps {
            ages.iter_mut().for_each(|n| *n *= live);
            ages.insert(0, unasked * live * ask);
            unasked = unasked * live * (1.0 - ask) + 1.0;
        }
        let patients: f64 = ages.iter().sum();
        let current: f64 = ages.iter().zip(0..).map(|(n, k)| n * self.current_after(k)).sum();
        Agreed { patients, fill: if patients > 0.0 { current / patients } else { 0.0 } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEEKLY: Ageing = Ageing { write: 0.1, stay: 46.0, current: 26 };

    #[test]
    fn the_closed_form_is_the_sum_over_ages() {
        let x: f64 = maths::exp(-1.0 / 46.0);
        let sum: f64 = (0..20_000)
            .map(|k| (1.0 - x) * maths::pow(x, f64::from(k)) * WEEKLY.current_after(k))
            .sum();
        assert!((WEEKLY.settled() - sum).abs() < 1e-12);
        assert!((WEEKLY.after(4_000, 0.6).fill - sum).abs() < 1e-12);
    }

    #[test]
    fn meets_the_continuous_share_as_the_step_shrinks() {
        // a/(a + 1/46)(1 − e^(−26 (a + 1/46))) for a = .1.
        assert!((WEEKLY.continuous() - 0.786_760_2).abs() < 5e-8);
        let missing = |parts: u32| {
            let n = f64::from(parts);
            let finer = Ageing { write: 0.1 / n, stay: 46.0 * n, current: 26 * parts };
            assert!((finer.continuous() - WEEKLY.continuous()).abs() < 1e-12);
            finer.settled() - finer.continuous()
        };
        assert!(missing(10_000).abs() < 1e-6);
        assert!((missing(1_000) / missing(2_000) - 2.0).abs() < 1e-3, "first order in the step");
    }

    #[test]
    fn patients_settle_to_arrivals_over_the_chance_of_death() {
        let settled = 1.0 / maths::probability(1.0 / 46.0);
        let agreed = WEEKLY.after(3_000, 1.0 - 1e-12).patients;
        // All but those who came in this very step.
        assert!((agreed - (settled - 1.0)).abs() < 1e-9);
    }
}

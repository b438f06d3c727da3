//! A team with so many hours a week for launches, one after the other.

use crate::stats::maths;

/// Launches by a team that does nothing else.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Capacity {
    /// How many organisations there are to launch.
    pub organisations: u32,
    /// Hours that the first launch takes.
    pub hours: f64,
    /// Hours that the team has a week.
    pub weekly: f64,
    /// Progress ratio: what every doubling of experience multiplies the hours by; 1 without
    /// learning.
    pub progress_ratio: f64,
}

impl Capacity {
    /// Hours that the `n`-th launch takes: `W n^(−b)`, `b = −log2(progress ratio)`.
    pub fn launch(&self, n: u32) -> f64 {
        let slope = maths::ln(self.progress_ratio) / std::f64::consts::LN_2;
        self.hours * maths::pow(f64::from(n), slope)
    }

    /// How many are launched after so many weeks of work.
    pub fn launched(&self, weeks: u32) -> u32 {
        let mut left = self.weekly * f64::from(weeks);
        let done = (1..=self.organisations).take_while(|&n| {
            left -= self.launch(n);
            left >= 0.0
        });
        done.count() as u32
    }

    /// Weeks of work until all are launched: `(W/H) Σ n^(−b)`, without learning `N W/H`.
    pub fn weeks_to_all(&self) -> f64 {
        (1..=self.organisations).map(|n| self.launch(n)).sum::<f64>() / self.weekly
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_learning_launches_come_at_an_even_pace() {
        let c = Capacity { organisations: 80, hours: 20.0, weekly: 7.5, progress_ratio: 1.0 };
        assert_eq!(c.weeks_to_all(), 80.0 * 20.0 / 7.5);
        assert_eq!([0, 2, 3, 8, 213, 214, 500].map(|w| c.launched(w)), [0, 0, 1, 3, 79, 80, 80]);
    }

    #[test]
    fn every_doubling_of_experience_saves_the_same_share() {
        let c = Capacity { organisations: 8, hours: 10.0, weekly: 5.0, progress_ratio: 0.8 };
        assert!((c.launch(1) - 10.0).abs() < 1e-12);
        assert!((c.launch(2) - 8.0).abs() < 1e-12);
        assert!((c.launch(8) - 5.12).abs() < 1e-12);
        assert_eq!(c.launched(c.weeks_to_all().ceil() as u32), 8);
        assert_eq!(c.launched(c.weeks_to_all().floor() as u32), 7);
    }
}

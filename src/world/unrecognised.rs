//! People of a list who could be recognised: how many are, die and come in a week.

use super::ILLNESSES;
use crate::rng::{Draw, poisson_none};

/// People for whom chances are kept; a list has few.
const KEPT: u32 = 256;

/// The chances that nothing comes of so many people: they hang on a count alone, and most draws end
/// with them.
#[derive(Debug, Clone, Default)]
pub struct Unrecognised {
    /// Weeks for which they stay.
    weeks: f64,
    /// By illness, how many come in a week and which share of them is recognised.
    illnesses: [(f64, f64); ILLNESSES],
    /// By illness, the chance that nobody comes.
    nobody_comes: [f64; ILLNESSES],
    /// By illness and count, the chances that nobody is recognised and that nobody dies.
    nothing: [Vec<[f64; 2]>; ILLNESSES],
}

impl Unrecognised {
    /// Keep the chances for these weeks and illnesses, if they are not those that are kept.
    pub fn keep(&mut self, weeks: f64, illnesses: [(f64, f64); ILLNESSES]) {
        if (self.weeks, self.illnesses) == (weeks, illnesses) && !self.nothing[0].is_empty() {
            return;
        }
        (self.weeks, self.illnesses) = (weeks, illnesses);
        self.nobody_comes = illnesses.map(|(comes, _)| poisson_none(comes));
        self.nothing = std::array::from_fn(|illness| {
            let chances = |count| self.rates(illness, count).map(poisson_none);
            (0..KEPT).map(chances).collect()
        });
    }

    /// Rates a week at which any of so many people are recognised, and die.
    #[inline]
    fn rates(&self, illness: usize, count: u32) -> [f64; 2] {
        let (stay, share) = (f64::from(count) / self.weeks, self.illnesses[illness].1);
        [stay * share, stay * (1.0 - share)]
    }

    /// How many of so many people are recognised, die and come in a week, by three draws.
    #[inline]
    pub fn week(&self, illness: usize, count: u32, luck: [Draw; 3]) -> [u32; 3] {
        let rates = self.rates(illness, count);
        let nothing = self.nothing[illness].get(count as usize).copied().unwrap_or_default();
        let recognised = luck[0].poisson_past(nothing[0], rates[0]).min(count);
        let died = luck[1].poisson_past(nothing[1], rates[1]).min(count - recognised);
        let come = luck[2].poisson_past(self.nobody_comes[illness], self.illnesses[illness].0);
        [recognised, died, come]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_chances_change_no_draw() {
        let mut kept = Unrecognised::default();
        let many = [(600.0, 0.5), (499.0, 0.25)];
        for (weeks, illnesses) in
            [(26.0, [(0.3, 0.5), (0.2, 0.25)]), (9.0, [(0.0, 1.0); 2]), (1.0, many)]
        {
            kept.keep(weeks, illnesses);
            for (i, count) in (0..5_000).map(|i| (i, i % 300)) {
                let luck = [1, 2, 3].map(|nth| Draw::of_word(i, nth));
                for (illness, (comes, share)) in illnesses.into_iter().enumerate() {
                    let stay = f64::from(count) / weeks;
                    let recognised = luck[0].poisson(stay * share).min(count);
                    let died = luck[1].poisson(stay * (1.0 - share)).min(count - recognised);
                    let come = luck[2].poisson(comes);
                    assert_eq!(kept.week(illness, count, luck), [recognised, died, come]);
                }
            }
        }
    }
}

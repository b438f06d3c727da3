//! One number of each future of a study, point by point: what analyses are made of.

use crate::results::study::Outcome;

/// The values of one measure in one week: `values[point][replicate]`, missing where the future
/// failed, the measure has none, or the point is not there.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Values(Vec<Vec<Option<f64>>>);

impl Values {
    /// No value of so many points.
    pub fn new(points: usize) -> Self {
        Values(vec![Vec::new(); points])
    }

    /// Take in a point.
    pub fn add(&mut self, outcome: &Outcome, column: usize) {
        let value = |future: &Result<Vec<Option<f32>>, String>| {
            future.as_ref().ok()?.get(column).copied().flatten().map(f64::from)
        };
        if let Some(own) = self.0.get_mut(outcome.point as usize) {
            *own = outcome.futures.iter().map(value).collect();
        }
    }

    /// How many points.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True if there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The futures of a point.
    pub fn of(&self, point: usize) -> &[Option<f64>] {
        self.0.get(point).map_or(&[], Vec::as_slice)
    }

    /// Futures in all, and those of them without a value.
    pub fn without(&self) -> (usize, usize) {
        let all = self.0.iter().flatten();
        (all.clone().count(), all.filter(|value| value.is_none()).count())
    }

    /// Mean of a point over its futures with a value.
    pub fn mean(&self, point: usize) -> Option<f64> {
        mean(self.of(point).iter().flatten().copied())
    }

    /// Variance of one future within a point, pooled over all points; none from single futures.
    pub fn within(&self) -> Option<f64> {
        let (mut squares, mut freedom) = (0.0, 0usize);
        for (point, own) in self.0.iter().enumerate() {
            let Some(mean) = self.mean(point) else { continue };
            let known = || own.iter().flatten();
            squares += known().map(|x| (x - mean) * (x - mean)).sum::<f64>();
            freedom += known().count() - 1;
        }
        (freedom > 0).then(|| squares / freedom as f64)
    }

    /// Differences of two points, future by future.
    pub fn differences(&self, from: usize, to: usize) -> Vec<f64> {
        let pairs = self.of(from).iter().zip(self.of(to));
        pairs.filter_map(|(a, b)| Some((*b)? - (*a)?)).collect()
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, n) = values.fold((0.0, 0u32), |(sum, n), x| (sum + x, n + 1));
    (n > 0).then(|| sum / f64::from(n))
}

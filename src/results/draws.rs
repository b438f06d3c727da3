//! Parameters that were drawn, and how much of the variance is due to them.

use super::trajectory::Ensemble;
use crate::measures::Measure;
use crate::stats::anova::{Components, one_way};

/// The parameters of an ensemble of two levels: draws of the parameters, and replicates of each.
#[derive(Debug, Clone, PartialEq)]
pub struct ParameterDraws {
    /// Replicates of each draw: replicate k belongs to draw k / this.
    pub replicates_per_draw: u32,
    /// Keys of the parameters drawn.
    pub keys: Vec<String>,
    /// Their values, by draw and in the order of the keys.
    pub values: Vec<Vec<f64>>,
}

impl ParameterDraws {
    /// The draw to which a replicate belongs.
    pub fn draw_of(&self, replicate: u32) -> usize {
        (replicate / self.replicates_per_draw.max(1)) as usize
    }
}

impl Ensemble {
    /// The unit that was drawn independently to which a replicate belongs: its draw of the
    /// parameters, or itself where none are drawn.
    pub fn unit(&self, replicate: u32) -> usize {
        self.draws.as_ref().map_or(replicate as usize, |draws| draws.draw_of(replicate))
    }

    /// Variance of a measure over everything in one week, between draws of the parameters and
    /// within them; none without draws, or where too few replicates have a value.
    pub fn variance(&self, measure: &Measure, week: u32) -> Option<Components> {
        let draws = self.draws.as_ref()?;
        let mut groups = vec![Vec::new(); draws.values.len()];
        for one in &self.replicates {
            let group = groups.get_mut(draws.draw_of(one.replicate))?;
            group.extend(one.trajectory.measure(measure, 0, week as usize).map(f64::from));
        }
        one_way(&groups)
    }
}

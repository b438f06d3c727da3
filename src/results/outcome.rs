//! What an analysis is about.

use super::trajectory::ReplicateResult;
use crate::measures::Measure;

/// A measure, of everything together or of a kind, system or region.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The measure.
    pub measure: &'static Measure,
    /// Of which kind, system or region, by its name; none for everything together.
    pub of: Option<String>,
}

impl From<&'static Measure> for Outcome {
    fn from(measure: &'static Measure) -> Self {
        Outcome { measure, of: None }
    }
}

impl Outcome {
    /// As people write it: `organisations.real_use`, or `organisations.real_use of gp_practice`.
    pub fn name(&self) -> String {
        match &self.of {
            None => self.measure.name.to_owned(),
            Some(of) => format!("{} of {of}", self.measure.name),
        }
    }

    /// Its value at the end of a week of a future, if there is anything to measure.
    pub fn value(&self, result: &ReplicateResult, week: u32) -> Option<f32> {
        let trajectory = &result.trajectory;
        let group = trajectory.layout().index_of(self.of.as_deref());
        trajectory.measure(self.measure, group, week as usize)
    }
}

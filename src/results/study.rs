//! What a study keeps of its simulated futures: a few numbers of each.

/// One simulated future of a point: what it kept, or why there is nothing.
pub type Future = Result<Vec<Option<f32>>, String>;

/// All futures of one point.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Which point of the design, from 0.
    pub point: u32,
    /// Its futures in order. Each has a value for every measure and, within it, every week that
    /// is kept, and none where the measure has none there.
    pub futures: Vec<Future>,
}

impl Outcome {
    /// Futures that ended with an error of the model.
    pub fn failed(&self) -> usize {
        self.futures.iter().filter(|future| future.is_err()).count()
    }

    /// The values of one column over the futures that have one.
    pub fn values(&self, column: usize) -> impl Iterator<Item = f32> + '_ {
        self.futures.iter().filter_map(move |f| f.as_ref().ok()?.get(column).copied().flatten())
    }
}

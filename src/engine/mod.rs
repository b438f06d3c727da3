//! The engine: one replicate from week 0 to the horizon, and ensembles of them in parallel.
//!
//! It knows nothing of files, clocks, terminals or text; progress goes through a callback.

mod ensemble;
mod replicate;
mod size;

pub use ensemble::{Options, ensemble, ensemble_over, future, future_watched, in_order};
pub use replicate::Cut;
pub use size::Size;

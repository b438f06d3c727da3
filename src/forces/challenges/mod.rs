//! Pure challenges (1.1 to 1.9): nothing in the framework opposes them by itself.

pub mod core_and_peripheral;
pub mod radical_innovation;

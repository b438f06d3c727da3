//! 1.1 Radical innovation: it has to reach every unit of a system, one by one.

pub mod repetition;
pub mod vicious_circles;

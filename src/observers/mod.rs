//! Read-only watchers: they turn the state of the world into counters, every week.

pub mod measures;

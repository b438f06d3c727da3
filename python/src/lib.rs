//! `uptake` for Python: the compiled part, `uptake._core`.
//!
//! It hands over scenarios, futures and tables as the library has them; what is at home in Python
//! (data frames, charts of matplotlib, progress) is in the package `uptake` beside it.

mod comparison;
mod fault;
mod run;
mod scenario;
mod work;

use pyo3::prelude::*;

/// The compiled part of `uptake`.
#[pymodule]
mod _core {
    use std::ffi::OsString;

    use pyo3::prelude::*;

    #[pymodule_export]
    use super::comparison::{Comparison, compare};
    #[pymodule_export]
    use super::fault::ScenarioError;
    #[pymodule_export]
    use super::run::{Run, measures};
    #[pymodule_export]
    use super::scenario::Scenario;

    /// The program `uptake`, with the words of its command line; gives the exit code.
    #[pyfunction]
    fn main(py: Python<'_>, words: Vec<OsString>) -> u8 {
        py.detach(|| uptake::cli::main(words))
    }
}

//! What goes wrong, as Python exceptions with the words of the program.

use pyo3::exceptions::{PyOSError, PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use uptake::scenario::{Problem, Problems};
use uptake::store::StoreError;

pyo3::create_exception!(
    uptake,
    ScenarioError,
    PyValueError,
    "A scenario, a change or a measure that is not valid. `problems` lists every problem: `source`, \
     `line`, `column`, `message`, `help`."
);

/// Every problem at its place.
pub fn invalid(py: Python<'_>, problems: &Problems) -> PyErr {
    let error = ScenarioError::new_err(problems.to_string());
    let list = problems.0.iter().map(|problem| told(py, problem));
    let kept = list
        .collect::<PyResult<Vec<_>>>()
        .and_then(|list| PyList::new(py, list))
        .and_then(|list| error.value(py).setattr("problems", list));
    kept.err().unwrap_or(error)
}

/// A problem as `uptake check --format json` tells it.
pub fn told<'py>(py: Python<'py>, problem: &Problem) -> PyResult<Bound<'py, PyDict>> {
    let told = PyDict::new(py);
    told.set_item("source", &problem.source)?;
    told.set_item("line", problem.line)?;
    told.set_item("column", problem.column)?;
    told.set_item("message", &problem.message)?;
    told.set_item("help", problem.help.as_deref())?;
    Ok(told)
}

/// A file that cannot be used.
pub fn unreadable(error: &StoreError) -> PyErr {
    PyOSError::new_err(error.to_string())
}

/// Something that is no fault of the caller's.
pub fn failed(error: impl std::fmt::Display) -> PyErr {
    PyRuntimeError::new_err(error.to_string())
}

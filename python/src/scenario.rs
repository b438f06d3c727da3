//! Scenarios, and values of measures in their futures.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyDict, PyList};
use uptake::engine::{self, Options};
use uptake::experiments::readings::{look_at, values};
use uptake::scenario::{self as texts, BUILTIN, BUILTIN_NAME, Files, NoFiles, Reading, Source};
use uptake::store::{SCENARIO_LIMIT, read_text};

use crate::fault::{invalid, told, unreadable};
use crate::run::{Run, floats};
use crate::work::{threads, wait};

/// A scenario that is valid, and the text that it was read from.
#[pyclass(frozen, module = "uptake._core")]
pub struct Scenario {
    read: texts::Read,
    origin: Origin,
}

/// Where a scenario comes from.
#[derive(Clone)]
struct Origin {
    name: String,
    text: String,
    /// Where the files are that it names; none where it may name none.
    folder: Option<PathBuf>,
    set: Vec<String>,
}

/// Files beside a scenario.
struct Beside<'a>(&'a Path);

impl Files for Beside<'_> {
    fn read(&self, relative: &str) -> Result<String, String> {
        read_text(&self.0.join(relative), SCENARIO_LIMIT).map_err(|error| error.to_string())
    }
}

impl Scenario {
    fn of(py: Python<'_>, origin: Origin) -> PyResult<Self> {
        let source = Source { name: &origin.name, text: &origin.text };
        let read = py.detach(|| match &origin.folder {
            Some(folder) => texts::read(source, &origin.set, &Beside(folder)),
            None => texts::read(source, &origin.set, &NoFiles),
        });
        let read = read.map_err(|problems| invalid(py, &problems))?;
        Ok(Scenario { read, origin })
    }

    /// The scenario with changes (`key=value`).
    pub fn with(&self, py: Python<'_>, set: &[String]) -> PyResult<texts::Scenario> {
        if set.is_empty() {
            return Ok(self.read.scenario.clone());
        }
        py.detach(|| self.read.with(set)).map_err(|problems| invalid(py, &problems))
    }
}

#[pymethods]
impl Scenario {
    /// The built-in region with changes.
    #[staticmethod]
    fn builtin(py: Python<'_>, set: Vec<String>) -> PyResult<Self> {
        let (name, text) = (BUILTIN_NAME.to_owned(), BUILTIN.to_owned());
        Scenario::of(py, Origin { name, text, folder: None, set })
    }

    /// A file with changes.
    #[staticmethod]
    fn file(py: Python<'_>, path: PathBuf, set: Vec<String>) -> PyResult<Self> {
        let text = read_text(&path, SCENARIO_LIMIT).map_err(|error| unreadable(&error))?;
        let folder = Some(path.parent().unwrap_or(Path::new("")).to_owned());
        Scenario::of(py, Origin { name: path.display().to_string(), text, folder, set })
    }

    /// A text with changes.
    #[staticmethod]
    fn text(py: Python<'_>, name: String, text: String, set: Vec<String>) -> PyResult<Self> {
        Scenario::of(py, Origin { name, text, folder: None, set })
    }

    /// The same with further changes.
    fn changed(&self, py: Python<'_>, set: Vec<String>) -> PyResult<Self> {
        let mut origin = self.origin.clone();
        origin.set.extend(set);
        Scenario::of(py, origin)
    }

    /// What it says of itself, and of what is doubtful in it.
    fn facts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let s = &self.read.scenario;
        let warnings = self.read.warnings.iter().map(|problem| told(py, problem));
        let changed = self.read.changed.iter().map(|c| (&c.key, &c.default, &c.value));
        let facts = PyDict::new(py);
        facts.set_item("name", &s.name)?;
        facts.set_item("title", &s.title)?;
        facts.set_item("question", &s.question)?;
        facts.set_item("start", s.start.to_string())?;
        facts.set_item("weeks", s.weeks)?;
        facts.set_item("replicates", s.replicates)?;
        facts.set_item("seed", s.seed)?;
        facts.set_item("resolved", &self.read.resolved)?;
        facts.set_item("changed", PyList::new(py, changed.collect::<Vec<_>>())?)?;
        facts.set_item("warnings", PyList::new(py, warnings.collect::<PyResult<Vec<_>>>()?)?)?;
        Ok(facts)
    }

    /// Its futures, with changes.
    fn run(
        &self,
        py: Python<'_>,
        set: Vec<String>,
        jobs: Option<usize>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Run> {
        let scenario = Arc::new(self.with(py, &set)?);
        let jobs = Some(threads(jobs)?);
        let its = Arc::clone(&scenario);
        let found = wait(py, progress, move |tally| {
            engine::ensemble(&its, &Options { jobs, ..Options::of(&its) }, &|_| tally.step())
        })?;
        Ok(Run::new(scenario, Arc::new(found)))
    }

    /// Values of measures, future by future, as pairs of the text that asks and bytes of doubles.
    fn evaluate<'py>(
        &self,
        py: Python<'py>,
        set: Vec<String>,
        measures: Vec<String>,
        replicates: Option<(u32, u32)>,
        jobs: Option<usize>,
        progress: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Vec<(String, Bound<'py, PyByteArray>)>> {
        let scenario = self.with(py, &set)?;
        let readings = Reading::read_all(&measures, &scenario);
        let readings = readings.map_err(|problems| invalid(py, &problems))?;
        let (first, end) = replicates.unwrap_or((0, scenario.replicates));
        let jobs = Some(threads(jobs)?);
        let (found, readings) = wait(py, progress, move |tally| {
            let found = look_at(&scenario, &readings, first..end, jobs, &|_| tally.step());
            (found, readings)
        })?;
        let told = readings.into_iter().map(|reading| {
            let bytes = floats(py, values(&found, &reading).into_iter())?;
            Ok((reading.text, bytes))
        });
        told.collect()
    }
}

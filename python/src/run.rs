//! The futures of a run, and what follows from them.

use std::sync::{Arc, OnceLock};

use pyo3::exceptions::{PyIndexError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes};
use uptake::experiments::readings::told;
use uptake::measures::{MEASURES, Measure, measure};
use uptake::outputs::answer::answer;
use uptake::outputs::charts::some_charts;
use uptake::outputs::{Summary, coverage_csv, coverage_rows, summary_json};
use uptake::parallel::on_threads;
use uptake::results::{Curves, Ensemble};
use uptake::scenario::{Reading, Scenario, week_meant};

use crate::fault::{failed, invalid};
use crate::work::threads;

/// The futures of a scenario.
#[pyclass(frozen, module = "uptake._core")]
pub struct Run {
    scenario: Arc<Scenario>,
    ensemble: Arc<Ensemble>,
    curves: OnceLock<Curves>,
}

impl Run {
    /// The futures of a scenario.
    pub fn new(scenario: Arc<Scenario>, ensemble: Arc<Ensemble>) -> Self {
        Run { scenario, ensemble, curves: OnceLock::new() }
    }

    /// All curves, made when first asked for.
    fn curves(&self) -> &Curves {
        self.curves.get_or_init(|| {
            let threads = threads(None).ok();
            on_threads(threads, || Curves::of(&self.ensemble))
        })
    }

    /// A measure and the index of a group for which it is kept.
    fn find(&self, py: Python<'_>, name: &str, group: &str) -> PyResult<(&'static Measure, usize)> {
        let groups = || self.ensemble.groups.iter();
        let covers = |m: &Measure, kind| m.family.covers(kind);
        let at = measure(name)
            .and_then(|m| Some((m, groups().position(|g| g.id == group && covers(m, g.kind))?)));
        at.map_or_else(|| Err(self.unknown(py, name, group)), Ok)
    }

    /// Why there is no such measure or group, as the program says it.
    fn unknown(&self, py: Python<'_>, name: &str, group: &str) -> PyErr {
        let text = match group {
            "all" => name.to_owned(),
            group => format!("{name} of {group}"),
        };
        match Reading::read_all(&[text], &self.scenario) {
            Err(problems) => invalid(py, &problems),
            Ok(_) => PyValueError::new_err(format!("`{name}` is not kept for `{group}`")),
        }
    }
}

#[pymethods]
impl Run {
    #[getter]
    fn name(&self) -> &str {
        &self.ensemble.scenario
    }

    #[getter]
    fn weeks(&self) -> u32 {
        self.ensemble.weeks
    }

    #[getter]
    fn replicates(&self) -> usize {
        self.ensemble.replicates.len()
    }

    #[getter]
    fn digest(&self) -> String {
        format!("{:016x}", self.ensemble.digest())
    }

    /// The day on which each week starts.
    #[getter]
    fn dates(&self) -> Vec<String> {
        (0..=self.ensemble.weeks).map(|week| self.ensemble.date(week).to_string()).collect()
    }

    /// Identifiers and labels of the groups.
    #[getter]
    fn groups(&self) -> Vec<(&str, &str)> {
        self.ensemble.groups.iter().map(|g| (&*g.id, &*g.label)).collect()
    }

    /// The week in which a day, a month or a number of weeks lies.
    fn week(&self, text: &str) -> PyResult<u32> {
        let scenario = &self.scenario;
        week_meant(scenario.start, scenario.weeks, text).map_err(PyValueError::new_err)
    }

    /// `coverage.csv`, or the rows in it of one measure and group.
    #[pyo3(signature = (of=None))]
    fn coverage<'py>(
        &self,
        py: Python<'py>,
        of: Option<(String, String)>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let of = of.map(|(name, group)| self.find(py, &name, &group)).transpose()?;
        let table = py.detach(|| match of {
            None => coverage_csv(self.curves()),
            Some((m, group)) => {
                let curves = on_threads(Some(1), || {
                    Curves::only(&self.ensemble, |other| other.name == m.name)
                });
                coverage_rows(&curves, |curve, _| curve.group == group)
            }
        });
        Ok(PyBytes::new(py, &table.map_err(failed)?))
    }

    /// Values of a measure as bytes of doubles: a future each, in one week or (future by future) in all.
    fn values<'py>(
        &self,
        py: Python<'py>,
        name: &str,
        group: &str,
        week: Option<u32>,
    ) -> PyResult<Bound<'py, PyByteArray>> {
        let (m, group) = self.find(py, name, group)?;
        let last = self.ensemble.weeks;
        if let Some(week) = week.filter(|&week| week > last) {
            let message = format!("week {week} does not lie in the horizon of {last} weeks");
            return Err(PyIndexError::new_err(message));
        }
        let weeks = week.map_or(0..=last, |week| week..=week);
        let all = self.ensemble.replicates.iter();
        let value = |(r, week): (usize, u32)| {
            self.ensemble.replicates[r].trajectory.measure(m, group, week as usize)
        };
        let places = all.enumerate().flat_map(|(r, _)| weeks.clone().map(move |week| (r, week)));
        floats(py, places.map(value).collect::<Vec<_>>().into_iter())
    }

    /// The answer, sentence by sentence, as `uptake run` prints it.
    fn answer(&self, py: Python<'_>) -> Vec<String> {
        py.detach(|| {
            answer(&self.ensemble, &Summary::of(&self.scenario, &self.ensemble, self.curves()))
        })
    }

    /// `summary.json`.
    fn summary(&self, py: Python<'_>) -> PyResult<Vec<u8>> {
        let json = py.detach(|| summary_json(&self.scenario, &self.ensemble, self.curves()));
        json.map_err(failed)
    }

    /// A chart of the report as SVG with what it says in words; none where there is nothing to draw.
    fn chart(&self, py: Python<'_>, name: &str) -> PyResult<Option<(String, String)>> {
        let charts =
            py.detach(|| some_charts(&[name], &self.scenario, &self.ensemble, self.curves()));
        let first = charts.map_err(failed)?.into_iter().next();
        Ok(first.map(|chart| (chart.svg, chart.alt)))
    }
}

/// Every measure: its name, what it is, its unit, and what it is a share of.
#[pyfunction]
pub fn measures() -> Vec<(&'static str, &'static str, &'static str, &'static str)> {
    MEASURES.iter().map(|m| (m.name, m.label, m.unit.id(), m.of)).collect()
}

/// Values as the bytes of doubles, in the digits that the program prints; NaN where there is none.
pub fn floats<'py>(
    py: Python<'py>,
    values: impl ExactSizeIterator<Item = Option<f32>>,
) -> PyResult<Bound<'py, PyByteArray>> {
    const BYTES: usize = size_of::<f64>();
    PyByteArray::new_with(py, values.len() * BYTES, |bytes| {
        for (place, value) in bytes.chunks_exact_mut(BYTES).zip(values) {
            let value = value.and_then(told).unwrap_or(f64::NAN);
            place.copy_from_slice(&value.to_ne_bytes());
        }
        Ok(())
    })
}

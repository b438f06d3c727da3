//! Scenarios that met the same luck, beside each other.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use uptake::experiments::{self, Batches, Matched};
use uptake::measures::{Measure, measure};
use uptake::outputs::answer::sentences;
use uptake::outputs::charts::difference;
use uptake::outputs::{Compared, HEADLINES, comparison_json, differences_csv, subject};
use uptake::results::{Comparison as Paired, Ensemble};

use crate::fault::{ScenarioError, failed};
use crate::run::Run;
use crate::scenario::Scenario;
use crate::work::{threads, wait};

/// The measure that is judged, and to within what: those of `uptake compare` where nobody says others.
const PRECISE: &str = "organisations.real_use";
const HALF_WIDTH: f64 = 0.01;

/// What a comparison has found.
#[pyclass(frozen, module = "uptake._core")]
pub struct Comparison {
    matched: Matched,
    ensembles: Vec<Ensemble>,
    paired: Vec<Paired>,
    precise: &'static Measure,
    discount_per_year: f64,
}

impl Comparison {
    fn compared(&self) -> Compared<'_> {
        Compared {
            scenarios: self.matched.scenarios(),
            notes: self.matched.notes(),
            ensembles: &self.ensembles,
            comparisons: &self.paired,
            precise: self.precise,
            half_width: HALF_WIDTH,
            discount_per_year: self.discount_per_year,
        }
    }
}

/// Run scenarios in the same futures; the first is the base. `set` lays the same changes over each.
#[pyfunction]
pub fn compare(
    py: Python<'_>,
    scenarios: Vec<Py<Scenario>>,
    set: Vec<String>,
    discount_per_year: f64,
    jobs: Option<usize>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<Comparison> {
    let each = scenarios.iter().map(|scenario| scenario.get().with(py, &set));
    let matched = Matched::new(each.collect::<PyResult<_>>()?);
    let matched = matched.map_err(|mismatch| ScenarioError::new_err(mismatch.to_string()))?;
    let precise = measure(PRECISE).ok_or_else(|| failed(PRECISE))?;
    let jobs = Some(threads(jobs)?);
    wait(py, progress, move |tally| {
        let many = Batches::Fixed(matched.base().replicates);
        let ensembles = experiments::run(&matched, many, jobs, &|_| tally.step()).ensembles;
        let measures: Vec<_> = HEADLINES.iter().filter_map(|name| measure(name)).collect();
        let others = ensembles.iter().skip(1);
        let of = ensembles.first().and_then(|base| subject(matched.base(), base));
        let paired = others
            .filter_map(|e| {
                let what = (&measures[..], of.as_deref());
                Paired::of(&ensembles[0], e, what, discount_per_year)
            })
            .collect();
        Comparison { matched, ensembles, paired, precise, discount_per_year }
    })
}

#[pymethods]
impl Comparison {
    /// Names of the scenarios, the base first.
    #[getter]
    fn names(&self) -> Vec<&str> {
        self.matched.scenarios().iter().map(|s| &*s.name).collect()
    }

    /// What was changed to match them, in words.
    #[getter]
    fn notes(&self) -> Vec<String> {
        self.matched.notes().to_vec()
    }

    /// The futures of each scenario.
    fn runs(&self) -> Vec<Run> {
        let both = self.matched.scenarios().iter().zip(&self.ensembles);
        both.map(|(s, e)| Run::new(Arc::new(s.clone()), Arc::new(e.clone()))).collect()
    }

    /// What `uptake compare` says of each of the others: on coverage, on cost, on how sure that is.
    fn sentences(&self) -> Vec<[String; 3]> {
        self.paired.iter().map(|paired| sentences(paired, &self.compared())).collect()
    }

    /// `differences.csv`.
    fn differences<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let table = py.detach(|| differences_csv(&self.paired)).map_err(failed)?;
        Ok(PyBytes::new(py, &table))
    }

    /// `comparison.json`.
    fn summary(&self) -> PyResult<Vec<u8>> {
        comparison_json(&self.compared()).map_err(failed)
    }

    /// The chart of the difference as SVG, with what it says in words.
    fn chart(&self, py: Python<'_>) -> PyResult<(String, String)> {
        let chart = py.detach(|| difference(&self.compared())).map_err(failed)?;
        Ok((chart.svg, chart.alt))
    }
}

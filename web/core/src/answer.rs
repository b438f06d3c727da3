//! From a request to its reply.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};
use uptake::engine::{self, Options};
use uptake::measures::{Measure, measure};
use uptake::page::{Placed, placed};
use uptake::results::{Ensemble, ReplicateResult};
use uptake::scenario::{BUILTIN, BUILTIN_NAME, Files, Problems, Scenario, Source, read};

/// What is asked: some futures of a scenario.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Request {
    /// What problems call the scenario.
    name: String,
    /// Its text.
    scenario: String,
    /// The list of organisations that it names, if it names one.
    organisations: Option<String>,
    /// Changes, `key=value`.
    set: Vec<String>,
    /// Number of the first future.
    first: u32,
    /// How many futures.
    count: u32,
    /// What is wanted of each.
    measures: Vec<String>,
}

impl Default for Request {
    fn default() -> Self {
        Request {
            name: BUILTIN_NAME.to_owned(),
            scenario: BUILTIN.to_owned(),
            organisations: None,
            set: vec![],
            first: 0,
            count: 1,
            measures: vec![],
        }
    }
}

/// No path reaches a disk: the one file that a scenario can name came with the request.
impl Files for Request {
    fn read(&self, relative: &str) -> Result<String, String> {
        self.organisations
            .clone()
            .ok_or_else(|| format!("{relative} did not come with the request"))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Reply<'a> {
    /// The request itself is no request.
    Error(String),
    /// The scenario has problems.
    Problems(Vec<Placed<'a>>),
    Futures(Box<Futures<'a>>),
}

#[derive(Serialize)]
struct Futures<'a> {
    name: &'a str,
    title: &'a str,
    seed: u64,
    /// Futures that the scenario asks for.
    replicates: u32,
    organisations: u32,
    posts_in_scope: u32,
    /// What is doubtful about the scenario.
    warnings: Vec<Placed<'a>>,
    /// The day on which each week starts.
    dates: Vec<String>,
    measures: Vec<About>,
    futures: Vec<Future>,
}

/// A measure in words.
#[derive(Serialize)]
struct About {
    name: &'static str,
    label: &'static str,
    unit: &'static str,
    of: &'static str,
}

#[derive(Serialize)]
struct Future {
    replicate: u32,
    digest: String,
    /// For each measure its values week by week; none where there is nothing to divide by.
    values: Vec<Vec<Option<f32>>>,
}

/// The reply to a request, both as JSON.
pub fn answer(request: &[u8]) -> Vec<u8> {
    let bytes = match serde_json::from_slice(request) {
        Ok(request) => futures(&request),
        Err(error) => bytes(&Reply::Error(format!("the request cannot be read: {error}"))),
    };
    // Text and finite numbers: JSON can hold them all.
    bytes.unwrap_or_default()
}

fn bytes(reply: &Reply<'_>) -> serde_json::Result<Vec<u8>> {
    serde_json::to_vec(reply)
}

fn futures(request: &Request) -> serde_json::Result<Vec<u8>> {
    let known = |name: &String| measure(name).ok_or_else(|| format!("there is no measure {name}"));
    let measures: Vec<&'static Measure> = match request.measures.iter().map(known).collect() {
        Ok(measures) => measures,
        Err(error) => return bytes(&Reply::Error(error)),
    };
    let source = Source { name: &request.name, text: &request.scenario };
    let read = match read(source, &request.set, request) {
        Ok(read) => read,
        Err(Problems(problems)) => {
            return bytes(&Reply::Problems(problems.iter().map(placed).collect()));
        }
    };
    let scenario = &read.scenario;
    let replicates = request.first..request.first.saturating_add(request.count);
    let options = Options { replicates, record: None, ..Options::of(scenario) };
    let ensemble = engine::ensemble(scenario, &options, &|_| ControlFlow::Continue(()));
    let reply = told(scenario, &ensemble, &measures, read.warnings.iter().map(placed).collect());
    bytes(&Reply::Futures(Box::new(reply)))
}

fn told<'a>(
    scenario: &'a Scenario,
    ensemble: &Ensemble,
    measures: &[&'static Measure],
    warnings: Vec<Placed<'a>>,
) -> Futures<'a> {
    let weeks = 0..=ensemble.weeks;
    let values = |r: &ReplicateResult, m: &Measure| {
        weeks.clone().map(|week| r.trajectory.measure(m, 0, week as usize)).collect()
    };
    let future = |r: &ReplicateResult| Future {
        replicate: r.replicate,
        digest: format!("{:016x}", r.digest),
        values: measures.iter().map(|m| values(r, m)).collect(),
    };
    let about = |m: &&Measure| About { name: m.name, label: m.label, unit: m.unit.id(), of: m.of };
    Futures {
        name: &scenario.name,
        title: &scenario.title,
        seed: scenario.seed,
        replicates: scenario.replicates,
        organisations: ensemble.organisations,
        posts_in_scope: ensemble.posts_in_scope,
        warnings,
        dates: weeks.clone().map(|week| ensemble.date(week).to_string()).collect(),
        measures: measures.iter().map(about).collect(),
        futures: ensemble.replicates.iter().map(future).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(request: &str) -> serde_json::Value {
        serde_json::from_slice(&answer(request.as_bytes())).expect("JSON")
    }

    #[test]
    fn some_futures_of_a_scenario() {
        let reply = asked(
            r#"{ "scenario": "weeks = 10\n", "first": 3, "count": 2, "measures": ["organisations.live"] }"#,
        );
        let reply = &reply["futures"];
        assert_eq!(reply["dates"].as_array().map(Vec::len), Some(11));
        assert_eq!(reply["futures"][1]["replicate"], 4);
        let live = reply["futures"][1]["values"][0].as_array().expect("values");
        assert!(live.len() == 11 && live.iter().all(|share| share.as_f64().is_some()));
    }

    #[test]
    fn problems_stand_at_their_place() {
        let reply = asked(r#"{ "name": "mine.toml", "scenario": "weeks = 10\nseed = \"x\"\n" }"#);
        let problem = &reply["problems"][0];
        assert_eq!((&problem["source"], &problem["line"]), (&"mine.toml".into(), &2.into()));
        for request in ["", "{", r#"{ "wrong": 1 }"#, r#"{ "measures": ["nothing"] }"#] {
            assert!(asked(request)["error"].is_string(), "{request}");
        }
    }
}

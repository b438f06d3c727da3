//! What a page asks, by name.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::ops::ControlFlow;

use uptake::engine::{self, Options};
use uptake::measures::{Measure, measure};
use uptake::scenario::{Description, Problems, Read, all_keys, describe};

use crate::answer::{self as plain, Placed, placed};
use crate::plan::Plan;
use crate::told::Told;
use crate::{held, part, told, written};

/// What can be asked.
#[derive(Debug, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case", deny_unknown_fields)]
enum Asked {
    /// Whether a plan is sound, and what it says.
    Check { plan: Plan },
    /// Some of its futures, as bytes.
    Simulate { plan: Plan, first: u32, count: u32, whole: bool },
    /// A slot for its futures.
    Open { slot: u32, plan: Plan, whole: bool },
    /// What one slot holds, for another.
    Copy { from: u32, to: u32 },
    /// What follows from the first futures of a slot, perhaps beside those of another.
    Tell { slot: u32, base: Option<u32>, most: u32, measures: Vec<String> },
    /// `coverage.csv` of the first futures of a slot.
    Csv { slot: u32, most: u32 },
    /// Every parameter with its note.
    Parameters {},
    /// The plan as one text.
    Write { plan: Plan },
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Reply<'a> {
    Error(String),
    Problems(Vec<Placed<'a>>),
    Sound(Sound<'a>),
    Held(usize),
    Told(Box<Told>),
    Parameters(Vec<Noted>),
    Text(String),
}

/// A plan that is sound.
#[derive(Serialize)]
struct Sound<'a> {
    name: &'a str,
    title: &'a str,
    question: &'a str,
    replicates: u32,
    weeks: u32,
    regions: usize,
    organisations: f64,
    /// Weeks lived by posts in scope in one future: what its time follows from.
    staff_weeks: f64,
    /// Every parameter stated.
    resolved: &'a str,
    changed: Vec<[&'a str; 3]>,
    warnings: Vec<Placed<'a>>,
}

/// A parameter with its note.
#[derive(Serialize)]
struct Noted {
    key: String,
    prose: String,
    unit: String,
    allowed: String,
    default: Option<String>,
    sure: String,
    source: String,
}

/// The reply to a request: JSON, or bytes where futures or a table were asked for.
pub fn answer(request: &[u8]) -> Vec<u8> {
    if let Some(part) = request.strip_prefix(part::MARK) {
        return bytes(&match held::take(part) {
            Ok(many) => Reply::Held(many),
            Err(error) => Reply::Error(error),
        });
    }
    match serde_json::from_slice::<Value>(request) {
        Ok(asked) if asked.get("ask").is_some() => match serde_json::from_value(asked) {
            Ok(asked) => reply(asked).unwrap_or_else(|error| bytes(&Reply::Error(error))),
            Err(error) => bytes(&Reply::Error(format!("the request cannot be read: {error}"))),
        },
        _ => plain::answer(request),
    }
}

fn bytes(reply: &Reply<'_>) -> Vec<u8> {
    // Text and finite numbers: JSON can hold them all.
    serde_json::to_vec(reply).unwrap_or_default()
}

fn problems(Problems(problems): &Problems) -> Vec<u8> {
    bytes(&Reply::Problems(problems.iter().map(placed).collect()))
}

fn reply(asked: Asked) -> Result<Vec<u8>, String> {
    Ok(match asked {
        Asked::Check { plan } => match plan.read() {
            Ok(read) => bytes(&Reply::Sound(sound(&read))),
            Err(found) => problems(&found),
        },
        Asked::Simulate { plan, first, count, whole } => match plan.read() {
            Ok(read) => simulate(&read, first, count, whole),
            Err(found) => problems(&found),
        },
        Asked::Open { slot, plan, whole } => match held::open(slot, &plan, whole) {
            Ok(read) => bytes(&Reply::Sound(sound(&read))),
            Err(found) => problems(&found),
        },
        Asked::Copy { from, to } => {
            held::copy(from, to)?;
            bytes(&Reply::Held(held::slot(to)?.ensemble.replicates.len()))
        }
        Asked::Tell { slot, base, most, measures } => {
            let known =
                |name: &String| measure(name).ok_or_else(|| format!("there is no measure {name}"));
            let measures: Vec<&'static Measure> =
                measures.iter().map(known).collect::<Result<_, _>>()?;
            let base = base.map(held::slot).transpose()?;
            let told = told::told(&held::slot(slot)?, base.as_ref(), most, &measures)?;
            bytes(&Reply::Told(Box::new(told)))
        }
        Asked::Csv { slot, most } => told::csv(&held::slot(slot)?, most)?,
        Asked::Parameters {} => {
            let found = all_keys().into_iter().filter_map(|key| noted(describe(&key).ok()?));
            bytes(&Reply::Parameters(found.collect()))
        }
        Asked::Write { plan } => match written::written(&plan) {
            Ok(text) => bytes(&Reply::Text(text)),
            Err(found) => problems(&found),
        },
    })
}

fn simulate(read: &Read, first: u32, count: u32, whole: bool) -> Vec<u8> {
    let scenario = &read.scenario;
    let replicates = first..first.saturating_add(count);
    let options = Options { replicates, record: None, ..Options::of(scenario) };
    let ensemble = engine::ensemble(scenario, &options, &|_| ControlFlow::Continue(()));
    let layout = part::layout(scenario, &part::groups(scenario, whole));
    let mut out = Vec::new();
    for future in ensemble.replicates {
        let future = if whole { future } else { part::kept(future, &layout, scenario.weeks) };
        part::push(&mut out, &future);
    }
    out
}

fn sound(read: &Read) -> Sound<'_> {
    let scenario = &read.scenario;
    let size = engine::Size::of(scenario);
    Sound {
        name: &scenario.name,
        title: &scenario.title,
        question: &scenario.question,
        replicates: scenario.replicates,
        weeks: scenario.weeks,
        regions: scenario.regions.len(),
        organisations: size.organisations,
        staff_weeks: size.posts_in_scope * size.weeks,
        resolved: &read.resolved,
        changed: read.changed.iter().map(|c| [&*c.key, &*c.default, &*c.value]).collect(),
        warnings: read.warnings.iter().map(placed).collect(),
    }
}

fn noted(found: Description) -> Option<Noted> {
    let parameter = found.parameter?;
    Some(Noted {
        key: found.key,
        prose: found.prose,
        unit: parameter.unit,
        allowed: parameter.allowed,
        default: parameter.built_in.or(parameter.default),
        sure: parameter.sure.to_string(),
        source: parameter.source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(request: &Value) -> Value {
        serde_json::from_slice(&answer(request.to_string().as_bytes())).expect("JSON")
    }

    #[test]
    fn parts_from_several_workers_make_the_table_of_one_run() {
        let text = "weeks = 30\nreplicates = 5\nname = \"mine\"\n";
        let plan = serde_json::json!({ "name": "mine.toml", "scenario": text });
        let opened =
            json(&serde_json::json!({ "ask": "open", "slot": 3, "plan": plan, "whole": true }));
        assert_eq!(opened["sound"]["replicates"], 5);
        for (first, count) in [(3, 2), (0, 1), (1, 2)] {
            let ask = serde_json::json!({ "ask": "simulate", "plan": plan, "first": first, "count": count, "whole": true });
            let part = answer(ask.to_string().as_bytes());
            let handed = [part::MARK.as_slice(), &3u32.to_le_bytes(), &part].concat();
            assert!(answer(&handed).starts_with(b"{\"held\":"));
        }
        let table = answer(br#"{"ask":"csv","slot":3,"most":5}"#);
        let read = uptake::scenario::read(
            uptake::scenario::Source { name: "mine.toml", text },
            &[],
            &uptake::scenario::NoFiles,
        );
        let scenario = read.expect("sound").scenario;
        let run =
            engine::ensemble(&scenario, &Options::of(&scenario), &|_| ControlFlow::Continue(()));
        let curves = uptake::results::Curves::of(&run);
        assert!(
            table == uptake::outputs::coverage_csv(&curves).expect("a table"),
            "the tables differ"
        );

        let told = json(&serde_json::json!({ "ask": "tell", "slot": 3, "base": 3, "most": 4,
            "measures": ["organisations.live"] }));
        assert_eq!(told["told"]["futures"], 4);
        let first =
            told["told"]["beside"]["compared"]["sentences"][0].as_str().expect("a sentence");
        assert!(first.starts_with("Plan B and Plan A cannot be told apart"), "{first}");
    }

    #[test]
    fn what_is_handed_over_is_held_to_its_plan() {
        for bad in [
            "part",
            "part\0\0\0\0",
            "part\u{9}\0\0\0",
            "{\"ask\":\"nothing\"}",
            "{\"ask\":\"csv\"}",
        ] {
            assert!(answer(bad.as_bytes()).starts_with(b"{\"error\":"), "{bad}");
        }
    }
}

//! What a page asks, by name.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::ops::ControlFlow;

use uptake::engine::{self, Options};
use uptake::measures::{Measure, measure};
use uptake::page::{self, Noted, Placed, Plan, Sound, Told, parameters, placed, sound};
use uptake::scenario::{Problems, Read};

use crate::{answer as plain, held, part};

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
        Asked::Check { plan } => match held::read(&plan) {
            Ok(read) => bytes(&Reply::Sound(sound(&read))),
            Err(found) => problems(&found),
        },
        Asked::Simulate { plan, first, count, whole } => match held::read(&plan) {
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
            let held = held::slot(slot)?;
            let ensemble = held.first(most);
            let first = base.as_ref().map(|base| base.first(most));
            let base = base.as_ref().zip(first.as_ref());
            let base = base.map(|(base, ensemble)| base.futures(ensemble));
            let told = page::told(held.futures(&ensemble), base, &measures);
            bytes(&Reply::Told(Box::new(told.map_err(|error| error.to_string())?)))
        }
        Asked::Csv { slot, most } => {
            page::table(&held::slot(slot)?.first(most)).map_err(|error| error.to_string())?
        }
        Asked::Parameters {} => bytes(&Reply::Parameters(parameters())),
        Asked::Write { plan } => match plan.written() {
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
        let future = if whole { future } else { page::kept(future, &layout, scenario.weeks) };
        part::push(&mut out, &future);
    }
    out
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

//! `uptake eval FILE`: values of measures in simulated futures, on standard output and nowhere else.

use std::io::{BufRead, Read as _, stdin};
use std::ops::{ControlFlow, Range};
use std::path::Path;

use serde_json::{Map, Value, json};
use uptake::experiments::readings::{look_at, told, values};
use uptake::outputs::text_cell;
use uptake::results::Ensemble;
use uptake::scenario::{Problems, Read, Reading, Scenario};

use crate::cli::args::{Eval, Futures, Shape};
use crate::cli::diagnostics;
use crate::cli::estimate::{Estimate, Task};
use crate::cli::exit::{Exit, Failure};
use crate::cli::interrupt;
use crate::cli::load;
use crate::cli::terminal::Terminal;

/// What is told where nobody asks for a measure.
const DEFAULT: &str = "organisations.real_use";
/// Longest request; longer ones are refused unread.
const MOST_BYTES: usize = 1_000_000;

/// Why there is no answer, as JSON.
type Refused = Value;

/// What a request asks for.
struct Asked {
    scenario: Scenario,
    readings: Vec<Reading>,
    replicates: Range<u32>,
}

/// Answer the command line, or every request of standard input.
pub fn run(args: &Eval, terminal: Terminal) -> Result<(), Failure> {
    let futures = Futures { replicates: None, seed: args.seed, jobs: None };
    let read = load::scenario(&args.scenario, Some(&futures), terminal)?.read;
    if args.stdin {
        return requests(args, &read, terminal);
    }
    let readings = readings(&args.measures, &read.scenario).map_err(|Problems(problems)| {
        diagnostics::show(&problems, miette::Severity::Error, terminal);
        Failure::Told(Exit::Invalid)
    })?;
    let replicates = args.replicates.clone().unwrap_or(0..read.scenario.replicates);
    let asked = Asked { scenario: read.scenario, readings, replicates };
    fits(&asked, args.jobs)?;
    let found = simulate(&asked, args.jobs).ok_or(Failure::Told(Exit::Interrupted))?;
    match args.format {
        Shape::Json => terminal.data(&format!("{}\n", in_json(&asked, &found))),
        Shape::Csv => terminal.data(&in_csv(&asked, &found)),
    }
}

/// A line in, a line out.
fn requests(args: &Eval, read: &Read, terminal: Terminal) -> Result<(), Failure> {
    let mut input = stdin().lock();
    for number in 1_u64.. {
        let line = next_line(&mut input)
            .map_err(|error| Failure::runtime(format!("standard input: {error}")))?;
        let Some(line) = line else { break };
        if line.len() <= MOST_BYTES && line.trim_ascii().is_empty() {
            continue;
        }
        let request: Result<Map<String, Value>, Refused> = match line.len() {
            0..=MOST_BYTES => serde_json::from_slice(&line)
                .map_err(|error| refused(&format!("no JSON object: {error}"), error.column())),
            _ => Err(refused("a request is at most a million bytes", 1)),
        };
        let id = request.as_ref().ok().and_then(|r| r.get("id").cloned());
        let asked = request.and_then(|request| understand(&request, args, read));
        let answer = asked.and_then(|asked| {
            fits(&asked, args.jobs).map_err(|failure| refused(&failure.to_string(), 1))?;
            let found = simulate(&asked, args.jobs);
            found.map(|found| in_json(&asked, &found)).ok_or(Value::Null)
        });
        let mut answer = match answer {
            // Stopped by the user: what was answered before is whole.
            Err(Value::Null) => return Err(Failure::Told(Exit::Interrupted)),
            // The line, since a request that cannot be read has no id to know it by.
            Err(problems) => json!({ "request": number, "problems": problems }),
            Ok(answer) => answer,
        };
        if let Some(id) = id {
            answer["id"] = id;
        }
        terminal.data(&format!("{answer}\n"))?;
    }
    Ok(())
}

/// The next line without its end, of which no more is kept than shows that it is too long; none after the last.
fn next_line(input: &mut impl BufRead) -> std::io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    // Room for the two characters that a line may end with.
    if input.by_ref().take(MOST_BYTES as u64 + 2).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.pop_if(|last| *last == b'\n').is_none() && line.len() > MOST_BYTES {
        input.skip_until(b'\n')?;
    }
    line.pop_if(|last| *last == b'\r');
    Ok(Some(line))
}

/// One problem that is not of a scenario.
fn refused(message: &str, column: usize) -> Refused {
    json!([{ "source": "request", "line": 1, "column": column, "message": message, "help": null }])
}

/// What a request asks for, beside what the command line says.
fn understand(request: &Map<String, Value>, args: &Eval, read: &Read) -> Result<Asked, Refused> {
    const KNOWN: [&str; 4] = ["id", "set", "measures", "replicates"];
    if let Some(key) = request.keys().find(|key| !KNOWN.contains(&key.as_str())) {
        return Err(refused(&format!("a request has {}, not `{key}`", KNOWN.join(", ")), 1));
    }
    let set: Vec<String> = match request.get("set") {
        None => Vec::new(),
        Some(Value::Object(set)) => {
            set.iter().map(|(key, value)| format!("{key}={value}")).collect()
        }
        Some(_) => return Err(refused("`set` is an object of keys and values", 1)),
    };
    let scenario = match set.is_empty() {
        true => read.scenario.clone(),
        false => read.with(&set).map_err(|problems| said(&problems))?,
    };
    let measures: Vec<String> = match request.get("measures") {
        None => args.measures.clone(),
        Some(list) => serde_json::from_value(list.clone())
            .map_err(|_| refused("`measures` is a list of texts", 1))?,
    };
    let replicates = match request.get("replicates") {
        None => args.replicates.clone().unwrap_or(0..scenario.replicates),
        Some(range) => serde_json::from_value::<[u32; 2]>(range.clone())
            .ok()
            .map(|[first, end]| first..end)
            .filter(|range| !range.is_empty())
            .ok_or_else(|| refused("`replicates` is a first and an end, as in [40, 44]", 1))?,
    };
    let readings = readings(&measures, &scenario).map_err(|problems| said(&problems))?;
    Ok(Asked { scenario, readings, replicates })
}

fn said(problems: &Problems) -> Refused {
    diagnostics::to_json(&problems.0).into()
}

fn readings(texts: &[String], scenario: &Scenario) -> Result<Vec<Reading>, Problems> {
    match texts {
        [] => Reading::read_all(&[DEFAULT.to_owned()], scenario),
        texts => Reading::read_all(texts, scenario),
    }
}

/// Whether there is room for it.
fn fits(asked: &Asked, jobs: Option<usize>) -> Result<(), Failure> {
    let futures = asked.replicates.len() as u32;
    let task = Task { tables: false, subjects: 0.0, ..Task::run(futures) };
    Estimate::of(&asked.scenario, task, jobs).fits(Path::new("."))
}

/// The futures, up to the last week that is asked for; none if the user stopped them.
fn simulate(asked: &Asked, jobs: Option<usize>) -> Option<Ensemble> {
    interrupt::watch();
    let step = |_| match interrupt::asked() {
        true => ControlFlow::Break(()),
        false => ControlFlow::Continue(()),
    };
    let found = look_at(&asked.scenario, &asked.readings, asked.replicates.clone(), jobs, &step);
    (found.replicates.len() == asked.replicates.len()).then_some(found)
}

/// `{"scenario": …, "seed": …, "replicates": [40, 44], "values": {"organisations.live": [0.6, …]}}`.
fn in_json(asked: &Asked, found: &Ensemble) -> Value {
    let values = |r| values(found, r).into_iter().map(|x| x.and_then(told)).collect::<Vec<_>>();
    let all = asked.readings.iter().map(|r| (r.text.clone(), json!(values(r))));
    json!({
        "scenario": asked.scenario.name,
        "seed": asked.scenario.seed,
        "replicates": [asked.replicates.start, asked.replicates.end],
        "values": all.collect::<Map<String, Value>>(),
    })
}

fn in_csv(asked: &Asked, found: &Ensemble) -> String {
    let head: Vec<_> = asked.readings.iter().map(|r| text_cell(&r.text)).collect();
    let columns: Vec<_> = asked.readings.iter().map(|r| values(found, r)).collect();
    let mut text = format!("replicate,{}\n", head.join(","));
    for (row, replicate) in asked.replicates.clone().enumerate() {
        text.push_str(&replicate.to_string());
        for column in &columns {
            text.push(',');
            text.push_str(&column[row].map_or_else(String::new, |x| x.to_string()));
        }
        text.push('\n');
    }
    text
}

//! `uptake eval`: values for programs, one answer a request.

use serde_json::{Value, json};

use super::cli::Desk;

const SMALL: &str =
    "name = \"small\"\nweeks = 60\nreplicates = 5\n[region.here]\nsize = 0.1\nteam_size = 0.4\n";

/// Answers to lines on standard input.
fn answers(desk: &Desk, requests: impl Into<Vec<u8>>) -> Vec<Value> {
    let mut command = desk.command(&["eval", "small.toml", "--stdin", "-q"]);
    let out = command.write_stdin(requests).output().expect("the program");
    assert!(out.status.success());
    let out = String::from_utf8(out.stdout).expect("a text");
    out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// What `run` wrote of every future.
#[test]
fn values_are_those_of_a_run_and_a_range_is_a_part_of_them() {
    let desk = Desk::new();
    desk.write("small.toml", SMALL);
    let eval = |range: &str, format: &str| {
        let mut asked = vec!["eval", "small.toml", "-q", "--replicates", range, "--format", format];
        asked.extend(["--measure", "organisations.live", "--measure", "staff.access of ward @ 40"]);
        desk.ok(&asked).out
    };
    let all: Value = serde_json::from_str(&eval("5", "json")).unwrap();
    desk.ok(&["run", "small.toml", "-o", "run", "-q"]);
    let curves = desk.text("run/coverage.csv");
    let told = |week: &str, measure: &str, group: &str| -> f64 {
        let head: Vec<&str> = curves.lines().next().unwrap().split(',').collect();
        let at = |name: &str| head.iter().position(|h| *h == name).unwrap();
        let row = curves.lines().map(|l| l.split(',').collect::<Vec<_>>()).find(|r| {
            r[at("week")] == week && r[at("measure")] == measure && r[at("group")] == group
        });
        row.unwrap()[at("mean")].parse().unwrap()
    };
    for (reading, mean) in [
        ("organisations.live", told("60", "organisations.live", "all")),
        ("staff.access of ward @ 40", told("40", "staff.access", "ward")),
    ] {
        let values: Vec<f64> = serde_json::from_value(all["values"][reading].clone()).unwrap();
        assert_eq!(values.len(), 5);
        assert!((values.iter().sum::<f64>() / 5.0 - mean).abs() < 6e-6, "{reading}");
    }
    let part: Value = serde_json::from_str(&eval("3..5", "json")).unwrap();
    let of = |v: &Value| v["values"]["organisations.live"].as_array().unwrap().clone();
    assert_eq!(of(&part)[..], of(&all)[3..]);
    let csv = eval("3..5", "csv");
    assert_eq!(csv.lines().count(), 3);
    assert!(csv.starts_with("replicate,organisations.live,staff.access of ward @ 40\n3,"), "{csv}");
    assert!(!desk.has("output"), "nothing is written");
}

#[test]
fn every_request_has_its_answer_and_bad_ones_their_place() {
    let desk = Desk::new();
    desk.write("small.toml", SMALL);
    let few = json!({ "replicates": [0, 1], "measures": ["organisations.live@20"] });
    let with = |more: Value| {
        let mut request = few.clone();
        request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        request.to_string()
    };
    let mut requests = vec![
        with(json!({ "id": "a", "set": { "task.persuade.hours": 6, "policy.order": "random" } })),
        with(json!({ "id": 2, "set": { "skill.attend": 7 } })),
        with(json!({ "id": 3, "measures": ["organisations.lief"] })),
        with(json!({ "id": 4, "replicates": [4, 4] })),
        with(json!({ "id": 5, "scenario": "/etc/passwd" })),
        "{\"id\": 6,".to_owned(),
        "[]".to_owned(),
    ];
    requests.extend((0..20).map(|id| with(json!({ "id": id }))));
    let found = answers(&desk, requests.join("\n"));
    assert_eq!(found.len(), requests.len());
    assert_eq!(found[0]["id"], "a");
    assert!(found[0]["values"]["organisations.live@20"][0].is_number(), "{}", found[0]);
    let problem = |at: usize, key: &str| found[at]["problems"][0][key].to_string();
    assert!(problem(1, "help").contains("skill.attend"), "{}", found[1]);
    assert_eq!(problem(1, "source"), "\"--set\"");
    assert!(problem(2, "help").contains("organisations.live"), "{}", found[2]);
    assert!(problem(3, "message").contains("[40, 44]"), "{}", found[3]);
    assert!(problem(4, "message").contains("not `scenario`"), "{}", found[4]);
    assert!(problem(5, "message").contains("JSON"), "{}", found[5]);
    assert!(problem(6, "message").contains("JSON"), "{}", found[6]);
    for (id, answer) in found[7..].iter().enumerate() {
        assert_eq!(answer["id"], id);
        assert_eq!(answer["values"], found[7]["values"]);
    }
}

/// Who asks goes by the line where there is no id to go by.
#[test]
fn what_is_no_text_or_endless_is_refused_by_its_line_and_the_next_is_answered() {
    let desk = Desk::new();
    desk.write("small.toml", SMALL);
    let good = "{\"id\": 9, \"replicates\": [0, 1], \"measures\": [\"organisations.live@2\"]}\n";
    let mut requests = good.as_bytes().to_vec();
    requests.extend(b"\n{\"id\": \"\xff\"}\n");
    requests.extend(vec![b' '; 1_000_001]);
    requests.extend(format!("x\n{good}").into_bytes());
    let found = answers(&desk, requests);
    assert_eq!(found.len(), 4);
    assert_eq!([&found[0]["id"], &found[3]["id"]], [9, 9]);
    assert_eq!(found[0]["request"], Value::Null);
    assert_eq!([&found[1]["request"], &found[2]["request"]], [3, 4]);
    assert!(found[1]["problems"][0]["message"].to_string().contains("JSON"), "{}", found[1]);
    assert!(found[2]["problems"][0]["message"].to_string().contains("million"), "{}", found[2]);
}

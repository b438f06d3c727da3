//! One owner of a folder at a time, and one run's files in it, whatever is started or killed when.
//! Kinds of faults: results lost to a second process; a mixture of two runs taken for one.

use std::fs;
use std::io::Read;
use std::path::Path;

use uptake::outputs::study::Plan;
use uptake::outputs::{Manifest, Status};
use uptake::store::{ShardName, StoreError, StudyFolder};

use super::cli::Desk;
use super::started::{journaled, start};
use super::study::{assert_same, desk};

/// Names of the files in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn of_two_that_work_on_one_part_the_second_says_who_has_it() {
    let desk = desk(400, 40);
    let sweep = ["sweep", "study.toml", "-o", "here", "--resume", "--jobs", "1"];
    let mut first = start(&desk, &sweep);
    let here = desk.path().join("here");
    assert!(first.until(|| journaled(&here) > 2_000));
    let second = desk.run(&sweep);
    assert_eq!(second.code, 1, "{}", second.err);
    let who = format!("in use by process {}", first.0.id());
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat(&second.err).contains(&who), "{}", second.err);
    let status = desk.run(&["status", "here"]);
    assert!(flat(&status.out).contains(&format!("process {} on", first.0.id())), "{}", status.out);
    // Another part is free at the same time.
    desk.ok(&["-q", "sweep", "study.toml", "-o", "here", "--shard", "200/200"]);
    drop(first);
    // The lock has gone with its owner.
    let mut next = start(&desk, &sweep);
    let before = journaled(&here);
    assert!(next.until(|| journaled(&here) > before));
    drop(next);
}

#[test]
fn of_two_analyses_into_one_folder_the_second_says_who_has_it() {
    let desk = Desk::new();
    let analyse = [
        &["sensitivity", "small.toml", "--parameter", "skill.attend", "--parameter"][..],
        &["use.curiosity", "--replicates", "5000", "--jobs", "1"],
    ]
    .concat();
    let mut first = start(&desk, &analyse);
    let folder = desk.path().join("output/small-morris");
    assert!(first.until(|| journaled(&folder) > 0));
    let second = desk.run(&analyse);
    drop(first);
    assert_eq!(second.code, 1, "{}", second.err);
    assert!(second.err.contains("in use by"), "{}", second.err);
}

/// A disk that machines share may know no locks: taking the file of the lock away gives a second
/// process one of its own.
#[test]
#[cfg(unix)]
fn a_part_that_two_work_on_without_locks_comes_to_the_same() {
    let desk = desk(60, 8);
    desk.ok(&["-q", "sweep", "study.toml", "-o", "serial", "--jobs", "1"]);
    let sweep = ["-q", "sweep", "study.toml", "-o", "here", "--resume", "--jobs", "1"];
    let mut first = start(&desk, &sweep);
    let here = desk.path().join("here");
    assert!(first.until(|| journaled(&here) > 1_000));
    fs::remove_file(here.join("shards/.shard-0001-of-0001.lock")).unwrap();
    let second = desk.run(&sweep);
    let mut said = String::new();
    first.0.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    // Both may be merging at one moment; nothing else is in the other's way.
    for (code, said) in
        [(second.code, &second.err), (first.0.wait().unwrap().code().unwrap(), &said)]
    {
        assert!(code == 0 || code == 1 && said.contains("in use by"), "{code}: {said}");
    }
    desk.ok(&["-q", "merge", "here"]);
    assert_same(&desk, "serial", "here");
    assert_eq!(names(&here.join("shards")), ["shard-0001-of-0001.txt"]);
}

/// What another machine does to a part at the worst moment: it ends first, and takes the journals.
#[test]
fn a_whole_shard_is_never_replaced_by_a_poorer_one() {
    let desk = desk(12, 2);
    desk.ok(&["-q", "sweep", "study.toml", "-o", "here", "--jobs", "1"]);
    let folder = StudyFolder::open(&desk.path().join("here")).unwrap();
    let plan = folder.plan().unwrap();
    let shard = desk.path().join("here/shards/shard-0001-of-0001.txt");
    let whole = fs::read(&shard).unwrap();

    let own = folder.own_part(ShardName::WHOLE).unwrap();
    assert!(matches!(folder.own_part(ShardName::WHOLE), Err(StoreError::Busy { .. })));
    let line = |n: usize| {
        let text = String::from_utf8(whole.clone()).unwrap();
        text.lines().nth(n).unwrap().to_owned() + "\n"
    };
    let mut journal = own.new_journal(&plan).unwrap();
    journal.append(&line(1)).unwrap();
    own.publish(&plan).unwrap();
    assert!(fs::read(&shard).unwrap() == whole, "a shard of one point took its place");
    // Without one that is whole, nothing is published.
    fs::remove_file(&shard).unwrap();
    assert!(matches!(own.publish(&plan), Err(StoreError::Lost { .. })));
    assert!(!shard.exists());
    // With all points, from two journals that overlap, it is.
    let mut second = own.new_journal(&plan).unwrap();
    (1..=12).filter(|n| n % 2 == 0).for_each(|n| second.append(&line(n)).unwrap());
    assert!(own.publish(&plan).is_err());
    let mut third = own.new_journal(&plan).unwrap();
    (1..=12).filter(|n| n % 3 != 0).for_each(|n| third.append(&line(n)).unwrap());
    let mut fourth = own.new_journal(&plan).unwrap();
    (1..=12).filter(|n| n % 3 == 0).for_each(|n| fourth.append(&line(n)).unwrap());
    own.publish(&plan).unwrap();
    assert!(fs::read(&shard).unwrap() == whole);
    drop(own);
    assert_eq!(names(&desk.path().join("here/shards")), ["shard-0001-of-0001.txt"]);
}

#[test]
fn two_that_plan_other_studies_into_one_folder_leave_one_of_them() {
    let desk = desk(300, 2);
    let text = desk.text("study.toml");
    desk.write("other.toml", &text.replace("to = 0.9", "to = 0.8"));
    let sweep = |study| ["-q", "sweep", study, "-o", "here", "--shard", "1/300"];
    let both = [start(&desk, &sweep("study.toml")), start(&desk, &sweep("other.toml"))];
    let codes: Vec<i32> =
        both.into_iter().map(|mut child| child.0.wait().unwrap().code().unwrap()).collect();
    assert!(codes == [0, 3] || codes == [3, 0], "{codes:?}");
    assert_eq!(desk.run(&["status", "here"]).code, 5);
}

#[test]
fn a_folder_of_a_run_has_one_writer() {
    let desk = Desk::new();
    let long = ["run", "small.toml", "-o", "here", "--force", "--replicates", "100000"];
    let mut first = start(&desk, &long);
    assert!(first.until(|| desk.has("here/manifest.json")));
    for args in [&long[..], &["run", "small.toml", "-o", "here", "--force", "--seed", "9"]] {
        let second = desk.run(args);
        assert_eq!(second.code, 1, "{}", second.err);
        assert!(second.err.contains(&format!("process {}", first.0.id())), "{}", second.err);
    }
    let report = desk.run(&["report", "here"]);
    assert_eq!(report.code, 1, "{}", report.err);
    drop(first);
    // Killed, it has nothing to report, and says so.
    for args in [["report", "here"], ["reproduce", "here/manifest.json"]] {
        let report = desk.run(&args);
        assert_eq!(report.code, 5, "{}", report.err);
        assert!(report.err.contains("has not ended"), "{}", report.err);
    }
    desk.ok(&["run", "small.toml", "-o", "here", "--force"]);
    desk.ok(&["reproduce", "here/manifest.json"]);
}

/// Every file in a run's folder but those that have no digest.
fn listed(desk: &Desk, folder: &str) -> Vec<String> {
    let manifest = Manifest::from_json(&desk.text(&format!("{folder}/manifest.json"))).unwrap();
    let mut names: Vec<String> = manifest.outputs.into_iter().map(|output| output.file).collect();
    names.sort();
    names
}

fn results(desk: &Desk, folder: &str) -> Vec<String> {
    let mut names = names(&desk.path().join(folder));
    names.retain(|name| !["manifest.json", "report.html"].contains(&name.as_str()));
    names
}

#[test]
fn what_a_killed_run_leaves_is_gone_when_the_next_begins() {
    let desk = Desk::new();
    let run = ["run", "small.toml", "-o", "here", "--parquet", "--force"];
    let mut first = start(&desk, &run);
    assert!(first.until(|| desk.has("here/coverage.csv")));
    drop(first);
    // Whenever that was: what is there is listed, or has a temporary name.
    let listed_then = listed(&desk, "here");
    assert!(listed_then.contains(&"replicates.parquet".to_owned()));
    let stray = |name: &String| !listed_then.contains(name) && !name.starts_with('.');
    assert_eq!(results(&desk, "here").into_iter().find(stray), None);
    // A run that was killed with all files there but one, and that one half written.
    desk.ok(&run);
    let mut manifest = Manifest::from_json(&desk.text("here/manifest.json")).unwrap();
    manifest.status = Status::Running;
    desk.write("here/manifest.json", &manifest.to_json().unwrap());
    desk.write("here/.coverage.csv.77.part", "half");
    desk.write("here/notes.txt", "mine");
    desk.ok(&["run", "small.toml", "-o", "here", "--force", "--seed", "8"]);
    let mut own = listed(&desk, "here");
    assert!(!own.contains(&"replicates.parquet".to_owned()));
    own.push("notes.txt".to_owned());
    own.sort();
    assert_eq!(results(&desk, "here"), own);
    // Killed before its first manifest.
    fs::create_dir(desk.path().join("new")).unwrap();
    desk.write("new/.uptake.lock", "process 1 on nowhere");
    desk.write("new/.manifest.json.1.part", "{");
    desk.ok(&["run", "small.toml", "-o", "new", "--force"]);
    assert_eq!(results(&desk, "new"), listed(&desk, "new"));
}

#[test]
fn no_run_takes_the_folder_of_a_study() {
    let desk = desk(4, 2);
    desk.ok(&["-q", "sweep", "study.toml", "-o", "study"]);
    let before: Vec<(String, Vec<u8>)> = names(&desk.path().join("study"))
        .into_iter()
        .filter(|name| name != "shards")
        .map(|name| (name.clone(), fs::read(desk.path().join("study").join(name)).unwrap()))
        .collect();
    desk.write("other.toml", &desk.text("small.toml").replace("\"small\"", "\"other\""));
    for args in [
        &["run", "small.toml"][..],
        &["compare", "small.toml", "other.toml"],
        &["explain", "small.toml"],
        &["rank", "small.toml"],
    ] {
        let refused = desk.run(&[args, &["-o", "study", "--force"]].concat());
        assert_eq!(refused.code, 1, "{args:?}: {}", refused.err);
        assert!(refused.err.contains("folder of a study"), "{args:?}: {}", refused.err);
    }
    // Whatever state the plan is in.
    let plan = desk.text("study/manifest.json");
    desk.write("study/manifest.json", &plan.replace("\"replicates\": 2", "\"replicates\": 3"));
    assert_eq!(desk.run(&["run", "small.toml", "-o", "study", "--force"]).code, 1);
    desk.write("study/manifest.json", &plan);
    for (name, bytes) in before {
        assert!(fs::read(desk.path().join("study").join(&name)).unwrap() == bytes, "{name}");
    }
    assert!(Plan::from_json(&plan).is_ok());
}

/// Kind of fault: the record of one set of files beside another set.
#[test]
fn a_merge_that_does_not_end_leaves_no_record_of_an_earlier_one() {
    let desk = desk(8, 2);
    desk.ok(&["-q", "sweep", "study.toml", "-o", "here"]);
    desk.ok(&["-q", "sweep", "study.toml", "-o", "there"]);
    let record = desk.text("here/merge.json");
    // It stops in the middle: a folder stands where a file is to be.
    fs::remove_file(desk.path().join("here/summary.csv")).unwrap();
    fs::create_dir(desk.path().join("here/summary.csv")).unwrap();
    assert_eq!(desk.run(&["merge", "here"]).code, 1);
    assert!(!desk.has("here/merge.json"));
    let status = desk.ok(&["status", "here"]);
    assert!(status.out.contains("A merge was begun and has not ended"), "{}", status.out);
    fs::remove_dir(desk.path().join("here/summary.csv")).unwrap();
    // What a kill leaves half written, and a chart that other points had.
    desk.write("here/.results.csv.12.part", "point,");
    desk.write("here/threshold_map.svg", "of another merge");
    desk.ok(&["-q", "merge", "here"]);
    assert_eq!(desk.text("here/merge.json"), record);
    assert_same(&desk, "there", "here");
    let status = desk.ok(&["status", "here"]);
    assert!(status.out.contains("the merged files are as they were made"), "{}", status.out);
    desk.write("here/summary.csv", "mine");
    let status = desk.run(&["status", "here"]);
    assert_eq!(status.code, 3, "{}", status.err);
    assert!(status.err.contains("summary.csv"), "{}", status.err);
}

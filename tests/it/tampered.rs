//! Files that were changed, cut off or exchanged are told from those that uptake wrote, by every
//! command that reads them, with the same exit code; none makes it panic, and none makes it wait.
//! Kinds of faults: results at the wrong points; "the same, byte for byte" of files that are not.

use std::fs;
use std::path::Path;

use uptake::outputs::Manifest;
use uptake::outputs::study::{
    DesignReader, DesignWriter, Plan, ShardHead, shard_footer, shard_head, shard_line,
};
use uptake::results::study::Outcome;

use super::cli::Desk;
use super::study::desk;

const SHARD: &str = "here/shards/shard-0001-of-0001.txt";
const DESIGN: &str = "here/design.parquet";
const PLAN: &str = "here/manifest.json";

/// Every command that reads a study.
const READERS: [&[&str]; 6] = [
    &["merge", "here"],
    &["status", "here"],
    &["discover", "here"],
    &["value", "here"],
    &["sweep", "study.toml", "-o", "here", "--resume"],
    &["sweep", "study.toml", "-o", "here", "--shard", "1/2"],
];

/// Every reader refuses with exit code 3 and names the file, and what to do.
fn assert_refused(desk: &Desk, what: &str, readers: &[&[&str]], parts: &[&str]) {
    for args in readers {
        let refused = desk.run(args);
        let flat = refused.err.split_whitespace().collect::<Vec<_>>().join(" ").replace("│ ", "");
        assert_eq!(refused.code, 3, "{what}, {args:?}: {flat}");
        assert!(parts.iter().all(|part| flat.contains(part)), "{what}, {args:?}: {flat}");
    }
}

fn swept() -> Desk {
    let desk = desk(12, 2);
    desk.ok(&["-q", "sweep", "study.toml", "-o", "here"]);
    desk
}

fn bytes(desk: &Desk, name: &str) -> Vec<u8> {
    fs::read(desk.path().join(name)).unwrap()
}

/// The first rows of the table of points, its first two points exchanged.
fn table(desk: &Desk, plan: &Plan, rows: usize) -> Vec<u8> {
    let file = fs::File::open(desk.path().join(DESIGN)).unwrap();
    let design = DesignReader::new(file, &plan.parameters).unwrap();
    let mut out = DesignWriter::new(plan, Vec::new()).unwrap();
    for row in design.points(0..plan.points as usize).take(rows) {
        let (point, mut cells) = row.unwrap();
        if point < 2 {
            cells = design.points(1 - point..2 - point).next().unwrap().unwrap().1;
        }
        out.point(cells).unwrap();
    }
    out.finish().unwrap()
}

#[test]
fn a_table_of_points_that_is_not_the_plan_s_is_refused_wherever_it_is_read() {
    let desk = swept();
    let plan = Plan::from_json(&desk.text(PLAN)).unwrap();
    let good = bytes(&desk, DESIGN);
    let put = |bytes: &[u8]| fs::write(desk.path().join(DESIGN), bytes).unwrap();
    let parts = ["design.parquet is not the file", "put it back, or plan the study anew"];
    let (exchanged, few) = (table(&desk, &plan, 12), table(&desk, &plan, 5));
    let mut flipped = good.clone();
    flipped[40] ^= 1;
    for (what, bytes) in [
        ("points exchanged", exchanged.clone()),
        ("rows cut off", few),
        ("a bit", flipped),
        ("the end cut off", good[..good.len() - 9].to_vec()),
        ("bytes added", [&good[..], b"more"].concat()),
        ("no table", b"point".to_vec()),
    ] {
        put(&bytes);
        assert_refused(&desk, what, &READERS, &parts);
    }
    // A plan made for the other table does not have the hash of its design.
    put(&exchanged);
    let mut other = plan.clone();
    other.outputs = vec![uptake::outputs::OutputRecord::new("design.parquet", &exchanged)];
    desk.write(PLAN, &other.to_json().unwrap());
    assert_refused(&desk, "a table and its digest", &READERS, &["manifest.json is not the file"]);
    put(&good);
    desk.write(PLAN, &plan.to_json().unwrap());
    desk.ok(&["merge", "here"]);
}

#[test]
fn a_plan_that_was_edited_is_refused_wherever_it_is_read() {
    let desk = swept();
    let good = desk.text(PLAN);
    for (from, to) in [
        ("\"replicates\": 2", "\"replicates\": 1"),
        ("\"luck\": \"matched\"", "\"luck\": \"independent\""),
        ("\"at_least\": 0.3", "\"at_least\": 0.9"),
        ("\"start\": \"2026-01-05\"", "\"start\": \"2027-01-04\""),
        ("\"decision\": false", "\"decision\": true"),
        ("\"points\": 12", "\"points\": 11"),
        ("\"digest\": \"", "\"digest\": \"0"),
        ("}\n", "}\n\n"),
    ] {
        let edited = good.replacen(from, to, 1);
        assert_ne!(edited, good, "{from}");
        desk.write(PLAN, &edited);
        assert_refused(&desk, to, &READERS, &["manifest.json", "was changed since it was written"]);
    }
    // With a digest that fits, the design does not.
    type Change = fn(&mut Plan);
    let changes: [(&str, Change); 4] = [
        ("replicates", |plan| plan.replicates = 1),
        ("luck", |plan| plan.luck = "independent".to_owned()),
        ("weeks", |plan| plan.weeks = vec![26, 51]),
        ("seed", |plan| plan.seed = 7),
    ];
    for (what, change) in changes {
        let mut plan = Plan::from_json(&good).unwrap();
        change(&mut plan);
        desk.write(PLAN, &plan.to_json().unwrap());
        assert_refused(&desk, what, &READERS, &["manifest.json is not the file"]);
    }
    // Values that no plan has are refused before anything is made of them.
    let changes: [(&str, Change); 7] = [
        ("design_hash", |plan| plan.design_hash = "ab".to_owned()),
        ("weeks", |plan| plan.weeks = vec![4_294_967_295, 60]),
        ("weeks", |plan| plan.weeks = Vec::new()),
        ("points", |plan| plan.points = u32::MAX),
        ("number of futures", |plan| plan.replicates = u32::MAX),
        ("start", |plan| plan.start = "soon".to_owned()),
        ("measures", |plan| plan.measures = vec!["happiness".to_owned()]),
    ];
    for (what, change) in changes {
        let mut plan = Plan::from_json(&good).unwrap();
        change(&mut plan);
        desk.write(PLAN, &plan.to_json().unwrap());
        assert_refused(&desk, what, &READERS, &["manifest.json", what, "which no plan has"]);
    }
    desk.write(PLAN, &good);
    desk.ok(&["status", "here"]);
}

/// A shard with a right digest of these outcomes.
fn shard(plan: &Plan, replicates: u32, outcomes: &[Outcome]) -> String {
    let design_hash = plan.design_hash.clone();
    let head = ShardHead { design_hash, from: 0, to: plan.points, replicates };
    let body: String =
        std::iter::once(shard_head(&head)).chain(outcomes.iter().map(shard_line)).collect();
    let hash = <sha2::Sha256 as sha2::Digest>::new_with_prefix(body.as_bytes());
    body + &shard_footer(hash)
}

#[test]
fn a_shard_that_does_not_hold_what_the_plan_wants_is_refused_and_not_replaced() {
    let desk = swept();
    let plan = Plan::from_json(&desk.text(PLAN)).unwrap();
    let good = desk.text(SHARD);
    let future = |value: f32| Ok(vec![Some(value); 4]);
    let outcomes = |futures: usize, points: u32| -> Vec<Outcome> {
        let outcome = |point| Outcome { point, futures: vec![future(0.5); futures] };
        (0..points).map(outcome).collect()
    };
    let mut with_nan = outcomes(2, 12);
    with_nan[7].futures[1] = future(f32::NAN);
    // Journals of what is missing are made by the last two, which do not read this shard.
    let readers = &READERS[..5];
    for (what, text) in [
        ("one future a point", shard(&plan, 1, &outcomes(1, 12))),
        ("points that lack", shard(&plan, 2, &outcomes(2, 5))),
        ("points too many", shard(&plan, 2, &outcomes(2, 13))),
        ("a value that is no number", shard(&plan, 2, &with_nan)),
        ("bytes after the end", good.clone() + "more\n"),
    ] {
        desk.write(SHARD, &text);
        assert_refused(&desk, what, readers, &["shard-0001-of-0001.txt", "run its part again"]);
        assert_eq!(desk.text(SHARD), text, "{what}: it is the user's to remove it");
    }
    fs::remove_file(desk.path().join(SHARD)).unwrap();
    desk.ok(&["sweep", "study.toml", "-o", "here", "--resume"]);
    assert_eq!(desk.text(SHARD), good);
}

#[test]
fn reproduce_reads_the_files_on_the_disk_and_names_those_that_differ() {
    let desk = Desk::new();
    desk.ok(&["run", "small.toml", "-o", "run"]);
    desk.ok(&["run", "small.toml", "-o", "other"]);
    let said = desk.ok(&["reproduce", "run/manifest.json"]);
    assert!(said.out.contains("on the disk and made again"), "{}", said.out);
    let coverage = desk.text("run/coverage.csv");
    desk.write("run/coverage.csv", &coverage.replacen(",1,", ",2,", 1));
    fs::remove_file(desk.path().join("run/events.csv")).unwrap();
    for args in [["reproduce", "run/manifest.json"], ["report", "run"]] {
        let other = desk.run(&args);
        assert_eq!(other.code, 4, "{args:?}: {}", other.err);
        assert!(other.err.contains("coverage.csv") && other.err.contains("events.csv"));
        assert!(!other.err.contains("summary.json"), "{}", other.err);
    }
    // The manifest in its own folder, and files of the same length.
    fs::rename(desk.path().join("other/events.csv"), desk.path().join("run/events.csv")).unwrap();
    let last = coverage.len() - 2;
    desk.write("run/coverage.csv", &(coverage[..last].to_owned() + "7\n"));
    let at_home = desk.path().join("run");
    let mut command = desk.command(&["reproduce", "manifest.json"]);
    let other = super::cli::outcome(command.current_dir(at_home));
    assert_eq!(other.code, 4, "{}", other.err);
    assert!(other.err.contains("coverage.csv") && !other.err.contains("events.csv"));
    // diff holds what it reads to the manifest as well.
    let fingerprints = desk.text("run/fingerprints.csv");
    desk.write("run/fingerprints.csv", &fingerprints.replacen('a', "b", 1));
    let diff = desk.run(&["diff", "run", "other"]);
    assert_eq!(diff.code, 4, "{}", diff.err);
    assert!(diff.err.contains("fingerprints.csv"), "{}", diff.err);
}

#[test]
fn a_manifest_with_numbers_that_no_run_has_is_refused_at_once() {
    let desk = Desk::new();
    desk.ok(&["run", "small.toml", "-o", "run"]);
    let good = Manifest::from_json(&desk.text("run/manifest.json")).unwrap();
    type Change = fn(&mut Manifest);
    let complete = |manifest: &mut Manifest, text: &str| {
        manifest.options.insert("futures_complete".to_owned(), text.to_owned());
    };
    let mut changes = Vec::new();
    for text in ["4000000000", "4", "-1", "many"] {
        let mut manifest = good.clone();
        complete(&mut manifest, text);
        changes.push(manifest);
    }
    let others: [Change; 3] = [
        |manifest| {
            let asked = [("explain_measure", "organisations.live"), ("explain_week", "4000000000")];
            manifest.options.extend(asked.map(|(name, text)| (name.to_owned(), text.to_owned())));
        },
        |manifest| manifest.replicates = u32::MAX,
        |manifest| {
            manifest.replicates = u32::MAX;
            manifest.options.insert("futures_complete".to_owned(), u32::MAX.to_string());
        },
    ];
    for change in others {
        let mut manifest = good.clone();
        change(&mut manifest);
        changes.push(manifest);
    }
    for manifest in changes {
        desk.write("run/manifest.json", &manifest.to_json().unwrap());
        for args in [["reproduce", "run/manifest.json"], ["report", "run"]] {
            let refused = desk.run(&args);
            assert_eq!(refused.code, 3, "{args:?} {:?}: {}", manifest.options, refused.err);
        }
    }
    // An edit by hand is told as one.
    let edited = good.to_json().unwrap().replacen("\"replicates\": 3", "\"replicates\": 5", 1);
    desk.write("run/manifest.json", &edited);
    for args in
        [&["reproduce", "run/manifest.json"][..], &["report", "run"], &["diff", "run", "run"]]
    {
        let refused = desk.run(args);
        assert_eq!(refused.code, 4, "{args:?}: {}", refused.err);
        assert!(refused.err.contains("changed since it was written"), "{}", refused.err);
    }
}

/// Put a pipe with a name in the place of a file: opening it would wait for ever. `timeout` ends
/// what waits, with exit code 124.
#[test]
#[cfg(target_os = "linux")]
fn a_pipe_in_the_place_of_a_file_is_told_and_not_waited_for() {
    use std::process::Command;

    let desk = swept();
    desk.ok(&["run", "small.toml", "-o", "run"]);
    desk.write("listed.toml", "weeks = 4\norganisations = \"list.csv\"\n");
    desk.write(
        "tabled.toml",
        "[design]\nkind = \"table\"\nfile = \"list.csv\"\n[parameters]\n\"skill.attend\" = [1]\n",
    );
    let run = |args: &[&str]| {
        let program = assert_cmd::cargo::cargo_bin("uptake");
        let mut command = Command::new("timeout");
        command.current_dir(desk.path()).arg("60").arg(program).args(args);
        command.output().unwrap()
    };
    let pipe = |name: &str| {
        let path = desk.path().join(name);
        let before = fs::read(&path).ok();
        let _ = fs::remove_file(&path);
        assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
        (path, before)
    };
    let put_back = |(path, before): (std::path::PathBuf, Option<Vec<u8>>)| {
        fs::remove_file(&path).unwrap();
        if let Some(before) = before {
            fs::write(path, before).unwrap();
        }
    };
    for (name, commands) in [
        ("small.toml", vec![vec!["check", "small.toml"], vec!["run", "small.toml"]]),
        ("list.csv", vec![vec!["check", "listed.toml"], vec!["sweep", "tabled.toml"]]),
        ("study.toml", vec![vec!["sweep", "study.toml"], vec!["sensitivity", "study.toml"]]),
        ("new.toml", vec![vec!["new", "new.toml"]]),
        (
            "run/manifest.json",
            vec![
                vec!["report", "run"],
                vec!["reproduce", "run/manifest.json"],
                vec!["diff", "run", "run"],
                vec!["run", "small.toml", "-o", "run", "--force"],
            ],
        ),
        ("run/fingerprints.csv", vec![vec!["diff", "run", "run"]]),
        ("run/coverage.csv", vec![vec!["reproduce", "run/manifest.json"], vec!["report", "run"]]),
        (PLAN, vec![vec!["status", "here"], vec!["report", "here"], vec!["merge", "here"]]),
        (DESIGN, vec![vec!["status", "here"], vec!["discover", "here"]]),
        (SHARD, READERS[..5].iter().map(|args| args.to_vec()).collect()),
        ("here/merge.json", vec![vec!["status", "here"]]),
        ("here/results.csv", vec![vec!["status", "here"]]),
        ("here/shards/shard-0002-of-0003.journal-1", vec![vec!["status", "here"]]),
        ("here/.uptake.lock", vec![vec!["merge", "here"]]),
    ] {
        let was = pipe(name);
        for args in commands {
            let output = run(&args);
            let err = String::from_utf8_lossy(&output.stderr);
            let code = output.status.code().unwrap();
            assert!((1..=5).contains(&code), "{name}, {args:?}: {code} {err}");
            let file = Path::new(name).file_name().unwrap().to_str().unwrap();
            let said = err.contains(file) || err.contains("holds no study");
            assert!(said, "{name}, {args:?}: {err}");
        }
        put_back(was);
    }
    // What a shell makes of <(…) is read to its end.
    let program = assert_cmd::cargo::cargo_bin("uptake");
    let script = format!("'{}' check <(cat small.toml)", program.display());
    let output = Command::new("bash").current_dir(desk.path()).args(["-c", &script]).output();
    assert!(output.unwrap().status.success());
}

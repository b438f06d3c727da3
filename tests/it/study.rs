//! Studies from the command line: the same bytes however they are run, and what is refused.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Command;

use super::cli::{Desk, widest_line};
use super::memory::watched;
use super::started::{Started, journaled, start};

/// Kills of the second test of interruptions; the first has one.
const KILLS: &str = "UPTAKE_TEST_KILLS";

/// A small region over a year, so that a point takes milliseconds.
fn study(points: u32, replicates: u32) -> String {
    format!(
        "name = \"trial\"\nset = [\"region.cambridgeshire.size=0.06\", \"weeks=52\"]\n\
         replicates = {replicates}\nmeasures = [\"organisations.live\", \"project.spend\"]\n\
         weeks = [26, 52]\n[design]\nkind = \"lhs\"\npoints = {points}\n[parameters]\n\
         \"policy.order\" = [\"random\", \"as_listed\"]\n\"team.facilitators.count\" = [1, 2, 4]\n\
         [parameters.\"skill.attend\"]\nfrom = 0.4\nto = 0.9\n\
         [threshold]\nmeasure = \"organisations.live\"\nat_least = 0.3\nweek = 52\n"
    )
}

pub(super) fn desk(points: u32, replicates: u32) -> Desk {
    let desk = Desk::new();
    desk.write("study.toml", &study(points, replicates));
    desk
}

/// Everything in a folder but what the shards hold.
fn merged(desk: &Desk, folder: &str) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(desk.path().join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| {
            (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

pub(super) fn assert_same(desk: &Desk, one: &str, other: &str) {
    let (one, other) = (merged(desk, one), merged(desk, other));
    let names = |files: &[(String, Vec<u8>)]| files.iter().map(|f| f.0.clone()).collect::<Vec<_>>();
    assert_eq!(names(&one), names(&other));
    assert!(one.len() >= 12, "{:?}", names(&one));
    for (a, b) in one.iter().zip(&other) {
        assert!(a.1 == b.1, "{} differs", a.0);
    }
}

#[test]
fn a_study_gives_the_same_bytes_in_one_go_and_in_any_parts_in_any_order() {
    let desk = desk(40, 3);
    desk.ok(&["sweep", "study.toml", "-o", "serial", "--jobs", "1"]);
    // Orders without a pattern; 7 shards on one thread, 13 on two; one shard runs twice.
    for (of, step, jobs) in [(7u32, 3u32, "1"), (13, 5, "2")] {
        let folder = format!("in-{of}");
        for i in (0..of).chain([of / 2]) {
            let shard = format!("{}/{of}", i * step % of + 1);
            desk.ok(&[
                "-q",
                "sweep",
                "study.toml",
                "-o",
                &folder,
                "--shard",
                &shard,
                "--jobs",
                jobs,
            ]);
        }
        desk.ok(&["merge", &folder]);
        assert_same(&desk, "serial", &folder);
    }
    // Parts of two divisions overlap, and hold the same points twice.
    for shard in ["2/3", "1/1", "5/9"] {
        desk.ok(&["-q", "sweep", "study.toml", "-o", "mixed", "--shard", shard]);
    }
    desk.ok(&["merge", "mixed"]);
    assert_same(&desk, "serial", "mixed");
}

/// Start a study once, twice and three times, each when what is done has grown by a number without a
/// pattern, kill all of them likewise, so many times, and let it end. Every second kill falls into
/// the work; the others come as soon as the commands are started.
fn killed(desk: &Desk, kills: u64) {
    let folder = desk.path().join("killed");
    // Numbers without a pattern below `most`.
    let any = |kill: u64, which: u64, most: u64| {
        (kill * 5 + which + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) % 7_919 * most / 7_919
    };
    let mut in_the_work = 0;
    for kill in 0..kills {
        let before = journaled(&folder);
        // More than the head of a new journal.
        let grown = |by: u64| journaled(&folder) > before + 200 + by;
        let mut started: Vec<Started> = Vec::new();
        for which in 0..1 + (kill + 1) % 3 {
            if let Some(last) = started.last_mut().filter(|_| kill % 4 == 0) {
                last.until(|| grown(any(kill, which, 300)));
            }
            let jobs = if (kill + which).is_multiple_of(2) { "1" } else { "2" };
            let sweep = ["sweep", "study.toml", "-o", "killed", "--resume", "--jobs", jobs];
            started.push(start(desk, &sweep));
        }
        if kill % 2 == 0 {
            started[0].until(|| grown(any(kill, 4, 900)));
        }
        in_the_work += u32::from(journaled(&folder) > before);
        for mut child in started {
            child.0.kill().unwrap();
            let mut err = String::new();
            child.0.stderr.take().unwrap().read_to_string(&mut err).unwrap();
            let end = child.0.wait().unwrap();
            // Killed, or the second of two; or all was done.
            let in_use = end.code() == Some(1) && err.contains("in use by");
            assert!(in_use || matches!(end.code(), None | Some(0)), "{err}");
        }
    }
    assert!(in_the_work > 0, "no kill fell into the work");
    let last = desk.ok(&["sweep", "study.toml", "-o", "killed", "--resume"]);
    assert!(last.out.contains("points"), "{}", last.out);
    let left = fs::read_dir(desk.path().join("killed/shards")).unwrap().count();
    assert_eq!(left, 1, "journals and locks are gone once their shard is whole");
}

#[cfg(unix)]
#[test]
fn a_study_that_was_killed_goes_on_and_gives_the_same_bytes() {
    let desk = desk(60, 8);
    desk.ok(&["-q", "sweep", "study.toml", "-o", "serial", "--jobs", "1"]);
    killed(&desk, 3);
    assert_same(&desk, "serial", "killed");
}

/// `UPTAKE_TEST_KILLS=60 cargo test --test it killed_often` kills a study of 200 points sixty times.
#[cfg(unix)]
#[test]
fn a_study_killed_often_goes_on_and_gives_the_same_bytes() {
    let Some(kills) = std::env::var(KILLS).ok().and_then(|n| n.parse().ok()) else { return };
    let desk = desk(200, 24);
    desk.ok(&["-q", "sweep", "study.toml", "-o", "serial", "--jobs", "1"]);
    killed(&desk, kills);
    assert_same(&desk, "serial", "killed");
}

#[cfg(unix)]
#[test]
fn an_interrupted_study_says_what_is_kept_and_how_to_go_on() {
    let desk = desk(400, 40);
    let part = ["sweep", "study.toml", "-o", "here", "--shard", "1/2", "--jobs", "1"];
    let mut child = start(&desk, &part);
    let here = desk.path().join("here");
    assert!(child.until(|| journaled(&here) > 2_000));
    child.signal("INT");
    let mut err = String::new();
    child.0.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!(child.0.wait().unwrap().code(), Some(130), "{err}");
    let flat = err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("of 200 points are done and kept"), "{flat}");
    assert!(
        flat.contains("uptake sweep study.toml -o here --resume --shard 1/2 --jobs 1"),
        "{flat}"
    );
    let status = desk.run(&["status", "here"]);
    assert_eq!(status.code, 5);
    let flat = status.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("Shard 1/2 was begun:"), "{flat}");
    assert!(flat.contains("400 of 400 points are missing (0 to 399)"), "{flat}");
}

#[test]
fn what_is_missing_is_told_and_merged_only_if_allowed() {
    let desk = desk(10, 2);
    for shard in ["1/5", "4/5"] {
        desk.ok(&["sweep", "study.toml", "-o", "here", "--shard", shard]);
    }
    let partial = desk.run(&["merge", "here"]);
    assert_eq!(partial.code, 5);
    assert!(partial.err.contains("6 of 10 points are missing (2 to 5, 8 to 9)"), "{}", partial.err);
    assert!(!desk.has("here/results.csv"));
    let allowed = desk.ok(&["merge", "here", "--allow-missing"]);
    assert!(allowed.err.contains("6 of 10 points are missing"), "{}", allowed.err);
    // 4 points, 2 replicates, 2 measures, 2 weeks.
    assert_eq!(desk.text("here/results.csv").lines().count(), 1 + 4 * 2 * 2 * 2);
}

#[test]
fn a_study_is_refused_with_every_problem_and_nothing_is_written() {
    let desk = desk(4, 2);
    let changed = |from: &str, to: &str| study(4, 2).replace(from, to);
    for (text, parts) in [
        (changed("skill.attend", "skill.atend"), ["unknown parameter", "skill.attend"]),
        (changed("to = 0.9", "to = 1.9"), ["share must lie in 0..1", "1.9"]),
        (changed("points = 4", "points = 0"), ["points needs a whole number", "found 0"]),
        (changed("[1, 2, 4]", "[]"), ["the design is empty", "no value"]),
        (
            changed("as_listed", "by_kind")
                .replace("\"weeks=52\"", "\"weeks=52\", \"policy.kind_order=[]\""),
            ["order \"by_kind\" needs `kind_order`", "kind_order"],
        ),
        (changed("weeks = [26, 52]", "weeks = [60]"), ["week 60 lies beyond", "52 weeks"]),
    ] {
        desk.write("bad.toml", &text);
        let refused = desk.run(&["sweep", "bad.toml", "-o", "here"]);
        assert_eq!(refused.code, 3, "{}", refused.err);
        let flat = refused.err.split_whitespace().collect::<Vec<_>>().join(" ").replace("│ ", "");
        for part in parts {
            assert!(flat.contains(part), "no {part} in:\n{}", refused.err);
        }
        assert!(refused.err.contains("nothing was written"), "{}", refused.err);
    }
    assert!(!desk.has("here"));
    let many =
        changed("points = 4", "points = 1000000").replace("replicates = 2", "replicates = 5000");
    desk.write("many.toml", &many);
    let refused = desk.run(&["sweep", "many.toml", "-o", "here"]);
    assert_eq!((refused.code, desk.has("here")), (3, false), "{}", refused.err);
    assert_eq!(desk.run(&["sweep", "gone.toml"]).code, 1);
    assert_eq!(desk.run(&["sweep", "study.toml", "--shard", "0/3"]).code, 2);
    assert_eq!(desk.run(&["sweep", "study.toml", "--shard", "4/3"]).code, 2);
}

/// Kind of fault: a row that names a value which did not run, because another parameter of the
/// study, or the study itself, has the last word on it.
#[test]
fn a_value_that_two_parameters_set_or_that_no_point_could_show_is_refused() {
    let desk = desk(4, 2);
    let with = |more: &str| {
        let text = study(4, 2).replace("kind = \"lhs\"\npoints = 4\n", "kind = \"grid\"\n");
        text.replace("[threshold]", &format!("{more}\n[threshold]"))
    };
    let facilitators = "\"team.facilitators.count\"";
    for (more, parts) in [
        // A pattern and an entry of it; either may come first.
        ("[parameters.\"team.*.count\"]\nvalues = [1, 2]", ["team.*.count", "the same value"]),
        ("[parameters.\"*\"]\nvalues = [1]", ["unknown parameter", "*"]),
        // Sections by pattern.
        (
            "[parameters.\"forces.*.strength\"]\nvalues = [0, 1]\n\
             [parameters.\"forces.recurring.strength\"]\nvalues = [0, 1]",
            ["forces.recurring.strength", "the same value"],
        ),
        // One path in two spellings.
        ("[parameters.skill.attend]\nvalues = [0.5]", ["skill.attend", "varied twice"]),
        ("[parameters.team]\nfacilitators.count = [3]", ["team.facilitators.count", "twice"]),
        // What the study has once for all points.
        ("[parameters.start]\nvalues = [2026-01-05, 2027-01-04]", ["`start`", "not varied"]),
        ("[parameters.\"target.1.at_least\"]\nvalues = [0.1, 0.2]", ["not varied", "goal"]),
    ] {
        desk.write("bad.toml", &with(more));
        let refused = desk.run(&["sweep", "bad.toml", "-o", "here"]);
        assert_eq!(refused.code, 3, "{more}: {}", refused.err);
        let flat = refused.err.split_whitespace().collect::<Vec<_>>().join(" ").replace("│ ", "");
        assert!(parts.iter().all(|part| flat.contains(part)), "{more}: {}", refused.err);
    }
    // A column of a table that stands twice.
    let table = with("").replace("kind = \"grid\"", "kind = \"table\"\nfile = \"points.csv\"");
    desk.write("bad.toml", &table);
    desk.write(
        "points.csv",
        "policy.order,team.facilitators.count,skill.attend,skill.attend\nrandom,1,0.5,0.6\n",
    );
    let refused = desk.run(&["sweep", "bad.toml", "-o", "here"]);
    assert_eq!(refused.code, 3, "{}", refused.err);
    assert!(refused.err.contains("stands twice"), "{}", refused.err);
    assert!(!desk.has("here"));
    // Entries one by one are no overlap.
    desk.write("good.toml", &with("[parameters.\"team.project_manager.count\"]\nvalues = [1, 2]"));
    assert!(desk.text("good.toml").contains(facilitators));
    desk.ok(&["sweep", "good.toml", "--dry-run"]);
}

#[test]
fn a_dry_run_says_what_a_study_takes_and_writes_nothing() {
    let desk = desk(40, 3);
    let dry = desk.ok(&["sweep", "study.toml", "-o", "here", "--dry-run"]);
    assert!(dry.out.contains("40 points of 3 simulated futures each, 120 in all"), "{}", dry.out);
    assert!(dry.out.contains("second") && dry.out.contains("MB of disk"), "{}", dry.out);
    assert!(widest_line(&dry.out) <= 80 && !desk.has("here"));
}

#[test]
fn other_plans_foreign_and_damaged_shards_are_told_apart() {
    let desk = desk(6, 2);
    desk.ok(&["sweep", "study.toml", "-o", "a"]);
    assert_eq!(desk.run(&["sweep", "study.toml", "-o", "a"]).code, 1, "without --resume");

    desk.write("study.toml", &study(6, 2).replace("to = 0.9", "to = 0.8"));
    let other = desk.run(&["sweep", "study.toml", "-o", "a", "--resume"]);
    assert_eq!(other.code, 3);
    assert!(other.err.contains("holds the plan of another design"), "{}", other.err);
    desk.ok(&["sweep", "study.toml", "-o", "b"]);

    let shard = "shards/shard-0001-of-0001.txt";
    let (of_a, of_b) = (desk.text(&format!("a/{shard}")), desk.text(&format!("b/{shard}")));
    desk.write(&format!("a/{shard}"), &of_b);
    let foreign = desk.run(&["merge", "a"]);
    assert_eq!(foreign.code, 3);
    assert!(foreign.err.contains("another design"), "{}", foreign.err);
    desk.write(&format!("a/{shard}"), "point,value\n");
    assert!(desk.run(&["merge", "a"]).err.contains("is not a shard of a study"));
    desk.write(&format!("a/{shard}"), &of_a[..of_a.len() - 80]);
    let damaged = desk.run(&["merge", "a"]);
    assert_eq!(damaged.code, 3);
    assert!(damaged.err.contains("is damaged at line"), "{}", damaged.err);
    let digit = of_a.replacen("\t0.", "\t1.", 1);
    desk.write(&format!("a/{shard}"), &digit);
    assert!(desk.run(&["merge", "a"]).err.contains("is damaged at line"));

    let plan = desk.text("b/manifest.json");
    desk.write("b/manifest.json", &plan.replace("\"plan_version\": 2", "\"plan_version\": 3"));
    let version = desk.run(&["status", "b"]);
    assert_eq!(version.code, 3);
    assert!(version.err.contains("plan version 3"), "{}", version.err);
    desk.write(
        "b/manifest.json",
        &plan.replace(
            concat!("\"version\": \"", env!("CARGO_PKG_VERSION"), "\""),
            "\"version\": \"0.0.9\"",
        ),
    );
    assert!(desk.run(&["merge", "b"]).err.contains("of uptake 0.0.9"));

    desk.ok(&["run", "small.toml", "-o", "run"]);
    let run = desk.run(&["merge", "run"]);
    assert!(run.err.contains("folder of a run, not of a study"), "{}", run.err);
    assert_eq!(desk.run(&["status", "nowhere"]).code, 1);
    fs::create_dir(desk.path().join("empty")).unwrap();
    assert!(desk.run(&["status", "empty"]).err.contains("empty holds no study"));
    fs::write(desk.path().join("empty/mine.txt"), "x").unwrap();
    let mine = desk.run(&["sweep", "study.toml", "-o", "empty"]);
    assert_eq!(mine.code, 1, "{}", mine.err);
    assert!(mine.err.contains("nothing in it is replaced"), "{}", mine.err);
    assert_eq!(desk.run(&["sweep", "study.toml", "-o", "study.toml/x"]).code, 1);
}

#[test]
fn every_row_has_all_parameters_and_the_tables_agree() {
    let desk = desk(6, 3);
    desk.ok(&["sweep", "study.toml", "-o", "here"]);
    let csv = desk.text("here/results.csv");
    let mut lines = csv.lines();
    assert_eq!(
        lines.next(),
        Some(
            "point,replicate,policy.order,team.facilitators.count,skill.attend,week,date,measure,\
             unit,value,error"
        )
    );
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len(), 6 * 3 * 2 * 2);
    assert!(rows.iter().all(|row| row[..10].iter().all(|cell| !cell.is_empty())));
    let parquet = parquet_values(&desk.path().join("here/results.parquet"));
    let values: Vec<f64> = rows.iter().map(|row| row[9].parse().unwrap()).collect();
    assert_eq!(parquet, values);
    // The mean of a point is that of its rows.
    let of_first =
        |row: &&Vec<&str>| row[0] == "0" && row[5] == "52" && row[7] == "organisations.live";
    let own: Vec<f64> = rows.iter().filter(of_first).map(|row| row[9].parse().unwrap()).collect();
    let mean = own.iter().sum::<f64>() / own.len() as f64;
    let summary = desk.text("here/summary.csv");
    let line = summary.lines().find(|l| l.starts_with("0,") && l.contains(",52,")).unwrap();
    let stated: f64 = line.split(',').nth(10).unwrap().parse().unwrap();
    assert!((mean - stated).abs() < 1e-5, "{mean} {line}");
}

#[test]
fn what_is_kept_changes_nothing_of_what_happens() {
    let desk = desk(3, 2);
    desk.ok(&["-q", "sweep", "study.toml", "-o", "both"]);
    let early =
        study(3, 2).replace("weeks = [26, 52]", "weeks = [26]").replace("week = 52", "week = 26");
    desk.write("early.toml", &early.replace("\"weeks=52\"", "\"weeks=52\", \"title=other\""));
    desk.ok(&["-q", "sweep", "early.toml", "-o", "early"]);
    let rows = |folder: &str| -> Vec<String> {
        let csv = desk.text(&format!("{folder}/results.csv"));
        csv.lines().filter(|line| line.contains(",26,")).map(str::to_owned).collect()
    };
    assert_eq!(rows("early"), rows("both"));
    assert_eq!(rows("early").len(), 3 * 2 * 2);
}

fn parquet_values(path: &Path) -> Vec<f64> {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;
    let file = SerializedFileReader::new(fs::File::open(path).unwrap()).unwrap();
    let schema = file.metadata().file_metadata().schema_descr_ptr();
    let column = schema.columns().iter().position(|c| c.name() == "value").unwrap();
    file.get_row_iter(None).unwrap().map(|row| row.unwrap().get_double(column).unwrap()).collect()
}

/// How many summaries of a replicate stream through a merge in the test; a million if asked for.
const SUMMARIES: &str = "UPTAKE_TEST_SUMMARIES";

/// `UPTAKE_TEST_SUMMARIES=1000000 cargo test --test it stream -- --nocapture` shows the figure
/// for a million.
#[cfg(target_os = "linux")]
#[test]
fn summaries_stream_through_a_merge_in_little_memory() {
    use std::io::Write;
    use uptake::outputs::study::{Plan, ShardHead, shard_footer, shard_head, shard_line};
    use uptake::results::study::Outcome;

    let all: u32 = std::env::var(SUMMARIES).ok().and_then(|n| n.parse().ok()).unwrap_or(60_000);
    let points = (all / 500).max(1);
    let desk = Desk::new();
    let text = study(points, 500).replace("weeks = [26, 52]", "weeks = [52]");
    desk.write("study.toml", &text.replace(", \"project.spend\"]", "]"));
    // The first of so many parts has no point: this plans, and simulates nothing.
    desk.ok(&["-q", "sweep", "study.toml", "-o", "here", "--shard", "1/9999"]);
    let plan = Plan::from_json(&desk.text("here/manifest.json")).unwrap();
    let file = fs::File::create(desk.path().join("here/shards/shard-0001-of-0001.txt")).unwrap();
    let mut file = std::io::BufWriter::new(file);
    let mut hash = <sha2::Sha256 as sha2::Digest>::new();
    let mut write = |text: &str| {
        sha2::Digest::update(&mut hash, text.as_bytes());
        file.write_all(text.as_bytes()).unwrap();
    };
    let design_hash = plan.design_hash.clone();
    write(&shard_head(&ShardHead { design_hash, from: 0, to: points, replicates: 500 }));
    for point in 0..points {
        let value = |r: u32| Ok(vec![Some((point * 500 + r) as f32 / all as f32)]);
        write(&shard_line(&Outcome { point, futures: (0..500).map(value).collect() }));
    }
    file.write_all(shard_footer(hash).as_bytes()).unwrap();
    drop(file);

    let mut merge = Command::new(assert_cmd::cargo::cargo_bin("uptake"));
    merge.current_dir(desk.path()).args(["-q", "merge", "here"]);
    let (status, most) = watched(merge);
    assert!(status.success());
    eprintln!("{all} summaries: {:.0} MB at most", most / 1e6);
    assert!(most > 0.0 && most < if all > 100_000 { 5e8 } else { 2e8 }, "{most} bytes");
    assert_eq!(desk.text("here/results.csv").lines().count() as u32, 1 + points * 500);
}

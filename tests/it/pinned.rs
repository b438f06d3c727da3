//! Every byte that the commands write and show, by its digest.
//!
//! A change of how results are reported is meant to leave them as they are. Where one is wanted, the
//! changelog names the file and says why, and `UPDATE_PINNED=1 cargo test --test it pinned` takes the
//! new digests over.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::thread;

use serde_json::Value;
use uptake::outputs::{parse_verified, sha256_hex, verified_files};

use super::cli::Desk;

/// Where the digests are kept.
const PINNED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/pinned.txt");

/// A dozen organisations over two years, with a goal and a question.
const SMALL: &str = "name = \"small\"\ntitle = \"A small region\"\nquestion = \"How far, and why?\"\n\
    weeks = 104\nreplicates = 4\n[initial]\nmapped = 0.8\n[plan]\nweeks_to_all = 60\n\
    [region.here]\nsize = 0.04\nteam_size = 0.4\nsystems = { systmone = 0.6, paper = 0.4 }\n\
    [[target]]\nmeasure = \"organisations.real_use\"\nat_least = 0.2\ndate = 2027-06-01\n";

const STUDY: &str = "scenario = \"small.toml\"\nname = \"study\"\nreplicates = 4\n\
    measures = [\"organisations.real_use\", \"project.spend\"]\nweeks = [52, 104]\n\
    [parameters.\"team.facilitators.count\"]\nvalues = [1, 4]\ndecision = true\n\
    [parameters.\"policy.order\"]\nvalues = [\"random\", \"as_listed\"]\n\
    [parameters.\"skill.attend\"]\nvalues = [0.5, 0.9]\n";

/// What runs, in order, and the folder that it writes.
type Chain = (&'static str, &'static [&'static str]);

/// Commands that write into the same folder stand in one chain.
const CHAINS: [Chain; 11] = [
    ("run", &["run small.toml --parquet"]),
    ("drawn", &["run small.toml --parameter-draws 4"]),
    ("compare", &["compare small.toml other.toml --discount 0.035"]),
    (
        "study",
        &[
            "sweep study.toml",
            "!merge study",
            "!status study",
            "!discover study --below 0.3",
            "!value study --worth 20000",
        ],
    ),
    ("morris", &["sensitivity small.toml --trajectories 2 --parameter skill --parameter use"]),
    (
        "sobol",
        &["sensitivity small.toml --method sobol --rows 4 --scrambles 4 --parameter skill.attend"],
    ),
    ("tornado", &["sensitivity study.toml --method tornado --replicates 8"]),
    ("explain", &["explain small.toml --replicates 2 --at 2027-03"]),
    ("rank", &["rank small.toml --draws 4 --levers extra_hours,backfill"]),
    ("verify", &["verify --only pattern-1"]),
    ("loops", &["loops small.toml --replicates 2"]),
];

#[test]
fn every_byte_that_is_written_and_shown_is_as_it_was() {
    let desk = Desk::new();
    desk.write("small.toml", SMALL);
    desk.write(
        "other.toml",
        &format!("{SMALL}[team.facilitators]\ncount = 6\n").replace("\"small\"", "\"other\""),
    );
    desk.write("study.toml", STUDY);
    let mut found: BTreeMap<String, String> = thread::scope(|all| {
        let (first, rest) = CHAINS.split_at(CHAINS.len() / 2);
        let halves = [first, rest].map(|half| {
            all.spawn(|| half.iter().flat_map(|chain| digests(&desk, chain)).collect::<Vec<_>>())
        });
        halves.into_iter().flat_map(|half| half.join().unwrap()).collect()
    });
    found.extend(verified());
    let text: String = found.iter().map(|(name, digest)| format!("{digest} {name}\n")).collect();
    if std::env::var_os("UPDATE_PINNED").is_some() {
        fs::write(PINNED, text).unwrap();
        return;
    }
    let pinned = fs::read_to_string(PINNED).unwrap();
    let pinned: BTreeMap<&str, &str> =
        pinned.lines().filter_map(|line| line.split_once(' ')).map(|(d, n)| (n, d)).collect();
    let names = found.keys().map(String::as_str).chain(pinned.keys().copied());
    let other =
        names.filter(|&name| found.get(name).map(String::as_str) != pinned.get(name).copied());
    let other: BTreeSet<&str> = other.collect();
    assert!(other.is_empty(), "other bytes, or only there before or now: {other:#?}");
}

/// The tables of all that was verified, which takes minutes to do: from what is kept of it.
fn verified() -> Vec<(String, String)> {
    let kept = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/verification.json");
    let found = parse_verified(&fs::read_to_string(kept).unwrap()).unwrap();
    let files = verified_files(&found).unwrap().into_iter();
    files.map(|(name, bytes)| (format!("verified/{name}"), sha256_hex(&bytes))).collect()
}

/// Run a chain, and give the digest of every file in its folder and of what each command showed.
fn digests(desk: &Desk, (folder, commands): &Chain) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (number, command) in (1..).zip(*commands) {
        let mut words: Vec<&str> = command.trim_start_matches('!').split(' ').collect();
        if !command.starts_with('!') {
            words.extend(["-o", folder]);
        }
        let shown = desk.ok(&words).out;
        all.push((format!("{folder}/{number}.shown"), sha256_hex(shown.as_bytes())));
    }
    let root = desk.path().join(folder);
    let mut folders = vec![root.clone()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(desk.path()).unwrap().display().to_string();
                all.push((name, sha256_hex(&steady(&root, &path))));
            }
        }
    }
    all
}

/// The bytes of a file without times, the machine, and what hangs on them.
fn steady(root: &Path, path: &Path) -> Vec<u8> {
    let bytes = fs::read(path).unwrap();
    let manifest = fs::read(root.join("manifest.json"));
    // That of a study is its plan, which names no time and no machine.
    let timed = manifest.ok().and_then(|text| serde_json::from_slice::<Value>(&text).ok());
    let timed = timed.filter(|manifest| manifest.get("command").is_some());
    match (path.file_name().and_then(|name| name.to_str()), timed) {
        (Some("manifest.json"), Some(mut manifest)) => {
            manifest["command"].as_array_mut().unwrap().remove(0);
            for field in ["started", "finished", "seconds", "machine", "digest"] {
                manifest.as_object_mut().unwrap().remove(field);
            }
            manifest.to_string().into_bytes()
        }
        (Some("report.html"), Some(_)) => {
            let text = String::from_utf8(bytes).unwrap();
            let timed = ["Started<", "Finished<", "Time taken<", "Machine<", "not a forecast"];
            let lines = text.lines().filter(|line| !timed.iter().any(|word| line.contains(word)));
            lines.flat_map(|line| [line, "\n"]).collect::<String>().into_bytes()
        }
        _ => bytes,
    }
}

//! Changed inputs, given to the program: it ends with a code of its table, in words, within its
//! limits of work and memory, and what it refuses leaves no trace.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::Outcome;
use super::library::{self, SMALL, seal, sealed};
use super::mutate::{Luck, bytes, document, lines};
use crate::memory::watched;

/// Seconds of processor time and kilobytes of addresses that one command may take: far more than
/// any of these small inputs needs, far less than a hang or a blow-up.
const LIMITS: &str = "ulimit -t 30 && ulimit -v 4000000 && exec \"$0\" \"$@\"";
/// Bytes and seconds up to which an accepted scenario is run.
const SMALL_ENOUGH: (f64, f64) = (150e6, 1.0);

/// A run and a study, made once, of which each input changes a copy.
pub struct Bases {
    place: TempDir,
    pub manifest: Value,
    pub plan: Value,
    pub merge: Value,
}

impl Bases {
    pub fn new() -> Self {
        let place = TempDir::new().unwrap();
        let write = |name: &str, text: &str| fs::write(place.path().join(name), text).unwrap();
        write("small.toml", SMALL);
        write(
            "study.toml",
            "name = \"trial\"\nset = [\"region.cambridgeshire.size=0.05\", \"weeks=8\"]\nreplicates = \
             2\nmeasures = [\"organisations.live\", \"project.spend\"]\nweeks = [4, 8]\n[design]\nkind \
             = \"lhs\"\npoints = 6\n[parameters]\n\"policy.order\" = [\"random\", \"as_listed\"]\n\
             [parameters.\"skill.attend\"]\nfrom = 0.4\nto = 0.9\n[threshold]\nmeasure = \
             \"organisations.live\"\nat_least = 0.1\nweek = 8\n",
        );
        for args in
            [&["run", "small.toml", "-o", "run"][..], &["sweep", "study.toml", "-o", "study"]]
        {
            let output = limited(place.path(), args).output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
        let json = |name: &str| {
            serde_json::from_slice(&fs::read(place.path().join(name)).unwrap()).unwrap()
        };
        let (manifest, plan) = (json("run/manifest.json"), json("study/manifest.json"));
        let merge = json("study/merge.json");
        Bases { place, manifest, plan, merge }
    }

    pub fn design(&self) -> Vec<u8> {
        fs::read(self.place.path().join("study/design.parquet")).unwrap()
    }

    fn copy(&self, of: &str) -> TempDir {
        let desk = TempDir::new().unwrap();
        copy(&self.place.path().join(of), &desk.path().join(of));
        desk
    }
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::copy(from, to).unwrap();
    }
}

fn limited(place: &Path, args: &[&str]) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", LIMITS]).arg(assert_cmd::cargo::cargo_bin("uptake"));
    command.args(args).current_dir(place).stdin(Stdio::null());
    command
}

/// All files below a folder with their bytes.
fn files(place: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![place.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = fs::read(&path).unwrap();
                found.push((path, bytes));
            }
        }
    }
    found.sort();
    found
}

/// Run a command on changed input and hold what has to hold.
fn held(place: &Path, args: &[&str]) -> (Outcome, String) {
    let before = files(place);
    let output = limited(place, args).output().unwrap();
    let (out, err) = (String::from_utf8(output.stdout), String::from_utf8(output.stderr));
    let (out, err) = (out.expect("words"), err.expect("words"));
    let code = output.status.code();
    assert!(matches!(code, Some(0..=5)), "{args:?} ends with {code:?}: {err}");
    assert!(!err.contains("panicked"), "{args:?}: {err}");
    let raw = |c: char| c.is_control() && c != '\n' && c != '\t';
    assert!(!out.contains(raw) && !err.contains(raw), "{args:?} prints {out:?} {err:?}");
    super::assert_numbers(&out);
    if code == Some(3) {
        assert!(files(place) == before, "{args:?} was refused and changed files: {err}");
    }
    (if code == Some(0) { Outcome::Ran } else { Outcome::Refused }, out)
}

/// A run's folder whose manifest was changed.
pub fn manifest(luck: &mut Luck, bases: &Bases) -> Outcome {
    let desk = bases.copy("run");
    let path = desk.path().join("run/manifest.json");
    let mut changed = document(luck, &bases.manifest);
    if luck.one_in(2) {
        seal(&mut changed);
    }
    fs::write(path, sealed(luck, changed)).unwrap();
    let args = [&["reproduce", "run/manifest.json"][..], &["report", "run"]];
    held(desk.path(), args[luck.below(2)]).0
}

/// A study's folder in which one file was changed.
pub fn study(luck: &mut Luck, bases: &Bases) -> Outcome {
    let desk = bases.copy("study");
    let folder = desk.path().join("study");
    match luck.below(5) {
        0 | 1 => {
            let mut changed = document(luck, &bases.plan);
            seal(&mut changed);
            fs::write(folder.join("manifest.json"), sealed(luck, changed)).unwrap();
        }
        2 => {
            let changed = document(luck, &bases.merge);
            fs::write(folder.join("merge.json"), sealed(luck, changed)).unwrap();
        }
        n => {
            let name = if n == 3 { "design.parquet" } else { "shards/shard-0001-of-0001.txt" };
            let path = folder.join(name);
            let changed = bytes(luck, &fs::read(&path).unwrap());
            fs::write(path, changed).unwrap();
        }
    }
    let args = [
        &["status", "study"][..],
        &["merge", "study"],
        &["discover", "study"],
        &["value", "study"],
        &["report", "study"],
    ];
    held(desk.path(), args[luck.below(args.len())]).0
}

/// A scenario: checked, and run where its estimate is small; its memory stays within twice of what
/// was said.
pub fn scenario(luck: &mut Luck) -> Outcome {
    let desk = TempDir::new().unwrap();
    let text = if luck.one_in(4) { SMALL.to_owned() } else { lines(luck, SMALL, &[]) };
    fs::write(desk.path().join("my.toml"), text).unwrap();
    let (came, out) = held(desk.path(), &["check", "my.toml", "--format", "json"]);
    if came != Outcome::Ran {
        return came;
    }
    let estimate: Value = serde_json::from_str(&out).unwrap();
    let number = |key: &str| estimate["estimate"][key].as_f64().expect("a number");
    if number("bytes") > SMALL_ENOUGH.0 || number("seconds") > SMALL_ENOUGH.1 {
        return Outcome::TooLarge;
    }
    let (status, most) = watched(limited(desk.path(), &["-q", "run", "my.toml", "-o", "out"]));
    assert!(status.success(), "{status}");
    let said = number("bytes");
    assert!(most < 2.0 * said, "{most} bytes of memory, said {said}");
    for name in ["coverage.csv", "summary.json", "events.csv"] {
        super::assert_numbers(&fs::read_to_string(desk.path().join("out").join(name)).unwrap());
    }
    Outcome::Ran
}

/// A study's text, planned without being run.
pub fn study_text(luck: &mut Luck) -> Outcome {
    let desk = TempDir::new().unwrap();
    fs::write(desk.path().join("study.toml"), library::changed_study(luck)).unwrap();
    held(desk.path(), &["sweep", "study.toml", "--dry-run"]).0
}

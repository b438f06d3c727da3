//! What reaches a terminal, a shell, a spreadsheet or a browser: nothing of a user's text acts there.
//! And the same fault has the same exit code in every command.

use std::fs;

use super::cli::Desk;
use super::started::{Started, journaled};

/// What sets the title of a terminal, and one of the second set of control characters.
const EVIL: &str = "a\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}b";

fn is_quiet(text: &str) -> bool {
    let acts = |c: char| {
        (c.is_control() && c != '\n' && c != '\t') || ('\u{202a}'..='\u{202e}').contains(&c)
    };
    !text.contains(acts)
}

/// The kind of fault: a line of a file, a name or an argument is repeated as it is, and the terminal
/// does what it says.
#[test]
fn control_characters_are_shown_escaped_wherever_they_come_from() {
    let desk = Desk::new();
    desk.ok(&["run", "small.toml", "-o", "run"]);
    let manifest = desk.text("run/manifest.json");
    let mut other: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    // As version 0.1 wrote them, without a digest of its own: anybody can write one.
    other["schema_version"] = 1.into();
    other.as_object_mut().unwrap().remove("digest");
    other["scenario"]["name"] = EVIL.into();
    other["scenario"]["text"] = format!("weeks = 1\n# {EVIL}\n").into();
    fs::create_dir(desk.path().join("other")).unwrap();
    desk.write("other/manifest.json", &other.to_string());
    desk.write("comment.toml", &format!("weeks = 3\ntitle = \"a\" # {EVIL}\n"));
    desk.write("key.toml", &format!("weeks = 3\n\"{EVIL}\" = 1\n"));
    desk.write("study.toml", &format!("[parameters]\n\"skill.atend\" = [0.1] # {EVIL}\n"));
    desk.write("list.csv", &format!("name,kind,system\n{EVIL},ward,paper\n"));
    desk.write("listed.toml", "weeks = 3\norganisations = \"list.csv\"\n");
    let (file, set) = (format!("{EVIL}.toml"), format!("skill.attend={EVIL}"));
    let key = format!("{EVIL}=1");
    for args in [
        vec!["check", "comment.toml"],
        vec!["check", "key.toml"],
        vec!["sweep", "study.toml"],
        vec!["check", "listed.toml"],
        vec!["check", file.as_str()],
        vec!["run", "small.toml", "--set", set.as_str()],
        vec!["run", "small.toml", "--set", key.as_str()],
        vec!["run", "small.toml", "--replicates", EVIL],
        vec!["describe", EVIL],
        vec!["trace", "small.toml", "--organisation", EVIL],
        vec!["reproduce", "other/manifest.json"],
        vec![EVIL],
    ] {
        let said = desk.run(&args);
        assert_ne!(said.code, 0, "{args:?}: {}{}", said.out, said.err);
        assert!(
            is_quiet(&said.out) && is_quiet(&said.err),
            "{args:?}: {:?}{:?}",
            said.out,
            said.err
        );
        let shown = format!("{}{}", said.out, said.err);
        // Words between back-ticks are shown as Rust writes them; of arguments that are no numbers
        // the escape sequences are left out, and what is left is shown.
        assert!(shown.contains("\\u"), "{args:?}: {shown}");
    }
    // JSON that is shown escaped is the same JSON.
    let json = desk.run(&["check", "key.toml", "--format", "json"]).out;
    assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "{json}");
}

/// The place that is pointed at moves with what is written out before it.
#[test]
fn a_problem_behind_control_characters_is_still_pointed_at() {
    let desk = Desk::new();
    desk.write("a.toml", "# \u{7f}\nweeks = -1\n");
    let wrong = desk.run(&["check", "a.toml"]);
    assert!(wrong.err.contains("\\u007f"), "{}", wrong.err);
    assert!(wrong.err.contains("a.toml:1:"), "{}", wrong.err);
}

/// The kind of fault: a damaged file of results is a fault of the disk in one command and of the file
/// in another.
#[test]
fn the_same_fault_has_the_same_exit_code_in_every_command() {
    let desk = Desk::new();
    let study = "set = [\"region.cambridgeshire.size=0.02\", \"weeks=20\"]\nreplicates = 2\n\
                 measures = [\"project.spend\"]\n[parameters]\n\
                 \"team.facilitators.count\" = [1, 2]\n\"policy.order\" = [\"random\", \"as_listed\"]\n";
    desk.write("study.toml", study);
    let all = [
        vec!["merge", "here"],
        vec!["status", "here"],
        vec!["discover", "here", "--above", "1"],
        vec!["value", "here"],
        vec!["sweep", "study.toml", "-o", "here", "--resume"],
    ];
    let codes = |what: &str, commands: &[Vec<&str>], code: i32, word: &str| {
        for args in commands {
            let said = desk.run(args);
            assert_eq!(said.code, code, "{what}, {args:?}: {}{}", said.out, said.err);
            assert!(said.err.contains(word), "{what}, {args:?}: {}", said.err);
        }
    };
    codes("no folder", &all[..4], 1, "not found");
    desk.ok(&["sweep", "study.toml", "-o", "here"]);
    let shard = "here/shards/shard-0001-of-0001.txt";
    let (whole, plan) = (desk.text(shard), desk.text("here/manifest.json"));
    desk.write(shard, &whole[..whole.len() - 90]);
    codes("damaged results", &all[..4], 3, "damaged");
    desk.write(shard, &whole);
    let table = fs::read(desk.path().join("here/design.parquet")).unwrap();
    desk.write("here/design.parquet", "no table");
    // `status` does not need the points.
    let readers = [all[0].clone(), all[2].clone()];
    for args in &readers {
        let said = desk.run(args);
        assert_eq!(said.code, 3, "{args:?}: {}", said.err);
        assert!(!said.err.contains("cannot write"), "{args:?}: {}", said.err);
    }
    fs::write(desk.path().join("here/design.parquet"), table).unwrap();
    desk.write("here/manifest.json", "{");
    codes("no plan", &all, 3, "here/manifest.json");
    desk.write("here/manifest.json", &plan);
    // What is no text, and what is no manifest.
    fs::write(desk.path().join("bytes.toml"), [b'a', 0xff]).unwrap();
    let bytes = [
        vec!["check", "bytes.toml"],
        vec!["run", "bytes.toml"],
        vec!["compare", "small.toml", "bytes.toml"],
        vec!["explain", "bytes.toml"],
        vec!["rank", "bytes.toml"],
        vec!["sweep", "bytes.toml"],
        vec!["sensitivity", "bytes.toml"],
        vec!["reproduce", "bytes.toml"],
    ];
    codes("no text", &bytes, 3, "not UTF-8");
    fs::create_dir(desk.path().join("run")).unwrap();
    desk.write("run/manifest.json", "{}");
    codes(
        "no manifest",
        &[
            vec!["report", "run"],
            vec!["reproduce", "run/manifest.json"],
            vec!["diff", "run", "run"],
        ],
        3,
        "manifest",
    );
}

/// The kind of fault: a name that `events.csv` shows is none that `trace` takes.
#[test]
fn trace_takes_the_names_that_the_table_of_events_shows() {
    let desk = Desk::new();
    desk.write(
        "list.csv",
        "name,kind,system,staff,state\n+1+1,ward,paper,20,live\nB,ward,paper,20,unmapped\n",
    );
    // Nothing happens to anybody who is not there yet.
    desk.write(
        "listed.toml",
        "weeks = 26\nreplicates = 1\norganisations = \"list.csv\"\n[team.facilitators]\ncount = 0\n",
    );
    desk.ok(&["run", "listed.toml", "-o", "run"]);
    let mut table = csv::Reader::from_path(desk.path().join("run/events.csv")).unwrap();
    let shown: Vec<String> = table
        .records()
        .map(|row| row.unwrap()[3].to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    let story = |name: &str| desk.run(&["trace", "listed.toml", "--organisation", name]);
    for name in shown.iter().map(String::as_str).chain(["+1+1", "'+1+1", "cambridgeshire/'+1+1"]) {
        let told = story(name);
        assert_eq!(told.code, 0, "{name}: {}", told.err);
    }
    let quiet = story("B");
    assert_eq!(quiet.code, 0, "{}", quiet.err);
    assert_eq!(story("nobody").code, 3);
    assert_eq!(story("").code, 2, "an empty name is nobody's");
}

/// The kind of fault: a name that is an option of `rm`, or a device of Windows, becomes a folder.
#[test]
fn names_that_no_folder_should_have_are_refused_or_mended() {
    let desk = Desk::new();
    for name in ["-rf", "CON", "nul", "Lpt1"] {
        desk.write("named.toml", &format!("name = \"{name}\"\nweeks = 2\n"));
        let refused = desk.run(&["check", "named.toml"]);
        assert_eq!(refused.code, 3, "{name}: {}", refused.err);
        assert!(refused.err.contains("unfit name"), "{}", refused.err);
    }
    let small = "weeks = 2\nreplicates = 1\n[region.cambridgeshire]\nsize = 0.02\n";
    desk.write("-rf.toml", small);
    desk.write("con.toml", small);
    desk.ok(&["run", "./-rf.toml"]);
    desk.ok(&["run", "con.toml"]);
    assert!(desk.has("output/rf/manifest.json") && desk.has("output/con_/manifest.json"));
}

/// The kind of fault: `nohup` says that a closed terminal is to be ignored, and the program stops.
#[cfg(target_os = "linux")]
#[test]
fn a_signal_that_was_ignored_at_the_start_is_ignored_and_else_it_stops_the_work() {
    use std::process::{Command, Stdio};

    let desk = Desk::new();
    let study = "set = [\"region.cambridgeshire.size=0.02\", \"weeks=26\"]\nreplicates = 40\n\
                 measures = [\"project.spend\"]\n[design]\nkind = \"lhs\"\npoints = 60\n\
                 [parameters.\"skill.attend\"]\nfrom = 0.1\nto = 0.9\n";
    desk.write("study.toml", study);
    let program = assert_cmd::cargo::cargo_bin("uptake").display().to_string();
    for (before, folder, code) in [("trap '' HUP; ", "kept", 0), ("", "stopped", 130)] {
        let script = format!("{before}exec '{program}' sweep study.toml -o {folder} --jobs 1");
        let mut bash = Command::new("bash");
        bash.current_dir(desk.path()).args(["-c", &script]);
        let bash = bash.stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = Started(bash.spawn().unwrap());
        // A journal with work in it: signals are watched by then.
        let here = desk.path().join(folder);
        assert!(child.until(|| journaled(&here) > 300), "{folder}: it ended too soon");
        child.signal("HUP");
        assert_eq!(child.0.wait().unwrap().code(), Some(code), "{folder}");
        assert_eq!(desk.has(&format!("{folder}/results.csv")), code == 0);
    }
}

/// The kind of fault: text of a user that became HTML would be run by the browser.
#[test]
fn a_report_lets_in_its_own_styles_and_script_and_nothing_else() {
    use base64::Engine;
    use sha2::Digest;

    let desk = Desk::new();
    desk.ok(&["run", "small.toml", "-o", "run"]);
    let html = desk.text("run/report.html");
    let policy = html.split("http-equiv=\"Content-Security-Policy\" content=\"").nth(1).unwrap();
    let policy = policy.split('"').next().unwrap();
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    let head = html.find("Content-Security-Policy").unwrap();
    let first = ["<style>", "<script>"].map(|tag| html.find(tag).unwrap());
    assert!(first.iter().all(|at| head < *at), "the policy comes before what it is about");
    for (element, directive) in [("style", "style-src"), ("script", "script-src")] {
        let own = policy.split("; ").find(|part| part.starts_with(directive)).unwrap();
        let contents: Vec<&str> = html
            .split(&format!("<{element}>"))
            .skip(1)
            .map(|rest| rest.split(&format!("</{element}>")).next().unwrap())
            .collect();
        assert!(!contents.is_empty());
        for content in contents {
            let digest = sha2::Sha256::digest(content.as_bytes());
            let digest = base64::engine::general_purpose::STANDARD.encode(digest);
            assert!(own.contains(&format!("'sha256-{digest}'")), "{element} is not let in");
        }
        assert!(!html.contains(&format!("<{element} ")), "an element with attributes");
    }
    // The policy would not let these in, and nothing needs them.
    for attribute in [" style=", " onclick=", " onload=", " onerror="] {
        assert!(!html.contains(attribute), "{attribute}");
    }
}

//! What users get wrong, and what they are told: every message, with its line and column.
//!
//! The snapshots hold one line for each problem. After a deliberate change of wording, run
//! `INSTA_UPDATE=always cargo test broken` and read the difference.

mod schema;

use std::fmt::Write;
use std::fs;

use proptest::prelude::*;
use uptake::scenario::{BUILTIN, Files, MOST_BYTES, Problems, Source, builtin, decode, read};

/// One broken scenario: a name, the text, overrides, and a list of organisations.
#[derive(Default)]
struct Case<'a> {
    name: &'a str,
    text: &'a str,
    set: &'a [&'a str],
    csv: Option<&'a str>,
}

fn case<'a>(name: &'a str, text: &'a str) -> Case<'a> {
    Case { name, text, ..Case::default() }
}

struct OneFile<'a>(Option<&'a str>);

impl Files for OneFile<'_> {
    fn read(&self, _relative: &str) -> Result<String, String> {
        self.0.map(str::to_owned).ok_or_else(|| "no such file".to_owned())
    }
}

/// A line for each problem: place, message, help.
fn told(case: &Case) -> String {
    let set: Vec<String> = case.set.iter().map(|text| (*text).to_owned()).collect();
    let source = Source { name: "my.toml", text: case.text };
    let (verdict, problems) = match read(source, &set, &OneFile(case.csv)) {
        Ok(read) => ("valid", read.warnings),
        Err(Problems(problems)) => {
            assert!(!problems.is_empty(), "{}: refused without a reason", case.name);
            ("refused", problems)
        }
    };
    let mut out = format!("## {} — {verdict}\n", case.name);
    for problem in problems {
        let help = problem.help.unwrap_or_default().replace('\n', " / ");
        let (source, line, column) = (problem.source, problem.line, problem.column);
        writeln!(out, "{source}:{line}:{column}: {} | {help}", problem.message).expect("a string");
    }
    assert_refused_by_the_program(case, verdict);
    out
}

/// The program says no (3) in words, does not panic, and leaves no folder.
fn assert_refused_by_the_program(case: &Case, verdict: &str) {
    let place = tempfile::tempdir().expect("a folder");
    fs::write(place.path().join("my.toml"), case.text).expect("a file");
    if let Some(csv) = case.csv {
        fs::write(place.path().join("ours.csv"), csv).expect("a file");
    }
    let mut command = assert_cmd::Command::cargo_bin("uptake").expect("the program");
    command.current_dir(&place).args(["run", "my.toml"]);
    if verdict == "valid" {
        command.arg("--dry-run");
    }
    command.args(case.set.iter().flat_map(|set| ["--set", set]));
    let output = command.output().expect("the program runs");
    let words = String::from_utf8_lossy(&output.stderr);
    let code = if verdict == "valid" { 0 } else { 3 };
    assert_eq!(output.status.code(), Some(code), "{}: {words}", case.name);
    assert!(!words.contains("panicked"), "{}: {words}", case.name);
    assert!(!place.path().join("output").exists(), "{}", case.name);
}

/// Compares what is told of every case with the snapshot of that name.
fn assert_told(snapshot: &str, cases: &[Case]) {
    let all = cases.iter().map(told).collect::<Vec<_>>().join("\n");
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(snapshot, all));
}

/// A small region from nothing, in which single lines can be replaced.
const SMALL: &str = "\
base = \"bare\"
weeks = 104
start = 2026-01-05
[region.r]
[kind.gp]
count = 10
roles = { doctor = 0.6, nurse = 0.4 }
systems = { paper = 1.0 }
[role.doctor]
[role.nurse]
[system.paper]
";

fn small(from: &str, to: &str) -> String {
    assert!(SMALL.contains(from), "{from}");
    SMALL.replacen(from, to, 1)
}

fn with(more: &str) -> String {
    format!("{SMALL}{more}")
}

#[test]
fn keys_and_sections() {
    assert_told(
        "keys_and_sections",
        &[
            case("typo in a key", "[skill]\natend = 0.9\n"),
            case("typo in a section", "[skil]\nattend = 0.9\n"),
            case("typo in a force", "[forces.repetitions]\nstrength = 1\n"),
            case("typo in a task", "[task.persuad]\nhours = 1\n"),
            case("typo at the top", "week = 52\n"),
            case("a key of another section", "[skill]\nvision = 0.5\n"),
            case("a run setting below a section", "[skill]\nreplicates = 10\n"),
            case("an unknown stranger", "[unicorn]\nhorns = 1\n"),
            case("a section given a value", "skill = 0.7\n"),
            case("a force given a value", "forces.repetition = 0.5\n"),
            case("a group given a value", "task = 3\n"),
            case("a list in single brackets", "[target]\nat_least = 0.5\n"),
            case("a collection in double brackets", "[[kind]]\ncount = 3\n"),
            case("a collection without a name", "[kind]\ncount = 3\n"),
            case("a name with a space", "[kind.\"day centre\"]\ncount = 3\n"),
            case("a star as a name", "[kind.\"*\"]\ncount = 3\n"),
        ],
    );
}

#[test]
fn types_and_ranges() {
    assert_told(
        "types_and_ranges",
        &[
            case("text for a number", "[skill]\nattend = \"often\"\n"),
            case("a number in quotes", "[skill]\nattend = \"0.7\"\n"),
            case("a fraction for a whole number", "weeks = 52.5\n"),
            case("a list for a number", "[skill]\nattend = [0.7]\n"),
            case("a table for a number", "[skill.attend]\nmean = 0.7\n"),
            case("a number for text", "title = 3\n"),
            case("a word for a flag", "[kind.gp_practice]\nkeeps_list = \"yes\"\n"),
            case("a negative count", "[kind.ward]\ncount = -3\n"),
            case("not a number", "[skill]\nattend = nan\n"),
            case("infinite", "[money]\nother_per_year = inf\n"),
            case("a probability above 1", "[patients]\nagree = 85\n"),
            case("a share a little above 1", "[skill]\nattend = 1.4\n"),
            case("a huge number", "[money]\nother_per_year = 1e300\n"),
            case("a number too large for the format", "seed = 99999999999999999999\n"),
            case("a schema from the future", "schema = 2\n"),
            case("a bad choice", "[policy]\norder = \"largest\"\n"),
            case("a bad level in a list", "[task.map]\nlevels = [\"middle\", \"bottom\", 3]\n"),
            case("no levels", "[task.map]\nlevels = []\n"),
            case("a date in quotes", "start = \"2026-01-05\"\n"),
            case("a date that does not exist", "start = 2026-02-30\n"),
            case("a date with a time", "start = 2026-01-05T09:00:00\n"),
            case("a date long ago", "start = 1066-10-14\n"),
            case("a map given a number", "[kind.ward]\nroles = 1\n"),
            case("text within a map", "[kind.ward]\nroles = { hospital_doctor = \"half\" }\n"),
            case("a control character", "title = \"a\\u0007b\"\n"),
            case("a base that does not exist", "base = \"oxfordshire\"\n"),
            case("a name that is no folder", "name = \"a/b\"\n"),
        ],
    );
}

#[test]
fn syntax() {
    let truncated = &BUILTIN[..BUILTIN.find("practice_nurse = 0.3").expect("in the file")];
    let rubbish = "\u{7f}ELF\u{2}\u{1}\u{0}\u{0}";
    let deep = format!("x = {}", "[".repeat(10_000));
    assert_told(
        "syntax",
        &[
            case("an empty file is the region", ""),
            case("comments only", "# nothing\n"),
            case("a truncated file", truncated),
            case("binary rubbish", rubbish),
            case("prose", "Dear Sir or Madam,\n"),
            case("an unclosed text", "title = \"ours\nweeks = 52\n"),
            case("a duplicate key", "weeks = 52\nweeks = 53\n"),
            case("a duplicate table", "[kind.ward]\ncount = 1\n[kind.ward]\ncount = 2\n"),
            case("an unclosed header", "[skill\nattend = 0.7\n"),
            case("a comma for a point", "[skill]\nattend = 0,7\n"),
            case("nested without end", &deep),
            case("curly quotes", "title = “ours”\n"),
            case("a day as it is spoken", "start = 06/04/2026\n"),
            case("a day in words", "[money]\nends = 1 October 2028\n"),
            case("a half", "[team.facilitators]\ncount = 1/2\n"),
            case("a letter of another alphabet", "[t\u{435}am.facilitators]\ncount = 4\n"),
            case("line ends of Windows", "weeks = 52\r\n[skill]\r\natend = 1\r\n"),
            case("a percentage in quotes", "[skill]\nattend = \"35%\"\n"),
            case("pounds in quotes", "[money]\ntotal = \"£15,000\"\n"),
        ],
    );
    let long = " ".repeat(MOST_BYTES + 1);
    let problems = read(Source { name: "a", text: &long }, &[], &OneFile(None));
    assert_eq!(problems.expect_err("too long").0[0].message, "the file is longer than 10 MB");
    assert!(decode("a", vec![0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a]).is_err());
}

#[test]
fn names_and_shares() {
    assert_told(
        "names_and_shares",
        &[
            case("role shares too low", &small("nurse = 0.4 }", "nurse = 0.3 }")),
            case("role shares too high", &small("nurse = 0.4 }", "nurse = 0.41 }")),
            case("system shares", &small("paper = 1.0", "paper = 0.5")),
            case(
                "shares of a region",
                &small("[region.r]", "[region.r]\nsystems = { paper = 0.9 }"),
            ),
            case("no roles", &small("{ doctor = 0.6, nurse = 0.4 }", "{}")),
            case("no systems", &small("systems = { paper = 1.0 }\n", "")),
            case("an unknown role", &small("{ doctor", "{ docter")),
            case("an unknown system", &small("{ paper", "{ pigeon")),
            case("an unknown system read", &with("reads = { papre = 0.5 }\n")),
            case("a system half blind to itself", &with("reads = { paper = 0.5 }\n")),
            case(
                "an unknown kind in a region",
                &small("[region.r]", "[region.r]\ncounts = { gpp = 3 }"),
            ),
            case(
                "an unknown kind in the order",
                &with("[policy]\norder = \"by_kind\"\nkind_order = [\"gp\", \"wrad\"]\n"),
            ),
            case("by kind without an order", &with("[policy]\norder = \"by_kind\"\n")),
            case("a role defined nowhere", &small("[role.nurse]\n", "")),
            case("the small region is sound but for the register", SMALL),
        ],
    );
}

#[test]
fn impossible_combinations() {
    assert_told(
        "impossible_combinations",
        &[
            case("nothing at all", "base = \"bare\"\n"),
            case("no region", &small("[region.r]\n", "")),
            case("an empty region", &small("[region.r]", "[region.r]\n[region.s]\nsize = 0.01")),
            case("no organisations", &small("count = 10", "count = 0")),
            case(
                "a kind that meets its own list but keeps none",
                &small("count = 10", "count = 10\nlists = \"own\""),
            ),
            case("two kinds that keep lists", "[kind.ward]\nkeeps_list = true\n"),
            case(
                "a team that cannot persuade",
                "[team.clinical_lead]\nhours = 0\n[team.sponsor]\ncount = 0\n",
            ),
            case(
                "a task that nobody may do",
                "[task.launch]\nlevels = [\"technical\"]\n[team.it_analysts]\ncount = 0\n",
            ),
            case("too large a team", "[team.facilitators]\ncount = 1000\n"),
            case("money that ends before the start", "[money]\nends = 2020-01-01\n"),
            case(
                "too many posts",
                "[region.england]\nsize = 900\n[kind.ward]\ncount = 99999\nstaff = 5000\n",
            ),
            case(
                "too many organisations",
                &small(
                    "[region.r]",
                    "[region.r]\nsize = 1000\n[kind.x]\ncount = 100000\nstaff = 1\nin_scope = 0\nroles = { nurse = 1 }\nsystems = { paper = 1 }",
                ),
            ),
        ],
    );
}

#[test]
fn goals_and_levers() {
    assert_told(
        "goals_and_levers",
        &[
            case("a typo in a measure", "[[target]]\nmeasure = \"organisations.real_us\"\n"),
            case("an unknown measure", "[[target]]\nmeasure = \"happiness\"\n"),
            case("a target after the horizon", "weeks = 52\n[[target]]\ndate = 2029-03-31\n"),
            case("a target before the start", "[[target]]\ndate = 2025-03-31\n"),
            case("a share in per cent", "[[target]]\nat_least = 80\n"),
            case("a shorter horizon than the region's goals", "weeks = 52\n"),
            case("an unknown lever", "[[intervention]]\nlever = \"extra_hour\"\n"),
            case(
                "an end before the start",
                "[[intervention]]\nstart = 52\nend = 26\nintensity = 10\n",
            ),
            case("a start after the horizon", "[[intervention]]\nstart = 300\nintensity = 10\n"),
            case("an intensity of nothing", "[[intervention]]\nlever = \"grace\"\n"),
            case(
                "a share of an intensity in per cent",
                "[[intervention]]\nlever = \"backfill\"\nintensity = 50\n",
            ),
            case("a typo in the second", "[[target]]\n[[target]]\nat_leats = 0.3\n"),
            case("a change without an assumption", "[skill]\nattend = 0.9\n"),
            case("an assumption that is unsure", "[[assumption]]\nsure = \"certain\"\n"),
        ],
    );
}

fn listed<'a>(name: &'a str, csv: &'a str) -> Case<'a> {
    let text = "organisations = \"ours.csv\"\n[[assumption]]\nparameter = \"organisations\"\n";
    Case { name, text, csv: Some(csv), set: &[] }
}

#[test]
fn lists_of_organisations() {
    let head = "name,kind,system,staff,state\n";
    let lines = |lines: &str| format!("{head}{lines}");
    let missing = Case { csv: None, ..listed("a list that is not there", "") };
    let regions = Case {
        text: "organisations = \"ours.csv\"\n[region.n]\n[region.s]\n",
        ..listed("regions without a column", "name,kind,system,staff,state\nA,ward,paper,9,live\n")
    };
    let nowhere = Case {
        text: "base = \"bare\"\norganisations = \"ours.csv\"\n[kind.ward]\n[system.paper]\n",
        ..listed("a list without regions", "name,kind,system,staff,state\nA,ward,paper,9,live\n")
    };
    let one_sided = Case {
        text: "organisations = \"ours.csv\"\n[region.n]\n[region.s]\n",
        ..listed(
            "a region that the list forgets",
            "name,kind,system,staff,state,region\nA,ward,paper,9,live,n\n",
        )
    };
    assert_told(
        "lists_of_organisations",
        &[
            listed(
                "a sound list",
                &lines("A,ward,paper,9,live\n\"B, C\",gp_practice,emis,30,mapped\n"),
            ),
            listed("an empty list", ""),
            listed("a header only", head),
            listed("a missing column", "name,kind,system,staff\nA,ward,paper,9\n"),
            listed("a misspelt column", "name,kind,systm,staff,state\nA,ward,paper,9,live\n"),
            listed("a bad row", &lines("A,ward,paper,9,live\nB,ward\n")),
            listed("an unknown kind", &lines("A,wardd,paper,9,live\n")),
            listed("an unknown system and state", &lines("A,ward,papyrus,9,alive\n")),
            listed("staff out of range", &lines("A,ward,paper,0,live\nB,ward,paper,many,live\n")),
            listed("a duplicate name", &lines("A,ward,paper,9,live\n\nA,ward,paper,8,mapped\n")),
            listed("no name", &lines(",ward,paper,9,live\n")),
            missing,
            regions,
            one_sided,
            nowhere,
        ],
    );
}

#[test]
fn overrides() {
    let set = |name, set| Case { name, text: "", set, csv: None };
    assert_told(
        "overrides",
        &[
            set("an unknown key", &["skill.atend=0.9"]),
            set("a bad value", &["skill.attend=often"]),
            set("out of range, in the second", &["seed=2", "skill.attend = 1.4"]),
            set("no equals sign", &["skill.attend"]),
            set("no value", &["skill.attend="]),
            set("an unknown kind", &["kind.gp_practise.count=3"]),
            set("a section", &["team.facilitators=4"]),
            set("a force", &["forces.repetition=0"]),
            set("the base", &["base=bare"]),
            set("an unknown choice", &["policy.order=largest"]),
            set("shares", &["kind.ward.systems={ paper = 0.5 }"]),
            set("an unknown name in a map", &["kind.ward.systems={ paper = 0.5, pigeon = 0.5 }"]),
            set("a target that is not there", &["target.3.at_least=0.5"]),
            set("sound ones", &["forces.*.strength=0", "name=all-off"]),
        ],
    );
}

#[test]
fn several_problems_are_told_at_once() {
    let text = "\
weeks = 52
[skill]
atend = 0.9
attend = 1.4
[kind.ward]
roles = { doctor = 0.5 }
systems = { paper = 0.5 }
count = -1
[team.clinical_lead]
level = \"bottom\"
[[target]]
date = 2040-01-01
measure = \"organisations.liv\"
";
    let all = Case { name: "several", text, set: &["seed=x"], csv: None };
    assert_told("several_problems", &[all]);
}

#[test]
fn a_flood_of_problems_is_cut_short() {
    let text: String =
        (0..5_000).fold("[skill]\n".to_owned(), |text, i| text + &format!("x{i} = 1\n"));
    let problems = read(Source { name: "a", text: &text }, &[], &OneFile(None)).expect_err("many");
    assert_eq!(problems.0.len(), 201);
    assert_eq!(problems.0[200].message, "4800 more problems are not listed");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(text) = decode("a", bytes) {
            let _ = read(Source { name: "a", text: &text }, &[], &OneFile(Some(&text)));
        }
    }

    #[test]
    fn mutations_of_the_example_never_panic(
        cuts in prop::collection::vec((0usize..20_000, 0usize..30, "[\\PC\n]{0,12}"), 1..4)
    ) {
        let mut text: Vec<char> = BUILTIN.chars().collect();
        for (at, length, patch) in cuts {
            let at = at % text.len();
            let end = (at + length).min(text.len());
            text.splice(at..end, patch.chars());
        }
        let text: String = text.into_iter().collect();
        for problem in read(Source { name: "a", text: &text }, &[], &OneFile(None)).err().iter().flat_map(|p| &p.0) {
            prop_assert!(problem.line >= 1 && problem.column >= 1 && !problem.message.is_empty());
            if let Some(span) = &problem.span {
                prop_assert!(problem.text.get(span.clone()).is_some());
            }
        }
    }

    #[test]
    fn values_of_every_size_are_judged_without_a_panic(
        key in prop::sample::select(uptake::scenario::all_keys()),
        value in prop_oneof![
            any::<f64>().prop_map(|x| format!("{x:?}")),
            any::<i64>().prop_map(|x| x.to_string()),
            "\\PC{0,10}",
            Just("{ paper = 1.0 }".to_owned()),
            Just("[]".to_owned()),
        ],
    ) {
        let _ = builtin(&[format!("{key}={value}")]);
    }

    #[test]
    fn lists_never_panic(csv in "(name|kind|,|\"|\n|\r|é|staff|state|system|ward|paper|[0-9]){0,40}") {
        let text = "organisations = \"ours.csv\"\n";
        let _ = read(Source { name: "a", text }, &[], &OneFile(Some(&csv)));
        let csv = format!("name,kind,system,staff,state\n{csv}");
        let _ = read(Source { name: "a", text }, &[], &OneFile(Some(&csv)));
    }
}

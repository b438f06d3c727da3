//! The house holds its shape: no module names one that it must not know.
//!
//! The table is that of `docs` and `src/lib.rs` in a form that a test can read. Paths are
//! found in the text of the source files (see [`source`]), so that a `use` inside a
//! function, a path written out in full and a grouped import all count.

mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use source::{Path as CodePath, paths, paths_from};

/// Longest source file, in lines.
const LONGEST: usize = 600;

/// What a module must not know of this package.
///
/// A name with `::` bans that part of a module only.
const MUST_NOT_KNOW: &[(&str, &[&str])] = &[
    ("stats", &["rng", "scenario", AGENTS, RESULTS, FILES]),
    ("measures", &["rng", "scenario", AGENTS, RESULTS, FILES]),
    ("rng", &["scenario", AGENTS, RESULTS, FILES]),
    ("parallel", &["stats", "measures", "rng", "scenario", AGENTS, RESULTS, FILES]),
    ("scenario", &["rng", "world", "forces", "processes", RUNNING, RESULTS, FILES]),
    ("import", &["rng", AGENTS, RESULTS, "page", "store"]),
    ("world", &[SCENARIO_TEXT, "forces", "processes", RUNNING, RESULTS, FILES]),
    ("forces", &["rng", SCENARIO_TEXT, "processes", "observers", RUNNING, RESULTS, FILES]),
    ("processes", &[SCENARIO_TEXT, SINGLE_FORCES, "observers", RUNNING, FILES]),
    ("observers", &["rng", SCENARIO_TEXT, "forces", "processes", RUNNING, FILES]),
    ("results", &["rng", SCENARIO_TEXT, "world", "forces", "processes", RUNNING, FILES]),
    ("engine", &[SCENARIO_TEXT, "experiments", FILES]),
    ("experiments", &[FILES]),
    ("outputs", &["rng", "world", "forces", "processes", RUNNING, "store"]),
    ("page", &["rng", "world", "forces", "processes", "observers", "store"]),
    ("store", &["rng", "scenario", AGENTS, RESULTS]),
    ("cli", &["rng", "world", "processes"]),
];

/// Groups of names used in the table.
const AGENTS: &str = "world forces processes observers engine experiments";
const RUNNING: &str = "engine experiments";
const RESULTS: &str = "results";
const FILES: &str = "outputs store";
const SCENARIO_TEXT: &str = "scenario::read scenario::registry scenario::schema scenario::Source";
const SINGLE_FORCES: &str = "forces::challenges forces::drivers forces::ambivalent";

/// Outside names, and the only modules in which they may stand.
const CONFINED: &[(&str, &[&str])] = &[
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("base64", &["outputs"]),
    ("signal_hook", &["cli"]),
    ("indicatif", &["cli"]),
    ("miette", &["cli"]),
    ("terminal_size", &["cli"]),
    ("rand", &["rng"]),
    ("rayon", &["parallel"]),
    ("rand_chacha", &["rng"]),
    ("toml", &["scenario"]),
    ("toml_edit", &["scenario", "import"]),
    ("csv", &["scenario", "import", "outputs"]),
    ("parquet", &["outputs"]),
    ("plotters", &["outputs"]),
    ("miniz_oxide", &["outputs"]),
    ("png", &["outputs"]),
    ("calamine", &["import"]),
    ("encoding_rs", &["import"]),
    ("zip", &["import"]),
    ("rust_xlsxwriter", &["outputs"]),
    ("resvg", &["outputs"]),
    ("sysinfo", &["store"]),
    ("libm", &["stats"]),
    ("std::fs", &["store"]),
    ("std::env", &["cli", "store"]),
    ("std::process", &["cli", "store"]),
    ("std::net", &["cli"]),
    ("std::time::Instant", &["cli"]),
    ("std::time::SystemTime", &["cli"]),
    ("std::collections::HashMap", &[]),
    ("std::collections::HashSet", &[]),
];

/// Breaches that stand, each with what would end it.
const STANDING: &[(&str, &str)] = &[];

/// Files that may be longer, each with the reason.
const MAY_BE_LONG: &[(&str, &str)] = &[];

/// A source file: the module path that it holds, and its text.
struct Source {
    /// `["forces", "drivers", "fit"]` for `src/forces/drivers/fit.rs`.
    module: Vec<String>,
    file: String,
    text: String,
}

impl Source {
    fn new(relative: &Path, text: String) -> Self {
        let mut module: Vec<String> = relative
            .with_extension("")
            .components()
            .map(|c| c.as_os_str().to_string_lossy().into_owned())
            .collect();
        match module.last().map(String::as_str) {
            Some("mod" | "lib") => {
                module.pop();
            }
            // The binary is the command line's first file.
            Some("main") if module.len() == 1 => module = vec!["cli".to_owned()],
            _ => {}
        }
        Source { module, file: relative.display().to_string(), text }
    }

    fn top(&self) -> &str {
        self.module.first().map_or("", String::as_str)
    }
}

/// Every breach in a file, in words.
fn breaches(source: &Source) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let banned: Vec<&str> = MUST_NOT_KNOW
        .iter()
        .filter(|(module, _)| *module == source.top())
        .flat_map(|(_, names)| names.iter().flat_map(|n| n.split(' ')))
        .collect();
    for path in paths(&source.text, source.module.len()) {
        let name = path.name();
        if path.is_ours() {
            for ban in banned.iter().filter(|ban| path.starts_with(ban)) {
                found.insert(format!(
                    "{}: {} must not know {ban}: {name}",
                    source.file,
                    source.top()
                ));
            }
            if names_sibling_force(source, &path) {
                found.insert(format!("{}: a force must not know another: {name}", source.file));
            }
        } else {
            for (confined, homes) in CONFINED {
                if path.starts_with(confined) && !homes.contains(&source.top()) {
                    found.insert(format!(
                        "{}: {confined} is confined to {homes:?}: {name}",
                        source.file
                    ));
                }
            }
        }
    }
    found
}

/// True if the file of one force names another. The list of all forces, which lives in the
/// `mod.rs` of each family, has to name its members and does so with `self` or plainly.
fn names_sibling_force(source: &Source, path: &CodePath) -> bool {
    let families = ["challenges", "drivers", "ambivalent"];
    let is_force = source.top() == "forces"
        && source.module.get(1).is_some_and(|f| families.contains(&f.as_str()));
    is_force && SINGLE_FORCES.split(' ').any(|family| path.starts_with(family))
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path, into: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            rust_files(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

fn sources() -> Vec<Source> {
    let src = root().join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    assert!(files.len() > 10, "no source files found below {}", src.display());
    files
        .iter()
        .map(|f| Source::new(f.strip_prefix(&src).unwrap(), fs::read_to_string(f).unwrap()))
        .collect()
}

fn made_up(file: &str, text: &str) -> BTreeSet<String> {
    breaches(&Source::new(Path::new(file), text.to_owned()))
}

#[test]
fn no_module_names_one_that_it_must_not_know() {
    let found: BTreeSet<String> = sources().iter().flat_map(breaches).collect();
    let standing: BTreeSet<String> = STANDING.iter().map(|(b, _)| (*b).to_owned()).collect();
    let new: Vec<&str> = found.difference(&standing).map(String::as_str).collect();
    assert!(new.is_empty(), "{}", new.join("\n"));
    let mended: Vec<&str> = standing.difference(&found).map(String::as_str).collect();
    assert!(mended.is_empty(), "take out of STANDING: {}", mended.join("\n"));
}

/// The files that each file of a part names, by the longest module that a path begins with.
fn named(sources: &[Source], part: &str) -> BTreeMap<String, BTreeSet<String>> {
    let modules: Vec<(String, &Source)> = sources
        .iter()
        .filter(|s| s.top() == part && !s.file.ends_with("mod.rs") && s.file != "main.rs")
        .map(|s| (s.module.join("::"), s))
        .collect();
    let target = |path: &CodePath| {
        let within = modules.iter().map(|(module, _)| module);
        within.filter(|module| path.starts_with(module)).max_by_key(|module| module.len()).cloned()
    };
    let files = modules.iter().map(|(module, source)| {
        let ours = paths_from(&source.text, &source.module).into_iter().filter(CodePath::is_ours);
        let named = ours.filter_map(|path| target(&path)).filter(|name| name != module);
        (module.clone(), named.collect())
    });
    files.collect()
}

/// A circle of files, if there is one: what is left when files that name none of the others are taken
/// away again and again.
fn circle(mut named: BTreeMap<String, BTreeSet<String>>) -> BTreeSet<String> {
    loop {
        let left: BTreeSet<String> = named.keys().cloned().collect();
        named.retain(|_, others| others.iter().any(|other| left.contains(other)));
        if named.len() == left.len() {
            return left;
        }
    }
}

/// Kind of fault: commands that call each other through what they share, so that none can be read alone.
#[test]
fn no_circle_of_files_in_cli() {
    let named = named(&sources(), "cli");
    assert!(
        named.values().map(BTreeSet::len).sum::<usize>() > 100,
        "few names are found: {named:?}"
    );
    assert_eq!(circle(named), BTreeSet::new());
    let made_up = |file: &str, text: &str| Source::new(Path::new(file), text.to_owned());
    let sources = [
        made_up("cli/a.rs", "use super::commands::b::run;"),
        made_up("cli/commands/b.rs", "use crate::cli::a::X;"),
        made_up("cli/c.rs", "use super::a::X;"),
    ];
    let found: Vec<String> = circle(self::named(&sources, "cli")).into_iter().collect();
    assert_eq!(
        found,
        ["cli::a", "cli::c", "cli::commands::b"],
        "the circle, and who leads into it"
    );
}

#[test]
fn every_module_has_its_line_in_the_table() {
    let known: BTreeSet<&str> = MUST_NOT_KNOW.iter().map(|(m, _)| *m).collect();
    let sources = sources();
    let unknown: BTreeSet<&str> =
        sources.iter().map(Source::top).filter(|m| !m.is_empty() && !known.contains(m)).collect();
    assert!(unknown.is_empty(), "modules without a rule: {unknown:?}");
}

#[test]
fn files_stay_short() {
    let long: Vec<String> = sources()
        .iter()
        .filter(|s| s.text.lines().count() > LONGEST)
        .filter(|s| MAY_BE_LONG.iter().all(|(file, _)| *file != s.file))
        .map(|s| format!("{} has {} lines", s.file, s.text.lines().count()))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn no_test_is_switched_off() {
    let mut files = Vec::new();
    for folder in ["src", "tests"] {
        rust_files(&root().join(folder), &mut files);
    }
    // Split in two, so that this line is not itself a find.
    let mark = concat!("#[ig", "nore");
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        assert!(!text.contains(mark), "{} switches a test off", file.display());
    }
}

#[test]
fn a_made_up_breach_is_reported_however_it_is_written() {
    for text in [
        "use crate::rng::Draw;",
        "use crate::{\n    results::Curves,\n    rng::{self, Draw},\n};",
        "fn f() -> f64 { crate::rng::uniform() }",
        "use super::super::rng::Draw;",
        "fn f() { let c = '\"'; crate::rng::uniform(); let d = '\"'; }",
        "#[cfg(test)]\nmod tests { fn f() {} }\nuse crate::rng;",
    ] {
        let found = made_up("observers/counts.rs", text);
        assert!(!found.is_empty(), "not reported: {text}");
    }
    assert_eq!(made_up("engine/plan.rs", "use std::{fmt, fs};").len(), 1);
    assert_eq!(made_up("world/mod.rs", "use std::collections::HashMap;").len(), 1);
    assert_eq!(
        made_up("forces/drivers/fit.rs", "use crate::forces::challenges::edge::Edge;").len(),
        1
    );
}

#[test]
fn what_is_allowed_is_not_reported() {
    for (file, text) in [
        ("observers/counts.rs", "// use crate::rng::Draw;\n/* crate::rng /* nested */ */"),
        ("observers/counts.rs", "const S: &str = \"crate::rng::Draw\";"),
        ("observers/counts.rs", "const S: &str = r#\"a \" crate::rng\"#;"),
        (
            "observers/counts.rs",
            "#[cfg(test)]\nmod tests { use crate::rng::Draw; fn f() { if a {} } }",
        ),
        ("observers/counts.rs", "use super::measures::MEASURES;"),
        ("observers/counts.rs", "fn f<'a>(rng: &'a str) -> &'a str { rng }"),
        ("store/mod.rs", "use std::fs;"),
        ("processes/use_.rs", "use crate::forces::effects::Effects;"),
        ("forces/drivers/fit.rs", "use crate::forces::effects::Writer;"),
        ("world/mod.rs", "use crate::scenario::{Kind, Scenario};"),
    ] {
        assert_eq!(made_up(file, text), BTreeSet::new(), "{text}");
    }
}

/// Kind of fault: a file that nothing names is read by people and compiled by nobody.
#[test]
fn every_file_is_compiled() {
    let src = root().join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    let declared = |by: &Path, name: &str| {
        fs::read_to_string(by).is_ok_and(|text| {
            text.lines().any(|line| {
                let line = line.trim_start();
                let line = line.strip_prefix("pub ").unwrap_or(line);
                let line = line.strip_prefix("pub(super) ").unwrap_or(line);
                let line = line.strip_prefix("pub(crate) ").unwrap_or(line);
                line.strip_prefix("mod ")
                    .is_some_and(|rest| rest.trim_end_matches([';', '{', ' ']) == name)
            })
        })
    };
    let is_named = |file: &Path| {
        let stem = file.file_stem().unwrap().to_str().unwrap();
        let folder = file.parent().unwrap();
        let (name, of) = match stem {
            "mod" => (folder.file_name().unwrap().to_str().unwrap(), folder.parent().unwrap()),
            stem => (stem, folder),
        };
        let above = [of.join("mod.rs"), of.with_extension("rs"), of.join("lib.rs")];
        above.iter().any(|by| declared(by, name))
    };
    let roots = [src.join("lib.rs"), src.join("main.rs")];
    let lost: Vec<&PathBuf> =
        files.iter().filter(|file| !roots.contains(file) && !is_named(file)).collect();
    assert!(lost.is_empty(), "compiled by nobody: {lost:?}");
    assert!(!is_named(&src.join("scenario/nobody.rs")), "the broken twin is found");
}

//! The scenarios of the gallery: each runs, asks a question, and stands in the list.

use std::fs;
use std::ops::ControlFlow;
use std::path::PathBuf;

use uptake::engine::{self, Options};
use uptake::measures::measure;
use uptake::scenario::{self, NoFiles, Scenario, Source};
use uptake::stats::quantiles::quantile;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

/// Every scenario of the gallery by name, with its text.
fn gallery() -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = fs::read_dir(folder())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(path).expect("a text"))
        })
        .collect();
    all.sort();
    all
}

fn scenario_of(name: &str, text: &str) -> Scenario {
    match scenario::read(Source { name, text }, &[], &NoFiles) {
        Ok(read) => {
            let open = read.warnings.iter().find(|w| w.message.contains("assumption"));
            assert!(open.is_none(), "{name}: {}", open.map_or("", |w| &w.message));
            read.scenario
        }
        Err(problems) => panic!("{name}: {problems}"),
    }
}

#[test]
fn every_scenario_runs_and_its_register_covers_what_it_changes() {
    let live = measure("organisations.live").expect("a measure");
    for (name, text) in gallery() {
        let mut s = scenario_of(&name, &text);
        assert_eq!(s.name, name, "named after its file");
        s.weeks = match name.as_str() {
            // Half a million posts: a few weeks show that it runs.
            "england" => 4,
            "eps-national" => 13,
            _ => 26,
        };
        s.targets.clear();
        let options = Options { replicates: 0..1, record: None, ..Options::of(&s) };
        let futures = engine::ensemble(&s, &options, &|_| ControlFlow::Continue(()));
        let share = futures.values(live, 0, s.weeks);
        assert!(matches!(share[..], [x] if (0.0..=1.0).contains(&x)), "{name}: {share:?}");
    }
}

/// Rows of the list: a scenario and its question.
fn listed(readme: &str) -> Vec<(String, String)> {
    let row = |line: &str| {
        let mut cells = line.split(" | ");
        let name = cells.next()?.strip_prefix("| [`")?.split('`').next()?;
        Some((name.to_owned(), cells.next()?.to_owned()))
    };
    readme.lines().filter_map(row).collect()
}

#[test]
fn the_list_has_every_scenario_with_its_question() {
    let readme = fs::read_to_string(folder().join("README.md")).expect("the list");
    let wanted: Vec<(String, String)> = gallery()
        .into_iter()
        .map(|(name, text)| {
            let s = scenario_of(&name, &text);
            assert!(s.question.ends_with('?'), "{name} asks no question");
            (name, s.question)
        })
        .collect();
    assert_eq!(listed(&readme), wanted);
}

/// Figures told of the built-in region in the list and in the guide are those of sixty futures.
#[test]
fn what_is_told_of_the_built_in_region_comes_out() {
    let mut s = scenario::builtin(&[]).expect("the built-in region").scenario;
    s.targets.clear();
    let options = Options { replicates: 0..60, record: None, ..Options::of(&s) };
    let futures = engine::ensemble(&s, &options, &|_| ControlFlow::Continue(()));
    let per_cent = |name: &str, week: u32| {
        let values = futures.values(measure(name).expect("a measure"), 0, week);
        let mut values: Vec<f64> = values.into_iter().map(|x| 100.0 * f64::from(x)).collect();
        values.sort_by(f64::total_cmp);
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        (mean, quantile(&values, 0.5))
    };
    let read = |path: &str| {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        fs::read_to_string(root.join(path)).expect("the page")
    };

    let list = read("scenarios/README.md");
    let row = list.lines().find(|l| l.starts_with("| [`cambridgeshire`]")).expect("its row");
    let told: Vec<&str> = row.split(" | ").skip(3).take(4).collect();
    let medians =
        ["organisations.live", "organisations.real_use", "staff.weekly", "patients.true_current"];
    let medians = medians.map(|name| format!("{:.1}", per_cent(name, 260).1));
    assert_eq!(told, medians, "scenarios/README.md");

    let page = read("docs/guide/built-in-region.md");
    for (label, name) in [
        ("mapped", "organisations.mapped"),
        ("live", "organisations.live"),
        ("anybody has ever used it", "organisations.ever"),
        ("used within the month", "organisations.monthly"),
        ("in real use (a tenth of the posts within the month)", "organisations.real_use"),
        ("used this week", "organisations.weekly"),
        ("used five times or more this week", "organisations.daily"),
    ] {
        let means = [52, 156, 260].map(|week| format!("{:.0}", per_cent(name, week).0));
        let row = format!("| {label} | {} | {} | {} |", means[0], means[1], means[2]);
        assert!(page.contains(&row), "docs/guide/built-in-region.md does not say: {row}");
    }
}

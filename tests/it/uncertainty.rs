//! Two levels of uncertainty, from the design to the files of a run.

use std::fs;
use std::ops::ControlFlow;
use std::sync::Arc;

use assert_cmd::Command;
use jiff::civil::date;
use tempfile::TempDir;
use uptake::engine::{self, Options};
use uptake::experiments::uncertainty::{Design, prepare};
use uptake::measures::{Counter, GroupKind, measure};
use uptake::outputs::{Uncertainty, coverage_csv};
use uptake::results::{
    Curves, Ensemble, Group, Layout, ParameterDraws, ReplicateResult, Standings, Trajectory,
    WorkCounts,
};
use uptake::rng::{Lot, Purpose};
use uptake::scenario::{NoFiles, Read, Scale, Source, UncertainParameter, read, uncertain};
use uptake::stats::quantiles::quantile;

/// The built-in region, changed; goals beyond a shorter horizon are left out.
fn example(overrides: &[&str]) -> Read {
    let owned: Vec<String> = overrides.iter().map(|text| (*text).to_owned()).collect();
    read(Source { name: "example.toml", text: "" }, &owned, &NoFiles).unwrap()
}

fn run(read: &Read, design: &Design, jobs: Option<usize>) -> Ensemble {
    let replicates = 0..design.futures();
    let options = Options { replicates, jobs, record: None, ..Options::of(&read.scenario) };
    prepare(read, design).unwrap().run(&options, &|_| ControlFlow::Continue(()))
}

/// An ensemble in which one measure has known variances: organisations live, of 1,000, with a
/// standard deviation of 60 between draws and 20 within.
fn synthetic(draws: u32, each: u32) -> Ensemble {
    let groups =
        vec![Group { kind: GroupKind::All, id: "all".to_owned(), label: "All".to_owned() }];
    let layout = Arc::new(Layout::new(&groups, 2));
    let replicate = |k: u32| {
        let lot = Lot::of_region(7);
        let of_draw = lot.draw(Purpose::Parameter, 1, (k / each).into()).normal();
        let own = lot.draw(Purpose::Parameter, 2, k.into()).normal();
        let mut trajectory = Trajectory::new(Arc::clone(&layout));
        for week in 0..2 {
            trajectory.set(Counter::OrgAll, 0, week, 1000.0);
            trajectory.set(Counter::OrgLive, 0, week, 500.0 + 60.0 * of_draw + 20.0 * own);
        }
        ReplicateResult {
            replicate: k,
            trajectory,
            digest: 0,
            work: WorkCounts::default(),
            happened: [0; uptake::scenario::EventKind::COUNT],
            events: vec![],
            fingerprints: vec![],
            standings: Standings::default(),
        }
    };
    Ensemble {
        scenario: "synthetic".to_owned(),
        start: date(2026, 1, 5),
        weeks: 1,
        organisations: 1000,
        posts: 0,
        posts_in_scope: 0,
        replicates: (0..draws * each).map(replicate).collect(),
        groups,
        draws: Some(ParameterDraws {
            replicates_per_draw: each,
            keys: vec![],
            values: vec![vec![]; draws as usize],
        }),
    }
}

#[test]
fn the_shares_of_a_known_variance_are_found() {
    let ensemble = synthetic(1000, 8);
    let live = measure("organisations.live").unwrap();
    let found = ensemble.variance(live, 1).unwrap();
    // The measure is a share of 1,000. Relative standard errors: √(2 / 999) and √(2 / 7000).
    assert!((found.between / 0.0036 - 1.0).abs() < 0.15, "{found:?}");
    assert!((found.within / 0.0004 - 1.0).abs() < 0.06, "{found:?}");

    let reported = Uncertainty::of(&ensemble, &Curves::of(&ensemble));
    assert_eq!((reported.draws, reported.replicates_per_draw), (Some(1000), Some(8)));
    let row = reported.variance_shares.iter().rfind(|row| row.measure == live.name).unwrap();
    let (between, within) = (row.between_draws.unwrap(), row.within_draws.unwrap());
    assert!((between - 0.9).abs() < 0.02 && (between + within - 1.0).abs() < 1e-9, "{row:?}");

    let plain = Ensemble { draws: None, ..ensemble };
    let reported = Uncertainty::of(&plain, &Curves::of(&plain));
    assert_eq!((reported.draws, reported.variance_shares.len()), (None, 0));
    assert_eq!(serde_json::to_value(reported.level).unwrap(), "luck");
}

#[test]
fn without_any_spread_the_digits_are_those_of_the_plain_run() {
    let read = example(&["weeks=40", "replicates=2"]);
    let mut design = Design::of(&read, 2);
    design.parameters = design.parameters.into_iter().map(|p| p.with_sd(0.0)).collect();
    let drawn = run(&read, &design, None);
    let options = Options { replicates: 0..4, record: None, ..Options::of(&read.scenario) };
    let plain = engine::ensemble(&read.scenario, &options, &|_| ControlFlow::Continue(()));
    assert_eq!(drawn.replicates, plain.replicates);
    assert_ne!(drawn.digest(), run(&read, &Design::of(&read, 2), None).digest());
}

#[test]
fn a_draw_is_the_same_among_three_and_six_and_beside_other_parameters() {
    let read = example(&["weeks=30", "replicates=1"]);
    let (three, six) = (Design::of(&read, 3), Design::of(&read, 6));
    let (few, many) = (run(&read, &three, None), run(&read, &six, None));
    assert_eq!(few.replicates[..], many.replicates[..3]);
    assert_ne!(six.values(1, 4), six.values(1, 5));
    assert_ne!(six.values(1, 4), six.values(2, 4), "another seed, other draws");

    let one = |p: &UncertainParameter| p.key == "use.access";
    let at = six.parameters.iter().position(one).unwrap();
    let alone = Design { parameters: vec![six.parameters[at].clone()], ..six.clone() };
    assert_eq!(alone.values(1, 5), [six.values(1, 5)[at]]);
}

#[test]
fn draws_follow_their_distribution_and_are_all_valid() {
    let read = example(&["replicates=1"]);
    let design = Design::of(&read, 400);
    assert_eq!(design.parameters, uncertain(&read));
    // Every draw passes the reader, or this is an error that names it.
    let prepared = prepare(&read, &design).unwrap();
    let drawn = &prepared.draws().values;
    for (k, parameter) in design.parameters.iter().enumerate() {
        let d = parameter.distribution;
        let below = |x: f64| drawn.iter().filter(|values| values[k] <= x).count();
        assert!(drawn.iter().all(|values| (d.low..=d.high).contains(&values[k])));
        // Five standard deviations of a binomial of 400, one-sided where numbers are rounded.
        let (low, middle, high) = (below(parameter.p05), below(d.median), below(parameter.p95));
        assert!(low < 42 || d.whole, "{}: {low}", parameter.key);
        // Below the value lies half; below the top of a triangle, what is left of it.
        let left = match d.scale {
            Scale::Triangular => (d.median - d.low) / (d.high - d.low),
            _ => 0.5,
        };
        let off = (middle as f64 - 400.0 * left).abs();
        assert!(off <= 50.0 || d.whole, "{}: {middle}", parameter.key);
        assert!(high > 357, "{}: {high}", parameter.key);
    }
}

#[test]
fn a_draw_that_makes_no_scenario_is_named() {
    let read = example(&["weeks=2"]);
    let mut design = Design::of(&read, 3);
    design.parameters.truncate(1);
    design.parameters[0].key = "kind.nowhere.hold".to_owned();
    let refused = prepare(&read, &design).unwrap_err();
    assert_eq!(refused.draw, 0);
    assert!(refused.to_string().contains("the scenario has no kind `nowhere`"), "{refused}");
}

#[test]
fn bands_are_wider_with_draws_than_without() {
    // Where everybody has the tool, luck has little to say.
    let everywhere = ["initial.live=1", "initial.competent=0.7", "initial.records=0.5"];
    // What stops the tool everywhere at once is luck of another kind.
    let quiet = ["events.local_scandal=off", "events.national_scandal=off"];
    let lasting = ["events.takeover_per_year=0", "funder.stops_below=0"];
    let everywhere = [&everywhere[..], &quiet, &lasting].concat();
    let read = example(&[&["replicates=1"][..], &everywhere].concat());
    let futures = 24;
    let drawn = run(&read, &Design::of(&read, futures), None);
    let options = Options { replicates: 0..futures, record: None, ..Options::of(&read.scenario) };
    let plain = engine::ensemble(&read.scenario, &options, &|_| ControlFlow::Continue(()));
    let band = |ensemble: &Ensemble| {
        let mut x = ensemble.values(measure("staff.monthly").unwrap(), 0, ensemble.weeks);
        x.sort_unstable_by(f32::total_cmp);
        quantile(&x, 0.95) - quantile(&x, 0.05)
    };
    let (with, without) = (band(&drawn), band(&plain));
    // Scandals and conflicts come by luck, and spread the futures of known parameters too.
    assert!(with > 1.5 * without, "{with} {without}");
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let read = example(&["weeks=30", "replicates=2"]);
    let design = Design::of(&read, 3);
    let bytes = |jobs| coverage_csv(&Curves::of(&run(&read, &design, Some(jobs)))).unwrap();
    assert_eq!(bytes(1), bytes(2));
}

#[test]
fn a_run_with_draws_is_reproduced_and_says_what_its_ranges_are_over() {
    let desk = TempDir::new().unwrap();
    let path = |name: &str| desk.path().join(name);
    fs::write(path("small.toml"), "name = \"small\"\nweeks = 26\n").unwrap();
    let uptake = |args: &[&str]| {
        let output =
            Command::cargo_bin("uptake").unwrap().current_dir(desk.path()).args(args).output();
        let output = output.unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap().replace('\n', " ");
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let (code, answer, said) =
        uptake(&["run", "small.toml", "--parameter-draws", "3", "-o", "run"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("24 simulated futures, 8 of each of 3 draws"), "{said}");
    let words = "over luck and what is not known about the parameters";
    assert!(answer.contains(words), "{answer}");
    let chart = fs::read_to_string(path("run/levels_of_use.svg")).unwrap();
    assert!(chart.contains(words), "the description holds the subtitle");

    let text = fs::read_to_string(path("run/summary.json")).unwrap();
    let summary: serde_json::Value = serde_json::from_str(&text).unwrap();
    let uncertainty = &summary["uncertainty"];
    assert_eq!(uncertainty["level"], "luck and parameters");
    assert_eq!(
        (&uncertainty["draws"], &uncertainty["replicates_per_draw"]),
        (&3.into(), &8.into())
    );
    let table = fs::read_to_string(path("run/parameter_draws.csv")).unwrap();
    let parameters = uncertain(&example(&[])).len();
    assert_eq!(table.lines().count(), 1 + 3 * parameters);
    assert!(table.starts_with("draw,key,value\n0,"), "{table}");

    let (code, same, said) = uptake(&["reproduce", "run/manifest.json"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(same.starts_with("the same"), "{same}");
    let manifest = fs::read_to_string(path("run/manifest.json")).unwrap();
    let other = manifest.replace("\"parameter_draws\": \"3\"", "\"parameter_draws\": \"4\"");
    assert_ne!(other, manifest);
    fs::write(path("run/manifest.json"), other).unwrap();
    assert_eq!(uptake(&["reproduce", "run/manifest.json"]).0, Some(4));

    let (_, answer, _) = uptake(&["run", "small.toml", "--replicates", "2", "-o", "plain"]);
    assert!(answer.contains("over luck only"), "{answer}");
    assert!(!path("plain/parameter_draws.csv").exists());
}

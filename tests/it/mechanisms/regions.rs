//! Regions differ.

use uptake::engine::{self, Options};
use uptake::measures::measure;
use uptake::results::Ensemble;
use uptake::scenario::{Region, Scenario};

use super::region;
use std::ops::ControlFlow;

/// So many small regions of one programme, a year and a half on.
fn regions(keys: &[&str]) -> Scenario {
    let mut all = vec!["weeks=78", "region.cambridgeshire.size=0.25", "replicates=2"];
    all.extend([
        "kind.*.staff_sigma=0",
        "joining.frailty_sigma=0",
        "region.cambridgeshire.team_size=0.5",
    ]);
    all.extend(["forces.*.strength=0"]);
    all.extend(keys);
    let mut s = region(&all);
    let one = s.regions[0].clone();
    s.regions = (0..24).map(|nth| Region { id: format!("r{nth}"), ..one.clone() }).collect();
    s
}

fn run(s: &Scenario) -> Ensemble {
    engine::ensemble(s, &Options::of(s), &|_| ControlFlow::Continue(()))
}

/// Live share of each region in one future.
fn live(e: &Ensemble, nth: usize) -> Vec<f64> {
    let live = measure("organisations.live").expect("known");
    let trajectory = &e.replicates[nth].trajectory;
    (1..=24)
        .map(|group| f64::from(trajectory.measure(live, group, 78).expect("a region")))
        .collect()
}

fn variation(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let square = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>();
    (square / (values.len() - 1) as f64).sqrt() / mean
}

/// Each spread by itself makes regions differ more than luck alone does, and in another future others
/// are ahead: what is drawn is a region's in one future.
#[test]
fn each_spread_makes_regions_differ() {
    let alike = run(&regions(&[]));
    let luck = variation(&live(&alike, 0)).max(variation(&live(&alike, 1)));
    let spreads: [&[&str]; 4] = [
        &["variation.team_sigma=0.6"],
        &["variation.begins_weeks=52"],
        &["variation.joining_sigma=1.5"],
        // Where those with little time to spare decline.
        &["variation.readiness_sigma=0.3", "joining.load_weight=6"],
    ];
    for keys in spreads {
        let e = run(&regions(keys));
        let (first, second) = (live(&e, 0), live(&e, 1));
        let found = variation(&first).min(variation(&second));
        assert!(found > 1.2 * luck, "{keys:?}: {found} and {luck} by luck alone");
        assert_ne!(first, second, "{keys:?}");
    }
}

/// A further region takes nobody's luck away: what the others are like does not move.
#[test]
fn what_a_region_is_like_is_addressed_by_its_name() {
    let mut s = regions(&["variation.team_sigma=0.6", "variation.begins_weeks=52", "weeks=40"]);
    s.scheduled.clear();
    let more = {
        let mut more = s.clone();
        more.regions.insert(0, Region { id: "further".to_owned(), ..s.regions[0].clone() });
        more
    };
    let hours = measure("project.hours").expect("known");
    let of = |e: &Ensemble, group: usize| e.replicates[0].trajectory.measure(hours, group, 30);
    let (few, many) = (run(&s), run(&more));
    for group in 1..=24 {
        assert_eq!(of(&few, group), of(&many, group + 1));
    }
}

//! What may change luck only. Of two descriptions of the same region the means of matched futures
//! may differ by luck: the 99 % interval of the mean difference has to lie within two points of the
//! live share (or to reach into it, where there are too few futures to say). Each test has a twin
//! that differs in one thing that matters, and is told apart.

use uptake::scenario::{Kind, Region, Scenario};

use crate::mechanisms::NO_EVENTS_OF_REGIONS;

use super::{all_asked, difference, mean, region, run, values};

/// Points within which two descriptions of one region have to agree.
const WITHIN: f64 = 0.02;
const WEEKS: u32 = 104;

/// A region in which there is something to compare within two years.
fn base() -> Scenario {
    region(&["region.*.team_size=2"], WEEKS)
}

/// True if the means of two descriptions are within two points, or cannot be told apart.
fn within(a: &[f64], b: &[f64]) -> Result<(), String> {
    let (d, half) = difference(a, b);
    let luck = d.abs() <= half && d.abs() <= 2.0 * WITHIN;
    if d.abs() <= WITHIN || luck { Ok(()) } else { Err(format!("{d:+.4} ± {half:.4}")) }
}

/// Asserts that two descriptions agree, in live and in competent staff.
fn agree(what: &str, a: &Scenario, b: &Scenario, futures: u32) {
    let (a, b) = (run(a, futures), run(b, futures));
    for name in ["organisations.live", "staff.competent"] {
        if let Err(apart) = within(&values(&a, name, WEEKS), &values(&b, name, WEEKS)) {
            panic!("{what}: {name} {apart}");
        }
    }
}

/// Kind of fault: an identifier that is more than an address.
#[test]
fn other_names_are_other_luck_and_no_more() {
    let s = base();
    let mut renamed = s.clone();
    renamed.regions[0].id = "elsewhere".into();
    renamed.kinds.iter_mut().for_each(|kind| kind.id = format!("{}-too", kind.id));
    agree("renamed", &s, &renamed, 12);
    // The twin: a third fewer hours is told apart.
    let mut fewer = s.clone();
    fewer.regions[0].team_size *= 0.67;
    let live = |s| values(&run(s, 12), "organisations.live", WEEKS);
    assert!(within(&live(&s), &live(&fewer)).is_err());
}

/// The kinds in another order, and all that is told by kind.
fn reversed(s: &Scenario) -> Scenario {
    let mut r = s.clone();
    r.kinds.reverse();
    r.policy.kind_rank.reverse();
    for region in &mut r.regions {
        region.counts.reverse();
        region.system_shares.reverse();
    }
    r
}

/// One kind as two of half the number, alike in everything.
fn split(s: &Scenario, id: &str) -> Scenario {
    let mut r = s.clone();
    let k = s.kinds.iter().position(|kind| kind.id == id).expect("a kind");
    r.kinds.insert(k + 1, Kind { id: format!("{id}-two"), ..s.kinds[k].clone() });
    r.policy.kind_rank.insert(k + 1, s.policy.kind_rank[k]);
    r.kinds[k].contacts /= 2.0;
    r.kinds[k + 1].contacts /= 2.0;
    for region in &mut r.regions {
        let half = region.counts[k] / 2;
        region.counts.insert(k + 1, half);
        region.counts[k] -= half;
        let shares = region.system_shares[k].clone();
        region.system_shares.insert(k + 1, shares);
    }
    r
}

/// Kind of fault: the order of a file, or how finely kinds are told apart, means something.
#[test]
fn order_and_fineness_of_kinds_mean_nothing() {
    if !all_asked() {
        agree("reversed", &base(), &reversed(&base()), 8);
        return;
    }
    agree("reversed", &base(), &reversed(&base()), 48);
    agree("split", &base(), &split(&base(), "care_home"), 48);
    agree("lists of two kinds", &base(), &split(&base(), "gp_practice"), 48);
}

/// What befalls a whole region at once, and how regions differ: the luck of one region, which ten
/// times the organisations do not average out.
const NO_LUCK_OF_REGIONS: [&str; 5] = [
    "variation.team_sigma=0",
    "variation.begins_weeks=0",
    "variation.joining_sigma=0",
    "variation.readiness_sigma=0",
    "events.takeover_per_year=0",
];

/// A region of so many times the organisations, with as many times the team and the money.
fn scaled(factor: f64, weeks: u32) -> Scenario {
    let size = format!("region.*.size={factor}");
    let team = format!("region.*.team_size={}", 2.0 * factor);
    let keys: Vec<&str> = NO_LUCK_OF_REGIONS
        .into_iter()
        .chain(NO_EVENTS_OF_REGIONS)
        .chain([&*size, &*team])
        .collect();
    region(&keys, weeks)
}

/// Kind of fault: a number that belongs to one size of region.
#[test]
fn any_size_of_region_behaves_alike() {
    if !all_asked() {
        return;
    }
    let live = |factor: f64, futures: u32| {
        let all = values(&run(&scaled(factor, 156), futures), "organisations.live", 156);
        let (mean, n) = (mean(&all), all.len() as f64);
        let variance = all.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
        (mean, variance / n)
    };
    // As many organisations in each: their means are as sure as each other.
    let (one, luck) = live(1.0, 80);
    for (factor, futures) in [(0.5, 160), (2.0, 40), (10.0, 8)] {
        let (other, its) = live(factor, futures);
        let half = 2.6 * (luck + its).sqrt();
        eprintln!("x {factor}: {other:.4}, x 1: {one:.4}, luck of the difference {half:.4}");
        assert!(half <= WITHIN, "x {factor}: too few futures to say");
        assert!((other - one).abs() <= WITHIN, "x {factor}: {other:.4}, x 1: {one:.4}");
    }
}

/// Kind of fault: what regions share when they share nothing.
#[test]
fn two_regions_are_one_region_twice() {
    if !all_asked() {
        return;
    }
    let s = base();
    let mut two = s.clone();
    two.regions.push(Region { id: "second".into(), ..s.regions[0].clone() });
    agree("two regions", &s, &two, 32);
}

//! Intervals hold what they say. Kind of fault: an interval that is too narrow, for luck that was
//! shared, a step that was not made, or a draw counted as many.
//!
//! Simulators with a known truth take the place of the model; what is made of their outputs goes
//! through the same code as the program. Each interval is a 95 % one. For each, over so many fixed
//! seeds, the count of intervals that hold the truth is held against a binomial of 0.95, one-sided,
//! since an interval may say "at least"; all together by Holm at 1 %. Broken twins, in which what hangs
//! together is taken as independent, have to be rejected by the same test.
//!
//! `UPTAKE_TEST_COVERAGE=400 cargo test --test it coverage -- --nocapture` takes so many seeds for all of
//! them, and prints the table; otherwise those that take long have fewer.

use std::env;
use std::sync::Arc;

use jiff::civil::date;
use uptake::experiments::study::decisions::{Column, NetBenefit, decide};
use uptake::experiments::study::sensitivity::{screen, shares};
use uptake::experiments::study::{Points, Values};
use uptake::measures::{Counter, GroupKind};
use uptake::results::ranking::{Brought, Rated};
use uptake::results::study::Outcome;
use uptake::results::{
    Comparison, Ensemble, Group, Layout, ParameterDraws, ReplicateResult, Standings, Trajectory,
    WorkCounts,
};
use uptake::rng::{Lot, Purpose};
use uptake::scenario::study::{Cell, Design, Luck, Study, read_study};
use uptake::scenario::{NoFiles, Source, read};
use uptake::stats::exact::binomial::Binomial;
use uptake::stats::holm::holm;
use uptake::stats::maths::normal_quantile;

const LEVEL: f64 = 0.95;
/// Chance that a sound set of intervals is rejected.
const ALPHA: f64 = 0.01;
/// Seeds of what is quick, and of what is not.
const QUICK: u64 = 400;
const SLOW: u64 = 40;

fn seeds(usual: u64) -> u64 {
    let asked = env::var("UPTAKE_TEST_COVERAGE").ok().and_then(|text| text.parse().ok());
    asked.unwrap_or(usual)
}

/// Normal luck at an address.
fn normal(seed: u64, a: u64, b: u64) -> f64 {
    Lot::of_region(seed).draw(Purpose::Design, a, b).normal()
}

/// How often one interval held the truth.
struct Held {
    name: String,
    seeds: u64,
    covered: u64,
    /// Intervals that were not given, since nothing could be told: they count as holding.
    open: u64,
}

impl Held {
    fn new(name: impl Into<String>) -> Self {
        Held { name: name.into(), seeds: 0, covered: 0, open: 0 }
    }

    fn add(&mut self, interval: Option<(f64, f64)>, truth: f64) {
        let holds = interval.is_none_or(|(low, high)| low <= truth && truth <= high);
        self.seeds += 1;
        self.covered += u64::from(holds);
        self.open += u64::from(interval.is_none());
    }

    /// Chance that an interval of that level holds the truth as rarely.
    fn p_value(&self) -> f64 {
        let of = Binomial::new(self.seeds as u32, LEVEL);
        let up_to = (self.covered + 1).saturating_sub(u64::from(of.first)) as usize;
        of.probabilities.iter().take(up_to).sum::<f64>().clamp(0.0, 1.0).abs()
    }
}

fn tell(all: &[Held]) {
    for held in all {
        eprintln!(
            "{:44} {:5} seeds {:5} held {:4} open  p {:.3}",
            held.name,
            held.seeds,
            held.covered,
            held.open,
            held.p_value()
        );
    }
}

fn around(mean: f64, half: Option<f64>) -> Option<(f64, f64)> {
    half.map(|half| (mean - half, mean + half))
}

/// An ensemble with so many organisations in real use and pounds spent in its last week.
fn ensemble(outcomes: &[(f64, f64)], draws: Option<u32>) -> Ensemble {
    let groups =
        vec![Group { kind: GroupKind::All, id: "all".to_owned(), label: "All".to_owned() }];
    let layout = Arc::new(Layout::new(&groups, 2));
    let replicate = |(k, &(uses, spent)): (usize, &(f64, f64))| {
        let mut trajectory = Trajectory::new(Arc::clone(&layout));
        trajectory.set(Counter::OrgAll, 0, 1, 1000.0);
        trajectory.set(Counter::OrgRealUse, 0, 1, uses);
        trajectory.set(Counter::SpendCum, 0, 1, spent);
        ReplicateResult {
            replicate: k as u32,
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
        replicates: outcomes.iter().enumerate().map(replicate).collect(),
        groups,
        draws: draws.map(|each| ParameterDraws {
            replicates_per_draw: each,
            keys: vec![],
            values: vec![vec![]; outcomes.len() / each as usize],
        }),
    }
}

/// Extra organisations and pounds of one option over another in the futures of one seed: 3 and 30,000
/// on average. `each` futures have a draw in common, which makes most of the difference.
fn options(seed: u64, futures: u64, each: u64) -> [Vec<(f64, f64)>; 2] {
    let base = |r: u64| (100.0 + 20.0 * normal(seed, 1, r), 2e5 + 2e4 * normal(seed, 2, r));
    let other = |r: u64| {
        let own = |what: u64| 0.6 * normal(seed, what, r) + 0.8 * normal(seed, what + 10, r / each);
        // A gain that has a long tail, and a cost that goes with it.
        let (z, more) = (own(3), own(4));
        let gain = 3.0 + 5.0 * (z + 0.15 * (z * z - 1.0));
        let (uses, spent) = base(r);
        (uses + gain, spent + 3e4 + 2_000.0 * (gain - 3.0) + 6_000.0 * more)
    };
    [(0..futures).map(base).collect(), (0..futures).map(other).collect()]
}

fn compared(base: &[(f64, f64)], other: &[(f64, f64)], draws: Option<u32>) -> Comparison {
    Comparison::of(&ensemble(base, draws), &ensemble(other, draws), (&[], None), 0.0).unwrap()
}

/// Means and costs of matched futures: by comparison and by ranking.
fn means(seeds: u64) -> Vec<Held> {
    let mut all = [
        "paired means, 40 futures",
        "cost of one more, 40 futures",
        "paired means, 24 draws of 6",
        "rank: mean gain, 24 draws of 6",
        "rank: cost of one more, 24 draws of 6",
    ]
    .map(Held::new);
    for seed in 0..seeds {
        let [base, other] = options(seed, 40, 1);
        let found = compared(&base, &other, None).real_use;
        all[0].add(around(found.difference.mean, found.difference.half_width), 3.0);
        all[1].add(found.cost_per_extra.and_then(|ratio| ratio.interval), 1e4);
        let [base, other] = options(seed, 144, 6);
        let found = compared(&base, &other, Some(6)).real_use.difference;
        all[2].add(around(found.mean, found.half_width), 3.0);
        let rated = ranked(&base, &other, 6);
        all[3].add(around(rated.gain.mean, rated.gain.half_width), 3.0);
        all[4].add(rated.per_organisation.and_then(|ratio| ratio.interval), 1e4);
    }
    all.into()
}

fn ranked(base: &[(f64, f64)], other: &[(f64, f64)], each: u32) -> Rated {
    let brought = |own: &[(f64, f64)]| -> Vec<Brought> {
        let one = |&(uses, spent): &(f64, f64)| Brought {
            gain: uses,
            real_use: uses,
            true_current: uses,
            spent,
        };
        own.iter().map(one).collect()
    };
    Rated::of((vec![], 0.0), &brought(base), &brought(other), each).unwrap()
}

/// A study with a number, a whole number and a list, each of which has a place from 0 to 1.
const THREE: &str = "[parameters.\"skill.attend\"]\nfrom = 0.2\nto = 0.8\n\
                     [parameters.\"team.facilitators.count\"]\nvalues = [1, 2, 3, 7]\n\
                     [parameters.\"tool.quality\"]\nfrom = 0.1\nto = 0.9\n";

fn study(design: Design, seed: u64, replicates: u32) -> Study {
    let mut study =
        read_study(Source { name: "s.toml", text: THREE }, &|_| Err(String::new())).unwrap();
    let base = read(Source { name: "base.toml", text: "" }, &study.set, &NoFiles).unwrap();
    study.complete(&base).unwrap();
    (study.design, study.design_seed, study.replicates) = (design, seed, replicates);
    study.luck = Luck::of_design(&study.design, study.parameters.len(), Luck::Matched);
    study
}

/// Places of a point's values in their ranges.
fn places(point: &[Option<Cell>]) -> [f64; 3] {
    let number = |i: usize| match point[i] {
        Some(Cell::Number(x)) => x,
        _ => f64::NAN,
    };
    [(number(0) - 0.2) / 0.6, (number(1) - 1.0) / 6.0, (number(2) - 0.1) / 0.8]
}

/// The futures of every point of a study: a function, luck that futures of one number have in common,
/// and some that a point has of its own.
fn simulated(
    study: &Study,
    luck: Luck,
    f: &dyn Fn([f64; 3]) -> f64,
    (common, own): (f64, f64),
) -> Values {
    let points = Points::new(study).unwrap();
    let mut values = Values::new(points.len());
    for p in 0..points.len() {
        let expected = f(places(&points.point(p)));
        let future = |r: u32| {
            let number = u64::from(luck.first(p as u32, study.replicates) + r);
            let shared = common * normal(study.design_seed, 1, number);
            let alone = own * normal(study.design_seed, 2 + p as u64, number);
            Ok(vec![Some((expected + shared + alone) as f32)])
        };
        let futures = (0..study.replicates).map(future).collect();
        values.add(&Outcome { point: p as u32, futures }, 0);
    }
    values
}

/// What the three inputs do: one a lot and more with the second, one hardly anything.
fn effect(x: [f64; 3]) -> f64 {
    8.0 * x[0] + 4.0 * (x[0] - 0.3) * x[1] + 3.0 * x[1] + 0.0 * x[2]
}

/// μ* of each input over all trajectories, by going through the grid.
fn exact_effects(study: &Study) -> [f64; 3] {
    let levels = |j: usize| -> Vec<f64> {
        let place = |l: u32| {
            let mut point = vec![Some(Cell::Number(0.2)), Some(Cell::Number(1.0)), None];
            point[2] = Some(Cell::Number(0.1));
            point[j] = Some(study.parameters[j].between(f64::from(l) / 3.0));
            places(&point)[j]
        };
        (0..4).map(place).collect()
    };
    let levels = [levels(0), levels(1), levels(2)];
    [0, 1, 2].map(|j| {
        let (a, b) = ((j + 1) % 3, (j + 2) % 3);
        let mut sum = 0.0;
        for (low, others) in (0..2).flat_map(|l| (0..16).map(move |o| (l, o))) {
            let mut x = [0.0; 3];
            (x[a], x[b]) = (levels[a][others / 4], levels[b][others % 4]);
            let at = |l: usize, mut x: [f64; 3]| {
                x[j] = levels[j][l];
                effect(x)
            };
            sum += ((at(low + 2, x) - at(low, x)) / (levels[j][low + 2] - levels[j][low])).abs();
        }
        sum / 32.0
    })
}

fn morris(seeds: u64) -> Vec<Held> {
    let names = ["strong", "list", "does nothing"];
    let mut all = names.map(|name| Held::new(format!("Morris, {name}")));
    let design = Design::Morris { trajectories: 10, levels: 4 };
    for seed in 0..seeds {
        let study = study(design.clone(), seed, 4);
        let values = simulated(&study, study.luck, &effect, (4.0, 1.5));
        let exact = exact_effects(&study);
        for found in screen(&study, &values).unwrap() {
            let e = found.effects;
            all[found.parameter].add(around(e.mu_star, e.half_width), exact[found.parameter]);
        }
    }
    all.into()
}

/// A function on the unit cube with an interaction; its variance and its indices.
fn surface(x: [f64; 3]) -> f64 {
    4.0 * x[0] + 2.0 * x[2] + 6.0 * (x[0] - 0.5) * (x[2] - 0.5)
}

/// Variances: of the first alone, of the third alone, of both together.
const ALONE: [f64; 3] = [16.0 / 12.0, 4.0 / 12.0, 36.0 / 144.0];

/// Sobol indices where luck is so large a share of the variance of one future.
fn sobol(seeds: u64, share: f64) -> Vec<Held> {
    let percent = 100.0 * share;
    let mut all: Vec<Held> = ["first", "total"]
        .iter()
        .flat_map(|order| {
            ["large", "none", "small"].map(|which| {
                Held::new(format!("Sobol, {percent:.0} % luck, {order} order, {which}"))
            })
        })
        .collect();
    let variance: f64 = ALONE.iter().sum();
    let [a, c, both] = ALONE.map(|v| v / variance);
    let exact = [a, 0.0, c, a + both, 0.0, c + both];
    let noise = (variance * share / (1.0 - share)).sqrt();
    let luck = (noise * f64::sqrt(8.0 / 9.0), noise * f64::sqrt(1.0 / 9.0));
    for seed in 0..seeds {
        let study = study(Design::Saltelli { rows: 64, scrambles: 8 }, seed, 4);
        let values = simulated(&study, study.luck, &surface, luck);
        let Some(found) = shares(&study, &values) else {
            // Nothing is told to vary beyond luck.
            all.iter_mut().zip(exact).for_each(|(held, exact)| held.add(None, exact));
            continue;
        };
        for (j, (first, total)) in found.indices.iter().enumerate() {
            all[j].add(first.interval, exact[j]);
            all[j + 3].add(total.interval, exact[j + 3]);
        }
    }
    all
}

/// Options in states of the world: nothing, and 1 + 2 (0.8 x + 0.6 y) with luck; what they bring in
/// future r has luck that all states share, and luck of its own.
fn chosen(seed: u64, shared: bool) -> [Option<(f64, f64)>; 2] {
    const STATES: u64 = 128;
    const FUTURES: u64 = 6;
    let columns = [("option", true), ("x", false), ("y", false)]
        .map(|(key, decision)| Column { key: key.to_owned(), decision });
    let mut points = Vec::new();
    let mut values = Values::new(2 * STATES as usize);
    for s in 0..STATES {
        let (x, y) = (normal(seed, 1, s), normal(seed, 2, s));
        for option in 0..2u64 {
            points.push([option as f64, x, y].map(|v| Some(Cell::Number(v))).to_vec());
            let expected = if option == 0 { 0.0 } else { 1.0 + 1.6 * x + 1.2 * y };
            let future = |r: u64| {
                let number = if shared { r } else { s * FUTURES + r };
                let both = 3.0 * normal(seed, 3, number);
                let own = 0.8 * normal(seed, 4 + option, number);
                let alone = 0.8 * normal(seed, 10 + option, s * FUTURES + r);
                Ok(vec![Some((expected + both + own + alone) as f32)])
            };
            let futures = (0..FUTURES).map(future).collect();
            values.add(&Outcome { point: points.len() as u32 - 1, futures }, 0);
        }
    }
    let benefit = NetBenefit { gain: &values, worth: None, less: false };
    let found = decide(&columns, &points, benefit, shared).unwrap();
    [found.evpi.interval, found.partial[0].and_then(|worth| worth.interval)]
}

/// E[max(0, 1 + 2 Z)] − 1.
const EVPI: f64 = 0.395_593_114_8;

/// The worth of knowing in which of 16 groups x lies: E[max(0, 1 + 1.6 m)] − 1 over their means m.
fn evppi() -> f64 {
    let fine = 4_000;
    let mean = |group: usize| {
        let z = |i: usize| normal_quantile((group as f64 + (i as f64 + 0.5) / fine as f64) / 16.0);
        (0..fine).map(z).sum::<f64>() / fine as f64
    };
    (0..16).map(|group| f64::max(0.0, 1.0 + 1.6 * mean(group))).sum::<f64>() / 16.0 - 1.0
}

fn decisions(seeds: u64) -> Vec<Held> {
    let mut all = Vec::new();
    let partial = evppi();
    for (shared, luck) in [(false, "independent luck"), (true, "matched luck")] {
        let mut held = ["EVPI", "EVPPI"].map(|what| Held::new(format!("{what}, {luck}")));
        for seed in 0..seeds {
            let [one, other] = chosen(seed, shared);
            held[0].add(one, EVPI);
            held[1].add(other, partial);
        }
        all.extend(held);
    }
    all
}

fn hold(all: &[Held]) {
    tell(all);
    let p: Vec<f64> = all.iter().map(Held::p_value).collect();
    let rejected = holm(&p, ALPHA);
    for (held, rejected) in all.iter().zip(rejected) {
        assert!(!rejected, "{}: held in {} of {} seeds", held.name, held.covered, held.seeds);
    }
}

#[test]
fn all_intervals_hold_what_they_say() {
    let mut all = means(seeds(QUICK));
    all.extend(morris(seeds(QUICK)));
    all.extend(sobol(seeds(SLOW), 0.5));
    all.extend(sobol(seeds(SLOW), 0.94));
    all.extend(decisions(seeds(SLOW)));
    hold(&all);
}

/// The broken twins: futures of one draw taken as independent, trajectories that share their luck,
/// states that share theirs.
#[test]
fn what_hangs_together_taken_as_independent_is_rejected() {
    let mut clustered = Held::new("rank: 24 draws of 6 as 144 futures");
    for seed in 0..QUICK {
        let [base, other] = options(seed, 144, 6);
        let gain = ranked(&base, &other, 1).gain;
        clustered.add(around(gain.mean, gain.half_width), 3.0);
    }
    let mut same_luck = Held::new("Morris: trajectories that share their luck");
    // An input whose effect luck shifts in all points alike is told of with this luck alone.
    let design = Design::Morris { trajectories: 10, levels: 4 };
    for seed in 0..QUICK {
        let study = study(design.clone(), seed, 2);
        let tilted = |x: [f64; 3]| effect(x) + 3.0 * normal(seed, 99, 0) * x[0];
        let values = simulated(&study, Luck::Matched, &tilted, (4.0, 0.1));
        let exact = exact_effects(&study)[0];
        let found = screen(&study, &values).unwrap();
        let strong = found.iter().find(|s| s.parameter == 0).unwrap().effects;
        same_luck.add(around(strong.mu_star, strong.half_width), exact);
    }
    let twins = [clustered, same_luck];
    tell(&twins);
    for twin in &twins {
        assert!(twin.p_value() < ALPHA / 100.0, "{}", twin.name);
    }
}

//! Fits: from a table to draws, whoever simulated which part; and whether the draws are honest.
//!
//! Honesty is held on a made-up simulator of three parameters, of which one is never seen: data are made
//! from draws of the prior, and the 90 % intervals have to hold the truth as often as they say
//! (Talts et al. 2018). Few truths by default; `UPTAKE_TEST_FIT=100 cargo test --test it fit -- --nocapture`
//! takes a hundred and holds the bounds of 84 to 96. Each twin is broken in one thing and has to fail.

mod model;

use std::convert::Infallible;
use std::fs;

use uptake::experiments::fit::{NoFit, Points, Question, Simulated, fit, score};
use uptake::results::fit::Fitted;
use uptake::results::forecast::Method;
use uptake::rng::{Draw, Lot, Purpose};
use uptake::scenario::study::{Cell, Study};
use uptake::scenario::{ALL, Observation, Observed, Read, RowRole, builtin};
use uptake::stats::holm::holm;
use uptake::stats::maths;

use super::cli::Desk;

const KEYS: [&str; 3] = ["skill.attend", "skill.retention_weeks", "use.curiosity"];
/// Parameters that the made-up simulator looks at.
const SEEN: [usize; 2] = [0, 1];
const WEEKS: [u32; 8] = [13, 26, 39, 52, 65, 78, 91, 104];
const ALL_OF: f64 = 200.0;
/// Luck of a future, on the logit; and what the world is off by in a year, where it is.
const LUCK: f64 = 0.25;
const OFF: f64 = 0.6;

/// What is wrong with a fit.
#[derive(Clone, Copy, PartialEq)]
enum Broken {
    Nothing,
    /// Half the spread of the draws.
    HalfWide,
    /// One future for all points.
    OneSeed,
    /// The world is off, and the fit takes the model at its word.
    NoDiscrepancy,
    /// The world is off, and the fit knows it.
    Off,
}

fn number(cell: &Cell) -> f64 {
    match cell {
        Cell::Number(x) => *x,
        Cell::Word(_) => f64::NAN,
    }
}

/// The share in a week: it starts by the first parameter and rises by the second.
fn share(values: &[f64], luck: Draw, week: u32) -> f64 {
    let start = maths::ln(values[0] / (1.0 - values[0])) - 2.0;
    let pace = 0.02 * maths::ln(values[1]);
    maths::logistic(start + pace * f64::from(week) + LUCK * luck.normal())
}

fn truth(read: &Read, lot: Lot, nth: u64) -> (Vec<f64>, Question) {
    let study = Study::of_documented(read, &KEYS.map(str::to_owned)).unwrap();
    let at = |k: u64| lot.draw(Purpose::Trait, nth, k).uniform();
    let values = (0..).zip(&study.parameters).map(|(k, p)| number(&p.at(at(k)))).collect();
    (values, Question::of(study.parameters, &Observed::default(), &[], (0, 0, 0.0)))
}

/// What would be seen of a world with these values.
fn made_up(values: &[f64], lot: Lot, nth: u64, off: f64) -> Observed {
    let luck = lot.draw(Purpose::Event, nth, 0);
    let mut walk = 0.0;
    let mut row = |(i, &week): (usize, &u32)| {
        let step = lot.draw(Purpose::Event, nth, 1 + i as u64);
        walk += off * (13.0f64 / 52.0).sqrt() * step.normal();
        let p = share(values, luck, week);
        let p = maths::logistic(maths::ln(p / (1.0 - p)) + walk);
        let counted = (0..ALL_OF as u64).filter(|i| step.then(2 + i).chance(p)).count() as f64;
        Observation {
            line: i,
            date: jiff::civil::Date::constant(2027, 1, 1),
            week,
            measure: uptake::measures::measure("organisations.live").unwrap(),
            group: ALL.to_owned(),
            value: counted / ALL_OF,
            denominator: Some(ALL_OF),
            population: None,
            sd: None,
            role: RowRole::Fit,
        }
    };
    Observed { fit: WEEKS.iter().enumerate().map(&mut row).collect(), ..Observed::default() }
}

/// The made-up simulator.
fn simulated(points: &Points, weeks: &[u32], broken: Broken) -> Vec<Simulated> {
    let lot = Lot::of_region(77);
    let one = |(i, cells): (usize, &Vec<Cell>)| {
        let values: Vec<f64> = cells.iter().map(number).collect();
        let future = if broken == Broken::OneSeed { 0 } else { points.first + i as u32 };
        let luck = lot.draw(Purpose::Opening, u64::from(future), 0);
        Some(weeks.iter().map(|&week| Some(share(&values, luck, week) as f32)).collect())
    };
    points.cells.iter().enumerate().map(one).collect()
}

/// None if no point is plausible.
fn fitted(question: &Question, broken: Broken) -> Option<Fitted> {
    let run = &mut |points: &Points| Ok(simulated(points, &question.weeks, broken));
    match fit::<Infallible>(question, run) {
        Ok(found) => Some(found),
        Err(NoFit::Implausible(_)) => None,
        Err(none) => panic!("{none:?}"),
    }
}

/// What became of some truths: how many intervals held each parameter, and the ranks of each among
/// its draws, in tenths.
struct Honest {
    truths: usize,
    inside: [usize; 3],
    ranks: [[usize; 10]; 3],
    widths: [f64; 3],
}

fn honest(read: &Read, truths: usize, broken: Broken) -> Honest {
    let lot = Lot::of_region(4_242);
    let mut found = Honest { truths, inside: [0; 3], ranks: [[0; 10]; 3], widths: [0.0; 3] };
    let world_is_off = matches!(broken, Broken::NoDiscrepancy | Broken::Off);
    for nth in 0..truths as u64 {
        let (values, Question { parameters, .. }) = truth(read, lot, nth);
        let observed = made_up(&values, lot, nth, if world_is_off { OFF } else { 0.0 });
        let discrepancy = if broken == Broken::Off { OFF } else { 0.0 };
        let question = Question::of(parameters, &observed, &[], (nth, 700, discrepancy));
        // The truth is one of the points: to find none is to miss it.
        let Some(fitted) = fitted(&question, broken) else { continue };
        for k in 0..3 {
            let mut draws: Vec<f64> = fitted.draws.iter().map(|draw| draw[k]).collect();
            let mean = draws.iter().sum::<f64>() / draws.len() as f64;
            if broken == Broken::HalfWide {
                draws.iter_mut().for_each(|x| *x = mean + (*x - mean) / 2.0);
            }
            let below =
                draws.iter().filter(|x| **x < values[k]).count() as f64 / draws.len() as f64;
            found.inside[k] += usize::from((0.05..=0.95).contains(&below));
            found.ranks[k][((10.0 * below) as usize).min(9)] += 1;
            found.widths[k] += fitted.parameters[k].width / truths as f64;
        }
    }
    found
}

impl Honest {
    /// Chance of ranks that are so uneven, by parameter (chi-squared with nine degrees of freedom, by
    /// Wilson and Hilferty's cube root).
    fn evenness(ranks: &[[usize; 10]], truths: usize) -> Vec<f64> {
        let expected = truths as f64 / 10.0;
        let p = |ranks: &[usize; 10]| {
            let off = |n: &usize| (*n as f64 - expected) * (*n as f64 - expected) / expected;
            let chi: f64 = ranks.iter().map(off).sum();
            let part = 2.0 / (9.0 * 9.0);
            let z = ((chi / 9.0).cbrt() - (1.0 - part)) / part.sqrt();
            1.0 - uptake::stats::distributions::normal_cumulative(z)
        };
        ranks.iter().map(p).collect()
    }

    /// The parameters that are seen: intervals that held the truth, of how many.
    fn held(&self) -> (usize, usize) {
        (SEEN.iter().map(|&k| self.inside[k]).sum(), SEEN.len() * self.truths)
    }

    /// True if so many or fewer would be held with a chance of one in a thousand.
    fn is_too_few(&self) -> bool {
        let (held, all) = self.held();
        let (mut chance, mut at) = (0.0, 0.1f64.powi(all as i32));
        for n in 0..=held {
            chance += at;
            at *= (all - n) as f64 / (n + 1) as f64 * 9.0;
        }
        chance < 1e-3
    }
}

fn truths() -> (usize, bool) {
    match std::env::var("UPTAKE_TEST_FIT").ok().and_then(|n| n.parse().ok()) {
        Some(n) => (n, true),
        None => (24, false),
    }
}

#[test]
fn intervals_hold_the_truth_as_often_as_they_say() {
    let read = builtin(&[]).unwrap();
    let (truths, long) = truths();
    let found = honest(&read, truths, Broken::Nothing);
    eprintln!(
        "held {:?} of {truths}, widths {:?}, ranks {:?}",
        found.inside, found.widths, found.ranks
    );
    assert!(!found.is_too_few(), "{:?}", found.inside);
    // What is never seen keeps its width.
    assert!((0.9..1.1).contains(&found.widths[2]), "{:?}", found.widths);
    assert!(found.widths[0] < 0.6, "what is seen is narrowed: {:?}", found.widths);
    if long {
        for (k, inside) in found.inside.iter().enumerate() {
            let share = *inside as f64 / truths as f64;
            assert!((0.84..=0.96).contains(&share), "parameter {k}: {share}");
        }
        let p = Honest::evenness(&found.ranks, truths);
        eprintln!("p-values of the ranks {p:?}");
        assert!(holm(&p, 0.01).iter().all(|rejected| !rejected), "{p:?}");
    }
}

#[test]
fn broken_twins_are_found_out() {
    let read = builtin(&[]).unwrap();
    let (truths, _) = truths();
    for (name, broken) in [
        ("half as wide", Broken::HalfWide),
        ("one seed for all", Broken::OneSeed),
        ("a wrong model taken at its word", Broken::NoDiscrepancy),
    ] {
        let found = honest(&read, truths, broken);
        eprintln!("{name}: held {:?} of {truths}", found.inside);
        assert!(found.is_too_few(), "{name}: {:?} of {truths}", found.inside);
    }
    let off = honest(&read, truths, Broken::Off);
    eprintln!("a wrong model, known to be: held {:?} of {truths}", off.inside);
    assert!(!off.is_too_few(), "{:?} of {truths}", off.inside);
}

#[test]
fn what_is_held_back_changes_no_draw_and_is_scored() {
    let read = builtin(&[]).unwrap();
    let lot = Lot::of_region(5);
    let (values, Question { parameters, .. }) = truth(&read, lot, 3);
    let mut observed = made_up(&values, lot, 3, 0.0);
    observed.hold = observed.fit.split_off(5);
    let of = |observed: &Observed| {
        let question = Question::of(parameters.clone(), observed, &[], (1, 700, 0.3));
        fitted(&question, Broken::Nothing).expect("plausible")
    };
    let found = of(&observed);
    let scored = score(&found, &observed, 1);
    for method in Method::ALL {
        let mean = scored.mean(method).unwrap_or_else(|| panic!("{method:?}"));
        assert_eq!(mean.rows, 3);
        assert!(mean.crps > 0.0 && mean.crps < 0.3, "{method:?} {mean:?}");
    }
    let mut other = observed.clone();
    other.hold.iter_mut().for_each(|row| row.value = 1.0 - row.value);
    assert_eq!(of(&other), found, "values that are held back are not looked at");
}

/// Forty of two hundred are asked, in three months.
fn asked(values: &[f64], lot: Lot, nth: u64) -> Observed {
    let mut observed = made_up(values, lot, nth, 0.0);
    observed.fit.truncate(3);
    for (i, row) in observed.fit.iter_mut().enumerate() {
        let luck = lot.draw(Purpose::Opening, nth, i as u64);
        let yes = (0..ASKED as u64).filter(|k| luck.then(*k).chance(row.value)).count();
        (row.value, row.denominator) = (yes as f64 / ASKED, Some(ASKED));
    }
    observed
}

/// People who are asked.
const ASKED: f64 = 40.0;

/// Rows that contradict each other are refused and named; honest ones, as noisy, are not. The check has a
/// level of 1 in 1,000, so that two of twenty honest tables would be refused with a chance of 2 in 10,000.
#[test]
fn what_rises_and_falls_as_no_future_does_is_refused_and_honest_noise_is_not() {
    let read = builtin(&[]).unwrap();
    let lot = Lot::of_region(909);
    let (mut refused, mut found_out) = (0, 0);
    for nth in 0..20 {
        let (values, Question { parameters, .. }) = truth(&read, lot, nth);
        let honest = asked(&values, lot, nth);
        let mut contrary = honest.clone();
        for (row, share) in contrary.fit.iter_mut().zip([0.8, 0.2, 0.85]) {
            let luck = lot.draw(Purpose::Event, nth, 900 + u64::from(row.week));
            let yes = (0..ASKED as u64).filter(|k| luck.then(*k).chance(share)).count();
            row.value = yes as f64 / ASKED;
        }
        let of = |observed: &Observed| {
            let question = Question::of(parameters.clone(), observed, &[], (nth, 700, 0.3));
            fit::<Infallible>(&question, &mut |points: &Points| {
                Ok(simulated(points, &question.weeks, Broken::Nothing))
            })
        };
        refused += usize::from(of(&honest).is_err());
        match of(&contrary) {
            Ok(_) => {}
            Err(NoFit::Implausible(found)) => {
                let named = || found.alone.iter().chain(&found.together);
                assert!(named().any(|&j| j == 1), "the fall is named: {found:?}");
                found_out += 1;
            }
            Err(none) => panic!("{none:?}"),
        }
    }
    // As few as twenty people a month, whose sixteen, four and seventeen no constant share gives.
    let (values, Question { parameters, .. }) = truth(&read, lot, 0);
    let mut few = asked(&values, lot, 0);
    for (row, yes) in few.fit.iter_mut().zip([16.0, 4.0, 17.0]) {
        (row.value, row.denominator) = (yes / 20.0, Some(20.0));
    }
    let question = Question::of(parameters, &few, &[], (1, 700, 0.3));
    assert!(fitted(&question, Broken::Nothing).is_none(), "16, 4 and 17 of 20");
    eprintln!("refused {refused} of 20 honest tables and {found_out} of 20 contrary ones");
    assert!(refused <= 1, "{refused} of 20 honest tables");
    assert!(found_out >= 18, "{found_out} of 20 contrary tables");
}

const PLAN: &str = "name = \"plan\"\nstart = 2029-01-01\nweeks = 20\nreplicates = 4\ncore_only = true\n\
                    [region.cambridgeshire]\nsize = 0.03\n\
                    [initial]\nmapped = 1.0\nlive = 0.5\ncompetent = 0.5\n";
const OBSERVED: &str = "date,measure,group,value,denominator,sd,role\n\
                        2029-01,organisations.live,all,5,10,,fit\n\
                        2029-03,organisations.live,all,6,10,,fit\n\
                        2029-03,staff.monthly,all,0.05,,0.05,fit\n\
                        2029-04,staff.monthly,all,0.05,,0.05,hold\n";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("plan.toml", PLAN);
    desk.write("seen.csv", OBSERVED);
    desk
}

fn bytes(desk: &Desk, name: &str) -> Vec<u8> {
    fs::read(desk.path().join(name)).unwrap()
}

#[test]
fn parts_and_resuming_give_the_same_draws() {
    let desk = desk();
    let fit = ["fit", "plan.toml", "seen.csv", "--vary", "use", "--futures", "300", "-q"];
    let with = |more: &[&str]| desk.run(&[&fit[..], more].concat());
    assert_eq!(with(&["-o", "whole"]).code, 0);
    // One part of two: the second is missing, and then both are there wave by wave.
    let part = with(&["-o", "parts", "--shard", "1/2"]);
    assert_eq!(part.code, 5, "{}", part.err);
    for _ in 0..3 {
        with(&["-o", "parts", "--shard", "2/2"]);
        with(&["-o", "parts", "--shard", "1/2"]);
    }
    // A kill in the middle leaves a journal, which may end within a line.
    fs::create_dir_all(desk.path().join("killed/waves/wave-1/shards")).unwrap();
    for name in ["manifest.json", "design.parquet"] {
        fs::copy(
            desk.path().join("whole/waves/wave-1").join(name),
            desk.path().join("killed/waves/wave-1").join(name),
        )
        .unwrap();
    }
    let shard = bytes(&desk, "whole/waves/wave-1/shards/shard-0001-of-0001.txt");
    let journal = desk.path().join("killed/waves/wave-1/shards/shard-0001-of-0001.journal-1");
    fs::write(journal, &shard[..shard.len() / 3]).unwrap();
    fs::copy(desk.path().join("whole/manifest.json"), desk.path().join("killed/manifest.json"))
        .unwrap();
    for (folder, jobs) in [("parts", "1"), ("killed", "2")] {
        let again = with(&["-o", folder, "--resume", "--jobs", jobs]);
        assert_eq!(again.code, 0, "{folder}: {}", again.err);
        for name in ["plausible.parquet", "fit.json", "fit_parameters.csv", "observed.svg"] {
            let name = |folder: &str| format!("{folder}/{name}");
            assert!(
                bytes(&desk, &name(folder)) == bytes(&desk, &name("whole")),
                "{folder} {}",
                name("")
            );
        }
    }
    desk.ok(&["reproduce", "whole/manifest.json"]);
}

#[test]
fn draws_are_taken_by_what_comes_next() {
    let desk = desk();
    desk.write("other.toml", &PLAN.replace("competent = 0.5", "competent = 0.9"));
    desk.ok(&["fit", "plan.toml", "seen.csv", "--vary", "use", "--futures", "300", "-o", "fitted"]);
    let table = "fitted/plausible.parquet";
    let run = desk.ok(&["run", "plan.toml", "--draws", table, "--replicates", "1", "-o", "run"]);
    assert!(run.out.contains("plausible by what was observed"), "{}", run.out);
    desk.ok(&["reproduce", "run/manifest.json"]);
    let compared = desk.ok(&[
        "compare",
        "plan.toml",
        "other.toml",
        "--draws",
        table,
        "--replicates",
        "20",
        "-o",
        "two",
    ]);
    assert!(compared.out.contains(table), "{}", compared.out);
    desk.ok(&["reproduce", "two/manifest.json"]);
    desk.write("study.toml", "scenario = \"plan.toml\"\nreplicates = 1\nmeasures = [\"staff.monthly\"]\n\
                              [design]\nkind = \"sobol\"\npoints = 2\n\
                              [parameters.\"skill.attend\"]\nvalues = [0.5, 0.9]\ndecision = true\n");
    desk.ok(&["sweep", "study.toml", "--draws", table, "-o", "study"]);
    assert_eq!(desk.text("study/results.csv").lines().count(), 1 + 2 * 200);
    let other = desk.run(&["run", "plan.toml", "--draws", "plan.toml"]);
    assert_eq!(other.code, 3, "{}", other.err);
}

#[test]
fn what_cannot_be_met_is_said_and_no_draws_are_written() {
    let desk = desk();
    // The core alone has nobody who joins: ten that are live cannot be nought a month later.
    desk.write("wrong.csv", &OBSERVED.replace("0.05,,0.05,fit", "0.98,,0.001,fit"));
    let none = desk.run(&[
        "fit",
        "plan.toml",
        "wrong.csv",
        "--vary",
        "use",
        "--futures",
        "300",
        "--discrepancy",
        "0",
        "-o",
        "none",
    ]);
    assert_eq!(none.code, 5, "{}", none.err);
    assert!(none.err.contains("staff.monthly of all on 2029-03-31 (line 4)"), "{}", none.err);
    assert!(!desk.has("none/plausible.parquet"));
    for (name, text) in
        [("utf16.csv", b"\xff\xfed\0a\0".to_vec()), ("latin.csv", b"date,m\xe9asure\n".to_vec())]
    {
        fs::write(desk.path().join(name), text).unwrap();
        let refused = desk.run(&["fit", "plan.toml", name, "-o", "none2"]);
        assert_eq!(refused.code, 3, "{}", refused.err);
        assert!(refused.err.contains("UTF-8"), "{}", refused.err);
    }
    assert!(!desk.has("none2"));
}

#[test]
fn a_run_shows_what_was_observed_and_refuses_what_a_fit_would() {
    let desk = desk();
    let run = ["run", "plan.toml", "--observed", "seen.csv", "--replicates", "20"];
    let shown = desk.ok(&[&run[..], &["-o", "shown"]].concat());
    assert!(shown.out.contains("What was observed"), "{}", shown.out);
    assert_eq!(desk.text("shown/observed.csv").lines().count(), 1 + 4);
    // Ink around each of four dots, in two plots.
    let dots = desk.text("shown/observed.svg").matches("<polygon").count();
    assert!(dots >= 2 * 4, "{dots}");
    assert!(desk.text("shown/report.html").contains("2029-03-31"));
    desk.ok(&["reproduce", "shown/manifest.json"]);
    // Without it there is none of this.
    desk.ok(&["run", "plan.toml", "--replicates", "20", "-o", "bare"]);
    assert!(!desk.has("bare/observed.csv") && !desk.has("bare/observed.svg"));
    // Where a chart of the run itself has the curve, the dots are on it.
    desk.write("use.csv", &OBSERVED.replace("organisations.live", "organisations.real_use"));
    let run = ["run", "plan.toml", "--observed", "use.csv", "--replicates", "20", "-o", "used"];
    desk.ok(&run);
    let shapes =
        |folder: &str| desk.text(&format!("{folder}/coverage.svg")).matches("<polygon").count();
    assert!(shapes("used") > shapes("bare"), "{} and {}", shapes("used"), shapes("bare"));
    assert!(desk.text("used/coverage.svg").contains("Dots: observed."));
    assert!(!desk.text("bare/coverage.svg").contains("Dots: observed."));
    desk.write("wrong.csv", &OBSERVED.replace("2029-04", "2031-04"));
    let refused = desk.run(&["run", "plan.toml", "--observed", "wrong.csv", "-o", "none"]);
    assert_eq!(refused.code, 3, "{}", refused.err);
    assert!(refused.err.contains("lies outside the plan"), "{}", refused.err);
    assert!(!desk.has("none"));
}
